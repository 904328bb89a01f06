/* The platform's side over a real database: accounts, reports, the guard's watch, origins. Time is an argument. */
#include "app/accounts.h"

#include "app/cases.h"
#include "app/guard-watch.h"
#include "app/step.h"
#include "app/test-app.h"
#include "base/refusal.h"
#include "domain/money.h"
#include "store/notices.h"

#include <string.h>

#define WANG "11010119900307053X"
#define LI "110101199003078726"

typedef struct Desk {
        TestApp test;
        Actor actor;
        Call call;
} Desk;

static void desk_open(Desk *desk, gconstpointer data) {
        (void) data;
        test_app_open(&desk->test);
        desk->actor = (Actor){ .roles = ROLE_PLATFORM, .scopes = SCOPES_ALL, .id = uuid_new(TEST_NOW) };
        desk->call = (Call){ .actor = &desk->actor, .now = TEST_NOW, .version = -1, .route = "test" };
}

static void desk_close(Desk *desk, gconstpointer data) {
        (void) data;
        test_app_close(&desk->test);
}

#define assert_refused(error, refusal)                         \
        G_STMT_START {                                         \
                g_assert_true(refusal_is((error), (refusal))); \
                g_clear_error(&(error));                       \
        }                                                      \
        G_STMT_END

static Uuid account_make_at(Desk *desk, const char *external_id, Origin origin) {
        RegisterAccount wish = { .external_id = (char *) external_id,
                                 .origin = (int) origin,
                                 .email = (char *) "a@example.com" };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_register_account(desk->test.app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        g_assert_cmpint(outcome.version, ==, 1);
        return outcome.id;
}

static Uuid account_make(Desk *desk, const char *external_id) {
        return account_make_at(desk, external_id, ORIGIN_LOCAL);
}

static Actor holder_of(const Uuid *account) {
        return (Actor){ .roles = ROLE_HOLDER, .id = uuid_new(TEST_NOW), .account = *account };
}

static OriginReport report_of(const char *name, const char *number, gint64 verified_at) {
        return (OriginReport){ .report_id = (char *) "r",
                               .origin = ORIGIN_TAOBAO,
                               .origin_account = (char *) "somebody",
                               .owner_kind = OWNER_PERSONAL,
                               .owner_name = (char *) name,
                               .number_kind = NUMBER_RESIDENT_ID,
                               .owner_number = (char *) number,
                               .verified_at = verified_at };
}

static json_t *report(Desk *desk, const Uuid *account, const char *name, const char *number, gint64 verified_at) {
        ReportOrigin wish = { .account = *account, .report = report_of(name, number, verified_at) };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_follow_origin(desk->test.app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        desk->call.now += INSTANT_SECOND;
        return json_incref(outcome.document);
}

static const char *text_of(const json_t *document, const char *name) {
        return json_string_value(json_object_get(document, name));
}

static void assert_text(const json_t *document, const char *name, const char *expected) {
        g_assert_cmpstr(text_of(document, name), ==, expected);
}

/* ---- accounts ---------------------------------------------------------------------------------------------------- */

static void an_account_is_registered_once(Desk *desk, gconstpointer data) {
        RegisterAccount again = { .external_id = (char *) "u1" };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Uuid id = account_make(desk, "u1");

        (void) data;
        g_assert_false(app_register_account(desk->test.app, &desk->call, &again, &outcome, &error));
        assert_refused(error, REFUSAL_ACCOUNT_EXISTS);
        g_assert_true(app_show_account(desk->test.app, &desk->call, &id, &outcome, &error));
        assert_text(outcome.document, "external_id", "u1");
        assert_text(outcome.document, "origin", "local");
}

static void a_holder_sees_no_account_but_their_own(Desk *desk, gconstpointer data) {
        Uuid mine = account_make(desk, "u1"), other = account_make(desk, "u2");
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Verification verification;
        bool verified;

        (void) data;
        desk->actor = holder_of(&mine);
        g_assert_true(app_show_account(desk->test.app, &desk->call, &mine, &outcome, &error));
        g_assert_false(app_show_account(desk->test.app, &desk->call, &other, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        g_assert_false(
                app_look_up_verification(desk->test.app, &desk->call, &other, &verification, &verified, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        g_assert_false(app_show_verification(desk->test.app, &desk->call, &other, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
}

static void a_change_of_an_account_needs_the_version_seen(Desk *desk, gconstpointer data) {
        ChangeAccount wish = { .account = account_make(desk, "u1"), .frozen_given = true, .frozen = true };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        (void) data;
        desk->call.version = 7;
        g_assert_false(app_change_account(desk->test.app, &desk->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_VERSION_CHANGED);
        desk->call.version = 1;
        g_assert_true(app_change_account(desk->test.app, &desk->call, &wish, &outcome, &error));
        g_assert_cmpint(outcome.version, ==, 2);
        g_assert_true(json_is_true(json_object_get(outcome.document, "frozen")));
        assert_text(outcome.document, "origin", "local");
}

/* ---- origins ----------------------------------------------------------------------------------------------------- */

static void an_origins_first_report_verifies_and_its_next_one_replaces(Desk *desk, gconstpointer data) {
        Uuid id = account_make_at(desk, "u1", ORIGIN_TAOBAO), case_id;
        json_auto_t *first = report(desk, &id, "王芳", WANG, TEST_NOW - 2 * INSTANT_DAY);
        json_auto_t *again = report(desk, &id, "王芳", WANG, TEST_NOW - 2 * INSTANT_DAY);
        json_auto_t *second = report(desk, &id, "李娜", LI, TEST_NOW - INSTANT_DAY);
        json_auto_t *late = report(desk, &id, "王芳", WANG, TEST_NOW - 3 * INSTANT_DAY);
        ReadProceeding read = { .kind = PROCEEDING_CASE };
        ListVerifications list = { .account = id };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        json_t *items;

        (void) data;
        assert_text(first, "outcome", "followed");
        g_assert_true(json_is_null(json_object_get(first, "case")));
        assert_text(again, "outcome", "unchanged");
        g_assert_cmpstr(text_of(again, "verification"), ==, text_of(first, "verification"));
        assert_text(second, "outcome", "followed");
        assert_text(late, "outcome", "superseded");
        g_assert_cmpstr(text_of(late, "verification"), ==, text_of(second, "verification"));

        desk->actor = holder_of(&id);
        app_list_verifications(desk->test.app, &desk->call, &list, &outcome, &error);
        g_assert_no_error(error);
        items = json_object_get(outcome.document, "items");
        g_assert_cmpuint(json_array_size(items), ==, 2);
        g_assert_cmpstr(text_of(json_array_get(items, 0), "id"), ==, text_of(second, "verification"));
        assert_text(json_object_get(json_array_get(items, 0), "subject"), "name", "李*");
        g_assert_true(json_is_null(json_object_get(json_array_get(items, 1), "subject")));
        g_assert_true(json_is_string(json_object_get(json_array_get(items, 1), "released_at")));

        g_assert_true(uuid_parse(text_of(second, "case"), &case_id));
        read.id = case_id;
        desk->actor = (Actor){ .roles = ROLE_AUDITOR, .id = uuid_new(TEST_NOW) };
        app_read_proceeding(desk->test.app, &desk->call, &read, &outcome, &error);
        g_assert_no_error(error);
        assert_text(outcome.document, "route", "origin-sync");
        assert_text(outcome.document, "state", "completed");
}

static void an_account_that_follows_its_origin_changes_there(Desk *desk, gconstpointer data) {
        Uuid id = account_make_at(desk, "u1", ORIGIN_TAOBAO);
        json_auto_t *first = report(desk, &id, "王芳", WANG, TEST_NOW);
        OpenCase open = { .account = id, .route = (char *) "personal-to-personal" };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        (void) data;
        desk->actor = holder_of(&id);
        g_assert_false(app_open_case(desk->test.app, &desk->call, &open, &outcome, &error));
        assert_refused(error, REFUSAL_CHANGE_AT_ORIGIN);
}

static void a_report_ends_the_change_that_was_being_prepared(Desk *desk, gconstpointer data) {
        Uuid id = account_make_at(desk, "u1", ORIGIN_TAOBAO);
        json_auto_t *first = report(desk, &id, "王芳", WANG, TEST_NOW);
        ChangeAccount untrust = { .account = id, .origin_verified_given = true, .origin_verified = false };
        OpenCase open = { .account = id, .route = (char *) "personal-to-personal" };
        ReadProceeding read = { .kind = PROCEEDING_CASE };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        json_t *second;
        Actor platform = desk->actor;

        (void) data;
        g_assert_true(app_change_account(desk->test.app, &desk->call, &untrust, &outcome, &error));
        desk->actor = holder_of(&id);
        app_open_case(desk->test.app, &desk->call, &open, &outcome, &error);
        g_assert_no_error(error);
        read.id = outcome.id;
        desk->actor = platform;
        second = report(desk, &id, "李娜", LI, TEST_NOW + INSTANT_SECOND);
        assert_text(second, "outcome", "followed");
        json_decref(second);
        app_read_proceeding(desk->test.app, &desk->call, &read, &outcome, &error);
        g_assert_no_error(error);
        assert_text(outcome.document, "state", "withdrawn");
}

static void a_report_of_another_origin_is_refused(Desk *desk, gconstpointer data) {
        ReportOrigin wish = { .account = account_make_at(desk, "u1", ORIGIN_ALIPAY),
                              .report = report_of("王芳", WANG, TEST_NOW) };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        (void) data;
        g_assert_false(app_follow_origin(desk->test.app, &desk->call, &wish, &outcome, &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/origin");
        assert_refused(error, REFUSAL_UNKNOWN_VALUE);
}

static guint owned(Desk *desk, const char *number) {
        LookUpAccounts wish = { .number = (char *) number, .number_kind = NUMBER_RESIDENT_ID };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_look_up_accounts(desk->test.app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return (guint) json_array_size(json_object_get(outcome.document, "items"));
}

static void a_number_finds_the_accounts_that_it_owns_now(Desk *desk, gconstpointer data) {
        Uuid first = account_make_at(desk, "u1", ORIGIN_TAOBAO), second = account_make_at(desk, "u2", ORIGIN_TAOBAO);
        json_auto_t *one = report(desk, &first, "王芳", WANG, TEST_NOW);
        json_auto_t *two = report(desk, &second, "王芳", WANG, TEST_NOW);
        json_auto_t *gone = report(desk, &first, "李娜", LI, TEST_NOW + INSTANT_SECOND);
        LookUpAccounts wish = { .number = (char *) LI, .number_kind = NUMBER_RESIDENT_ID };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        (void) data;
        g_assert_cmpuint(owned(desk, WANG), ==, 1);
        g_assert_cmpuint(owned(desk, "110101 19900307 8726"), ==, 1);
        desk->actor = (Actor){ .roles = ROLE_REVIEWER, .id = uuid_new(TEST_NOW) };
        g_assert_false(app_look_up_accounts(desk->test.app, &desk->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_ALLOWED);
}

static void the_hot_question_opens_nothing(Desk *desk, gconstpointer data) {
        Uuid id = account_make_at(desk, "u1", ORIGIN_TAOBAO), unknown = uuid_new(TEST_NOW);
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) outcome = { 0 };
        Verification verification;
        json_t *first;
        bool verified;
        guint keys;

        (void) data;
        g_assert_true(app_look_up_verification(desk->test.app, &desk->call, &id, &verification, &verified, &error));
        g_assert_false(verified);
        first = report(desk, &id, "王芳", WANG, TEST_NOW);
        keys = vault_cached_keys(desk->test.app->vault);
        g_assert_true(app_look_up_verification(desk->test.app, &desk->call, &id, &verification, &verified, &error));
        g_assert_true(verified);
        g_assert_cmpint(verification.kind, ==, OWNER_PERSONAL);
        g_assert_cmpint(verification.method, ==, METHOD_ORIGIN);
        g_assert_cmpint(verification.verified_at, ==, TEST_NOW);
        g_assert_cmpuint(vault_cached_keys(desk->test.app->vault), ==, keys);
        g_assert_false(
                app_look_up_verification(desk->test.app, &desk->call, &unknown, &verification, &verified, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        app_show_verification(desk->test.app, &desk->call, &id, &outcome, &error);
        g_assert_no_error(error);
        assert_text(json_object_get(outcome.document, "subject"), "name", "王*");
        g_assert_null(strstr(text_of(json_object_get(outcome.document, "subject"), "number"), "19900307"));
        json_decref(first);
}

/* ---- money ------------------------------------------------------------------------------------------------------- */

static bool usage_report(Desk *desk, const Uuid *account, const char *balance, const char *daily, Outcome *outcome,
                         GError **error) {
        ReportedProduct product = {
                .id = (char *) "i-1", .name = (char *) "ECS", .cost_1_day = (char *) daily
        };
        g_autoptr(GPtrArray) products = g_ptr_array_new();
        ReportUsage wish = {
                .account = *account, .balance = (char *) balance, .billing_lag_minutes = 60, .products = products
        };

        g_ptr_array_add(products, &product);
        return app_report_usage(desk->test.app, &desk->call, &wish, outcome, error);
}

static void usage_out_of_bounds_names_the_field(Desk *desk, gconstpointer data) {
        static const struct {
                const char *balance, *daily, *pointer;
                RefusalKind refusal;
        } bad[] = {
                { "1000000000.000001", "1", "/balance", REFUSAL_OUT_OF_RANGE },
                { "-1000000000.01", "1", "/balance", REFUSAL_OUT_OF_RANGE },
                { "1e3", "1", "/balance", REFUSAL_MALFORMED_VALUE },
                { "0.0000001", "1", "/balance", REFUSAL_MALFORMED_VALUE },
                { "1", "-0.01", "/products/0/cost_1_day", REFUSAL_OUT_OF_RANGE },
                { "1", "1000000001", "/products/0/cost_1_day", REFUSAL_OUT_OF_RANGE },
        };
        Uuid id = account_make(desk, "u1");

        (void) data;
        for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
                g_auto(Outcome) outcome = { 0 };
                g_autoptr(GError) error = NULL;

                g_assert_false(usage_report(desk, &id, bad[i].balance, bad[i].daily, &outcome, &error));
                g_assert_cmpstr(refusal_pointer(error), ==, bad[i].pointer);
                assert_refused(error, bad[i].refusal);
        }
}

static void reported_usage_forecasts_until_a_routes_end(Desk *desk, gconstpointer data) {
        Uuid id = account_make(desk, "u1");
        TellContinuity wish = { .account = id, .route = "personal-to-personal" };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        gint64 needed, shortfall;

        (void) data;
        g_assert_true(app_tell_continuity(desk->test.app, &desk->call, &wish, &outcome, &error));
        g_assert_true(json_is_false(json_object_get(outcome.document, "known")));
        g_assert_true(usage_report(desk, &id, "24.00", "24", &outcome, &error));
        app_tell_continuity(desk->test.app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        g_assert_true(json_is_true(json_object_get(outcome.document, "known")));
        g_assert_true(money_parse(text_of(outcome.document, "needed"), &needed));
        g_assert_true(money_parse(text_of(outcome.document, "shortfall"), &shortfall));
        g_assert_cmpint(needed - 24 * MONEY_YUAN, ==, shortfall);
        g_assert_cmpint(json_integer_value(json_object_get(outcome.document, "hours")), >=, 72);
        assert_text(outcome.document, "spent_at", "2018-05-16T01:06:40Z"); /* 24 hours less the lag of one */
        wish.route = "no-such";
        g_assert_false(app_tell_continuity(desk->test.app, &desk->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_UNKNOWN_VALUE);
}

static bool notice_count(const Notice *notice, gpointer user, GError **error) {
        (void) error;
        *(guint *) user += g_str_equal(notice->event, "balance-low");
        return true;
}

static bool notices_read(StoreTx *tx, gpointer count, GError **error) {
        Uuid newest = { { 0 } };

        *(guint *) count = 0;
        return store_notice_walk(tx, NOTICE_TO_PLATFORM, NULL, NULL, &newest, 100, notice_count, count, error);
}

static guint told(Desk *desk) {
        g_autoptr(GError) error = NULL;
        guint count;

        store_read(desk->test.app->store, notices_read, &count, &error);
        g_assert_no_error(error);
        return count;
}

static guint watch(Desk *desk, gint64 now) {
        g_autoptr(GError) error = NULL;
        guint looked;

        app_guard_watch(desk->test.app, now, &looked, &error);
        g_assert_no_error(error);
        return looked;
}

static Uuid verified_account(Desk *desk) {
        Uuid id = account_make_at(desk, "u1", ORIGIN_TAOBAO);
        json_auto_t *first = report(desk, &id, "王芳", WANG, TEST_NOW);
        ChangeAccount untrust = { .account = id, .origin_verified_given = true, .origin_verified = false };
        g_auto(Outcome) outcome = { 0 };

        g_assert_true(app_change_account(desk->test.app, &desk->call, &untrust, &outcome, NULL));
        return id;
}

static void a_threshold_is_told_once_and_only_while_a_case_is_open(Desk *desk, gconstpointer data) {
        Uuid id = verified_account(desk);
        OpenCase open = { .account = id, .route = (char *) "personal-to-personal" };
        TakeStep withdraw = { .kind = PROCEEDING_CASE, .event = EVENT_WITHDRAW };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Actor platform = desk->actor;

        (void) data;
        g_assert_true(usage_report(desk, &id, "97", "24", &outcome, &error)); /* 96 hours and the lag */
        g_assert_cmpuint(watch(desk, TEST_NOW + INSTANT_DAY), ==, 0);
        g_assert_cmpuint(told(desk), ==, 0);

        desk->actor = holder_of(&id);
        app_open_case(desk->test.app, &desk->call, &open, &outcome, &error);
        g_assert_no_error(error);
        withdraw.id = outcome.id;
        g_assert_cmpuint(watch(desk, desk->call.now), ==, 1);
        g_assert_cmpuint(watch(desk, desk->call.now), ==,
                         0); /* it looks again when a threshold is due, not at once */
        g_assert_cmpuint(told(desk), ==, 0);

        desk->actor = platform;
        desk->call.now += INSTANT_HOUR;
        g_assert_true(usage_report(desk, &id, "70", "24", &outcome, &error));
        g_assert_cmpuint(told(desk), ==, 1); /* 72 hours */
        g_assert_true(usage_report(desk, &id, "60", "24", &outcome, &error));
        g_assert_cmpuint(told(desk), ==, 1);
        g_assert_true(usage_report(desk, &id, "0", "24", &outcome, &error));
        g_assert_cmpuint(told(desk), ==, 2); /* 24 and 0 at once: the lowest */
        g_assert_cmpuint(watch(desk, desk->call.now + INSTANT_DAY), ==, 1);
        g_assert_cmpuint(told(desk), ==, 2);

        desk->actor = holder_of(&id);
        desk->call.now += 2 * INSTANT_DAY;
        app_take_step(desk->test.app, &desk->call, &withdraw, &outcome, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(watch(desk, desk->call.now + INSTANT_DAY), ==, 1);
        g_assert_cmpuint(watch(desk, desk->call.now + 9 * INSTANT_DAY), ==, 0); /* nobody looks any more */
}

static void payments_are_replaced_whole(Desk *desk, gconstpointer data) {
        ReportedPayment invoice = { .kind = 0,
                                    .reference = (char *) "0112",
                                    .issuer = (char *) "阿里云",
                                    .amount = (char *) "12.5",
                                    .paid_at = TEST_NOW - INSTANT_DAY,
                                    .in_force = true };
        ReportedPayment other = invoice;
        g_autoptr(GPtrArray) payments = g_ptr_array_new();
        ReportPayments wish = { .account = account_make(desk, "u1"), .payments = payments };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        (void) data;
        g_ptr_array_add(payments, &invoice);
        g_assert_true(app_report_payments(desk->test.app, &desk->call, &wish, &outcome, &error));
        g_ptr_array_add(payments, &other);
        g_assert_false(app_report_payments(desk->test.app, &desk->call, &wish, &outcome, &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/payments/1/reference");
        assert_refused(error, REFUSAL_REPEATED_VALUE);
        other.reference = (char *) "0113";
        g_ptr_array_remove_index(payments, 0);
        g_assert_true(app_report_payments(desk->test.app, &desk->call, &wish, &outcome, &error));
        g_assert_true(app_list_payments(desk->test.app, &desk->call, &wish.account, &outcome, &error));
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "items")), ==, 1);
        assert_text(json_array_get(json_object_get(outcome.document, "items"), 0), "reference", "0113");
        assert_text(json_array_get(json_object_get(outcome.document, "items"), 0), "amount", "12.50");
}

/* ---- plan and policy --------------------------------------------------------------------------------------------- */

static void a_plan_knows_the_accounts_own_facts(Desk *desk, gconstpointer data) {
        Uuid id = verified_account(desk);
        PlanAccountWish wish = { .account = id, .to = OWNER_ENTERPRISE, .has_corporate_account = true };
        OpenCase open = { .account = id, .route = (char *) "personal-to-personal" };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        (void) data;
        g_assert_true(usage_report(desk, &id, "1", "24", &outcome, &error));
        app_plan_account(desk->test.app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "routes")), ==, 2);
        desk->actor = holder_of(&id);
        g_assert_true(app_open_case(desk->test.app, &desk->call, &open, &outcome, &error));
        g_assert_true(app_plan_account(desk->test.app, &desk->call, &wish, &outcome, &error));
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "routes")), ==, 0);
}

static void the_policy_in_force_can_be_read(Desk *desk, gconstpointer data) {
        json_auto_t *document = app_policy_document(desk->test.app);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) text = app_policy_text(desk->test.app, &error);

        (void) data;
        g_assert_no_error(error);
        g_assert_cmpuint(json_array_size(json_object_get(document, "routes")), ==,
                         desk->test.app->policy->routes->len);
        assert_text(document, "hash", desk->test.app->policy->hash);
        {
                g_autofree char *hash = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, text);

                assert_text(document, "hash", hash);
        }
}

int main(int argc, char **argv) {
        static const struct {
                const char *name;
                void (*test)(Desk *desk, gconstpointer data);
        } tests[] = {
                { "/accounts/an account is registered once", an_account_is_registered_once },
                { "/accounts/a holder sees no account but their own", a_holder_sees_no_account_but_their_own },
                { "/accounts/a change of an account needs the version seen",
                  a_change_of_an_account_needs_the_version_seen },
                { "/accounts/an origin's first report verifies and its next one replaces",
                  an_origins_first_report_verifies_and_its_next_one_replaces },
                { "/accounts/an account that follows its origin changes there",
                  an_account_that_follows_its_origin_changes_there },
                { "/accounts/a report ends the change that was being prepared",
                  a_report_ends_the_change_that_was_being_prepared },
                { "/accounts/a report of another origin is refused", a_report_of_another_origin_is_refused },
                { "/accounts/a number finds the accounts that it owns now",
                  a_number_finds_the_accounts_that_it_owns_now },
                { "/accounts/the hot question opens nothing", the_hot_question_opens_nothing },
                { "/accounts/usage out of bounds names the field", usage_out_of_bounds_names_the_field },
                { "/accounts/reported usage forecasts until a route's end",
                  reported_usage_forecasts_until_a_routes_end },
                { "/accounts/a threshold is told once and only while a case is open",
                  a_threshold_is_told_once_and_only_while_a_case_is_open },
                { "/accounts/payments are replaced whole", payments_are_replaced_whole },
                { "/accounts/a plan knows the account's own facts", a_plan_knows_the_accounts_own_facts },
                { "/accounts/the policy in force can be read", the_policy_in_force_can_be_read },
        };

        g_test_init(&argc, &argv, NULL);
        for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
                g_test_add(tests[i].name, Desk, NULL, desk_open, tests[i].test, desk_close);
        return g_test_run();
}
