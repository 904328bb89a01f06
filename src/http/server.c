/* Starts, wires and stops the server. */
#include "http/server.h"

#include "base/instant.h"
#include "base/refusal.h"
#include "http/exchange.h"
#include "http/server-parts.h"
#include "http/tls.h"

#include <errno.h>
#include <glib-unix.h>
#include <netdb.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTION_MEMORY_BYTES (32 * KIB) /* the library clears it for each request: more costs time */
#define LISTEN_BACKLOG 1024
#define RATE_SLOTS 16384
#define WORKERS_MIN 64 /* a worker that writes only waits for its commit: as many share one as there are workers */
#define WORKERS_MAX 128
#define BREAK_OFF_WAIT_US (2 * G_USEC_PER_SEC)

gint64 server_now(const HttpServer *server) {
        return server->config.now ? server->config.now(server->config.app) : instant_now();
}

static void *on_request_line(void *context, const char *address, struct MHD_Connection *connection) {
        return exchange_new(context, connection, address);
}

static enum MHD_Result on_step(void *context, struct MHD_Connection *connection, const char *address G_GNUC_UNUSED,
                               const char *method, const char *version G_GNUC_UNUSED, const char *chunk, size_t *size,
                               void **exchange_at) {
        HttpServer *server = context;
        Exchange *exchange = *exchange_at;

        if (!exchange->peer) {
                exchange->peer =
                        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
                connections_begin(server->connections, exchange->peer, exchange);
        }
        return exchange_step(exchange, method, chunk, size);
}

static void on_end(void *context, struct MHD_Connection *connection G_GNUC_UNUSED, void **exchange_at,
                   enum MHD_RequestTerminationCode how) {
        HttpServer *server = context;
        Exchange *exchange = *exchange_at;

        if (!exchange)
                return;
        *exchange_at = NULL;
        exchange_end(exchange, how);
        if (exchange->peer)
                connections_end(server->connections, exchange->peer);
        exchange_unref(exchange);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode what) {
        HttpServer *server = context;

        if (what == MHD_CONNECTION_NOTIFY_STARTED) {
                int socket = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
                const union MHD_ConnectionInfo *peer =
                        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

                *socket_context = connections_add(server->connections, socket, peer ? peer->client_addr : NULL);
        } else {
                connections_remove(server->connections, *socket_context);
        }
}

/* The address is decoded by address_read(), once. */
static size_t leave_as_it_is(void *context G_GNUC_UNUSED, struct MHD_Connection *connection G_GNUC_UNUSED,
                             char *text) {
        return strlen(text);
}

/* Splits "[::1]:8080" into "::1" and "8080"; an empty host means every address. */
static bool listen_split(const char *listen, char **host, char **port) {
        const char *colon = strrchr(listen, ':');
        gsize length = colon ? (gsize) (colon - listen) : 0;
        bool bracketed = length >= 2 && listen[0] == '[' && colon[-1] == ']';
        guint64 number;

        if (!colon || !g_ascii_string_to_unsigned(colon + 1, 10, 0, 65535, &number, NULL))
                return false;
        *host = bracketed ? g_strndup(listen + 1, length - 2) : g_strndup(listen, length);
        *port = g_strdup(colon + 1);
        return true;
}

static bool socket_open(const struct addrinfo *at, int *opened) {
        int descriptor = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, at->ai_protocol);
        int yes = 1;

        if (descriptor < 0)
                return false;
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
        if (bind(descriptor, at->ai_addr, at->ai_addrlen) < 0 || listen(descriptor, LISTEN_BACKLOG) < 0) {
                int saved = errno;

                close(descriptor);
                errno = saved;
                return false;
        }
        *opened = descriptor;
        return true;
}

/* A connection is a descriptor, and a shell's habit is to grant 1024. */
static void raise_descriptors(void) {
        struct rlimit limit;

        if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
                limit.rlim_cur = limit.rlim_max;
                setrlimit(RLIMIT_NOFILE, &limit);
        }
}

static bool server_listen(HttpServer *server, GError **error) {
        const char *wanted = server->config.listen;
        const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
        g_autofree char *host = NULL, *port = NULL;
        struct addrinfo *found = NULL;
        int resolved;
        bool opened;

        if (server->config.listen_socket) {
                server->socket = server->config.listen_socket;
                return g_unix_set_fd_nonblocking(server->socket, TRUE, NULL)
                       || fail(error, FAILURE_NETWORK, "cannot take over the listening socket: %s",
                               g_strerror(errno));
        }
        if (!listen_split(wanted, &host, &port))
                return refuse(error, REFUSAL_CONFIG_INVALID, NULL, "listen", "1", "写成 ADDRESS:PORT",
                              "write ADDRESS:PORT", NULL);
        resolved = getaddrinfo(*host ? host : NULL, port, &hints, &found);
        if (resolved != 0)
                return fail(error, FAILURE_NETWORK, "cannot listen on %s: %s", wanted, gai_strerror(resolved));
        opened = socket_open(found, &server->socket);
        freeaddrinfo(found);
        return opened || fail(error, FAILURE_NETWORK, "cannot listen on %s: %s", wanted, g_strerror(errno));
}

static void server_name_address(HttpServer *server) {
        const char *scheme = server->tls ? "https" : "http";
        struct sockaddr_storage bound;
        socklen_t size = sizeof bound;
        char host[NI_MAXHOST] = "", port[NI_MAXSERV] = "";

        getsockname(server->socket, (struct sockaddr *) &bound, &size);
        getnameinfo((struct sockaddr *) &bound, size, host, sizeof host, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV);
        server->address = g_strdup_printf(strchr(host, ':') ? "%s://[%s]:%s" : "%s://%s:%s", scheme, host, port);
}

/* Starts a daemon over the listening socket; `tls` NULL: without TLS. The texts are not needed any more afterwards. */
static struct MHD_Daemon *daemon_start(HttpServer *server, const TlsPair *tls) {
        const Limits *limits = &server->limits;
        const struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };
        const struct MHD_OptionItem secure[] = {
                { MHD_OPTION_HTTPS_MEM_CERT, 0, tls ? tls->certificate : NULL },
                { MHD_OPTION_HTTPS_MEM_KEY, 0, tls ? tls->key : NULL },
                { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *) TLS_PRIORITIES },
                { MHD_OPTION_END, 0, NULL },
        };
        unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0U);

        return MHD_start_daemon(
                flags, 0, NULL, NULL, on_step, server, MHD_OPTION_LISTEN_SOCKET, server->socket,
                MHD_OPTION_THREAD_POOL_SIZE, server->config.poll_threads, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                (size_t) CONNECTION_MEMORY_BYTES, MHD_OPTION_CONNECTION_LIMIT, limits->connections_max,
                MHD_OPTION_PER_IP_CONNECTION_LIMIT, limits->connections_per_address_max,
                MHD_OPTION_CONNECTION_TIMEOUT, limits->idle_s, MHD_OPTION_STRICT_FOR_CLIENT, 1,
                MHD_OPTION_URI_LOG_CALLBACK, on_request_line, server, MHD_OPTION_UNESCAPE_CALLBACK, leave_as_it_is,
                NULL, MHD_OPTION_NOTIFY_COMPLETED, on_end, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection,
                server, MHD_OPTION_ARRAY, tls ? secure : none, MHD_OPTION_END);
}

static bool server_run(HttpServer *server, GError **error) {
        g_auto(TlsPair) tls = { 0 };
        const HttpConfig *config = &server->config;
        struct MHD_Daemon *started;

        if (server->tls && !tls_pair_read(config->tls_certificate, config->tls_key, &tls, error))
                return false;
        started = daemon_start(server, server->tls ? &tls : NULL);
        if (!started)
                return fail(error, FAILURE_NETWORK, "cannot start the HTTP server: %s", g_strerror(errno));
        server->daemon = started;
        return true;
}

static bool daemon_is_idle(struct MHD_Daemon *daemon) {
        const union MHD_DaemonInfo *open = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

        return open && open->num_connections == 0;
}

/* Both daemons accept for a moment, so that nobody is turned away. */
bool http_server_renew_certificate(HttpServer *server, GError **error) {
        struct MHD_Daemon *old = server->daemon;

        if (!server->tls)
                return true;
        if (!server_run(server, error))
                return false;
        MHD_quiesce_daemon(old);
        for (guint i = server->retired->len; i > 0; i--) {
                struct MHD_Daemon *retired = server->retired->pdata[i - 1];

                if (!daemon_is_idle(retired))
                        continue;
                MHD_stop_daemon(retired);
                g_ptr_array_remove_index_fast(server->retired, i - 1);
        }
        g_ptr_array_add(server->retired, old);
        return true;
}

static void server_configure(HttpServer *server, const HttpConfig *config) {
        guint processors = g_get_num_processors();

        server->config = *config;
        server->config.listen = g_strdup(config->listen);
        server->config.public_url = g_strdup(config->public_url);
        server->config.poll_threads = config->poll_threads ? config->poll_threads : MIN(processors, 4);
        server->limits = config->limits ? *config->limits : limits_default();
        if (!server->limits.workers)
                server->limits.workers = CLAMP(processors * 8, WORKERS_MIN, WORKERS_MAX);
        server->config.tls_certificate = g_strdup(config->tls_certificate);
        server->config.tls_key = g_strdup(config->tls_key);
        server->tls = config->tls_certificate && config->tls_key;
        server->secure = server->tls || (config->public_url && g_str_has_prefix(config->public_url, "https://"));
        /* a second less than the server waits: the client's clock starts later */
        server->keep_alive = g_strdup_printf("timeout=%u", server->limits.idle_s > 1 ? server->limits.idle_s - 1 : 1);
        server->retired = g_ptr_array_new();
        server->config.limits = NULL;
        server->socket = -1;
}

HttpServer *http_server_start(const HttpConfig *config, GError **error) {
        g_autoptr(HttpServer) server = g_new0(HttpServer, 1);

        server_configure(server, config);
        server->router = router_new(config->tables);
        if (!server_listen(server, error))
                return NULL;
        raise_descriptors();
        server_name_address(server);
        randombytes_buf(server->request_seed, sizeof server->request_seed);
        server->rates = rates_new(RATE_SLOTS);
        server->uploads = uploads_new();
        server->log = http_log_new(STDERR_FILENO);
        server->metrics = http_metrics_new(config->tables, config->fallback ? &config->fallback->route : NULL);
        server->connections = connections_new(server->limits.headers_s);
        server->workers = g_thread_pool_new(work_run, NULL, (gint) server->limits.workers, TRUE, error);
        server->streams = g_thread_pool_new(work_run, NULL, (gint) server->limits.streams_max, FALSE, NULL);
        if (!server->workers || !server_run(server, error))
                return NULL;
        return g_steal_pointer(&server);
}

const char *http_server_address(const HttpServer *server) {
        return server->address;
}

static void exchange_break_visited(gpointer exchange) {
        exchange_break(exchange);
}

static void daemon_stop_visited(gpointer daemon, gpointer unused G_GNUC_UNUSED) {
        MHD_stop_daemon(daemon);
}

void http_server_stop(HttpServer *server, guint wait_s) {
        if (server->stopped)
                return;
        server->stopped = true;
        g_atomic_int_set(&server->stopping, 1);
        if (server->daemon) {
                MHD_quiesce_daemon(server->daemon);
                if (!server->config
                             .listen_socket) /* whose it was may go on listening: connections wait for the next */
                        shutdown(server->socket, SHUT_RDWR); /* must not be closed before the daemon is stopped */
                if (!connections_wait(server->connections, (gint64) wait_s * G_USEC_PER_SEC)) {
                        connections_each(server->connections, exchange_break_visited);
                        connections_wait(server->connections, BREAK_OFF_WAIT_US);
                }
                g_ptr_array_add(server->retired, server->daemon);
                g_ptr_array_foreach(server->retired, daemon_stop_visited, NULL);
        }
        if (server->workers)
                g_thread_pool_free(server->workers, FALSE, TRUE);
        if (server->streams)
                g_thread_pool_free(server->streams, FALSE, TRUE);
}

void http_server_free(HttpServer *server) {
        if (!server)
                return;
        http_server_stop(server, 0);
        connections_free(server->connections);
        http_log_free(server->log);
        http_metrics_free(server->metrics);
        rates_free(server->rates);
        uploads_free(server->uploads);
        router_free(server->router);
        if (server->socket >= 0)
                close(server->socket);
        g_free(server->address);
        g_free(server->keep_alive);
        g_free((char *) server->config.listen);
        g_ptr_array_unref(server->retired);
        g_free((char *) server->config.tls_certificate);
        g_free((char *) server->config.tls_key);
        g_free((char *) server->config.public_url);
        g_free(server);
}
