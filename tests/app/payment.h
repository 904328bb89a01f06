/* A company's first verification by a small payment, for the tests of transfers: what the holder, the staff and the bank do,
 * a function each. Those without a GError abort where something fails. */
#pragma once

#include "tests/app/fixture.h"

#define COMPANY_ACCOUNT "11001018500053012345"

typedef struct Payment {
        Fixture fixture;
        Uuid account, attempt;
        Actor holder, administrator;
        char reference[33], amount[8]; /* once it was filed */
} Payment;

/* Makes the world, an account that nobody has verified, and opens an attempt by transfer on it. */
void payment_begin(Payment *payment, Contract *contract);
void payment_begin_on(Payment *payment); /* the same in a world that is there already */
void payment_clear(Payment *payment);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Payment, payment_clear)

/* Opens another attempt, with consents. */
bool payment_attempt_try(Payment *payment, Method method, GError **error);
void payment_attempt_open(Payment *payment); /* by transfer */

/* Hands the attempt in. */
bool payment_submit(Payment *payment, const char *bank, const char *account, const char *name, GError **error);
void payment_submit_well(Payment *payment);

/* Makes a payment file; gives its id, and its document where `document` is not NULL. */
Uuid payment_file_make(Payment *payment, json_t **document);
GBytes *payment_file_bytes(Payment *payment, const Uuid *id);

/* The same, and notes the payment's reference and amount. */
Uuid payment_pay(Payment *payment);

/* Names an amount, perhaps under an Idempotency-Key. */
bool payment_confirm(Payment *payment, const char *amount, GError **error);
bool payment_confirm_under(Payment *payment, const char *amount, const char *key, GError **error);
const char *payment_wrong_amount(const Payment *payment);
void payment_guess_wrong(Payment *payment, const char *left); /* `left` stands in the refusal: "2 tries" */

/* Hands in a statement of these rows; of one row about the payment, `amount` NULL: the one that was ordered. */
bool payment_statement_take(Payment *payment, const char *rows, json_t **document, GError **error);
json_t *payment_statement(Payment *payment, const char *amount, const char *rest);
const char *payment_outcome(const json_t *document); /* of a statement's first row */

json_t *payment_transfer(Payment *payment); /* its document, as the holder reads it */
void payment_assert_attempt(Payment *payment, const char *state, int tries_left);
void payment_assert_transfer(Payment *payment, const char *state);
bool payment_is_verified(Payment *payment);
