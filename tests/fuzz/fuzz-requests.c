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
#include "tests/app/log-world.h"
#include "tests/app/payment.h"
#include "vault/test-rooms.h"

#include <stdlib.h>
#include <string.h>

/* Bodies that are read in pieces, and the Accept header, which come from a connection. */
bool __wrap_request_body_read(const Request *request, guint8 *buffer, gsize size, gsize *got, GError **error);
const char *__wrap_headers_find(const Headers *headers, const char *name);
bool __wrap_store_write(Store *store, StoreFn fn, gpointer data, GError **error);
bool __real_store_write(Store *store, StoreFn fn, gpointer data, GError **error);

#define WORLD_NOW (FIXTURE_NOW + 10 * INSTANT_MINUTE) /* while the claim holds */
#define CHOICES 3 /* of which the input names one: accounts, and cases on the way */

typedef struct World {
        LogWorld log;    /* an account that changed hands by mail, evidence, a log */
        Payment payment; /* in the same: a company that waits for its payment */
        Contract contract;
        HttpServer server;
        GPtrArray *routes;      /* const Route * */
        Uuid accounts[CHOICES]; /* of the case that is prepared; of the log; of the payment */
        Uuid cases[CHOICES];    /* prepared; claimed by our member of staff; completed */
        Uuid question, staff, payment_file;
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
        return WORLD_NOW;
}

/* Counters need a running server, drawn forms are slow, and a file's content goes out by a connection. */
static bool route_is_left_out(const Route *route) {
        return g_str_equal(route->path, "/metrics") || strstr(route->path, "{form}")
               || g_str_has_suffix(route->path, "/content");
}

static void question_ask(Fixture *fixture) {
        AskHelp wish = { .title = (char *) "企业过户要多久？", .body = (char *) "从**个人**变更为企业。" };
        Actor staff = { .roles = ROLES_STAFF, .id = world.staff, .expires_at = INSTANT_NONE };
        Call call = fixture_call(fixture, &staff);
        g_auto(Outcome) outcome = { 0 };

        g_assert(app_ask_help(fixture->app, &call, &wish, &outcome, NULL));
        world.question = outcome.id;
}

/* A case that its holder still prepares, on an account of its own. */
static void case_prepare(Fixture fixture) {
        world.accounts[0] = fixture.account = fixture_account(&fixture, "u-30001", &fixture_wang);
        fixture.holder = fixture_holder(&fixture.account);
        world.cases[0] = fixture_case(&fixture, "personal-to-personal", &fixture_li);
}

static void world_close(void) {
        world.rehearses = false; /* what the App still has to write down at its end */
        g_ptr_array_unref(world.routes);
        log_world_close(&world.log);
        test_folder_remove(world.contract.folder);
        g_free(world.contract.location);
        g_free(world.contract.folder);
}

static void world_fill(void) {
        Fixture *fixture = &world.log.fixture;
        Actor staff;

        log_world_open(&world.log, &world.contract);
        staff = fixture_staff(fixture, "zhao", ROLES_STAFF);
        world.staff = staff.id;
        world.accounts[1] = fixture->account;
        world.cases[1] = log_world_case(&world.log);
        world.cases[2] = world.log.case_id;
        fixture_step(fixture, &staff, PROCEEDING_CASE, &world.cases[1], EVENT_CLAIM, NULL, NULL);
        case_prepare(*fixture);
        question_ask(fixture);
        world.payment.fixture = *fixture;
        payment_begin_on(&world.payment);
        payment_submit_well(&world.payment);
        world.payment_file = payment_pay(&world.payment);
        world.accounts[2] = world.payment.account;
        log_world_integrate(&world.log);
}

static void world_open(void) {
        if (world.routes)
                return;
        world.contract.folder = g_dir_make_tmp("shiming-fuzz-XXXXXX", NULL);
        world.contract.location = g_build_filename(world.contract.folder, "fuzz.db", NULL);
        world_fill();
        world.server.config = (HttpConfig){ .app = world.log.fixture.app, .now = world_now };
        world.server.limits = limits_default();
        world.routes = g_ptr_array_new();
        for (guint i = 0; http_routes[i]; i++)
                for (const Route *route = http_routes[i]; route->method; route++)
                        if (!route_is_left_out(route))
                                g_ptr_array_add(world.routes, (gpointer) route);
        world.rehearses = true;
        atexit(world_close);
}

/* What an {id} of this path may be, and whose account it is about. */
static const Uuid *id_of(const Route *route, guint choice, const Uuid **account) {
        const struct {
                const char *within;
                const Uuid *id, *account;
        } things[] = { { "/accounts/", &world.accounts[choice], &world.accounts[choice] },
                       { "/attempts/", &world.payment.attempt, &world.payment.account },
                       { "/questions/", &world.question, &world.accounts[choice] },
                       { "/evidence/", &world.log.evidence, &world.accounts[1] },
                       { "/staff/", &world.staff, &world.accounts[choice] },
                       { "/payment-files/", &world.payment_file, &world.accounts[choice] },
                       { "/", &world.cases[choice], &world.accounts[MIN(choice, 1)] } };
        guint i = 0;

        while (!strstr(route->path, things[i].within))
                i++;
        *account = things[i].account;
        return things[i].id;
}

/* Somebody whom the route lets in: each role in turn, from the one that the input names on. */
static Actor actor_for(const Route *route, guint first, const Uuid *account) {
        for (guint i = 0; i < ROLE_COUNT; i++) {
                guint role = 1U << (first + i) % ROLE_COUNT;

                if (!(route->roles & role))
                        continue;
                if (role == ROLE_HOLDER)
                        return fixture_holder(account);
                if (role == ROLE_PARTY)
                        return fixture_party(account, &world.cases[2]);
                if (role == ROLE_PLATFORM)
                        return fixture_platform();
                return role == ROLE_ANYONE ? actor_anyone()
                                           : (Actor){ .roles = role, .id = world.staff, .expires_at = INSTANT_NONE };
        }
        g_assert_not_reached();
}

/* ---- a request ------------------------------------------------------------------------------------------------------ */

/* The row's path with its parameters filled in: ids of the world, and the fuzzer's slug. The caller frees it. */
static char *path_fill(const Route *route, const Uuid *about, const char *slug) {
        g_auto(GStrv) segments = g_strsplit(route->path, "/", -1);

        for (char **segment = segments; *segment; segment++) {
                bool parameter = **segment == '{', id = parameter && route_parameter_is_uuid(*segment);

                if (!parameter)
                        continue;
                g_free(*segment);
                *segment = id ? uuid_to_text(about) : g_strdup(slug);
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

/* As the door does it, of SLUG?QUERY. */
static bool request_address(Request *request, const Uuid *about, const char *rest, GError **error) {
        static Router *router;
        g_autofree char *slug = g_strndup(rest, strcspn(rest, "?")), *path = path_fill(request->route, about, slug);
        RequestInside *inside = request->inside;
        const Route *route = request->route;

        if (!router)
                router = router_new(http_routes);
        inside->raw_address = g_strconcat(path, strchr(rest, '?'), NULL);
        if (!address_read(inside->raw_address, &inside->address, error)
            || !router_find(router, route->method, &inside->address, &inside->match, error))
                return false;
        request->route = route = inside->match.route; /* a slug can be the literal of another row */
        request->id = inside->match.id;
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

/* A byte, then METHOD PATTERN CHOICESLUG?QUERY (a digit, or none for the first), a line feed, the body. */
int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        guint who = fuzz_choose(&bytes, &size, 128);
        const guint8 *feed = size > 0 ? memchr(bytes, '\n', size) : NULL;
        gsize head = feed ? (gsize) (feed - bytes) : size, body_size = feed ? size - head - 1 : 0;
        g_autofree char *line = fuzz_text(bytes, head), *body = fuzz_copy(bytes + size - body_size, body_size);
        RequestInside inside = { .server = &world.server };
        Request request = { .now = WORLD_NOW, .version = -1, .request_id = "request-id", .inside = &inside };
        const Uuid *about, *account;
        Reply reply = { 0 };
        GError *error = NULL;
        const char *rest;
        guint choice;

        world_open();
        rest = strrchr(line, ' ') ? strrchr(line, ' ') + 1 : line;
        choice = g_ascii_isdigit(*rest) ? (guint) (*rest++ - '0') % CHOICES : 0;
        request.app = world.log.fixture.app;
        request.route = route_of(line);
        about = id_of(request.route, choice, &account);
        request.actor = actor_for(request.route, who % ROLE_COUNT, account);
        request.language = who & IN_ENGLISH ? LANGUAGE_EN : LANGUAGE_ZH;
        request.idempotency_key = who & WITH_KEY ? "key" : NULL;
        world.wants_page = who & WANTS_PAGE;
        if (request_address(&request, about, rest, &error)
            && request_body(&request, (const guint8 *) body, body_size, &error)
            && request.route->handle(&request, &reply, &error))
                check_answer(&reply);
        else if (error) /* none: a row that is left out */
                check_problem(error);
        reply_reset(&reply);
        request_clear(&request);
        return 0;
}
