/* Prints the product's route table as JSON, for the test that compares it with the contract. Not part of the product. */
#include "http/routes.h"
#include "http/server.h"

#include <jansson.h>
#include <stdio.h>

static json_t *texts(const char *const *list) {
        json_t *array = json_array();

        for (; *list; list++)
                json_array_append_new(array, json_string(*list));
        return array;
}

static json_t *bits_tell(guint bits, const EnumNames *names) {
        json_t *array = json_array();

        for (int bit = 0; bit < names->count; bit++) {
                if (bits & (1U << bit))
                        json_array_append_new(array, json_string(enum_name(names, bit)));
        }
        return array;
}

static json_t *route_tell(const Route *route) {
        static const char *const bodies[] = { [BODY_NONE] = "none", [BODY_JSON] = "json", [BODY_STREAM] = "stream" };

        return json_pack("{s:s, s:s, s:o, s:o, s:s, s:I, s:o, s:o, s:b, s:b, s:b}", "method", route->method, "path",
                         route->path, "roles", bits_tell(route->roles, &role_names), "scopes",
                         bits_tell(route->scopes, &scope_names), "body", bodies[route->body], "bytes_max",
                         (json_int_t) route->body_bytes_max, "media", texts(route->media), "query",
                         texts(route->query), "if_match", (int) (route->requires & REQUIRES_IF_MATCH),
                         "idempotency_key", (int) (route->requires & REQUIRES_IDEMPOTENCY_KEY), "query_lenient",
                         (int) route->query_lenient);
}

int main(void) {
        json_auto_t *list = json_array();

        for (const Route *const *table = http_routes; *table; table++) {
                for (const Route *route = *table; route->method; route++)
                        json_array_append_new(list, route_tell(route));
        }
        return json_dumpf(list, stdout, JSON_INDENT(1));
}
