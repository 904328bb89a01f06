/* Rows of api_keys: what the platform's servers show, found by keyed hash. */
#pragma once

#include "store/store.h"

#define API_KEY_HASH_SIZE 32
#define API_KEYS_PAGE_MAX 200

typedef struct ApiKeyRow {
        guint8 key_hash[API_KEY_HASH_SIZE];
        Uuid id;
        char *name;
        guint scopes; /* bits of Scope */
        gint64 created_at;
        gint64 revoked_at; /* INSTANT_NONE: in force */
} ApiKeyRow;

void api_key_row_clear(ApiKeyRow *row);
void api_key_row_free(ApiKeyRow *row); /* of a list */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ApiKeyRow, api_key_row_clear)

bool store_api_key_add(StoreTx *tx, const ApiKeyRow *row, GError **error);

/* Finds a key in force by its hash: its id and scopes; `found` tells whether there is one. */
bool store_api_key_find(StoreTx *tx, const guint8 key_hash[static API_KEY_HASH_SIZE], Uuid *id, guint *scopes,
                        bool *found, GError **error);

/* Loads a key by its id, revoked or not. `row` is a zeroed one, the caller's to clear. */
bool store_api_key_load(StoreTx *tx, const Uuid *id, ApiKeyRow *row, bool *found, GError **error);

/* Adds the keys after `after` (nil: from the first), by id, `limit` at most, to `rows` (ApiKeyRow *). */
bool store_api_key_list(StoreTx *tx, const Uuid *after, guint limit, GPtrArray *rows, GError **error);

/* Revokes a key; one revoked before keeps its time. */
bool store_api_key_revoke(StoreTx *tx, const Uuid *id, gint64 now, GError **error);
