/* Notices over HTTP: a bell for everybody. */
#include "app/notices.h"
#include "base/refusal.h"
#include "http/answer.h"
#include "http/routes.h"

#define EVERYBODY (ROLE_HOLDER | ROLE_PARTY | ROLES_STAFF | ROLE_PLATFORM)
#define PAGE_DEFAULT 50
#define PAGE_MAX 200

static bool http_notices_read(const Request *request, Reply *reply, GError **error) {
        const char *before = request_query(request, "before");
        ReadNotices wish = { 0 };
        gint64 limit = PAGE_DEFAULT;
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        if (before && !uuid_parse(before, &wish.before))
                return refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
        if (!request_query_integer(request, "limit", 1, PAGE_MAX, &limit, error))
                return false;
        wish.limit = (guint) limit;
        return app_read_notices(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool http_notice_mark(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return app_mark_notice(request->app, &call, &request->id, &outcome, error)
               && reply_empty(reply, HTTP_NO_CONTENT);
}

/* No Idempotency-Key: marking twice is marking once. */
const Route http_notice_routes[] = {
        { .method = "GET",
          .path = "/v1/notices",
          .handle = http_notices_read,
          .roles = EVERYBODY,
          .scopes = SCOPE_CASES_READ,
          .query = { "before", "limit" },
          .rate = RATE_READ },
        { .method = "PUT",
          .path = "/v1/notices/{id}/read",
          .handle = http_notice_mark,
          .roles = EVERYBODY,
          .scopes = SCOPE_CASES_READ,
          .rate = RATE_WRITE },
        { 0 },
};
