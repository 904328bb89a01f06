/* The use cases of verification by a small payment to a company's account: the holder names the amount; staff write the
 * payment file, hand it to any bank, and hand in the bank's statement. The amount is in the payment file and nowhere else
 * that anybody reads: not in a document, not in the history, not in the log. Source: seed rows S6, S17. */
#pragma once

#include "app/app.h"

/* The holder names the amount that arrived. Right: the attempt passes, and with it the account's verification, in the
 * same transaction. Wrong: the try is counted and committed, and then refused; repeated under the same
 * Idempotency-Key it is refused again and not counted again. The last wrong try fails the attempt and locks the account.
 *
 * Refuses REFUSAL_MALFORMED_VALUE, REFUSAL_OUT_OF_RANGE (neither counts as a try), REFUSAL_AMOUNT_WRONG,
 * REFUSAL_TRANSFER_NOT_SENT while no payment file has it, REFUSAL_WRONG_STATE, REFUSAL_EXPIRED. */
typedef struct ConfirmTransfer {
        Uuid id;      /* the attempt's */
        char *amount; /* yuan, "0.37" */
} ConfirmTransfer;

bool app_confirm_transfer(App *app, const Call *call, const ConfirmTransfer *wish, Outcome *outcome, GError **error);

/* Reads an attempt's transfer: {attempt, state, bank, account_number and account_name masked, drawn_at, arrives_by,
 * tries_left, expires_at, locked_until, reason_code}. Refuses REFUSAL_NOT_FOUND where it has none. */
bool app_read_transfer(App *app, const Call *call, const Uuid *attempt, Outcome *outcome, GError **error);

/* Takes up to PAYMENT_TRANSFERS_MAX transfers that wait, the oldest first, into a payment file. The document is {id,
 * made_at, execution_date, count, total}, JSON null where none waits.
 *
 * Refuses REFUSAL_NOT_CONFIGURED where the configuration does not say whose account pays. */
bool app_make_payment_file(App *app, const Call *call, Outcome *outcome, GError **error);

/* The payment files, newest first: {items, next}, an item as app_make_payment_file() gives it; `cursor` is a page's `next`,
 * NULL for the first. Refuses REFUSAL_CURSOR_INVALID. */
bool app_list_payment_files(App *app, const Call *call, const char *cursor, Outcome *outcome, GError **error);

/* Writes a payment file that was made, the same bytes each time; the caller owns a reference. Refuses REFUSAL_NOT_FOUND, also
 * where one of its payees was erased. */
bool app_read_payment_file(App *app, const Call *call, const Uuid *id, GBytes **file, GError **error);

/* Takes a bank's statement, all of it or nothing. A transfer paid is told to its holder; one that came back fails its
 * attempt with the bank's reason. The same statement once more changes nothing.
 *
 * The document is {sha256, format, encoding, entries, again, counts, items, items_left_out}; an item is {line, outcome,
 * transfer, attempt, attempt_state, reason}, outcome as in settlement_outcome_names.
 *
 * Refuses what statement_read() refuses. */
bool app_take_statement(App *app, const Call *call, GBytes *bytes, Outcome *outcome, GError **error);
