/* Tests of the route table: every row whole or no start, and each address finds exactly its row. */
#include "http/router.h"

#include "base/refusal.h"
#include "http/routes.h"
#include "http/server.h"

static bool answer(const Request *request G_GNUC_UNUSED, Reply *reply G_GNUC_UNUSED, GError **error G_GNUC_UNUSED) {
        return true;
}

#define ROW .handle = answer, .roles = ROLE_HOLDER, .rate = RATE_READ
#define CASE_ID "0163499c-2a70-7000-8000-000000000001"

static const Route rows[] = {
        { .method = "GET", .path = "/v1/cases/{id}", ROW },
        { .method = "DELETE", .path = "/v1/cases/{id}", ROW },
        { .method = "GET", .path = "/v1/cases/queue", ROW },
        { .method = "GET", .path = "/v1/cases/{id}/items/{item}/files/{file_id}", ROW },
        { .method = "POST", .path = "/v1/cases/queue/next", ROW },
        { 0 },
};
static const Route *const tables[] = { rows, NULL };

/* Looks an address up; `raw` is the caller's to free. */
static bool find(const Router *router, const char *method, char *raw, RouteMatch *match, GError **error) {
        Address address;

        return address_read(raw, &address, error) && router_find(router, method, &address, match, error);
}

static void a_literal_wins_over_a_parameter(void) {
        g_autoptr(Router) router = router_new(tables);
        g_autofree char *literal = g_strdup("/v1/cases/queue"), *id = g_strdup("/v1/cases/" CASE_ID);
        char text[UUID_TEXT_SIZE];
        RouteMatch match;

        g_assert_true(find(router, "GET", literal, &match, NULL));
        g_assert_cmpstr(match.route->path, ==, "/v1/cases/queue");
        g_assert_true(uuid_is_nil(&match.id));
        g_assert_true(find(router, "GET", id, &match, NULL));
        g_assert_cmpstr(match.route->path, ==, "/v1/cases/{id}");
        g_assert_cmpstr(route_match_parameter(&match, "id"), ==, CASE_ID);
        g_assert_cmpstr(uuid_format(&match.id, text), ==, CASE_ID);
}

static void parameters_are_found_by_name(void) {
        g_autoptr(Router) router = router_new(tables);
        g_autofree char *raw = g_strdup("/v1/cases/" CASE_ID "/items/id-card/files/" CASE_ID);
        RouteMatch match;

        g_assert_true(find(router, "GET", raw, &match, NULL));
        g_assert_cmpstr(route_match_parameter(&match, "item"), ==, "id-card");
        g_assert_cmpstr(route_match_parameter(&match, "file_id"), ==, CASE_ID);
        g_assert_null(route_match_parameter(&match, "file"));
        g_assert_null(route_match_parameter(&match, "ite"));
}

static void a_parameter_that_cannot_be_one_is_not_found(void) {
        static const char *const bad[] = { "/v1/cases/7", "/v1/cases/" CASE_ID "0",
                                           "/v1/cases/" CASE_ID "/items/ID/files/" CASE_ID,
                                           "/v1/cases/" CASE_ID "/items/a/files/b",
                                           "/v1/cases/queue/items/a/files/b" };
        g_autoptr(Router) router = router_new(tables);

        for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
                g_autofree char *raw = g_strdup(bad[i]);
                g_autoptr(GError) error = NULL;
                RouteMatch match;

                g_assert_false(find(router, "GET", raw, &match, &error));
                g_assert_true(refusal_is(error, REFUSAL_NOT_FOUND));
        }
}

static void an_address_without_a_row_is_no_route(void) {
        static const char *const bad[] = {
                "/", "/v1", "/v1/cases", "/v1/cases/", "/v1/cases/queue/", "/v1//cases/queue", "/V1/cases/queue"
        };
        g_autoptr(Router) router = router_new(tables);

        for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
                g_autofree char *raw = g_strdup(bad[i]);
                g_autoptr(GError) error = NULL;
                RouteMatch match;

                g_assert_false(find(router, "GET", raw, &match, &error));
                g_assert_true(refusal_is(error, REFUSAL_NO_SUCH_ROUTE));
        }
}

static void a_method_that_is_not_taken_tells_those_that_are(void) {
        g_autoptr(Router) router = router_new(tables);
        g_autofree char *put = g_strdup("/v1/cases/" CASE_ID), *options = g_strdup("/v1/cases/queue/next");
        g_autofree char *head = g_strdup("/v1/cases/queue");
        g_autoptr(GError) error = NULL;
        RouteMatch match;

        g_assert_false(find(router, "PUT", put, &match, &error));
        g_assert_true(refusal_is(error, REFUSAL_METHOD_NOT_ALLOWED));
        g_assert_cmpstr(match.allow, ==, "GET, DELETE, HEAD, OPTIONS");
        g_assert_true(find(router, "OPTIONS", options, &match, NULL));
        g_assert_cmpstr(match.allow, ==, "POST, OPTIONS");
        g_assert_null(match.route);
        g_assert_true(find(router, "HEAD", head, &match, NULL));
        g_assert_cmpstr(match.route->method, ==, "GET");
}

static void a_row_with_a_mistake_does_not_start(void) {
        static const Route bad[] = {
                { .method = "GET", .path = "/a", .handle = answer, .rate = RATE_READ },
                { .method = "GET", .path = "/a", .handle = answer, .rate = RATE_READ, .roles = ROLE_SYSTEM },
                { .method = "GET", .path = "/a", .handle = answer, .rate = RATE_READ, .roles = ROLE_PLATFORM },
                { .method = "GET", .path = "/a", ROW, .scopes = SCOPE_CASES_READ },
                { .method = "GET", .path = "/a", .roles = ROLE_HOLDER, .rate = RATE_READ },
                { .method = "GET", .path = "/a", .handle = answer, .roles = ROLE_HOLDER },
                { .method = "get", .path = "/a", ROW },
                { .method = "GET", .path = "a", ROW },
                { .method = "GET", .path = "/{a}/{b}/{c}/{d}/{e}", ROW },
                { .method = "GET", .path = "/a", ROW, .body = BODY_JSON, .body_bytes_max = 1 },
                { .method = "GET", .path = "/a", ROW, .requires = REQUIRES_IF_MATCH },
                { .method = "POST", .path = "/a", ROW, .body = BODY_JSON },
                { .method = "POST", .path = "/a", ROW, .body_bytes_max = 1 },
                { .method = "POST", .path = "/a", ROW, .body = BODY_JSON, .body_bytes_max = MIB },
                { .method = "POST", .path = "/a", ROW, .body = BODY_STREAM, .body_bytes_max = MIB },
                { .method = "POST", .path = "/a", ROW, .media = { "image/png" } },
                { .method = "POST",
                  .path = "/a",
                  ROW,
                  .body = BODY_JSON,
                  .body_bytes_max = 1,
                  .inline_ok = INLINE_EMBEDDED },
                { .method = "GET", .path = "/a", ROW, .inline_ok = INLINE_ALWAYS },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
                const Route table[] = { bad[i], { 0 } };
                const Route *const list[] = { table, NULL };
                g_autofree char *mistake = router_mistake(list);

                g_assert_nonnull(mistake);
        }
}

static void a_path_stands_once(void) {
        static const Route again[] = { { .method = "GET", .path = "/v1/cases/{case_id}", ROW }, { 0 } };
        const Route *const list[] = { rows, again, NULL };
        g_autofree char *mistake = router_mistake(list);

        g_assert_cmpstr(mistake, ==, "route GET /v1/cases/{case_id} stands twice");
}

static void the_tables_of_the_product_are_whole(void) {
        g_autofree char *mistake = router_mistake(http_routes);

        g_assert_cmpstr(mistake, ==, NULL);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/router/a-literal-wins-over-a-parameter", a_literal_wins_over_a_parameter);
        g_test_add_func("/router/parameters-are-found-by-name", parameters_are_found_by_name);
        g_test_add_func("/router/a-parameter-that-cannot-be-one-is-not-found",
                        a_parameter_that_cannot_be_one_is_not_found);
        g_test_add_func("/router/an-address-without-a-row-is-no-route", an_address_without_a_row_is_no_route);
        g_test_add_func("/router/a-method-that-is-not-taken-tells-those-that-are",
                        a_method_that_is_not_taken_tells_those_that_are);
        g_test_add_func("/router/a-row-with-a-mistake-does-not-start", a_row_with_a_mistake_does_not_start);
        g_test_add_func("/router/a-path-stands-once", a_path_stands_once);
        g_test_add_func("/router/the-tables-of-the-product-are-whole", the_tables_of_the_product_are_whole);
        return g_test_run();
}
