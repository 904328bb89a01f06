/* Reads single header values strictly: each a pure function of its text. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define SESSION_COOKIE "shiming_session"
#define SESSION_COOKIE_SECURE "__Host-shiming_session"

/* Gives the type of a Content-Type value, lower case, without parameters ("image/jpeg"); NULL where `value` is NULL or
 * malformed (RFC 9110 section 8.3.1), or names a charset other than UTF-8. The caller frees it. */
char *header_media(const char *value);

/* Gives the token of "Bearer TOKEN" (RFC 6750 section 2.1), 256 characters at most; NULL where it is none. Borrowed. */
const char *header_bearer(const char *value);

/* Gives a cookie out of a Cookie value, where it is a token of ours: base64url, SESSION_LENGTH_MAX at most; NULL for none. The caller
 * frees it. */
char *header_cookie(const char *value, const char *name);

/* Gives the session's cookie out of a Cookie value; NULL for none. The caller frees it. */
char *header_session(const char *value, bool secure);

/* Reads If-Match: one strong ETag of ours, "7". False for anything else. */
bool header_version(const char *value, gint64 *version);

/* True for 1 to 128 visible ASCII characters. */
bool header_idempotency_key_is_valid(const char *value);

/* True where an Accept-Encoding value lets `coding` ("br") come: named, or meant by `*`, and not with q=0 (RFC 9110
 * section 12.5.3). False for NULL. */
bool header_accepts_coding(const char *value, const char *coding);

/* True where an If-None-Match value names `etag` (with its quotes; compared weakly, RFC 9110 section 13.1.2) or is `*`. */
bool header_lists_etag(const char *value, const char *etag);

/* True for 8 to 64 characters of [A-Za-z0-9._-], which may stand in a log line as they are. */
bool header_request_id_is_valid(const char *value);

/* True where a browser's Origin is this server: `public_url`'s, or without one the Host that was asked for (RFC 6454). */
bool header_origin_is_ours(const char *origin, const char *host, const char *public_url);

/* Gives the last address of an X-Forwarded-For value, which the proxy in front wrote; NULL where it is no address.
 * The caller frees it. */
char *header_forwarded_for(const char *value);
