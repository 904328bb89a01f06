/* Working days against a naive model: GLib's GDate walked a day at a time over the published rows. */
#include "domain/calendar.h"

#include "base/refusal.h"
#include "domain/test-published-days.h"

#include <string.h>

typedef struct Model {
        Calendar *calendar;
        GHashTable *days; /* "2018-01-01" → PublishedDay */
} Model;

static void model_open(Model *model, gconstpointer unused) {
        (void) unused;
        model->calendar = calendar_builtin();
        model->days = g_hash_table_new(g_str_hash, g_str_equal);
        for (gsize i = 0; i < G_N_ELEMENTS(published_days); i++)
                g_hash_table_insert(model->days, (gpointer) published_days[i].date, (gpointer) &published_days[i]);
}

static void model_close(Model *model, gconstpointer unused) {
        (void) unused;
        calendar_unref(model->calendar);
        g_hash_table_unref(model->days);
}

/* Whether the model works on a day; raises `guessed` outside 2018 to 2026. */
static bool model_works(const Model *model, const GDate *date, bool *guessed) {
        g_autofree char *text = g_strdup_printf("%04d-%02d-%02d", g_date_get_year(date), (int) g_date_get_month(date),
                                                g_date_get_day(date));
        const PublishedDay *day = g_hash_table_lookup(model->days, text);

        *guessed |= g_date_get_year(date) < 2018 || g_date_get_year(date) > 2026;
        return day ? day->worked : g_date_get_weekday(date) <= G_DATE_FRIDAY;
}

static CivilDate on(const char *text) {
        CivilDate date;

        g_assert_true(civil_date_parse(text, &date));
        return date;
}

static CivilDate civil(const GDate *date) {
        return (CivilDate) g_date_get_julian(date) - 719163;
}

static GDate random_day(void) {
        GDate date;

        g_date_clear(&date, 1);
        g_date_set_dmy(&date, 1, G_DATE_JUNE, 2017);
        g_date_add_days(&date, (guint) g_test_rand_int_range(0, 3700));
        return date;
}

static void test_the_published_days_are_exactly_those_of_the_notices(Model *model, gconstpointer unused) {
        gsize seen = 0;
        guint years_count, days_count;
        const int *years = calendar_years(model->calendar, &years_count);

        (void) unused;
        g_assert_cmpuint(years_count, ==, 9);
        for (guint i = 0; i < years_count; i++) {
                const CalendarDay *days = calendar_year_days(model->calendar, years[i], &days_count);

                g_assert_cmpint(years[i], ==, 2018 + (int) i);
                g_assert_nonnull(calendar_year_sources(model->calendar, years[i])[0]);
                for (guint j = 0; j < days_count; j++, seen++) {
                        g_assert_cmpint(days[j].date, ==, on(published_days[seen].date));
                        g_assert_cmpint(days[j].working, ==, published_days[seen].worked);
                        g_assert_cmpstr(days[j].holiday, ==, published_days[seen].holiday);
                }
        }
        g_assert_cmpuint(seen, ==, G_N_ELEMENTS(published_days));
        g_assert_null(calendar_year_days(model->calendar, 2027, &days_count));
        g_assert_cmpuint(days_count, ==, 0);
        g_assert_null(calendar_year_sources(model->calendar, 2017));
}

static void test_every_day_of_2017_to_2027_is_worked_as_the_notices_say(Model *model, gconstpointer unused) {
        GDate date, end;

        (void) unused;
        g_date_clear(&date, 1);
        g_date_clear(&end, 1);
        g_date_set_dmy(&date, 1, G_DATE_JANUARY, 2017);
        g_date_set_dmy(&end, 1, G_DATE_JANUARY, 2028);
        for (; g_date_compare(&date, &end) < 0; g_date_add_days(&date, 1)) {
                bool guessed = false, provisional = !guessed;

                g_assert_cmpint(calendar_is_working_day(model->calendar, civil(&date), &provisional), ==,
                                model_works(model, &date, &guessed));
                g_assert_cmpint(provisional, ==, guessed);
        }
}

static void test_the_nth_working_day_is_the_one_counted_by_hand(Model *model, gconstpointer unused) {
        (void) unused;
        for (int i = 0; i < 5000; i++) {
                GDate date = random_day(), reached = date;
                guint n = (guint) g_test_rand_int_range(0, 60), left;
                bool guessed = false, provisional;

                if (n == 0)
                        g_date_subtract_days(&reached, 1);
                for (left = MAX(n, 1); left > 0;) {
                        g_date_add_days(&reached, 1);
                        left -= model_works(model, &reached, &guessed);
                }
                g_assert_cmpint(calendar_add_working_days(model->calendar, civil(&date), n, &provisional), ==,
                                civil(&reached));
                g_assert_cmpint(provisional, ==, guessed);
        }
}

static void test_counting_back_and_between_agrees_with_counting_forth(Model *model, gconstpointer unused) {
        (void) unused;
        for (int i = 0; i < 5000; i++) {
                GDate date = random_day();
                guint n = (guint) g_test_rand_int_range(1, 60);
                bool ahead, between;
                CivilDate from = civil(&date), to = calendar_add_working_days(model->calendar, from, n, &ahead);

                g_assert_cmpuint(calendar_count_working_days(model->calendar, from, to, &between), ==, n);
                g_assert_cmpint(between, ==, ahead);
                g_assert_cmpuint(calendar_count_working_days(model->calendar, to, from, NULL), ==, 0);
                g_assert_cmpint(calendar_subtract_working_days(model->calendar, to + 1, n, NULL), ==,
                                calendar_add_working_days(model->calendar, from, 1, NULL));
        }
}

static void test_working_days_known_from_the_wall_calendar(Model *model, gconstpointer unused) {
        static const struct {
                const char *from, *to;
                guint n;
                bool provisional;
        } rows[] = {
                { "2018-05-15", "2018-05-18", 3, false }, { "2018-05-18", "2018-05-21", 1, false },
                { "2018-02-14", "2018-02-22", 1, false }, { "2018-02-22", "2018-02-24", 2, false },
                { "2018-04-27", "2018-04-28", 1, false }, { "2018-04-28", "2018-05-02", 1, false },
                { "2018-04-29", "2018-05-02", 0, false }, { "2018-04-28", "2018-04-28", 0, false },
                { "2018-12-28", "2019-01-02", 2, false }, { "2020-01-23", "2020-02-03", 1, false },
                { "2019-04-30", "2019-05-05", 1, false }, { "2026-09-30", "2026-10-08", 1, false },
                { "2026-12-31", "2026-12-31", 0, false }, { "2026-12-31", "2027-01-01", 1, true },
                { "2017-12-29", "2018-01-02", 1, true },  { "2026-12-30", "2026-12-31", 1, false },
        };

        (void) unused;
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
                bool provisional;
                CivilDate date =
                        calendar_add_working_days(model->calendar, on(rows[i].from), rows[i].n, &provisional);

                g_assert_cmpint(date, ==, on(rows[i].to));
                g_assert_cmpint(provisional, ==, rows[i].provisional);
        }
}

static void test_there_is_no_working_day_past_the_calendar_s_end(Model *model, gconstpointer unused) {
        bool provisional = true;

        (void) unused;
        g_assert_cmpint(calendar_add_working_days(model->calendar, CIVIL_DATE_MAX, 0, NULL), ==, CIVIL_DATE_MAX);
        g_assert_cmpint(calendar_add_working_days(model->calendar, CIVIL_DATE_MAX, 1, NULL), ==, CIVIL_DATE_NONE);
        g_assert_cmpint(calendar_add_working_days(model->calendar, CIVIL_DATE_NONE, 1, &provisional), ==,
                        CIVIL_DATE_NONE);
        g_assert_false(provisional);
        g_assert_cmpint(calendar_add_working_days(model->calendar, CIVIL_DATE_MIN, 0, NULL), ==, CIVIL_DATE_MIN);
        g_assert_cmpint(calendar_subtract_working_days(model->calendar, CIVIL_DATE_MIN, 1, NULL), ==,
                        CIVIL_DATE_NONE);
        g_assert_cmpint(calendar_subtract_working_days(model->calendar, CIVIL_DATE_NONE, 1, NULL), ==,
                        CIVIL_DATE_NONE);
        g_assert_cmpuint(calendar_count_working_days(model->calendar, CIVIL_DATE_NONE, 0, NULL), ==, 0);
        g_assert_cmpuint(calendar_count_working_days(model->calendar, 0, CIVIL_DATE_NONE, NULL), ==, 0);
}

static void test_a_calendar_is_known_by_the_hash_of_its_bytes(Model *model, gconstpointer unused) {
        gsize size;
        const char *bytes = g_bytes_get_data(calendar_bytes(model->calendar), &size);
        g_autofree char *text = g_strndup(bytes, size);
        g_autofree char *changed = g_strconcat(text, "#\n", NULL);
        g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, bytes, (gssize) size);
        g_autoptr(Calendar) same = calendar_load("a.yaml", bytes, size, NULL);
        g_autoptr(Calendar) other = calendar_load("a.yaml", changed, size + 2, NULL);

        (void) unused;
        g_assert_cmpstr(calendar_version(model->calendar), ==, hash);
        g_assert_cmpstr(calendar_version(same), ==, hash);
        g_assert_cmpstr(calendar_version(other), !=, hash);
}

#define BLOCK(year, holidays) "  - year: " year "\n    sources: [gazette]\n    holidays:\n" holidays

typedef struct Mistake {
        const char *text;
        const char *place; /* "a.yaml:LINE: " */
        const char *says;
} Mistake;

static void test_a_mistake_is_told_with_file_line_and_mend(void) {
        static const Mistake mistakes[] = {
                { "", "a.yaml:1: ", "empty" },
                { "# nothing\n", "a.yaml:1: ", "empty" },
                { "years: []\n", "a.yaml:1: ", "entries" },
                { "years:\n" BLOCK("2018x", "      - name: 元旦\n"), "a.yaml:2: ", "whole number" },
                { "years:\n" BLOCK("0", "      - name: 元旦\n"), "a.yaml:2: ", "1 to 9999" },
                { "years:\n" BLOCK("10000", "      - name: 元旦\n"), "a.yaml:2: ", "1 to 9999" },
                { "years:\n" BLOCK("2018", "      - name: 元旦\n        days-off: [2018-13-01]\n"),
                  "a.yaml:6: ", "write it as" },
                { "years:\n" BLOCK("2018", "      - name: 元旦\n        days-off: [2018-1-1]\n"),
                  "a.yaml:6: ", "write it as" },
                { "years:\n" BLOCK("2018", "      - name: 元旦\n        days-off:\n          - 2018-01-01\n"
                                           "          - 2019-01-01\n"),
                  "a.yaml:8: ", "block of its own year" },
                { "years:\n" BLOCK("2018", "      - name: 元旦\n        workdays: [2018-01-02]\n"),
                  "a.yaml:6: ", "neither Saturday nor Sunday" },
                { "years:\n" BLOCK("2018",
                                   "      - name: 元旦\n        days-off: [2018-04-28]\n      - name: 劳动节\n"
                                   "        workdays: [2018-04-28]\n"),
                  "a.yaml:8: ", "twice" },
                { "years:\n" BLOCK("2018", "      - name: 元旦\n") BLOCK("2018", "      - name: 元旦\n"),
                  "a.yaml:6: ", "must rise" },
                { "years:\n" BLOCK("2018", "      - name: 元旦\n        off: [2018-01-01]\n"),
                  "a.yaml:6: ", "unknown" },
                { "years:\n  - year: 2018\n    holidays: [{name: 元旦}]\n", "a.yaml:2: ", "lacks" },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(mistakes); i++) {
                g_autoptr(GError) error = NULL;
                g_autofree char *en = NULL, *zh = NULL;

                g_assert_null(calendar_load("a.yaml", mistakes[i].text, strlen(mistakes[i].text), &error));
                g_assert_true(refusal_is(error, REFUSAL_CALENDAR_INVALID));
                en = refusal_text(error, LANGUAGE_EN);
                zh = refusal_text(error, LANGUAGE_ZH);
                g_test_message("%s %s", en, zh);
                g_assert_true(g_str_has_prefix(en, mistakes[i].place));
                g_assert_nonnull(strstr(en, mistakes[i].says));
                g_assert_true(g_str_has_prefix(zh, "a.yaml 第 "));
                g_assert_null(strstr(zh, mistakes[i].says));
        }
}

static void test_any_damage_to_the_file_is_refused_or_read_but_never_a_crash(void) {
        g_autoptr(Calendar) builtin = calendar_builtin();
        gsize size;
        const char *bytes = g_bytes_get_data(calendar_bytes(builtin), &size);

        for (int i = 0; i < 200; i++) {
                g_autofree char *damaged = g_memdup2(bytes, size);
                g_autoptr(GError) error = NULL;
                g_autoptr(Calendar) calendar = NULL;

                for (int j = g_test_rand_int_range(1, 4); j > 0; j--)
                        damaged[g_test_rand_int_range(0, (int) size)] = (char) g_test_rand_int_range(0, 256);
                calendar = calendar_load("a.yaml", damaged, size, &error);
                g_assert_true((calendar != NULL) == (error == NULL));
                if (error)
                        g_assert_true(refusal_is(error, REFUSAL_CALENDAR_INVALID));
        }
}

#define WITH_MODEL(name, function) g_test_add("/calendar/" name, Model, NULL, model_open, function, model_close)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        WITH_MODEL("the published days are exactly those of the notices",
                   test_the_published_days_are_exactly_those_of_the_notices);
        WITH_MODEL("every day of 2017 to 2027 is worked as the notices say",
                   test_every_day_of_2017_to_2027_is_worked_as_the_notices_say);
        WITH_MODEL("the n-th working day is the one counted by hand",
                   test_the_nth_working_day_is_the_one_counted_by_hand);
        WITH_MODEL("counting back and between agrees with counting forth",
                   test_counting_back_and_between_agrees_with_counting_forth);
        WITH_MODEL("working days known from the wall calendar", test_working_days_known_from_the_wall_calendar);
        WITH_MODEL("there is no working day past the calendar's end",
                   test_there_is_no_working_day_past_the_calendar_s_end);
        WITH_MODEL("a calendar is known by the hash of its bytes", test_a_calendar_is_known_by_the_hash_of_its_bytes);
        g_test_add_func("/calendar/a mistake is told with file, line and mend",
                        test_a_mistake_is_told_with_file_line_and_mend);
        g_test_add_func("/calendar/any damage to the file is refused or read, but never a crash",
                        test_any_damage_to_the_file_is_refused_or_read_but_never_a_crash);
        return g_test_run();
}
