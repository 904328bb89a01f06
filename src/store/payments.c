/* What an account has paid, as its platform reported it. */
#include "store/payments.h"

static const char *const kinds[] = {
        [PAYMENT_INVOICE] = "invoice", [PAYMENT_REMITTANCE] = "remittance", [PAYMENT_PAYMENT] = "payment"
};
const EnumNames payment_kind_names = ENUM_NAMES(kinds);

static const Statement payments_clear = { "DELETE FROM payments WHERE account_id = $1" };

static const Statement payment_add = {
        "INSERT INTO payments (account_id, kind, reference, issuer, amount, paid_at, service, in_force) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
};

static const Statement payments_of_account = {
        "SELECT kind, reference, issuer, amount, paid_at, service, in_force FROM payments WHERE account_id = $1 "
        "ORDER BY kind, reference LIMIT $2"
};

static const Statement invoices_in_force = {
        "SELECT COUNT(*) FROM payments WHERE account_id = $1 AND kind = 'invoice' AND in_force = 1"
};

void payment_free(Payment *payment) {
        if (!payment)
                return;
        g_free(payment->reference);
        g_free(payment->issuer);
        g_free(payment->service);
        g_free(payment);
}

bool store_payment_replace(StoreTx *tx, const Uuid *account, const GPtrArray *payments, GError **error) {
        if (!store_run(tx, &payments_clear, NULL, error, VALUES(value_uuid(account))))
                return false;
        for (guint i = 0; i < payments->len; i++) {
                const Payment *payment = g_ptr_array_index(payments, i);

                if (!store_run(tx, &payment_add, NULL, error,
                               VALUES(value_uuid(account),
                                      value_text(enum_name(&payment_kind_names, (int) payment->kind)),
                                      value_text(payment->reference), value_text(payment->issuer),
                                      value_int(payment->amount_micro_yuan), value_instant(payment->paid_at),
                                      value_text(payment->service), value_int(payment->in_force))))
                        return false;
        }
        return true;
}

static bool payment_from_row(Rows *row, GPtrArray *payments, GError **error) {
        Payment *payment;
        int kind;

        if (!enum_find(&payment_kind_names, rows_text(row, 0), &kind))
                return fail(error, FAILURE_CORRUPT, "a payment has an unknown kind");
        payment = g_new0(Payment, 1);
        g_ptr_array_add(payments, payment);
        payment->kind = (PaymentKind) kind;
        payment->reference = rows_text_copy(row, 1);
        payment->issuer = rows_text_copy(row, 2);
        payment->amount_micro_yuan = rows_int(row, 3);
        payment->paid_at = rows_instant(row, 4);
        payment->service = rows_text_copy(row, 5);
        payment->in_force = rows_bool(row, 6);
        return true;
}

bool store_payment_list(StoreTx *tx, const Uuid *account, GPtrArray **payments, GError **error) {
        g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify) payment_free);
        g_autoptr(Rows) rows =
                store_query(tx, &payments_of_account, error, VALUES(value_uuid(account), value_int(PAYMENTS_MAX)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                if (!payment_from_row(rows, found, error))
                        return false;
        }
        *payments = g_steal_pointer(&found);
        return true;
}

bool store_payment_invoices_in_force(StoreTx *tx, const Uuid *account, guint *count, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &invoices_in_force, &row, error, VALUES(value_uuid(account))))
                return false;
        *count = row ? (guint) rows_int(row, 0) : 0;
        return true;
}
