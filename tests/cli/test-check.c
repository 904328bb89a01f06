/* Tests of `shiming check`: its contract with people, and with programs that send it lines. */
#include "run.h"

#include <string.h>

#define ENGLISH "C.UTF-8"

#define GOOD "resident-id\t11010519491231002X"
#define BAD "resident-id\t110105194912310021"

static void assert_same(const Run *ended, const char *answer, gsize size) {
        g_assert_cmpuint(ended->out_size, ==, size);
        g_assert_true(memcmp(ended->out, answer, size) == 0);
}

static void assert_answer(const char *lines, gsize size, const char *answer, gsize answer_size, int status) {
        g_auto(Run) ended = run(ENGLISH, lines, size, "check", "--stdin", NULL);

        assert_same(&ended, answer, answer_size);
        g_assert_cmpstr(ended.err, ==, "");
        g_assert_cmpint(ended.status, ==, status);
}

#define ASSERT_ANSWER(lines, answer, status) \
        assert_answer(lines, sizeof(lines) - 1, answer, sizeof(answer) - 1, status)

static void each_line_is_answered_in_order_with_four_columns(void) {
        ASSERT_ANSWER(GOOD "\n", "valid\t" GOOD "\t\n", 0);
        ASSERT_ANSWER(BAD "\n" GOOD "\n", "invalid\t" BAD "\tchecksum\nvalid\t" GOOD "\t\n", 1);
        ASSERT_ANSWER("uscc\t91350100M000100Y43\nbank-card\t4111111111111111\nmobile\t13800138000\n",
                      "valid\tuscc\t91350100M000100Y43\t\nvalid\tbank-"
                      "card\t4111111111111111\t\nvalid\tmobile\t13800138000\t\n",
                      0);
        ASSERT_ANSWER("", "", 0);
}

static void a_number_is_told_as_it_came(void) {
        ASSERT_ANSWER("resident-id\t 11010519491231002x \n", "valid\tresident-id\t 11010519491231002x \t\n", 0);
        ASSERT_ANSWER("resident-id\t\xff\xfe\n", "invalid\tresident-id\t\xff\xfe\tlength\n", 1);
        ASSERT_ANSWER("resident-id\t1101051949123100\0X\n", "invalid\tresident-id\t1101051949123100\0X\talphabet\n",
                      1);
}

static void a_line_that_is_not_kind_tab_number_is_malformed(void) {
        ASSERT_ANSWER("nothing\n", "invalid\tnothing\t\tmalformed-line\n", 1);
        ASSERT_ANSWER("\n", "invalid\t\t\tmalformed-line\n", 1);
        ASSERT_ANSWER("\t1\n", "invalid\t\t1\tmalformed-line\n", 1);
        ASSERT_ANSWER("uscc\ta\tb\t\n", "invalid\tuscc\ta b \tmalformed-line\n", 1);
        ASSERT_ANSWER("passport\t1\n", "invalid\tpassport\t1\tunknown-kind\n", 1);
        ASSERT_ANSWER("uscc\t\n", "invalid\tuscc\t\tlength\n", 1);
}

static void line_ends_of_windows_and_a_missing_last_one_are_taken(void) {
        ASSERT_ANSWER(GOOD "\r\n" GOOD "\r\n", "valid\t" GOOD "\t\nvalid\t" GOOD "\t\n", 0);
        ASSERT_ANSWER(GOOD, "valid\t" GOOD "\t\n", 0);
        ASSERT_ANSWER(GOOD "\r", "valid\t" GOOD "\t\n", 0);
}

/* More than both buffers hold, with a good last line, so that nothing was lost or shifted. */
static void a_line_without_end_is_malformed_and_the_next_is_read(void) {
        static const gsize sizes[] = { 65536, 65537, 262144, 3000000 };

        for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
                g_autoptr(GString) lines = g_string_new(GOOD "\nuscc\t");
                g_autofree char *answer = NULL;
                g_auto(Run) ended = { 0 };

                while (lines->len < sizes[i] + strlen(GOOD "\n"))
                        g_string_append_c(lines, '1');
                g_string_append(lines, "\n" GOOD "\n");
                ended = run(ENGLISH, lines->str, lines->len, "check", "--stdin", NULL);
                g_assert_true(g_str_has_prefix(ended.out, "valid\t" GOOD "\t\ninvalid\tuscc\t"));
                answer = g_strdup(sizes[i] <= 65536 ? "1\tlength\nvalid\t" GOOD "\t\n" : "\nvalid\t" GOOD "\t\n");
                g_assert_true(g_str_has_suffix(ended.out, answer));
                g_assert_cmpint(ended.out_size > 60000, ==, sizes[i] <= 65536);
                g_assert_cmpint(ended.status, ==, 1);
        }
}

static void many_lines_of_any_length_are_each_answered(void) {
        g_autoptr(GString) lines = g_string_new(NULL), answers = g_string_new(NULL);
        g_auto(Run) ended = { 0 };

        for (int i = 0; i < 60000; i++) {
                gsize length = (gsize) g_test_rand_int_range(20, 60);
                g_autofree char *number = g_strnfill(length, (char) ('0' + i % 10));

                g_string_append_printf(lines, "bank-card\t%s\n", number);
                g_string_append_printf(answers, "invalid\tbank-card\t%s\tlength\n", number);
        }
        ended = run(ENGLISH, lines->str, lines->len, "check", "--stdin", NULL);
        assert_same(&ended, answers->str, answers->len);
}

static void a_number_on_the_command_line_is_explained(void) {
        g_auto(Run) good = run(ENGLISH, NULL, 0, "check", "resident-id", "11010519491231002X", NULL);
        g_auto(Run) bad =
                run(ENGLISH, NULL, 0, "check", "resident-id", "11010519491231002X", "110105194912310021", NULL);
        g_auto(Run) chinese = run("zh_CN.UTF-8", NULL, 0, "check", "resident-id", "110105194912310021", NULL);

        g_assert_cmpint(good.status, ==, 0);
        g_assert_cmpstr(good.out, ==, "valid\tresident-id\t11010519491231002X\t\t1949-12-31, female, 朝阳区\n");
        g_assert_cmpint(bad.status, ==, 1);
        g_assert_cmpstr(bad.err, ==, "");
        g_assert_nonnull(strstr(bad.out, "\tchecksum\tcharacter 18: "));
        g_assert_nonnull(strstr(bad.out, "should be X"));
        g_assert_nonnull(strstr(chinese.out, "第 18 个字符"));
}

static void json_is_for_programs(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "check", "--json", "mobile", "13800138000", "12800138000", NULL);

        g_assert_cmpint(ended.status, ==, 1);
        g_assert_true(g_str_has_prefix(ended.out, "[\n"));
        g_assert_nonnull(strstr(ended.out, "\"normalised\": \"+8613800138000\""));
        g_assert_nonnull(strstr(ended.out, "\"reason\": \"prefix\""));
        g_assert_nonnull(strstr(ended.out, "\"position\": 2"));
}

static void a_wrong_call_is_told_in_one_line(void) {
        g_auto(Run) kind = run(ENGLISH, NULL, 0, "check", "passport", "1", NULL);
        g_auto(Run) number = run(ENGLISH, NULL, 0, "check", "uscc", NULL);
        g_auto(Run) both = run(ENGLISH, "", 0, "check", "--stdin", "uscc", "1", NULL);

        g_assert_cmpint(kind.status, ==, 2);
        g_assert_nonnull(strstr(kind.err, "passport-mrz"));
        g_assert_cmpint(number.status, ==, 2);
        g_assert_cmpint(both.status, ==, 2);
        g_assert_cmpstr(strchr(number.err, '\n'), ==, "\n");
        g_assert_cmpstr(kind.out, ==, "");
}

static void a_number_with_a_minus_comes_after_two_hyphens(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "check", "bank-card", "--", "-1", NULL);

        g_assert_cmpint(ended.status, ==, 1);
        g_assert_nonnull(strstr(ended.out, "invalid\tbank-card\t-1\tlength"));
}

/* clang-format off */
int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/check/each line is answered in order with four columns", each_line_is_answered_in_order_with_four_columns);
        g_test_add_func("/check/a number is told as it came", a_number_is_told_as_it_came);
        g_test_add_func("/check/a line that is not kind, tab, number is malformed", a_line_that_is_not_kind_tab_number_is_malformed);
        g_test_add_func("/check/line ends of Windows and a missing last one are taken", line_ends_of_windows_and_a_missing_last_one_are_taken);
        g_test_add_func("/check/a line without end is malformed and the next is read", a_line_without_end_is_malformed_and_the_next_is_read);
        g_test_add_func("/check/many lines of any length are each answered", many_lines_of_any_length_are_each_answered);
        g_test_add_func("/check/a number on the command line is explained", a_number_on_the_command_line_is_explained);
        g_test_add_func("/check/JSON is for programs", json_is_for_programs);
        g_test_add_func("/check/a wrong call is told in one line", a_wrong_call_is_told_in_one_line);
        g_test_add_func("/check/a number with a minus comes after two hyphens", a_number_with_a_minus_comes_after_two_hyphens);
        return g_test_run();
}
/* clang-format on */
