/* Remembers API keys that were just looked up, so that a platform's stream of questions does not read its key's row each
 * time. A key revoked by this process is forgotten at once, one revoked elsewhere after API_KEY_CACHED. */
#pragma once

#include "base/instant.h"
#include "base/uuid.h"
#include "store/api-keys.h"

#include <glib.h>
#include <stdbool.h>

#define API_KEY_CACHED (2 * INSTANT_SECOND)
#define API_KEYS_CACHED_MAX 256

typedef struct ApiKeyCache ApiKeyCache; /* may be shared by threads */

ApiKeyCache *api_key_cache_new(void);
void api_key_cache_free(ApiKeyCache *cache); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ApiKeyCache, api_key_cache_free)

/* Finds a key looked up lately. `generation`, to be handed to api_key_cache_put(), tells when this was asked. */
bool api_key_cache_find(ApiKeyCache *cache, const guint8 key_hash[static API_KEY_HASH_SIZE], gint64 now, Uuid *id,
                        guint *scopes, guint *generation);

/* Remembers a key in force, unless the cache was emptied since `generation`: its row may have been read before. */
void api_key_cache_put(ApiKeyCache *cache, const guint8 key_hash[static API_KEY_HASH_SIZE], gint64 now,
                       const Uuid *id, guint scopes, guint generation);

/* Forgets all keys: call after a revocation has committed. */
void api_key_cache_empty(ApiKeyCache *cache);
