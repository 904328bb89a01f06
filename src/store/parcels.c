/* Paper on its way. */
#include "store/parcels.h"

static const Statement parcel_add = {
        "INSERT INTO parcels (id, proceeding_id, courier, sealed_tracking, state, announced_at) "
        "VALUES ($1, $2, $3, $4, $5, $6)"
};

static const Statement parcel_save = { "UPDATE parcels SET state = $2, received_at = $3, received_by = $4, "
                                       "checked_at = $5, originals = $6 WHERE id = $1" };

static const Statement parcel_list = { "SELECT id, proceeding_id, courier, sealed_tracking, state, announced_at, "
                                       "received_at, checked_at, received_by, "
                                       "originals FROM parcels WHERE proceeding_id = $1 ORDER BY announced_at, id" };

void parcel_row_free(ParcelRow *row) {
        if (!row)
                return;
        g_free(row->courier);
        g_free(row->state);
        g_free(row->originals);
        g_clear_pointer(&row->sealed_tracking, g_bytes_unref);
        g_free(row);
}

bool store_parcel_add(StoreTx *tx, const ParcelRow *row, GError **error) {
        return store_run(tx, &parcel_add, NULL, error,
                         VALUES(value_uuid(&row->id), value_uuid(&row->proceeding), value_text(row->courier),
                                value_bytes(row->sealed_tracking), value_text(row->state),
                                value_instant(row->announced_at)));
}

bool store_parcel_save(StoreTx *tx, const ParcelRow *row, GError **error) {
        return store_run(tx, &parcel_save, NULL, error,
                         VALUES(value_uuid(&row->id), value_text(row->state), value_instant(row->received_at),
                                value_uuid(&row->received_by), value_instant(row->checked_at),
                                value_text(row->originals)));
}

bool store_parcel_list(StoreTx *tx, const Uuid *proceeding, GPtrArray **list, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) parcel_row_free);
        g_autoptr(Rows) rows = store_query(tx, &parcel_list, error, VALUES(value_uuid(proceeding)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                ParcelRow *row = g_new0(ParcelRow, 1);

                *row = (ParcelRow){ .id = rows_uuid(rows, 0),
                                    .proceeding = rows_uuid(rows, 1),
                                    .courier = rows_text_copy(rows, 2),
                                    .sealed_tracking = rows_bytes(rows, 3),
                                    .state = rows_text_copy(rows, 4),
                                    .announced_at = rows_instant(rows, 5),
                                    .received_at = rows_instant(rows, 6),
                                    .checked_at = rows_instant(rows, 7),
                                    .received_by = rows_uuid(rows, 8),
                                    .originals = rows_text_copy(rows, 9) };
                g_ptr_array_add(found, row);
        }
        *list = g_steal_pointer(&found);
        return true;
}
