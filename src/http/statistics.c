/* The counts for the dashboards, and the calendar. */
#include "app/statistics.h"

#include "base/refusal.h"
#include "http/answer.h"
#include "http/routes.h"

#define YEAR_MIN 1
#define YEAR_MAX 9999

static bool date_read(const Request *request, const char *name, CivilDate *date, GError **error) {
        const char *text = request_query(request, name);

        return !text || civil_date_parse(text, date)
               || refuse(error, REFUSAL_MALFORMED_VALUE, NULL, name, "YYYY-MM-DD", NULL);
}

static bool statistics(const Request *request, Reply *reply, GError **error) {
        ReadStatistics wish = statistics_lately(request->app, request->now);
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };

        return date_read(request, "from", &wish.from, error) && date_read(request, "to", &wish.to, error)
               && app_read_statistics(request->app, &call, &wish, &outcome, error)
               && answer_outcome(reply, HTTP_OK, &outcome, NULL, error);
}

static bool calendar(const Request *request, Reply *reply, GError **error) {
        const App *app = request->app;
        gint64 year = civil_date_year(civil_date_at(request->now, app->policy->zone));

        return request_query_integer(request, "year", YEAR_MIN, YEAR_MAX, &year, error)
               && reply_json(reply, HTTP_OK, app_calendar_document(app, (int) year), error);
}

const Route http_statistics_routes[] = {
        { .method = "GET",
          .path = "/v1/statistics",
          .handle = statistics,
          .roles = ROLE_APPROVER | ROLE_AUDITOR | ROLE_ADMINISTRATOR,
          .query = { "from", "to" },
          .rate = RATE_READ },
        { .method = "GET",
          .path = "/v1/calendar",
          .handle = calendar,
          .roles = ROLE_ANYONE,
          .query = { "year" },
          .rate = RATE_READ },
        { 0 },
};
