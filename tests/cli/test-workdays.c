/* `shiming workdays` as a person and a script call it. */
#include "run.h"

#include <glib/gstdio.h>
#include <string.h>

#define ENGLISH "C.UTF-8"
#define CHINESE "zh_CN.UTF-8"

static void the_third_working_day_is_printed(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "workdays", "add", "2018-05-15", "3", NULL);

        g_assert_cmpint(ended.status, ==, 0);
        g_assert_cmpstr(ended.out, ==, "2018-05-18\n");
        g_assert_cmpstr(ended.err, ==, "");
}

static void json_tells_whether_the_date_is_provisional(void) {
        g_auto(Run) known = run(ENGLISH, NULL, 0, "workdays", "add", "2026-09-30", "1", "--json", NULL);
        g_auto(Run) guessed = run(ENGLISH, NULL, 0, "workdays", "add", "2026-12-31", "1", "--json", NULL);

        g_assert_cmpstr(known.out, ==, "{\"date\":\"2026-10-08\",\"provisional\":false}\n");
        g_assert_cmpstr(guessed.out, ==, "{\"date\":\"2027-01-01\",\"provisional\":true}\n");
        g_assert_cmpstr(guessed.err, ==, "");
        g_assert_cmpint(guessed.status, ==, 0);
}

static void without_json_a_provisional_date_has_a_note_beside_it(void) {
        g_auto(Run) english = run(ENGLISH, NULL, 0, "workdays", "add", "2027-05-01", "0", NULL);
        g_auto(Run) chinese = run(CHINESE, NULL, 0, "workdays", "add", "2027-05-01", "0", NULL);

        g_assert_cmpstr(english.out, ==, "2027-05-03\n");
        g_assert_nonnull(strstr(english.err, "provisional"));
        g_assert_nonnull(strstr(chinese.err, "暂定"));
        g_assert_cmpint(english.status, ==, 0);
}

static void a_year_is_listed_with_its_holidays_and_sum(void) {
        g_auto(Run) text = run(CHINESE, NULL, 0, "workdays", "list", "2018", NULL);
        g_auto(Run) json = run(ENGLISH, NULL, 0, "workdays", "list", "2018", "--json", NULL);
        g_auto(Run) unknown = run(ENGLISH, NULL, 0, "workdays", "list", "2030", NULL);

        g_assert_true(g_str_has_prefix(text.out, "2018-01-01  放假  元旦\n2018-02-11  上班  春节\n"));
        g_assert_true(g_str_has_suffix(text.out, "2018 年：工作日 250 天，休息日 115 天\n"));
        g_assert_true(g_str_has_prefix(json.out,
                                       "{\"year\":2018,\"provisional\":false,\"working_days\":250,\"days\":[{\""
                                       "date\":\"2018-01-01\",\"working\":false,\"holiday\":\"元旦\"}"));
        g_assert_cmpstr(unknown.out, ==, "2030: 261 working days, 104 days off\n");
        g_assert_nonnull(strstr(unknown.err, "provisional"));
}

static void wrong_words_are_told_in_one_line(void) {
        static const char *const rows[][2] = {
                { "2018-02-29", "1" }, { "2018-5-15", "1" }, { "2018-05-15", "x" },  { "2018-05-15", "1.5" },
                { "2018-05-15", "" },  { "", "1" },          { "2018-05-15", "-1" }, { "2018-05-15", "99999999999" },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
                g_auto(Run) ended = run(ENGLISH, NULL, 0, "workdays", "add", rows[i][0], rows[i][1], NULL);

                g_assert_cmpint(ended.status, ==, 2);
                g_assert_cmpstr(ended.out, ==, "");
                g_assert_true(strchr(ended.err, '\n') == ended.err + strlen(ended.err) - 1);
        }
}

static void a_date_past_the_year_9999_is_refused(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "workdays", "add", "9999-12-31", "1", NULL);
        g_auto(Run) far = run(ENGLISH, NULL, 0, "workdays", "add", "2018-05-15", "4000000000", NULL);

        g_assert_cmpint(ended.status, ==, 1);
        g_assert_cmpint(far.status, ==, 1);
        g_assert_nonnull(strstr(far.err, "9999-12-31"));
}

static void a_calendar_of_one_s_own_counts_instead(void) {
        static const char text[] =
                "years:\n  - year: 2018\n    sources: [board]\n    holidays:\n      - name: Party\n"
                "        days-off: [2018-05-16]\n";
        g_autofree char *folder = g_dir_make_tmp("shiming-XXXXXX", NULL);
        g_autofree char *good = g_build_filename(folder, "own.yaml", NULL);
        g_autofree char *bad = g_build_filename(folder, "bad.yaml", NULL);
        g_autofree char *place = g_strconcat(bad, ":2: ", NULL);

        g_assert_true(g_file_set_contents(good, text, -1, NULL));
        g_assert_true(g_file_set_contents(bad, "years:\n  - yaer: 2018\n", -1, NULL));
        {
                g_auto(Run) own =
                        run(ENGLISH, NULL, 0, "workdays", "add", "2018-05-15", "1", "--calendar", good, NULL);
                g_auto(Run) wrong = run(ENGLISH, NULL, 0, "workdays", "list", "2018", "--calendar", bad, NULL);
                g_auto(Run) absent = run(ENGLISH, NULL, 0, "workdays", "list", "2018", "--calendar", folder, NULL);

                g_assert_cmpstr(own.out, ==, "2018-05-17\n");
                g_assert_cmpint(wrong.status, ==, 1);
                g_assert_nonnull(strstr(wrong.err, place));
                g_assert_cmpint(absent.status, ==, 2);
        }
        g_unlink(good);
        g_unlink(bad);
        g_rmdir(folder);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/workdays/the third working day is printed", the_third_working_day_is_printed);
        g_test_add_func("/workdays/JSON tells whether the date is provisional",
                        json_tells_whether_the_date_is_provisional);
        g_test_add_func("/workdays/without JSON a provisional date has a note beside it",
                        without_json_a_provisional_date_has_a_note_beside_it);
        g_test_add_func("/workdays/a year is listed with its holidays and sum",
                        a_year_is_listed_with_its_holidays_and_sum);
        g_test_add_func("/workdays/wrong words are told in one line", wrong_words_are_told_in_one_line);
        g_test_add_func("/workdays/a date past the year 9999 is refused", a_date_past_the_year_9999_is_refused);
        g_test_add_func("/workdays/a calendar of one's own counts instead", a_calendar_of_one_s_own_counts_instead);
        return g_test_run();
}
