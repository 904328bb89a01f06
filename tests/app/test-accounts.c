/* The platform's side, over both databases: accounts, reports, the guard's watch, origins. Time is an argument. */
#include "app/accounts.h"

#include "app/cases.h"
#include "app/guard-watch.h"
#include "app/step.h"
#include "domain/money.h"
#include "store/notices.h"
#include "tests/app/fixture.h"

#include <string.h>

#define WANG "11010119900307053X"
#define LI "110101199003078726"

typedef struct Desk {
        Fixture fixture;
        App *app;
        Actor actor; /* the platform's, or whoever acts next */
        Call call;
} Desk;

static Desk *desk_open(Contract *contract) {
        Desk *desk = g_new0(Desk, 1);

        fixture_open(&desk->fixture, contract);
        desk->app = desk->fixture.app;
        desk->actor = fixture_platform();
        desk->call = fixture_call(&desk->fixture, &desk->actor);
        return desk;
}

static void desk_close(Desk *desk) {
        fixture_close(&desk->fixture);
        g_free(desk);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_close)

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

        app_register_account(desk->app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        g_assert_cmpint(outcome.version, ==, 1);
        return outcome.id;
}

static Uuid account_make(Desk *desk, const char *external_id) {
        return account_make_at(desk, external_id, ORIGIN_LOCAL);
}

static Actor holder_of(const Uuid *account) {
        return (Actor){ .roles = ROLE_HOLDER, .id = uuid_new(FIXTURE_NOW), .account = *account };
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

        app_follow_origin(desk->app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        desk->call.now += INSTANT_SECOND;
        return json_incref(outcome.document);
}

/* The same where nobody looks at what came of it. */
static void report_done(Desk *desk, const Uuid *account, const char *name, const char *number, gint64 verified_at) {
        json_decref(report(desk, account, name, number, verified_at));
}

static const char *text_of(const json_t *document, const char *name) {
        return json_string_value(json_object_get(document, name));
}

static void assert_text(const json_t *document, const char *name, const char *expected) {
        g_assert_cmpstr(text_of(document, name), ==, expected);
}

/* ---- accounts ---------------------------------------------------------------------------------------------------- */

static void an_account_is_registered_once(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        RegisterAccount again = { .external_id = (char *) "p1" };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Uuid id = account_make(desk, "p1");

        g_assert_false(app_register_account(desk->app, &desk->call, &again, &outcome, &error));
        assert_refused(error, REFUSAL_ACCOUNT_EXISTS);
        g_assert_true(app_show_account(desk->app, &desk->call, &id, &outcome, &error));
        assert_text(outcome.document, "external_id", "p1");
        assert_text(outcome.document, "origin", "local");
}

static void a_holder_sees_no_account_but_their_own(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid mine = account_make(desk, "p1"), other = account_make(desk, "p2");
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        VerifiedAs answer;

        desk->actor = holder_of(&mine);
        g_assert_true(app_show_account(desk->app, &desk->call, &mine, &outcome, &error));
        g_assert_false(app_show_account(desk->app, &desk->call, &other, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        g_assert_false(app_look_up_verification(desk->app, &desk->call, &other, &answer, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        g_assert_false(app_show_verification(desk->app, &desk->call, &other, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
}

static void a_change_of_an_account_needs_the_version_seen(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        ChangeAccount wish = { .account = account_make(desk, "p1"), .frozen_given = true, .frozen = true };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        desk->call.version = 7;
        g_assert_false(app_change_account(desk->app, &desk->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_VERSION_CHANGED);
        desk->call.version = 1;
        g_assert_true(app_change_account(desk->app, &desk->call, &wish, &outcome, &error));
        g_assert_cmpint(outcome.version, ==, 2);
        g_assert_true(json_is_true(json_object_get(outcome.document, "frozen")));
        assert_text(outcome.document, "origin", "local");
}

/* ---- origins ----------------------------------------------------------------------------------------------------- */

static void an_origins_first_report_verifies_and_its_next_one_replaces(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid id = account_make_at(desk, "p1", ORIGIN_TAOBAO), case_id;
        json_auto_t *first = report(desk, &id, "王芳", WANG, FIXTURE_NOW - 2 * INSTANT_DAY);
        json_auto_t *again = report(desk, &id, "王芳", WANG, FIXTURE_NOW - 2 * INSTANT_DAY);
        json_auto_t *second = report(desk, &id, "李娜", LI, FIXTURE_NOW - INSTANT_DAY);
        json_auto_t *late = report(desk, &id, "王芳", WANG, FIXTURE_NOW - 3 * INSTANT_DAY);
        ReadProceeding read = { .kind = PROCEEDING_CASE };
        ListVerifications list = { .account = id };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        json_t *items;

        assert_text(first, "outcome", "followed");
        g_assert_true(json_is_null(json_object_get(first, "case")));
        assert_text(again, "outcome", "unchanged");
        g_assert_cmpstr(text_of(again, "verification"), ==, text_of(first, "verification"));
        assert_text(second, "outcome", "followed");
        assert_text(late, "outcome", "superseded");
        g_assert_cmpstr(text_of(late, "verification"), ==, text_of(second, "verification"));

        desk->actor = holder_of(&id);
        app_list_verifications(desk->app, &desk->call, &list, &outcome, &error);
        g_assert_no_error(error);
        items = json_object_get(outcome.document, "items");
        g_assert_cmpuint(json_array_size(items), ==, 2);
        g_assert_cmpstr(text_of(json_array_get(items, 0), "id"), ==, text_of(second, "verification"));
        assert_text(json_object_get(json_array_get(items, 0), "subject"), "name", "李*");
        g_assert_true(json_is_null(json_object_get(json_array_get(items, 1), "subject")));
        g_assert_true(json_is_string(json_object_get(json_array_get(items, 1), "released_at")));

        g_assert_true(uuid_parse(text_of(second, "case"), &case_id));
        read.id = case_id;
        desk->actor = (Actor){ .roles = ROLE_AUDITOR, .id = uuid_new(FIXTURE_NOW) };
        app_read_proceeding(desk->app, &desk->call, &read, &outcome, &error);
        g_assert_no_error(error);
        assert_text(outcome.document, "route", "origin-sync");
        assert_text(outcome.document, "state", "completed");
}

static void an_account_that_follows_its_origin_changes_there(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid id = account_make_at(desk, "p1", ORIGIN_TAOBAO);
        report_done(desk, &id, "王芳", WANG, FIXTURE_NOW);
        OpenCase open = { .account = id, .route = (char *) "personal-to-personal" };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        desk->actor = holder_of(&id);
        g_assert_false(app_open_case(desk->app, &desk->call, &open, &outcome, &error));
        assert_refused(error, REFUSAL_CHANGE_AT_ORIGIN);
}

static void a_report_ends_the_change_that_was_being_prepared(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid id = account_make_at(desk, "p1", ORIGIN_TAOBAO);
        report_done(desk, &id, "王芳", WANG, FIXTURE_NOW);
        ChangeAccount untrust = { .account = id, .origin_verified_given = true, .origin_verified = false };
        OpenCase open = { .account = id, .route = (char *) "personal-to-personal" };
        ReadProceeding read = { .kind = PROCEEDING_CASE };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        json_t *second;
        Actor platform = desk->actor;

        g_assert_true(app_change_account(desk->app, &desk->call, &untrust, &outcome, &error));
        desk->actor = holder_of(&id);
        app_open_case(desk->app, &desk->call, &open, &outcome, &error);
        g_assert_no_error(error);
        read.id = outcome.id;
        desk->actor = platform;
        second = report(desk, &id, "李娜", LI, FIXTURE_NOW + INSTANT_SECOND);
        assert_text(second, "outcome", "followed");
        json_decref(second);
        app_read_proceeding(desk->app, &desk->call, &read, &outcome, &error);
        g_assert_no_error(error);
        assert_text(outcome.document, "state", "withdrawn");
}

static void a_report_of_another_origin_is_refused(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        ReportOrigin wish = { .account = account_make_at(desk, "p1", ORIGIN_ALIPAY),
                              .report = report_of("王芳", WANG, FIXTURE_NOW) };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        g_assert_false(app_follow_origin(desk->app, &desk->call, &wish, &outcome, &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/origin");
        assert_refused(error, REFUSAL_UNKNOWN_VALUE);
}

static guint owned(Desk *desk, const char *number) {
        LookUpAccounts wish = { .number = (char *) number, .number_kind = NUMBER_RESIDENT_ID };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_look_up_accounts(desk->app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return (guint) json_array_size(json_object_get(outcome.document, "items"));
}

static void a_number_finds_the_accounts_that_it_owns_now(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid first = account_make_at(desk, "p1", ORIGIN_TAOBAO), second = account_make_at(desk, "p2", ORIGIN_TAOBAO);
        report_done(desk, &first, "王芳", WANG, FIXTURE_NOW);
        report_done(desk, &second, "王芳", WANG, FIXTURE_NOW);
        report_done(desk, &first, "李娜", LI, FIXTURE_NOW + INSTANT_SECOND);
        LookUpAccounts wish = { .number = (char *) LI, .number_kind = NUMBER_RESIDENT_ID };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        g_assert_cmpuint(owned(desk, WANG), ==, 1);
        g_assert_cmpuint(owned(desk, "110101 19900307 8726"), ==, 1);
        desk->actor = (Actor){ .roles = ROLE_REVIEWER, .id = uuid_new(FIXTURE_NOW) };
        g_assert_false(app_look_up_accounts(desk->app, &desk->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_ALLOWED);
}

static void the_hot_question_opens_nothing(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid id = account_make_at(desk, "p1", ORIGIN_TAOBAO), unknown = uuid_new(FIXTURE_NOW);
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) outcome = { 0 };
        VerifiedAs answer;
        json_t *first;
        guint keys;

        g_assert_true(app_look_up_verification(desk->app, &desk->call, &id, &answer, &error));
        g_assert_false(answer.verified);
        first = report(desk, &id, "王芳", WANG, FIXTURE_NOW);
        keys = vault_cached_keys(desk->app->vault);
        g_assert_true(app_look_up_verification(desk->app, &desk->call, &id, &answer, &error));
        g_assert_true(answer.verified);
        g_assert_cmpint(answer.kind, ==, OWNER_PERSONAL);
        g_assert_cmpint(answer.method, ==, METHOD_ORIGIN);
        g_assert_cmpint(answer.since, ==, FIXTURE_NOW);
        g_assert_cmpuint(vault_cached_keys(desk->app->vault), ==, keys);
        g_assert_false(app_look_up_verification(desk->app, &desk->call, &unknown, &answer, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        app_show_verification(desk->app, &desk->call, &id, &outcome, &error);
        g_assert_no_error(error);
        assert_text(json_object_get(outcome.document, "subject"), "name", "王*");
        g_assert_null(strstr(text_of(json_object_get(outcome.document, "subject"), "number"), "19900307"));
        json_decref(first);
}

/* ---- money ------------------------------------------------------------------------------------------------------- */

static bool usage_report(Desk *desk, const Uuid *account, const char *balance, const char *daily, Outcome *outcome,
                         GError **error) {
        ReportedProduct product = { .id = (char *) "i-1", .name = (char *) "ECS", .cost_1_day = (char *) daily };
        g_autoptr(GPtrArray) products = g_ptr_array_new();
        ReportUsage wish = {
                .account = *account, .balance = (char *) balance, .billing_lag_minutes = 60, .products = products
        };

        g_ptr_array_add(products, &product);
        return app_report_usage(desk->app, &desk->call, &wish, outcome, error);
}

static void usage_out_of_bounds_names_the_field(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
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
        Uuid id = account_make(desk, "p1");

        for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
                g_auto(Outcome) outcome = { 0 };
                g_autoptr(GError) error = NULL;

                g_assert_false(usage_report(desk, &id, bad[i].balance, bad[i].daily, &outcome, &error));
                g_assert_cmpstr(refusal_pointer(error), ==, bad[i].pointer);
                assert_refused(error, bad[i].refusal);
        }
}

static void reported_usage_forecasts_until_a_routes_end(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid id = account_make(desk, "p1");
        TellContinuity wish = { .account = id, .route = "personal-to-personal" };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        gint64 needed, shortfall;

        g_assert_true(app_tell_continuity(desk->app, &desk->call, &wish, &outcome, &error));
        g_assert_true(json_is_false(json_object_get(outcome.document, "known")));
        g_assert_true(usage_report(desk, &id, "24.00", "24", &outcome, &error));
        app_tell_continuity(desk->app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        g_assert_true(json_is_true(json_object_get(outcome.document, "known")));
        g_assert_true(money_parse(text_of(outcome.document, "needed"), &needed));
        g_assert_true(money_parse(text_of(outcome.document, "shortfall"), &shortfall));
        g_assert_cmpint(needed - 24 * MONEY_YUAN, ==, shortfall);
        g_assert_cmpint(json_integer_value(json_object_get(outcome.document, "hours")), >=, 72);
        assert_text(outcome.document, "spent_at", "2018-05-16T01:06:40Z"); /* 24 hours less the lag of one */
        wish.route = "no-such";
        g_assert_false(app_tell_continuity(desk->app, &desk->call, &wish, &outcome, &error));
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

        store_read(desk->app->store, notices_read, &count, &error);
        g_assert_no_error(error);
        return count;
}

static guint watch(Desk *desk, gint64 now) {
        g_autoptr(GError) error = NULL;
        guint looked;

        app_guard_watch(desk->app, now, &looked, &error);
        g_assert_no_error(error);
        return looked;
}

static Uuid verified_account(Desk *desk) {
        Uuid id = account_make_at(desk, "p1", ORIGIN_TAOBAO);
        report_done(desk, &id, "王芳", WANG, FIXTURE_NOW);
        ChangeAccount untrust = { .account = id, .origin_verified_given = true, .origin_verified = false };
        g_auto(Outcome) outcome = { 0 };

        g_assert_true(app_change_account(desk->app, &desk->call, &untrust, &outcome, NULL));
        return id;
}

static void a_threshold_is_told_once_and_only_while_a_case_is_open(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid id = verified_account(desk);
        OpenCase open = { .account = id, .route = (char *) "personal-to-personal" };
        TakeStep withdraw = { .kind = PROCEEDING_CASE, .event = EVENT_WITHDRAW };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Actor platform = desk->actor;

        g_assert_true(usage_report(desk, &id, "97", "24", &outcome, &error)); /* 96 hours and the lag */
        g_assert_cmpuint(watch(desk, FIXTURE_NOW + INSTANT_DAY), ==, 0);
        g_assert_cmpuint(told(desk), ==, 0);

        desk->actor = holder_of(&id);
        app_open_case(desk->app, &desk->call, &open, &outcome, &error);
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
        app_take_step(desk->app, &desk->call, &withdraw, &outcome, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(watch(desk, desk->call.now + INSTANT_DAY), ==, 1);
        g_assert_cmpuint(watch(desk, desk->call.now + 9 * INSTANT_DAY), ==, 0); /* nobody looks any more */
}

static void payments_are_replaced_whole(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        ReportedPayment invoice = { .kind = 0,
                                    .reference = (char *) "0112",
                                    .issuer = (char *) "阿里云",
                                    .amount = (char *) "12.5",
                                    .paid_at = FIXTURE_NOW - INSTANT_DAY,
                                    .in_force = true };
        ReportedPayment other = invoice;
        g_autoptr(GPtrArray) payments = g_ptr_array_new();
        ReportPayments wish = { .account = account_make(desk, "p1"), .payments = payments };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        g_ptr_array_add(payments, &invoice);
        g_assert_true(app_report_payments(desk->app, &desk->call, &wish, &outcome, &error));
        g_ptr_array_add(payments, &other);
        g_assert_false(app_report_payments(desk->app, &desk->call, &wish, &outcome, &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/payments/1/reference");
        assert_refused(error, REFUSAL_REPEATED_VALUE);
        other.reference = (char *) "0113";
        g_ptr_array_remove_index(payments, 0);
        g_assert_true(app_report_payments(desk->app, &desk->call, &wish, &outcome, &error));
        g_assert_true(app_list_payments(desk->app, &desk->call, &wish.account, &outcome, &error));
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "items")), ==, 1);
        assert_text(json_array_get(json_object_get(outcome.document, "items"), 0), "reference", "0113");
        assert_text(json_array_get(json_object_get(outcome.document, "items"), 0), "amount", "12.50");
}

/* ---- plan and policy --------------------------------------------------------------------------------------------- */

static void a_plan_knows_the_accounts_own_facts(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        Uuid id = verified_account(desk);
        PlanAccountWish wish = { .account = id, .to = OWNER_ENTERPRISE, .has_corporate_account = true };
        OpenCase open = { .account = id, .route = (char *) "personal-to-personal" };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        g_assert_true(usage_report(desk, &id, "1", "24", &outcome, &error));
        app_plan_account(desk->app, &desk->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        /* no bank account is configured here: what needs the platform to pay is not among them */
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "routes")), ==, 1);
        desk->actor = holder_of(&id);
        g_assert_true(app_open_case(desk->app, &desk->call, &open, &outcome, &error));
        g_assert_true(app_plan_account(desk->app, &desk->call, &wish, &outcome, &error));
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "routes")), ==, 0);
}

static void the_policy_in_force_can_be_read(Contract *contract) {
        g_autoptr(Desk) desk = desk_open(contract);
        json_auto_t *document = app_policy_document(desk->app);
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) text = app_policy_text(desk->app, &error);

        g_assert_no_error(error);
        g_assert_cmpuint(json_array_size(json_object_get(document, "routes")), ==, desk->app->policy->routes->len);
        assert_text(document, "hash", desk->app->policy->hash);
        {
                g_autofree char *hash = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, text);

                assert_text(document, "hash", hash);
        }
}

static const ContractTest tests[] = {
        { "/accounts/an account is registered once", an_account_is_registered_once },
        { "/accounts/a holder sees no account but their own", a_holder_sees_no_account_but_their_own },
        { "/accounts/a change of an account needs the version seen", a_change_of_an_account_needs_the_version_seen },
        { "/accounts/an origin's first report verifies and its next one replaces",
          an_origins_first_report_verifies_and_its_next_one_replaces },
        { "/accounts/an account that follows its origin changes there",
          an_account_that_follows_its_origin_changes_there },
        { "/accounts/a report ends the change that was being prepared",
          a_report_ends_the_change_that_was_being_prepared },
        { "/accounts/a report of another origin is refused", a_report_of_another_origin_is_refused },
        { "/accounts/a number finds the accounts that it owns now", a_number_finds_the_accounts_that_it_owns_now },
        { "/accounts/the hot question opens nothing", the_hot_question_opens_nothing },
        { "/accounts/usage out of bounds names the field", usage_out_of_bounds_names_the_field },
        { "/accounts/reported usage forecasts until a route's end", reported_usage_forecasts_until_a_routes_end },
        { "/accounts/a threshold is told once and only while a case is open",
          a_threshold_is_told_once_and_only_while_a_case_is_open },
        { "/accounts/payments are replaced whole", payments_are_replaced_whole },
        { "/accounts/a plan knows the account's own facts", a_plan_knows_the_accounts_own_facts },
        { "/accounts/the policy in force can be read", the_policy_in_force_can_be_read },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
