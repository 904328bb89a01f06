/* Counts for the dashboards: what waits and how long, and what was done in a range of days. */
#include "app/statistics.h"

#include "app/people-parts.h"
#include "base/refusal.h"
#include "domain/proceeding.h"
#include "store/statistics.h"

#define LATELY_DAYS 30

/* Where one group of ages ends and the next begins, in days. */
static const int age_days[] = { 1, 3, 7, 14, 30 };
#define AGES (G_N_ELEMENTS(age_days) + 1)

/* ---- what is open ---- */

typedef struct OpenAges {
        json_t *list; /* of {kind, state, ages} */
        guint age;    /* the group being counted */
} OpenAges;

static json_t *ages_of(json_t *list, const OpenCount *count) {
        json_t *row, *ages = json_array();
        size_t i;

        json_array_foreach(list, i, row) {
                if (g_str_equal(json_string_value(json_object_get(row, "kind")), count->kind)
                    && g_str_equal(json_string_value(json_object_get(row, "state")), count->state)) {
                        json_decref(ages);
                        return json_object_get(row, "ages");
                }
        }
        for (guint age = 0; age < AGES; age++)
                json_array_append_new(ages, json_integer(0));
        json_array_append_new(list,
                              json_pack("{s:s, s:s, s:o}", "kind", count->kind, "state", count->state, "ages", ages));
        return ages;
}

static void open_seen(gpointer data, gpointer user) {
        const OpenCount *count = data;
        const OpenAges *ages = user;

        json_array_set_new(ages_of(ages->list, count), ages->age, json_integer(count->count));
}

static bool open_put(AppTx *tx, json_t *document, GError **error) {
        OpenAges ages = { .list = json_array() };
        gint64 until = G_MAXINT64;

        json_object_set_new(document, "open", ages.list);
        for (; ages.age < AGES; ages.age++) {
                gint64 from =
                        ages.age < G_N_ELEMENTS(age_days) ? tx->call->now - age_days[ages.age] * INSTANT_DAY : 0;

                if (!store_count_open(tx->store, from, until, open_seen, &ages, error))
                        return false;
                until = from;
        }
        return true;
}

static json_t *age_days_document(void) {
        json_t *days = json_array();

        for (guint i = 0; i < G_N_ELEMENTS(age_days); i++)
                json_array_append_new(days, json_integer(age_days[i]));
        return days;
}

/* ---- by day and by month ---- */

typedef struct DayCount {
        gint64 opened, submitted, decided, ended;
} DayCount;

static bool is_end(const char *state) {
        int which;

        return enum_find(&proceeding_state_names, state, &which) && STATE_IS_END(which);
}

static void move_seen(gpointer data, gpointer user) {
        const MoveCount *move = data;
        DayCount *day = user;

        if (g_str_equal(move->event, "open"))
                day->opened += move->count;
        if (g_str_equal(move->event, "submit"))
                day->submitted += move->count;
        if ((g_str_equal(move->event, "approve") && !g_str_equal(move->to_state, "second-review"))
            || g_str_equal(move->event, "reject"))
                day->decided += move->count;
        if (is_end(move->to_state))
                day->ended += move->count;
}

static gint64 midnight(const AppTx *tx, CivilDate date) {
        return civil_date_instant(date, 0, tx->app->policy->zone);
}

static bool days_put(AppTx *tx, const ReadStatistics *wish, json_t *document, GError **error) {
        json_t *days = json_array();
        char text[CIVIL_DATE_TEXT_SIZE];

        json_object_set_new(document, "days", days);
        for (CivilDate date = wish->from; date <= wish->to; date++) {
                DayCount day = { 0 };

                if (!store_count_moves(tx->store, midnight(tx, date), midnight(tx, date + 1), move_seen, &day, error))
                        return false;
                json_array_append_new(
                        days, json_pack("{s:s, s:I, s:I, s:I, s:I}", "date", civil_date_format(date, text), "opened",
                                        (json_int_t) day.opened, "submitted", (json_int_t) day.submitted, "decided",
                                        (json_int_t) day.decided, "ended", (json_int_t) day.ended));
        }
        return true;
}

/* The first day of the next month. */
static CivilDate month_after(CivilDate date) {
        int year, month;

        civil_date_split(date, &year, &month, NULL);
        (void) civil_date_make(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1, &date);
        return date;
}

static bool months_put(AppTx *tx, const ReadStatistics *wish, json_t *document, GError **error) {
        json_t *months = json_array();
        char text[CIVIL_DATE_TEXT_SIZE];

        json_object_set_new(document, "months", months);
        for (CivilDate date = wish->from, next; date <= wish->to; date = next) {
                KeptCount count;

                next = MIN(month_after(date), wish->to + 1);
                if (!store_count_kept(tx->store, midnight(tx, date), midnight(tx, next), &count, error))
                        return false;
                (void) civil_date_format(date, text);
                json_array_append_new(months, json_pack("{s:s%, s:I, s:I}", "month", text, (size_t) 7, "decided",
                                                        (json_int_t) count.decided, "kept", (json_int_t) count.kept));
        }
        return true;
}

/* ---- by reason, route and member of staff ---- */

static void reason_seen(gpointer data, gpointer user) {
        const ReasonCount *reason = data;

        json_array_append_new(user, json_pack("{s:s, s:s, s:I}", "event", reason->event, "code", reason->code,
                                              "count", (json_int_t) reason->count));
}

static json_t *decisions_document(const DecisionCount *count) {
        return json_pack("{s:I, s:I, s:I, s:I, s:I}", "approved", (json_int_t) count->approved, "rejected",
                         (json_int_t) count->rejected, "asked_more", (json_int_t) count->asked_more, "passed_on",
                         (json_int_t) count->passed_on, "sent_back", (json_int_t) count->sent_back);
}

static void route_seen(gpointer data, gpointer user) {
        const RouteCount *route = data;

        json_array_append_new(user, json_pack("{s:s, s:s, s:o}", "kind", route->kind, "id", route->id, "decisions",
                                              decisions_document(&route->decisions)));
}

static void reviewer_seen(gpointer data, gpointer user) {
        const ReviewerCount *reviewer = data;
        json_t *row = json_pack("{s:n, s:o}", "name", "decisions", decisions_document(&reviewer->decisions));

        json_put_id(row, "id", &reviewer->staff);
        json_array_append_new(user, row);
}

/* Whoever is no member of staff any more keeps their id. */
static bool name_put(AppTx *tx, json_t *row, GError **error) {
        g_auto(StaffRow) staff = { 0 };
        json_auto_t *document = NULL;
        bool found;
        Uuid id;

        if (!uuid_parse(json_string_value(json_object_get(row, "id")), &id)
            || !store_staff_load(tx->store, &id, &staff, &found, error))
                return false;
        document = found ? staff_document(tx, &staff, error) : json_object();
        return document && (!found || json_object_set(row, "name", json_object_get(document, "name")) == 0);
}

static bool names_put(AppTx *tx, json_t *reviewers, GError **error) {
        json_t *row;
        size_t i;

        if (!(tx->call->actor->roles & ROLE_ADMINISTRATOR))
                return true;
        json_array_foreach(reviewers, i, row) {
                if (!name_put(tx, row, error))
                        return false;
        }
        return true;
}

static bool decisions_put(AppTx *tx, const ReadStatistics *wish, json_t *document, GError **error) {
        gint64 from = midnight(tx, wish->from), until = midnight(tx, wish->to + 1);
        json_t *reasons = json_array(), *routes = json_array(), *reviewers = json_array();

        json_object_set_new(document, "reasons", reasons);
        json_object_set_new(document, "routes", routes);
        json_object_set_new(document, "reviewers", reviewers);
        return store_count_reasons(tx->store, from, until, STATISTICS_ROWS_MAX, reason_seen, reasons, error)
               && store_count_routes(tx->store, from, until, STATISTICS_ROWS_MAX, route_seen, routes, error)
               && store_count_reviewers(tx->store, from, until, STATISTICS_ROWS_MAX, reviewer_seen, reviewers, error)
               && names_put(tx, reviewers, error);
}

static bool read_statistics(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ReadStatistics *wish = data;
        char from[CIVIL_DATE_TEXT_SIZE], to[CIVIL_DATE_TEXT_SIZE];

        outcome->document = json_pack("{s:s, s:s, s:o}", "from", civil_date_format(wish->from, from), "to",
                                      civil_date_format(wish->to, to), "age_days", age_days_document());
        return open_put(tx, outcome->document, error) && days_put(tx, wish, outcome->document, error)
               && months_put(tx, wish, outcome->document, error) && decisions_put(tx, wish, outcome->document, error);
}

bool app_read_statistics(App *app, const Call *call, const ReadStatistics *wish, Outcome *outcome, GError **error) {
        ReadStatistics copy = *wish;
        char low[CIVIL_DATE_TEXT_SIZE], high[CIVIL_DATE_TEXT_SIZE];

        if (wish->to < wish->from || wish->to - wish->from >= STATISTICS_DAYS_MAX)
                return refuse(error, REFUSAL_OUT_OF_RANGE, NULL, "to", civil_date_format(wish->from, low),
                              civil_date_format(MIN(wish->from + STATISTICS_DAYS_MAX - 1, CIVIL_DATE_MAX), high),
                              NULL);
        return app_read(app, call, read_statistics, &copy, outcome, error);
}

ReadStatistics statistics_lately(const App *app, gint64 now) {
        CivilDate today = civil_date_at(now, app->policy->zone);

        return (ReadStatistics){ .from = today - LATELY_DAYS + 1, .to = today };
}

/* ---- the calendar ---- */

static json_t *calendar_days(const Calendar *calendar, int year) {
        json_t *list = json_array();
        char text[CIVIL_DATE_TEXT_SIZE];
        guint count;
        const CalendarDay *days = calendar_year_days(calendar, year, &count);

        for (guint i = 0; i < count; i++)
                json_array_append_new(list,
                                      json_pack("{s:s, s:b, s:s}", "date", civil_date_format(days[i].date, text),
                                                "working", (int) days[i].working, "holiday", days[i].holiday));
        return list;
}

json_t *app_calendar_document(const App *app, int year) {
        const char *const *source = calendar_year_sources(app->calendar, year);
        json_t *years = json_array(), *sources = json_array();
        bool known = source != NULL;
        guint count;
        const int *covered = calendar_years(app->calendar, &count);

        for (guint i = 0; i < count; i++)
                json_array_append_new(years, json_integer(covered[i]));
        for (; source && *source; source++)
                json_array_append_new(sources, json_string(*source));
        return json_pack("{s:i, s:b, s:o, s:o, s:o}", "year", year, "known", (int) known, "years", years, "days",
                         calendar_days(app->calendar, year), "sources", sources);
}
