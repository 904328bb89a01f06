/* Whole requests, row by row of the route table: query, slug and body are the fuzzer's, everything behind them is the real thing, down
 * to the database. Each is answered or refused, never a failure of ours, and what a write did is rolled back, so that the next
 * request meets the same world. */
#include "tests/fuzz/fuzz.h"

#include "app/help.h"
#include "base/json-fields.h"
#include "http/problem.h"
#include "http/reply-parts.h"
#include "http/request-parts.h"
#include "http/router.h"
#include "http/server-parts.h"
#include "tests/app/fixture.h"
#include "vault/test-rooms.h"

#include <stdlib.h>
#include <string.h>

/* Bodies that are read in pieces, and the Accept header, which come from a connection. */
bool __wrap_request_body_read(const Request *request, guint8 *buffer, gsize size, gsize *got, GError **error);
const char *__wrap_headers_find(const Headers *headers, const char *name);
bool __wrap_store_write(Store *store, StoreFn fn, gpointer data, GError **error);
bool __real_store_write(Store *store, StoreFn fn, gpointer data, GError **error);

typedef struct World {
        Fixture fixture;
        Contract contract;
        HttpServer server;
        GPtrArray *routes; /* const Route * */
        Uuid case_id, question, staff;
        bool rehearses;
        const guint8 *body; /* of the request at hand: what is left of it */
        gsize body_size;
        bool wants_page;
} World;

static World world;

/* ---- what stands between handlers and connection, and between use cases and database -------------------------------- */

bool __wrap_request_body_read(const Request *request G_GNUC_UNUSED, guint8 *buffer, gsize size, gsize *got,
                              GError **error G_GNUC_UNUSED) {
        *got = MIN(size, world.body_size);
        memcpy(buffer, world.body, *got);
        world.body += *got;
        world.body_size -= *got;
        return true;
}

const char *__wrap_headers_find(const Headers *headers G_GNUC_UNUSED, const char *name) {
        return world.wants_page && g_str_equal(name, "Accept") ? "text/html" : NULL;
}

typedef struct Rehearsal {
        StoreFn fn;
        gpointer data;
} Rehearsal;

static bool rehearse(StoreTx *tx, gpointer data, GError **error) {
        const Rehearsal *rehearsal = data;

        return rehearsal->fn(tx, rehearsal->data, error) && fail(error, FAILURE_STOPPING, "rehearsed");
}

bool __wrap_store_write(Store *store, StoreFn fn, gpointer data, GError **error) {
        Rehearsal rehearsal = { fn, data };

        return world.rehearses ? __real_store_write(store, rehearse, &rehearsal, error)
                               : __real_store_write(store, fn, data, error);
}

/* ---- the world ------------------------------------------------------------------------------------------------------ */

static gint64 world_now(gpointer app G_GNUC_UNUSED) {
        return FIXTURE_NOW;
}

/* Counters need a running server, drawn forms are slow, and a file's content goes out by a connection. */
static bool route_is_left_out(const Route *route) {
        return g_str_equal(route->path, "/metrics") || strstr(route->path, "{form}")
               || g_str_has_suffix(route->path, "/content");
}

static void question_ask(void) {
        AskHelp wish = { .title = (char *) "企业过户要多久？", .body = (char *) "从**个人**变更为企业。" };
        Actor administrator = { .roles = ROLES_STAFF, .id = world.staff, .expires_at = INSTANT_NONE };
        Call call = fixture_call(&world.fixture, &administrator);
        g_auto(Outcome) outcome = { 0 };

        g_assert(app_ask_help(world.fixture.app, &call, &wish, &outcome, NULL));
        world.question = outcome.id;
}

static void world_close(void) {
        g_ptr_array_unref(world.routes);
        fixture_close(&world.fixture);
        test_folder_remove(world.contract.folder);
        g_free(world.contract.location);
        g_free(world.contract.folder);
}

static void world_open(void) {
        if (world.routes)
                return;
        world.contract.folder = g_dir_make_tmp("shiming-fuzz-XXXXXX", NULL);
        world.contract.location = g_build_filename(world.contract.folder, "fuzz.db", NULL);
        fixture_open(&world.fixture, &world.contract);
        world.case_id = fixture_case(&world.fixture, "personal-to-personal", &fixture_li);
        world.staff = fixture_staff(&world.fixture, "zhao", ROLES_STAFF).id;
        question_ask();
        world.server.config = (HttpConfig){ .app = world.fixture.app, .now = world_now };
        world.server.limits = limits_default();
        world.routes = g_ptr_array_new();
        for (guint i = 0; http_routes[i]; i++)
                for (const Route *route = http_routes[i]; route->method; route++)
                        if (!route_is_left_out(route))
                                g_ptr_array_add(world.routes, (gpointer) route);
        world.rehearses = true;
        atexit(world_close);
}

/* Somebody whom the route lets in: each role in turn, from the one that the input names on. */
static Actor actor_for(const Route *route, guint choice) {
        Actor holder = world.fixture.holder;

        for (guint i = 0; i < ROLE_COUNT; i++) {
                guint role = 1U << (choice + i) % ROLE_COUNT;

                if (!(route->roles & role))
                        continue;
                if (role == ROLE_HOLDER)
                        return holder;
                if (role == ROLE_PARTY)
                        return fixture_party(&holder.account, &world.case_id);
                if (role == ROLE_PLATFORM)
                        return fixture_platform();
                return role == ROLE_ANYONE ? actor_anyone()
                                           : (Actor){ .roles = role, .id = world.staff, .expires_at = INSTANT_NONE };
        }
        g_assert_not_reached();
}

/* ---- a request ------------------------------------------------------------------------------------------------------ */

/* What an {id} of this path may be. */
static const Uuid *id_of(const Route *route) {
        if (strstr(route->path, "/accounts/"))
                return &world.fixture.account;
        if (strstr(route->path, "/questions/"))
                return &world.question;
        return strstr(route->path, "/staff/") ? &world.staff : &world.case_id;
}

/* The row's path with its parameters filled in: ids of the world, and the fuzzer's slug. The caller frees it. */
static char *path_fill(const Route *route, const char *slug) {
        g_auto(GStrv) segments = g_strsplit(route->path, "/", -1);

        for (char **segment = segments; *segment; segment++) {
                bool parameter = **segment == '{', id = parameter && route_parameter_is_uuid(*segment);

                if (!parameter)
                        continue;
                g_free(*segment);
                *segment = id ? uuid_to_text(id_of(route)) : g_strdup(slug);
        }
        return g_strjoinv("/", segments);
}

/* The row that the line names, "METHOD PATTERN …"; for a line that names none, one by its hash. */
static const Route *route_of(const char *line) {
        for (guint i = 0; i < world.routes->len; i++) {
                const Route *route = world.routes->pdata[i];
                g_autofree char *name = g_strdup_printf("%s %s ", route->method, route->path);

                if (g_str_has_prefix(line, name))
                        return route;
        }
        return world.routes->pdata[g_str_hash(line) % world.routes->len];
}

/* As the door does it, with what stands behind the line's last space: SLUG?QUERY. */
static bool request_address(Request *request, const char *line, GError **error) {
        static Router *router;
        const char *space = strrchr(line, ' '), *rest = space ? space + 1 : line;
        g_autofree char *slug = g_strndup(rest, strcspn(rest, "?")), *path = path_fill(request->route, slug);
        RequestInside *inside = request->inside;
        const Route *route = request->route;

        if (!router)
                router = router_new(http_routes);
        inside->raw_address = g_strconcat(path, strchr(rest, '?'), NULL);
        if (!address_read(inside->raw_address, &inside->address, error)
            || !router_find(router, route->method, &inside->address, &inside->match, error))
                return false;
        request->route = route = inside->match.route; /* a slug can be the literal of another row */
        if (route_match_parameter(&inside->match, "id"))
                uuid_parse(route_match_parameter(&inside->match, "id"), &request->id);
        return !route_is_left_out(route)
               && (route->query_unread
                   || address_read_query(&inside->address, route->query, route->query_lenient, error));
}

static bool request_body(Request *request, const guint8 *bytes, gsize size, GError **error) {
        world.body = bytes;
        world.body_size = size;
        request->body_media = request->route->media[0];
        request->body_bytes = size;
        if (request->route->body != BODY_JSON)
                return true;
        request->body = json_text_read((const char *) bytes, size, error);
        return request->body
               && (json_is_object(request->body) || refuse(error, REFUSAL_WRONG_TYPE, "", "body", "an object", NULL));
}

static void check_answer(const Reply *reply) {
        g_assert(reply->status);
        if (reply->text && reply->media && g_str_equal(reply->media, "application/json")) {
                json_auto_t *document = json_loadb(reply->text, reply->size, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);

                g_assert(document);
        }
        if (reply->bytes && reply->media && g_str_has_prefix(reply->media, "text/"))
                g_assert(g_utf8_validate_len(g_bytes_get_data(reply->bytes, NULL), g_bytes_get_size(reply->bytes),
                                             NULL));
}

/* A refusal becomes a problem that can be sent; a failure other than our rolling back is a find. */
static void check_problem(GError *error) {
        g_autoptr(GError) mine = error;

        g_assert(mine);
        if (mine->domain != REFUSAL && !g_error_matches(mine, FAILURE, FAILURE_STOPPING))
                g_error("failure: %s", mine->message);
        for (Language language = 0; language < LANGUAGE_COUNT; language++) {
                json_auto_t *problem = problem_render(mine, language, "request-id");
                g_autofree char *text = problem ? json_dumps(problem, 0) : NULL;

                g_assert(text);
        }
}

/* What the input's first byte says besides who asks: bits above the role. */
#define WITH_KEY 16
#define IN_ENGLISH 32
#define WANTS_PAGE 64

/* A byte, then METHOD PATTERN SLUG?QUERY, a line feed, the body. */
int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        guint who = fuzz_choose(&bytes, &size, 128);
        const guint8 *feed = size > 0 ? memchr(bytes, '\n', size) : NULL;
        gsize head = feed ? (gsize) (feed - bytes) : size, body_size = feed ? size - head - 1 : 0;
        g_autofree char *line = fuzz_text(bytes, head), *body = fuzz_copy(bytes + size - body_size, body_size);
        RequestInside inside = { .server = &world.server };
        Request request = { .now = FIXTURE_NOW, .version = 1, .request_id = "request-id", .inside = &inside };
        Reply reply = { 0 };
        GError *error = NULL;

        world_open();
        request.app = world.fixture.app;
        request.route = route_of(line);
        request.actor = actor_for(request.route, who % ROLE_COUNT);
        request.language = who & IN_ENGLISH ? LANGUAGE_EN : LANGUAGE_ZH;
        request.idempotency_key = who & WITH_KEY ? "key" : NULL;
        world.wants_page = who & WANTS_PAGE;
        if (request_address(&request, line, &error)
            && request_body(&request, (const guint8 *) body, body_size, &error)
            && request.route->handle(&request, &reply, &error))
                check_answer(&reply);
        else if (error) /* none: a row that is left out */
                check_problem(error);
        reply_reset(&reply);
        request_clear(&request);
        return 0;
}
