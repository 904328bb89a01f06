/* Guarded memory. A pair of sodium_malloc and sodium_free costs some 36 µs: for keys that live long, not for fields. */
#include "base/secret-bytes.h"

#include <sodium.h>
#include <string.h>

struct SecretBytes {
        gsize size;
        guint8 *bytes;
};

SecretBytes *secret_bytes_new(gsize size) {
        SecretBytes *secret = g_new(SecretBytes, 1);

        secret->size = size;
        secret->bytes = sodium_malloc(MAX(size, 1));
        g_assert(secret->bytes);
        memset(secret->bytes, 0, size);
        return secret;
}

SecretBytes *secret_bytes_copy(gconstpointer bytes, gsize size) {
        SecretBytes *secret = secret_bytes_new(size);

        if (size)
                memcpy(secret->bytes, bytes, size);
        return secret;
}

SecretBytes *secret_bytes_random(gsize size) {
        SecretBytes *secret = secret_bytes_new(size);

        randombytes_buf(secret->bytes, size);
        return secret;
}

void secret_bytes_free(SecretBytes *secret) {
        if (!secret)
                return;
        sodium_free(secret->bytes); /* wipes */
        g_free(secret);
}

guint8 *secret_bytes_get(SecretBytes *secret) {
        return secret->bytes;
}

gsize secret_bytes_size(const SecretBytes *secret) {
        return secret->size;
}

void secret_text_free(SecretText *text) {
        if (!text)
                return;
        sodium_memzero(text, strlen(text));
        g_free(text);
}
