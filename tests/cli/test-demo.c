/* `shiming demo`, without a terminal: it walks all seven routes, shows what is refused, and leaves nothing behind. */
#include "run.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const routes[] = { "personal-to-personal",
                                      "personal-to-enterprise-upgrade",
                                      "personal-to-enterprise-release",
                                      "personal-to-enterprise-mail",
                                      "enterprise-to-enterprise",
                                      "enterprise-to-personal",
                                      "enterprise-rename" };
static const char *const refusals[] = { "change-at-origin",   "not-verified",       "case-open",
                                        "same-owner",         "consent-missing",    "evidence-missing",
                                        "same-hands",         "amount-wrong",       "transfer-not-sent",
                                        "bank-not-supported", "balance-short",      "not-same-enterprise",
                                        "item-undecided",     "claimed-by-another", "number-invalid" };

static void the_demo_walks_every_route(gconstpointer locale) {
        g_autofree char *temporary = g_dir_make_tmp("shiming-test-XXXXXX", NULL);
        g_auto(Run) ended = { 0 };

        g_assert_true(g_setenv("TMPDIR", temporary, TRUE));
        ended = run(locale, "", 0, "demo", NULL);
        g_unsetenv("TMPDIR");
        g_assert_cmpstr(ended.err, ==, "");
        g_assert_cmpint(ended.status, ==, 0);
        for (guint i = 0; i < G_N_ELEMENTS(routes); i++) {
                g_autofree char *title = g_strdup_printf("\n%u/7  %s  ", i + 1, routes[i]);

                g_assert_nonnull(strstr(ended.out, title));
        }
        for (guint i = 0; i < G_N_ELEMENTS(refusals); i++) {
                g_autofree char *told = g_strdup_printf(" %s  ", refusals[i]);

                if (!strstr(ended.out, told))
                        g_error("the demo does not show the refusal %s", refusals[i]);
        }
        g_assert_null(strchr(ended.out, '\033'));   /* no terminal, no colours */
        g_assert_cmpint(g_rmdir(temporary), ==, 0); /* it took its folder away */
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_data_func("/demo/it walks every route, told in English", "en_US.UTF-8",
                             the_demo_walks_every_route);
        g_test_add_data_func("/demo/it walks every route, told in Chinese", "zh_CN.UTF-8",
                             the_demo_walks_every_route);
        return g_test_run();
}
