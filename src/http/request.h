/* What a handler sees of a request once the door has checked it. Everything in it belongs to the request. */
#pragma once

#include "base/enum-names.h"
#include "base/language.h"
#include "base/uuid.h"
#include "domain/actor.h"
#include "http/route.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#define REQUEST_ID_SIZE 65
#define REQUEST_ADDRESS_SIZE 46
#define REQUEST_IDEMPOTENCY_KEY_LENGTH_MAX 128

typedef struct RequestInside RequestInside; /* the door's own, see request-parts.h */

struct Request {
        gpointer app;       /* as given to http_server_start() */
        const Route *route; /* its row */
        Actor actor;
        gint64 now;                       /* when the handler was called, microseconds since 1970, UTC */
        Language language;                /* from Accept-Language */
        char request_id[REQUEST_ID_SIZE]; /* X-Request-Id where it was well-formed, else one of ours */

        Uuid id;                     /* the path's {id}; nil where there is none */
        gint64 version;              /* If-Match; -1 where it was not sent */
        const char *idempotency_key; /* NULL where it was not sent */
        guint8 body_sha256[32];      /* with a key: of method, path, query and body (BODY_STREAM: of its length) */
        json_t *body;                /* BODY_JSON: the parsed text, an object; NULL otherwise */
        const char *body_media;      /* BODY_STREAM: the media type, lower case, without parameters */
        guint64 body_bytes;          /* BODY_STREAM: as Content-Length tells */

        char address[REQUEST_ADDRESS_SIZE]; /* the peer's, or the proxy's word for it; personal: never log it */
        RequestInside *inside;
};

/* Gives the path's parameter `name`, an UUID; a name that the path does not have is a bug of ours. */
Uuid request_uuid(const Request *request, const char *name);

/* Gives the path's parameter `name`, a slug; a name that the path does not have is a bug of ours. */
const char *request_slug(const Request *request, const char *name);

/* Gives a query parameter, decoded; NULL where it was not sent. The route must list the name. */
const char *request_query(const Request *request, const char *name);

/* Reads a query parameter as a whole number; `value` keeps what it had where it was not sent.
 * Refuses REFUSAL_MALFORMED_VALUE, REFUSAL_OUT_OF_RANGE. */
bool request_query_integer(const Request *request, const char *name, gint64 low, gint64 high, gint64 *value,
                           GError **error);

/* Reads a query parameter as an enumerator; `value` keeps what it had where it was not sent.
 * Refuses REFUSAL_UNKNOWN_VALUE. */
bool request_query_enum(const Request *request, const char *name, const EnumNames *names, int *value, GError **error);

/* Gives a header by its name in any case; NULL where it was not sent. For what this struct does not carry. */
const char *request_header(const Request *request, const char *name);

/* Gives a cookie that reply_cookie() set; NULL where it was not sent. The caller frees it. */
char *request_cookie(const Request *request, const char *name);

/* Gives the service's time at this moment, for handlers whose body takes its time to arrive; `now` is when they began. */
gint64 request_clock(const Request *request);

/* Reads the next bytes of a BODY_STREAM body, waiting for them; the first call lets the client send. `got` is 0 at the
 * end. Handlers check all they can before the first call: a refusal until then costs the client no upload.
 *
 * Fails with FAILURE_NETWORK where the client went away or sent too slowly, FAILURE_STOPPING. Keep nothing then. */
bool request_body_read(const Request *request, guint8 *buffer, gsize size, gsize *got, GError **error);
