/* Cases and attempts over HTTP: opened, amended, read. Their steps are in steps.c. */
#include "app/cases.h"
#include "base/refusal.h"
#include "http/answer.h"
#include "http/fields.h"
#include "http/routes.h"

#define READERS (ROLE_HOLDER | ROLE_PARTY | ROLES_STAFF | ROLE_PLATFORM)
#define PAGE_DEFAULT 50
#define PAGE_MAX 200
#define STATEMENT_LENGTH_MAX 2000

static const JsonField open_case_fields[] = {
        { .name = "route", .type = JSON_FIELD_TEXT, .offset = offsetof(OpenCase, route), .length_max = 64 },
        { .name = "bank",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(OpenCase, bank),
          .optional = true,
          .length_max = 64 },
        { .name = "new_owner",
          .type = JSON_FIELD_OBJECT,
          .offset = offsetof(OpenCase, new_owner),
          .optional = true,
          .fields = claim_fields,
          .present_offset = offsetof(OpenCase, has_new_owner) },
        { .name = "statement",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(OpenCase, statement),
          .optional = true,
          .length_max = STATEMENT_LENGTH_MAX },
        { .name = "opened_from",
          .type = JSON_FIELD_UUID,
          .offset = offsetof(OpenCase, opened_from),
          .optional = true },
        { 0 },
};

static bool http_case_open(const Request *request, Reply *reply, GError **error) {
        OpenCase wish = { .account = request->id, .new_owner = { .number_kind = -1 } };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool opened = json_fields_read(request->body, open_case_fields, &wish, error)
                      && app_open_case(request->app, &call, &wish, &outcome, error);

        json_fields_clear(open_case_fields, &wish);
        return opened && answer_outcome(reply, HTTP_CREATED, &outcome, "/v1/cases", error);
}

static const JsonField amend_case_fields[] = {
        { .name = "new_owner",
          .type = JSON_FIELD_OBJECT,
          .offset = offsetof(AmendCase, new_owner),
          .optional = true,
          .fields = claim_fields,
          .present_offset = offsetof(AmendCase, has_new_owner) },
        { .name = "statement",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(AmendCase, statement),
          .optional = true,
          .length_max = STATEMENT_LENGTH_MAX },
        { 0 },
};

static bool http_case_amend(const Request *request, Reply *reply, GError **error) {
        AmendCase wish = { .id = request->id, .new_owner = { .number_kind = -1 } };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool amended = json_fields_read(request->body, amend_case_fields, &wish, error)
                       && app_amend_case(request->app, &call, &wish, &outcome, error);

        json_fields_clear(amend_case_fields, &wish);
        return amended && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

typedef struct AttemptWish {
        OpenAttempt attempt;
        int method;
} AttemptWish;

static const JsonField open_attempt_fields[] = {
        { .name = "method",
          .type = JSON_FIELD_ENUM,
          .offset = offsetof(AttemptWish, method),
          .names = &method_names },
        { .name = "owner",
          .type = JSON_FIELD_OBJECT,
          .offset = offsetof(AttemptWish, attempt.owner),
          .fields = claim_fields },
        { 0 },
};

static bool http_attempt_open(const Request *request, Reply *reply, GError **error) {
        AttemptWish wish = { .attempt = { .account = request->id, .owner = { .number_kind = -1 } } };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool opened = json_fields_read(request->body, open_attempt_fields, &wish, error);

        wish.attempt.method = (Method) wish.method;
        opened = opened && app_open_attempt(request->app, &call, &wish.attempt, &outcome, error);
        json_fields_clear(open_attempt_fields, &wish);
        return opened && answer_outcome(reply, HTTP_CREATED, &outcome, "/v1/attempts", error);
}

static bool http_proceeding_read(const Request *request, Reply *reply, GError **error) {
        ReadProceeding wish = { .kind = answer_kind(request), .id = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_read_proceeding(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool http_history_read(const Request *request, Reply *reply, GError **error) {
        ReadProceeding wish = { .kind = answer_kind(request), .id = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_read_history(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool cursor_is_id(const Request *request, Uuid *after, GError **error) {
        const char *text = request_query(request, "after");

        return !text || uuid_parse(text, after) || refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
}

static bool http_messages_read(const Request *request, Reply *reply, GError **error) {
        ReadProceeding wish = { .kind = answer_kind(request), .id = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return cursor_is_id(request, &wish.after, error)
               && app_read_messages(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool page_limit(const Request *request, guint *limit, GError **error) {
        gint64 wanted = PAGE_DEFAULT;

        if (!request_query_integer(request, "limit", 1, PAGE_MAX, &wanted, error))
                return false;
        *limit = (guint) wanted;
        return true;
}

static bool http_account_proceedings_read(const Request *request, Reply *reply, GError **error) {
        ReadAccountProceedings wish = { .account = request->id, .before = INSTANT_NONE };
        const char *before = request_query(request, "before");
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        if (before && !instant_parse(before, &wish.before))
                return refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
        return page_limit(request, &wish.limit, error)
               && app_read_account_proceedings(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

/* "1526371200000000.0163…" or "none.0163…", as the page before said. */
static bool queue_cursor_read(const char *text, ReadQueue *wish, GError **error) {
        const char *dot = text ? strchr(text, '.') : NULL;
        char *end = NULL;

        if (!text)
                return true;
        if (!dot || !uuid_parse(dot + 1, &wish->after))
                return refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
        if (g_str_has_prefix(text, "none."))
                return true;
        wish->after_due = g_ascii_strtoll(text, &end, 10);
        return end == dot || refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
}

static bool http_queue_read(const Request *request, Reply *reply, GError **error) {
        ReadQueue wish = { .after_due = INSTANT_NONE };
        const char *mine = request_query(request, "mine");
        int state = STATE_SUBMITTED;
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        if (!request_query_enum(request, "state", &proceeding_state_names, &state, error)
            || !queue_cursor_read(request_query(request, "after"), &wish, error)
            || !page_limit(request, &wish.limit, error))
                return false;
        wish.state = (ProceedingState) state;
        wish.mine = mine && g_str_equal(mine, "true");
        return app_read_queue(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool http_queue_claim_next(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_claim_next(request->app, &call, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

#define READ_ROUTE(address, handler)                                                       \
        {                                                                                  \
                .method = "GET", .path = (address), .handle = (handler), .roles = READERS, \
                .scopes = SCOPE_CASES_READ, .rate = RATE_READ                              \
        }

/* clang-format off */
const Route http_case_routes[] = {
        { .method = "POST", .path = "/v1/accounts/{id}/cases", .handle = http_case_open,
          .roles = ROLE_HOLDER | ROLE_PLATFORM, .scopes = SCOPE_CASES_WRITE, .body = BODY_JSON, .body_bytes_max = 16 * KIB,
          .rate = RATE_WRITE, .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "GET", .path = "/v1/accounts/{id}/proceedings", .handle = http_account_proceedings_read,
          .roles = ROLE_HOLDER | ROLES_STAFF | ROLE_PLATFORM, .scopes = SCOPE_CASES_READ, .query = { "before", "limit" },
          .rate = RATE_READ },
        { .method = "POST", .path = "/v1/accounts/{id}/attempts", .handle = http_attempt_open, .roles = ROLE_HOLDER,
          .body = BODY_JSON, .body_bytes_max = 16 * KIB, .rate = RATE_WRITE, .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "PATCH", .path = "/v1/cases/{id}", .handle = http_case_amend, .roles = ROLE_HOLDER, .body = BODY_JSON,
          .body_bytes_max = 16 * KIB, .rate = RATE_WRITE, .requires = REQUIRES_IDEMPOTENCY_KEY | REQUIRES_IF_MATCH },
        READ_ROUTE("/v1/cases/{id}", http_proceeding_read),
        READ_ROUTE("/v1/cases/{id}/history", http_history_read),
        { .method = "GET", .path = "/v1/cases/{id}/messages", .handle = http_messages_read, .roles = READERS,
          .scopes = SCOPE_CASES_READ, .query = { "after" }, .rate = RATE_READ },
        READ_ROUTE("/v1/attempts/{id}", http_proceeding_read),
        READ_ROUTE("/v1/attempts/{id}/history", http_history_read),
        { .method = "GET", .path = "/v1/attempts/{id}/messages", .handle = http_messages_read, .roles = READERS,
          .scopes = SCOPE_CASES_READ, .query = { "after" }, .rate = RATE_READ },
        { .method = "GET", .path = "/v1/queue", .handle = http_queue_read, .roles = ROLES_STAFF,
          .query = { "state", "mine", "after", "limit" }, .rate = RATE_READ },
        { .method = "POST", .path = "/v1/queue/next", .handle = http_queue_claim_next,
          .roles = ROLE_REVIEWER | ROLE_APPROVER, .rate = RATE_WRITE, .requires = REQUIRES_IDEMPOTENCY_KEY },
        { 0 },
};
/* clang-format on */
