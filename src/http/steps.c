/* The steps of cases and attempts over HTTP: each address is one event. */
#include "app/cases.h"
#include "base/json-fields.h"
#include "base/refusal.h"
#include "http/answer.h"
#include "http/routes.h"

#define TEXT_LENGTH_MAX 2000
#define REVIEWING_STAFF (ROLE_REVIEWER | ROLE_APPROVER)

/* Which event an address stands for, after "/v1/cases/{id}/" or "/v1/attempts/{id}/". */
static const struct {
        const char *method, *name;
        ProceedingEvent event;
} steps[] = {
        { "POST", "resupply", EVENT_RESUPPLY },
        { "POST", "withdrawal", EVENT_WITHDRAW },
        { "POST", "claim", EVENT_CLAIM },
        { "DELETE", "claim", EVENT_UNCLAIM },
        { "POST", "question", EVENT_ASK_MORE },
        { "POST", "approval", EVENT_APPROVE },
        { "POST", "return", EVENT_SEND_BACK },
        { "POST", "rejection", EVENT_REJECT },
        { "POST", "dispute", EVENT_DISPUTE },
        { "POST", "dispute/dismissal", EVENT_RESUME },
        { "POST", "dispute/upholding", EVENT_UPHOLD_DISPUTE },
        { "POST", "parcels", EVENT_ANNOUNCE_PARCEL },
        { "POST", "parcels/receipt", EVENT_RECEIVE_PARCEL },
        { "POST", "parcels/completion", EVENT_PARCEL_COMPLETE },
        { "POST", "parcels/complaint", EVENT_PARCEL_INCOMPLETE },
        { "POST", "parcels/failure", EVENT_PARCEL_FAILED },
};

static ProceedingEvent event_of(const Request *request) {
        const char *name = strstr(request->route->path, "{id}/");

        for (guint i = 0; name && i < G_N_ELEMENTS(steps); i++) {
                if (g_str_equal(name + strlen("{id}/"), steps[i].name)
                    && g_str_equal(request->route->method, steps[i].method))
                        return steps[i].event;
        }
        g_assert_not_reached();
}

static const JsonField step_fields[] = {
        { .name = "reason_code",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(TakeStep, reason_code),
          .optional = true,
          .length_max = 64 },
        { .name = "text",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(TakeStep, text),
          .optional = true,
          .length_max = TEXT_LENGTH_MAX },
        { 0 },
};

static bool http_step(const Request *request, Reply *reply, GError **error) {
        TakeStep wish = { .kind = answer_kind(request), .id = request->id, .event = event_of(request) };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool taken = (!request->body || json_fields_read(request->body, step_fields, &wish, error))
                     && app_take_step(request->app, &call, &wish, &outcome, error);

        json_fields_clear(step_fields, &wish);
        return taken && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static const JsonField parcel_announce_fields[] = {
        { .name = "courier", .type = JSON_FIELD_TEXT, .offset = offsetof(ParcelStep, courier), .length_max = 64 },
        { .name = "tracking", .type = JSON_FIELD_TEXT, .offset = offsetof(ParcelStep, tracking), .length_max = 64 },
        { 0 },
};

static const JsonField parcel_fields[] = {
        { .name = "originals",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(ParcelStep, originals),
          .optional = true,
          .length_max = 16 },
        { .name = "reason_code",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(ParcelStep, reason_code),
          .optional = true,
          .length_max = 64 },
        { .name = "text",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(ParcelStep, text),
          .optional = true,
          .length_max = TEXT_LENGTH_MAX },
        { 0 },
};

static bool http_parcel_step(const Request *request, Reply *reply, GError **error) {
        ParcelStep wish = { .id = request->id, .event = event_of(request) };
        const JsonField *fields = wish.event == EVENT_ANNOUNCE_PARCEL ? parcel_announce_fields : parcel_fields;
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool taken = json_fields_read(request->body, fields, &wish, error)
                     && app_parcel_step(request->app, &call, &wish, &outcome, error);

        json_fields_clear(fields, &wish);
        return taken && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static const JsonField find_parcel_fields[] = {
        { .name = "tracking", .type = JSON_FIELD_TEXT, .offset = offsetof(FindParcel, tracking), .length_max = 64 },
        { 0 },
};

static bool http_parcel_find(const Request *request, Reply *reply, GError **error) {
        FindParcel wish = { 0 };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool found = json_fields_read(request->body, find_parcel_fields, &wish, error)
                     && app_find_parcel(request->app, &call, &wish, &outcome, error);

        json_fields_clear(find_parcel_fields, &wish);
        return found && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static const JsonField verdict_fields[] = {
        { .name = "accepted", .type = JSON_FIELD_BOOLEAN, .offset = offsetof(DecideItem, accepted) },
        { .name = "reason_code",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(DecideItem, reason_code),
          .optional = true,
          .length_max = 64 },
        { .name = "text",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(DecideItem, text),
          .optional = true,
          .length_max = TEXT_LENGTH_MAX },
        { .name = "needed",
          .type = JSON_FIELD_INTEGER,
          .offset = offsetof(DecideItem, needed),
          .optional = true,
          .low = 1,
          .high = 20 },
        { 0 },
};

typedef bool (*ItemUseCase)(App *app, const Call *call, const DecideItem *wish, Outcome *outcome, GError **error);

static bool item_decide(const Request *request, Reply *reply, ItemUseCase use_case, GError **error) {
        DecideItem wish = { .kind = answer_kind(request),
                            .id = request->id,
                            .item = (char *) request_slug(request, "item") };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool decided = json_fields_read(request->body, verdict_fields, &wish, error)
                       && use_case(request->app, &call, &wish, &outcome, error);

        json_fields_clear(verdict_fields, &wish);
        return decided && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool http_item_decide(const Request *request, Reply *reply, GError **error) {
        return item_decide(request, reply, app_decide_item, error);
}

static bool http_item_check_off(const Request *request, Reply *reply, GError **error) {
        return item_decide(request, reply, app_check_off_item, error);
}

static const JsonField consent_fields[] = {
        { .name = "text_version",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(GiveConsent, text_version),
          .length_max = 64 },
        { 0 },
};

static bool http_consent(const Request *request, Reply *reply, GError **error) {
        GiveConsent wish = { .kind = answer_kind(request),
                             .id = request->id,
                             .purpose = (char *) request_slug(request, "purpose"),
                             .withdrawn = g_str_equal(request->route->method, "DELETE") };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool given = (wish.withdrawn || json_fields_read(request->body, consent_fields, &wish, error))
                     && app_give_consent(request->app, &call, &wish, &outcome, error);

        json_fields_clear(consent_fields, &wish);
        return given && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static const JsonField message_fields[] = {
        { .name = "body",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(WriteMessage, body),
          .length_max = TEXT_LENGTH_MAX },
        { 0 },
};

static bool http_message_write(const Request *request, Reply *reply, GError **error) {
        WriteMessage wish = { .kind = answer_kind(request),
                              .id = request->id,
                              .internal = g_str_has_suffix(request->route->path, "/notes") };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool written = json_fields_read(request->body, message_fields, &wish, error)
                       && app_write_message(request->app, &call, &wish, &outcome, error);

        json_fields_clear(message_fields, &wish);
        return written && answer_outcome(reply, HTTP_CREATED, &outcome, NULL, error);
}

#define WRITE_ROUTE(verb, address, handler, who, needs)                                                        \
        {                                                                                                      \
                .method = (verb), .path = (address), .handle = (handler), .roles = (who), .body = BODY_JSON,   \
                .body_bytes_max = 16 * KIB, .rate = RATE_WRITE, .requires = REQUIRES_IDEMPOTENCY_KEY | (needs) \
        }
#define STEP(address, who) WRITE_ROUTE("POST", address, http_step, who, REQUIRES_IF_MATCH)
#define PARCEL(address, who) WRITE_ROUTE("POST", address, http_parcel_step, who, REQUIRES_IF_MATCH)
#define BARE_STEP(verb, address, handler, who)                                                                \
        {                                                                                                     \
                .method = (verb), .path = (address), .handle = (handler), .roles = (who), .rate = RATE_WRITE, \
                .requires = REQUIRES_IDEMPOTENCY_KEY | REQUIRES_IF_MATCH                                      \
        }

/* Who may step is said again, finer, by the machine's table; the door keeps out whoever never may. */
/* clang-format off */
const Route http_step_routes[] = {
        STEP("/v1/cases/{id}/resupply", ROLE_HOLDER),
        STEP("/v1/cases/{id}/withdrawal", ROLE_HOLDER),
        BARE_STEP("POST", "/v1/cases/{id}/claim", http_step, REVIEWING_STAFF),
        BARE_STEP("DELETE", "/v1/cases/{id}/claim", http_step, REVIEWING_STAFF),
        STEP("/v1/cases/{id}/question", REVIEWING_STAFF),
        STEP("/v1/cases/{id}/approval", REVIEWING_STAFF),
        STEP("/v1/cases/{id}/return", ROLE_APPROVER),
        STEP("/v1/cases/{id}/rejection", REVIEWING_STAFF),
        STEP("/v1/cases/{id}/dispute", ROLE_PARTY | REVIEWING_STAFF),
        STEP("/v1/cases/{id}/dispute/dismissal", ROLE_APPROVER),
        STEP("/v1/cases/{id}/dispute/upholding", ROLE_APPROVER),
        PARCEL("/v1/cases/{id}/parcels", ROLE_HOLDER),
        PARCEL("/v1/cases/{id}/parcels/receipt", ROLE_MAIL_CLERK),
        PARCEL("/v1/cases/{id}/parcels/completion", ROLE_MAIL_CLERK),
        PARCEL("/v1/cases/{id}/parcels/complaint", ROLE_MAIL_CLERK),
        PARCEL("/v1/cases/{id}/parcels/failure", ROLE_MAIL_CLERK),
        { .method = "POST", .path = "/v1/parcel-lookups", .handle = http_parcel_find, .roles = ROLE_MAIL_CLERK, .body = BODY_JSON,
          .body_bytes_max = 1 * KIB, .rate = RATE_READ },
        WRITE_ROUTE("PUT", "/v1/cases/{id}/items/{item}/verdict", http_item_decide, REVIEWING_STAFF, REQUIRES_IF_MATCH),
        WRITE_ROUTE("PUT", "/v1/cases/{id}/items/{item}/checking", http_item_check_off, ROLE_MAIL_CLERK, REQUIRES_IF_MATCH),
        WRITE_ROUTE("PUT", "/v1/cases/{id}/consents/{purpose}", http_consent, ROLE_HOLDER, 0),
        BARE_STEP("DELETE", "/v1/cases/{id}/consents/{purpose}", http_consent, ROLE_HOLDER),
        WRITE_ROUTE("POST", "/v1/cases/{id}/messages", http_message_write, ROLE_HOLDER | REVIEWING_STAFF | ROLE_MAIL_CLERK, 0),
        WRITE_ROUTE("POST", "/v1/cases/{id}/notes", http_message_write, REVIEWING_STAFF | ROLE_MAIL_CLERK, 0),

        STEP("/v1/attempts/{id}/resupply", ROLE_HOLDER),
        STEP("/v1/attempts/{id}/withdrawal", ROLE_HOLDER),
        BARE_STEP("POST", "/v1/attempts/{id}/claim", http_step, REVIEWING_STAFF),
        BARE_STEP("DELETE", "/v1/attempts/{id}/claim", http_step, REVIEWING_STAFF),
        STEP("/v1/attempts/{id}/question", REVIEWING_STAFF),
        STEP("/v1/attempts/{id}/approval", REVIEWING_STAFF),
        STEP("/v1/attempts/{id}/return", ROLE_APPROVER),
        STEP("/v1/attempts/{id}/rejection", REVIEWING_STAFF),
        WRITE_ROUTE("PUT", "/v1/attempts/{id}/items/{item}/verdict", http_item_decide, REVIEWING_STAFF, REQUIRES_IF_MATCH),
        WRITE_ROUTE("PUT", "/v1/attempts/{id}/consents/{purpose}", http_consent, ROLE_HOLDER, 0),
        BARE_STEP("DELETE", "/v1/attempts/{id}/consents/{purpose}", http_consent, ROLE_HOLDER),
        WRITE_ROUTE("POST", "/v1/attempts/{id}/messages", http_message_write, ROLE_HOLDER | REVIEWING_STAFF, 0),
        WRITE_ROUTE("POST", "/v1/attempts/{id}/notes", http_message_write, REVIEWING_STAFF, 0),
        { 0 },
};
/* clang-format on */
