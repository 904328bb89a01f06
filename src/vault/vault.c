/* The vault and its data keys: made, wrapped by a master key, unwrapped, kept in a bounded cache, forgotten. */
#include "vault/vault.h"

#include "base/refusal.h"
#include "vault/vault-private.h"

#include <string.h>

#define WRAPPED_HEAD_SIZE 9 /* suite, master key id, data key id */

static guint owner_hash(gconstpointer owner) {
        guint32 tail; /* random in a UUIDv7 */

        memcpy(&tail, ((const Uuid *) owner)->bytes + 12, sizeof tail);
        return tail;
}

static gboolean owner_equal(gconstpointer a, gconstpointer b) {
        return uuid_equal(a, b);
}

Vault *vault_open(Keyring *keyring, guint cached_keys_max) {
        Vault *vault = g_new0(Vault, 1);

        g_assert(keyring && cached_keys_max > 0);
        vault->keyring = keyring;
        vault->cached_keys_max = cached_keys_max;
        g_mutex_init(&vault->lock);
        vault->slab = key_slab_new();
        vault->cache = g_hash_table_new(owner_hash, owner_equal);
        g_queue_init(&vault->used);
        return vault;
}

const Keyring *vault_keyring(const Vault *vault) {
        return vault->keyring;
}

/* --- one data key --- */

static DataKey *data_key_make(Vault *vault, const Uuid *owner, guint32 id, const guint8 *bytes) {
        DataKey *key = g_new0(DataKey, 1);

        key->references = 1;
        key->id = id;
        key->owner = *owner;
        key->vault = vault;
        key->use.data = key;
        g_mutex_lock(&vault->lock);
        key->bytes = key_slab_take(vault->slab);
        g_mutex_unlock(&vault->lock);
        memcpy(key->bytes, bytes, KEYRING_KEY_SIZE);
        return key;
}

DataKey *data_key_ref(DataKey *key) {
        g_atomic_int_inc(&key->references);
        return key;
}

/* Gives a reference back under the vault's lock. */
static void unref_locked(DataKey *key) {
        if (!g_atomic_int_dec_and_test(&key->references))
                return;
        key_slab_give_back(key->vault->slab, key->bytes);
        g_free(key);
}

void data_key_unref(DataKey *key) {
        Vault *vault = key ? key->vault : NULL;

        if (!key)
                return;
        g_mutex_lock(&vault->lock);
        unref_locked(key);
        g_mutex_unlock(&vault->lock);
}

const Uuid *data_key_owner(const DataKey *key) {
        return &key->owner;
}

void data_key_derive(const DataKey *key, DataKeyPurpose purpose, guint8 derived[static VAULT_HASH_SIZE]) {
        crypto_kdf_derive_from_key(derived, VAULT_HASH_SIZE, purpose, "shmsubky", key->bytes);
}

/* --- the cache; its functions want the lock --- */

static void cache_drop(Vault *vault, DataKey *key) {
        g_hash_table_remove(vault->cache, &key->owner);
        g_queue_unlink(&vault->used, &key->use);
        g_clear_pointer(&key->wrapped, g_bytes_unref);
        unref_locked(key);
}

static void cache_add(Vault *vault, DataKey *key, GBytes *wrapped) {
        DataKey *other = g_hash_table_lookup(vault->cache, &key->owner);

        if (other)
                cache_drop(vault, other);
        while (g_hash_table_size(vault->cache) >= vault->cached_keys_max)
                cache_drop(vault, g_queue_peek_tail(&vault->used));
        key->wrapped = g_bytes_ref(wrapped);
        g_hash_table_insert(vault->cache, &key->owner, data_key_ref(key));
        g_queue_push_head_link(&vault->used, &key->use);
}

/* Finds the key that was unwrapped from just these bytes: changed ones are never answered from the cache. */
static DataKey *cache_find(Vault *vault, const Uuid *owner, GBytes *wrapped) {
        DataKey *key = g_hash_table_lookup(vault->cache, owner);

        if (!key || !g_bytes_equal(key->wrapped, wrapped))
                return NULL;
        g_queue_unlink(&vault->used, &key->use);
        g_queue_push_head_link(&vault->used, &key->use);
        return data_key_ref(key);
}

void vault_data_key_forget(Vault *vault, const Uuid *owner) {
        DataKey *key;

        g_mutex_lock(&vault->lock);
        key = g_hash_table_lookup(vault->cache, owner);
        if (key)
                cache_drop(vault, key);
        g_mutex_unlock(&vault->lock);
}

guint vault_cached_keys(Vault *vault) {
        guint count;

        g_mutex_lock(&vault->lock);
        count = g_hash_table_size(vault->cache);
        g_mutex_unlock(&vault->lock);
        return count;
}

void vault_close(Vault *vault) {
        if (!vault)
                return;
        g_mutex_lock(&vault->lock);
        while (!g_queue_is_empty(&vault->used))
                cache_drop(vault, g_queue_peek_head(&vault->used));
        g_mutex_unlock(&vault->lock);
        g_assert(key_slab_taken(vault->slab) == 0);
        g_hash_table_unref(vault->cache);
        key_slab_free(vault->slab);
        g_mutex_clear(&vault->lock);
        keyring_free(vault->keyring);
        g_free(vault);
}

/* --- wrapping --- */

/* What a wrapped key is bound to: its head and its owner. */
typedef struct WrapBinding {
        guint8 bytes[WRAPPED_HEAD_SIZE + sizeof(Uuid)];
} WrapBinding;

static WrapBinding wrap_binding(const guint8 *head, const Uuid *owner) {
        WrapBinding binding;

        memcpy(binding.bytes, head, WRAPPED_HEAD_SIZE);
        memcpy(binding.bytes + WRAPPED_HEAD_SIZE, owner->bytes, sizeof owner->bytes);
        return binding;
}

/* Wraps a key under the active master key. */
static GBytes *key_wrap(const Keyring *keyring, const Uuid *owner, guint32 id, const guint8 *bytes) {
        guint active = keyring_active(keyring);
        guint8 *wrapped = g_malloc(VAULT_WRAPPED_KEY_SIZE), *nonce = wrapped + WRAPPED_HEAD_SIZE;
        WrapBinding binding;

        wrapped[0] = SEAL_SUITE;
        big_endian_write(wrapped + 1, keyring_master(keyring, active)->id);
        big_endian_write(wrapped + 5, id);
        randombytes_buf(nonce, SEAL_NONCE_SIZE);
        binding = wrap_binding(wrapped, owner);
        crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + SEAL_NONCE_SIZE, NULL, bytes, KEYRING_KEY_SIZE,
                                                   binding.bytes, sizeof binding.bytes, NULL, nonce,
                                                   keyring_master_key(keyring, active));
        return g_bytes_new_take(wrapped, VAULT_WRAPPED_KEY_SIZE);
}

/* Unwraps a key into 32 bytes that the caller wipes. `master` tells the place of the master key that it is under. */
static bool key_unwrap(const Keyring *keyring, const Uuid *owner, GBytes *wrapped, guint8 *bytes, guint *master,
                       GError **error) {
        gsize size;
        const guint8 *head = g_bytes_get_data(wrapped, &size), *nonce;
        WrapBinding binding;

        if (size != VAULT_WRAPPED_KEY_SIZE || head[0] != SEAL_SUITE)
                return fail(error, FAILURE_CORRUPT, "a data key is not wrapped by a suite that is known");
        if (!keyring_find(keyring, big_endian_read(head + 1), master))
                return fail(error, FAILURE_CORRUPT,
                            "a data key is wrapped by the master key %08x, which the keyring lacks",
                            big_endian_read(head + 1));
        nonce = head + WRAPPED_HEAD_SIZE;
        binding = wrap_binding(head, owner);
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(
                    bytes, NULL, NULL, nonce + SEAL_NONCE_SIZE, KEYRING_KEY_SIZE + SEAL_TAG_SIZE, binding.bytes,
                    sizeof binding.bytes, nonce, keyring_master_key(keyring, *master))
            != 0)
                return fail(error, FAILURE_CORRUPT, "a wrapped data key was changed or is another subject's");
        return true;
}

static guint32 wrapped_id(GBytes *wrapped) {
        return big_endian_read((const guint8 *) g_bytes_get_data(wrapped, NULL) + 5);
}

DataKey *vault_data_key_new(Vault *vault, const Uuid *owner, GBytes **wrapped) {
        guint8 bytes[KEYRING_KEY_SIZE];
        guint32 id = randombytes_random();
        DataKey *key;

        randombytes_buf(bytes, sizeof bytes);
        *wrapped = key_wrap(vault->keyring, owner, id, bytes);
        key = data_key_make(vault, owner, id, bytes);
        sodium_memzero(bytes, sizeof bytes);
        return key;
}

DataKey *vault_data_key_unwrap(Vault *vault, const Uuid *owner, GBytes *wrapped, GError **error) {
        guint8 bytes[KEYRING_KEY_SIZE];
        guint master;
        DataKey *key;

        g_mutex_lock(&vault->lock);
        key = cache_find(vault, owner, wrapped);
        g_mutex_unlock(&vault->lock);
        if (key || !key_unwrap(vault->keyring, owner, wrapped, bytes, &master, error))
                return key;
        key = data_key_make(vault, owner, wrapped_id(wrapped), bytes);
        sodium_memzero(bytes, sizeof bytes);
        g_mutex_lock(&vault->lock);
        cache_add(vault, key, wrapped);
        g_mutex_unlock(&vault->lock);
        return key;
}

GBytes *vault_data_key_rewrap(Vault *vault, const Uuid *owner, GBytes *wrapped, GError **error) {
        guint8 bytes[KEYRING_KEY_SIZE];
        guint master = 0;
        GBytes *fresh;

        if (!key_unwrap(vault->keyring, owner, wrapped, bytes, &master, error))
                return NULL;
        fresh = master == keyring_active(vault->keyring)
                        ? g_bytes_ref(wrapped)
                        : key_wrap(vault->keyring, owner, wrapped_id(wrapped), bytes);
        sodium_memzero(bytes, sizeof bytes);
        return fresh;
}
