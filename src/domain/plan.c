/* Finds the routes for a wish and reckons their dates. Why a route does not apply is one table of rules, asked in order. */
#include "domain/plan.h"

#include "base/instant.h"
#include "base/refusal.h"

#define NAMES(symbol, ...)                                           \
        static const char *const symbol##_table[] = { __VA_ARGS__ }; \
        const EnumNames symbol = ENUM_NAMES(symbol##_table)

/* clang-format off */
NAMES(plan_reason_names,
      [PLAN_CHANGE_AT_ORIGIN] = "change-at-origin", [PLAN_WRONG_KIND] = "wrong-kind",
      [PLAN_SAME_ENTERPRISE] = "same-enterprise", [PLAN_NOT_SAME_ENTERPRISE] = "not-same-enterprise",
      [PLAN_NOT_VERIFIED] = "not-verified", [PLAN_CASE_OPEN] = "case-open", [PLAN_FROZEN] = "frozen",
      [PLAN_ARREARS] = "arrears", [PLAN_CHANGED_RECENTLY] = "changed-recently",
      [PLAN_TOO_MANY_ACCOUNTS] = "too-many-accounts", [PLAN_NO_ENTERPRISE_ALIPAY] = "no-enterprise-alipay",
      [PLAN_NO_CORPORATE_ACCOUNT] = "no-corporate-account",
      [PLAN_PAYS_NOBODY] = "pays-nobody", [PLAN_BANK_NOT_SUPPORTED] = "bank-not-supported");

NAMES(plan_step_names,
      [PLAN_STEP_SUBMIT] = "submit", [PLAN_STEP_SEND_PARCEL] = "send-parcel", [PLAN_STEP_PARTNER_CONFIRMS] = "partner-confirms",
      [PLAN_STEP_PARCEL_COMPLETE] = "parcel-complete", [PLAN_STEP_REVIEWED] = "reviewed",
      [PLAN_STEP_RELEASED] = "released", [PLAN_STEP_VERIFIED] = "verified", [PLAN_STEP_REPLACED] = "replaced");

/* {0} {1}: name and address of the origin. */
static const char *const reason_texts[PLAN_REASON_COUNT][LANGUAGE_COUNT] = {
        [PLAN_CHANGE_AT_ORIGIN] = { "账号以{0}登录并已在那里实名认证，请到 {1} 变更",
                                    "the account signs in with {0} and is verified there; change it at {1}" },
        [PLAN_WRONG_KIND] = { "不适用于这样的新旧所有人", "it is not for this kind of old and new owner" },
        [PLAN_SAME_ENTERPRISE] = { "企业未变，只需办理名称变更", "the enterprise stays; only its name changes" },
        [PLAN_NOT_SAME_ENTERPRISE] = { "只适用于同一企业变更名称（统一社会信用代码不变）",
                                       "it is for the same enterprise under a new name only (same unified social credit code)" },
        [PLAN_NOT_VERIFIED] = { "账号目前没有实名认证，可直接认证", "the account has no verification; verify it directly" },
        [PLAN_CASE_OPEN] = { "账号已有进行中的变更，请先完成或撤回",
                             "a change of this account is under way; finish or withdraw it first" },
        [PLAN_FROZEN] = { "账号已被冻结，请先解除冻结", "the account is frozen; have the freeze lifted first" },
        [PLAN_ARREARS] = { "账号欠费，请先结清", "the account is in arrears; settle them first" },
        [PLAN_CHANGED_RECENTLY] = { "距上次变更时间太短", "the last change was too short a time ago" },
        [PLAN_TOO_MANY_ACCOUNTS] = { "新所有人名下的账号已达上限", "the new owner has as many accounts as are allowed" },
        [PLAN_NO_ENTERPRISE_ALIPAY] = { "需要已实名认证的企业支付宝", "it needs a verified enterprise Alipay account" },
        [PLAN_NO_CORPORATE_ACCOUNT] = { "需要企业对公银行账户", "it needs a corporate bank account" },
        [PLAN_PAYS_NOBODY] = { "平台尚未设置用于付款的银行账户", "the platform has no bank account to pay from yet" },
        [PLAN_BANK_NOT_SUPPORTED] = { "对公账户的开户银行不在支持之列", "the bank of the corporate account is not supported" },
};

static const char *const step_texts[PLAN_STEP_COUNT][LANGUAGE_COUNT] = {
        [PLAN_STEP_SUBMIT] = { "提交申请", "Hand the application in" },
        [PLAN_STEP_SEND_PARCEL] = { "寄出资料", "Send the parcel" },
        [PLAN_STEP_PARTNER_CONFIRMS] = { "合作方确认企业支付宝", "The partner confirms the enterprise Alipay" },
        [PLAN_STEP_PARCEL_COMPLETE] = { "邮寄的资料到齐", "The parcel is there and complete" },
        [PLAN_STEP_REVIEWED] = { "审核完成（最迟）", "Reviewed, at the latest" },
        [PLAN_STEP_RELEASED] = { "原实名认证解除", "The old verification is released" },
        [PLAN_STEP_VERIFIED] = { "新所有人完成实名认证", "The new owner is verified" },
        [PLAN_STEP_REPLACED] = { "实名认证变更为新所有人", "The verification passes to the new owner" },
};
/* clang-format on */

/* One reason and when it holds. */
typedef struct PlanRule {
        PlanReason reason;
        bool (*holds)(const Policy *policy, const PolicyRoute *route, const PlanWish *wish);
} PlanRule;

static bool verified_at_origin(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) policy, (void) route;
        return wish->origin != ORIGIN_LOCAL && wish->origin_verified;
}

static bool wrong_kind(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) policy;
        return route->from != wish->from || route->to != wish->to;
}

static bool same_enterprise(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) policy;
        return wish->same_enterprise && !route->same_subject;
}

static bool not_same_enterprise(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) policy;
        return !wish->same_enterprise && route->same_subject;
}

static bool not_verified(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) policy, (void) route;
        return wish->account && wish->account->not_verified;
}

static bool case_open(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) policy, (void) route;
        return wish->account && wish->account->case_open;
}

static bool frozen(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) route;
        return policy->limits.refuse_frozen && wish->account && wish->account->frozen;
}

static bool arrears(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) route;
        return policy->limits.refuse_arrears && wish->account && wish->account->arrears;
}

static bool changed_recently(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        gint64 days = policy->limits.days_between_changes;

        (void) route;
        return days > 0 && wish->account && wish->account->last_change_at != INSTANT_NONE
               && wish->at - wish->account->last_change_at < days * INSTANT_DAY;
}

/* A change of name gives nobody one more account. */
static bool too_many_accounts(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        guint limit = route->to == OWNER_PERSONAL ? policy->limits.accounts_per_person
                                                  : policy->limits.accounts_per_enterprise;

        return limit > 0 && !route->same_subject && wish->account && wish->account->accounts_of_new_subject >= limit;
}

static bool no_enterprise_alipay(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) policy;
        return route->need == ROUTE_NEED_ENTERPRISE_ALIPAY && !wish->has_enterprise_alipay;
}

static bool no_corporate_account(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) policy;
        return route->need == ROUTE_NEED_CORPORATE_ACCOUNT && !wish->has_corporate_account;
}

static bool pays_nobody(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        (void) policy;
        return route->need == ROUTE_NEED_CORPORATE_ACCOUNT && wish->platform_pays_nobody;
}

static bool bank_is_supported(const Policy *policy, const PlanWish *wish) {
        return !wish->bank || policy_bank(policy, wish->bank);
}

static bool bank_not_supported(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        return route->need == ROUTE_NEED_CORPORATE_ACCOUNT && !bank_is_supported(policy, wish);
}

static const PlanRule rules[] = {
        { PLAN_CHANGE_AT_ORIGIN, verified_at_origin },
        { PLAN_WRONG_KIND, wrong_kind },
        { PLAN_SAME_ENTERPRISE, same_enterprise },
        { PLAN_NOT_SAME_ENTERPRISE, not_same_enterprise },
        { PLAN_NOT_VERIFIED, not_verified },
        { PLAN_CASE_OPEN, case_open },
        { PLAN_FROZEN, frozen },
        { PLAN_ARREARS, arrears },
        { PLAN_CHANGED_RECENTLY, changed_recently },
        { PLAN_TOO_MANY_ACCOUNTS, too_many_accounts },
        { PLAN_NO_ENTERPRISE_ALIPAY, no_enterprise_alipay },
        { PLAN_PAYS_NOBODY, pays_nobody },
        { PLAN_NO_CORPORATE_ACCOUNT, no_corporate_account },
        { PLAN_BANK_NOT_SUPPORTED, bank_not_supported },
};

bool plan_route_applies(const Policy *policy, const PolicyRoute *route, const PlanWish *wish, PlanReason *reason) {
        for (guint i = 0; i < G_N_ELEMENTS(rules); i++) {
                if (rules[i].holds(policy, route, wish)) {
                        *reason = rules[i].reason;
                        return false;
                }
        }
        return true;
}

static bool method_is_at_hand(const Policy *policy, const PolicyMethod *method, const PlanWish *wish) {
        if (method->method == METHOD_CORPORATE_TRANSFER)
                return !wish->platform_pays_nobody && wish->has_corporate_account && bank_is_supported(policy, wish);
        return method->method != METHOD_ENTERPRISE_ALIPAY || wish->has_enterprise_alipay;
}

/* The first of the route's methods for the kind of owner wished for that the holder can use. */
static const PolicyMethod *method_expected(const Policy *policy, const PolicyRoute *route, const PlanWish *wish) {
        for (guint i = 0; i < route->methods->len; i++) {
                const PolicyMethod *method = g_ptr_array_index(route->methods, i);

                if (method->owner == wish->to && method_is_at_hand(policy, method, wish))
                        return method;
        }
        return NULL;
}

static void step_add(PlanRoute *planned, PlanStepKind kind, gint64 by) {
        g_assert(planned->steps_count < PLAN_STEPS_MAX);
        planned->steps[planned->steps_count++] = (PlanStep){ kind, by };
}

/* `days` working days of work that begins at `from`; once a date is out of range, so are all after it. */
static gint64 worked(const OfficeHours *hours, gint64 from, guint days, PlanRoute *planned) {
        bool provisional = false;
        gint64 until = from == INSTANT_NONE ? INSTANT_NONE : deadline_due(hours, from, days, &provisional);

        planned->provisional |= provisional;
        return until;
}

/* A parcel that comes on a day off is opened on the next working day; its review counts from that day. */
static gint64 parcel_opened(const OfficeHours *hours, gint64 at, PlanRoute *planned) {
        return worked(hours, at + planned->route->transit_days * INSTANT_DAY, 0, planned);
}

static void steps_online(PlanRoute *planned, gint64 at) {
        step_add(planned, PLAN_STEP_PARTNER_CONFIRMS, at);
        step_add(planned, PLAN_STEP_REPLACED, at);
        planned->review_due = INSTANT_NONE;
        planned->ends_by = at;
}

static void steps_reviewed(PlanRoute *planned, const OfficeHours *hours, gint64 at) {
        gint64 begins = at;

        if (planned->route->channel == CHANNEL_MAIL) {
                step_add(planned, PLAN_STEP_SEND_PARCEL, at);
                begins = parcel_opened(hours, at, planned);
                step_add(planned, PLAN_STEP_PARCEL_COMPLETE, begins);
        }
        planned->review_due = worked(hours, begins, planned->route->review_days, planned);
        planned->ends_by = planned->review_due;
        step_add(planned, PLAN_STEP_REVIEWED, planned->review_due);
        if (planned->route->on_approval == ON_APPROVAL_REPLACE) {
                step_add(planned, PLAN_STEP_REPLACED, planned->ends_by);
                return;
        }
        if (planned->route->cut_over == CUT_OVER_ON_RELEASE)
                step_add(planned, PLAN_STEP_RELEASED, planned->review_due);
        if (planned->method) {
                guint days = planned->method->arrival_days + planned->method->review_days;

                if (days)
                        planned->ends_by = worked(hours, planned->review_due, days, planned);
                step_add(planned, PLAN_STEP_VERIFIED, planned->ends_by);
        }
}

static bool out_of_years(GError **error) {
        return refuse(error, REFUSAL_OUT_OF_RANGE, "/at", "at", "0001-01-01", "9999-12-31", NULL);
}

/* The route with its dates and money; NULL where a date lies beyond the calendar. */
static PlanRoute *route_plan(const Policy *policy, const OfficeHours *hours, const PolicyRoute *route,
                             const PlanWish *wish, GError **error) {
        g_autofree PlanRoute *planned = g_new0(PlanRoute, 1);

        planned->route = route;
        planned->method = method_expected(policy, route, wish);
        step_add(planned, PLAN_STEP_SUBMIT, wish->at);
        if (route->channel == CHANNEL_ONLINE)
                steps_online(planned, wish->at);
        else
                steps_reviewed(planned, hours, wish->at);
        if (planned->ends_by == INSTANT_NONE) {
                out_of_years(error);
                return NULL;
        }
        if (wish->account && wish->account->money) {
                if (!guard_forecast(wish->account->money, wish->at, planned->ends_by, &planned->forecast, error))
                        return NULL;
                planned->forecast_known = true;
        }
        return g_steal_pointer(&planned);
}

static void planned_free(gpointer planned) {
        guard_forecast_clear(&((PlanRoute *) planned)->forecast);
        g_free(planned);
}

/* GLib's sort of pointer arrays is stable, so that the policy's order decides where two routes end together. */
static gint by_end(gconstpointer a, gconstpointer b) {
        const PlanRoute *first = *(const PlanRoute *const *) a, *second = *(const PlanRoute *const *) b;

        return (first->ends_by > second->ends_by) - (first->ends_by < second->ends_by);
}

Plan *plan_make(const Policy *policy, const Calendar *calendar, const PlanWish *wish, GError **error) {
        OfficeHours hours = { calendar, policy->zone, policy->closing_minutes };
        g_autoptr(Plan) plan = g_new0(Plan, 1);

        plan->at = wish->at;
        plan->routes = g_ptr_array_new_with_free_func(planned_free);
        plan->refused = g_array_new(FALSE, FALSE, sizeof(PlanRefused));
        if (civil_date_at(wish->at, policy->zone) == CIVIL_DATE_NONE) {
                out_of_years(error);
                return NULL;
        }
        if (verified_at_origin(policy, NULL, wish))
                plan->origin = policy_origin(policy, wish->origin);
        for (guint i = 0; i < policy->routes->len; i++) {
                PlanRefused refused = { .route = g_ptr_array_index(policy->routes, i) };
                PlanRoute *planned;

                if (!plan_route_applies(policy, refused.route, wish, &refused.reason)) {
                        g_array_append_val(plan->refused, refused);
                        continue;
                }
                planned = route_plan(policy, &hours, refused.route, wish, error);
                if (!planned)
                        return NULL;
                g_ptr_array_add(plan->routes, planned);
        }
        g_ptr_array_sort(plan->routes, by_end);
        return g_steal_pointer(&plan);
}

void plan_free(Plan *plan) {
        if (!plan)
                return;
        g_ptr_array_unref(plan->routes);
        g_array_unref(plan->refused);
        g_free(plan);
}

char *plan_reason_text(const Plan *plan, PlanReason reason, Language language) {
        static const char *const elsewhere[LANGUAGE_COUNT] = { "登录来源", "its login origin" };
        static const char *const there[LANGUAGE_COUNT] = { "该网站", "that site" };
        g_autoptr(GString) text = g_string_new(reason_texts[reason][language]);

        g_string_replace(text, "{0}", plan->origin ? local_text(&plan->origin->name, language) : elsewhere[language],
                         1);
        g_string_replace(text, "{1}", plan->origin ? plan->origin->address : there[language], 1);
        return g_string_free(g_steal_pointer(&text), FALSE);
}

const char *plan_step_text(PlanStepKind kind, Language language) {
        return step_texts[kind][language];
}
