/* The log's checkpoints. */
#include "store/checkpoints.h"

#define CHECKPOINT_COLUMNS "tree_size, root, note, made_at"

static const Statement checkpoint_add = {
        "INSERT INTO checkpoints (" CHECKPOINT_COLUMNS ") "
        "SELECT $1, $2, $3, $4 WHERE COALESCE((SELECT MAX(tree_size) FROM checkpoints), 0) = $5",
        "INSERT INTO checkpoints (" CHECKPOINT_COLUMNS ") "
        "SELECT CAST($1 AS bigint), CAST($2 AS bytea), CAST($3 AS text), CAST($4 AS bigint) "
        "WHERE COALESCE((SELECT MAX(tree_size) FROM checkpoints), 0) = $5"
};

static const Statement checkpoint_newest = { "SELECT " CHECKPOINT_COLUMNS
                                             " FROM checkpoints ORDER BY tree_size DESC LIMIT 1" };

static const Statement checkpoint_list = { "SELECT " CHECKPOINT_COLUMNS
                                           " FROM checkpoints WHERE tree_size > $1 ORDER BY tree_size LIMIT $2" };

void checkpoint_row_free(CheckpointRow *row) {
        if (!row)
                return;
        g_clear_pointer(&row->root, g_bytes_unref);
        g_free(row->note);
        g_free(row);
}

bool store_checkpoint_add(StoreTx *tx, const CheckpointRow *row, gint64 after, GError **error) {
        gint64 added = 0;

        if (!store_run(tx, &checkpoint_add, &added, error,
                       VALUES(value_int(row->size), value_bytes(row->root), value_text(row->note),
                              value_instant(row->made_at), value_int(after))))
                return false;
        return added == 1 || fail(error, FAILURE_SERIALIZATION, "another has made a checkpoint of the log");
}

static CheckpointRow *checkpoint_from_row(Rows *rows) {
        CheckpointRow *row = g_new0(CheckpointRow, 1);

        row->size = rows_int(rows, 0);
        row->root = rows_bytes(rows, 1);
        row->note = rows_text_copy(rows, 2);
        row->made_at = rows_instant(rows, 3);
        return row;
}

bool store_checkpoint_newest(StoreTx *tx, CheckpointRow **checkpoint, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &checkpoint_newest, &row, error, NO_VALUES))
                return false;
        *checkpoint = row ? checkpoint_from_row(row) : NULL;
        return true;
}

bool store_checkpoint_list(StoreTx *tx, gint64 after, guint limit, GPtrArray **list, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) checkpoint_row_free);
        g_autoptr(Rows) rows = store_query(tx, &checkpoint_list, error, VALUES(value_int(after), value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows))
                g_ptr_array_add(found, checkpoint_from_row(rows));
        *list = g_steal_pointer(&found);
        return true;
}
