/* The address of a request: path and query, as the door reads them with the whole route table. What is let in is UTF-8 without
 * control characters, and each query parameter is one that the row names. */
#include "tests/fuzz/fuzz.h"

#include "base/uuid.h"
#include "http/console.h"
#include "http/router.h"
#include "http/routes.h"
#include "http/server.h"

static void check_text(const char *text) {
        g_assert(g_utf8_validate(text, -1, NULL));
        for (const char *at = text; *at; at++)
                g_assert(!g_ascii_iscntrl(*at));
}

static void check_parameters(const RouteMatch *match) {
        for (guint i = 0; i < match->parameter_count; i++) {
                g_autofree char *brace = g_strconcat("{", match->parameters[i].name, NULL);
                Uuid id;

                g_assert(!route_parameter_is_uuid(brace) || uuid_parse(match->parameters[i].value, &id));
        }
}

static void check_query(const Route *route, Address *address) {
        g_autoptr(GError) refusal = NULL;
        bool taken = address_read_query(address, route->query, route->query_lenient, &refusal);

        fuzz_check(taken, g_steal_pointer(&refusal));
        for (guint i = 0; taken && i < address->query_count; i++) {
                g_assert(g_strv_contains(route->query, address->query[i].name));
                check_text(address->query[i].value);
        }
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW" };
        static Router *router;
        const char *method = methods[fuzz_choose(&bytes, &size, G_N_ELEMENTS(methods))];
        g_autofree char *raw = fuzz_text(bytes, size);
        GError *error = NULL;
        RouteMatch match;
        Address address;
        bool found;

        if (!router)
                router = router_new(http_routes);
        if (!address_read(raw, &address, &error)) {
                fuzz_check(false, error);
                return 0;
        }
        for (guint i = 0; i < address.segment_count; i++)
                check_text(address.segments[i]);
        http_console.takes(&address, "text/html");
        found = router_find(router, method, &address, &match, &error);
        fuzz_check(found, error);
        if (!found || !match.route)
                return 0;
        check_parameters(&match);
        check_query(match.route, &address);
        return 0;
}
