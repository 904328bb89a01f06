/* The route table as a tree of path segments: a literal wins over a parameter. */
#include "http/router.h"

#include "base/refusal.h"
#include "base/uuid.h"

#include <string.h>

#define SLUG_LENGTH_MAX 64

typedef struct Row {
        const Route *route;
        GStrv pattern; /* the path's segments */
} Row;

typedef struct Node {
        char *segment;        /* the literal; NULL for the root and for parameters */
        GHashTable *literals; /* Node by segment; NULL for none */
        struct Node *parameter;
        GPtrArray *rows;
        char *allow;
} Node;

struct Router {
        Node *root;
};

static void row_free(gpointer pointer) {
        Row *row = pointer;

        g_strfreev(row->pattern);
        g_free(row);
}

static void node_free(gpointer pointer) {
        Node *node = pointer;

        if (!node)
                return;
        g_clear_pointer(&node->literals, g_hash_table_unref);
        g_ptr_array_unref(node->rows);
        node_free(node->parameter);
        g_free(node->segment);
        g_free(node->allow);
        g_free(node);
}

static Node *node_new(const char *segment) {
        Node *node = g_new0(Node, 1);

        node->segment = g_strdup(segment);
        node->rows = g_ptr_array_new_with_free_func(row_free);
        return node;
}

static Node *node_literal(const Node *node, const char *segment) {
        return node->literals ? g_hash_table_lookup(node->literals, segment) : NULL;
}

/* Gives the node below for one segment of a row's path, made where it is missing. */
static Node *node_descend(Node *node, const char *segment) {
        Node *next;

        if (segment[0] == '{') {
                if (!node->parameter)
                        node->parameter = node_new(NULL);
                return node->parameter;
        }
        next = node_literal(node, segment);
        if (next)
                return next;
        next = node_new(segment);
        if (!node->literals)
                node->literals = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, node_free);
        g_hash_table_insert(node->literals, next->segment, next);
        return next;
}

static const Row *node_row(const Node *node, const char *method) {
        for (guint i = 0; i < node->rows->len; i++) {
                const Row *row = node->rows->pdata[i];

                if (g_str_equal(row->route->method, method))
                        return row;
        }
        return NULL;
}

static void node_allow(Node *node) {
        g_autoptr(GString) allow = g_string_new(NULL);

        for (guint i = 0; i < node->rows->len; i++) {
                const Row *row = node->rows->pdata[i];

                g_string_append_printf(allow, "%s, ", row->route->method);
        }
        if (node_row(node, "GET"))
                g_string_append(allow, "HEAD, ");
        g_string_append(allow, "OPTIONS");
        g_free(node->allow);
        node->allow = g_string_free(g_steal_pointer(&allow), FALSE);
}

/* Adds a row; false where its method and path are there already. */
static bool router_add(Router *router, const Route *route) {
        g_auto(GStrv) pattern = g_strsplit(route->path + 1, "/", -1);
        Node *node = router->root;
        Row *row;

        for (char **segment = pattern; *segment; segment++)
                node = node_descend(node, *segment);
        if (node_row(node, route->method))
                return false;
        row = g_new0(Row, 1);
        row->route = route;
        row->pattern = g_steal_pointer(&pattern);
        g_ptr_array_add(node->rows, row);
        node_allow(node);
        return true;
}

static guint path_parameter_count(const char *path) {
        guint count = 0;

        for (; *path; path++)
                count += *path == '{';
        return count;
}

/* What a row must be, each with the words that name its lack. */
static const char *route_mistake(const Route *route) {
        static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", NULL };
        bool reads = g_str_equal(route->method, "GET");

        const struct {
                bool wrong;
                const char *words;
        } checks[] = {
                { !g_strv_contains(methods, route->method), "has an unknown method" },
                { !route->path || route->path[0] != '/', "has no path" },
                { route->path && path_parameter_count(route->path) > ROUTE_PARAMETERS_MAX,
                  "has too many parameters" },
                { !route->handle, "has no handler" },
                { !route->roles, "has no roles" },
                { route->roles & ROLE_SYSTEM, "opens the door to the system's own role" },
                { !(route->roles & ROLE_PLATFORM) != !route->scopes,
                  "lets API keys in without a scope or the reverse" },
                { route->rate == RATE_NONE, "has no rate" },
                { (route->body == BODY_NONE) != (route->body_bytes_max == 0),
                  "has a body without limit or the reverse" },
                { route->body == BODY_JSON && route->body_bytes_max > ROUTE_JSON_BYTES_MAX,
                  "gathers too large a body" },
                { (route->body == BODY_STREAM) != (route->media[0] != NULL), "streams without media or the reverse" },
                { route->inline_ok && route->body != BODY_NONE, "answers a body on the poll thread" },
                { route->inline_ok == INLINE_ALWAYS && route->roles != ROLE_ANYONE, "signs in on the poll thread" },
                { reads && (route->body != BODY_NONE || route->requires),
                  "reads, yet takes a body or requires headers" },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(checks); i++) {
                if (checks[i].wrong)
                        return checks[i].words;
        }
        return NULL;
}

static Router *router_build(const Route *const *tables, char **mistake) {
        g_autoptr(Router) router = g_new0(Router, 1);

        router->root = node_new(NULL);
        for (; *tables; tables++) {
                for (const Route *route = *tables; route->method; route++) {
                        const char *words = route_mistake(route);

                        if (!words && !router_add(router, route))
                                words = "stands twice";
                        if (!words)
                                continue;
                        *mistake = g_strdup_printf("route %s %s %s", route->method, route->path, words);
                        return NULL;
                }
        }
        return g_steal_pointer(&router);
}

char *router_mistake(const Route *const *tables) {
        char *mistake = NULL;
        g_autoptr(Router) router G_GNUC_UNUSED = router_build(tables, &mistake);

        return mistake;
}

Router *router_new(const Route *const *tables) {
        char *mistake = NULL;
        Router *router = router_build(tables, &mistake);

        if (!router)
                g_error("%s", mistake);
        return router;
}

void router_free(Router *router) {
        if (!router)
                return;
        node_free(router->root);
        g_free(router);
}

static const Node *node_find(const Node *node, const Address *address, guint depth) {
        const Node *next;
        const Node *found;

        if (depth == address->segment_count)
                return node->rows->len ? node : NULL;
        next = node_literal(node, address->segments[depth]);
        found = next ? node_find(next, address, depth + 1) : NULL;
        if (found || !node->parameter || !*address->segments[depth])
                return found;
        return node_find(node->parameter, address, depth + 1);
}

static bool text_is_slug(const char *text) {
        gsize length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");

        return length > 0 && length <= SLUG_LENGTH_MAX && !text[length];
}

bool route_parameter_is_uuid(const char *brace) {
        return g_str_equal(brace, "{id}") || g_str_has_suffix(brace, "_id}");
}

static bool match_bind(RouteMatch *match, const Row *row, const Address *address, GError **error) {
        for (guint i = 0; row->pattern[i]; i++) {
                const char *name = row->pattern[i], *value = address->segments[i];
                Uuid uuid = { { 0 } };

                if (name[0] != '{')
                        continue;
                if (route_parameter_is_uuid(name) ? !uuid_parse(value, &uuid) : !text_is_slug(value))
                        return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
                if (g_str_equal(name, "{id}"))
                        match->id = uuid;
                match->parameters[match->parameter_count++] = (RouteParameter){ name + 1, value };
        }
        return true;
}

bool router_find(const Router *router, const char *method, const Address *address, RouteMatch *match,
                 GError **error) {
        const Node *node = node_find(router->root, address, 0);
        const Row *row;

        *match = (RouteMatch){ 0 };
        if (!node)
                return refuse(error, REFUSAL_NO_SUCH_ROUTE, NULL, NULL);
        match->allow = node->allow;
        if (g_str_equal(method, "OPTIONS"))
                return true;
        row = node_row(node, g_str_equal(method, "HEAD") ? "GET" : method);
        if (!row)
                return refuse(error, REFUSAL_METHOD_NOT_ALLOWED, NULL, method, node->allow, NULL);
        match->route = row->route;
        return match_bind(match, row, address, error);
}

const char *route_match_parameter(const RouteMatch *match, const char *name) {
        gsize length = strlen(name);

        for (guint i = 0; i < match->parameter_count; i++) {
                const RouteParameter *parameter = &match->parameters[i];

                if (strncmp(parameter->name, name, length) == 0 && parameter->name[length] == '}')
                        return parameter->value;
        }
        return NULL;
}
