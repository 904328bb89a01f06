/* A company's verification by transfer, step by step. */
#include "tests/app/payment.h"

#include "app/cases.h"
#include "app/config.h"
#include "app/transfers.h"
#include "store/verifications.h"

#include <string.h>

#define CSV_HEADER "reference,amount,currency,direction,booked_on,status,reason\n"

void payment_clear(Payment *payment) {
        fixture_close(&payment->fixture);
}

bool payment_attempt_try(Payment *payment, Method method, GError **error) {
        OpenAttempt wish = { .account = payment->account, .method = method, .owner = fixture_company };
        Call call = fixture_call(&payment->fixture, &payment->holder);
        g_auto(Outcome) outcome = { 0 };

        if (!app_open_attempt(payment->fixture.app, &call, &wish, &outcome, error))
                return false;
        payment->attempt = outcome.id;
        fixture_consent(&payment->fixture, &payment->holder, PROCEEDING_ATTEMPT, &payment->attempt);
        return true;
}

void payment_attempt_open(Payment *payment) {
        g_autoptr(GError) error = NULL;

        payment_attempt_try(payment, METHOD_CORPORATE_TRANSFER, &error);
        g_assert_no_error(error);
}

bool payment_submit(Payment *payment, const char *bank, const char *account, const char *name, GError **error) {
        Submission wish = { .kind = PROCEEDING_ATTEMPT,
                            .id = payment->attempt,
                            .bank = (char *) bank,
                            .account_number = (char *) account,
                            .account_name = (char *) name };
        Call call = fixture_call(&payment->fixture, &payment->holder);
        g_auto(Outcome) outcome = { 0 };

        return app_submit(payment->fixture.app, &call, &wish, &outcome, error);
}

void payment_submit_well(Payment *payment) {
        g_autoptr(GError) error = NULL;

        payment_submit(payment, "ICBC", COMPANY_ACCOUNT, NULL, &error);
        g_assert_no_error(error);
}

void payment_begin(Payment *payment, Contract *contract) {
        fixture_open(&payment->fixture, contract);
        payment_begin_on(payment);
}

void payment_begin_on(Payment *payment) {
        BankAccount bank = { .name = g_strdup("某某云计算有限公司"),
                             .account = g_strdup("3301040160000012345"),
                             .cnaps = g_strdup("102100099996") };

        payment->fixture.app->bank = g_new0(BankAccount, 1);
        *payment->fixture.app->bank = bank;
        payment->account = fixture_account(&payment->fixture, "u-20001", NULL);
        payment->holder = fixture_holder(&payment->account);
        payment->administrator = fixture_staff(&payment->fixture, "admin", ROLE_ADMINISTRATOR);
        payment_attempt_open(payment);
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

GBytes *payment_file_bytes(Payment *payment, const Uuid *id) {
        Call call = fixture_call(&payment->fixture, &payment->administrator);
        g_autoptr(GError) error = NULL;
        GBytes *file = NULL;

        app_read_payment_file(payment->fixture.app, &call, id, &file, &error);
        g_assert_no_error(error);
        return file;
}

Uuid payment_file_make(Payment *payment, json_t **document) {
        Call call = fixture_call(&payment->fixture, &payment->administrator);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_make_payment_file(payment->fixture.app, &call, &outcome, &error);
        g_assert_no_error(error);
        if (document)
                *document = json_incref(outcome.document);
        return outcome.id;
}

Uuid payment_pay(Payment *payment) {
        Uuid id = payment_file_make(payment, NULL);
        g_autoptr(GBytes) file = payment_file_bytes(payment, &id);
        g_autofree char *text = g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));

        cut(text, "<EndToEndId>", "<", payment->reference, sizeof payment->reference);
        cut(text, "Ccy=\"CNY\">", "<", payment->amount, sizeof payment->amount);
        return id;
}

bool payment_confirm_under(Payment *payment, const char *amount, const char *key, GError **error) {
        static const guint8 body[32] = { 1 };
        ConfirmTransfer wish = { .id = payment->attempt, .amount = (char *) amount };
        Call call = fixture_call(&payment->fixture, &payment->holder);
        g_auto(Outcome) outcome = { 0 };

        call.idempotency_key = key;
        call.body_sha256 = body;
        return app_confirm_transfer(payment->fixture.app, &call, &wish, &outcome, error);
}

bool payment_confirm(Payment *payment, const char *amount, GError **error) {
        return payment_confirm_under(payment, amount, NULL, error);
}

const char *payment_wrong_amount(const Payment *payment) {
        return g_str_equal(payment->amount, "0.50") ? "0.51" : "0.50";
}

void payment_guess_wrong(Payment *payment, const char *left) {
        g_autoptr(GError) error = NULL;
        g_autofree char *said = NULL;

        g_assert_false(payment_confirm(payment, payment_wrong_amount(payment), &error));
        g_assert_true(refusal_is(error, REFUSAL_AMOUNT_WRONG));
        said = refusal_text(error, LANGUAGE_EN);
        g_assert_nonnull(strstr(said, left));
}

bool payment_statement_take(Payment *payment, const char *rows, json_t **document, GError **error) {
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
json_t *payment_statement(Payment *payment, const char *amount, const char *rest) {
        g_autofree char *row =
                g_strdup_printf("%s,%s,CNY,%s\n", payment->reference, amount ? amount : payment->amount, rest);
        g_autoptr(GError) error = NULL;
        json_t *document = NULL;

        payment_statement_take(payment, row, &document, &error);
        g_assert_no_error(error);
        return document;
}

const char *payment_outcome(const json_t *document) {
        const json_t *items = json_object_get(document, "items");

        return json_string_value(json_object_get(json_array_get(items, 0), "outcome"));
}

void payment_assert_attempt(Payment *payment, const char *state, int tries_left) {
        json_auto_t *document =
                fixture_read(&payment->fixture, &payment->holder, PROCEEDING_ATTEMPT, &payment->attempt);

        g_assert_cmpstr(json_string_value(json_object_get(document, "state")), ==, state);
        g_assert_cmpint(json_integer_value(json_object_get(document, "tries_left")), ==, tries_left);
}

json_t *payment_transfer(Payment *payment) {
        Call call = fixture_call(&payment->fixture, &payment->holder);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_read_transfer(payment->fixture.app, &call, &payment->attempt, &outcome, &error);
        g_assert_no_error(error);
        return json_incref(outcome.document);
}

void payment_assert_transfer(Payment *payment, const char *state) {
        json_auto_t *document = payment_transfer(payment);

        g_assert_cmpstr(json_string_value(json_object_get(document, "state")), ==, state);
}

bool payment_is_verified(Payment *payment) {
        Verification active;
        bool verified = fixture_active(&payment->fixture, &payment->account, &active);

        if (verified) {
                g_assert_cmpint(active.method, ==, METHOD_CORPORATE_TRANSFER);
                g_assert_cmpint(active.kind, ==, OWNER_ENTERPRISE);
        }
        return verified;
}
