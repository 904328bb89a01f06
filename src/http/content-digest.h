/* The header Content-Digest (RFC 9530): what a client says that the bytes of a body hash to. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define CONTENT_DIGEST_SIZE 32

/* Reads the SHA-256 out of a Content-Digest, "sha-256=:…:", which may stand beside other algorithms. `given` is false where the
 * header is NULL or names no SHA-256. Refuses REFUSAL_MALFORMED_VALUE. Source: RFC 9530 section 2, RFC 8941 section 3.3.5. */
bool content_digest_read(const char *header, guint8 sha256[static CONTENT_DIGEST_SIZE], bool *given, GError **error);
