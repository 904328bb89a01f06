/* Verifying a company by a small payment, as its holder goes through it: handed in, confirmed, guessed wrong, told. */
#include "app/cases.h"
#include "app/transfers.h"
#include "tests/app/payment.h"

#include <string.h>

/* ---- the way through ---- */

static void the_right_amount_verifies_the_company(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_assert_transfer(&payment, "drawn");
        payment_pay(&payment);
        payment_assert_transfer(&payment, "filed");
        json_decref(payment_statement(&payment, NULL, "debit,2018-05-15,booked,"));
        payment_assert_transfer(&payment, "sent");
        g_assert_false(payment_is_verified(&payment));
        g_assert_true(payment_confirm(&payment, payment.amount, &error));
        g_assert_no_error(error);
        payment_assert_attempt(&payment, "passed", 3);
        g_assert_true(payment_is_verified(&payment));
}

static void it_may_arrive_before_the_statement_does(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        g_assert_false(payment_confirm(&payment, "0.50", &error));
        assert_refused(error, REFUSAL_TRANSFER_NOT_SENT);
        payment_assert_attempt(&payment, "submitted", 3);
        payment_pay(&payment);
        g_assert_true(payment_confirm(&payment, payment.amount, &error));
        payment_assert_transfer(&payment, "confirmed");
}

static void only_the_company_is_paid_and_only_at_a_supported_bank(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        g_assert_false(payment_submit(&payment, "ICBC", COMPANY_ACCOUNT, "别家科技有限公司", &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/account_name");
        assert_refused(error, REFUSAL_NAME_INVALID);
        g_assert_false(payment_submit(&payment, "NOWHERE", COMPANY_ACCOUNT, NULL, &error));
        assert_refused(error, REFUSAL_BANK_NOT_SUPPORTED);
        g_assert_false(payment_submit(&payment, "ICBC", "1234567", NULL, &error));
        assert_refused(error, REFUSAL_MALFORMED_VALUE);
        g_assert_false(payment_submit(&payment, "ICBC", "1100 1018 5000 5301", NULL, &error));
        assert_refused(error, REFUSAL_MALFORMED_VALUE);
        g_assert_false(payment_submit(&payment, NULL, NULL, NULL, &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/bank");
        assert_refused(error, REFUSAL_MISSING_FIELD);
        payment_assert_attempt(&payment, "open", 3);
        g_assert_true(payment_submit(&payment, "ICBC", "1100-1018-5000-5301", "某某科技有限公司", &error));
}

static void bank_fields_belong_to_transfers_only(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        fixture_step(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt, EVENT_WITHDRAW, NULL,
                     NULL);
        g_assert_true(payment_attempt_try(&payment, METHOD_DOCUMENTS, &error));
        g_assert_false(payment_submit(&payment, "ICBC", COMPANY_ACCOUNT, NULL, &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/bank");
        assert_refused(error, REFUSAL_UNKNOWN_FIELD);
        g_assert_false(payment_confirm(&payment, "0.50", &error));
        assert_refused(error, REFUSAL_WRONG_STATE);
}

/* ---- wrong amounts ---- */

static void three_wrong_amounts_end_it_and_lock_the_account(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        payment_guess_wrong(&payment, "2 tries");
        payment_guess_wrong(&payment, "1 tries");
        payment_assert_attempt(&payment, "submitted", 1);
        payment_guess_wrong(&payment, "0 tries");
        payment_assert_attempt(&payment, "failed", 0);
        g_assert_false(payment_confirm(&payment, payment.amount, &error));
        assert_refused(error, REFUSAL_WRONG_STATE);
        g_assert_false(payment_is_verified(&payment));

        g_assert_false(payment_attempt_try(&payment, METHOD_CORPORATE_TRANSFER, &error));
        assert_refused(error, REFUSAL_TRANSFER_LOCKED);
        payment.fixture.now += 3 * INSTANT_DAY - 1;
        g_assert_false(payment_attempt_try(&payment, METHOD_CORPORATE_TRANSFER, &error));
        assert_refused(error, REFUSAL_TRANSFER_LOCKED);
        payment.fixture.now += 1;
        payment_attempt_open(&payment);
}

static void a_lock_leaves_the_other_ways_open(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        for (guint i = 0; i < 3; i++) {
                g_assert_false(payment_confirm(&payment, payment_wrong_amount(&payment), &error));
                assert_refused(error, REFUSAL_AMOUNT_WRONG);
        }
        g_assert_true(payment_attempt_try(&payment, METHOD_DOCUMENTS, &error));
}

static void one_cannot_guess_for_ever_by_beginning_anew(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        payment_guess_wrong(&payment, "2 tries");
        fixture_step(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt, EVENT_WITHDRAW, NULL,
                     NULL);
        g_assert_false(payment_attempt_try(&payment, METHOD_CORPORATE_TRANSFER, &error));
        assert_refused(error, REFUSAL_TRANSFER_LOCKED);
}

static void a_wrong_amount_repeated_under_its_key_counts_once(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        for (guint i = 0; i < 4; i++) {
                g_autofree char *said = NULL;

                g_assert_false(payment_confirm_under(&payment, payment_wrong_amount(&payment), "k-1", &error));
                said = refusal_text(error, LANGUAGE_EN);
                g_assert_nonnull(strstr(said, "2 tries"));
                assert_refused(error, REFUSAL_AMOUNT_WRONG);
        }
        payment_assert_attempt(&payment, "submitted", 2);
        g_assert_false(payment_confirm_under(&payment, payment_wrong_amount(&payment), "k-2", &error));
        assert_refused(error, REFUSAL_AMOUNT_WRONG);
        payment_assert_attempt(&payment, "submitted", 1);
        g_assert_true(payment_confirm_under(&payment, payment.amount, "k-3", &error));
        g_assert_true(payment_confirm_under(&payment, payment.amount, "k-3", &error));
}

static void what_cannot_be_the_amount_is_no_try(Contract *contract) {
        static const char *const amounts[] = { "", "37", "0.375", "0,37", "1.00", "0.00", "-0.37", "0.37 " };
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        for (guint i = 0; i < G_N_ELEMENTS(amounts); i++) {
                g_assert_false(payment_confirm(&payment, amounts[i], &error));
                g_assert_true(refusal_is(error, REFUSAL_MALFORMED_VALUE) || refusal_is(error, REFUSAL_OUT_OF_RANGE));
                g_clear_error(&error);
        }
        payment_assert_attempt(&payment, "submitted", 3);
}

static void time_ends_it(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;
        guint steps;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        payment.fixture.now += 7 * INSTANT_DAY;
        g_assert_false(payment_confirm(&payment, payment.amount, &error));
        assert_refused(error, REFUSAL_EXPIRED);
        app_wake_due(payment.fixture.app, payment.fixture.now, &steps, &error);
        g_assert_no_error(error);
        payment_assert_attempt(&payment, "expired", 3);
        payment_attempt_open(&payment); /* nobody guessed, so nothing is locked */
}

/* ---- what is told ---- */

static json_t *history_read(Payment *payment) {
        ReadProceeding wish = { .kind = PROCEEDING_ATTEMPT, .id = payment->attempt };
        Call call = fixture_call(&payment->fixture, &payment->holder);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_read_history(payment->fixture.app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return json_incref(outcome.document);
}

static void assert_silent(const json_t *document, const char *amount) {
        g_autofree char *text = json_dumps(document, 0);

        g_assert_null(strstr(text, amount));
        g_assert_null(strstr(text, COMPANY_ACCOUNT));
        g_assert_null(strstr(text, "fen"));
}

static void nobody_is_told_the_amount(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *attempt = NULL, *transfer = NULL, *history = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        payment_pay(&payment);
        json_decref(payment_statement(&payment, NULL, "debit,2018-05-15,booked,"));
        payment_guess_wrong(&payment, "2 tries");
        transfer = payment_transfer(&payment);
        attempt = fixture_read(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt);
        history = history_read(&payment);
        assert_silent(transfer, payment.amount);
        assert_silent(attempt, payment.amount);
        assert_silent(history, payment.amount);
        g_assert_nonnull(strchr(json_string_value(json_object_get(transfer, "account_number")), '*'));
}

static void it_arrives_within_two_working_days(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *drawn = NULL, *filed = NULL;

        payment_begin(&payment, contract);
        payment_submit_well(&payment); /* a Tuesday */
        drawn = payment_transfer(&payment);
        g_assert_cmpstr(json_string_value(json_object_get(drawn, "arrives_by")), ==, "2018-05-17T10:00:00Z");
        payment.fixture.now += 3 * INSTANT_DAY; /* filed on Friday only */
        payment_pay(&payment);
        filed = payment_transfer(&payment);
        g_assert_cmpstr(json_string_value(json_object_get(filed, "arrives_by")), ==, "2018-05-22T10:00:00Z");
}

static const ContractTest tests[] = {
        { "/transfers/the right amount verifies the company", the_right_amount_verifies_the_company },
        { "/transfers/it may arrive before the statement does", it_may_arrive_before_the_statement_does },
        { "/transfers/only the company is paid, and only at a supported bank",
          only_the_company_is_paid_and_only_at_a_supported_bank },
        { "/transfers/bank fields belong to transfers only", bank_fields_belong_to_transfers_only },
        { "/transfers/three wrong amounts end it and lock the account",
          three_wrong_amounts_end_it_and_lock_the_account },
        { "/transfers/a lock leaves the other ways open", a_lock_leaves_the_other_ways_open },
        { "/transfers/one cannot guess for ever by beginning anew", one_cannot_guess_for_ever_by_beginning_anew },
        { "/transfers/a wrong amount repeated under its key counts once",
          a_wrong_amount_repeated_under_its_key_counts_once },
        { "/transfers/what cannot be the amount is no try", what_cannot_be_the_amount_is_no_try },
        { "/transfers/time ends it", time_ends_it },
        { "/transfers/nobody is told the amount", nobody_is_told_the_amount },
        { "/transfers/it arrives within two working days", it_arrives_within_two_working_days },
        { 0 },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
