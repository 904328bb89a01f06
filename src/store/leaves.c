/* Leaves of the log. */
#include "store/leaves.h"

#define LEAF_COLUMNS "id, bytes, key_owner, sealed_opening, made_at, case_id, verification_id"

static const Statement leaf_add = { "INSERT INTO leaves (" LEAF_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7)" };

static const Statement leaf_load = { "SELECT " LEAF_COLUMNS ", leaf_index FROM leaves WHERE id = $1" };

/* The first page is a statement of its own: no id is the smallest of all on both databases. */
static const Statement leaf_pending_first = {
        "SELECT " LEAF_COLUMNS ", leaf_index FROM leaves WHERE leaf_index IS NULL ORDER BY id LIMIT $1"
};

static const Statement leaf_newest = { "SELECT made_at FROM leaves ORDER BY id DESC LIMIT 1" };

static const Statement leaf_pending_after = {
        "SELECT " LEAF_COLUMNS ", leaf_index FROM leaves WHERE leaf_index IS NULL AND id > $2 ORDER BY id LIMIT $1"
};

static const Statement leaf_of_case_first = { "SELECT " LEAF_COLUMNS
                                              ", leaf_index FROM leaves WHERE case_id = $2 ORDER BY id LIMIT $1" };

static const Statement leaf_of_case_after = {
        "SELECT " LEAF_COLUMNS ", leaf_index FROM leaves WHERE case_id = $2 AND id > $3 ORDER BY id LIMIT $1"
};

static const Statement leaf_pending_of_case = {
        "SELECT " LEAF_COLUMNS
        ", leaf_index FROM leaves WHERE case_id = $2 AND leaf_index IS NULL ORDER BY id LIMIT $1"
};

static const Statement leaf_of_verification = {
        "SELECT " LEAF_COLUMNS ", leaf_index FROM leaves WHERE verification_id = $2 ORDER BY id LIMIT $1"
};

static const Statement leaf_from_index = {
        "SELECT " LEAF_COLUMNS ", leaf_index FROM leaves WHERE leaf_index >= $2 ORDER BY leaf_index LIMIT $1"
};

static const Statement leaf_bytes_from_index = {
        "SELECT bytes, leaf_index FROM leaves WHERE leaf_index >= $2 ORDER BY leaf_index LIMIT $1"
};

static const Statement leaf_walk = {
        "SELECT bytes, leaf_index FROM leaves WHERE id BETWEEN (SELECT id FROM leaves WHERE leaf_index = $2)"
        " AND (SELECT id FROM leaves WHERE leaf_index BETWEEN $2 AND $3 ORDER BY leaf_index DESC LIMIT 1)"
        " ORDER BY id LIMIT $1"
};

static const Statement leaf_set_index = { "UPDATE leaves SET leaf_index = $2 WHERE id = $1 AND leaf_index IS NULL" };

/* Each from an index alone. */
static const Statement leaf_count = {
        "SELECT (SELECT COUNT(*) FROM leaves), (SELECT COUNT(*) FROM leaves WHERE leaf_index IS NULL)"
};

void leaf_row_free(LeafRow *row) {
        if (!row)
                return;
        g_clear_pointer(&row->bytes, g_bytes_unref);
        g_clear_pointer(&row->sealed_opening, g_bytes_unref);
        g_free(row);
}

bool store_leaf_add(StoreTx *tx, const LeafRow *row, GError **error) {
        return store_run(tx, &leaf_add, NULL, error,
                         VALUES(value_uuid(&row->id), value_bytes(row->bytes), value_uuid(&row->key_owner),
                                value_bytes(row->sealed_opening), value_instant(row->made_at),
                                value_uuid(&row->in_case), value_uuid(&row->verification)));
}

static LeafRow *leaf_from_row(Rows *rows) {
        LeafRow *row = g_new0(LeafRow, 1);

        row->id = rows_uuid(rows, 0);
        row->bytes = rows_bytes(rows, 1);
        row->key_owner = rows_uuid(rows, 2);
        row->sealed_opening = rows_bytes(rows, 3);
        row->made_at = rows_instant(rows, 4);
        row->in_case = rows_uuid(rows, 5);
        row->verification = rows_uuid(rows, 6);
        row->index = rows_is_null(rows, 7) ? LEAF_INDEX_NONE : rows_int(rows, 7);
        return row;
}

static bool leaves_list(StoreTx *tx, const Statement *statement, GPtrArray **list, GError **error, Values values) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) leaf_row_free);
        g_autoptr(Rows) rows = store_query(tx, statement, error, values);

        if (!rows)
                return false;
        while (rows_next(rows))
                g_ptr_array_add(found, leaf_from_row(rows));
        *list = g_steal_pointer(&found);
        return true;
}

bool store_leaf_load(StoreTx *tx, const Uuid *id, LeafRow **leaf, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &leaf_load, &row, error, VALUES(value_uuid(id))))
                return false;
        *leaf = row ? leaf_from_row(row) : NULL;
        return true;
}

bool store_leaf_pending(StoreTx *tx, const Uuid *after, guint limit, GPtrArray **rows, GError **error) {
        if (uuid_is_nil(after))
                return leaves_list(tx, &leaf_pending_first, rows, error, VALUES(value_int(limit)));
        return leaves_list(tx, &leaf_pending_after, rows, error, VALUES(value_int(limit), value_uuid(after)));
}

bool store_leaf_of_case(StoreTx *tx, const Uuid *in_case, const Uuid *after, guint limit, GPtrArray **rows,
                        GError **error) {
        if (uuid_is_nil(after))
                return leaves_list(tx, &leaf_of_case_first, rows, error,
                                   VALUES(value_int(limit), value_uuid(in_case)));
        return leaves_list(tx, &leaf_of_case_after, rows, error,
                           VALUES(value_int(limit), value_uuid(in_case), value_uuid(after)));
}

bool store_leaf_pending_of_case(StoreTx *tx, const Uuid *in_case, guint limit, GPtrArray **rows, GError **error) {
        return leaves_list(tx, &leaf_pending_of_case, rows, error, VALUES(value_int(limit), value_uuid(in_case)));
}

bool store_leaf_of_verification(StoreTx *tx, const Uuid *verification, guint limit, GPtrArray **rows,
                                GError **error) {
        return leaves_list(tx, &leaf_of_verification, rows, error,
                           VALUES(value_int(limit), value_uuid(verification)));
}

bool store_leaf_from_index(StoreTx *tx, gint64 index, guint limit, GPtrArray **rows, GError **error) {
        return leaves_list(tx, &leaf_from_index, rows, error, VALUES(value_int(limit), value_int(index)));
}

bool store_leaf_bytes_from_index(StoreTx *tx, gint64 index, guint limit, GPtrArray **leaves, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_full(limit, (GDestroyNotify) leaf_row_free);
        g_autoptr(Rows) rows =
                store_query(tx, &leaf_bytes_from_index, error, VALUES(value_int(limit), value_int(index)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                LeafRow *row = g_new0(LeafRow, 1);

                row->bytes = rows_bytes(rows, 0);
                row->index = rows_int(rows, 1);
                g_ptr_array_add(found, row);
        }
        *leaves = g_steal_pointer(&found);
        return true;
}

bool store_leaf_walk(StoreTx *tx, gint64 first, guint count, LeafVisit visit, gpointer user, guint *taken,
                     GError **error) {
        g_autoptr(Rows) rows =
                store_query(tx, &leaf_walk, error,
                            VALUES(value_int(count), value_int(first), value_int(first + (gint64) count - 1)));
        gsize size;

        *taken = 0;
        if (!rows)
                return false;
        while (rows_next(rows) && !rows_is_null(rows, 1) && rows_int(rows, 1) == first + *taken) {
                gconstpointer bytes = rows_blob(rows, 0, &size);

                if (!visit(bytes, size, user, error))
                        return false;
                ++*taken;
        }
        return true;
}

bool store_leaf_set_index(StoreTx *tx, const Uuid *id, gint64 index, bool *given, GError **error) {
        gint64 changed = 0;

        if (!store_run(tx, &leaf_set_index, &changed, error, VALUES(value_uuid(id), value_int(index))))
                return false;
        *given = changed == 1;
        return true;
}

bool store_leaf_count(StoreTx *tx, gint64 *all, gint64 *pending, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &leaf_count, &row, error, NO_VALUES))
                return false;
        *all = rows_int(row, 0);
        *pending = rows_int(row, 1);
        return true;
}

bool store_leaf_newest(StoreTx *tx, gint64 *made_at, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &leaf_newest, &row, error, NO_VALUES))
                return false;
        *made_at = row ? rows_instant(row, 0) : INSTANT_NONE;
        return true;
}
