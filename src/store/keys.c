/* Each owner's data key, wrapped by a master key. */
#include "store/keys.h"

static const Statement key_add = {
        "INSERT INTO data_keys (owner_id, owner_kind, wrapped, created_at) VALUES ($1, $2, $3, $4)"
};

static const Statement key_load = { "SELECT wrapped FROM data_keys WHERE owner_id = $1" };

static const Statement key_erase = {
        "UPDATE data_keys SET wrapped = NULL, erased_at = $2 WHERE owner_id = $1 AND wrapped IS NOT NULL"
};

static const Statement lookups_erase = { "DELETE FROM lookups WHERE owner_id = $1" };

static const Statement key_masters = {
        "SELECT substr(wrapped, 2, 4) AS master, count(*) FROM data_keys WHERE wrapped IS NOT NULL"
        " GROUP BY master ORDER BY master"
};

bool store_key_add(StoreTx *tx, const Uuid *owner, const char *owner_kind, GBytes *wrapped, gint64 now,
                   GError **error) {
        return store_run(tx, &key_add, NULL, error,
                         VALUES(value_uuid(owner), value_text(owner_kind), value_bytes(wrapped), value_instant(now)));
}

bool store_key_load(StoreTx *tx, const Uuid *owner, GBytes **wrapped, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &key_load, &row, error, VALUES(value_uuid(owner))))
                return false;
        *wrapped = row ? rows_bytes(row, 0) : NULL;
        return true;
}

bool store_key_erase(StoreTx *tx, const Uuid *owner, gint64 now, GError **error) {
        return store_run(tx, &key_erase, NULL, error, VALUES(value_uuid(owner), value_instant(now)))
               && store_run(tx, &lookups_erase, NULL, error, VALUES(value_uuid(owner)));
}

bool store_key_masters(StoreTx *tx, GArray **counts, GError **error) {
        g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(KeyMasterCount));
        g_autoptr(Rows) rows = store_query(tx, &key_masters, error, NO_VALUES);

        if (!rows)
                return false;
        while (rows_next(rows)) {
                gsize size;
                const guint8 *id = rows_blob(rows, 0, &size);
                KeyMasterCount count = { .keys = rows_int(rows, 1) };

                for (gsize i = 0; i < size; i++)
                        count.master = count.master << 8 | id[i];
                g_array_append_val(list, count);
        }
        *counts = g_steal_pointer(&list);
        return true;
}
