/* The headers of one request, copied once: they outlive the connection, whose client may go while a worker still reads. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct MHD_Connection;

typedef struct Headers Headers;

/* Copies all headers. Header values are the sender's bytes, not checked further.
 * Refuses REFUSAL_MALFORMED_VALUE where one that may stand once (Host, Authorization, Content-Length …) stands twice, where
 * Content-Length and Transfer-Encoding stand together, and for any coding but chunked (RFC 9112 section 6.1): where the
 * request ends is then a matter of opinion, so its connection must be closed. `headers` is set all the same. */
bool headers_read(struct MHD_Connection *connection, Headers **headers, GError **error);
void headers_free(Headers *headers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Headers, headers_free)

/* Gives a value by its name in any case, the first where there are several; NULL for none. */
const char *headers_find(const Headers *headers, const char *name);
