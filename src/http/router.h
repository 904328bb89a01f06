/* Finds the row of the route table that a request asks for, and proves at start that every row is whole. */
#pragma once

#include "base/uuid.h"
#include "http/address.h"
#include "http/route.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Router Router;

typedef struct RouteParameter {
        const char *name; /* with its closing brace, as in the row's path */
        const char *value;
} RouteParameter;

typedef struct RouteMatch {
        const Route *route; /* NULL for OPTIONS, and where the method is not taken */
        const char *allow;  /* the methods of this path, for Allow; NULL where there is no such path */
        RouteParameter parameters[ROUTE_PARAMETERS_MAX];
        guint parameter_count;
        Uuid id; /* {id}; nil where the path has none */
} RouteMatch;

/* Tells the first mistake in the tables (closed by NULL): a row without roles, handler, rate or limit, a path twice, a
 * body that does not fit its row. NULL for none. The caller frees the text. */
char *router_mistake(const Route *const *tables);

/* Builds the router; the tables must outlive it. A mistake in them is a bug of ours and ends the program. */
Router *router_new(const Route *const *tables);
void router_free(Router *router);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Router, router_free)

/* Finds the row; HEAD finds GET's, OPTIONS any. `match` borrows from the address and the tables; `match->allow` is set
 * also where the method is refused.
 * Refuses REFUSAL_NO_SUCH_ROUTE, REFUSAL_METHOD_NOT_ALLOWED, REFUSAL_NOT_FOUND (a parameter that cannot be one). */
bool router_find(const Router *router, const char *method, const Address *address, RouteMatch *match, GError **error);

/* Gives the parameter `name` ("id"); NULL where the path has none. */
const char *route_match_parameter(const RouteMatch *match, const char *name);

/* True where the parameter at `brace` ("{case_id}") takes an UUID. */
bool route_parameter_is_uuid(const char *brace);
