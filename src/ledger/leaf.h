/* A leaf of the log: one change of state, told by random ids, a kind, a time and a commitment to its content. It names nobody:
 * the content is committed to by SHA-256(salt ‖ content), and the salt lies sealed under the subject's key, so that once that
 * key is gone the leaf still proves its place and says nothing. Canonical bytes, numbers big-endian:
 *
 *     offset  size
 *          0     1  version, 01
 *          1    16  id of the leaf
 *         17     8  time, microseconds since 1970, UTC, two's complement
 *         25    16  account, zeroes for none
 *         41    16  case, zeroes for none
 *         57    16  verification, zeroes for none
 *         73    16  attempt, zeroes for none
 *         89    32  commitment
 *        121     1  length of the kind, 1 to 48
 *        122     …  kind: a to z, 0 to 9, "-" and "." */
#pragma once

#include "base/uuid.h"
#include "ledger/merkle.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#define LEAF_SALT_SIZE 32
#define LEAF_KIND_SIZE 49 /* with the closing NUL */
#define LEAF_SIZE_MIN 123
#define LEAF_SIZE_MAX 170

typedef struct Leaf {
        Uuid id;
        gint64 time;
        Uuid account, in_case, verification, attempt; /* nil for none */
        guint8 commitment[MERKLE_HASH_SIZE];
        char kind[LEAF_KIND_SIZE]; /* "case.submitted" */
} Leaf;

/* True for a text that can be a kind. */
bool leaf_kind_is_valid(const char *kind);

/* Writes the canonical bytes into `bytes`; gives their number. The kind must be valid. */
gsize leaf_write(const Leaf *leaf, guint8 bytes[static LEAF_SIZE_MAX]);

/* Reads canonical bytes. Gives false, `leaf` untouched, for anything else. */
bool leaf_read(gconstpointer bytes, gsize size, Leaf *leaf);

/* Writes a content document (an object) canonically: RFC 8785, which is what Jansson's compact form with sorted keys is for
 * what is allowed here: texts without control characters, keys of ASCII, integers within ±(2^53 − 1), true, false, null,
 * arrays and objects, no fractions. NULL for any other document. The caller frees the result. */
char *leaf_content_write(const json_t *content);

/* SHA-256(salt ‖ content), the content's canonical bytes. */
void leaf_commit(const guint8 salt[static LEAF_SALT_SIZE], const char *content,
                 guint8 commitment[static MERKLE_HASH_SIZE]);
