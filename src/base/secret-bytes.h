/* Bytes that must not leak: keys, passwords, clear personal data in flight. Wiped when freed; no logger takes them. */
#pragma once

#include <glib.h>

typedef struct SecretBytes SecretBytes; /* libsodium's guarded memory */

/* Takes `size` bytes, zeroed. */
SecretBytes *secret_bytes_new(gsize size);

/* Copies `size` bytes in. */
SecretBytes *secret_bytes_copy(gconstpointer bytes, gsize size);

/* Fills a new one of `size` bytes from the system's random source. */
SecretBytes *secret_bytes_random(gsize size);

/* Wipes and gives back the memory; takes NULL. */
void secret_bytes_free(SecretBytes *secret);

guint8 *secret_bytes_get(SecretBytes *secret);
gsize secret_bytes_size(const SecretBytes *secret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SecretBytes, secret_bytes_free)

/* Wipes and frees a NUL-ended string that held something personal; takes NULL. Use g_autoptr(SecretText). */
typedef char SecretText;
void secret_text_free(SecretText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SecretText, secret_text_free)
