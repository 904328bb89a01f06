/* Verifying a company by a small payment, end to end: handed in, filed, settled by the bank's statement, confirmed. */
#include "app/cases.h"
#include "app/config.h"
#include "app/transfers.h"
#include "store/verifications.h"
#include "tests/app/fixture.h"

#include <string.h>

#define COMPANY_ACCOUNT "11001018500053012345"
#define CSV_HEADER "reference,amount,currency,direction,booked_on,status,reason\n"

/* A company's first verification by transfer. */
typedef struct Payment {
        Fixture fixture;
        Uuid account, attempt;
        Actor holder, administrator;
        char reference[33], amount[8]; /* once it was filed */
} Payment;

static void payment_clear(Payment *payment) {
        fixture_close(&payment->fixture);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Payment, payment_clear)

static bool attempt_try(Payment *payment, Method method, GError **error) {
        OpenAttempt wish = { .account = payment->account, .method = method, .owner = fixture_company };
        Call call = fixture_call(&payment->fixture, &payment->holder);
        g_auto(Outcome) outcome = { 0 };

        if (!app_open_attempt(payment->fixture.app, &call, &wish, &outcome, error))
                return false;
        payment->attempt = outcome.id;
        fixture_consent(&payment->fixture, &payment->holder, PROCEEDING_ATTEMPT, &payment->attempt);
        return true;
}

static void attempt_open(Payment *payment) {
        g_autoptr(GError) error = NULL;

        attempt_try(payment, METHOD_CORPORATE_TRANSFER, &error);
        g_assert_no_error(error);
}

static bool submit(Payment *payment, const char *bank, const char *account, const char *name, GError **error) {
        Submission wish = { .kind = PROCEEDING_ATTEMPT,
                            .id = payment->attempt,
                            .bank = (char *) bank,
                            .account_number = (char *) account,
                            .account_name = (char *) name };
        Call call = fixture_call(&payment->fixture, &payment->holder);
        g_auto(Outcome) outcome = { 0 };

        return app_submit(payment->fixture.app, &call, &wish, &outcome, error);
}

static void submit_well(Payment *payment) {
        g_autoptr(GError) error = NULL;

        submit(payment, "ICBC", COMPANY_ACCOUNT, NULL, &error);
        g_assert_no_error(error);
}

static void payment_begin(Payment *payment, Contract *contract) {
        BankAccount bank = { .name = g_strdup("某某云计算有限公司"),
                             .account = g_strdup("3301040160000012345"),
                             .cnaps = g_strdup("102100099996") };

        fixture_open(&payment->fixture, contract);
        payment->fixture.app->bank = g_new0(BankAccount, 1);
        *payment->fixture.app->bank = bank;
        payment->account = fixture_account(&payment->fixture, "u-20001", NULL);
        payment->holder = fixture_holder(&payment->account);
        payment->administrator = fixture_staff(&payment->fixture, "admin", ROLE_ADMINISTRATOR);
        attempt_open(payment);
}

/* The text between two marks of the payment file. */
static void cut(const char *text, const char *from, const char *to, char *into, gsize size) {
        const char *begin = strstr(text, from), *end;

        g_assert_nonnull(begin);
        begin += strlen(from);
        end = strstr(begin, to);
        g_assert_nonnull(end);
        g_assert_cmpuint((gsize) (end - begin), <, size);
        memcpy(into, begin, (gsize) (end - begin));
        into[end - begin] = '\0';
}

static GBytes *file_read(Payment *payment, const Uuid *id) {
        Call call = fixture_call(&payment->fixture, &payment->administrator);
        g_autoptr(GError) error = NULL;
        GBytes *file = NULL;

        app_read_payment_file(payment->fixture.app, &call, id, &file, &error);
        g_assert_no_error(error);
        return file;
}

static Uuid file_make(Payment *payment, json_t **document) {
        Call call = fixture_call(&payment->fixture, &payment->administrator);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_make_payment_file(payment->fixture.app, &call, &outcome, &error);
        g_assert_no_error(error);
        if (document)
                *document = json_incref(outcome.document);
        return outcome.id;
}

static Uuid pay(Payment *payment) {
        Uuid id = file_make(payment, NULL);
        g_autoptr(GBytes) file = file_read(payment, &id);
        g_autofree char *text = g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));

        cut(text, "<EndToEndId>", "<", payment->reference, sizeof payment->reference);
        cut(text, "Ccy=\"CNY\">", "<", payment->amount, sizeof payment->amount);
        return id;
}

static bool confirm_under(Payment *payment, const char *amount, const char *key, GError **error) {
        static const guint8 body[32] = { 1 };
        ConfirmTransfer wish = { .id = payment->attempt, .amount = (char *) amount };
        Call call = fixture_call(&payment->fixture, &payment->holder);
        g_auto(Outcome) outcome = { 0 };

        call.idempotency_key = key;
        call.body_sha256 = body;
        return app_confirm_transfer(payment->fixture.app, &call, &wish, &outcome, error);
}

static bool confirm(Payment *payment, const char *amount, GError **error) {
        return confirm_under(payment, amount, NULL, error);
}

static const char *wrong_amount(const Payment *payment) {
        return g_str_equal(payment->amount, "0.50") ? "0.51" : "0.50";
}

static void guess_wrong(Payment *payment, const char *left) {
        g_autoptr(GError) error = NULL;
        g_autofree char *said = NULL;

        g_assert_false(confirm(payment, wrong_amount(payment), &error));
        g_assert_true(refusal_is(error, REFUSAL_AMOUNT_WRONG));
        said = refusal_text(error, LANGUAGE_EN);
        g_assert_nonnull(strstr(said, left));
}

static bool statement_take(Payment *payment, const char *rows, json_t **document, GError **error) {
        g_autofree char *text = g_strconcat(CSV_HEADER, rows, NULL);
        g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
        Call call = fixture_call(&payment->fixture, &payment->administrator);
        g_auto(Outcome) outcome = { 0 };

        if (!app_take_statement(payment->fixture.app, &call, bytes, &outcome, error))
                return false;
        *document = json_incref(outcome.document);
        return true;
}

/* One movement with the payment's reference; {amount} stands for what was ordered. */
static json_t *statement_of(Payment *payment, const char *amount, const char *rest) {
        g_autofree char *row =
                g_strdup_printf("%s,%s,CNY,%s\n", payment->reference, amount ? amount : payment->amount, rest);
        g_autoptr(GError) error = NULL;
        json_t *document = NULL;

        statement_take(payment, row, &document, &error);
        g_assert_no_error(error);
        return document;
}

static const char *outcome_of(const json_t *document) {
        const json_t *items = json_object_get(document, "items");

        return json_string_value(json_object_get(json_array_get(items, 0), "outcome"));
}

static void assert_attempt(Payment *payment, const char *state, int tries_left) {
        json_auto_t *document =
                fixture_read(&payment->fixture, &payment->holder, PROCEEDING_ATTEMPT, &payment->attempt);

        g_assert_cmpstr(json_string_value(json_object_get(document, "state")), ==, state);
        g_assert_cmpint(json_integer_value(json_object_get(document, "tries_left")), ==, tries_left);
}

static json_t *transfer_read(Payment *payment) {
        Call call = fixture_call(&payment->fixture, &payment->holder);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_read_transfer(payment->fixture.app, &call, &payment->attempt, &outcome, &error);
        g_assert_no_error(error);
        return json_incref(outcome.document);
}

static void assert_transfer(Payment *payment, const char *state) {
        json_auto_t *document = transfer_read(payment);

        g_assert_cmpstr(json_string_value(json_object_get(document, "state")), ==, state);
}

typedef struct Active {
        Uuid account;
        Verification verification;
        bool verified;
} Active;

static bool active_read(StoreTx *tx, gpointer data, GError **error) {
        Active *active = data;

        return store_verification_active(tx, &active->account, &active->verification, &active->verified, error);
}

static bool is_verified(Payment *payment) {
        Active active = { .account = payment->account };
        g_autoptr(GError) error = NULL;

        store_read(payment->fixture.app->store, active_read, &active, &error);
        g_assert_no_error(error);
        if (active.verified) {
                g_assert_cmpint(active.verification.method, ==, METHOD_CORPORATE_TRANSFER);
                g_assert_cmpint(active.verification.kind, ==, OWNER_ENTERPRISE);
        }
        return active.verified;
}

/* ---- the way through ---- */

static void the_right_amount_verifies_the_company(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        assert_transfer(&payment, "drawn");
        pay(&payment);
        assert_transfer(&payment, "filed");
        json_decref(statement_of(&payment, NULL, "debit,2018-05-15,booked,"));
        assert_transfer(&payment, "sent");
        g_assert_false(is_verified(&payment));
        g_assert_true(confirm(&payment, payment.amount, &error));
        g_assert_no_error(error);
        assert_attempt(&payment, "passed", 3);
        g_assert_true(is_verified(&payment));
}

static void it_may_arrive_before_the_statement_does(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        g_assert_false(confirm(&payment, "0.50", &error));
        assert_refused(error, REFUSAL_TRANSFER_NOT_SENT);
        assert_attempt(&payment, "submitted", 3);
        pay(&payment);
        g_assert_true(confirm(&payment, payment.amount, &error));
        assert_transfer(&payment, "confirmed");
}

static void only_the_company_is_paid_and_only_at_a_supported_bank(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        g_assert_false(submit(&payment, "ICBC", COMPANY_ACCOUNT, "别家科技有限公司", &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/account_name");
        assert_refused(error, REFUSAL_NAME_INVALID);
        g_assert_false(submit(&payment, "NOWHERE", COMPANY_ACCOUNT, NULL, &error));
        assert_refused(error, REFUSAL_BANK_NOT_SUPPORTED);
        g_assert_false(submit(&payment, "ICBC", "1234567", NULL, &error));
        assert_refused(error, REFUSAL_MALFORMED_VALUE);
        g_assert_false(submit(&payment, "ICBC", "1100 1018 5000 5301", NULL, &error));
        assert_refused(error, REFUSAL_MALFORMED_VALUE);
        g_assert_false(submit(&payment, NULL, NULL, NULL, &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/bank");
        assert_refused(error, REFUSAL_MISSING_FIELD);
        assert_attempt(&payment, "open", 3);
        g_assert_true(submit(&payment, "ICBC", "1100-1018-5000-5301", "某某科技有限公司", &error));
}

static void bank_fields_belong_to_transfers_only(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        fixture_step(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt, EVENT_WITHDRAW, NULL,
                     NULL);
        g_assert_true(attempt_try(&payment, METHOD_DOCUMENTS, &error));
        g_assert_false(submit(&payment, "ICBC", COMPANY_ACCOUNT, NULL, &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/bank");
        assert_refused(error, REFUSAL_UNKNOWN_FIELD);
        g_assert_false(confirm(&payment, "0.50", &error));
        assert_refused(error, REFUSAL_WRONG_STATE);
}

/* ---- wrong amounts ---- */

static void three_wrong_amounts_end_it_and_lock_the_account(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        guess_wrong(&payment, "2 tries");
        guess_wrong(&payment, "1 tries");
        assert_attempt(&payment, "submitted", 1);
        guess_wrong(&payment, "0 tries");
        assert_attempt(&payment, "failed", 0);
        g_assert_false(confirm(&payment, payment.amount, &error));
        assert_refused(error, REFUSAL_WRONG_STATE);
        g_assert_false(is_verified(&payment));

        g_assert_false(attempt_try(&payment, METHOD_CORPORATE_TRANSFER, &error));
        assert_refused(error, REFUSAL_TRANSFER_LOCKED);
        payment.fixture.now += 3 * INSTANT_DAY - 1;
        g_assert_false(attempt_try(&payment, METHOD_CORPORATE_TRANSFER, &error));
        assert_refused(error, REFUSAL_TRANSFER_LOCKED);
        payment.fixture.now += 1;
        attempt_open(&payment);
}

static void a_lock_leaves_the_other_ways_open(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        for (guint i = 0; i < 3; i++) {
                g_assert_false(confirm(&payment, wrong_amount(&payment), &error));
                assert_refused(error, REFUSAL_AMOUNT_WRONG);
        }
        g_assert_true(attempt_try(&payment, METHOD_DOCUMENTS, &error));
}

static void one_cannot_guess_for_ever_by_beginning_anew(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        guess_wrong(&payment, "2 tries");
        fixture_step(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt, EVENT_WITHDRAW, NULL,
                     NULL);
        g_assert_false(attempt_try(&payment, METHOD_CORPORATE_TRANSFER, &error));
        assert_refused(error, REFUSAL_TRANSFER_LOCKED);
}

static void a_wrong_amount_repeated_under_its_key_counts_once(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        for (guint i = 0; i < 4; i++) {
                g_autofree char *said = NULL;

                g_assert_false(confirm_under(&payment, wrong_amount(&payment), "k-1", &error));
                said = refusal_text(error, LANGUAGE_EN);
                g_assert_nonnull(strstr(said, "2 tries"));
                assert_refused(error, REFUSAL_AMOUNT_WRONG);
        }
        assert_attempt(&payment, "submitted", 2);
        g_assert_false(confirm_under(&payment, wrong_amount(&payment), "k-2", &error));
        assert_refused(error, REFUSAL_AMOUNT_WRONG);
        assert_attempt(&payment, "submitted", 1);
        g_assert_true(confirm_under(&payment, payment.amount, "k-3", &error));
        g_assert_true(confirm_under(&payment, payment.amount, "k-3", &error));
}

static void what_cannot_be_the_amount_is_no_try(Contract *contract) {
        static const char *const amounts[] = { "", "37", "0.375", "0,37", "1.00", "0.00", "-0.37", "0.37 " };
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        for (guint i = 0; i < G_N_ELEMENTS(amounts); i++) {
                g_assert_false(confirm(&payment, amounts[i], &error));
                g_assert_true(refusal_is(error, REFUSAL_MALFORMED_VALUE) || refusal_is(error, REFUSAL_OUT_OF_RANGE));
                g_clear_error(&error);
        }
        assert_attempt(&payment, "submitted", 3);
}

static void time_ends_it(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;
        guint steps;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        payment.fixture.now += 7 * INSTANT_DAY;
        g_assert_false(confirm(&payment, payment.amount, &error));
        assert_refused(error, REFUSAL_EXPIRED);
        app_wake_due(payment.fixture.app, payment.fixture.now, &steps, &error);
        g_assert_no_error(error);
        assert_attempt(&payment, "expired", 3);
        attempt_open(&payment); /* nobody guessed, so nothing is locked */
}

/* ---- the payment file ---- */

static void a_payment_file_can_be_written_again(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GBytes) first = NULL, again = NULL;
        json_auto_t *document = NULL;
        Uuid id;

        payment_begin(&payment, contract);
        file_make(&payment, &document);
        g_assert_true(json_is_null(document));
        submit_well(&payment);
        id = pay(&payment);
        first = file_read(&payment, &id);
        payment.fixture.now += 3 * INSTANT_DAY;
        again = file_read(&payment, &id);
        g_assert_true(g_bytes_equal(first, again));
        json_decref(document);
        file_make(&payment, &document);
        g_assert_true(json_is_null(document));
}

static void what_is_withdrawn_in_time_is_never_paid(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *document = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        fixture_step(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt, EVENT_WITHDRAW, NULL,
                     NULL);
        assert_transfer(&payment, "dropped");
        file_make(&payment, &document);
        g_assert_true(json_is_null(document));
}

static void without_a_bank_account_nothing_is_paid(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Call call;

        payment_begin(&payment, contract);
        submit_well(&payment);
        g_clear_pointer(&payment.fixture.app->bank, bank_account_free);
        call = fixture_call(&payment.fixture, &payment.administrator);
        g_assert_false(app_make_payment_file(payment.fixture.app, &call, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_CONFIGURED);
        assert_transfer(&payment, "drawn");
}

/* ---- the statement ---- */

static void money_that_comes_back_fails_the_attempt(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *document = NULL, *attempt = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        document = statement_of(&payment, NULL, "credit,2018-05-16,returned,账户已销户");
        g_assert_cmpstr(outcome_of(document), ==, "returned");
        assert_attempt(&payment, "failed", 3);
        assert_transfer(&payment, "returned");
        attempt = fixture_read(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt);
        g_assert_cmpstr(json_string_value(json_object_get(attempt, "ended_because")), ==, "账户已销户");
        attempt_open(&payment);
}

static void a_return_after_the_confirmation_changes_nothing(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        g_assert_true(confirm(&payment, payment.amount, &error));
        json_decref(statement_of(&payment, NULL, "credit,2018-05-16,returned,"));
        assert_attempt(&payment, "passed", 3);
        assert_transfer(&payment, "confirmed");
        g_assert_true(is_verified(&payment));
}

static void what_does_not_fit_is_named(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *wrong = NULL, *unknown = NULL, *paid = NULL, *twice = NULL, *pending = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        wrong = statement_of(&payment, "12.00", "debit,2018-05-15,booked,");
        g_assert_cmpstr(outcome_of(wrong), ==, "wrong-amount");
        pending = statement_of(&payment, NULL, "debit,2018-05-15,pending,");
        g_assert_cmpstr(outcome_of(pending), ==, "pending");
        assert_transfer(&payment, "filed");
        paid = statement_of(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_cmpstr(outcome_of(paid), ==, "paid");
        twice = statement_of(&payment, NULL, "debit,2018-05-16,booked,");
        g_assert_cmpstr(outcome_of(twice), ==, "paid-twice");
        assert_attempt(&payment, "submitted", 3);
        payment.reference[31] ^= 1;
        unknown = statement_of(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_cmpstr(outcome_of(unknown), ==, "unknown-reference");
}

static void the_same_statement_twice_changes_nothing(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *first = NULL, *again = NULL, *before = NULL, *after = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        first = statement_of(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_true(json_is_false(json_object_get(first, "again")));
        before = fixture_read(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt);
        again = statement_of(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_true(json_is_true(json_object_get(again, "again")));
        g_assert_cmpstr(outcome_of(again), ==, "known");
        after = fixture_read(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt);
        g_assert_true(json_equal(before, after));
}

static void of_a_bad_statement_nothing_is_taken(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_autoptr(GError) error = NULL;
        g_autofree char *rows = NULL;
        json_t *document = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        rows = g_strdup_printf("%s,%s,CNY,debit,2018-05-15,booked,\n%s,1.2.3,CNY,debit,2018-05-15,booked,\n",
                               payment.reference, payment.amount, payment.reference);
        g_assert_false(statement_take(&payment, rows, &document, &error));
        assert_refused(error, REFUSAL_STATEMENT_INVALID);
        assert_transfer(&payment, "filed");
}

static void money_for_an_attempt_withdrawn_later_is_only_noted(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        json_auto_t *document = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        fixture_step(&payment.fixture, &payment.holder, PROCEEDING_ATTEMPT, &payment.attempt, EVENT_WITHDRAW, NULL,
                     NULL);
        document = statement_of(&payment, NULL, "debit,2018-05-15,booked,");
        g_assert_cmpstr(outcome_of(document), ==, "paid");
        assert_attempt(&payment, "withdrawn", 3);
        assert_transfer(&payment, "sent");
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
        g_autoptr(GError) error = NULL;

        payment_begin(&payment, contract);
        submit_well(&payment);
        pay(&payment);
        json_decref(statement_of(&payment, NULL, "debit,2018-05-15,booked,"));
        guess_wrong(&payment, "2 tries");
        transfer = transfer_read(&payment);
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
        submit_well(&payment); /* a Tuesday */
        drawn = transfer_read(&payment);
        g_assert_cmpstr(json_string_value(json_object_get(drawn, "arrives_by")), ==, "2018-05-17T10:00:00Z");
        payment.fixture.now += 3 * INSTANT_DAY; /* filed on Friday only */
        pay(&payment);
        filed = transfer_read(&payment);
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
        { "/transfers/a payment file can be written again", a_payment_file_can_be_written_again },
        { "/transfers/what is withdrawn in time is never paid", what_is_withdrawn_in_time_is_never_paid },
        { "/transfers/without a bank account nothing is paid", without_a_bank_account_nothing_is_paid },
        { "/transfers/money that comes back fails the attempt", money_that_comes_back_fails_the_attempt },
        { "/transfers/a return after the confirmation changes nothing",
          a_return_after_the_confirmation_changes_nothing },
        { "/transfers/what does not fit is named", what_does_not_fit_is_named },
        { "/transfers/the same statement twice changes nothing", the_same_statement_twice_changes_nothing },
        { "/transfers/of a bad statement nothing is taken", of_a_bad_statement_nothing_is_taken },
        { "/transfers/money for an attempt withdrawn later is only noted",
          money_for_an_attempt_withdrawn_later_is_only_noted },
        { "/transfers/nobody is told the amount", nobody_is_told_the_amount },
        { "/transfers/it arrives within two working days", it_arrives_within_two_working_days },
        { 0 },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
