/* API keys. The key itself is nowhere: only its keyed hash. */
#include "store/api-keys.h"

#include <string.h>

#define COLUMNS "key_hash, id, name, scopes, created_at, revoked_at"

static const Statement api_key_add = { "INSERT INTO api_keys (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6)" };

static const Statement api_key_find = {
        "SELECT id, scopes FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL"
};

static const Statement api_key_load = { "SELECT " COLUMNS " FROM api_keys WHERE id = $1" };

static const Statement api_keys_first = { "SELECT " COLUMNS " FROM api_keys ORDER BY id LIMIT $1" };

static const Statement api_keys_after = { "SELECT " COLUMNS " FROM api_keys WHERE id > $1 ORDER BY id LIMIT $2" };

static const Statement api_key_revoke = {
        "UPDATE api_keys SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL"
};

void api_key_row_clear(ApiKeyRow *row) {
        g_clear_pointer(&row->name, g_free);
}

void api_key_row_free(ApiKeyRow *row) {
        api_key_row_clear(row);
        g_free(row);
}

static bool api_key_from_row(Rows *rows, ApiKeyRow *row, GError **error) {
        gsize size;
        gconstpointer hash = rows_blob(rows, 0, &size);

        if (size != API_KEY_HASH_SIZE)
                return fail(error, FAILURE_CORRUPT, "an API key has no hash");
        memcpy(row->key_hash, hash, size);
        row->id = rows_uuid(rows, 1);
        row->name = rows_text_copy(rows, 2);
        row->scopes = (guint) rows_int(rows, 3);
        row->created_at = rows_instant(rows, 4);
        row->revoked_at = rows_instant(rows, 5);
        return true;
}

bool store_api_key_add(StoreTx *tx, const ApiKeyRow *row, GError **error) {
        return store_run(tx, &api_key_add, NULL, error,
                         VALUES(value_blob(row->key_hash, API_KEY_HASH_SIZE), value_uuid(&row->id),
                                value_text(row->name), value_int(row->scopes), value_instant(row->created_at),
                                value_instant(row->revoked_at)));
}

bool store_api_key_find(StoreTx *tx, const guint8 key_hash[static API_KEY_HASH_SIZE], Uuid *id, guint *scopes,
                        bool *found, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &api_key_find, &row, error, VALUES(value_blob(key_hash, API_KEY_HASH_SIZE))))
                return false;
        *found = row != NULL;
        if (!row)
                return true;
        *id = rows_uuid(row, 0);
        *scopes = (guint) rows_int(row, 1);
        return true;
}

bool store_api_key_load(StoreTx *tx, const Uuid *id, ApiKeyRow *row, bool *found, GError **error) {
        g_autoptr(Rows) rows = NULL;

        if (!store_first(tx, &api_key_load, &rows, error, VALUES(value_uuid(id))))
                return false;
        *found = rows != NULL;
        return !rows || api_key_from_row(rows, row, error);
}

bool store_api_key_list(StoreTx *tx, const Uuid *after, guint limit, GPtrArray *rows, GError **error) {
        guint count = MIN(limit, API_KEYS_PAGE_MAX);
        g_autoptr(Rows) found = uuid_is_nil(after) ? store_query(tx, &api_keys_first, error, VALUES(value_int(count)))
                                                   : store_query(tx, &api_keys_after, error,
                                                                 VALUES(value_uuid(after), value_int(count)));

        if (!found)
                return false;
        while (rows_next(found)) {
                ApiKeyRow *row = g_new0(ApiKeyRow, 1);

                g_ptr_array_add(rows, row);
                if (!api_key_from_row(found, row, error))
                        return false;
        }
        return true;
}

bool store_api_key_revoke(StoreTx *tx, const Uuid *id, gint64 now, GError **error) {
        return store_run(tx, &api_key_revoke, NULL, error, VALUES(value_uuid(id), value_instant(now)));
}
