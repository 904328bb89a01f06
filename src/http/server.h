/* The server: takes bytes in and gives answers out. Poll threads parse, route and move bytes and never wait; handlers are
 * plain blocking code on workers while their connection is suspended. */
#pragma once

#include "app/limit-table.h"
#include "domain/actor.h"
#include "http/address.h"
#include "http/route.h"

#include <glib.h>
#include <stdbool.h>

typedef struct HttpServer HttpServer;

/* What a client showed at the door; NULL for what it did not show. Lives as long as the call. */
typedef struct HttpCredentials {
        const char *api_key; /* Authorization: Bearer … */
        const char *session; /* the session cookie's value */
        const char *address; /* of the peer */
        gint64 now;
} HttpCredentials;

/* Tells who shows these credentials (at least one of key and session is there; the key wins). May block, except on the
 * poll thread (inline routes), where it must be a bounded look-up.
 *
 * Refuses REFUSAL_NOT_SIGNED_IN, REFUSAL_SESSION_EXPIRED, REFUSAL_BAD_CREDENTIALS. On a route that is open to anyone a
 * refusal makes the caller anyone. */
typedef bool (*HttpAuthenticate)(gpointer app, const HttpCredentials *credentials, Actor *actor, GError **error);

/* Tells whether the service can work (database, disk): false with a failure where it cannot. */
typedef bool (*HttpReady)(gpointer app, GError **error);

/* Appends what the service counts beside the door's own counters, in the form of base/exposition.h. */
typedef bool (*HttpMeasure)(gpointer measured, gint64 now, GString *out, GError **error);

/* Answers GET (and HEAD) of addresses that no table has: the console's files, and its pages, whose addresses only their
 * script knows. `takes` tells, by the address and the Accept header (NULL for none), whether this is one of them. */
typedef struct HttpFallback {
        Route route;
        bool (*takes)(const Address *address, const char *accept);
} HttpFallback;

typedef struct HttpConfig {
        const char *listen;          /* "127.0.0.1:8080", "[::1]:0"; port 0 takes a free one */
        int listen_socket;           /* listens already and is taken over; 0: `listen` is opened */
        const char *tls_certificate; /* PEM files; NULL: without TLS */
        const char *tls_key;
        const char *public_url;        /* "https://id.example.com"; NULL: whatever Host says, without TLS */
        bool behind_proxy;             /* the last X-Forwarded-For names the peer */
        guint poll_threads;            /* 0: by the machine */
        bool inline_allowed;           /* answer inline routes on the poll threads (SQLite) */
        bool access_log;               /* a JSON line a request on stderr */
        const Limits *limits;          /* NULL: the default */
        const Route *const *tables;    /* closed by NULL, see http_routes */
        const HttpFallback *fallback;  /* NULL: what no table has is refused */
        gpointer app;                  /* handed to handlers and callbacks */
        HttpAuthenticate authenticate; /* NULL: nobody can sign in */
        HttpReady ready;               /* NULL: always */
        HttpMeasure measure;           /* NULL: nothing is added to the door's counters */
        gpointer measured;             /* handed to `measure` */
        gint64 (*now)(gpointer app);   /* NULL: the system's clock */
} HttpConfig;

/* All tables of the product. */
extern const Route *const http_routes[];

/* Checks the tables, listens and starts to answer. The caller stops the server and frees it with http_server_free().
 *
 * Refuses REFUSAL_CONFIG_INVALID for a listen address that cannot be read. Fails with FAILURE_NETWORK where the address
 * cannot be had. A route table with a mistake is a bug of ours: it ends the program with the row's name. */
HttpServer *http_server_start(const HttpConfig *config, GError **error);

/* Gives the address in use, "http://127.0.0.1:41231" (https with TLS); belongs to the server. */
const char *http_server_address(const HttpServer *server);

/* Shows what the certificate's files hold now to whoever connects from here on; connections that are open keep theirs. Where
 * the new ones are no good the old ones stay. Nothing without TLS.
 * Refuses and fails as tls_pair_read() does; FAILURE_NETWORK. */
bool http_server_renew_certificate(HttpServer *server, GError **error);

/* Stops accepting, finishes what was accepted, waits `wait_s` seconds for it at most, then breaks off what is left.
 * New requests on open connections get REFUSAL_STARTING_OR_STOPPING meanwhile. */
void http_server_stop(HttpServer *server, guint wait_s);

/* Stops where that was not done yet, and frees; takes NULL. */
void http_server_free(HttpServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpServer, http_server_free)
