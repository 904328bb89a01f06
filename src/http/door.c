/* The checks of the door, in the order in which they cost. */
#include "http/door.h"

#include "base/json-fields.h"
#include "base/refusal.h"
#include "http/header-values.h"
#include "http/server-parts.h"

#include <sodium.h>
#include <string.h>

#define UPLOADS_RETRY_S "5" /* a guess: nobody knows when an upload ends */

static void read_address(Exchange *exchange) {
        const char *header = headers_find(exchange->inside.headers, "X-Forwarded-For");
        g_autofree char *forwarded = exchange->server->config.behind_proxy ? header_forwarded_for(header) : NULL;

        g_strlcpy(exchange->request.address, forwarded ? forwarded : connection_address(exchange->peer),
                  REQUEST_ADDRESS_SIZE);
}

/* Only to be told apart, by nobody guessed: a keyed hash of a number serves, where each of the system's random bytes is a call into
 * it. */
static Uuid request_id_new(HttpServer *server, gint64 now) {
        guint64 number = atomic_fetch_add_explicit(&server->requests, 1, memory_order_relaxed);
        guint8 hash[crypto_shorthash_BYTES];

        G_STATIC_ASSERT(sizeof hash == UUID_RANDOM_SIZE);
        crypto_shorthash(hash, (const guint8 *) &number, sizeof number, server->request_seed);
        return uuid_make(now, hash);
}

static void read_request_id(Exchange *exchange) {
        const char *sent = headers_find(exchange->inside.headers, "X-Request-Id");
        char *id = exchange->request.request_id;
        Uuid own;

        if (sent && header_request_id_is_valid(sent)) {
                g_strlcpy(id, sent, REQUEST_ID_SIZE);
                return;
        }
        own = request_id_new(exchange->server, exchange->began_on);
        uuid_format(&own, id);
}

static void read_length(Exchange *exchange) {
        const char *length = headers_find(exchange->inside.headers, "Content-Length");
        const char *expect = headers_find(exchange->inside.headers, "Expect");

        exchange->has_length =
                length && g_ascii_string_to_unsigned(length, 10, 0, G_MAXINT64, &exchange->length, NULL);
        exchange->has_body = exchange->length > 0 || headers_find(exchange->inside.headers, "Transfer-Encoding");
        exchange->expects = expect && g_ascii_strcasecmp(expect, "100-continue") == 0;
}

static bool media_is_taken(const Route *route, const char *media) {
        if (route->body == BODY_JSON)
                return media && g_str_equal(media, "application/json");
        return media && g_strv_contains(route->media, media);
}

static bool check_body(Exchange *exchange, const Route *route, GError **error) {
        g_autofree char *media = NULL;

        if (exchange->length > route->body_bytes_max || (route->body == BODY_NONE && exchange->has_body))
                return door_refuse_too_large(route, error);
        if (route->body == BODY_NONE)
                return true;
        if (route->body == BODY_STREAM && !exchange->has_length)
                return refuse(error, REFUSAL_LENGTH_REQUIRED, NULL, NULL);
        exchange->inside.media = header_media(headers_find(exchange->inside.headers, "Content-Type"));
        if (media_is_taken(route, exchange->inside.media))
                return true;
        media = route->body == BODY_JSON ? g_strdup("application/json")
                                         : g_strjoinv(", ", (char **) (gpointer) (route->media));
        return refuse(error, REFUSAL_UNSUPPORTED_MEDIA, NULL, media, NULL);
}

bool door_refuse_too_large(const Route *route, GError **error) {
        g_autofree char *limit = g_strdup_printf("%" G_GSIZE_FORMAT, route->body_bytes_max);

        return refuse(error, REFUSAL_BODY_TOO_LARGE, NULL, limit, NULL);
}

/* Finds the row, or lets the fallback take the address where there is none. */
static bool find_route(Exchange *exchange, const char *method, GError **error) {
        const HttpFallback *fallback = exchange->server->config.fallback;
        RequestInside *inside = &exchange->inside;
        g_autoptr(GError) refusal = NULL;
        bool reads = g_str_equal(method, "GET") || g_str_equal(method, "HEAD");

        if (router_find(exchange->server->router, method, &inside->address, &inside->match, &refusal))
                return true;
        if (fallback && reads && refusal_is(refusal, REFUSAL_NO_SUCH_ROUTE)
            && fallback->takes(&inside->address, headers_find(inside->headers, "Accept"))) {
                inside->match = (RouteMatch){ .route = &fallback->route };
                return true;
        }
        g_propagate_error(error, g_steal_pointer(&refusal));
        return false;
}

static bool read_query(Exchange *exchange, GError **error) {
        const Route *route = exchange->request.route;

        return route->query_unread
               || address_read_query(&exchange->inside.address, route->query, route->query_lenient, error);
}

bool door_read_head(Exchange *exchange, const char *method, GError **error) {
        const HttpServer *server = exchange->server;
        RequestInside *inside = &exchange->inside;
        g_autofree char *limit = NULL;
        bool well_formed = headers_read(exchange->connection, &inside->headers, error);

        read_request_id(exchange);
        read_address(exchange);
        read_length(exchange);
        exchange->request.language = language_choose(headers_find(inside->headers, "Accept-Language"));
        exchange->unsound = !well_formed;
        if (!well_formed)
                return false;
        if (g_atomic_int_get(&server->stopping))
                return refuse(error, REFUSAL_STARTING_OR_STOPPING, NULL, NULL);
        if (strlen(inside->raw_address) > server->limits.address_bytes_max) {
                limit = g_strdup_printf("%u", server->limits.address_bytes_max);
                return refuse(error, REFUSAL_TOO_LONG, NULL, "address", limit, NULL);
        }
        if (!address_read(inside->raw_address, &inside->address, error) || !find_route(exchange, method, error))
                return false;
        exchange->request.route = inside->match.route;
        exchange->request.body_media = NULL;
        if (!inside->match.route)
                return true;
        if (!check_body(exchange, inside->match.route, error))
                return false;
        exchange->request.body_media = inside->media;
        exchange->request.body_bytes = exchange->length;
        return true;
}

/* A browser sends the cookie along from wherever its user happens to be: what changes anything must come from our own
 * pages. A browser always says where from; a request with a cookie and without Origin is no browser's honest write. */
static bool check_origin(const Exchange *exchange, const char *session, GError **error) {
        const Headers *headers = exchange->inside.headers;
        const char *origin;
        bool ours;

        if (g_str_equal(exchange->request.route->method, "GET") || headers_find(headers, "Authorization"))
                return true;
        origin = headers_find(headers, "Origin");
        ours = origin
               && header_origin_is_ours(origin, headers_find(headers, "Host"), exchange->server->config.public_url);
        if (ours || (!origin && !session))
                return true;
        return refuse(error, REFUSAL_FOREIGN_ORIGIN, NULL, NULL);
}

static bool authenticate(Exchange *exchange, const char *session, GError **error) {
        const HttpConfig *config = &exchange->server->config;
        Request *request = &exchange->request;
        const char *authorization = headers_find(exchange->inside.headers, "Authorization");
        HttpCredentials credentials = { .api_key = header_bearer(authorization),
                                        .session = authorization ? NULL : session,
                                        .address = request->address,
                                        .now = request->now };
        g_autoptr(GError) refusal = NULL;
        Actor actor;

        if (request->route->roles == ROLE_ANYONE || !config->authenticate
            || (!credentials.api_key && !credentials.session))
                return true;
        if (config->authenticate(config->app, &credentials, &actor, &refusal)) {
                request->actor = actor;
                return true;
        }
        if (refusal->domain == REFUSAL && (request->route->roles & ROLE_ANYONE))
                return true;
        g_propagate_error(error, g_steal_pointer(&refusal));
        return false;
}

/* Who is counted: an account whatever its sessions, a member of staff, an API key, a party, or else an address. */
static RateKey principal_of(const Request *request) {
        const Actor *actor = &request->actor;
        bool holds = actor_has(actor, ROLE_HOLDER) && !uuid_is_nil(&actor->account);
        const Uuid *id = holds ? &actor->account : &actor->id;
        RateKey key;

        if (uuid_is_nil(id))
                return rate_key_of_address(request->address);
        memcpy(key.bytes, id->bytes, sizeof key.bytes);
        return key;
}

static bool check_rate(const Exchange *exchange, const RateKey *key, GError **error) {
        const HttpServer *server = exchange->server;
        const Request *request = &exchange->request;
        RateClass rate = request->route->rate;
        bool platform = actor_has(&request->actor, ROLE_PLATFORM);
        const RateLimit *limit = platform ? &server->limits.platform.of[rate] : &server->limits.people.of[rate];
        g_autofree char *seconds = NULL;
        guint wait_s;

        if (rates_take(server->rates, limit, rate, key, g_get_monotonic_time(), &wait_s))
                return true;
        seconds = g_strdup_printf("%u", wait_s);
        return refuse(error, REFUSAL_TOO_MANY_REQUESTS, NULL, seconds, NULL);
}

/* An upload holds a thread while it lasts: nobody may hold them all. */
static bool check_uploads(Exchange *exchange, const RateKey *key, GError **error) {
        const Limits *limits = &exchange->server->limits;
        bool platform = actor_has(&exchange->request.actor, ROLE_PLATFORM);
        guint max = platform ? limits->uploads_per_key_max : limits->uploads_per_person_max;

        if (exchange->request.route->body != BODY_STREAM
            || uploads_begin(exchange->server->uploads, key, max, &exchange->upload))
                return true;
        return refuse(error, REFUSAL_TOO_MANY_REQUESTS, NULL, UPLOADS_RETRY_S, NULL);
}

/* An API key opens only what it was made for. */
static bool check_scope(const Request *request, GError **error) {
        const Actor *actor = &request->actor;

        return !actor_has(actor, ROLE_PLATFORM) || (request->route->roles & ROLE_ANYONE)
               || (actor->scopes & request->route->scopes) || refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
}

static bool check_role(const Request *request, GError **error) {
        if (actor_has(&request->actor, request->route->roles) || (request->route->roles & ROLE_ANYONE))
                return true;
        if (actor_has(&request->actor, ROLE_ANYONE))
                return refuse(error, REFUSAL_NOT_SIGNED_IN, NULL, NULL);
        return refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
}

static bool read_required(Exchange *exchange, GError **error) {
        Request *request = &exchange->request;
        const char *version = headers_find(exchange->inside.headers, "If-Match");
        const char *key = headers_find(exchange->inside.headers, "Idempotency-Key");

        if (key ? !header_idempotency_key_is_valid(key) : request->route->requires & REQUIRES_IDEMPOTENCY_KEY)
                return refuse(error, REFUSAL_IDEMPOTENCY_KEY_MISSING, NULL, NULL);
        if (!version && request->route->requires & REQUIRES_IF_MATCH)
                return refuse(error, REFUSAL_VERSION_MISSING, NULL, NULL);
        if (version && !header_version(version, &request->version))
                return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, "If-Match", "the ETag as it came, such as \"7\"",
                              NULL);
        request->idempotency_key = key;
        return true;
}

static void hash_text(crypto_hash_sha256_state *state, const char *text) {
        crypto_hash_sha256_update(state, (const unsigned char *) text, strlen(text) + 1);
}

/* What a repeated request must have in common with the first, whose Idempotency-Key it carries. */
static void hash_request(Exchange *exchange) {
        const Address *address = &exchange->inside.address;
        crypto_hash_sha256_state state;

        crypto_hash_sha256_init(&state);
        hash_text(&state, exchange->method);
        for (guint i = 0; i < address->segment_count; i++)
                hash_text(&state, address->segments[i]);
        for (guint i = 0; i < address->query_count; i++) {
                hash_text(&state, address->query[i].name);
                hash_text(&state, address->query[i].value);
        }
        crypto_hash_sha256_update(&state, (const unsigned char *) &exchange->length, sizeof exchange->length);
        if (exchange->body)
                crypto_hash_sha256_update(&state, exchange->body->data, exchange->body->len);
        crypto_hash_sha256_final(&state, exchange->request.body_sha256);
}

static bool read_body(Exchange *exchange, GError **error) {
        Request *request = &exchange->request;
        const char *bytes = exchange->body ? (const char *) exchange->body->data : "";
        gsize size = exchange->body ? exchange->body->len : 0;

        if (request->idempotency_key)
                hash_request(exchange);
        if (request->route->body != BODY_JSON)
                return true;
        request->body = json_text_read(bytes, size, error);
        if (!request->body)
                return false;
        return json_is_object(request->body) || refuse(error, REFUSAL_WRONG_TYPE, "", "body", "an object", NULL);
}

bool door_serve(Exchange *exchange, GError **error) {
        Request *request = &exchange->request;
        RequestInside *inside = &exchange->inside;
        g_autofree char *session = header_session(headers_find(inside->headers, "Cookie"), exchange->server->secure);
        g_autoptr(GError) refusal = NULL;
        RateKey principal;
        bool known;

        request->now = server_now(exchange->server);
        request->id = inside->match.id;
        if (!check_origin(exchange, session, error))
                return false;
        known = authenticate(exchange, session, &refusal);
        principal = principal_of(request);
        if (!check_rate(exchange, &principal,
                        error)) /* also of those whose key is wrong: nobody guesses at leisure */
                return false;
        if (!known) {
                g_propagate_error(error, g_steal_pointer(&refusal));
                return false;
        }
        return check_role(request, error) && check_scope(request, error) && check_uploads(exchange, &principal, error)
               && read_required(exchange, error) && read_query(exchange, error) && read_body(exchange, error)
               && request->route->handle(request, &exchange->reply, error);
}
