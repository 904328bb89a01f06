/* A partner's answer, given by two of the staff. */
#include "store/attestations.h"

static const Statement attestation_ask = {
        "INSERT INTO attestations (proceeding_id, asked_at) VALUES ($1, $2)"
};

static const Statement attestation_load = {
        "SELECT proceeding_id, asked_at, first_outcome, first_by, second_by, first_at, second_at, sealed_reason "
        "FROM attestations WHERE proceeding_id = $1"
};

static const Statement attestation_save = {
        "UPDATE attestations SET first_outcome = $2, first_by = $3, second_by = $4, first_at = $5, second_at = $6, "
        "sealed_reason = $7 WHERE proceeding_id = $1"
};

static const Statement attestation_waiting = {
        "SELECT proceeding_id FROM attestations WHERE second_at IS NULL ORDER BY asked_at LIMIT $1"
};

void attestation_row_free(AttestationRow *row) {
        if (!row)
                return;
        g_free(row->first_outcome);
        g_clear_pointer(&row->sealed_reason, g_bytes_unref);
        g_free(row);
}

bool store_attestation_ask(StoreTx *tx, const Uuid *proceeding, gint64 now, GError **error) {
        return store_run(tx, &attestation_ask, NULL, error, VALUES(value_uuid(proceeding), value_instant(now)));
}

bool store_attestation_load(StoreTx *tx, const Uuid *proceeding, AttestationRow **attestation, GError **error) {
        g_autoptr(Rows) row = NULL;

        *attestation = NULL;
        if (!store_first(tx, &attestation_load, &row, error, VALUES(value_uuid(proceeding))))
                return false;
        if (!row)
                return true;
        *attestation = g_new0(AttestationRow, 1);
        **attestation = (AttestationRow){ .proceeding = rows_uuid(row, 0), .asked_at = rows_instant(row, 1),
                                          .first_outcome = rows_text_copy(row, 2), .first_by = rows_uuid(row, 3),
                                          .second_by = rows_uuid(row, 4), .first_at = rows_instant(row, 5),
                                          .second_at = rows_instant(row, 6), .sealed_reason = rows_bytes(row, 7) };
        return true;
}

bool store_attestation_save(StoreTx *tx, const AttestationRow *row, GError **error) {
        return store_run(tx, &attestation_save, NULL, error,
                         VALUES(value_uuid(&row->proceeding), value_text(row->first_outcome), value_uuid(&row->first_by),
                                value_uuid(&row->second_by), value_instant(row->first_at), value_instant(row->second_at),
                                value_bytes(row->sealed_reason)));
}

bool store_attestation_waiting(StoreTx *tx, guint limit, GArray **proceedings, GError **error) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Uuid));
        g_autoptr(Rows) rows = store_query(tx, &attestation_waiting, error, VALUES(value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                Uuid id = rows_uuid(rows, 0);

                g_array_append_val(found, id);
        }
        *proceedings = g_steal_pointer(&found);
        return true;
}
