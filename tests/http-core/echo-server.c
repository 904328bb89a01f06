/* A small program over the door: one route for each of its features, so that the door is tested apart from the product.
 * Who signs in is told by the credentials themselves: key "platform", session "holder", "reviewer", "expired" … */
#include "base/json-fields.h"
#include "base/refusal.h"
#include "http/reply.h"
#include "http/request.h"
#include "http/routes.h"
#include "http/server.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

typedef struct Echo {
        GMutex lock;
        GCond changed;
        bool stopping;
        bool unready;
} Echo;

static bool echo_authenticate(gpointer app G_GNUC_UNUSED, const HttpCredentials *credentials, Actor *actor,
                              GError **error) {
        const char *word = credentials->api_key ? credentials->api_key : credentials->session;
        int bit;

        if (g_str_equal(word, "database-away"))
                return fail(error, FAILURE_STORE, "the database is away");
        if (g_str_equal(word, "expired"))
                return refuse(error, REFUSAL_SESSION_EXPIRED, NULL, NULL);
        if (!enum_find(&role_names, word, &bit))
                return refuse(error, REFUSAL_NOT_SIGNED_IN, NULL, NULL);
        *actor = actor_anyone();
        actor->roles = 1U << bit;
        actor->scopes = actor->roles == ROLE_PLATFORM ? SCOPES_ALL : 0;
        memset(actor->id.bytes, bit + 1, sizeof actor->id.bytes);
        return true;
}

static bool echo_ready(gpointer app, GError **error) {
        const Echo *echo = app;

        return !echo->unready || fail(error, FAILURE_FULL, "the disk is full");
}

/* ---- handlers -------------------------------------------------------------------------------------------------- */

static json_t *request_tell(const Request *request) {
        g_autofree char *id = uuid_to_text(&request->id);
        char hash[65];

        sodium_bin2hex(hash, sizeof hash, request->body_sha256, sizeof request->body_sha256);
        return json_pack("{s:s, s:s, s:s, s:I, s:s?, s:s, s:s, s:s}", "actor", actor_role_name(&request->actor),
                         "language", request->language == LANGUAGE_ZH ? "zh" : "en", "id", id, "version",
                         (json_int_t) request->version, "key", request->idempotency_key, "hash", hash, "request",
                         request->request_id, "address", request->address);
}

static bool echo_tell(const Request *request, Reply *reply, GError **error) {
        return reply_json(reply, HTTP_OK, request_tell(request), error) && reply_etag(reply, 7);
}

static bool echo_query(const Request *request, Reply *reply, GError **error) {
        const char *name = request_query(request, "name");
        gint64 limit = 20;
        int role = -1;

        if (!request_query_integer(request, "limit", 1, 100, &limit, error)
            || !request_query_enum(request, "role", &role_names, &role, error))
                return false;
        return reply_json(reply, HTTP_OK,
                          json_pack("{s:s?, s:I, s:i}", "name", name, "limit", (json_int_t) limit, "role", role),
                          error);
}

static bool echo_item(const Request *request, Reply *reply, GError **error) {
        Uuid id = request_uuid(request, "thing_id");
        g_autofree char *text = uuid_to_text(&id);

        return reply_json(reply, HTTP_OK,
                          json_pack("{s:s, s:s}", "thing", text, "item", request_slug(request, "item")), error);
}

typedef struct Thing {
        char *name;
} Thing;

static const JsonField thing_fields[] = {
        { .name = "name", .type = JSON_FIELD_TEXT, .offset = offsetof(Thing, name) },
        { 0 },
};

static bool echo_create(const Request *request, Reply *reply, GError **error) {
        Thing thing = { 0 };
        bool made =
                json_fields_read(request->body, thing_fields, &thing, error)
                && reply_json(reply, HTTP_CREATED,
                              json_pack("{s:s, s:o}", "name", thing.name, "request", request_tell(request)), error)
                && reply_location(reply, "/v1/things/0163499c-2a70-7000-8000-000000000001");

        json_fields_clear(thing_fields, &thing);
        return made;
}

static bool echo_delete(const Request *request G_GNUC_UNUSED, Reply *reply, GError **error G_GNUC_UNUSED) {
        return reply_empty(reply, HTTP_NO_CONTENT);
}

static bool echo_fail(const Request *request, Reply *reply G_GNUC_UNUSED, GError **error) {
        static const char *const kinds[] = { "store", "serialization", "full",    "read-only",
                                             "file",  "network",       "corrupt", "stopping" };

        for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++) {
                if (g_str_equal(kinds[i], request_slug(request, "kind")))
                        return fail(error, (FailureKind) i, "inside story of %s", kinds[i]);
        }
        return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
}

static bool echo_sign_in(const Request *request G_GNUC_UNUSED, Reply *reply, GError **error G_GNUC_UNUSED) {
        return reply_empty(reply, HTTP_NO_CONTENT) && reply_session_cookie(reply, "holder", 3600);
}

static bool echo_sign_out(const Request *request G_GNUC_UNUSED, Reply *reply, GError **error G_GNUC_UNUSED) {
        return reply_empty(reply, HTTP_NO_CONTENT) && reply_session_cookie(reply, "", 0);
}

/* Hashes an upload; ?refuse=before or ?refuse=middle turn it away, as a handler of evidence would. */
static bool echo_upload(const Request *request, Reply *reply, GError **error) {
        const char *when = request_query(request, "refuse");
        crypto_hash_sha256_state state;
        guint8 buffer[32768], hash[32];
        char text[65];
        guint64 heard = 0;
        gsize got = 1;

        if (when && g_str_equal(when, "before"))
                return refuse(error, REFUSAL_EVIDENCE_NOT_ASKED, NULL, "id-card", NULL);
        crypto_hash_sha256_init(&state);
        while (got) {
                if (!request_body_read(request, buffer, sizeof buffer, &got, error))
                        return false;
                crypto_hash_sha256_update(&state, buffer, got);
                heard += got;
                if (when && heard > 100 * KIB)
                        return refuse(error, REFUSAL_HASH_MISMATCH, NULL, NULL);
        }
        crypto_hash_sha256_final(&state, hash);
        sodium_bin2hex(text, sizeof text, hash, sizeof hash);
        return reply_json(reply, HTTP_CREATED,
                          json_pack("{s:s, s:I, s:s}", "sha256", text, "bytes", (json_int_t) heard, "media",
                                    request->body_media),
                          error);
}

typedef struct Pattern {
        guint64 at, end, fail_at;
} Pattern;

static bool pattern_pull(gpointer source, guint8 *buffer, gsize size, gsize *got, GError **error) {
        Pattern *pattern = source;

        if (pattern->at >= pattern->fail_at)
                return fail(error, FAILURE_CORRUPT, "a block does not open");
        *got = (gsize) MIN(size, pattern->end - pattern->at);
        for (gsize i = 0; i < *got; i++)
                buffer[i] = (guint8) ((pattern->at + i) * 7 >> 3);
        pattern->at += *got;
        return true;
}

static bool echo_download(const Request *request, Reply *reply, GError **error) {
        gint64 bytes = 0, short_by = 0, fail_at = G_MAXINT64;
        Pattern *pattern;

        if (!request_query_integer(request, "bytes", 0, G_MAXINT64 / 8, &bytes, error)
            || !request_query_integer(request, "short_by", 0, bytes, &short_by, error)
            || !request_query_integer(request, "fail_at", 0, bytes, &fail_at, error))
                return false;
        pattern = g_new0(Pattern, 1);
        pattern->end = (guint64) (bytes - short_by);
        pattern->fail_at = (guint64) fail_at;
        return reply_stream(reply, HTTP_OK, "application/octet-stream", (guint64) bytes, pattern_pull, pattern,
                            g_free)
               && reply_header(reply, "Content-Disposition", "attachment")
               && reply_header(reply, "Cache-Control", "private");
}

/* Answers only once the server has begun to stop: whoever was accepted is answered. */
static bool echo_answer_late(const Request *request, Reply *reply, GError **error) {
        Echo *echo = request->app;

        g_mutex_lock(&echo->lock);
        while (!echo->stopping)
                g_cond_wait(&echo->changed, &echo->lock);
        g_mutex_unlock(&echo->lock);
        return reply_json(reply, HTTP_OK, json_pack("{s:s}", "answered", "late"), error);
}

/* Works for three seconds after the stop, more than the server grants. */
static bool echo_answer_too_late(const Request *request, Reply *reply, GError **error) {
        Echo *echo = request->app;
        gint64 until;

        if (!echo_answer_late(request, reply, error))
                return false;
        until = g_get_monotonic_time() + 3 * G_USEC_PER_SEC;
        g_mutex_lock(&echo->lock);
        while (g_cond_wait_until(&echo->changed, &echo->lock, until))
                continue;
        g_mutex_unlock(&echo->lock);
        return true;
}

static bool echo_unready(const Request *request, Reply *reply, GError **error G_GNUC_UNUSED) {
        Echo *echo = request->app;

        echo->unready = true;
        return reply_empty(reply, HTTP_NO_CONTENT);
}

/* clang-format off */
static const Route echo_routes[] = {
        { .method = "GET", .path = "/v1/things/{id}", .handle = echo_tell, .roles = ROLE_HOLDER | ROLE_PLATFORM, .scopes = SCOPES_ALL,
          .rate = RATE_READ },
        { .method = "PUT", .path = "/v1/things/{id}", .handle = echo_tell, .roles = ROLE_HOLDER | ROLE_PLATFORM, .scopes = SCOPES_ALL,
          .rate = RATE_WRITE, .body = BODY_JSON, .body_bytes_max = 4 * KIB, .requires = REQUIRES_IF_MATCH },
        { .method = "DELETE", .path = "/v1/things/{id}", .handle = echo_delete, .roles = ROLE_PLATFORM, .scopes = SCOPES_ALL, .rate = RATE_WRITE },
        { .method = "POST", .path = "/v1/things", .handle = echo_create, .roles = ROLE_HOLDER | ROLE_PLATFORM, .scopes = SCOPES_ALL,
          .rate = RATE_WRITE, .body = BODY_JSON, .body_bytes_max = 4 * KIB, .requires = REQUIRES_IDEMPOTENCY_KEY },
        { .method = "GET", .path = "/v1/things", .handle = echo_query, .roles = ROLE_ANYONE, .rate = RATE_READ,
          .query = { "name", "limit", "role" } },
        { .method = "GET", .path = "/v1/things/{thing_id}/items/{item}", .handle = echo_item, .roles = ROLE_ANYONE,
          .rate = RATE_READ },
        { .method = "GET", .path = "/v1/open", .handle = echo_tell, .roles = ROLE_ANYONE | ROLE_HOLDER, .rate = RATE_READ },
        { .method = "GET", .path = "/v1/inline", .handle = echo_tell, .roles = ROLE_PLATFORM, .scopes = SCOPES_ALL, .rate = RATE_READ,
          .inline_ok = INLINE_EMBEDDED },
        { .method = "GET", .path = "/v1/failures/{kind}", .handle = echo_fail, .roles = ROLE_ANYONE, .rate = RATE_READ },
        { .method = "POST", .path = "/v1/sessions", .handle = echo_sign_in, .roles = ROLE_ANYONE, .rate = RATE_LOGIN },
        { .method = "DELETE", .path = "/v1/sessions", .handle = echo_sign_out, .roles = ROLE_HOLDER, .rate = RATE_WRITE },
        { .method = "POST", .path = "/v1/uploads", .handle = echo_upload, .roles = ROLE_HOLDER | ROLE_PLATFORM, .scopes = SCOPES_ALL,
          .rate = RATE_UPLOAD, .body = BODY_STREAM, .body_bytes_max = 16 * MIB,
          .media = { "image/jpeg", "application/octet-stream" }, .query = { "refuse" } },
        { .method = "GET", .path = "/v1/downloads", .handle = echo_download, .roles = ROLE_ANYONE, .rate = RATE_READ,
          .query = { "bytes", "short_by", "fail_at" } },
        { .method = "GET", .path = "/v1/late", .handle = echo_answer_late, .roles = ROLE_ANYONE, .rate = RATE_READ },
        { .method = "GET", .path = "/v1/too-late", .handle = echo_answer_too_late, .roles = ROLE_ANYONE, .rate = RATE_READ },
        { .method = "POST", .path = "/v1/unready", .handle = echo_unready, .roles = ROLE_ANYONE, .rate = RATE_WRITE },
        { 0 },
};
/* clang-format on */

static bool echo_serve(Echo *echo, HttpConfig *config, guint wait_s, GError **error) {
        g_autoptr(HttpServer) server = NULL;
        sigset_t signals;
        int got;

        sigemptyset(&signals);
        sigaddset(&signals, SIGTERM);
        sigaddset(&signals, SIGINT);
        pthread_sigmask(SIG_BLOCK, &signals, NULL); /* before any thread is there */
        server = http_server_start(config, error);
        if (!server)
                return false;
        printf("shiming: listening on %s\n", http_server_address(server));
        (void) fflush(stdout);
        sigwait(&signals, &got);
        g_mutex_lock(&echo->lock);
        echo->stopping = true;
        g_cond_broadcast(&echo->changed);
        g_mutex_unlock(&echo->lock);
        http_server_stop(server, wait_s);
        return true;
}

int main(int argc, char **argv) {
        Echo echo = { 0 };
        Limits limits = limits_default();
        const Route *const tables[] = { http_service_routes, echo_routes, NULL };
        HttpConfig config = { .access_log = true,
                              .limits = &limits,
                              .tables = tables,
                              .app = &echo,
                              .authenticate = echo_authenticate,
                              .ready = echo_ready };
        g_autofree char *listen = NULL, *public_url = NULL;
        gboolean limited = FALSE, proxied = FALSE, inlined = FALSE;
        int idle_s = 0, headers_s = 0, grace_s = 0, wait_s = 10, streams = 0, per_address = 0;
        const GOptionEntry options[] = {
                { "listen", 0, 0, G_OPTION_ARG_STRING, &listen, "address and port", "ADDRESS:PORT" },
                { "public-url", 0, 0, G_OPTION_ARG_STRING, &public_url, "as seen from outside", "URL" },
                { "limited", 0, 0, G_OPTION_ARG_NONE, &limited, "keep the product's rates", NULL },
                { "proxied", 0, 0, G_OPTION_ARG_NONE, &proxied, "believe X-Forwarded-For", NULL },
                { "inline", 0, 0, G_OPTION_ARG_NONE, &inlined, "answer inline routes on the poll threads", NULL },
                { "idle-s", 0, 0, G_OPTION_ARG_INT, &idle_s, "idle time", "S" },
                { "headers-s", 0, 0, G_OPTION_ARG_INT, &headers_s, "time for a head", "S" },
                { "grace-s", 0, 0, G_OPTION_ARG_INT, &grace_s, "time for a slow body", "S" },
                { "wait-s", 0, 0, G_OPTION_ARG_INT, &wait_s, "time for what was accepted", "S" },
                { "streams", 0, 0, G_OPTION_ARG_INT, &streams, "uploads at once", "N" },
                { "per-address", 0, 0, G_OPTION_ARG_INT, &per_address, "connections of one address", "N" },
                { 0 },
        };
        g_autoptr(GOptionContext) context = g_option_context_new(NULL);
        g_autoptr(GError) error = NULL;

        g_option_context_add_main_entries(context, options, NULL);
        if (sodium_init() < 0 || !g_option_context_parse(context, &argc, &argv, &error))
                g_error("%s", error ? error->message : "no libsodium");
        if (!limited) {
                limits.people = (RateLimits){ 0 };
                limits.uploads_per_person_max = limits.uploads_per_key_max = 0;
        }
        limits.idle_s = idle_s ? (guint) idle_s : limits.idle_s;
        limits.headers_s = headers_s ? (guint) headers_s : limits.headers_s;
        limits.body_grace_s = grace_s ? (guint) grace_s : limits.body_grace_s;
        limits.streams_max = streams ? (guint) streams : limits.streams_max;
        limits.connections_per_address_max = per_address ? (guint) per_address : limits.connections_per_address_max;
        config.listen = listen ? listen : "127.0.0.1:0";
        config.public_url = public_url;
        config.behind_proxy = proxied;
        config.inline_allowed = inlined;
        if (!echo_serve(&echo, &config, (guint) wait_s, &error)) {
                fprintf(stderr, "%s\n", error->message);
                return 1;
        }
        return 0;
}
