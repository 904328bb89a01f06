/* The rows of the route table. The door checks all that a row says before its handler runs; a row without roles, handler
 * or limits does not start the server. */
#pragma once

#include "app/limit-table.h"
#include "domain/actor.h"

#include <glib.h>
#include <stdbool.h>

#define KIB ((gsize) 1024)
#define MIB (1024 * KIB)

typedef struct Request Request;
typedef struct Reply Reply;

typedef enum RouteBody {
        BODY_NONE,  /* a body is refused */
        BODY_JSON,  /* gathered (ROUTE_JSON_BYTES_MAX at most), parsed, in request->body */
        BODY_STREAM /* read by the handler with request_body_read(); needs a Content-Length */
} RouteBody;

typedef enum RouteRequires {
        REQUIRES_IF_MATCH = 1 << 0,       /* in request->version; 428 without */
        REQUIRES_IDEMPOTENCY_KEY = 1 << 1 /* in request->idempotency_key; 400 without */
} RouteRequires;

/* Whether a route may be answered on the poll thread, where nothing may wait. */
typedef enum RouteInline {
        INLINE_NO,
        INLINE_EMBEDDED, /* a bounded point look-up: where the server is told so (SQLite) */
        INLINE_ALWAYS    /* touches neither database nor disk, not even to sign in */
} RouteInline;

#define ROUTE_JSON_BYTES_MAX (256 * KIB)
#define ROUTE_MEDIA_MAX 8
#define ROUTE_QUERY_MAX 8
#define ROUTE_PARAMETERS_MAX 4

/* Answers one request, on a worker (or on the poll thread where inline_ok): plain blocking code. Gives false with a
 * refusal or a failure, which the door renders as a problem; whatever stood in `reply` is dropped then. */
typedef bool (*RouteHandler)(const Request *request, Reply *reply, GError **error);

/* A path is literal segments and parameters, "/v1/cases/{id}/items/{item}": {id} and names that end in "_id" are UUIDs,
 * all others slugs ([a-z0-9-], 64 at most); a malformed one is 404. A literal wins over a parameter. */
typedef struct Route {
        const char *method; /* "GET", "POST" …; NULL closes a table. HEAD comes with GET, OPTIONS by itself */
        const char *path;
        RouteHandler handle;
        guint roles;  /* bits of Role, any of which opens the door; with ROLE_ANYONE nobody need sign in */
        guint scopes; /* with ROLE_PLATFORM: bits of Scope, any of which an API key must have */
        RouteBody body;
        gsize body_bytes_max;
        const char *media[ROUTE_MEDIA_MAX + 1]; /* BODY_STREAM: the media types taken */
        const char *query[ROUTE_QUERY_MAX + 1]; /* names that the query may have; all others are refused */
        RateClass rate;                         /* RATE_NONE does not start */
        guint requires;                         /* bits of RouteRequires */
        bool query_lenient; /* names that are not in `query` are passed over: links to public pages get marks
                                                   * of those who pass them on */
        bool query_unread;  /* the query is the page's own affair: whatever it says is let in */
        RouteInline inline_ok;
} Route;
