/* Rows of payments: the invoices, remittances and payments of an account that its platform reported, against which proofs of
 * payment and parcels of invoices are held. The platform's word is taken whole: a report replaces the one before. */
#pragma once

#include "base/enum-names.h"
#include "store/store.h"

#define PAYMENTS_MAX 1000 /* of one account */

typedef enum PaymentKind { PAYMENT_INVOICE, PAYMENT_REMITTANCE, PAYMENT_PAYMENT } PaymentKind;

extern const EnumNames payment_kind_names; /* invoice, remittance, payment */

typedef struct Payment {
        PaymentKind kind;
        char *reference; /* the invoice's or the payment's number; one a kind and account */
        char *issuer;    /* who issued an invoice; NULL where not reported */
        gint64 amount_micro_yuan;
        gint64 paid_at;
        char *service; /* what it paid for; NULL where not reported */
        bool in_force; /* an invoice of a service that still runs */
} Payment;

void payment_free(Payment *payment); /* takes NULL */

/* Puts what the platform reported (array of Payment *) in place of what it reported before.
 * Two of one kind and reference are FAILURE_CONFLICT. */
bool store_payment_replace(StoreTx *tx, const Uuid *account, const GPtrArray *payments, GError **error);

/* Lists an account's by kind and reference, PAYMENTS_MAX at most: an array of Payment *, the caller's. */
bool store_payment_list(StoreTx *tx, const Uuid *account, GPtrArray **payments, GError **error);

/* Counts the invoices of services in force. */
bool store_payment_invoices_in_force(StoreTx *tx, const Uuid *account, guint *count, GError **error);
