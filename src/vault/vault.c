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

static void keyring_destroy(gpointer keyring) {
        keyring_free(keyring);
}

Vault *vault_open(Keyring *keyring, guint cached_keys_max) {
        Vault *vault = g_new0(Vault, 1);

        g_assert(keyring && cached_keys_max > 0);
        vault->keyring = keyring;
        vault->replaced = g_ptr_array_new_with_free_func(keyring_destroy);
        g_mutex_init(&vault->refreshing);
        vault->cached_keys_max = cached_keys_max;
        g_mutex_init(&vault->lock);
        vault->slab = key_slab_new();
        vault->cache = g_hash_table_new(owner_hash, owner_equal);
        g_queue_init(&vault->used);
        return vault;
}

const Keyring *vault_keyring(const Vault *vault) {
        return g_atomic_pointer_get(&((Vault *) vault)->keyring);
}

static bool secrets_equal(const Keyring *a, const Keyring *b) {
        for (guint i = 0; i < KEYRING_SECRET_COUNT; i++)
                if (sodium_memcmp(keyring_secret(a, i), keyring_secret(b, i), KEYRING_KEY_SIZE) != 0)
                        return false;
        return true;
}

/* Wants `refreshing`. */
static bool keyring_take(Vault *vault, Keyring *used) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Keyring) fresh = keyring_load(keyring_path(used), &error);

        if (!fresh) {
                g_autofree char *text = error->domain == REFUSAL ? refusal_text(error, LANGUAGE_EN) : NULL;

                g_warning("the keyring was replaced and the new one is not used: %s", text ? text : error->message);
                return false;
        }
        if (!secrets_equal(fresh, used)) {
                g_warning("the keyring was replaced by another instance's, which is not used");
                return false;
        }
        g_message("the keyring was read anew: the master key %08x is active",
                  keyring_master(fresh, keyring_active(fresh))->id);
        g_ptr_array_add(vault->replaced, used);
        g_atomic_pointer_set(&vault->keyring, g_steal_pointer(&fresh));
        return true;
}

bool vault_keyring_refresh(Vault *vault) {
        Keyring *used = g_atomic_pointer_get(&vault->keyring);
        bool taken = false;

        if (keyring_is_current(used))
                return false;
        g_mutex_lock(&vault->refreshing);
        if (g_atomic_pointer_get(&vault->keyring) != used)
                taken = true; /* another thread was quicker */
        else
                taken = keyring_take(vault, used);
        g_mutex_unlock(&vault->refreshing);
        return taken;
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
        g_ptr_array_unref(vault->replaced);
        g_mutex_clear(&vault->refreshing);
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

static bool wrapped_is_known(GBytes *wrapped) {
        gsize size;
        const guint8 *head = g_bytes_get_data(wrapped, &size);

        return size == VAULT_WRAPPED_KEY_SIZE && head[0] == SEAL_SUITE;
}

/* Finds the ring that has the master key which a key is wrapped by, and the master's place in it. */
static const Keyring *master_find(Vault *vault, guint32 id, guint *master, GError **error) {
        do {
                const Keyring *keyring = vault_keyring(vault);

                if (keyring_find(keyring, id, master))
                        return keyring;
        } while (vault_keyring_refresh(vault));
        fail(error, FAILURE_CORRUPT, "a data key is wrapped by the master key %08x, which the keyring lacks", id);
        return NULL;
}

/* Unwraps a key into 32 bytes that the caller wipes. `master` tells the id of the master key that it is under. */
static bool key_unwrap(Vault *vault, const Uuid *owner, GBytes *wrapped, guint8 *bytes, guint32 *master,
                       GError **error) {
        const guint8 *head = g_bytes_get_data(wrapped, NULL), *nonce;
        const Keyring *keyring;
        WrapBinding binding;
        guint place;

        if (!wrapped_is_known(wrapped))
                return fail(error, FAILURE_CORRUPT, "a data key is not wrapped by a suite that is known");
        keyring = master_find(vault, big_endian_read(head + 1), &place, error);
        if (!keyring)
                return false;
        nonce = head + WRAPPED_HEAD_SIZE;
        binding = wrap_binding(head, owner);
        if (crypto_aead_xchacha20poly1305_ietf_decrypt(
                    bytes, NULL, NULL, nonce + SEAL_NONCE_SIZE, KEYRING_KEY_SIZE + SEAL_TAG_SIZE, binding.bytes,
                    sizeof binding.bytes, nonce, keyring_master_key(keyring, place))
            != 0)
                return fail(error, FAILURE_CORRUPT, "a wrapped data key was changed or is another subject's");
        *master = keyring_master(keyring, place)->id;
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
        vault_keyring_refresh(vault);
        *wrapped = key_wrap(vault_keyring(vault), owner, id, bytes);
        key = data_key_make(vault, owner, id, bytes);
        sodium_memzero(bytes, sizeof bytes);
        return key;
}

DataKey *vault_data_key_unwrap(Vault *vault, const Uuid *owner, GBytes *wrapped, GError **error) {
        guint8 bytes[KEYRING_KEY_SIZE];
        guint32 master;
        DataKey *key;

        g_mutex_lock(&vault->lock);
        key = cache_find(vault, owner, wrapped);
        g_mutex_unlock(&vault->lock);
        if (key || !key_unwrap(vault, owner, wrapped, bytes, &master, error))
                return key;
        key = data_key_make(vault, owner, wrapped_id(wrapped), bytes);
        sodium_memzero(bytes, sizeof bytes);
        g_mutex_lock(&vault->lock);
        cache_add(vault, key, wrapped);
        g_mutex_unlock(&vault->lock);
        return key;
}

GBytes *vault_data_key_rewrap(Vault *vault, const Uuid *owner, GBytes *wrapped, GError **error) {
        const Keyring *keyring;
        guint8 bytes[KEYRING_KEY_SIZE];
        guint32 master = 0;
        GBytes *fresh;

        if (!key_unwrap(vault, owner, wrapped, bytes, &master, error))
                return NULL;
        keyring = vault_keyring(vault);
        fresh = master == keyring_master(keyring, keyring_active(keyring))->id
                        ? g_bytes_ref(wrapped)
                        : key_wrap(keyring, owner, wrapped_id(wrapped), bytes);
        sodium_memzero(bytes, sizeof bytes);
        return fresh;
}
