/* What a handler answers. Each function gives true, so that a handler can end with `return found && reply_json(…)`. */
#pragma once

#include "http/route.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

typedef enum HttpStatus {
        HTTP_OK = 200,
        HTTP_CREATED = 201,
        HTTP_ACCEPTED = 202,
        HTTP_NO_CONTENT = 204,
        HTTP_SEE_OTHER = 303,
        HTTP_NOT_MODIFIED = 304
} HttpStatus;

/* Answers with a JSON document, taken over. A NULL document is FAILURE_CORRUPT: what could not be built. */
bool reply_json(Reply *reply, HttpStatus status, json_t *document, GError **error);

/* Answers with a JSON text that was rendered already; `text` (malloc'd or g_malloc'd) is taken over. */
bool reply_json_text(Reply *reply, HttpStatus status, char *text, gsize size);

/* Answers with bytes, of which a reference is taken. */
bool reply_bytes(Reply *reply, HttpStatus status, const char *media, GBytes *bytes);

/* Answers without content. */
bool reply_empty(Reply *reply, HttpStatus status);

/* Gives the next bytes of a long answer, on a worker, blocking; `got` is 0 at the end. A failure breaks the connection
 * off, so that the client sees that something is missing. */
typedef bool (*ReplyPull)(gpointer source, guint8 *buffer, gsize size, gsize *got, GError **error);

/* Answers with `size` bytes pulled piece by piece, 64 KiB in memory at most; the reply owns `source` from now on. */
bool reply_stream(Reply *reply, HttpStatus status, const char *media, guint64 size, ReplyPull pull, gpointer source,
                  GDestroyNotify source_free);

/* Sets a header, in place of one of that name, also of the door's own (Cache-Control, Content-Security-Policy). */
bool reply_header(Reply *reply, const char *name, const char *value);

/* Sets ETag: "version", which If-Match reads back. */
bool reply_etag(Reply *reply, gint64 version);

/* Sets Location to a path of this server. */
bool reply_location(Reply *reply, const char *path);

/* Sets a cookie that is no session: HttpOnly, SameSite=Strict, and Secure with the name prefix __Secure- where the public address
 * is https; request_cookie() finds it again. One a reply, in place of the session's. */
bool reply_cookie(Reply *reply, const char *name, const char *token, const char *path, guint max_age_s);

/* Sets the session's cookie: HttpOnly, SameSite=Strict, Path=/, and Secure with the name prefix __Host- where the public
 * address is https. `max_age_s` 0 takes the cookie away. The server finds it again in HttpCredentials. */
bool reply_session_cookie(Reply *reply, const char *token, guint max_age_s);
