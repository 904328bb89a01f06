/* `shiming plan`: which ways lead from this owner to that one, when each would end, what it asks for; and why not the others. */
#include "base/instant.h"
#include "base/refusal.h"
#include "cli/command.h"
#include "cli/rules.h"
#include "domain/plan-json.h"

typedef struct PlanOptions {
        char *origin, *origin_verified, *from, *to, *bank, *at, *policy, *calendar;
        GStrv have;
        gboolean same_enterprise, json;
} PlanOptions;

static bool name_read(const Invocation *call, const EnumNames *names, const char *option, const char *value,
                      int *enumerator, GError **error) {
        g_autofree char *allowed = enum_names_join(names);
        g_autofree char *zh = value ? g_strdup_printf("--%s 可用：%s；没有", option, allowed)
                                    : g_strdup_printf("缺少 --%s，可用：%s", option, allowed);
        g_autofree char *en = value ? g_strdup_printf("--%s takes one of %s, not", option, allowed)
                                    : g_strdup_printf("--%s is missing; it takes one of %s", option, allowed);
        const char *const text[LANGUAGE_COUNT] = { zh, en };

        if (enum_find(names, value, enumerator))
                return true;
        command_refuse_usage(call, error, text, value);
        return false;
}

/* An origin other than local counts as verified there unless told otherwise. */
static bool origin_read(const Invocation *call, const PlanOptions *options, PlanWish *wish, GError **error) {
        static const char *const no_yes_table[] = { "no", "yes" };
        static const EnumNames no_yes = ENUM_NAMES(no_yes_table);
        int origin, verified;

        if (!name_read(call, &origin_names, "origin", options->origin, &origin, error))
                return false;
        wish->origin = (Origin) origin;
        verified = wish->origin != ORIGIN_LOCAL;
        if (options->origin_verified
            && !name_read(call, &no_yes, "origin-verified", options->origin_verified, &verified, error))
                return false;
        wish->origin_verified = verified;
        return true;
}

/* Whoever names the bank of a corporate account has one. */
static bool have_read(const Invocation *call, const PlanOptions *options, PlanWish *wish, GError **error) {
        static const char *const have_table[] = { "enterprise-alipay", "corporate-account" };
        static const EnumNames have_names = ENUM_NAMES(have_table);
        bool have[] = { false, false };

        for (char **name = options->have; name && *name; name++) {
                int which;

                if (!name_read(call, &have_names, "have", *name, &which, error))
                        return false;
                have[which] = true;
        }
        wish->has_enterprise_alipay = have[0];
        wish->has_corporate_account = have[1] || options->bank;
        wish->bank = options->bank;
        return true;
}

static bool wish_read(const Invocation *call, const PlanOptions *options, PlanWish *wish, GError **error) {
        static const char *const wrong_at[LANGUAGE_COUNT] = {
                "--at 应为 RFC 3339 时刻，如 2018-05-10T18:34:14+08:00；不是",
                "--at takes a time of RFC 3339 such as "
                "2018-05-10T18:34:14+08:00, not"
        };
        int from, to;

        if (!origin_read(call, options, wish, error)
            || !name_read(call, &owner_kind_names, "from", options->from, &from, error)
            || !name_read(call, &owner_kind_names, "to", options->to, &to, error)
            || !have_read(call, options, wish, error))
                return false;
        wish->from = (OwnerKind) from;
        wish->to = (OwnerKind) to;
        wish->same_enterprise = options->same_enterprise;
        wish->at = call->now;
        if (!options->at || instant_parse(options->at, &wish->at))
                return true;
        command_refuse_usage(call, error, wrong_at, options->at);
        return false;
}

static char *time_text(gint64 instant, GTimeZone *zone) {
        g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(instant / INSTANT_SECOND);
        g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);

        return g_date_time_format(local, "%Y-%m-%d %H:%M");
}

static void item_print(const PolicyItem *item, Language language) {
        static const char *const seals[][LANGUAGE_COUNT] = {
                [SIDE_OLD] = { "盖原单位公章", "sealed by the old company" },
                [SIDE_NEW] = { "盖新单位公章", "sealed by the new company" }
        };

        printf("      · %s", local_text(&item->name, language));
        if (item->sealed_by_old)
                printf(" [%s]", seals[SIDE_OLD][language]);
        if (item->sealed_by_new)
                printf(" [%s]", seals[SIDE_NEW][language]);
        putchar('\n');
        for (const PolicyMaterial **material = item->any_of; *material; material++)
                printf("          %s%s%s\n", local_text(&(*material)->name, language),
                       language == LANGUAGE_ZH ? "：" : ": ", local_text(&(*material)->guidance, language));
}

static void route_print(const PlanRoute *planned, const Policy *policy, guint place, Language language) {
        static const char *const needed[LANGUAGE_COUNT] = { "材料：", "Evidence:" };
        static const char *const provisional[LANGUAGE_COUNT] = {
                "（暂定：官方日历尚未公布）", " (provisional: the official calendar is not out yet)"
        };

        printf("  %u. %s (%s)\n     %s\n", place, local_text(&planned->route->name, language), planned->route->id,
               local_text(&planned->route->effort, language));
        for (guint i = 0; i < planned->steps_count; i++) {
                g_autofree char *by = time_text(planned->steps[i].by, policy->zone);

                printf("      %s  %s", by, plan_step_text(planned->steps[i].kind, language));
                if (planned->steps[i].kind == PLAN_STEP_VERIFIED && planned->method)
                        printf(language == LANGUAGE_ZH ? "（%s）" : " (%s)",
                               local_text(&planned->method->name, language));
                printf("%s\n", i + 1 == planned->steps_count && planned->provisional ? provisional[language] : "");
        }
        if (planned->route->items->len > 0)
                printf("     %s\n", needed[language]);
        for (guint i = 0; i < planned->route->items->len; i++)
                item_print(g_ptr_array_index(planned->route->items, i), language);
}

static void plan_print(const Plan *plan, const Policy *policy, Language language) {
        static const char *const none[LANGUAGE_COUNT] = { "没有可用的办法。", "No route applies." };
        static const char *const others[LANGUAGE_COUNT] = { "不适用的办法：", "Routes that do not apply:" };

        if (plan->routes->len == 0)
                puts(none[language]);
        else if (language == LANGUAGE_ZH)
                printf("可用的办法，最早完成的在前（时区 %s）：\n", policy->zone_name);
        else
                printf("Routes that apply, the earliest to end first (%s):\n", policy->zone_name);
        for (guint i = 0; i < plan->routes->len; i++)
                route_print(g_ptr_array_index(plan->routes, i), policy, i + 1, language);
        if (plan->refused->len > 0)
                puts(others[language]);
        for (guint i = 0; i < plan->refused->len; i++) {
                const PlanRefused *refused = &g_array_index(plan->refused, PlanRefused, i);
                g_autofree char *reason = plan_reason_text(plan, refused->reason, language);

                printf("  · %s (%s)%s%s\n", local_text(&refused->route->name, language), refused->route->id,
                       language == LANGUAGE_ZH ? "：" : ": ", reason);
        }
}

static ExitStatus plan_run(const Invocation *call, GError **error) {
        const PlanOptions *options = call->options;
        g_autoptr(Policy) policy = NULL;
        g_autoptr(Calendar) calendar = NULL;
        g_autoptr(Plan) plan = NULL;
        PlanWish wish = { 0 };

        if (!wish_read(call, options, &wish, error))
                return EXIT_USAGE;
        policy = rules_policy(call, options->policy, error);
        if (!policy)
                return EXIT_REFUSED;
        calendar = rules_calendar(call, options->calendar, error);
        if (!calendar)
                return EXIT_REFUSED;
        plan = plan_make(policy, calendar, &wish, error);
        if (!plan)
                return EXIT_REFUSED;
        if (options->json) {
                json_auto_t *json = plan_to_json(plan, policy, calendar);

                json_dumpf(json, stdout, JSON_INDENT(2));
                putchar('\n');
                return EXIT_GOOD;
        }
        plan_print(plan, policy, call->language);
        return EXIT_GOOD;
}

#define OPTION(member) offsetof(PlanOptions, member)

/* clang-format off */
static const CommandOption plan_options[] = {
        { "origin", 0, G_OPTION_ARG_STRING, OPTION(origin), "local|taobao|1688|alipay|oidc",
          { "账号的登录来源", "Where the account signs in" } },
        { "origin-verified", 0, G_OPTION_ARG_STRING, OPTION(origin_verified), "yes|no",
          { "是否已在登录来源实名认证（非 local 默认 yes）", "Whether it is verified there (yes unless local)" } },
        { "from", 0, G_OPTION_ARG_STRING, OPTION(from), "personal|enterprise", { "现在的所有人", "The present owner" } },
        { "to", 0, G_OPTION_ARG_STRING, OPTION(to), "personal|enterprise", { "新的所有人", "The new owner" } },
        { "have", 0, G_OPTION_ARG_STRING_ARRAY, OPTION(have), "enterprise-alipay|corporate-account",
          { "新所有人已有的条件，可重复", "What the new owner has; may be repeated" } },
        { "bank", 0, G_OPTION_ARG_STRING, OPTION(bank), "CODE",
          { "对公账户的开户银行代码（默认视为支持的银行）", "Bank of the corporate account (default: a supported one)" } },
        { "same-enterprise", 0, G_OPTION_ARG_NONE, OPTION(same_enterprise), NULL,
          { "仍是同一企业，只变更名称", "The enterprise stays, its name changes" } },
        { "at", 0, G_OPTION_ARG_STRING, OPTION(at), "RFC3339", { "提交的时刻（默认现在）", "When it is handed in (default: now)" } },
        { "policy", 0, G_OPTION_ARG_STRING, OPTION(policy), "FILE", { "规则文件（默认内置）", "Policy (default: built in)" } },
        { "calendar", 0, G_OPTION_ARG_STRING, OPTION(calendar), "FILE", { "日历文件（默认内置）", "Calendar (default: built in)" } },
        { "json", 0, G_OPTION_ARG_NONE, OPTION(json), NULL, { "输出 JSON", "Write JSON" } },
        { .name = NULL },
};

const Command command_plan = {
        .name = "plan",
        .about = { "列出变更实名认证的可行办法、日期和材料", "Show the ways to change an owner, with dates and evidence" },
        .usage = "--origin ORIGIN --from KIND --to KIND [OPTION…]",
        .examples = "shiming plan --origin local --from personal --to enterprise --have corporate-account\n"
                    "shiming plan --origin taobao --origin-verified no --from personal --to personal --json\n"
                    "shiming plan --origin local --from enterprise --to enterprise --same-enterprise",
        .options = plan_options,
        .options_size = sizeof(PlanOptions),
        .run = plan_run,
};
/* clang-format on */
