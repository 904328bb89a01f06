/* Tests of the policy: the seed's is whole, and every mistake in a policy is told with its line. */
#include "domain/policy.h"

#include "base/refusal.h"

#include <string.h>

static void the_built_in_policy_has_the_seven_routes(void) {
        static const char *const ids[] = { "personal-to-personal",
                                           "personal-to-enterprise-upgrade",
                                           "personal-to-enterprise-release",
                                           "personal-to-enterprise-mail",
                                           "enterprise-to-enterprise",
                                           "enterprise-to-personal",
                                           "enterprise-rename" };
        g_autoptr(Policy) policy = policy_builtin();

        g_assert_cmpuint(policy->routes->len, ==, G_N_ELEMENTS(ids));
        for (guint i = 0; i < G_N_ELEMENTS(ids); i++)
                g_assert_nonnull(policy_route(policy, ids[i]));
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/policy/built-in/has-the-seven-routes", the_built_in_policy_has_the_seven_routes);
        return g_test_run();
}
