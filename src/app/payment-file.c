/* Writes the payments that wait into a file for the bank, and writes it again as often as it is asked for. */
#include "app/transfers.h"

#include "app/config.h"
#include "app/json-put.h"
#include "app/prove.h"
#include "app/transfer-parts.h"
#include "base/refusal.h"
#include "domain/money.h"
#include "partners/corporate-transfer.h"

#define FILES_PAGE 50
#define REMITTANCE "实名认证 Verification"

/* The transfers of a file, opened; the texts belong to `payees`. */
typedef struct Payments {
        GArray *payees;    /* Payee */
        GArray *transfers; /* Transfer */
        gint64 total_fen;
} Payments;

static void payments_clear(Payments *payments) {
        g_clear_pointer(&payments->payees, g_array_unref);
        g_clear_pointer(&payments->transfers, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Payments, payments_clear)

static bool payments_open(AppTx *tx, const GPtrArray *rows, Payments *payments, GError **error) {
        payments->payees = g_array_sized_new(FALSE, TRUE, sizeof(Payee), rows->len);
        payments->transfers = g_array_sized_new(FALSE, TRUE, sizeof(Transfer), rows->len);
        g_array_set_clear_func(payments->payees, (GDestroyNotify) payee_clear);
        for (guint i = 0; i < rows->len; i++) {
                const TransferRow *row = g_ptr_array_index(rows, i);
                g_autoptr(DataKey) key = app_key(tx, &row->attempt, error);
                Transfer transfer = { .id = row->id, .remittance = REMITTANCE };
                Payee payee = { 0 };

                if (!key || !transfer_open(key, row, &payee, &transfer.amount_fen, error))
                        return false;
                g_array_append_val(payments->payees, payee);
                transfer.creditor_name = payee.name;
                transfer.creditor_account = payee.account_number;
                transfer.creditor_cnaps = payee.cnaps;
                payments->total_fen += transfer.amount_fen;
                g_array_append_val(payments->transfers, transfer);
        }
        return true;
}

static GBytes *file_write(const BatchRow *batch, const Payments *payments, GError **error) {
        PaymentFile file = { .id = batch->id,
                             .created_at = batch->made_at,
                             .execution_date = batch->execution_date,
                             .debtor_name = batch->debtor_name,
                             .debtor_account = batch->debtor_account,
                             .debtor_cnaps = batch->debtor_cnaps,
                             .transfers = (const Transfer *) (gpointer) payments->transfers->data,
                             .count = payments->transfers->len };

        return payment_file_write(&file, error);
}

static bool transfers_file(AppTx *tx, GPtrArray *rows, const BatchRow *batch, GError **error) {
        for (guint i = 0; i < rows->len; i++) {
                TransferRow *row = g_ptr_array_index(rows, i);

                row->state = TRANSFER_FILED;
                row->batch = batch->id;
                app_touch(tx, PROOF_PROCEEDING, &row->attempt);
                if (!transfer_promise(tx, row, batch->execution_date, error)
                    || !store_transfer_save(tx->store, row, error))
                        return false;
        }
        return true;
}

static json_t *batch_document(const BatchRow *batch) {
        char date[CIVIL_DATE_TEXT_SIZE];
        g_autofree char *total = money_format_fen(batch->total_fen);
        json_t *document =
                json_pack("{s:s, s:I, s:s}", "execution_date", civil_date_format(batch->execution_date, date),
                          "count", (json_int_t) batch->count, "total", total);

        json_put_id(document, "id", &batch->id);
        json_put_instant(document, "made_at", batch->made_at);
        return document;
}

static BatchRow batch_begin(const AppTx *tx, guint count, gint64 total_fen) {
        const App *app = tx->app;
        CivilDate today = civil_date_at(tx->call->now, app->policy->zone);

        return (BatchRow){ .id = uuid_new(tx->call->now),
                           .made_at = tx->call->now,
                           .made_by = tx->call->actor->id,
                           .count = count,
                           .total_fen = total_fen,
                           .execution_date = calendar_add_working_days(app->calendar, today, 0, NULL),
                           .debtor_name = app->bank->name,
                           .debtor_account = app->bank->account,
                           .debtor_cnaps = app->bank->cnaps };
}

static bool make_payment_file(AppTx *tx, G_GNUC_UNUSED gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(GPtrArray) rows = NULL;
        g_auto(Payments) payments = { 0 };
        g_autoptr(GBytes) file = NULL;
        BatchRow batch;

        outcome->key_owner = tx->call->actor->id;
        if (!store_transfer_to_file(tx->store, PAYMENT_TRANSFERS_MAX, &rows, error))
                return false;
        if (rows->len == 0) {
                outcome->document = json_null();
                return true;
        }
        if (!payments_open(tx, rows, &payments, error))
                return false;
        batch = batch_begin(tx, rows->len, payments.total_fen);
        file = file_write(&batch, &payments, error); /* what cannot be written must not count as filed */
        if (!file || !store_batch_add(tx->store, &batch, error) || !transfers_file(tx, rows, &batch, error))
                return false;
        outcome->document = batch_document(&batch);
        outcome->id = batch.id;
        return true;
}

bool app_make_payment_file(App *app, const Call *call, Outcome *outcome, GError **error) {
        if (!app->bank)
                return refuse(error, REFUSAL_NOT_CONFIGURED, NULL, "bank", NULL);
        return app_write(app, call, make_payment_file, NULL, outcome, error);
}

static bool list_payment_files(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func((GDestroyNotify) batch_row_free);
        json_t *items = json_array();

        outcome->document = json_pack("{s:o, s:n}", "items", items, "next");
        if (!store_batch_list(tx->store, data, FILES_PAGE + 1, batches, error))
                return false;
        for (guint i = 0; i < MIN(batches->len, FILES_PAGE); i++)
                json_array_append_new(items, batch_document(batches->pdata[i]));
        if (batches->len > FILES_PAGE)
                json_put_id(outcome->document, "next", &((const BatchRow *) batches->pdata[FILES_PAGE - 1])->id);
        return true;
}

bool app_list_payment_files(App *app, const Call *call, const char *cursor, Outcome *outcome, GError **error) {
        Uuid before;

        return cursor_read(cursor, &before, error)
               && app_read(app, call, list_payment_files, &before, outcome, error);
}

typedef struct FileWish {
        Uuid id;
        GBytes *file;
} FileWish;

static bool read_payment_file(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        FileWish *wish = data;
        g_auto(BatchRow) batch = { 0 };
        g_auto(Payments) payments = { 0 };
        g_autoptr(GPtrArray) rows = NULL;
        bool found;

        g_clear_pointer(&wish->file, g_bytes_unref);
        if (!store_batch_load(tx->store, &wish->id, &batch, &found, error))
                return false;
        if (!found)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (!store_transfer_of_batch(tx->store, &wish->id, PAYMENT_TRANSFERS_MAX, &rows, error)
            || !payments_open(tx, rows, &payments, error))
                return false;
        wish->file = file_write(&batch, &payments, error);
        return wish->file != NULL;
}

bool app_read_payment_file(App *app, const Call *call, const Uuid *id, GBytes **file, GError **error) {
        FileWish wish = { .id = *id };
        g_auto(Outcome) nothing = { 0 };
        bool read = app_read(app, call, read_payment_file, &wish, &nothing, error);

        if (read)
                *file = g_steal_pointer(&wish.file);
        g_clear_pointer(&wish.file, g_bytes_unref);
        return read;
}
