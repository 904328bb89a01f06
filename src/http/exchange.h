/* One request and its answer, between a poll thread and a worker. The poll thread steps it through its phases and pauses
 * (suspends the connection) wherever it would have to wait; whoever has news wakes it. */
#pragma once

#include "http/body-queue.h"
#include "http/connections.h"
#include "http/reply-parts.h"
#include "http/request-parts.h"
#include "http/uploads.h"
#include "http/work.h"

#include <glib.h>
#include <microhttpd.h>
#include <stdbool.h>

#define METHOD_SIZE 16

typedef enum ExchangePhase {
        PHASE_HEAD,        /* the head has come */
        PHASE_OPENING,     /* paused: a handler of uploads makes up its mind whether it wants the body */
        PHASE_GATHERING,   /* a small body is gathered */
        PHASE_STREAMING,   /* the body goes to the handler */
        PHASE_WORKING,     /* paused: the handler works */
        PHASE_HEARING_OUT, /* the answer is there, the rest of the body is thrown away first */
        PHASE_ANSWERED,
        PHASE_COUNT
} ExchangePhase;

struct Exchange {
        gatomicrefcount refs;
        HttpServer *server;
        Connection *peer;
        Work serve;

        /* of the poll thread; of the worker while paused */
        ExchangePhase phase;
        Request request;
        RequestInside inside;
        Reply reply;
        char method[METHOD_SIZE];
        bool has_length;
        guint64 length; /* Content-Length */
        bool expects;   /* Expect: 100-continue: the client waits to be asked for its body */
        bool has_body;
        bool unsound;  /* where the request ends is a matter of opinion */
        guint64 heard; /* bytes of body that came */
        BodyPace pace; /* of a body that is gathered or heard out */
        GByteArray *body;
        Upload upload;    /* of a handler that reads one */
        bool client_left; /* before its body was whole */
        gint64 began_at;  /* of the monotonic clock */
        gint64 began_on;  /* microseconds since 1970 */

        GMutex lock;                       /* for all below */
        struct MHD_Connection *connection; /* NULL once the exchange is over */
        bool paused, woken, broken, body_wanted;
        BodyQueue *queue;
        struct MHD_Response *response; /* ready to be sent */
        int status;
        bool client_failed; /* the body broke off or came too slowly: nothing of ours failed */
};

Exchange *exchange_new(HttpServer *server, struct MHD_Connection *connection, const char *raw_address);
Exchange *exchange_ref(Exchange *exchange);
void exchange_unref(Exchange *exchange);

/* Steps on: the server's access handler. `size` in: bytes of body at `chunk`, out: those not taken. */
enum MHD_Result exchange_step(Exchange *exchange, const char *method, const char *chunk, size_t *size);

/* Tells that the exchange is over, whole or not; its connection must not be touched any more. */
void exchange_end(Exchange *exchange, enum MHD_RequestTerminationCode how);

/* Suspends the connection until exchange_wake(); false where there is news already: look again. Poll thread only. */
bool exchange_pause(Exchange *exchange);

/* Tells the poll thread that there is news; any thread, any time. */
void exchange_wake(Exchange *exchange);

/* Gives the exchange up: uploads end with FAILURE_STOPPING, the connection is closed. */
void exchange_break(Exchange *exchange);
bool exchange_is_broken(Exchange *exchange);

/* Logs what failed; nothing for a refusal, nor where it was the client that failed. */
void exchange_log_failure(Exchange *exchange, const GError *error);

/* request_body_read() */
bool exchange_body_read(Exchange *exchange, guint8 *buffer, gsize size, gsize *got, GError **error);
