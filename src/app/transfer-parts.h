/* What the use cases of transfers share: sealing and opening a row, and what a step does to it. */
#pragma once

#include "app/step.h"
#include "base/secret-bytes.h"
#include "store/transfers.h"

/* Who is paid, opened. */
typedef struct Payee {
        SecretText *name, *account_number;
        char *cnaps;
} Payee;

void payee_clear(Payee *payee);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Payee, payee_clear)

/* Whether a method can be used here: the platform pays nobody without a bank account of its own. */
bool method_is_offered(const App *app, const PolicyMethod *way);

/* Refuses REFUSAL_ROUTE_NOT_APPLICABLE (/method) where it cannot; before the holder gives anything that then waits for ever. */
bool method_check_offered(const App *app, const PolicyMethod *way, GError **error);

/* Checks where a company wants to be paid against the company that the attempt names.
 *
 * account_name  NULL: the company's own name
 *
 * Refuses REFUSAL_BANK_NOT_SUPPORTED (/bank), REFUSAL_MALFORMED_VALUE (/account_number), REFUSAL_NAME_INVALID,
 * REFUSAL_TOO_LONG (/account_name). */
bool payee_check(AppTx *tx, const Dossier *dossier, const char *bank, const char *account_number,
                 const char *account_name, Payee *payee, GError **error);

/* Draws an amount for an attempt just submitted and adds its transfer. */
bool transfer_draw(AppTx *tx, const Dossier *dossier, const char *bank, const Payee *payee, GError **error);

/* Opens what a transfer's row keeps sealed; `key` is its attempt's. */
bool transfer_open(const DataKey *key, const TransferRow *row, Payee *payee, gint64 *amount_fen, GError **error);

/* Sets when it arrives at the latest, counted from a day by the policy and calendar that its attempt began under. */
bool transfer_promise(AppTx *tx, TransferRow *row, CivilDate from, GError **error);

/* After the step that ended an attempt: its transfer is confirmed or never paid; an attempt that used up tries and did not
 * pass locks the account, or else one could guess for ever by beginning anew. */
bool transfer_attempt_ended(AppTx *tx, const Dossier *dossier, GError **error);
