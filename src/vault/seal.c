/* Sealed fields: bytes, texts and JSON documents under a subject's data key, bound to their place. */
#include "base/json-text.h"
#include "base/refusal.h"
#include "vault/vault-private.h"

#include <string.h>

#define SEALED_HEAD_SIZE 5 /* suite, data key id */
#define FIELD_LENGTH_MAX 100

/* What a field is bound to: its head, its name, its row. */
typedef struct SealBinding {
        guint8 bytes[SEALED_HEAD_SIZE + 1 + FIELD_LENGTH_MAX + sizeof(Uuid)];
        gsize size;
} SealBinding;

static SealBinding seal_binding(const guint8 *head, const char *field, const Uuid *row) {
        gsize length = strlen(field);
        SealBinding binding;

        g_assert(length > 0 && length <= FIELD_LENGTH_MAX);
        memcpy(binding.bytes, head, SEALED_HEAD_SIZE);
        binding.bytes[SEALED_HEAD_SIZE] = (guint8) length;
        memcpy(binding.bytes + SEALED_HEAD_SIZE + 1, field, length);
        memcpy(binding.bytes + SEALED_HEAD_SIZE + 1 + length, row->bytes, sizeof row->bytes);
        binding.size = SEALED_HEAD_SIZE + 1 + length + sizeof row->bytes;
        return binding;
}

void vault_seal_into(const DataKey *key, const char *field, const Uuid *row, gconstpointer clear, gsize size,
                     guint8 *sealed) {
        guint8 *nonce = sealed + SEALED_HEAD_SIZE;
        SealBinding binding;

        sealed[0] = SEAL_SUITE;
        big_endian_write(sealed + 1, key->id);
        randombytes_buf(nonce, SEAL_NONCE_SIZE);
        binding = seal_binding(sealed, field, row);
        crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + SEAL_NONCE_SIZE, NULL, clear, size, binding.bytes,
                                                   binding.size, NULL, nonce, key->bytes);
}

GBytes *vault_seal(const DataKey *key, const char *field, const Uuid *row, gconstpointer clear, gsize size) {
        guint8 *sealed = g_malloc(VAULT_SEAL_OVERHEAD + size);

        vault_seal_into(key, field, row, clear, size, sealed);
        return g_bytes_new_take(sealed, VAULT_SEAL_OVERHEAD + size);
}

bool vault_unseal(const DataKey *key, const char *field, const Uuid *row, GBytes *sealed, guint8 **clear, gsize *size,
                  GError **error) {
        gsize sealed_size, clear_size;
        const guint8 *head = g_bytes_get_data(sealed, &sealed_size), *nonce;
        g_autofree guint8 *opened = NULL;
        SealBinding binding;

        if (sealed_size < VAULT_SEAL_OVERHEAD || head[0] != SEAL_SUITE)
                return fail(error, FAILURE_CORRUPT, "%s is not sealed by a suite that is known", field);
        if (big_endian_read(head + 1) != key->id)
                return fail(error, FAILURE_CORRUPT, "%s is sealed under another data key", field);
        nonce = head + SEALED_HEAD_SIZE;
        clear_size = sealed_size - VAULT_SEAL_OVERHEAD;
        opened = g_malloc(clear_size + 1); /* one more, so that a text finds its NUL */
        binding = seal_binding(head, field, row);
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(opened, NULL, NULL, nonce + SEAL_NONCE_SIZE,
                                                       clear_size + SEAL_TAG_SIZE, binding.bytes, binding.size, nonce,
                                                       key->bytes)
            != 0)
                return fail(error, FAILURE_CORRUPT, "%s was changed or is another row's", field);
        opened[clear_size] = 0;
        *clear = g_steal_pointer(&opened);
        *size = clear_size;
        return true;
}

GBytes *vault_seal_text(const DataKey *key, const char *field, const Uuid *row, const char *text) {
        return text ? vault_seal(key, field, row, text, strlen(text)) : NULL;
}

bool vault_unseal_text(const DataKey *key, const char *field, const Uuid *row, GBytes *sealed, SecretText **text,
                       GError **error) {
        guint8 *clear = NULL;
        gsize size;

        if (sealed && !vault_unseal(key, field, row, sealed, &clear, &size, error))
                return false;
        *text = (SecretText *) clear;
        return true;
}

GBytes *vault_seal_json(const DataKey *key, const char *field, const Uuid *row, const json_t *document) {
        g_autoptr(SecretText) text = document ? json_text_write(document, JSON_TEXT_AS_MADE, NULL) : NULL;

        return vault_seal_text(key, field, row, text);
}

bool vault_unseal_json(const DataKey *key, const char *field, const Uuid *row, GBytes *sealed, json_t **document,
                       GError **error) {
        g_autoptr(SecretText) text = NULL;
        json_t *read = NULL;

        if (!vault_unseal_text(key, field, row, sealed, &text, error))
                return false;
        if (text && !(read = json_loads(text, JSON_REJECT_DUPLICATES, NULL)))
                return fail(error, FAILURE_CORRUPT, "%s opens but is no JSON document", field);
        *document = read;
        return true;
}
