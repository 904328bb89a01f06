/* A partner's answer, given by two of the staff. */
#include "store/attestations.h"

#define COLUMNS                                                                                        \
        "proceeding_id, asked_at, first_outcome, first_by, second_by, first_at, second_at, ended_at, " \
        "sealed_account, "                                                                             \
        "sealed_reason"

static const Statement attestation_ask = { "INSERT INTO attestations (proceeding_id, asked_at) VALUES ($1, $2)" };

static const Statement attestation_load = { "SELECT " COLUMNS " FROM attestations WHERE proceeding_id = $1" };

static const Statement attestation_save = {
        "UPDATE attestations SET first_outcome = $2, first_by = $3, second_by = $4, first_at = $5, second_at = $6, "
        "sealed_account = $7, sealed_reason = $8 WHERE proceeding_id = $1"
};

static const Statement attestation_end = {
        "UPDATE attestations SET ended_at = $2 WHERE proceeding_id = $1 AND ended_at IS NULL"
};

static const Statement attestation_waiting = {
        "SELECT " COLUMNS " FROM attestations WHERE ended_at IS NULL ORDER BY asked_at, proceeding_id LIMIT $1"
};

static const Statement attestation_waiting_after = {
        "SELECT " COLUMNS " FROM attestations WHERE ended_at IS NULL AND (asked_at, proceeding_id) > ($1, $2) "
        "ORDER BY asked_at, proceeding_id LIMIT $3"
};

void attestation_row_free(AttestationRow *row) {
        if (!row)
                return;
        g_free(row->first_outcome);
        g_clear_pointer(&row->sealed_account, g_bytes_unref);
        g_clear_pointer(&row->sealed_reason, g_bytes_unref);
        g_free(row);
}

static AttestationRow *attestation_read(Rows *row) {
        AttestationRow *attestation = g_new0(AttestationRow, 1);

        *attestation = (AttestationRow){ .proceeding = rows_uuid(row, 0),
                                         .asked_at = rows_instant(row, 1),
                                         .first_outcome = rows_text_copy(row, 2),
                                         .first_by = rows_uuid(row, 3),
                                         .second_by = rows_uuid(row, 4),
                                         .first_at = rows_instant(row, 5),
                                         .second_at = rows_instant(row, 6),
                                         .ended_at = rows_instant(row, 7),
                                         .sealed_account = rows_bytes(row, 8),
                                         .sealed_reason = rows_bytes(row, 9) };
        return attestation;
}

bool store_attestation_ask(StoreTx *tx, const Uuid *proceeding, gint64 now, GError **error) {
        return store_run(tx, &attestation_ask, NULL, error, VALUES(value_uuid(proceeding), value_instant(now)));
}

bool store_attestation_load(StoreTx *tx, const Uuid *proceeding, AttestationRow **attestation, GError **error) {
        g_autoptr(Rows) row = NULL;

        *attestation = NULL;
        if (!store_first(tx, &attestation_load, &row, error, VALUES(value_uuid(proceeding))))
                return false;
        if (row)
                *attestation = attestation_read(row);
        return true;
}

bool store_attestation_save(StoreTx *tx, const AttestationRow *row, GError **error) {
        return store_run(tx, &attestation_save, NULL, error,
                         VALUES(value_uuid(&row->proceeding), value_text(row->first_outcome),
                                value_uuid(&row->first_by), value_uuid(&row->second_by), value_instant(row->first_at),
                                value_instant(row->second_at), value_bytes(row->sealed_account),
                                value_bytes(row->sealed_reason)));
}

bool store_attestation_end(StoreTx *tx, const Uuid *proceeding, gint64 now, GError **error) {
        return store_run(tx, &attestation_end, NULL, error, VALUES(value_uuid(proceeding), value_instant(now)));
}

bool store_attestation_waiting(StoreTx *tx, gint64 after_asked, const Uuid *after, guint limit,
                               GPtrArray **attestations, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) attestation_row_free);
        g_autoptr(Rows) rows =
                after_asked == INSTANT_NONE
                        ? store_query(tx, &attestation_waiting, error, VALUES(value_int(limit)))
                        : store_query(tx, &attestation_waiting_after, error,
                                      VALUES(value_instant(after_asked), value_uuid(after), value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows))
                g_ptr_array_add(found, attestation_read(rows));
        *attestations = g_steal_pointer(&found);
        return true;
}
