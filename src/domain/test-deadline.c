/* Deadlines against a second computation: a day at a time over the published rows with GDateTime in the office's zone. */
#include "domain/deadline.h"

#include "base/instant.h"
#include "domain/test-published-days.h"

#define CLOSING 18

typedef struct Office {
        Calendar *calendar;
        GTimeZone *zone;
        OfficeHours hours;
        GHashTable *days;
} Office;

static void office_open(Office *office, gconstpointer zone) {
        office->calendar = calendar_builtin();
        office->zone = g_time_zone_new_identifier(zone);
        g_assert_nonnull(office->zone);
        office->hours = (OfficeHours){ office->calendar, office->zone, CLOSING * 60 };
        office->days = g_hash_table_new(g_str_hash, g_str_equal);
        for (gsize i = 0; i < G_N_ELEMENTS(published_days); i++)
                g_hash_table_insert(office->days, (gpointer) published_days[i].date, (gpointer) &published_days[i]);
}

static void office_close(Office *office, gconstpointer unused) {
        (void) unused;
        calendar_unref(office->calendar);
        g_time_zone_unref(office->zone);
        g_hash_table_unref(office->days);
}

static gint64 at(const char *text) {
        gint64 instant;

        g_assert_true(instant_parse(text, &instant));
        return instant;
}

static bool office_works(const Office *office, GDateTime *noon) {
        g_autofree char *text = g_date_time_format(noon, "%Y-%m-%d");
        const PublishedDay *day = g_hash_table_lookup(office->days, text);

        return day ? day->worked : g_date_time_get_day_of_week(noon) <= 5;
}

/* Walks from noon to noon. */
static gint64 due_by_hand(const Office *office, gint64 from, guint n) {
        g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(from / INSTANT_SECOND);
        g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, office->zone);
        gint64 of_day = g_date_time_get_hour(local) * INSTANT_HOUR + g_date_time_get_minute(local) * INSTANT_MINUTE
                        + g_date_time_get_second(local) * INSTANT_SECOND + from % INSTANT_SECOND;
        g_autoptr(GDateTime) noon =
                g_date_time_new(office->zone, g_date_time_get_year(local), g_date_time_get_month(local),
                                g_date_time_get_day_of_month(local), 12, 0, 0);
        g_autoptr(GDateTime) closing = NULL;
        int steps = of_day > CLOSING * INSTANT_HOUR ? 1 : 0;

        for (bool first = true; first || n > 0; first = false) {
                g_autoptr(GDateTime) next = g_date_time_add_days(noon, first ? steps : 1);

                g_date_time_unref(noon);
                noon = g_steal_pointer(&next);
                if (!first)
                        n -= office_works(office, noon);
                else if (n == 0)
                        n = !office_works(office, noon);
        }
        closing = g_date_time_new(office->zone, g_date_time_get_year(noon), g_date_time_get_month(noon),
                                  g_date_time_get_day_of_month(noon), CLOSING, 0, 0);
        return g_date_time_to_unix(closing) * INSTANT_SECOND;
}

/* Some instant between 2018 and 2026, often near the closing hour. */
static gint64 random_instant(const Office *office) {
        CivilDate date;
        gint64 closing;

        g_assert_true(civil_date_make(g_test_rand_int_range(2018, 2027), 1, 1, &date));
        closing = civil_date_instant(date + g_test_rand_int_range(0, 300), CLOSING * 60, office->zone);
        if (g_test_rand_int_range(0, 3) == 0)
                return closing + g_test_rand_int_range(-1, 2);
        return closing + (gint64) g_test_rand_int_range(-86400, 86400) * INSTANT_SECOND;
}

static void test_a_deadline_is_the_closing_hour_of_the_nth_working_day(Office *office, gconstpointer unused) {
        (void) unused;
        for (int i = 0; i < 3000; i++) {
                gint64 from = random_instant(office);
                guint n = (guint) g_test_rand_int_range(0, 16);
                bool provisional;

                g_assert_cmpint(deadline_due(&office->hours, from, n, &provisional), ==,
                                due_by_hand(office, from, n));
                g_assert_false(provisional);
        }
}

static void test_a_later_submission_is_never_promised_an_earlier_answer(Office *office, gconstpointer unused) {
        gint64 from = random_instant(office), before = G_MININT64;

        (void) unused;
        for (int i = 0; i < 2000; i++, from += 17 * INSTANT_MINUTE) {
                gint64 due = deadline_due(&office->hours, from, 3, NULL);

                g_assert_cmpint(due, >=, before);
                before = due;
        }
}

static void test_a_stop_at_once_and_a_restart_at_once_change_nothing(Office *office, gconstpointer unused) {
        (void) unused;
        for (int i = 0; i < 2000; i++) {
                gint64 now = random_instant(office);
                guint n = (guint) g_test_rand_int_range(1, 10);
                DeadlineClock clock = deadline_start(&office->hours, now, n);
                gint64 due_at = clock.due_at;

                deadline_pause(&office->hours, &clock, now);
                g_assert_false(clock.running);
                g_assert_cmpuint(clock.working_days_left, ==, n);
                g_assert_cmpint(clock.due_at, ==, INSTANT_NONE);
                deadline_resume(&office->hours, &clock, now);
                g_assert_true(clock.running);
                g_assert_cmpint(clock.due_at, ==, due_at);
        }
}

static void test_no_time_is_lost_or_won_by_waiting_for_the_holder(Office *office, gconstpointer unused) {
        (void) unused;
        for (int i = 0; i < 2000; i++) {
                gint64 start = random_instant(office),
                       stop = start + g_test_rand_int_range(0, 20 * 24 * 60) * INSTANT_MINUTE;
                gint64 restart = stop + g_test_rand_int_range(0, 20 * 24 * 60) * INSTANT_MINUTE;
                DeadlineClock clock = deadline_start(&office->hours, start, (guint) g_test_rand_int_range(0, 12));
                guint left = 0;

                /* the whole working days left are the most that a submission at the stop could have and be due no later */
                while (deadline_due(&office->hours, stop, left + 1, NULL) <= clock.due_at)
                        left++;
                deadline_pause(&office->hours, &clock, stop);
                g_assert_cmpuint(clock.working_days_left, ==, left);
                deadline_resume(&office->hours, &clock, restart);
                g_assert_cmpint(clock.due_at, ==, due_by_hand(office, restart, MAX(left, 1)));
                g_assert_cmpint(clock.due_at, >, restart);
        }
}

static void test_stopping_and_starting_twice_is_as_good_as_once(Office *office, gconstpointer unused) {
        gint64 now = random_instant(office);
        DeadlineClock clock = deadline_start(&office->hours, now, 5), once;

        (void) unused;
        once = clock;
        deadline_resume(&office->hours, &clock, now + 3 * INSTANT_DAY);
        g_assert_cmpint(clock.due_at, ==, once.due_at);
        deadline_pause(&office->hours, &clock, now + INSTANT_DAY);
        once = clock;
        deadline_pause(&office->hours, &clock, now + 9 * INSTANT_DAY);
        g_assert_cmpuint(clock.working_days_left, ==, once.working_days_left);
}

static void test_the_margin_counts_back_over_working_days_only(Office *office, gconstpointer unused) {
        (void) unused;
        for (int i = 0; i < 2000; i++) {
                DeadlineClock clock = deadline_start(&office->hours, random_instant(office), 4);
                guint days = (guint) g_test_rand_int_range(0, 4), rest = (guint) g_test_rand_int_range(0, 24);
                gint64 risk_at = deadline_risk_at(&office->hours, &clock, days * 24 + rest);

                /* from that closing hour on, as many working days lead to the due day */
                g_assert_cmpint(due_by_hand(office, risk_at + rest * INSTANT_HOUR, days), ==, clock.due_at);
                g_assert_false(deadline_is_at_risk(&office->hours, &clock, days * 24 + rest, risk_at - 1));
                g_assert_true(deadline_is_at_risk(&office->hours, &clock, days * 24 + rest, risk_at));
                g_assert_false(deadline_is_missed(&clock, clock.due_at));
                g_assert_true(deadline_is_missed(&clock, clock.due_at + 1));
        }
}

static void test_deadlines_known_from_the_wall_calendar(Office *office, gconstpointer unused) {
        static const struct {
                const char *from;
                guint n;
                const char *due;
        } rows[] = {
                { "2018-05-15T10:00:00+08:00", 3, "2018-05-18T18:00:00+08:00" },
                { "2018-05-15T18:00:00+08:00", 3, "2018-05-18T18:00:00+08:00" },
                { "2018-05-15T18:00:00.000001+08:00", 3, "2018-05-21T18:00:00+08:00" },
                { "2018-05-18T17:00:00+08:00", 3, "2018-05-23T18:00:00+08:00" }, /* Friday */
                { "2018-05-18T20:00:00+08:00", 3, "2018-05-23T18:00:00+08:00" }, /* counts as Saturday */
                { "2018-05-19T09:00:00+08:00", 3, "2018-05-23T18:00:00+08:00" },
                { "2018-05-20T20:00:00+08:00", 3, "2018-05-24T18:00:00+08:00" }, /* counts as Monday */
                { "2018-02-13T10:00:00+08:00", 3, "2018-02-23T18:00:00+08:00" }, /* over Spring Festival */
                { "2018-04-27T10:00:00+08:00", 1, "2018-04-28T18:00:00+08:00" }, /* a worked Saturday */
                { "2018-05-15T23:30:00Z", 1, "2018-05-17T18:00:00+08:00" },
        };

        (void) unused;
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
                g_assert_cmpint(deadline_due(&office->hours, at(rows[i].from), rows[i].n, NULL), ==, at(rows[i].due));
}

static void test_an_office_that_closes_at_midnight_counts_midnight_as_in_time(Office *office, gconstpointer unused) {
        OfficeHours hours = { office->calendar, office->zone, 24 * 60 };
        gint64 first = deadline_due(&hours, at("2018-05-15T10:00:00+08:00"), 1, NULL);
        DeadlineClock clock = deadline_start(&hours, first, 2);

        (void) unused;
        g_assert_cmpint(first, ==, at("2018-05-17T00:00:00+08:00"));
        g_assert_cmpint(clock.due_at, ==, at("2018-05-19T00:00:00+08:00"));
        deadline_pause(&hours, &clock, at("2018-05-17T09:00:00+08:00"));
        g_assert_cmpuint(clock.working_days_left, ==, 1);
}

static void test_a_deadline_past_the_published_years_is_provisional(Office *office, gconstpointer unused) {
        DeadlineClock clock = deadline_start(&office->hours, at("2026-12-30T10:00:00+08:00"), 3);

        (void) unused;
        g_assert_true(clock.provisional);
        deadline_pause(&office->hours, &clock, at("2026-12-30T10:00:00+08:00"));
        deadline_resume(&office->hours, &clock, at("2026-11-02T10:00:00+08:00"));
        g_assert_false(clock.provisional);
}

static void test_a_clock_that_never_started_is_never_late(Office *office, gconstpointer unused) {
        DeadlineClock clock = deadline_standing(7);
        gint64 now = random_instant(office);

        (void) unused;
        g_assert_cmpint(deadline_risk_at(&office->hours, &clock, 24), ==, INSTANT_NONE);
        g_assert_false(deadline_is_at_risk(&office->hours, &clock, 24, now));
        g_assert_false(deadline_is_missed(&clock, now));
        deadline_resume(&office->hours, &clock, now);
        g_assert_cmpint(clock.due_at, ==, due_by_hand(office, now, 7));
}

static void test_nothing_is_due_after_the_year_9999(Office *office, gconstpointer unused) {
        DeadlineClock clock = deadline_start(&office->hours, at("9999-12-31T17:00:00+08:00"), 1);

        (void) unused;
        g_assert_cmpint(clock.due_at, ==, INSTANT_NONE);
        g_assert_false(deadline_is_at_risk(&office->hours, &clock, 1, at("9999-12-31T17:00:00+08:00")));
        g_assert_false(deadline_is_missed(&clock, G_MAXINT64));
        deadline_pause(&office->hours, &clock, at("9999-12-31T17:00:00+08:00"));
        g_assert_cmpuint(clock.working_days_left, ==, 0);
}

typedef void (*OfficeTest)(Office *office, gconstpointer unused);

static void add(const char *sentence, const char *zone, OfficeTest test) {
        g_autofree char *path = g_strdup_printf("/deadline/%s (%s)", sentence, zone);

        g_test_add(path, Office, zone, office_open, test, office_close);
}

int main(int argc, char **argv) {
        static const char *const zones[] = { "Asia/Shanghai", "Europe/Berlin", "America/Los_Angeles" };

        g_test_init(&argc, &argv, NULL);
        for (gsize i = 0; i < G_N_ELEMENTS(zones); i++) {
                add("a deadline is the closing hour of the n-th working day", zones[i],
                    test_a_deadline_is_the_closing_hour_of_the_nth_working_day);
                add("a later submission is never promised an earlier answer", zones[i],
                    test_a_later_submission_is_never_promised_an_earlier_answer);
                add("a stop at once and a restart at once change nothing", zones[i],
                    test_a_stop_at_once_and_a_restart_at_once_change_nothing);
                add("no time is lost or won by waiting for the holder", zones[i],
                    test_no_time_is_lost_or_won_by_waiting_for_the_holder);
                add("stopping and starting twice is as good as once", zones[i],
                    test_stopping_and_starting_twice_is_as_good_as_once);
                add("the margin counts back over working days only", zones[i],
                    test_the_margin_counts_back_over_working_days_only);
        }
        add("deadlines known from the wall calendar", zones[0], test_deadlines_known_from_the_wall_calendar);
        add("an office that closes at midnight counts midnight as in time", zones[0],
            test_an_office_that_closes_at_midnight_counts_midnight_as_in_time);
        add("a deadline past the published years is provisional", zones[0],
            test_a_deadline_past_the_published_years_is_provisional);
        add("a clock that never started is never late", zones[0], test_a_clock_that_never_started_is_never_late);
        add("nothing is due after the year 9999", zones[0], test_nothing_is_due_after_the_year_9999);
        return g_test_run();
}
