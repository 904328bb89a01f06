/* Tests of problems: a refusal tells the person what to mend, a failure tells nothing of the inside. */
#include "http/problem.h"

#include <string.h>

static const char *text_of(const json_t *object, const char *name) {
        return json_string_value(json_object_get(object, name));
}

static void a_refusal_is_told_in_the_caller_s_language(void) {
        g_autoptr(GError) error = NULL;
        json_auto_t *chinese = NULL, *english = NULL;

        refuse(&error, REFUSAL_MISSING_FIELD, "/claim/a b~1", "name", NULL);
        chinese = problem_render(error, LANGUAGE_ZH, "request-1");
        english = problem_render(error, LANGUAGE_EN, "request-1");
        g_assert_cmpstr(text_of(chinese, "type"), ==, "/problems/missing-field");
        g_assert_cmpstr(text_of(chinese, "title"), ==, "缺少字段");
        g_assert_cmpstr(text_of(english, "title"), ==, "Missing field");
        g_assert_nonnull(strstr(text_of(english, "detail"), "\"name\""));
        g_assert_cmpstr(text_of(english, "instance"), ==, "/requests/request-1");
        g_assert_cmpint(json_integer_value(json_object_get(english, "status")), ==, 422);
        g_assert_cmpstr(text_of(json_array_get(json_object_get(english, "errors"), 0), "pointer"), ==,
                        "#/claim/a%20b~1");
}

static void a_refusal_without_a_field_blames_none(void) {
        g_autoptr(GError) error = NULL;
        json_auto_t *problem = NULL;

        refuse(&error, REFUSAL_NOT_SIGNED_IN, NULL, NULL);
        problem = problem_render(error, LANGUAGE_EN, "request-1");
        g_assert_null(json_object_get(problem, "errors"));
        g_assert_cmpint(problem_status(error), ==, 401);
}

static void a_parameter_that_is_not_utf_8_is_mended(void) {
        g_autoptr(GError) error = NULL;
        json_auto_t *problem = NULL;

        refuse(&error, REFUSAL_UNKNOWN_FIELD, NULL, "\xff\xfe", NULL);
        problem = problem_render(error, LANGUAGE_EN, "request-1");
        g_assert_nonnull(problem);
        g_assert_true(g_utf8_validate(text_of(problem, "detail"), -1, NULL));
}

static void a_failure_tells_nothing_of_the_inside(void) {
        for (int kind = FAILURE_STORE; kind <= FAILURE_STOPPING; kind++) {
                g_autoptr(GError) error = NULL;
                json_auto_t *problem = NULL;
                g_autofree char *text = NULL;

                fail(&error, (FailureKind) kind, "/var/lib/secret of Zhang San");
                problem = problem_render(error, LANGUAGE_EN, "request-1");
                text = json_dumps(problem, 0);
                g_assert_null(strstr(text, "secret"));
                g_assert_true(problem_status(error) == 500 || problem_status(error) == 503);
        }
}

static void an_error_of_neither_family_is_an_internal_failure(void) {
        g_autoptr(GError) error = g_error_new_literal(G_FILE_ERROR, G_FILE_ERROR_NOENT, "somewhere");

        g_assert_cmpint(problem_status(error), ==, 500);
}

static void every_type_is_found_by_its_slug(void) {
        for (guint index = 0; index < problem_type_count(); index++) {
                ProblemType type = problem_type(index), found;

                g_assert_true(problem_type_find(type.slug, &found));
                g_assert_cmpint(found.http, ==, type.http);
                g_assert_cmpstr(found.title[LANGUAGE_ZH], ==, type.title[LANGUAGE_ZH]);
        }
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/problem/a-refusal-is-told-in-the-caller-s-language",
                        a_refusal_is_told_in_the_caller_s_language);
        g_test_add_func("/problem/a-refusal-without-a-field-blames-none", a_refusal_without_a_field_blames_none);
        g_test_add_func("/problem/a-parameter-that-is-not-utf-8-is-mended", a_parameter_that_is_not_utf_8_is_mended);
        g_test_add_func("/problem/a-failure-tells-nothing-of-the-inside", a_failure_tells_nothing_of_the_inside);
        g_test_add_func("/problem/an-error-of-neither-family-is-an-internal-failure",
                        an_error_of_neither_family_is_an_internal_failure);
        g_test_add_func("/problem/every-type-is-found-by-its-slug", every_type_is_found_by_its_slug);
        return g_test_run();
}
