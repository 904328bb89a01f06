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

static const Statement key_list = {
        "SELECT owner_id, wrapped FROM data_keys WHERE wrapped IS NOT NULL ORDER BY owner_id LIMIT $1"
};

static const Statement key_list_after = { "SELECT owner_id, wrapped FROM data_keys WHERE wrapped IS NOT NULL AND "
                                          "owner_id > $2 ORDER BY owner_id LIMIT $1" };

static const Statement key_rewrap = { "UPDATE data_keys SET wrapped = $3 WHERE owner_id = $1 AND wrapped = $2" };

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

void key_row_clear(KeyRow *row) {
        g_clear_pointer(&row->wrapped, g_bytes_unref);
}

static void row_clear(gpointer row) {
        key_row_clear(row);
}

bool store_key_list(StoreTx *tx, const Uuid *after, guint limit, GArray **rows, GError **error) {
        g_autoptr(GArray) list = g_array_new(FALSE, FALSE, sizeof(KeyRow));
        g_autoptr(Rows) found = uuid_is_nil(after) ? store_query(tx, &key_list, error, VALUES(value_int(limit)))
                                                   : store_query(tx, &key_list_after, error,
                                                                 VALUES(value_int(limit), value_uuid(after)));

        g_array_set_clear_func(list, row_clear);
        if (!found)
                return false;
        while (rows_next(found)) {
                KeyRow row = { .owner = rows_uuid(found, 0), .wrapped = rows_bytes(found, 1) };

                g_array_append_val(list, row);
        }
        *rows = g_steal_pointer(&list);
        return true;
}

bool store_key_rewrap(StoreTx *tx, const Uuid *owner, GBytes *wrapped, GBytes *fresh, bool *done, GError **error) {
        gint64 changed;

        if (!store_run(tx, &key_rewrap, &changed, error,
                       VALUES(value_uuid(owner), value_bytes(wrapped), value_bytes(fresh))))
                return false;
        *done = changed == 1;
        return true;
}
