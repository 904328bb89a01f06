/* Forms as papers: what stands on them, read back by another program's eyes where there is one (pdftotext). */
#include "forms/form.h"

#include <glib/gstdio.h>
#include <string.h>

/* The text of a PDF, as poppler reads it; NULL where poppler is missing. */
static char *pdf_text(GBytes *pdf) {
        g_autofree char *folder = g_dir_make_tmp("shiming-form-XXXXXX", NULL);
        g_autofree char *path = g_build_filename(folder, "form.pdf", NULL), *text = NULL;
        const char *argv[] = { "pdftotext", "-layout", path, "-", NULL };
        gsize size;
        const char *bytes = g_bytes_get_data(pdf, &size);
        int status = -1;

        g_assert_true(g_file_set_contents(path, bytes, (gssize) size, NULL));
        if (!g_spawn_sync(NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL, &status, NULL))
                g_clear_pointer(&text, g_free);
        g_remove(path);
        g_rmdir(folder);
        g_assert_true(text == NULL || status == 0);
        return g_steal_pointer(&text);
}

/* Without spaces and breaks, so that where a line ends does not matter. */
static char *squeeze(const char *text) {
        GString *out = g_string_new(NULL);

        for (const char *at = text; *at; at++) {
                if (!g_ascii_isspace(*at))
                        g_string_append_c(out, *at);
        }
        return g_string_free(out, FALSE);
}

static char *form_text(Form form, const FormFill *fill) {
        g_autoptr(Policy) policy = policy_builtin();
        g_autoptr(GBytes) pdf = form_pdf(policy, form, fill);
        g_autofree char *text = NULL;

        g_assert_true(memcmp(g_bytes_get_data(pdf, NULL), "%PDF-", 5) == 0);
        text = pdf_text(pdf);
        return text ? squeeze(text) : NULL;
}

static void assert_says(const char *text, const char *words) {
        g_autofree char *wanted = squeeze(words);

        if (!strstr(text, wanted))
                g_error("the form does not say “%s”", words);
}

static void test_release(void) {
        FormFill fill = { .account = "aliyun-4711", .case_number = "01a202fa-3764-7ab4-b440-992e33b5070a" };
        g_autofree char *text = form_text(FORM_RELEASE, &fill);

        if (!text) {
                g_test_skip("pdftotext is missing");
                return;
        }
        assert_says(text, "解除实名认证申请表");
        assert_says(text, "aliyun-4711");
        assert_says(text, "01a202fa-3764-7ab4-b440-992e33b5070a");
        assert_says(text, "变更完成之前产生的费用由原所有人承担");
}

static void test_owner_change_carries_its_conditions(void) {
        g_autoptr(Policy) policy = policy_builtin();
        FormFill blank = { 0 };
        g_autofree char *text = form_text(FORM_OWNER_CHANGE, &blank);
        guint conditions = 0;

        if (!text) {
                g_test_skip("pdftotext is missing");
                return;
        }
        for (guint i = 0; i < policy->routes->len; i++) {
                const PolicyRoute *route = g_ptr_array_index(policy->routes, i);

                if (!form_serves(route, FORM_OWNER_CHANGE))
                        continue;
                conditions++;
                assert_says(text, route->name.in[LANGUAGE_ZH]);
                assert_says(text, route->name.in[LANGUAGE_EN]);
        }
        g_assert_cmpuint(conditions, ==, 4); /* seed row S13 */
        assert_says(text, policy->mail.postcode);
        g_assert_null(strstr(text, "aliyun-"));
}

static void test_which_routes_ask_for_which(void) {
        g_autoptr(Policy) policy = policy_builtin();

        g_assert_true(form_serves(policy_route(policy, "personal-to-personal"), FORM_RELEASE));
        g_assert_false(form_serves(policy_route(policy, "personal-to-personal"), FORM_OWNER_CHANGE));
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/forms/the release form says what is released, for which account and change", test_release);
        g_test_add_func("/forms/the owner-change form carries the four conditions of the policy",
                        test_owner_change_carries_its_conditions);
        g_test_add_func("/forms/a route asks for its own form only", test_which_routes_ask_for_which);
        return g_test_run();
}
