/* The pages on the routes say what the plan says, whatever the policy and the wish. */
#include "domain/procedure.h"

#include "base/instant.h"

#include <string.h>

static bool says(const GPtrArray *lines, const char *words) {
        for (guint i = 0; i < lines->len; i++) {
                if (strstr(local_text(g_ptr_array_index(lines, i), LANGUAGE_ZH), words))
                        return true;
        }
        return false;
}

static void test_complete(void) {
        g_autoptr(Policy) policy = policy_builtin();

        for (guint i = 0; i < policy->routes->len; i++) {
                const PolicyRoute *route = g_ptr_array_index(policy->routes, i);
                g_autoptr(Procedure) procedure = procedure_of(policy, route);

                g_assert_cmpuint(procedure->papers->len, ==, route->items->len);
                g_assert_cmpuint(procedure->methods->len, ==, route->methods->len);
                for (int language = 0; language < LANGUAGE_COUNT; language++) {
                        g_autofree char *text = procedure_text(procedure, (Language) language);

                        g_assert_null(strstr(text, "{}"));
                        g_assert_true(g_utf8_validate(text, -1, NULL));
                }
        }
}

static void test_days(void) {
        g_autoptr(Policy) policy = policy_builtin();
        PolicyRoute route = *policy_route(policy, "enterprise-to-enterprise");
        g_autoptr(Procedure) before = procedure_of(policy, &route), after = NULL;

        g_assert_true(says(before->steps, "5 个工作日"));
        route.review_days = 9;
        policy->limits.parcel_days = 21;
        after = procedure_of(policy, &route);
        g_assert_true(says(after->steps, "9 个工作日"));
        g_assert_true(says(after->steps, "21 天"));
        g_assert_false(says(after->steps, "5 个工作日"));
}

static void test_seals(void) {
        g_autoptr(Policy) policy = policy_builtin();
        g_autoptr(Procedure) both = procedure_of(policy, policy_route(policy, "enterprise-to-enterprise"));
        g_autoptr(Procedure) none = procedure_of(policy, policy_route(policy, "personal-to-personal"));
        const ProcedurePaper *form = g_ptr_array_index(both->papers, 0);

        g_assert_nonnull(strstr(form->seals.in[LANGUAGE_ZH], "双方单位的公章"));
        for (guint i = 0; i < none->papers->len; i++)
                g_assert_null(((const ProcedurePaper *) g_ptr_array_index(none->papers, i))->seals.in[LANGUAGE_ZH]);
}

static void policy_vary(Policy *policy) {
        policy->limits.refuse_frozen = g_test_rand_int() & 1;
        policy->limits.refuse_arrears = g_test_rand_int() & 1;
        policy->limits.days_between_changes = (guint) g_test_rand_int_range(0, 2) * 30;
        policy->limits.accounts_per_person = (guint) g_test_rand_int_range(0, 3);
        policy->limits.accounts_per_enterprise = (guint) g_test_rand_int_range(0, 3);
}

static void wish_vary(PlanWish *wish, PlanAccount *account) {
        *account = (PlanAccount){ .not_verified = g_test_rand_int_range(0, 4) == 0,
                                  .case_open = g_test_rand_int_range(0, 4) == 0,
                                  .frozen = g_test_rand_int() & 1,
                                  .arrears = g_test_rand_int() & 1,
                                  .accounts_of_new_subject = (guint) g_test_rand_int_range(0, 4),
                                  .last_change_at = g_test_rand_int() & 1 ? INSTANT_NONE : wish->at - INSTANT_DAY };
        *wish = (PlanWish){ .origin = g_test_rand_int_range(0, 4) ? ORIGIN_LOCAL : ORIGIN_TAOBAO,
                            .origin_verified = g_test_rand_int() & 1,
                            .from = (OwnerKind) g_test_rand_int_range(0, 2),
                            .to = (OwnerKind) g_test_rand_int_range(0, 2),
                            .same_enterprise = g_test_rand_int() & 1,
                            .has_enterprise_alipay = g_test_rand_int() & 1,
                            .has_corporate_account = g_test_rand_int() & 1,
                            .bank = g_test_rand_int() & 1 ? NULL : "NOBANK",
                            .at = wish->at,
                            .account = account };
        wish->same_enterprise &=
                wish->from == OWNER_ENTERPRISE && wish->to == OWNER_ENTERPRISE; /* says nothing of others */
}

static void test_refusals(void) {
        g_autoptr(Policy) policy = policy_builtin();

        for (guint round = 0; round < 3000; round++) {
                PlanAccount account;
                PlanWish wish = { .at = G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND };

                policy_vary(policy);
                wish_vary(&wish, &account);
                for (guint i = 0; i < policy->routes->len; i++) {
                        const PolicyRoute *route = g_ptr_array_index(policy->routes, i);
                        PlanReason reason;

                        if (!plan_route_applies(policy, route, &wish, &reason)
                            && !procedure_can_refuse(policy, route, reason))
                                g_error("%s is refused as %s, of which its page says nothing", route->id,
                                        enum_name(&plan_reason_names, (int) reason));
                }
        }
}

static void test_refusals_named(void) {
        g_autoptr(Policy) policy = policy_builtin();
        g_autoptr(Procedure) upgrade = procedure_of(policy, policy_route(policy, "personal-to-enterprise-upgrade"));

        g_assert_true(says(upgrade->refusals, "企业支付宝"));
        g_assert_true(says(upgrade->refusals, "淘宝"));
        g_assert_false(says(upgrade->refusals, "冻结"));
        policy->limits.refuse_frozen = true;
        g_clear_pointer(&upgrade, procedure_free);
        upgrade = procedure_of(policy, policy_route(policy, "personal-to-enterprise-upgrade"));
        g_assert_true(says(upgrade->refusals, "冻结"));
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/procedure/every route has a whole page in both languages", test_complete);
        g_test_add_func("/procedure/a page's days are the policy's", test_days);
        g_test_add_func("/procedure/a paper says whose seal it bears", test_seals);
        g_test_add_func("/procedure/whatever a plan refuses a route for stands on its page", test_refusals);
        g_test_add_func("/procedure/a refusal is on the page where the policy has it", test_refusals_named);
        return g_test_run();
}
