/* Writes a policy as a Graphviz digraph. */
#include "domain/policy-graph.h"

/* clang-format off */
static const char *const owner_texts[][LANGUAGE_COUNT] = {
        [OWNER_PERSONAL] = { "个人", "a person" }, [OWNER_ENTERPRISE] = { "企业", "an enterprise" } };
static const char *const side_texts[][LANGUAGE_COUNT] = {
        [SIDE_OLD] = { "原所有人", "old owner" }, [SIDE_NEW] = { "新所有人", "new owner" } };
static const char *const channel_texts[][LANGUAGE_COUNT] = {
        [CHANNEL_TICKET] = { "工单", "ticket" }, [CHANNEL_MAIL] = { "邮寄", "mail" }, [CHANNEL_ONLINE] = { "在线", "online" } };
static const char *const effect_texts[][LANGUAGE_COUNT] = {
        [ON_APPROVAL_RELEASE] = { "解除，再重新认证", "release, then verify anew" },
        [ON_APPROVAL_REPLACE] = { "直接变更", "replace" } };
static const char *const channel_colours[] = {
        [CHANNEL_TICKET] = "#1f5fa8", [CHANNEL_MAIL] = "#8a5a00", [CHANNEL_ONLINE] = "#1d7a3a" };
static const char *const seal_texts[][LANGUAGE_COUNT] = {
        [SIDE_OLD] = { "原单位公章", "seal of the old company" }, [SIDE_NEW] = { "新单位公章", "seal of the new company" } };
/* clang-format on */

/* Inside a quoted string only `"` ends it and `\` begins an escape; a line feed of a text becomes a left-aligned break. */
static void append_escaped(GString *graph, const char *text) {
        for (; *text; text++) {
                if (*text == '\n')
                        g_string_append(graph, "\\l");
                else if (*text == '"' || *text == '\\')
                        g_string_append_printf(graph, "\\%c", *text);
                else
                        g_string_append_c(graph, *text);
        }
}

/* A line of a label. */
static void append_line(GString *graph, const char *before, const char *text, const char *after) {
        append_escaped(graph, before);
        append_escaped(graph, text);
        append_escaped(graph, after);
        g_string_append(graph, "\\l");
}

static void append_item(GString *graph, const PolicyItem *item, Language language) {
        g_autoptr(GString) after = g_string_new(NULL);

        if (item->sealed_by_old)
                g_string_append_printf(after, " + %s", seal_texts[SIDE_OLD][language]);
        if (item->sealed_by_new)
                g_string_append_printf(after, " + %s", seal_texts[SIDE_NEW][language]);
        if (item->at_least > 1)
                g_string_append_printf(after, " ×%u", item->at_least);
        append_line(graph, "· ", local_text(&item->name, language), after->str);
}

static void append_review(GString *graph, const PolicyRoute *route, Language language) {
        g_autofree char *review = language == LANGUAGE_ZH ? g_strdup_printf("%u 个工作日审核，%u 人批准",
                                                                            route->review_days, route->approvals)
                                                          : g_strdup_printf("review %u working days, approvals %u",
                                                                            route->review_days, route->approvals);

        if (route->channel != CHANNEL_ONLINE)
                append_line(graph, "", review, "");
}

static void append_route(GString *graph, const PolicyRoute *route, Language language) {
        g_autofree char *how = g_strdup_printf("%s · %s", channel_texts[route->channel][language],
                                               effect_texts[route->on_approval][language]);

        g_string_append_printf(graph, "  old_%s -> new_%s [color=\"%s\" fontcolor=\"%s\" label=\"",
                               enum_name(&owner_kind_names, (int) route->from),
                               enum_name(&owner_kind_names, (int) route->to), channel_colours[route->channel],
                               channel_colours[route->channel]);
        append_line(graph, "", route->id, "");
        append_line(graph, "", local_text(&route->name, language), "");
        append_line(graph, "", how, "");
        append_review(graph, route, language);
        for (guint i = 0; i < route->items->len; i++)
                append_item(graph, g_ptr_array_index(route->items, i), language);
        for (guint i = 0; i < route->methods->len; i++)
                append_line(
                        graph, "→ ",
                        local_text(&((const PolicyMethod *) g_ptr_array_index(route->methods, i))->name, language),
                        "");
        g_string_append(graph, "\"];\n");
}

static void append_owners(GString *graph, Side side, Language language) {
        g_string_append_printf(graph, "  { rank=%s;", side == SIDE_OLD ? "source" : "sink");
        for (int kind = 0; kind < owner_kind_names.count; kind++)
                g_string_append_printf(graph, " %s_%s [label=\"%s: %s\"];", enum_name(&side_names, (int) side),
                                       enum_name(&owner_kind_names, kind), side_texts[side][language],
                                       owner_texts[kind][language]);
        g_string_append(graph, " }\n");
}

char *policy_graph(const Policy *policy, Language language) {
        g_autoptr(GString) graph = g_string_new("digraph policy {\n"
                                                "  graph [rankdir=LR nodesep=0.6 ranksep=5 labelloc=t "
                                                "fontname=\"Noto Sans CJK SC\" label=\"");

        append_escaped(graph, policy->id);
        append_escaped(graph, " ");
        append_escaped(graph, policy->edition);
        g_string_append(graph, "\"];\n"
                               "  node [shape=box style=rounded fontname=\"Noto Sans CJK SC\"];\n"
                               "  edge [fontname=\"Noto Sans CJK SC\" fontsize=10];\n");
        append_owners(graph, SIDE_OLD, language);
        append_owners(graph, SIDE_NEW, language);
        for (guint i = 0; i < policy->routes->len; i++)
                append_route(graph, g_ptr_array_index(policy->routes, i), language);
        g_string_append(graph, "}\n");
        return g_string_free(g_steal_pointer(&graph), FALSE);
}
