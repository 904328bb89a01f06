/* Rows of transfers: the small payments that prove corporate accounts, the files that they were paid by, and the bank's
 * statements. Amount and payee are sealed under the attempt's key. */
#pragma once

#include "base/enum-names.h"
#include "domain/civil-date.h"
#include "store/store.h"

typedef enum TransferState {
        TRANSFER_DRAWN,     /* waits for a payment file */
        TRANSFER_FILED,     /* handed to the bank; it may have arrived */
        TRANSFER_SENT,      /* the bank's statement says that it was paid */
        TRANSFER_CONFIRMED, /* the holder named the amount */
        TRANSFER_RETURNED,  /* came back, or was never paid */
        TRANSFER_DROPPED    /* its attempt ended before it was filed: never paid */
} TransferState;

extern const EnumNames transfer_state_names; /* drawn, filed, sent, confirmed, returned, dropped */

typedef struct TransferRow {
        Uuid id; /* also its reference on the statement */
        Uuid attempt, account;
        char *bank; /* the policy's code */
        TransferState state;
        GBytes *sealed_payee, *sealed_amount;
        gint64 drawn_at;
        gint64 arrives_by;              /* at the latest */
        Uuid batch;                     /* nil: not filed */
        CivilDate paid_on, returned_on; /* by the statement; CIVIL_DATE_NONE: not told */
        gint64 settled_at;              /* when the last statement that named it was taken; INSTANT_NONE */
        char *reason_code;              /* of a return: returned, rejected */
} TransferRow;

void transfer_row_free(TransferRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TransferRow, transfer_row_free)

bool store_transfer_add(StoreTx *tx, const TransferRow *row, GError **error);

/* Loads one by its id, or by its attempt; NULL where there is none. The caller frees it. */
bool store_transfer_load(StoreTx *tx, const Uuid *id, TransferRow **row, GError **error);
bool store_transfer_of_attempt(StoreTx *tx, const Uuid *attempt, TransferRow **row, GError **error);

/* Saves what changes: state, arrival, batch, what statements said. */
bool store_transfer_save(StoreTx *tx, const TransferRow *row, GError **error);

/* Lists those that wait for a payment file, the oldest first, and those of a file in the file's order: arrays of
 * TransferRow *, the caller's. */
bool store_transfer_to_file(StoreTx *tx, guint limit, GPtrArray **rows, GError **error);
bool store_transfer_of_batch(StoreTx *tx, const Uuid *batch, guint limit, GPtrArray **rows, GError **error);

/* Locks the account of a transfer against new ones. */
bool store_transfer_lock(StoreTx *tx, const Uuid *id, gint64 until, GError **error);

/* Gives until when an account may begin no new transfer; INSTANT_NONE where it may. */
bool store_transfer_locked_until(StoreTx *tx, const Uuid *account, gint64 *until, GError **error);

/* A payment file as it was made, so that it can be written again, byte for byte. */
typedef struct BatchRow {
        Uuid id;
        gint64 made_at;
        Uuid made_by; /* nil: from the command line */
        gint64 count, total_fen;
        CivilDate execution_date;
        char *debtor_name, *debtor_account, *debtor_cnaps;
} BatchRow;

void batch_row_clear(BatchRow *row);
void batch_row_free(BatchRow *row); /* of a list */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BatchRow, batch_row_clear)

bool store_batch_add(StoreTx *tx, const BatchRow *row, GError **error);
bool store_batch_load(StoreTx *tx, const Uuid *id, BatchRow *row, bool *found, GError **error);

/* Adds those made before `before` (nil: from the newest) to `batches` (BatchRow *), the newest first. */
bool store_batch_list(StoreTx *tx, const Uuid *before, guint limit, GPtrArray *batches, GError **error);

#define STATEMENT_HASH_SIZE 32

/* Remembers a statement by the SHA-256 of its bytes; `again` where it was taken before. */
bool store_statement_take(StoreTx *tx, const guint8 hash[static STATEMENT_HASH_SIZE], const Uuid *by, gint64 now,
                          gint64 entries, bool *again, GError **error);
