/* Civil dates against GLib's own calendar, and local times in zones with and without summer time. */
#include "domain/civil-date.h"

#include "base/instant.h"

static void test_every_day_of_four_centuries_agrees_with_glib(void) {
        g_autoptr(GDate) expected = g_date_new_dmy(1, G_DATE_JANUARY, 1900);

        for (CivilDate date = -25567; date < -25567 + 146097; date++) {
                int year, month, day;
                CivilDate made;

                civil_date_split(date, &year, &month, &day);
                g_assert_cmpint(year, ==, g_date_get_year(expected));
                g_assert_cmpint(month, ==, (int) g_date_get_month(expected));
                g_assert_cmpint(day, ==, g_date_get_day(expected));
                g_assert_cmpint(civil_date_weekday(date), ==, (int) g_date_get_weekday(expected));
                g_assert_true(civil_date_make(year, month, day, &made));
                g_assert_cmpint(made, ==, date);
                g_date_add_days(expected, 1);
        }
}

static void test_the_first_and_the_last_day(void) {
        CivilDate date;

        g_assert_true(civil_date_parse("0001-01-01", &date));
        g_assert_cmpint(date, ==, CIVIL_DATE_MIN);
        g_assert_true(civil_date_parse("9999-12-31", &date));
        g_assert_cmpint(date, ==, CIVIL_DATE_MAX);
        g_assert_true(civil_date_parse("1970-01-01", &date));
        g_assert_cmpint(date, ==, 0);
}

static void test_any_day_is_read_back_as_it_was_written(void) {
        for (int i = 0; i < 20000; i++) {
                CivilDate date = g_test_rand_int_range(CIVIL_DATE_MIN, CIVIL_DATE_MAX + 1), back;
                char text[CIVIL_DATE_TEXT_SIZE];
                g_autoptr(GDateTime) noon = NULL;
                g_autofree char *expected = NULL;

                noon = g_date_time_new_from_unix_utc((gint64) date * 86400 + 43200);
                expected = g_strdup_printf("%04d-%02d-%02d", g_date_time_get_year(noon), g_date_time_get_month(noon),
                                           g_date_time_get_day_of_month(noon));
                g_assert_cmpstr(civil_date_format(date, text), ==, expected);
                g_assert_true(civil_date_parse(text, &back));
                g_assert_cmpint(back, ==, date);
                g_assert_cmpint(civil_date_year(date), ==, g_date_time_get_year(noon));
        }
}

static void test_what_is_not_a_date_is_refused(void) {
        static const char *const texts[] = {
                "",           "2018",        "2018-5-15",  "2018-05-15 ", " 2018-05-15", "2018-02-29", "1900-02-29",
                "2018-13-01", "2018-00-10",  "2018-04-31", "2018-01-00",  "0000-01-01",  "2018/05/15", "20180515",
                "2018-05-1x", "2018-05-15Z", "+018-05-15", "２018-05-15", "-001-05-15",  "2018-05",    "2018-05-",
        };
        CivilDate date = 12345;

        for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
                g_assert_false(civil_date_parse(texts[i], &date));
        g_assert_false(civil_date_parse(NULL, &date));
        g_assert_cmpint(date, ==, 12345);
        g_assert_true(civil_date_parse("2000-02-29", &date));
}

static gint64 at(const char *text) {
        gint64 instant;

        g_assert_true(instant_parse(text, &instant));
        return instant;
}

static CivilDate on(const char *text) {
        CivilDate date;

        g_assert_true(civil_date_parse(text, &date));
        return date;
}

static void test_the_day_of_an_instant_is_the_zone_s(void) {
        g_autoptr(GTimeZone) shanghai = g_time_zone_new_identifier("Asia/Shanghai");
        g_autoptr(GTimeZone) berlin = g_time_zone_new_identifier("Europe/Berlin");
        g_autoptr(GTimeZone) utc = g_time_zone_new_utc();

        g_assert_cmpint(civil_date_at(at("2018-05-14T15:59:59.999999Z"), shanghai), ==, on("2018-05-14"));
        g_assert_cmpint(civil_date_at(at("2018-05-14T16:00:00Z"), shanghai), ==, on("2018-05-15"));
        g_assert_cmpint(civil_date_at(at("2018-05-14T16:00:00Z"), berlin), ==, on("2018-05-14"));
        g_assert_cmpint(civil_date_at(at("1969-12-31T23:59:59.5Z"), berlin), ==, on("1970-01-01"));
        g_assert_cmpint(civil_date_at(-1, utc), ==, on("1969-12-31"));
        g_assert_cmpint(civil_date_at(G_MAXINT64, shanghai), ==, CIVIL_DATE_NONE);
        g_assert_cmpint(civil_date_at(INSTANT_NONE, shanghai), ==, CIVIL_DATE_NONE);
}

static void test_a_local_time_is_the_instant_that_the_zone_makes_it(void) {
        g_autoptr(GTimeZone) shanghai = g_time_zone_new_identifier("Asia/Shanghai");
        g_autoptr(GTimeZone) berlin = g_time_zone_new_identifier("Europe/Berlin");

        g_assert_cmpint(civil_date_instant(on("2018-05-15"), 18 * 60, shanghai), ==, at("2018-05-15T18:00:00+08:00"));
        g_assert_cmpint(civil_date_instant(on("2018-05-15"), 24 * 60, shanghai), ==, at("2018-05-16T00:00:00+08:00"));
        g_assert_cmpint(civil_date_instant(on("2018-03-23"), 18 * 60, berlin), ==, at("2018-03-23T18:00:00+01:00"));
        g_assert_cmpint(civil_date_instant(on("2018-03-26"), 18 * 60, berlin), ==, at("2018-03-26T18:00:00+02:00"));
        /* 02:30 comes twice, and not at all */
        g_assert_cmpint(civil_date_instant(on("2018-10-28"), 150, berlin), ==, at("2018-10-28T02:30:00+01:00"));
        g_assert_cmpint(civil_date_instant(on("2018-03-25"), 150, berlin), ==, at("2018-03-25T03:00:00+02:00"));
        g_assert_cmpint(civil_date_instant(CIVIL_DATE_NONE, 60, berlin), ==, INSTANT_NONE);
        g_assert_cmpint(civil_date_instant(CIVIL_DATE_MAX, 24 * 60, berlin), ==, INSTANT_NONE);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/civil-date/every day of four centuries agrees with GLib",
                        test_every_day_of_four_centuries_agrees_with_glib);
        g_test_add_func("/civil-date/the first and the last day", test_the_first_and_the_last_day);
        g_test_add_func("/civil-date/any day is read back as it was written",
                        test_any_day_is_read_back_as_it_was_written);
        g_test_add_func("/civil-date/what is not a date is refused", test_what_is_not_a_date_is_refused);
        g_test_add_func("/civil-date/the day of an instant is the zone's", test_the_day_of_an_instant_is_the_zone_s);
        g_test_add_func("/civil-date/a local time is the instant that the zone makes it",
                        test_a_local_time_is_the_instant_that_the_zone_makes_it);
        return g_test_run();
}
