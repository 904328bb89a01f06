/* The small payments that prove corporate accounts. */
#include "store/transfers.h"

#define COLUMNS                                                                                                  \
        "id, attempt_id, account_id, bank, state, sealed_payee, sealed_amount, drawn_at, arrives_by, batch_id, " \
        "paid_on, returned_on, settled_at, reason_code"

static const char *const states[] = {
        [TRANSFER_DRAWN] = "drawn",         [TRANSFER_FILED] = "filed",       [TRANSFER_SENT] = "sent",
        [TRANSFER_CONFIRMED] = "confirmed", [TRANSFER_RETURNED] = "returned", [TRANSFER_DROPPED] = "dropped",
};
const EnumNames transfer_state_names = ENUM_NAMES(states);

static const Statement transfer_add = { "INSERT INTO transfers (" COLUMNS
                                        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)" };

static const Statement transfer_load = { "SELECT " COLUMNS " FROM transfers WHERE id = $1" };

static const Statement transfer_of_attempt = { "SELECT " COLUMNS " FROM transfers WHERE attempt_id = $1" };

static const Statement transfer_save = {
        "UPDATE transfers SET state = $2, arrives_by = $3, batch_id = $4, paid_on = $5, returned_on = $6, "
        "settled_at = $7, reason_code = $8 WHERE id = $1"
};

static const Statement transfer_to_file = { "SELECT " COLUMNS
                                            " FROM transfers WHERE state = 'drawn' ORDER BY drawn_at, id LIMIT $1" };

static const Statement transfer_of_batch = { "SELECT " COLUMNS
                                             " FROM transfers WHERE batch_id = $1 ORDER BY drawn_at, id LIMIT $2" };

static const Statement transfer_lock = { "UPDATE transfers SET locked_until = $2 WHERE id = $1" };

static const Statement transfer_locked_until = {
        "SELECT MAX(locked_until) FROM transfers WHERE account_id = $1 AND locked_until IS NOT NULL"
};

static const Statement batch_add = {
        "INSERT INTO transfer_batches (id, made_at, made_by, count, total_fen, execution_date, debtor_name, "
        "debtor_account, debtor_cnaps) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
};

#define BATCH_COLUMNS \
        "id, made_at, made_by, count, total_fen, execution_date, debtor_name, debtor_account, debtor_cnaps"

static const Statement batch_load = { "SELECT " BATCH_COLUMNS " FROM transfer_batches WHERE id = $1" };

static const Statement batch_newest = { "SELECT " BATCH_COLUMNS " FROM transfer_batches ORDER BY id DESC LIMIT $1" };

static const Statement batch_before = { "SELECT " BATCH_COLUMNS
                                        " FROM transfer_batches WHERE id < $1 ORDER BY id DESC LIMIT $2" };

static const Statement statement_take = {
        "INSERT INTO statements (hash, taken_at, taken_by, entries) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
};

void transfer_row_free(TransferRow *row) {
        if (!row)
                return;
        g_free(row->bank);
        g_clear_pointer(&row->sealed_payee, g_bytes_unref);
        g_clear_pointer(&row->sealed_amount, g_bytes_unref);
        g_free(row->reason_code);
        g_free(row);
}

static Value value_date(CivilDate date) {
        return date == CIVIL_DATE_NONE ? value_null(VALUE_INT) : value_int(date);
}

static CivilDate rows_date(Rows *rows, int column) {
        return rows_is_null(rows, column) ? CIVIL_DATE_NONE : (CivilDate) rows_int(rows, column);
}

static bool transfer_read(Rows *rows, TransferRow **row, GError **error) {
        int state;

        if (!enum_find(&transfer_state_names, rows_text(rows, 4), &state))
                return fail(error, FAILURE_CORRUPT, "a transfer is in no known state");
        *row = g_new0(TransferRow, 1);
        **row = (TransferRow){ .id = rows_uuid(rows, 0),
                               .attempt = rows_uuid(rows, 1),
                               .account = rows_uuid(rows, 2),
                               .bank = rows_text_copy(rows, 3),
                               .state = (TransferState) state,
                               .sealed_payee = rows_bytes(rows, 5),
                               .sealed_amount = rows_bytes(rows, 6),
                               .drawn_at = rows_instant(rows, 7),
                               .arrives_by = rows_instant(rows, 8),
                               .batch = rows_uuid(rows, 9),
                               .paid_on = rows_date(rows, 10),
                               .returned_on = rows_date(rows, 11),
                               .settled_at = rows_instant(rows, 12),
                               .reason_code = rows_text_copy(rows, 13) };
        return true;
}

bool store_transfer_add(StoreTx *tx, const TransferRow *row, GError **error) {
        return store_run(tx, &transfer_add, NULL, error,
                         VALUES(value_uuid(&row->id), value_uuid(&row->attempt), value_uuid(&row->account),
                                value_text(row->bank), value_text(enum_name(&transfer_state_names, (int) row->state)),
                                value_bytes(row->sealed_payee), value_bytes(row->sealed_amount),
                                value_instant(row->drawn_at), value_instant(row->arrives_by), value_uuid(&row->batch),
                                value_date(row->paid_on), value_date(row->returned_on),
                                value_instant(row->settled_at), value_text(row->reason_code)));
}

static bool transfer_first(StoreTx *tx, const Statement *statement, const Uuid *id, TransferRow **transfer,
                           GError **error) {
        g_autoptr(Rows) row = NULL;

        *transfer = NULL;
        if (!store_first(tx, statement, &row, error, VALUES(value_uuid(id))))
                return false;
        return !row || transfer_read(row, transfer, error);
}

bool store_transfer_load(StoreTx *tx, const Uuid *id, TransferRow **row, GError **error) {
        return transfer_first(tx, &transfer_load, id, row, error);
}

bool store_transfer_of_attempt(StoreTx *tx, const Uuid *attempt, TransferRow **row, GError **error) {
        return transfer_first(tx, &transfer_of_attempt, attempt, row, error);
}

bool store_transfer_save(StoreTx *tx, const TransferRow *row, GError **error) {
        return store_run(tx, &transfer_save, NULL, error,
                         VALUES(value_uuid(&row->id), value_text(enum_name(&transfer_state_names, (int) row->state)),
                                value_instant(row->arrives_by), value_uuid(&row->batch), value_date(row->paid_on),
                                value_date(row->returned_on), value_instant(row->settled_at),
                                value_text(row->reason_code)));
}

static bool transfers_gather(Rows *rows, GPtrArray **transfers, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) transfer_row_free);

        if (!rows)
                return false;
        while (rows_next(rows)) {
                TransferRow *row = NULL;

                if (!transfer_read(rows, &row, error))
                        return false;
                g_ptr_array_add(found, row);
        }
        *transfers = g_steal_pointer(&found);
        return true;
}

bool store_transfer_to_file(StoreTx *tx, guint limit, GPtrArray **transfers, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &transfer_to_file, error, VALUES(value_int(limit)));

        return transfers_gather(rows, transfers, error);
}

bool store_transfer_of_batch(StoreTx *tx, const Uuid *batch, guint limit, GPtrArray **transfers, GError **error) {
        g_autoptr(Rows) rows =
                store_query(tx, &transfer_of_batch, error, VALUES(value_uuid(batch), value_int(limit)));

        return transfers_gather(rows, transfers, error);
}

bool store_transfer_lock(StoreTx *tx, const Uuid *id, gint64 until, GError **error) {
        return store_run(tx, &transfer_lock, NULL, error, VALUES(value_uuid(id), value_instant(until)));
}

bool store_transfer_locked_until(StoreTx *tx, const Uuid *account, gint64 *until, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &transfer_locked_until, &row, error, VALUES(value_uuid(account))))
                return false;
        *until = row ? rows_instant(row, 0) : INSTANT_NONE;
        return true;
}

void batch_row_free(BatchRow *row) {
        batch_row_clear(row);
        g_free(row);
}

void batch_row_clear(BatchRow *row) {
        g_clear_pointer(&row->debtor_name, g_free);
        g_clear_pointer(&row->debtor_account, g_free);
        g_clear_pointer(&row->debtor_cnaps, g_free);
}

bool store_batch_add(StoreTx *tx, const BatchRow *row, GError **error) {
        return store_run(tx, &batch_add, NULL, error,
                         VALUES(value_uuid(&row->id), value_instant(row->made_at), value_uuid(&row->made_by),
                                value_int(row->count), value_int(row->total_fen), value_date(row->execution_date),
                                value_text(row->debtor_name), value_text(row->debtor_account),
                                value_text(row->debtor_cnaps)));
}

static BatchRow batch_read(Rows *row) {
        return (BatchRow){ .id = rows_uuid(row, 0),
                           .made_at = rows_instant(row, 1),
                           .made_by = rows_uuid(row, 2),
                           .count = rows_int(row, 3),
                           .total_fen = rows_int(row, 4),
                           .execution_date = rows_date(row, 5),
                           .debtor_name = rows_text_copy(row, 6),
                           .debtor_account = rows_text_copy(row, 7),
                           .debtor_cnaps = rows_text_copy(row, 8) };
}

bool store_batch_list(StoreTx *tx, const Uuid *before, guint limit, GPtrArray *batches, GError **error) {
        g_autoptr(Rows) rows = uuid_is_nil(before) ? store_query(tx, &batch_newest, error, VALUES(value_int(limit)))
                                                   : store_query(tx, &batch_before, error,
                                                                 VALUES(value_uuid(before), value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                BatchRow batch = batch_read(rows);

                g_ptr_array_add(batches, g_memdup2(&batch, sizeof batch));
        }
        return true;
}

bool store_batch_load(StoreTx *tx, const Uuid *id, BatchRow *batch, bool *found, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &batch_load, &row, error, VALUES(value_uuid(id))))
                return false;
        *found = row != NULL;
        if (!row)
                return true;
        *batch = batch_read(row);
        return true;
}

bool store_statement_take(StoreTx *tx, const guint8 hash[static STATEMENT_HASH_SIZE], const Uuid *by, gint64 now,
                          gint64 entries, bool *again, GError **error) {
        gint64 changed;

        if (!store_run(tx, &statement_take, &changed, error,
                       VALUES(value_blob(hash, STATEMENT_HASH_SIZE), value_instant(now), value_uuid(by),
                              value_int(entries))))
                return false;
        *again = changed == 0;
        return true;
}
