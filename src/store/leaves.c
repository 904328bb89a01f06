/* Leaves of the log. */
#include "store/leaves.h"

static const Statement leaf_add = {
        "INSERT INTO leaves (id, bytes, key_owner, sealed_opening, made_at) VALUES ($1, $2, $3, $4, $5)"
};

bool store_leaf_add(StoreTx *tx, const Uuid *id, GBytes *bytes, const Uuid *key_owner, GBytes *sealed_opening, gint64 now,
                    GError **error) {
        return store_run(tx, &leaf_add, NULL, error,
                         VALUES(value_uuid(id), value_bytes(bytes), value_uuid(key_owner), value_bytes(sealed_opening),
                                value_instant(now)));
}
