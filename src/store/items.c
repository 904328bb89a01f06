/* Verdicts on the items of a checklist. */
#include "store/items.h"

static const Statement item_put = {
        "INSERT INTO items (proceeding_id, item, state, needed, reason_code, sealed_text, decided_by, decided_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (proceeding_id, item) DO UPDATE SET state = "
        "excluded.state, "
        "needed = excluded.needed, reason_code = excluded.reason_code, sealed_text = excluded.sealed_text, "
        "decided_by = excluded.decided_by, decided_at = excluded.decided_at"
};

static const Statement item_list = { "SELECT item, state, needed, reason_code, sealed_text, decided_by, decided_at "
                                     "FROM items WHERE proceeding_id = $1 "
                                     "ORDER BY item" };

void item_row_free(ItemRow *row) {
        if (!row)
                return;
        g_free(row->item);
        g_free(row->state);
        g_free(row->reason_code);
        g_clear_pointer(&row->sealed_text, g_bytes_unref);
        g_free(row);
}

bool store_item_put(StoreTx *tx, const Uuid *proceeding, const ItemRow *row, GError **error) {
        return store_run(tx, &item_put, NULL, error,
                         VALUES(value_uuid(proceeding), value_text(row->item), value_text(row->state),
                                value_int(row->needed), value_text(row->reason_code), value_bytes(row->sealed_text),
                                value_uuid(&row->decided_by), value_instant(row->decided_at)));
}

bool store_item_list(StoreTx *tx, const Uuid *proceeding, GPtrArray **list, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) item_row_free);
        g_autoptr(Rows) rows = store_query(tx, &item_list, error, VALUES(value_uuid(proceeding)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                ItemRow *row = g_new0(ItemRow, 1);

                *row = (ItemRow){ .item = rows_text_copy(rows, 0),
                                  .state = rows_text_copy(rows, 1),
                                  .needed = (guint) rows_int(rows, 2),
                                  .reason_code = rows_text_copy(rows, 3),
                                  .sealed_text = rows_bytes(rows, 4),
                                  .decided_by = rows_uuid(rows, 5),
                                  .decided_at = rows_instant(rows, 6) };
                g_ptr_array_add(found, row);
        }
        *list = g_steal_pointer(&found);
        return true;
}
