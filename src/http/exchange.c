/* The phases of an exchange. */
#include "http/exchange.h"

#include "base/refusal.h"
#include "http/door.h"
#include "http/server-parts.h"

#include <string.h>
#include <sys/socket.h>

/* A refused body of up to twice its limit, or this, is heard out, so that the refusal reaches a client that sends first
 * and reads then; of a longer one the connection is closed at once. */
#define HEAR_OUT_BYTES (256 * KIB)

typedef enum MHD_Result (*PhaseStep)(Exchange *exchange, const char *chunk, size_t *size);

static void exchange_serve(gpointer subject);

static void exchange_wake_subject(gpointer subject) {
        exchange_wake(subject);
}

Exchange *exchange_new(HttpServer *server, struct MHD_Connection *connection, const char *raw_address) {
        Exchange *exchange = g_new(Exchange, 1);

        *exchange = (Exchange){ .phase = PHASE_HEAD };
        g_atomic_ref_count_init(&exchange->refs);
        g_mutex_init(&exchange->lock);
        exchange->server = server;
        exchange->connection = connection;
        exchange->serve = (Work){ exchange_serve, exchange };
        exchange->began_at = g_get_monotonic_time();
        exchange->began_on = server_now(server);
        exchange->inside = (RequestInside){ .server = server, .exchange = exchange };
        exchange->inside.raw_address = g_strdup(raw_address);
        exchange->request.inside = &exchange->inside;
        exchange->request.app = server->config.app;
        exchange->request.actor = actor_anyone();
        exchange->request.version = -1;
        exchange->reply.secure = server->secure;
        exchange->reply.keep_alive = server->keep_alive;
        exchange->reply.exchange = exchange;
        return exchange;
}

Exchange *exchange_ref(Exchange *exchange) {
        g_atomic_ref_count_inc(&exchange->refs);
        return exchange;
}

void exchange_unref(Exchange *exchange) {
        if (!g_atomic_ref_count_dec(&exchange->refs))
                return;
        request_clear(&exchange->request);
        reply_reset(&exchange->reply);
        g_clear_pointer(&exchange->body, g_byte_array_unref);
        body_queue_free(exchange->queue);
        g_mutex_clear(&exchange->lock);
        g_free(exchange);
}

bool exchange_pause(Exchange *exchange) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&exchange->lock);

        if (exchange->woken || exchange->broken) {
                exchange->woken = false;
                return false;
        }
        exchange->paused = true;
        MHD_suspend_connection(exchange->connection);
        return true;
}

void exchange_wake(Exchange *exchange) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&exchange->lock);

        if (!exchange->connection)
                return;
        exchange->woken = !exchange->paused;
        if (exchange->paused)
                MHD_resume_connection(exchange->connection);
        exchange->paused = false;
}

void exchange_break(Exchange *exchange) {
        g_mutex_lock(&exchange->lock);
        exchange->broken = true;
        if (exchange->queue)
                body_queue_end(exchange->queue, BODY_STOPPING);
        g_mutex_unlock(&exchange->lock);
        exchange_wake(exchange);
}

bool exchange_is_broken(Exchange *exchange) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&exchange->lock);

        return exchange->broken;
}

void exchange_log_failure(Exchange *exchange, const GError *error) {
        const Route *route = exchange->request.route;
        HttpLogLine line = {
                .at = server_now(exchange->server),
                .request = exchange->request.request_id,
                .method = exchange->method,
                .route = route ? route->path : NULL,
                .took_us = g_get_monotonic_time() - exchange->began_at,
                .actor = actor_role_name(&exchange->request.actor),
                .failure = error->message,
        };

        if (error->domain != REFUSAL && !exchange->client_failed)
                http_log_add(exchange->server->log, &line);
}

/* Makes the answer ready to be sent; where the exchange is over already it goes nowhere. */
static void exchange_answer(Exchange *exchange, bool close) {
        struct MHD_Response *response;
        int status = exchange->reply.status;

        g_assert(status); /* a handler that succeeds has answered */
        response = reply_response(&exchange->reply, exchange->request.request_id,
                                  close || g_atomic_int_get(&exchange->server->stopping));
        g_mutex_lock(&exchange->lock);
        exchange->status = status;
        if (exchange->connection)
                exchange->response = g_steal_pointer(&response);
        g_mutex_unlock(&exchange->lock);
        if (response)
                MHD_destroy_response(response);
}

static void exchange_refuse(Exchange *exchange, const GError *error, bool close) {
        exchange_log_failure(exchange, error);
        reply_problem(&exchange->reply, error, exchange->request.language, exchange->request.request_id);
        if (refusal_is(error, REFUSAL_METHOD_NOT_ALLOWED))
                reply_header(&exchange->reply, "Allow", exchange->inside.match.allow);
        exchange_answer(exchange, close);
}

/* Runs the handler, on a worker or inline; the answer is ready then. */
static void exchange_run(Exchange *exchange) {
        g_autoptr(GError) error = NULL;

        bool served = door_serve(exchange, &error);

        uploads_end(exchange->server->uploads,
                    &exchange->upload); /* before its client hears of it and begins another */
        if (served)
                exchange_answer(exchange, false);
        else
                exchange_refuse(exchange, error, exchange->body_wanted);
}

static void exchange_serve(gpointer subject) {
        Exchange *exchange = subject;

        if (!exchange_is_broken(exchange)) /* given up while it waited for a worker: nobody would hear what it did */
                exchange_run(exchange);
        exchange_wake(exchange);
        exchange_unref(exchange);
}

static bool exchange_is_answered(Exchange *exchange) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&exchange->lock);

        return exchange->response != NULL;
}

/* Hands the ready answer to the library. */
static enum MHD_Result exchange_send(Exchange *exchange) {
        struct MHD_Response *response;
        enum MHD_Result queued;

        g_mutex_lock(&exchange->lock);
        response = g_steal_pointer(&exchange->response);
        g_mutex_unlock(&exchange->lock);
        exchange->phase = PHASE_ANSWERED;
        queued = MHD_queue_response(exchange->connection, (unsigned int) exchange->status, response);
        MHD_destroy_response(response);
        return queued;
}

static guint64 hear_out_max(const Exchange *exchange) {
        const Route *route = exchange->inside.match.route;

        return MAX(HEAR_OUT_BYTES, route ? 2 * route->body_bytes_max : 0);
}

/* The answer is ready before any of the body has been asked for. */
static enum MHD_Result answer_at_head(Exchange *exchange) {
        if (exchange->unsound
            || (exchange->has_body && (exchange->expects || exchange->length > hear_out_max(exchange))))
                return exchange_send(exchange);
        exchange->phase = PHASE_HEARING_OUT;
        return MHD_YES;
}

static bool body_is_too_slow(const Exchange *exchange) {
        return g_get_monotonic_time() > body_pace_deadline(&exchange->pace, exchange->heard);
}

static enum MHD_Result step_head(Exchange *exchange) {
        const Limits *limits = &exchange->server->limits;
        g_autoptr(GError) error = NULL;

        exchange->pace = (BodyPace){ g_get_monotonic_time(), limits->body_grace_s, limits->body_bytes_per_s_min };
        if (!door_read_head(exchange, exchange->method, &error)) {
                exchange_refuse(exchange, error, exchange->unsound);
                return answer_at_head(exchange);
        }
        if (!exchange->request.route) { /* OPTIONS */
                reply_empty(&exchange->reply, HTTP_NO_CONTENT);
                reply_header(&exchange->reply, "Allow", exchange->inside.match.allow);
                exchange_answer(exchange, false);
                return answer_at_head(exchange);
        }
        exchange->phase = PHASE_GATHERING;
        if (exchange->request.route->body != BODY_STREAM)
                return MHD_YES;
        exchange->phase = PHASE_OPENING;
        exchange_pause(exchange);
        g_thread_pool_push(exchange->server->streams, &exchange_ref(exchange)->serve, NULL);
        return MHD_YES;
}

static enum MHD_Result step_opening(Exchange *exchange, const char *chunk G_GNUC_UNUSED, size_t *size G_GNUC_UNUSED) {
        bool wanted;

        for (;;) {
                if (exchange_is_answered(exchange))
                        return answer_at_head(exchange);
                g_mutex_lock(&exchange->lock);
                wanted = exchange->body_wanted;
                g_mutex_unlock(&exchange->lock);
                if (wanted)
                        break;
                if (exchange_pause(exchange))
                        return MHD_YES;
        }
        exchange->phase = PHASE_STREAMING;
        return MHD_YES;
}

/* Lets the handler run now that its small body is there. */
static enum MHD_Result exchange_work(Exchange *exchange) {
        RouteInline inline_ok = exchange->request.route->inline_ok;

        if (inline_ok == INLINE_ALWAYS || (inline_ok == INLINE_EMBEDDED && exchange->server->config.inline_allowed)) {
                exchange_run(exchange);
                return exchange_send(exchange);
        }
        exchange->phase = PHASE_WORKING;
        exchange_pause(exchange);
        g_thread_pool_push(exchange->server->workers, &exchange_ref(exchange)->serve, NULL);
        return MHD_YES;
}

static enum MHD_Result refuse_too_large(Exchange *exchange) {
        g_autoptr(GError) error = NULL;

        door_refuse_too_large(exchange->request.route, &error);
        exchange_refuse(exchange, error, true);
        exchange->phase = PHASE_HEARING_OUT;
        return MHD_YES;
}

static enum MHD_Result step_gathering(Exchange *exchange, const char *chunk, size_t *size) {
        if (!*size)
                return exchange_work(exchange);
        if (exchange->heard > exchange->request.route->body_bytes_max) {
                *size = 0;
                return refuse_too_large(exchange);
        }
        if (!exchange->body)
                exchange->body = g_byte_array_sized_new((guint) MAX(exchange->length, *size));
        g_byte_array_append(exchange->body, (const guint8 *) chunk, (guint) *size);
        *size = 0;
        return MHD_YES;
}

static enum MHD_Result step_working(Exchange *exchange, const char *chunk G_GNUC_UNUSED, size_t *size G_GNUC_UNUSED) {
        while (!exchange_is_answered(exchange)) {
                if (exchange_pause(exchange))
                        return MHD_YES;
        }
        return exchange_send(exchange);
}

static enum MHD_Result step_streaming(Exchange *exchange, const char *chunk, size_t *size) {
        if (!*size) {
                body_queue_end(exchange->queue, BODY_WHOLE);
                exchange->phase = PHASE_WORKING;
                return step_working(exchange, chunk, size);
        }
        for (;;) {
                gsize taken;

                if (exchange_is_answered(exchange)) {
                        exchange->phase = PHASE_HEARING_OUT;
                        *size = 0;
                        return MHD_YES;
                }
                taken = body_queue_push(exchange->queue, (const guint8 *) chunk, *size);
                chunk += taken;
                *size -= taken;
                if (!*size || exchange_pause(exchange))
                        return MHD_YES;
        }
}

static enum MHD_Result step_hearing_out(Exchange *exchange, const char *chunk G_GNUC_UNUSED, size_t *size) {
        if (!*size)
                return exchange_send(exchange);
        *size = 0;
        return exchange->heard > hear_out_max(exchange) ? MHD_NO : MHD_YES;
}

static enum MHD_Result step_answered(Exchange *exchange G_GNUC_UNUSED, const char *chunk G_GNUC_UNUSED,
                                     size_t *size) {
        *size = 0;
        return MHD_YES;
}

static const PhaseStep steps[PHASE_COUNT] = {
        [PHASE_OPENING] = step_opening, [PHASE_GATHERING] = step_gathering,     [PHASE_STREAMING] = step_streaming,
        [PHASE_WORKING] = step_working, [PHASE_HEARING_OUT] = step_hearing_out, [PHASE_ANSWERED] = step_answered,
};

/* True where the client closed its side before its body was whole. libmicrohttpd (0.9.75) takes a short read for the end of
 * what is there and misses a close that came with it, until the connection's time is over: so it is looked for here. */
static bool client_has_left(const Exchange *exchange) {
        const union MHD_ConnectionInfo *socket =
                MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        char byte;

        if (exchange->server->tls) /* what the socket still has is not what is still to be read */
                return false;
        return exchange->has_length && exchange->heard < exchange->length
               && recv(socket->connect_fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

enum MHD_Result exchange_step(Exchange *exchange, const char *method, const char *chunk, size_t *size) {
        size_t came = *size;
        enum MHD_Result result;

        if (exchange_is_broken(exchange))
                return MHD_NO;
        if (exchange->phase == PHASE_HEAD) {
                g_strlcpy(exchange->method, method, sizeof exchange->method);
                return step_head(exchange);
        }
        if (came && exchange->phase != PHASE_STREAMING && body_is_too_slow(exchange))
                return MHD_NO;
        exchange->heard += came;
        result = steps[exchange->phase](exchange, chunk, size);
        exchange->heard -= *size; /* comes again */
        if (came && !*size && client_has_left(exchange)) {
                exchange->client_left = true;
                return MHD_NO;
        }
        return result;
}

static const char *how_it_ended(enum MHD_RequestTerminationCode how) {
        static const char *const names[] = {
                [MHD_REQUEST_TERMINATED_COMPLETED_OK] = NULL,
                [MHD_REQUEST_TERMINATED_WITH_ERROR] = "broken-off",
                [MHD_REQUEST_TERMINATED_TIMEOUT_REACHED] = "timeout",
                [MHD_REQUEST_TERMINATED_DAEMON_SHUTDOWN] = "stopping",
                [MHD_REQUEST_TERMINATED_READ_ERROR] = "client-gone",
                [MHD_REQUEST_TERMINATED_CLIENT_ABORT] = "client-gone",
        };

        return (guint) how < G_N_ELEMENTS(names) ? names[how] : "broken-off";
}

static void exchange_note(Exchange *exchange, enum MHD_RequestTerminationCode how) {
        static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", NULL };
        const Route *route = exchange->inside.match.route;
        HttpLogLine line = {
                .at = exchange->began_on,
                .request = exchange->request.request_id,
                .method = g_strv_contains(methods, exchange->method) ? exchange->method : "other",
                .route = route ? route->path : NULL,
                .status = exchange->phase == PHASE_ANSWERED ? exchange->status : 0,
                .took_us = g_get_monotonic_time() - exchange->began_at,
                .actor = actor_role_name(&exchange->request.actor),
                .ended = exchange->client_left ? "client-gone" : how_it_ended(how),
        };

        http_metrics_count(exchange->server->metrics, route, line.status, line.took_us);
        if (exchange->server->config.access_log)
                http_log_add(exchange->server->log, &line);
}

void exchange_end(Exchange *exchange, enum MHD_RequestTerminationCode how) {
        struct MHD_Response *response;

        g_mutex_lock(&exchange->lock);
        exchange->connection = NULL;
        response = g_steal_pointer(&exchange->response);
        if (exchange->queue)
                body_queue_end(exchange->queue, BODY_GONE);
        if (exchange->phase != PHASE_HEAD)
                exchange_note(exchange, how);
        g_mutex_unlock(&exchange->lock);
        if (response)
                MHD_destroy_response(response);
}

/* Lets the client send, the first time that a handler asks. */
static void exchange_want_body(Exchange *exchange) {
        const Limits *limits = &exchange->server->limits;
        BodyPace pace = { g_get_monotonic_time(), limits->body_grace_s, limits->body_bytes_per_s_min };

        g_mutex_lock(&exchange->lock);
        exchange->body_wanted = true;
        exchange->queue = body_queue_new(&pace, exchange_wake_subject, exchange);
        if (!exchange->connection || exchange->broken)
                body_queue_end(exchange->queue, exchange->broken ? BODY_STOPPING : BODY_GONE);
        g_mutex_unlock(&exchange->lock);
        exchange_wake(exchange);
}

bool exchange_body_read(Exchange *exchange, guint8 *buffer, gsize size, gsize *got, GError **error) {
        if (!exchange->queue)
                exchange_want_body(exchange);
        exchange->client_failed = !body_queue_read(exchange->queue, buffer, size, got, error);
        return !exchange->client_failed;
}
