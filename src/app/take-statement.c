/* Takes the bank's statement: each movement is matched to the transfer that it is about, and the attempts go on. */
#include "app/transfers.h"

#include "app/json-put.h"
#include "app/prove.h"
#include "app/transfer-parts.h"
#include "base/refusal.h"
#include "partners/corporate-transfer.h"

#define ITEMS_LISTED_MAX 1000

typedef struct Taking {
        const BankStatement *statement; /* parsed before the transaction */
        guint8 hash[STATEMENT_HASH_SIZE];
        const char *hash_text;
} Taking;

/* The transfers that a statement speaks of, opened. */
typedef struct Known {
        GPtrArray *rows;  /* TransferRow * */
        GArray *expected; /* ExpectedTransfer, in the same order */
        GHashTable *seen; /* references looked for already */
} Known;

static void known_clear(Known *known) {
        g_clear_pointer(&known->rows, g_ptr_array_unref);
        g_clear_pointer(&known->expected, g_array_unref);
        g_clear_pointer(&known->seen, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Known, known_clear)

/* What was never handed to the bank is no transfer that it can know of. */
static bool known_add(AppTx *tx, Known *known, const Uuid *id, GError **error) {
        g_autoptr(TransferRow) row = NULL;
        g_autoptr(DataKey) key = NULL;
        g_auto(Payee) payee = { 0 };
        ExpectedTransfer expected = { .id = *id };

        if (!store_transfer_load(tx->store, id, &row, error))
                return false;
        if (!row || uuid_is_nil(&row->batch))
                return true;
        key = app_key(tx, &row->attempt, error);
        if (!key || !transfer_open(key, row, &payee, &expected.amount_fen, error))
                return false;
        expected.paid_on = row->paid_on;
        expected.returned_on = row->returned_on;
        g_array_append_val(known->expected, expected);
        g_ptr_array_add(known->rows, g_steal_pointer(&row));
        return true;
}

static bool known_gather(AppTx *tx, const BankStatement *statement, Known *known, GError **error) {
        *known = (Known){ .rows = g_ptr_array_new_with_free_func((GDestroyNotify) transfer_row_free),
                          .expected = g_array_new(FALSE, FALSE, sizeof(ExpectedTransfer)),
                          .seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
        for (guint i = 0; i < statement->entries->len; i++) {
                const StatementEntry *entry = g_ptr_array_index(statement->entries, i);
                char text[TRANSFER_REFERENCE_SIZE];
                Uuid id;

                if (!transfer_reference_parse(entry->reference, &id)
                    || !g_hash_table_add(known->seen, g_strdup(transfer_reference_format(&id, text))))
                        continue;
                if (!known_add(tx, known, &id, error))
                        return false;
        }
        return true;
}

static TransferRow *row_of(const Known *known, const SettlementRow *settled) {
        const ExpectedTransfer *first = (const ExpectedTransfer *) (gpointer) known->expected->data;

        return settled->transfer ? g_ptr_array_index(known->rows, (guint) (settled->transfer - first)) : NULL;
}

static CivilDate day_of(const AppTx *tx, const StatementEntry *entry) {
        return entry->booked_on != CIVIL_DATE_NONE ? entry->booked_on
                                                   : civil_date_at(tx->call->now, tx->app->policy->zone);
}

/* Tells the holder, where the attempt still waits for them. */
static bool transfer_paid(AppTx *tx, TransferRow *row, const StatementEntry *entry, Dossier *attempt,
                          GError **error) {
        row->paid_on = day_of(tx, entry);
        app_touch(tx, PROOF_PROCEEDING, &row->attempt);
        row->settled_at = tx->call->now;
        if (row->state == TRANSFER_FILED)
                row->state = TRANSFER_SENT;
        if (!transfer_promise(tx, row, row->paid_on, error) || !store_transfer_save(tx->store, row, error))
                return false;
        return attempt->proceeding->state != STATE_SUBMITTED
               || app_step(tx, attempt, EVENT_TRANSFER_SEND, NULL, error);
}

/* Money that comes back after the holder named its amount changes nothing: it had arrived. */
static bool transfer_returned(AppTx *tx, TransferRow *row, const StatementEntry *entry, Dossier *attempt,
                              GError **error) {
        const char *status = enum_name(&entry_status_names, (int) entry->status);
        StepWords words = { .text = entry->reason ? entry->reason : status };

        row->returned_on = day_of(tx, entry);
        app_touch(tx, PROOF_PROCEEDING, &row->attempt);
        row->settled_at = tx->call->now;
        g_free(row->reason_code);
        row->reason_code =
                g_strdup(entry->status == ENTRY_BOOKED ? enum_name(&entry_status_names, ENTRY_RETURNED) : status);
        if (row->state != TRANSFER_CONFIRMED)
                row->state = TRANSFER_RETURNED;
        if (!store_transfer_save(tx->store, row, error))
                return false;
        return attempt->proceeding->state != STATE_SUBMITTED
               || app_step(tx, attempt, EVENT_TRANSFER_END, &words, error);
}

static json_t *item_document(const SettlementRow *settled, const TransferRow *row, const char *attempt_state) {
        json_t *item = json_pack("{s:i, s:s}", "line", (int) settled->entry->line, "outcome",
                                 enum_name(&settlement_outcome_names, (int) settled->outcome));
        static const Uuid none = { { 0 } };

        json_put_id(item, "transfer", row ? &row->id : &none);
        json_put_id(item, "attempt", row ? &row->attempt : &none);
        json_put_text(item, "attempt_state", attempt_state);
        json_put_text(item, "reason", row ? settled->entry->reason : NULL);
        return item;
}

static bool settled_carry_out(AppTx *tx, const SettlementRow *settled, TransferRow *row, bool again, json_t **item,
                              GError **error) {
        g_autoptr(Dossier) attempt = NULL;

        if (row) {
                attempt = dossier_load_for_system(tx, &row->attempt, error);
                if (!attempt)
                        return false;
                if (!again && settled->outcome == SETTLEMENT_PAID
                    && !transfer_paid(tx, row, settled->entry, attempt, error))
                        return false;
                if (!again && settled->outcome == SETTLEMENT_RETURNED
                    && !transfer_returned(tx, row, settled->entry, attempt, error))
                        return false;
        }
        *item = item_document(settled, row,
                              attempt ? enum_name(&proceeding_state_names, (int) attempt->proceeding->state) : NULL);
        return true;
}

static json_t *counts_document(const guint counts[], guint kinds) {
        json_t *document = json_object();

        for (guint i = 0; i < kinds; i++)
                json_object_set_new(document, enum_name(&settlement_outcome_names, (int) i), json_integer(counts[i]));
        return document;
}

/* All of ours are listed; of the account's other movements only the first ones. */
static bool settle(AppTx *tx, const Known *known, const GArray *rows, bool again, json_t *document, GError **error) {
        guint counts[SETTLEMENT_KNOWN + 1] = { 0 };
        json_t *items = json_array();
        guint strangers = 0;

        json_object_set_new(document, "items", items);
        for (guint i = 0; i < rows->len; i++) {
                const SettlementRow *settled = &g_array_index(rows, SettlementRow, i);
                json_t *item;

                counts[settled->outcome]++;
                if (!settled->transfer && ++strangers > ITEMS_LISTED_MAX)
                        continue;
                if (!settled_carry_out(tx, settled, row_of(known, settled), again, &item, error))
                        return false;
                json_array_append_new(items, item);
        }
        json_object_set_new(document, "counts", counts_document(counts, G_N_ELEMENTS(counts)));
        json_object_set_new(document, "items_left_out",
                            json_integer(strangers > ITEMS_LISTED_MAX ? strangers - ITEMS_LISTED_MAX : 0));
        return true;
}

static bool take_statement(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Taking *taking = data;
        const BankStatement *statement = taking->statement;
        g_auto(Known) known = { 0 };
        g_autoptr(GArray) rows = NULL;
        bool again;

        if (!store_statement_take(tx->store, taking->hash, &tx->call->actor->id, tx->call->now,
                                  statement->entries->len, &again, error)
            || !known_gather(tx, statement, &known, error))
                return false;
        rows = statement_settle(statement, (const ExpectedTransfer *) (gpointer) known.expected->data,
                                known.expected->len);
        outcome->document = json_pack("{s:s, s:s, s:s, s:i, s:b}", "sha256", taking->hash_text, "format",
                                      enum_name(&statement_format_names, (int) statement->format), "encoding",
                                      enum_name(&statement_encoding_names, (int) statement->encoding), "entries",
                                      (int) statement->entries->len, "again", again);
        return settle(tx, &known, rows, again, outcome->document, error);
}

bool app_take_statement(App *app, const Call *call, GBytes *bytes, Outcome *outcome, GError **error) {
        g_autoptr(BankStatement) statement = statement_read(bytes, error);
        g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
        Taking taking = { .statement = statement };
        gsize size = sizeof taking.hash, length;
        const guint8 *text = g_bytes_get_data(bytes, &length);

        if (!statement)
                return false;
        g_checksum_update(sum, text, (gssize) length);
        taking.hash_text = g_checksum_get_string(sum);
        g_checksum_get_digest(sum, taking.hash, &size);
        return app_write(app, call, take_statement, &taking, outcome, error);
}
