/* The vault's inside, shared by its own files: vault.c (the vault and its data keys), seal.c (fields), hashes.c (look-up). */
#pragma once

#include "vault/key-slab.h"
#include "vault/vault.h"

#include <sodium.h>

#define SEAL_SUITE 0x01
#define SEAL_NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define SEAL_TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES

struct DataKey {
        gint references;
        guint32 id; /* random; sealed fields name it */
        Uuid owner;
        guint8 *bytes; /* KEYRING_KEY_SIZE of them, in the vault's slab */
        Vault *vault;
        GBytes *wrapped; /* in the cache: the row's bytes that it was unwrapped from */
        GList use;       /* in the cache: its link in the order of use */
};

struct Vault {
        Keyring *keyring; /* the one in use, read and replaced atomically; the secrets are the same in all */
        GMutex refreshing;
        GPtrArray *replaced; /* Keyring *: earlier ones, which some thread may still be reading from */
        guint cached_keys_max;
        GMutex lock; /* of all below, and of no cryptography */
        KeySlab *slab;
        GHashTable *cache; /* Uuid * (in the key) → DataKey *, a reference */
        GQueue used;       /* cached keys, the latest used first */
};

static inline void big_endian_write(guint8 *bytes, guint32 number) {
        for (int i = 0; i < 4; i++)
                bytes[i] = (guint8) (number >> (24 - 8 * i));
}

static inline guint32 big_endian_read(const guint8 *bytes) {
        return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}
