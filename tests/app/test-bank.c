/* What goes to the bank and comes back from it: payment files and statements. */
#include "app/config.h"
#include "app/transfers.h"
#include "tests/app/payment.h"

/* ---- the payment file ---- */

static void a_payment_file_can_be_written_again(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GBytes) first = NULL, again = NULL;
        json_auto_t *document = NULL;
        Uuid id;

        payment_begin(&payment, contract);
        payment_file_make(&payment, &document);
        g_assert_true(json_is_null(document));
        payment_submit_well(&payment);
        id = payment_pay(&payment);
        first = payment_file_bytes(&payment, &id);
        payment.fixture.now += 3 * INSTANT_DAY;
        again = payment_file_bytes(&payment, &id);
        g_assert_true(g_bytes_equal(first, again));
        json_decref(document);
        payment_file_make(&payment, &document);
        g_assert_true(json_is_null(document));
}

static void what_is_withdrawn_in_time_is_never_paid(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *document = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        fixture_step(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt, EVENT_WITHDRAW, NULL,
                     NULL);
        payment_assert_transfer(&payment, "dropped");
        payment_file_make(&payment, &document);
        g_assert_true(json_is_null(document));
}

static void without_a_bank_account_nothing_is_paid(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Call call;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        g_clear_pointer(&payment.fixture.app->bank, bank_account_free);
        call = fixture_call(&payment.fixture, &payment.administrator);
        g_assert_false(app_make_payment_file(payment.fixture.app, &call, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_CONFIGURED);
        payment_assert_transfer(&payment, "drawn");
}

static void without_a_bank_account_nobody_is_made_to_wait_for_a_payment(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        g_clear_pointer(&payment.fixture.app->bank, bank_account_free);
        g_assert_false(payment_submit(&payment, "ICBC", "11001018500053012345", NULL, &error));
        assert_refused(error, REFUSAL_ROUTE_NOT_APPLICABLE);
        payment_assert_attempt(&payment, "open", 3);
}

/* ---- the statement ---- */

static void money_that_comes_back_fails_the_attempt(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *document = NULL, *attempt = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        document = payment_statement(&payment, NULL, "credit,2018-05-16,returned,账户已销户");
        g_assert_cmpstr(payment_outcome(document), ==, "returned");
        payment_assert_attempt(&payment, "failed", 3);
        payment_assert_transfer(&payment, "returned");
        attempt = fixture_read(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt);
        g_assert_cmpstr(json_string_value(json_object_get(attempt, "ended_because")), ==, "账户已销户");
        payment_attempt_open(&payment);
}

static void a_return_after_the_confirmation_changes_nothing(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        g_assert_true(payment_confirm(&payment, payment.amount, &error));
        json_decref(payment_statement(&payment, NULL, "credit,2018-05-16,returned,"));
        payment_assert_attempt(&payment, "passed", 3);
        payment_assert_transfer(&payment, "confirmed");
        g_assert_true(payment_is_verified(&payment));
}

static void what_does_not_fit_is_named(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *wrong = NULL, *unknown = NULL, *paid = NULL, *twice = NULL, *pending = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        wrong = payment_statement(&payment, "12.00", "debit,2018-05-15,booked,");
        g_assert_cmpstr(payment_outcome(wrong), ==, "wrong-amount");
        pending = payment_statement(&payment, NULL, "debit,2018-05-15,pending,");
        g_assert_cmpstr(payment_outcome(pending), ==, "pending");
        payment_assert_transfer(&payment, "filed");
        paid = payment_statement(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_cmpstr(payment_outcome(paid), ==, "paid");
        twice = payment_statement(&payment, NULL, "debit,2018-05-16,booked,");
        g_assert_cmpstr(payment_outcome(twice), ==, "paid-twice");
        payment_assert_attempt(&payment, "submitted", 3);
        payment.reference[31] ^= 1;
        unknown = payment_statement(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_cmpstr(payment_outcome(unknown), ==, "unknown-reference");
}

static void the_same_statement_twice_changes_nothing(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *first = NULL, *again = NULL, *before = NULL, *after = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        first = payment_statement(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_true(json_is_false(json_object_get(first, "again")));
        before = fixture_read(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt);
        again = payment_statement(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_true(json_is_true(json_object_get(again, "again")));
        g_assert_cmpstr(payment_outcome(again), ==, "known");
        after = fixture_read(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt);
        g_assert_true(json_equal(before, after));
}

static void of_a_bad_statement_nothing_is_taken(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;
        g_autofree char *rows = NULL;
        json_t *document = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        rows = g_strdup_printf("%s,%s,CNY,debit,2018-05-15,booked,\n%s,1.2.3,CNY,debit,2018-05-15,booked,\n",
                               payment.reference, payment.amount, payment.reference);
        g_assert_false(payment_statement_take(&payment, rows, &document, &error));
        assert_refused(error, REFUSAL_STATEMENT_INVALID);
        payment_assert_transfer(&payment, "filed");
}

static void money_for_an_attempt_withdrawn_later_is_only_noted(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *document = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        fixture_step(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt, EVENT_WITHDRAW, NULL,
                     NULL);
        document = payment_statement(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_cmpstr(payment_outcome(document), ==, "paid");
        payment_assert_attempt(&payment, "withdrawn", 3);
        payment_assert_transfer(&payment, "sent");
}

static const ContractTest tests[] = {
        { "/bank/a payment file can be written again", a_payment_file_can_be_written_again },
        { "/bank/what is withdrawn in time is never paid", what_is_withdrawn_in_time_is_never_paid },
        { "/bank/without a bank account nothing is paid", without_a_bank_account_nothing_is_paid },
        { "/bank/without a bank account nobody is made to wait for a payment",
          without_a_bank_account_nobody_is_made_to_wait_for_a_payment },
        { "/bank/money that comes back fails the attempt", money_that_comes_back_fails_the_attempt },
        { "/bank/a return after the confirmation changes nothing", a_return_after_the_confirmation_changes_nothing },
        { "/bank/what does not fit is named", what_does_not_fit_is_named },
        { "/bank/the same statement twice changes nothing", the_same_statement_twice_changes_nothing },
        { "/bank/of a bad statement nothing is taken", of_a_bad_statement_nothing_is_taken },
        { "/bank/money for an attempt withdrawn later is only noted",
          money_for_an_attempt_withdrawn_later_is_only_noted },
        { 0 },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
