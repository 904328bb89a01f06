/* Verifications over HTTP: read only, by whoever they concern; nothing here or elsewhere changes one. What makes them are cases,
 * attempts, and what an origin reports. */
#include "app/accounts.h"
#include "base/refusal.h"
#include "http/answer.h"
#include "http/routes.h"

#define READERS (ROLE_HOLDER | ROLES_STAFF | ROLE_PLATFORM)

static const char unverified[] =
        "{\"verified\":false,\"kind\":null,\"method\":null,\"since\":null,\"verification\":null}";

/* Written straight, without a document in between: every purchase on a platform asks this. All texts are names of ours. */
static char *answer_text(const VerifiedAs *answer) {
        char since[INSTANT_TEXT_SIZE], id[UUID_TEXT_SIZE];

        if (!answer->verified)
                return g_strdup(unverified);
        return g_strconcat("{\"verified\":true,\"kind\":\"", enum_name(&owner_kind_names, (int) answer->kind),
                           "\",\"method\":\"", enum_name(&method_names, (int) answer->method), "\",\"since\":\"",
                           instant_write(answer->since, NULL, since), "\",\"verification\":\"",
                           uuid_format(&answer->verification, id), "\"}", NULL);
}

static bool look_up(const Request *request, const Call *call, Reply *reply, GError **error) {
        VerifiedAs answer;
        char *text;

        if (!app_look_up_verification(request->app, call, &request->id, &answer, error))
                return false;
        text = answer_text(&answer);
        return reply_json_text(reply, HTTP_OK, text, strlen(text));
}

/* With ?include=subject: two more rows are read and the owner's name and number opened, to be masked. */
static bool show_verification(const Request *request, Reply *reply, GError **error) {
        static const char *const includes[] = { "subject" };
        static const EnumNames include_names = ENUM_NAMES(includes);
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        int include = -1;

        if (!request_query_enum(request, "include", &include_names, &include, error))
                return false;
        if (include < 0)
                return look_up(request, &call, reply, error);
        return app_show_verification(request->app, &call, &request->id, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool list_verifications(const Request *request, Reply *reply, GError **error) {
        ListVerifications wish = { .account = request->id, .after = request_query(request, "after") };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_list_verifications(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool report_origin(const Request *request, Reply *reply, GError **error) {
        ReportOrigin wish = { .account = request->id };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        bool followed = json_fields_read(request->body, origin_report_fields, &wish.report, error)
                        && app_follow_origin(request->app, &call, &wish, &outcome, error);

        origin_report_clear(&wish.report);
        return followed && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

const Route http_verification_routes[] = {
        { .method = "GET",
          .path = "/v1/accounts/{id}/verification",
          .handle = show_verification,
          .roles = READERS,
          .scopes = SCOPE_ACCOUNTS_READ,
          .query = { "include" },
          .rate = RATE_READ,
          .inline_ok = INLINE_EMBEDDED },
        { .method = "GET",
          .path = "/v1/accounts/{id}/verifications",
          .handle = list_verifications,
          .roles = READERS,
          .scopes = SCOPE_ACCOUNTS_READ,
          .query = { "after" },
          .rate = RATE_READ },
        { .method = "POST",
          .path = "/v1/accounts/{id}/origin-reports",
          .handle = report_origin,
          .roles = ROLE_PLATFORM,
          .scopes = SCOPE_ORIGIN_WRITE,
          .body = BODY_JSON,
          .body_bytes_max = 4 * KIB,
          .rate = RATE_WRITE,
          .requires = REQUIRES_IDEMPOTENCY_KEY },
        { 0 },
};
