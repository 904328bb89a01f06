/* The inside of a reply: the door's and the exchange's only. */
#pragma once

#include "base/language.h"
#include "http/download.h"
#include "http/reply.h"

#include <glib.h>
#include <stdbool.h>

struct MHD_Response;

struct Reply {
        int status;
        char *media; /* NULL: no content */
        char *text;  /* malloc'd */
        GBytes *bytes;
        Download *download;
        guint64 size;
        GPtrArray *headers; /* names and values in turn */
        bool secure;        /* the public address is https */
        /* the server's: how long the connection stays open, so that no client writes into one that closes */
        const char *keep_alive;
        gpointer exchange; /* of a download */
};

/* Makes the reply ready for use again; what it held is freed. */
void reply_reset(Reply *reply);

/* Puts a problem in place of whatever the reply held, with WWW-Authenticate or Retry-After where its status asks. */
void reply_problem(Reply *reply, const GError *error, Language language, const char *request_id);

/* Turns the reply into libmicrohttpd's response, which takes over its content; security headers are added.
 *
 * close  tell the client that the connection ends here */
struct MHD_Response *reply_response(Reply *reply, const char *request_id, bool close);
