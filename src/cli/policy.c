/* `shiming policy check|graph|show`: proves a policy, draws it, and shows what it asks for. */
#include "base/refusal.h"
#include "cli/command.h"
#include "cli/rules.h"
#include "domain/policy-check.h"
#include "domain/policy-graph.h"

#include <jansson.h>

typedef struct PolicyOptions {
        char *policy, *calendar;
        gboolean json;
} PolicyOptions;

static void findings_write_json(const Policy *policy, const GArray *findings) {
        json_t *list = json_array();
        json_auto_t *json = NULL;

        for (guint i = 0; i < findings->len; i++) {
                const PolicyFinding *finding = &g_array_index(findings, PolicyFinding, i);

                json_array_append_new(list,
                                      json_pack("{s:i, s:{s:s, s:s}}", "line", (int) finding->line, "text", "zh",
                                                finding->what.in[LANGUAGE_ZH], "en", finding->what.in[LANGUAGE_EN]));
        }
        json = json_pack("{s:s, s:s, s:s, s:b, s:o}", "id", policy->id, "edition", policy->edition, "hash",
                         policy->hash, "good", findings->len == 0, "findings", list);
        json_dumpf(json, stdout, JSON_INDENT(2));
        putchar('\n');
}

static void findings_print(const char *path, const char *file, const GArray *findings, Language language) {
        for (guint i = 0; i < findings->len; i++) {
                const PolicyFinding *finding = &g_array_index(findings, PolicyFinding, i);

                if (language == LANGUAGE_ZH)
                        (void) fprintf(stderr, "%s: %s 第 %u 行：%s。\n", path, file, finding->line,
                                       finding->what.in[language]);
                else
                        (void) fprintf(stderr, "%s: %s:%u: %s.\n", path, file, finding->line,
                                       finding->what.in[language]);
        }
}

static ExitStatus check_run(const Invocation *call, GError **error) {
        const PolicyOptions *options = call->options;
        const char *file = call->arguments[0];
        g_autoptr(Policy) policy = rules_policy(call, file, error);
        g_autoptr(Calendar) calendar = policy ? rules_calendar(call, options->calendar, error) : NULL;
        g_autoptr(GArray) findings = NULL;

        if (!calendar)
                return EXIT_REFUSED;
        findings = policy_check(policy, calendar);
        if (options->json)
                findings_write_json(policy, findings);
        else if (findings->len > 0)
                findings_print(call->path, file, findings, call->language);
        else if (call->language == LANGUAGE_ZH)
                printf("%s：无误。%s %s，%u 条办法，每个愿望都有答复，每条办法都能结束。\n", file, policy->id,
                       policy->edition, policy->routes->len);
        else
                printf("%s: good. %s %s, %u routes; every wish has an answer and every route can end.\n", file,
                       policy->id, policy->edition, policy->routes->len);
        return findings->len > 0 ? EXIT_REFUSED : EXIT_GOOD;
}

static ExitStatus graph_run(const Invocation *call, GError **error) {
        g_autoptr(Policy) policy = rules_policy(call, call->arguments[0], error);
        g_autofree char *graph = policy ? policy_graph(policy, call->language) : NULL;

        if (!graph)
                return EXIT_REFUSED;
        (void) fputs(graph, stdout); /* command_main() flushes, and tells what was lost */
        return EXIT_GOOD;
}

static void route_line_print(const PolicyRoute *route, Language language) {
        printf("%-32s %s → %s, %s, %s\n    %s\n", route->id, enum_name(&owner_kind_names, (int) route->from),
               enum_name(&owner_kind_names, (int) route->to), enum_name(&channel_names, (int) route->channel),
               enum_name(&on_approval_names, (int) route->on_approval), local_text(&route->name, language));
}

static void item_print(const PolicyItem *item, Language language) {
        printf("  %s (%s): %s%s%s%s%s ≥ %u\n", item->id, enum_name(&side_names, (int) item->of),
               local_text(&item->name, language), item->annual_record ? " [annual-record]" : "",
               item->sealed_by_old ? " [seal: old]" : "", item->sealed_by_new ? " [seal: new]" : "",
               item->each_invoice ? " [each-invoice]" : "", item->at_least);
        for (const PolicyMaterial **material = item->any_of; *material; material++)
                printf("      %s: %s\n      %s\n", (*material)->id, local_text(&(*material)->name, language),
                       local_text(&(*material)->guidance, language));
}

static void route_print(const PolicyRoute *route, Language language) {
        route_line_print(route, language);
        printf("    %s\n    need: %s, review-days: %u, approvals: %u\n", local_text(&route->effort, language),
               enum_name(&route_need_names, (int) route->need), route->review_days, route->approvals);
        for (guint i = 0; i < route->items->len; i++)
                item_print(g_ptr_array_index(route->items, i), language);
        for (guint i = 0; i < route->methods->len; i++) {
                const PolicyMethod *method = g_ptr_array_index(route->methods, i);

                printf("  → %s: %s\n", method->id, local_text(&method->name, language));
        }
}

static ExitStatus show_run(const Invocation *call, GError **error) {
        static const char *const unknown[LANGUAGE_COUNT] = { "规则中没有这种办法", "The policy has no such route" };
        const PolicyOptions *options = call->options;
        g_autoptr(Policy) policy = rules_policy(call, options->policy, error);
        const PolicyRoute *route;

        if (!policy)
                return EXIT_REFUSED;
        if (!call->arguments[0]) {
                for (guint i = 0; i < policy->routes->len; i++)
                        route_line_print(g_ptr_array_index(policy->routes, i), call->language);
                return EXIT_GOOD;
        }
        route = policy_route(policy, call->arguments[0]);
        if (!route)
                return command_refuse_usage(call, error, unknown, call->arguments[0]);
        route_print(route, call->language);
        return EXIT_GOOD;
}

/* clang-format off */
static const CommandOption check_options[] = {
        { "calendar", 0, G_OPTION_ARG_STRING, offsetof(PolicyOptions, calendar), "FILE",
          { "日历文件（默认内置）", "Calendar (default: built in)" } },
        { "json", 0, G_OPTION_ARG_NONE, offsetof(PolicyOptions, json), NULL, { "输出 JSON", "Write JSON" } },
        { .name = NULL },
};

static const Command command_policy_check = {
        .name = "check",
        .about = { "证明规则文件：每个愿望都有答复，每条办法都能结束",
                   "Prove a policy: every wish has an answer, every route can end" },
        .usage = "FILE",
        .examples = "shiming policy check policy/aliyun.yaml",
        .options = check_options,
        .options_size = sizeof(PolicyOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = check_run,
};

static const Command command_policy_graph = {
        .name = "graph",
        .about = { "把规则画成 Graphviz 图", "Draw a policy as Graphviz text" },
        .usage = "[FILE]",
        .details = { "不写 FILE 时画内置的规则。", "Without FILE the policy built in is drawn." },
        .examples = "shiming policy graph policy/aliyun.yaml | dot -Tsvg > policy.svg",
        .arguments_max = 1,
        .run = graph_run,
};

static const CommandOption show_options[] = {
        { "policy", 0, G_OPTION_ARG_STRING, offsetof(PolicyOptions, policy), "FILE",
          { "规则文件（默认内置）", "Policy (default: built in)" } },
        { .name = NULL },
};

static const Command command_policy_show = {
        .name = "show",
        .about = { "列出各条办法，或详示其中一条", "List the routes, or show one in full" },
        .usage = "[ROUTE]",
        .examples = "shiming policy show\nshiming policy show enterprise-rename",
        .options = show_options,
        .options_size = sizeof(PolicyOptions),
        .arguments_max = 1,
        .run = show_run,
};

static const Command *const policy_actions[] = {
        &command_policy_check, &command_policy_graph, &command_policy_show, NULL };

const Command command_policy = {
        .name = "policy",
        .about = { "检查、绘制或显示变更规则", "Prove, draw or show a policy" },
        .actions = policy_actions,
};
/* clang-format on */
