/* A handful of keys by their hash. */
#include "app/api-key-cache.h"

#include <string.h>

typedef struct CachedKey {
        guint8 key_hash[API_KEY_HASH_SIZE]; /* first: it is the table's key */
        Uuid id;
        guint scopes;
        gint64 until;
} CachedKey;

struct ApiKeyCache {
        GMutex lock;
        GHashTable *keys; /* a set of CachedKey by hash */
        guint generation;
};

/* The hash is keyed already: any of its bytes will do. */
static guint cached_key_hash(gconstpointer key) {
        guint hash;

        memcpy(&hash, key, sizeof hash);
        return hash;
}

static gboolean cached_key_equal(gconstpointer a, gconstpointer b) {
        return memcmp(a, b, API_KEY_HASH_SIZE) == 0;
}

ApiKeyCache *api_key_cache_new(void) {
        ApiKeyCache *cache = g_new0(ApiKeyCache, 1);

        g_mutex_init(&cache->lock);
        cache->keys = g_hash_table_new_full(cached_key_hash, cached_key_equal, g_free, NULL);
        return cache;
}

void api_key_cache_free(ApiKeyCache *cache) {
        if (!cache)
                return;
        g_hash_table_unref(cache->keys);
        g_mutex_clear(&cache->lock);
        g_free(cache);
}

bool api_key_cache_find(ApiKeyCache *cache, const guint8 key_hash[static API_KEY_HASH_SIZE], gint64 now, Uuid *id,
                        guint *scopes, guint *generation) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&cache->lock);
        const CachedKey *key = g_hash_table_lookup(cache->keys, key_hash);

        *generation = cache->generation;
        if (!key || now >= key->until || now < key->until - API_KEY_CACHED)
                return false;
        *id = key->id;
        *scopes = key->scopes;
        return true;
}

void api_key_cache_put(ApiKeyCache *cache, const guint8 key_hash[static API_KEY_HASH_SIZE], gint64 now,
                       const Uuid *id, guint scopes, guint generation) {
        CachedKey *key = g_new0(CachedKey, 1);
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&cache->lock);

        memcpy(key->key_hash, key_hash, API_KEY_HASH_SIZE);
        key->id = *id;
        key->scopes = scopes;
        key->until = now + API_KEY_CACHED;
        if (generation != cache->generation) {
                g_free(key);
                return;
        }
        if (g_hash_table_size(cache->keys) >= API_KEYS_CACHED_MAX)
                g_hash_table_remove_all(cache->keys);
        g_hash_table_add(cache->keys, key);
}

void api_key_cache_empty(ApiKeyCache *cache) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&cache->lock);

        cache->generation++;
        g_hash_table_remove_all(cache->keys);
}
