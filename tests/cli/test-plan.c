/* Tests of `shiming plan` and `shiming policy` as a script or a person meets them. */
#include "run.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#define ENGLISH "C.UTF-8"
#define CHINESE "zh_CN.UTF-8"
#define AT "2018-05-10T18:34:14+08:00"

static json_t *answer(const Run *ended) {
        json_t *json = json_loads(ended->out, JSON_REJECT_DUPLICATES, NULL);

        g_assert_cmpint(ended->status, ==, 0);
        g_assert_cmpstr(ended->err, ==, "");
        g_assert_nonnull(json);
        return json;
}

/* The ids of a list, joined by a space; with `key` the values of another member. */
static char *joined(const json_t *json, const char *list, const char *key) {
        g_autoptr(GString) text = g_string_new(NULL);
        const json_t *array = json_object_get(json, list);

        g_assert_true(json_is_array(array));
        for (size_t i = 0; i < json_array_size(array); i++)
                g_string_append_printf(text, "%s%s", i ? " " : "",
                                       json_string_value(json_object_get(json_array_get(array, i), key)));
        return g_string_free(g_steal_pointer(&text), FALSE);
}

static void every_way_is_offered_the_quickest_first(void) {
        g_auto(Run) ended =
                run(ENGLISH, NULL, 0, "plan", "--origin", "local", "--from", "personal", "--to", "enterprise",
                    "--have", "enterprise-alipay", "--have", "corporate-account", "--at", AT, "--json", NULL);
        json_auto_t *json = answer(&ended);
        g_autofree char *ids = joined(json, "routes", "id"), *ends = joined(json, "routes", "ends_by"),
                        *refused = joined(json, "refused", "id");

        g_assert_cmpstr(ids, ==,
                        "personal-to-enterprise-upgrade personal-to-enterprise-release personal-to-enterprise-mail");
        g_assert_cmpstr(ends, ==, "2018-05-10T18:34:14+08:00 2018-05-18T18:00:00+08:00 2018-05-21T18:00:00+08:00");
        g_assert_cmpstr(refused, ==,
                        "personal-to-personal enterprise-to-enterprise enterprise-to-personal enterprise-rename");
}

static void an_origin_counts_as_verified_unless_told_otherwise(void) {
        g_auto(Run) there = run(ENGLISH, NULL, 0, "plan", "--origin", "taobao", "--from", "personal", "--to",
                                "personal", "--json", NULL);
        g_auto(Run) here = run(ENGLISH, NULL, 0, "plan", "--origin", "taobao", "--origin-verified", "no", "--from",
                               "personal", "--to", "personal", "--json", NULL);
        json_auto_t *no = answer(&there);
        json_auto_t *yes = answer(&here);
        g_autofree char *none = joined(no, "routes", "id"), *reasons = joined(no, "refused", "reason"),
                        *one = joined(yes, "routes", "id");

        g_assert_cmpstr(none, ==, "");
        g_assert_cmpstr(reasons, ==,
                        "change-at-origin change-at-origin change-at-origin change-at-origin change-at-origin "
                        "change-at-origin change-at-origin");
        g_assert_cmpstr(one, ==, "personal-to-personal");
        g_assert_nonnull(json_object_get(json_object_get(json_object_get(no, "details"), "origin"), "address"));
}

static void a_bank_that_is_not_supported_leaves_the_mail(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "plan", "--origin", "local", "--from", "personal", "--to",
                                "enterprise", "--have", "corporate-account", "--bank", "NOSUCH", "--json", NULL);
        json_auto_t *json = answer(&ended);
        g_autofree char *ids = joined(json, "routes", "id"), *reasons = joined(json, "refused", "reason");

        g_assert_cmpstr(ids, ==, "personal-to-enterprise-mail");
        g_assert_nonnull(strstr(reasons, "bank-not-supported"));
}

static void the_same_enterprise_is_only_renamed(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "plan", "--origin", "local", "--from", "enterprise", "--to",
                                "enterprise", "--same-enterprise", "--json", NULL);
        g_auto(Run) other = run(ENGLISH, NULL, 0, "plan", "--origin", "local", "--from", "enterprise", "--to",
                                "enterprise", "--json", NULL);
        json_auto_t *same = answer(&ended);
        json_auto_t *another = answer(&other);
        g_autofree char *same_ids = joined(same, "routes", "id"), *other_ids = joined(another, "routes", "id");

        g_assert_cmpstr(same_ids, ==, "enterprise-rename");
        g_assert_cmpstr(other_ids, ==, "enterprise-to-enterprise");
}

static void a_person_reads_dates_and_materials_in_their_language(void) {
        g_auto(Run) chinese = run(CHINESE, NULL, 0, "plan", "--origin", "local", "--from", "personal", "--to",
                                  "personal", "--at", AT, NULL);
        g_auto(Run) english = run(ENGLISH, NULL, 0, "plan", "--origin", "local", "--from", "personal", "--to",
                                  "personal", "--at", AT, NULL);

        g_assert_cmpint(chinese.status, ==, 0);
        g_assert_nonnull(strstr(chinese.out, "2018-05-16 18:00  原实名认证解除"));
        g_assert_nonnull(strstr(chinese.out, "解除实名认证申请表"));
        g_assert_nonnull(strstr(english.out, "2018-05-16 18:00  The old verification is released"));
        g_assert_nonnull(strstr(english.out, "it is not for this kind of old and new owner"));
}

static void a_wrong_wish_is_a_wrong_usage(void) {
        static const char *const wishes[][9] = {
                { "--from", "personal", "--to", "personal", NULL },
                { "--origin", "weibo", "--from", "personal", "--to", "personal", NULL },
                { "--origin", "local", "--to", "personal", NULL },
                { "--origin", "local", "--from", "personal", "--to", "nobody", NULL },
                { "--origin", "local", "--from", "personal", "--to", "personal", "--have", "luck", NULL },
                { "--origin", "local", "--from", "personal", "--to", "personal", "--at", "tomorrow", NULL },
                { "--origin", "local", "--from", "personal", "--to", "personal", "--origin-verified", "maybe", NULL },
                { "--origin", "local", "--from", "personal", "--to", "personal", "--policy", "/nowhere.yaml", NULL },
        };

        for (guint i = 0; i < G_N_ELEMENTS(wishes); i++) {
                const char *const *w = wishes[i];
                g_auto(Run) ended =
                        run(ENGLISH, NULL, 0, "plan", w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], NULL);

                g_assert_cmpint(ended.status, ==, 2);
                g_assert_cmpstr(ended.out, ==, "");
                g_assert_true(g_str_has_prefix(ended.err, "shiming plan: "));
        }
}

/* A policy with one thing changed, in a file that the caller removes. */
static char *policy_file(const char *find, const char *replace) {
        g_autofree char *text = NULL, *path = NULL;
        g_autoptr(GString) changed = NULL;
        int descriptor = g_file_open_tmp("policy-XXXXXX.yaml", &path, NULL);

        g_assert_cmpint(descriptor, >=, 0);
        close(descriptor);
        g_assert_true(g_file_get_contents(g_getenv("POLICY"), &text, NULL, NULL));
        changed = g_string_new(text);
        if (find)
                g_assert_cmpuint(g_string_replace(changed, find, replace, 1), ==, 1);
        g_assert_true(g_file_set_contents(path, changed->str, -1, NULL));
        return g_steal_pointer(&path);
}

static void a_good_policy_is_proven(void) {
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "policy", "check", g_getenv("POLICY"), NULL);
        g_auto(Run) program = run(ENGLISH, NULL, 0, "policy", "check", "--json", g_getenv("POLICY"), NULL);
        json_auto_t *json = answer(&program);

        g_assert_cmpint(ended.status, ==, 0);
        g_assert_nonnull(strstr(ended.out, "7 routes"));
        g_assert_true(json_is_true(json_object_get(json, "good")));
}

static void a_mistake_names_file_line_and_mend(void) {
        g_autofree char *path = policy_file("claim-minutes: 60", "claim-minutes: 3x");
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "policy", "check", path, NULL);
        g_autofree char *place = g_strdup_printf("shiming policy check: %s:", path);

        g_unlink(path);
        g_assert_cmpint(ended.status, ==, 1);
        g_assert_true(g_str_has_prefix(ended.err, place));
        g_assert_nonnull(strstr(ended.err, "must be a whole number such as 3, not \"3x\""));
}

static void every_finding_is_a_line_of_its_own(void) {
        g_autofree char *path = policy_file("escalate-hours: 8 ", "escalate-hours: 99 ");
        g_auto(Run) english = run(ENGLISH, NULL, 0, "policy", "check", path, NULL);
        g_auto(Run) chinese = run(CHINESE, NULL, 0, "policy", "check", path, NULL);
        g_auto(Run) program = run(ENGLISH, NULL, 0, "policy", "check", "--json", path, NULL);
        json_auto_t *json = json_loads(program.out, 0, NULL);
        g_auto(GStrv) lines = g_strsplit(english.err, "\n", -1);

        g_unlink(path);
        g_assert_cmpint(english.status, ==, 1);
        g_assert_cmpint(chinese.status, ==, 1);
        g_assert_cmpint(program.status, ==, 1);
        g_assert_cmpuint(g_strv_length(lines), ==,
                         3 + 1); /* the three tickets, and what follows the last line feed */
        g_assert_nonnull(strstr(chinese.err, "escalate-hours 应小于 72"));
        g_assert_cmpuint(json_array_size(json_object_get(json, "findings")), ==, 3);
}

static void a_policy_of_ones_own_is_planned_by(void) {
        g_autofree char *path = policy_file("closing-hour: \"18:00\"", "closing-hour: \"20:00\"");
        g_auto(Run) ended = run(ENGLISH, NULL, 0, "plan", "--policy", path, "--origin", "local", "--from", "personal",
                                "--to", "personal", "--at", AT, "--json", NULL);
        json_auto_t *json = answer(&ended);
        g_autofree char *due = joined(json, "routes", "review_due");

        g_unlink(path);
        g_assert_cmpstr(due, ==, "2018-05-15T20:00:00+08:00");
}

static void the_graph_and_the_routes_are_shown(void) {
        g_auto(Run) graph = run(ENGLISH, NULL, 0, "policy", "graph", NULL);
        g_auto(Run) file = run(ENGLISH, NULL, 0, "policy", "graph", g_getenv("POLICY"), NULL);
        g_auto(Run) list = run(ENGLISH, NULL, 0, "policy", "show", NULL);
        g_auto(Run) one = run(CHINESE, NULL, 0, "policy", "show", "enterprise-rename", NULL);
        g_auto(Run) none = run(ENGLISH, NULL, 0, "policy", "show", "no-such-route", NULL);

        g_assert_cmpint(graph.status, ==, 0);
        g_assert_true(g_str_has_prefix(graph.out, "digraph "));
        g_assert_cmpstr(graph.out, ==, file.out);
        g_assert_nonnull(strstr(list.out, "personal-to-enterprise-mail"));
        g_assert_nonnull(strstr(one.out, "企业名称变更"));
        g_assert_cmpint(none.status, ==, 2);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/plan/every-way-quickest-first", every_way_is_offered_the_quickest_first);
        g_test_add_func("/plan/origin", an_origin_counts_as_verified_unless_told_otherwise);
        g_test_add_func("/plan/bank", a_bank_that_is_not_supported_leaves_the_mail);
        g_test_add_func("/plan/same-enterprise", the_same_enterprise_is_only_renamed);
        g_test_add_func("/plan/readable", a_person_reads_dates_and_materials_in_their_language);
        g_test_add_func("/plan/wrong-usage", a_wrong_wish_is_a_wrong_usage);
        g_test_add_func("/plan/own-policy", a_policy_of_ones_own_is_planned_by);
        g_test_add_func("/policy/good", a_good_policy_is_proven);
        g_test_add_func("/policy/mistake", a_mistake_names_file_line_and_mend);
        g_test_add_func("/policy/findings", every_finding_is_a_line_of_its_own);
        g_test_add_func("/policy/graph-and-show", the_graph_and_the_routes_are_shown);
        return g_test_run();
}
