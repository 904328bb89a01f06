/* Passwords: Argon2id (RFC 9106) behind a gate that lets two be worked at once, so that a flood of log-ins can take two
 * cores and 128 MiB at most. */
#pragma once

#include "base/secret-bytes.h"

#include <glib.h>
#include <stdbool.h>

#define PASSWORD_LENGTH_MIN 12 /* characters */
#define PASSWORD_LENGTH_MAX 256
#define PASSWORD_AT_ONCE_MAX 2
#define PASSWORD_PASSES 2              /* Argon2's t */
#define PASSWORD_MEMORY_BYTES 67108864 /* Argon2's m: 64 MiB */

typedef struct Passwords Passwords; /* the gate and the cost; may be shared by threads */

/* Makes a gate with a cost; PASSWORD_PASSES and PASSWORD_MEMORY_BYTES are the product's, tests take less. */
Passwords *passwords_new(guint passes, gsize memory_bytes);
void passwords_free(Passwords *passwords);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Passwords, passwords_free)

/* Hashes a password (normalised to NFKC first) into the PHC text that is stored. Blocks while the gate is full. The caller
 * frees the result. Refuses REFUSAL_PASSWORD_WEAK, REFUSAL_TOO_LONG, REFUSAL_MALFORMED_VALUE (not UTF-8), each with the
 * pointer given. */
char *passwords_hash(Passwords *passwords, const SecretText *password, const char *pointer, GError **error);

/* True where the password is the one hashed. With `stored` NULL (no such user, no password set) it does the same work and
 * gives false, so that the time tells nothing. `outdated` (may be NULL) is set true where the password is right and was
 * hashed at another cost than today's: hash and store it anew. */
bool passwords_check(Passwords *passwords, const char *stored, const SecretText *password, bool *outdated);
