/* Tests of the command line's frame: help, unknown names, languages, exit statuses. */
#include "run.h"

#include <string.h>

#define ENGLISH "C.UTF-8"
#define CHINESE "zh_CN.UTF-8"

static gsize lines_count(const char *text) {
        gsize count = 0;

        for (; (text = strchr(text, '\n')); text++)
                count++;
        return count;
}

static void help_lists_the_subcommands_in_both_languages(void) {
        g_auto(Run) english = run(ENGLISH, NULL, 0, "help", NULL);
        g_auto(Run) chinese = run(CHINESE, NULL, 0, "--help", NULL);

        g_assert_cmpint(english.status, ==, 0);
        g_assert_cmpint(chinese.status, ==, 0);
        g_assert_nonnull(strstr(english.out, "Show help"));
        g_assert_nonnull(strstr(chinese.out, "显示说明"));
        g_assert_cmpstr(english.err, ==, "");
}

static void a_subcommand_explains_itself_with_examples(void) {
        g_auto(Run) asked = run(ENGLISH, NULL, 0, "help", "--help", NULL);
        g_auto(Run) named = run(ENGLISH, NULL, 0, "help", "help", NULL);

        g_assert_cmpint(asked.status, ==, 0);
        g_assert_cmpstr(asked.out, ==, named.out);
        g_assert_nonnull(strstr(asked.out, "Usage: shiming help"));
        g_assert_nonnull(strstr(asked.out, "Examples:"));
}

static void an_unknown_subcommand_is_told_with_the_nearest_name(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "hlep", NULL);
        g_auto(Run) far = run(CHINESE, NULL, 0, "nothing-like\nit", NULL);

        g_assert_cmpint(ended.status, ==, 2);
        g_assert_cmpstr(ended.out, ==, "");
        g_assert_cmpuint(lines_count(ended.err), ==, 1);
        g_assert_nonnull(strstr(ended.err, "did you mean \"help\""));
        g_assert_cmpint(far.status, ==, 2);
        g_assert_cmpuint(lines_count(far.err), ==, 1);
        g_assert_nonnull(strstr(far.err, "没有"));
}

static void a_wrong_option_is_a_wrong_usage(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "help", "--loud", NULL);
        g_auto(Run) first = run(ENGLISH, NULL, 0, "-x", "--help", NULL);
        g_auto(Run) unknown = run(ENGLISH, NULL, 0, "-x", NULL);

        g_assert_cmpint(ended.status, ==, 2);
        g_assert_cmpuint(lines_count(ended.err), ==, 1);
        g_assert_nonnull(strstr(ended.err, "shiming help: "));
        g_assert_true(g_str_has_prefix(first.out, "Usage: shiming SUBCOMMAND"));
        g_assert_cmpint(unknown.status, ==, 2);
        g_assert_nonnull(strstr(unknown.err, "-x"));
        g_assert_nonnull(strstr(ended.err, "--loud"));
}

static void without_a_subcommand_the_list_goes_to_stderr(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, NULL);

        g_assert_cmpint(ended.status, ==, 2);
        g_assert_cmpstr(ended.out, ==, "");
        g_assert_nonnull(strstr(ended.err, "Subcommands:"));
}

static void what_cannot_be_written_is_a_failure(void) {
        g_auto(Run) ended = run_into("/dev/full", ENGLISH, "help");

        g_assert_cmpint(ended.status, ==, 3);
        g_assert_cmpuint(lines_count(ended.err), ==, 1);
}

static void the_version_is_told(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "--version", NULL);

        g_assert_cmpint(ended.status, ==, 0);
        g_assert_true(g_str_has_prefix(ended.out, "shiming "));
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/cli/help lists the subcommands in both languages",
                        help_lists_the_subcommands_in_both_languages);
        g_test_add_func("/cli/a subcommand explains itself with examples",
                        a_subcommand_explains_itself_with_examples);
        g_test_add_func("/cli/an unknown subcommand is told with the nearest name",
                        an_unknown_subcommand_is_told_with_the_nearest_name);
        g_test_add_func("/cli/a wrong option is a wrong usage", a_wrong_option_is_a_wrong_usage);
        g_test_add_func("/cli/without a subcommand the list goes to stderr",
                        without_a_subcommand_the_list_goes_to_stderr);
        g_test_add_func("/cli/what cannot be written is a failure", what_cannot_be_written_is_a_failure);
        g_test_add_func("/cli/the version is told", the_version_is_told);
        return g_test_run();
}
