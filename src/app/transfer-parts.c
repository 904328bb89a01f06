/* A transfer's row, from the draw to the end of its attempt. */
#include "app/transfer-parts.h"

#include "app/documents.h"
#include "app/identity.h"
#include "base/refusal.h"
#include "domain/names.h"
#include "partners/corporate-transfer.h"

#include <string.h>

#define ACCOUNT_LENGTH_MIN 8

void payee_clear(Payee *payee) {
        g_clear_pointer(&payee->name, secret_text_free);
        g_clear_pointer(&payee->account_number, secret_text_free);
        g_clear_pointer(&payee->cnaps, g_free);
}

bool method_is_offered(const App *app, const PolicyMethod *way) {
        return way->method != METHOD_CORPORATE_TRANSFER || app->bank;
}

bool method_check_offered(const App *app, const PolicyMethod *way, GError **error) {
        g_autofree char *name =
                refusal_both(local_text(&way->name, LANGUAGE_ZH), local_text(&way->name, LANGUAGE_EN));

        return method_is_offered(app, way)
               || refuse(error, REFUSAL_ROUTE_NOT_APPLICABLE, "/method", name,
                         REFUSAL_BOTH("平台尚未设置用于付款的银行账户",
                                      "the platform has no bank account to pay from yet"),
                         NULL);
}

/* Corporate accounts follow no common checksum: banks write them in digits, some with hyphens. */
static bool account_is_plain(const char *account) {
        gsize length = strlen(account);

        return length >= ACCOUNT_LENGTH_MIN && length <= PAYMENT_ACCOUNT_LENGTH_MAX && g_ascii_isdigit(account[0])
               && g_ascii_isdigit(account[length - 1]) && !account[strspn(account, "0123456789-")];
}

/* The money goes to the company that is to be verified and to nobody else. */
static bool name_is_the_companys(const Identity *company, const char *account_name, GError **error) {
        static const char pointer[] = "/account_name";

        if (account_name && !name_equal(NAME_ORGANISATION, account_name, company->name))
                return refuse(error, REFUSAL_NAME_INVALID, pointer, account_name,
                              REFUSAL_BOTH("不是该企业的名称", "it is not the company's"), NULL);
        if (g_utf8_strlen(company->name, -1) > PAYMENT_NAME_LENGTH_MAX)
                return refuse(error, REFUSAL_TOO_LONG, pointer, "account_name", G_STRINGIFY(PAYMENT_NAME_LENGTH_MAX),
                              NULL);
        return true;
}

bool payee_check(AppTx *tx, const Dossier *dossier, const char *bank, const char *account_number,
                 const char *account_name, Payee *payee, GError **error) {
        const PolicyBank *known = policy_bank(dossier->policy, bank);
        g_auto(Identity) company = { 0 };
        bool named;

        if (!known)
                return refuse(error, REFUSAL_BANK_NOT_SUPPORTED, "/bank", bank, NULL);
        if (!account_is_plain(account_number))
                return refuse(error, REFUSAL_MALFORMED_VALUE, "/account_number", "account_number", "8–34 × 0–9, -",
                              NULL);
        if (!app_subject_open(tx, &dossier->proceeding->new_subject, &company, &named, error))
                return false;
        if (!named)
                return refuse(error, REFUSAL_CLAIM_MISSING, "/owner", NULL);
        if (!name_is_the_companys(&company, account_name, error))
                return false;
        *payee = (Payee){ .name = g_steal_pointer(&company.name),
                          .account_number = g_strdup(account_number),
                          .cnaps = g_strdup(known->cnaps) };
        return true;
}

static OfficeHours hours_of(const Policy *policy, const Calendar *calendar) {
        return (OfficeHours){ .calendar = calendar,
                              .zone = policy->zone,
                              .closing_minutes = policy->closing_minutes };
}

bool transfer_draw(AppTx *tx, const Dossier *dossier, const char *bank, const Payee *payee, GError **error) {
        OfficeHours hours = hours_of(dossier->policy, dossier->calendar);
        TransferRow row = { .id = uuid_new(tx->call->now),
                            .attempt = dossier->proceeding->id,
                            .account = dossier->proceeding->account,
                            .bank = (char *) bank,
                            .state = TRANSFER_DRAWN,
                            .drawn_at = tx->call->now,
                            .paid_on = CIVIL_DATE_NONE,
                            .returned_on = CIVIL_DATE_NONE,
                            .settled_at = INSTANT_NONE };
        json_auto_t *sealed = json_pack("{s:s, s:s, s:s}", "name", payee->name, "account_number",
                                        payee->account_number, "cnaps", payee->cnaps);
        gint64 amount_fen = transfer_draw_fen(random_word_system, NULL);
        g_autoptr(GBytes) sealed_payee = vault_seal_json(dossier->key, "transfers.payee", &row.id, sealed);
        g_autoptr(GBytes) sealed_amount =
                vault_seal(dossier->key, "transfers.amount", &row.id, &amount_fen, sizeof amount_fen);

        row.sealed_payee = sealed_payee;
        row.sealed_amount = sealed_amount;
        row.arrives_by = deadline_due(&hours, tx->call->now, dossier->facts.way->arrival_days, NULL);
        return store_transfer_add(tx->store, &row, error);
}

static bool amount_open(const DataKey *key, const TransferRow *row, gint64 *amount_fen, GError **error) {
        g_autofree guint8 *clear = NULL;
        gsize size;

        if (!vault_unseal(key, "transfers.amount", &row->id, row->sealed_amount, &clear, &size, error))
                return false;
        if (size != sizeof *amount_fen)
                return fail(error, FAILURE_CORRUPT, "a transfer's amount is not one");
        memcpy(amount_fen, clear, size);
        return true;
}

bool transfer_open(const DataKey *key, const TransferRow *row, Payee *payee, gint64 *amount_fen, GError **error) {
        json_auto_t *opened = NULL;
        const char *name, *account_number, *cnaps;

        if (!vault_unseal_json(key, "transfers.payee", &row->id, row->sealed_payee, &opened, error)
            || !amount_open(key, row, amount_fen, error))
                return false;
        if (json_unpack(opened, "{s:s, s:s, s:s}", "name", &name, "account_number", &account_number, "cnaps", &cnaps)
            != 0)
                return fail(error, FAILURE_CORRUPT, "a transfer's payee is not one");
        *payee = (Payee){ .name = g_strdup(name),
                          .account_number = g_strdup(account_number),
                          .cnaps = g_strdup(cnaps) };
        return true;
}

bool transfer_promise(AppTx *tx, TransferRow *row, CivilDate from, GError **error) {
        g_autoptr(Proceeding) attempt = NULL;
        const PolicyMethod *way;
        const Calendar *calendar;
        const Policy *policy;
        OfficeHours hours;

        if (!store_proceeding_load(tx->store, &row->attempt, &attempt, NULL, error))
                return false;
        if (!attempt)
                return fail(error, FAILURE_CORRUPT, "a transfer has no attempt");
        policy = documents_policy(tx, attempt->policy_hash, error);
        calendar = policy ? documents_calendar(tx, attempt->calendar_hash, error) : NULL;
        if (!calendar)
                return false;
        way = policy_method(policy, attempt->method, attempt->owner);
        hours = hours_of(policy, calendar);
        row->arrives_by =
                deadline_due(&hours, civil_date_instant(from, 0, policy->zone), way ? way->arrival_days : 0, NULL);
        return true;
}

bool transfer_attempt_ended(AppTx *tx, const Dossier *dossier, GError **error) {
        const Proceeding *attempt = dossier->proceeding;
        const PolicyMethod *way = dossier->facts.way;
        g_autoptr(TransferRow) row = NULL;
        bool passed = attempt->state == STATE_PASSED;

        if (!store_transfer_of_attempt(tx->store, &attempt->id, &row, error))
                return false;
        if (!row)
                return true;
        if (passed || row->state == TRANSFER_DRAWN) {
                row->state = passed ? TRANSFER_CONFIRMED : TRANSFER_DROPPED;
                if (!store_transfer_save(tx->store, row, error))
                        return false;
        }
        if (passed || attempt->tries_left >= way->tries || !way->lock_days)
                return true;
        return store_transfer_lock(tx->store, &row->id, tx->call->now + way->lock_days * INSTANT_DAY, error);
}
