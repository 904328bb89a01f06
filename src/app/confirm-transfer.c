/* The holder names the amount that arrived; and what they may know of their transfer meanwhile. */
#include "app/transfers.h"

#include "app/json-put.h"
#include "app/transfer-parts.h"
#include "base/refusal.h"
#include "domain/masks.h"
#include "domain/money.h"
#include "partners/corporate-transfer.h"

#include <sodium.h>

/* How a wrong try is kept in the outcome: as what it was, so that its repetition is refused and not counted anew. */
#define WRONG "amount_wrong"

typedef struct Naming {
        Uuid id;
        gint64 amount_fen;
} Naming;

static bool transfer_find(AppTx *tx, const Dossier *dossier, TransferRow **row, GError **error) {
        const Proceeding *attempt = dossier->proceeding;

        if (!store_transfer_of_attempt(tx->store, &attempt->id, row, error))
                return false;
        if (!*row || attempt->state != STATE_SUBMITTED)
                return refuse_state(attempt->state, NULL, error);
        return (*row)->state != TRANSFER_DRAWN || refuse(error, REFUSAL_TRANSFER_NOT_SENT, NULL, NULL);
}

static bool amount_wrong(AppTx *tx, Dossier *dossier, Outcome *outcome, GError **error) {
        if (!app_step(tx, dossier, EVENT_TRANSFER_WRONG_AMOUNT, NULL, error))
                return false;
        outcome->document = json_pack("{s:i}", WRONG, (int) dossier->proceeding->tries_left);
        outcome->key_owner = dossier->proceeding->id;
        return true;
}

static bool confirm_transfer(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Naming *naming = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &naming->id, PROCEEDING_ATTEMPT, error);
        g_autoptr(TransferRow) row = NULL;
        g_auto(Payee) payee = { 0 };
        gint64 drawn_fen;

        if (!dossier || !transfer_find(tx, dossier, &row, error)
            || !transfer_open(dossier->key, row, &payee, &drawn_fen, error))
                return false;
        /* as long for every amount, so that the time tells nothing */
        if (sodium_memcmp(&drawn_fen, &naming->amount_fen, sizeof drawn_fen) != 0)
                return amount_wrong(tx, dossier, outcome, error);
        return app_step(tx, dossier, EVENT_TRANSFER_CONFIRM, NULL, error)
               && dossier_answer(tx, dossier, outcome, error);
}

static bool amount_read(const char *text, gint64 *amount_fen, GError **error) {
        if (!money_parse_fen(text, amount_fen))
                return refuse(error, REFUSAL_MALFORMED_VALUE, "/amount", "amount", "0.37", NULL);
        return (*amount_fen >= TRANSFER_FEN_MIN && *amount_fen <= TRANSFER_FEN_MAX)
               || refuse(error, REFUSAL_OUT_OF_RANGE, "/amount", "amount", "0.01", "0.99", NULL);
}

bool app_confirm_transfer(App *app, const Call *call, const ConfirmTransfer *wish, Outcome *outcome, GError **error) {
        Naming naming = { .id = wish->id };
        g_autofree char *left = NULL;
        const json_t *wrong;

        if (!amount_read(wish->amount, &naming.amount_fen, error)
            || !app_write(app, call, confirm_transfer, &naming, outcome, error))
                return false;
        wrong = json_object_get(outcome->document, WRONG);
        if (!wrong)
                return true;
        left = g_strdup_printf("%d", (int) json_integer_value(wrong));
        outcome_clear(outcome);
        return refuse(error, REFUSAL_AMOUNT_WRONG, "/amount", left, NULL);
}

/* ---- reading ---- */

static json_t *transfer_document(const Dossier *dossier, const TransferRow *row, const Payee *payee) {
        g_autofree char *account_number = mask_number(payee->account_number);
        g_autofree char *account_name = mask_name(NAME_ORGANISATION, payee->name);
        json_t *document =
                json_pack("{s:s, s:s, s:s, s:s, s:i}", "state", enum_name(&transfer_state_names, (int) row->state),
                          "bank", row->bank, "account_number", account_number, "account_name", account_name,
                          "tries_left", (int) dossier->proceeding->tries_left);

        json_put_id(document, "attempt", &row->attempt);
        json_put_instant(document, "drawn_at", row->drawn_at);
        json_put_instant(document, "arrives_by", row->arrives_by);
        json_put_instant(document, "expires_at", dossier->proceeding->expires_at);
        json_put_instant(document, "locked_until", dossier->facts.locked_until);
        json_put_text(document, "reason_code", row->reason_code);
        return document;
}

static bool read_transfer(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(Dossier) dossier = dossier_load(tx, data, PROCEEDING_ATTEMPT, error);
        g_autoptr(TransferRow) row = NULL;
        g_auto(Payee) payee = { 0 };
        gint64 amount_fen;

        if (!dossier || !store_transfer_of_attempt(tx->store, &dossier->proceeding->id, &row, error))
                return false;
        if (!row || dossier->view == VIEW_PLATFORM || dossier->view == VIEW_OLD_SIDE)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (!transfer_open(dossier->key, row, &payee, &amount_fen, error))
                return false;
        outcome->document = transfer_document(dossier, row, &payee);
        outcome->version = dossier->proceeding->version;
        return true;
}

bool app_read_transfer(App *app, const Call *call, const Uuid *attempt, Outcome *outcome, GError **error) {
        return app_read(app, call, read_transfer, (gpointer) attempt, outcome, error);
}
