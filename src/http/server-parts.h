/* The inside of the server: what its parts share. Written at start only, but for `requests` and `stopping`. */
#pragma once

#include "http/connections.h"
#include "http/log.h"
#include "http/metrics.h"
#include "http/rates.h"
#include "http/router.h"
#include "http/server.h"
#include "http/uploads.h"

#include <glib.h>
#include <sodium.h>
#include <stdatomic.h>

struct HttpServer {
        HttpConfig config; /* its texts are the server's own copies */
        Limits limits;
        bool tls;
        bool secure; /* people come by https */
        Router *router;
        Rates *rates;
        HttpLog *log;
        HttpMetrics *metrics;
        Uploads *uploads;
        Connections *connections;
        GThreadPool *workers;      /* handlers, blocks of downloads */
        GThreadPool *streams;      /* handlers that read uploads */
        struct MHD_Daemon *daemon; /* the one that accepts */
        GPtrArray *retired;        /* daemons of earlier certificates, which finish what they have */
        int socket;
        char *address;
        char *keep_alive; /* what a client is told of how long a connection stays open */
        guint8 request_seed[crypto_shorthash_KEYBYTES];
        atomic_uint_least64_t requests; /* so many have got an id of ours */
        gint stopping;                  /* atomic */
        bool stopped;
};

/* The service's clock. */
gint64 server_now(const HttpServer *server);
