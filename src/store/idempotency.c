/* What was answered to a request that carried an Idempotency-Key, a day long. */
#include "store/idempotency.h"

#include <string.h>

static const Statement idempotency_find = { "SELECT body_hash, key_owner, sealed_outcome FROM idempotency WHERE "
                                            "principal = $1 AND route = $2 AND key = $3" };

static const Statement idempotency_add = {
        "INSERT INTO idempotency (principal, route, key, body_hash, key_owner, sealed_outcome, stored_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)"
};

static const Statement idempotency_sweep = { "DELETE FROM idempotency WHERE stored_at < $1" };

void idempotency_row_clear(IdempotencyRow *row) {
        g_clear_pointer(&row->sealed_outcome, g_bytes_unref);
}

bool store_idempotency_find(StoreTx *tx, const Uuid *principal, const char *route, const char *key,
                            IdempotencyRow *row, bool *found, GError **error) {
        g_autoptr(Rows) kept = NULL;
        gconstpointer hash;
        gsize size;

        if (!store_first(tx, &idempotency_find, &kept, error,
                         VALUES(value_uuid(principal), value_text(route), value_text(key))))
                return false;
        *found = kept != NULL;
        if (!kept)
                return true;
        hash = rows_blob(kept, 0, &size);
        if (size != sizeof row->body_sha256)
                return fail(error, FAILURE_CORRUPT, "a kept outcome has no hash");
        memcpy(row->body_sha256, hash, size);
        row->key_owner = rows_uuid(kept, 1);
        row->sealed_outcome = rows_bytes(kept, 2);
        return true;
}

bool store_idempotency_add(StoreTx *tx, const Uuid *principal, const char *route, const char *key,
                           const guint8 body_sha256[static 32], const Uuid *key_owner, GBytes *sealed_outcome,
                           gint64 now, GError **error) {
        return store_run(tx, &idempotency_add, NULL, error,
                         VALUES(value_uuid(principal), value_text(route), value_text(key),
                                value_blob(body_sha256, 32), value_uuid(key_owner), value_bytes(sealed_outcome),
                                value_instant(now)));
}

bool store_idempotency_sweep(StoreTx *tx, gint64 now, GError **error) {
        return store_run(tx, &idempotency_sweep, NULL, error, VALUES(value_instant(now - IDEMPOTENCY_KEPT)));
}
