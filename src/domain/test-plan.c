/* Tests of the plan against a model of its own: the table of routes and the rules, written down here once more by hand. */
#include "base/instant.h"
#include "base/refusal.h"
#include "domain/money.h"
#include "domain/plan-json.h"

#include <string.h>

/* One row of the domain's table of routes. */
typedef struct ModelRoute {
        const char *id;
        OwnerKind from, to;
        bool rename;
        RouteNeed need;
        Channel channel;
        OnApproval effect;
        const char *items; /* joined by a space */
} ModelRoute;

/* clang-format off */
static const ModelRoute model[] = {
        { "personal-to-personal", OWNER_PERSONAL, OWNER_PERSONAL, false, ROUTE_NEED_NOTHING, CHANNEL_TICKET, ON_APPROVAL_RELEASE,
          "release-form id-card-front-held id-card-back-held proof-of-payment" },
        { "personal-to-enterprise-upgrade", OWNER_PERSONAL, OWNER_ENTERPRISE, false, ROUTE_NEED_ENTERPRISE_ALIPAY, CHANNEL_ONLINE, ON_APPROVAL_REPLACE, "" },
        { "personal-to-enterprise-release", OWNER_PERSONAL, OWNER_ENTERPRISE, false, ROUTE_NEED_CORPORATE_ACCOUNT, CHANNEL_TICKET, ON_APPROVAL_RELEASE,
          "release-form id-card-front-held id-card-back-held proof-of-payment" },
        { "personal-to-enterprise-mail", OWNER_PERSONAL, OWNER_ENTERPRISE, false, ROUTE_NEED_NOTHING, CHANNEL_MAIL, ON_APPROVAL_REPLACE,
          "owner-change-form new-licence old-identity-document service-invoices" },
        { "enterprise-to-enterprise", OWNER_ENTERPRISE, OWNER_ENTERPRISE, false, ROUTE_NEED_NOTHING, CHANNEL_MAIL, ON_APPROVAL_REPLACE,
          "owner-change-form old-licence new-licence" },
        { "enterprise-to-personal", OWNER_ENTERPRISE, OWNER_PERSONAL, false, ROUTE_NEED_NOTHING, CHANNEL_MAIL, ON_APPROVAL_REPLACE,
          "owner-change-form old-licence new-identity-document" },
        { "enterprise-rename", OWNER_ENTERPRISE, OWNER_ENTERPRISE, true, ROUTE_NEED_NOTHING, CHANNEL_TICKET, ON_APPROVAL_REPLACE,
          "owner-change-form renamed-licence proof-of-name-change" },
};
/* clang-format on */

typedef struct Rules {
        Policy *policy;
        Calendar *calendar;
} Rules;

static void rules_open(Rules *rules, gconstpointer data) {
        (void) data;
        rules->policy = policy_builtin();
        rules->calendar = calendar_builtin();
}

static void rules_close(Rules *rules, gconstpointer data) {
        (void) data;
        policy_unref(rules->policy);
        calendar_unref(rules->calendar);
}

static gint64 at(const char *text) {
        gint64 instant;

        g_assert_true(instant_parse(text, &instant));
        return instant;
}

/* The reason by the model; NULL where the route applies. Nothing is known of the account. */
static const char *model_reason(const ModelRoute *route, const PlanWish *wish) {
        bool bank_good = !wish->bank || g_str_equal(wish->bank, "ICBC");

        if (wish->origin != ORIGIN_LOCAL && wish->origin_verified)
                return "change-at-origin";
        if (route->from != wish->from || route->to != wish->to)
                return "wrong-kind";
        if (wish->same_enterprise != route->rename)
                return route->rename ? "not-same-enterprise" : "same-enterprise";
        if (route->need == ROUTE_NEED_ENTERPRISE_ALIPAY)
                return wish->has_enterprise_alipay ? NULL : "no-enterprise-alipay";
        if (route->need == ROUTE_NEED_CORPORATE_ACCOUNT && wish->platform_pays_nobody)
                return "pays-nobody";
        if (route->need == ROUTE_NEED_CORPORATE_ACCOUNT && !wish->has_corporate_account)
                return "no-corporate-account";
        return route->need == ROUTE_NEED_CORPORATE_ACCOUNT && !bank_good ? "bank-not-supported" : NULL;
}

static const PlanRoute *planned(const Plan *plan, const char *id) {
        for (guint i = 0; i < plan->routes->len; i++) {
                const PlanRoute *candidate = g_ptr_array_index(plan->routes, i);

                if (g_str_equal(candidate->route->id, id))
                        return candidate;
        }
        return NULL;
}

static const char *refused(const Plan *plan, const char *id) {
        for (guint i = 0; i < plan->refused->len; i++) {
                const PlanRefused *candidate = &g_array_index(plan->refused, PlanRefused, i);

                if (g_str_equal(candidate->route->id, id))
                        return enum_name(&plan_reason_names, (int) candidate->reason);
        }
        return NULL;
}

static void assert_ordered(const Plan *plan, const PlanWish *wish) {
        gint64 before = wish->at;

        for (guint i = 0; i < plan->routes->len; i++) {
                const PlanRoute *route = g_ptr_array_index(plan->routes, i);

                g_assert_cmpint(route->ends_by, >=, before);
                before = route->ends_by;
                for (guint k = 1; k < route->steps_count; k++)
                        g_assert_cmpint(route->steps[k].by, >=, route->steps[k - 1].by);
                g_assert_cmpint(route->steps[0].by, ==, wish->at);
                g_assert_cmpint(route->steps[route->steps_count - 1].by, ==, route->ends_by);
        }
}

static void assert_as_modelled(const Rules *rules, const PlanWish *wish) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Plan) plan = plan_make(rules->policy, rules->calendar, wish, &error);

        g_assert_no_error(error);
        g_assert_cmpuint(plan->routes->len + plan->refused->len, ==, G_N_ELEMENTS(model));
        for (guint i = 0; i < G_N_ELEMENTS(model); i++) {
                const char *reason = model_reason(&model[i], wish);

                g_assert_cmpstr(refused(plan, model[i].id), ==, reason);
                g_assert_true((planned(plan, model[i].id) != NULL) == (reason == NULL));
        }
        assert_ordered(plan, wish);
        if (wish->origin != ORIGIN_LOCAL && wish->origin_verified)
                g_assert_true(plan->origin != NULL || wish->origin == ORIGIN_OIDC);
        else if (!wish->same_enterprise || (wish->from == OWNER_ENTERPRISE && wish->to == OWNER_ENTERPRISE))
                g_assert_cmpuint(plan->routes->len, >, 0);
}

static gint64 random_instant(void) {
        return at("2017-01-01T00:00:00Z") + g_test_rand_int_range(0, 365 * 24 * 60 * 4) * INSTANT_MINUTE;
}

/* All 2 × 2 × 2 × 2 × 2 × 5 × 2 × 3 wishes, each at an instant of its own. */
static void every_wish_is_answered_as_the_model_answers(Rules *rules, gconstpointer data) {
        static const char *const banks[] = { NULL, "ICBC", "NOSUCH" };

        (void) data;
        for (guint bits = 0; bits < 128; bits++) {
                for (int origin = 0; origin < origin_names.count; origin++) {
                        for (guint bank = 0; bank < G_N_ELEMENTS(banks); bank++) {
                                PlanWish wish = { .origin = (Origin) origin,
                                                  .origin_verified = bits & 1,
                                                  .from = bits & 2 ? OWNER_ENTERPRISE : OWNER_PERSONAL,
                                                  .to = bits & 4 ? OWNER_ENTERPRISE : OWNER_PERSONAL,
                                                  .same_enterprise = bits & 8,
                                                  .has_enterprise_alipay = bits & 16,
                                                  .has_corporate_account = bits & 32,
                                                  .platform_pays_nobody = bits & 64,
                                                  .bank = banks[bank],
                                                  .at = random_instant() };

                                assert_as_modelled(rules, &wish);
                        }
                }
        }
}

static void the_policy_is_the_table_of_the_domain(Rules *rules, gconstpointer data) {
        (void) data;
        for (guint i = 0; i < G_N_ELEMENTS(model); i++) {
                const PolicyRoute *route = policy_route(rules->policy, model[i].id);
                g_autoptr(GString) items = g_string_new(NULL);

                for (guint k = 0; k < route->items->len; k++)
                        g_string_append_printf(items, "%s%s", k ? " " : "",
                                               ((const PolicyItem *) g_ptr_array_index(route->items, k))->id);
                g_assert_cmpstr(items->str, ==, model[i].items);
                g_assert_cmpint((int) route->channel, ==, (int) model[i].channel);
                g_assert_cmpint((int) route->on_approval, ==, (int) model[i].effect);
        }
}

/* With review and transit times of all lengths, the earliest end still comes first, and the policy's order breaks ties. */
static void routes_come_in_order_of_their_end_whatever_the_days(Rules *rules, gconstpointer data) {
        (void) data;
        for (guint round = 0; round < 200; round++) {
                PlanWish wish = { .to = OWNER_ENTERPRISE,
                                  .has_corporate_account = true,
                                  .has_enterprise_alipay = true,
                                  .at = random_instant() };
                g_autoptr(Plan) plan = NULL;

                for (guint i = 0; i < rules->policy->routes->len; i++) {
                        PolicyRoute *route = g_ptr_array_index(rules->policy->routes, i);

                        route->review_days = (guint) g_test_rand_int_range(1, 12);
                        route->transit_days = (guint) g_test_rand_int_range(0, 9);
                }
                plan = plan_make(rules->policy, rules->calendar, &wish, NULL);
                g_assert_cmpuint(plan->routes->len, ==, 3);
                assert_ordered(plan, &wish);
                for (guint i = 1; i < plan->routes->len; i++) {
                        const PlanRoute *one = g_ptr_array_index(plan->routes, i - 1),
                                        *next = g_ptr_array_index(plan->routes, i);
                        guint first, second;

                        g_ptr_array_find(rules->policy->routes, one->route, &first);
                        g_ptr_array_find(rules->policy->routes, next->route, &second);
                        g_assert_true(one->ends_by < next->ends_by || first < second);
                }
        }
}

typedef struct Dated {
        const char *at, *route, *review_due, *ends_by;
} Dated;

/* Reckoned by hand on the official calendar of 2018: 29 and 30 September were make-up workdays, 1 to 7 October off. */
static void dates_are_those_of_the_calendar_on_the_wall(Rules *rules, gconstpointer data) {
        static const Dated table[] = {
                { "2018-05-10T10:00:00+08:00", "personal-to-enterprise-release", "2018-05-15T18:00:00+08:00",
                  "2018-05-17T18:00:00+08:00" },
                { "2018-05-10T18:00:00+08:00", "personal-to-enterprise-release", "2018-05-15T18:00:00+08:00",
                  "2018-05-17T18:00:00+08:00" },
                { "2018-05-10T18:34:14+08:00", "personal-to-enterprise-release", "2018-05-16T18:00:00+08:00",
                  "2018-05-18T18:00:00+08:00" },
                { "2018-09-28T10:00:00+08:00", "personal-to-enterprise-release", "2018-10-08T18:00:00+08:00",
                  "2018-10-10T18:00:00+08:00" },
                { "2018-05-10T10:00:00+08:00", "personal-to-enterprise-mail", "2018-05-21T18:00:00+08:00",
                  "2018-05-21T18:00:00+08:00" },
                { "2018-05-07T10:00:00+08:00", "personal-to-enterprise-mail", "2018-05-17T18:00:00+08:00",
                  "2018-05-17T18:00:00+08:00" },
                { "2018-05-10T10:00:00+08:00", "personal-to-enterprise-upgrade", NULL, "2018-05-10T10:00:00+08:00" },
        };

        (void) data;
        for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
                PlanWish wish = { .to = OWNER_ENTERPRISE,
                                  .has_corporate_account = true,
                                  .has_enterprise_alipay = true,
                                  .at = at(table[i].at) };
                g_autoptr(Plan) plan = plan_make(rules->policy, rules->calendar, &wish, NULL);
                const PlanRoute *route = planned(plan, table[i].route);

                g_assert_cmpint(route->review_due, ==, table[i].review_due ? at(table[i].review_due) : INSTANT_NONE);
                g_assert_cmpint(route->ends_by, ==, at(table[i].ends_by));
                g_assert_false(route->provisional);
        }
}

static void a_date_past_the_published_years_is_provisional(Rules *rules, gconstpointer data) {
        PlanWish wish = { .at = at("2090-05-10T10:00:00+08:00") };
        g_autoptr(Plan) plan = plan_make(rules->policy, rules->calendar, &wish, NULL);

        (void) data;
        g_assert_true(planned(plan, "personal-to-personal")->provisional);
}

static void a_date_beyond_the_years_is_refused(Rules *rules, gconstpointer data) {
        static const char *const instants[] = { "9999-12-31T10:00:00+08:00", "9999-12-29T10:00:00+08:00" };

        (void) data;
        for (guint i = 0; i < G_N_ELEMENTS(instants); i++) {
                PlanWish wish = { .at = at(instants[i]) };
                g_autoptr(GError) error = NULL;

                g_assert_null(plan_make(rules->policy, rules->calendar, &wish, &error));
                g_assert_true(refusal_is(error, REFUSAL_OUT_OF_RANGE));
        }
}

static void the_attempt_expected_is_one_that_the_holder_can_use(Rules *rules, gconstpointer data) {
        PlanWish wish = { .to = OWNER_ENTERPRISE, .has_corporate_account = true, .at = 0 };
        PlanWish person = { .to = OWNER_PERSONAL, .has_enterprise_alipay = true, .at = 0 };
        g_autoptr(Plan) plan = plan_make(rules->policy, rules->calendar, &wish, NULL);
        g_autoptr(Plan) other = plan_make(rules->policy, rules->calendar, &person, NULL);

        (void) data;
        g_assert_cmpstr(planned(plan, "personal-to-enterprise-release")->method->id, ==, "corporate-transfer");
        g_assert_null(planned(plan, "personal-to-enterprise-mail")->method);
        g_assert_cmpstr(planned(other, "personal-to-personal")->method->id, ==, "personal-documents");
}

/* The facts of an account, and the policy under which each is a reason. */
static void facts_of_the_account_are_reasons_where_the_policy_says_so(Rules *rules, gconstpointer data) {
        static const struct {
                const char *reason;
                PlanAccount account;
                bool by_policy; /* only with the limits set */
        } table[] = {
                { "not-verified", { .not_verified = true }, false },
                { "case-open", { .case_open = true }, false },
                { "frozen", { .frozen = true }, true },
                { "arrears", { .arrears = true }, true },
                { "changed-recently", { .last_change_at = 10 * INSTANT_DAY + 1 }, true },
                { "too-many-accounts", { .accounts_of_new_subject = 5 }, true },
        };

        (void) data;
        for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
                PlanAccount account = table[i].account;
                PlanWish wish = { .at = 40 * INSTANT_DAY, .account = &account };
                g_autoptr(Policy) strict = policy_builtin();
                g_autoptr(Plan) mild = NULL, hard = NULL;

                if (account.last_change_at == 0)
                        account.last_change_at = INSTANT_NONE;
                strict->limits.refuse_frozen = strict->limits.refuse_arrears = true;
                strict->limits.days_between_changes = 30;
                strict->limits.accounts_per_person = 5;
                mild = plan_make(rules->policy, rules->calendar, &wish, NULL);
                hard = plan_make(strict, rules->calendar, &wish, NULL);
                g_assert_cmpstr(refused(mild, "personal-to-personal"), ==,
                                table[i].by_policy ? NULL : table[i].reason);
                g_assert_cmpstr(refused(hard, "personal-to-personal"), ==, table[i].reason);
        }
}

static void limits_hold_up_to_their_last_instant_and_number(Rules *rules, gconstpointer data) {
        PlanAccount account = { .last_change_at = 10 * INSTANT_DAY, .accounts_of_new_subject = 4 };
        PlanWish wish = { .at = 40 * INSTANT_DAY, .account = &account };
        g_autoptr(Policy) strict = policy_builtin();
        g_autoptr(Plan) plan = NULL;

        (void) data;
        strict->limits.days_between_changes = 30;
        strict->limits.accounts_per_person = 5;
        plan = plan_make(strict, rules->calendar, &wish, NULL);
        g_assert_nonnull(planned(plan, "personal-to-personal"));
}

static void the_balance_told_is_what_the_guard_reckons_until_the_end(Rules *rules, gconstpointer data) {
        const GuardProduct ecs = { .id = "ecs",
                                   .billing = BILLING_PAY_AS_YOU_GO,
                                   .cost_micro_yuan = { 24 * MONEY_YUAN, -1, -1, -1 } };
        const GuardAccount money = { .products = &ecs, .products_count = 1, .balance_micro_yuan = 100 * MONEY_YUAN };
        PlanAccount account = { .last_change_at = INSTANT_NONE, .money = &money };
        PlanWish wish = { .at = at("2018-05-10T18:00:00+08:00"), .account = &account };
        g_autoptr(Plan) plan = plan_make(rules->policy, rules->calendar, &wish, NULL);
        const PlanRoute *route = planned(plan, "personal-to-personal");

        (void) data;
        /* From 10 May 18:00 to 18 May 18:00 at a yuan an hour. */
        g_assert_true(route->forecast_known);
        g_assert_cmpint(route->ends_by, ==, at("2018-05-18T18:00:00+08:00"));
        g_assert_cmpint(route->forecast.needed_micro_yuan, ==, 192 * MONEY_YUAN);
        g_assert_cmpint(route->forecast.shortfall_micro_yuan, ==, 92 * MONEY_YUAN);
}

static void the_origin_is_named_with_its_address_in_both_languages(Rules *rules, gconstpointer data) {
        PlanWish wish = { .origin = ORIGIN_TAOBAO, .origin_verified = true };
        g_autoptr(Plan) plan = plan_make(rules->policy, rules->calendar, &wish, NULL);
        g_autofree char *zh = plan_reason_text(plan, PLAN_CHANGE_AT_ORIGIN, LANGUAGE_ZH);
        g_autofree char *en = plan_reason_text(plan, PLAN_CHANGE_AT_ORIGIN, LANGUAGE_EN);

        (void) data;
        g_assert_nonnull(strstr(zh, "淘宝"));
        g_assert_nonnull(strstr(zh, plan->origin->address));
        g_assert_nonnull(strstr(en, "Taobao"));
        for (int reason = 0; reason < PLAN_REASON_COUNT; reason++) {
                g_autofree char *text = plan_reason_text(plan, (PlanReason) reason, LANGUAGE_EN);

                g_assert_cmpuint(strlen(text), >, 5);
                g_assert_nonnull(enum_name(&plan_reason_names, reason));
        }
}

static void the_json_has_exactly_the_members_promised(Rules *rules, gconstpointer data) {
        PlanWish wish = { .to = OWNER_ENTERPRISE, .has_enterprise_alipay = true, .at = at("2018-05-10T10:00:00Z") };
        g_autoptr(Plan) plan = plan_make(rules->policy, rules->calendar, &wish, NULL);
        json_auto_t *json = plan_to_json(plan, rules->policy, rules->calendar);
        json_t *route = json_array_get(json_object_get(json, "routes"), 0);
        json_t *last = json_array_get(json_object_get(json, "routes"), 1);
        json_t *no = json_array_get(json_object_get(json, "refused"), 0);

        (void) data;
        g_assert_cmpuint(json_object_size(route), ==, 5);
        g_assert_cmpstr(json_string_value(json_object_get(route, "id")), ==, "personal-to-enterprise-upgrade");
        g_assert_cmpstr(json_string_value(json_object_get(route, "channel")), ==, "online");
        g_assert_cmpuint(json_array_size(json_object_get(route, "materials")), ==, 0);
        g_assert_true(json_is_null(json_object_get(route, "review_due")));
        g_assert_cmpstr(json_string_value(json_object_get(route, "ends_by")), ==, "2018-05-10T18:00:00+08:00");
        g_assert_cmpstr(json_string_value(json_object_get(last, "review_due")), ==, "2018-05-21T18:00:00+08:00");
        g_assert_cmpstr(json_string_value(json_array_get(json_object_get(last, "materials"), 0)), ==,
                        "owner-change-form");
        g_assert_cmpuint(json_object_size(no), ==, 2);
        g_assert_cmpstr(json_string_value(json_object_get(no, "reason")), ==, "wrong-kind");
}

#define ADD(name, test) g_test_add("/plan/" name, Rules, NULL, rules_open, test, rules_close)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        ADD("every-wish-is-answered-as-modelled", every_wish_is_answered_as_the_model_answers);
        ADD("the-policy-is-the-table-of-the-domain", the_policy_is_the_table_of_the_domain);
        ADD("order-of-the-end", routes_come_in_order_of_their_end_whatever_the_days);
        ADD("dates-by-hand", dates_are_those_of_the_calendar_on_the_wall);
        ADD("provisional", a_date_past_the_published_years_is_provisional);
        ADD("beyond-the-years", a_date_beyond_the_years_is_refused);
        ADD("attempt-expected", the_attempt_expected_is_one_that_the_holder_can_use);
        ADD("facts-of-the-account", facts_of_the_account_are_reasons_where_the_policy_says_so);
        ADD("limits-to-the-last", limits_hold_up_to_their_last_instant_and_number);
        ADD("balance", the_balance_told_is_what_the_guard_reckons_until_the_end);
        ADD("origin-named", the_origin_is_named_with_its_address_in_both_languages);
        ADD("json", the_json_has_exactly_the_members_promised);
        return g_test_run();
}
