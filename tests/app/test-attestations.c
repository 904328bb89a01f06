/* The upgrade by a verified enterprise Alipay: two of the staff attest it, or the partner answers at once, and the account is
 * never without a verification in between. */
#include "app/attestations.h"
#include "app/cases.h"
#include "partners/enterprise-alipay.h"
#include "store/verifications.h"
#include "tests/app/fixture.h"

#define UPGRADE "personal-to-enterprise-upgrade"
#define ALIPAY "finance@example.com"

typedef struct Upgrade {
        Fixture fixture;
        Actor first, second;
        Uuid id;
} Upgrade;

static void upgrade_clear(Upgrade *upgrade) {
        fixture_close(&upgrade->fixture);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Upgrade, upgrade_clear)

static bool submit(Upgrade *upgrade, const Actor *holder, ProceedingKind kind, const char *alipay, GError **error) {
        Submission wish = { .kind = kind, .id = upgrade->id, .alipay_account = (char *) alipay };
        Call call = fixture_call(&upgrade->fixture, holder);
        g_auto(Outcome) outcome = { 0 };

        return app_submit(upgrade->fixture.app, &call, &wish, &outcome, error);
}

static void upgrade_open(Upgrade *upgrade, Contract *contract) {
        fixture_open(&upgrade->fixture, contract);
        upgrade->first = fixture_staff(&upgrade->fixture, "li.na", ROLE_REVIEWER);
        upgrade->second = fixture_staff(&upgrade->fixture, "wang.wei", ROLE_APPROVER);
        upgrade->id = fixture_case(&upgrade->fixture, UPGRADE, &fixture_company);
}

static void upgrade_submit(Upgrade *upgrade, Contract *contract) {
        g_autoptr(GError) error = NULL;

        upgrade_open(upgrade, contract);
        submit(upgrade, &upgrade->fixture.holder, PROCEEDING_CASE, ALIPAY, &error);
        g_assert_no_error(error);
}

static bool attest(Upgrade *upgrade, const Actor *staff, ProceedingKind kind, bool confirms, const char *reason,
                   GError **error) {
        Attest wish = { .kind = kind, .id = upgrade->id, .confirms = confirms, .reason = (char *) reason };
        Call call = fixture_call(&upgrade->fixture, staff);
        g_auto(Outcome) outcome = { 0 };

        return app_attest(upgrade->fixture.app, &call, &wish, &outcome, error);
}

static void attest_well(Upgrade *upgrade, const Actor *staff, ProceedingKind kind) {
        g_autoptr(GError) error = NULL;

        attest(upgrade, staff, kind, true, "已在企业支付宝后台核对", &error);
        g_assert_no_error(error);
}

static void assert_case(Upgrade *upgrade, const char *state) {
        json_auto_t *document = fixture_read(&upgrade->fixture, &upgrade->first, PROCEEDING_CASE, &upgrade->id);

        g_assert_cmpstr(json_string_value(json_object_get(document, "state")), ==, state);
}

static void assert_owner(Upgrade *upgrade, const Uuid *account, OwnerKind kind, Method method) {
        Verification active;

        g_assert_true(fixture_active(&upgrade->fixture, account, &active));
        g_assert_cmpint(active.kind, ==, kind);
        g_assert_cmpint(active.method, ==, method);
}

static void two_confirmations_upgrade_the_account(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };

        upgrade_submit(&upgrade, contract);
        assert_case(&upgrade, "awaiting-partner");
        attest_well(&upgrade, &upgrade.first, PROCEEDING_CASE);
        assert_case(&upgrade, "awaiting-partner");
        assert_owner(&upgrade, &upgrade.fixture.account, OWNER_PERSONAL, METHOD_IMPORTED);
        attest_well(&upgrade, &upgrade.second, PROCEEDING_CASE);
        assert_case(&upgrade, "completed");
        assert_owner(&upgrade, &upgrade.fixture.account, OWNER_ENTERPRISE, METHOD_ENTERPRISE_ALIPAY);
}

static void nobody_confirms_twice(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        g_autoptr(GError) error = NULL;

        upgrade_submit(&upgrade, contract);
        attest_well(&upgrade, &upgrade.first, PROCEEDING_CASE);
        g_assert_false(attest(&upgrade, &upgrade.first, PROCEEDING_CASE, true, "再看一遍", &error));
        assert_refused(error, REFUSAL_SAME_HANDS);
        assert_case(&upgrade, "awaiting-partner");
}

static void a_voice_says_what_it_saw(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        g_autoptr(GError) error = NULL;

        upgrade_submit(&upgrade, contract);
        g_assert_false(attest(&upgrade, &upgrade.first, PROCEEDING_CASE, true, " ", &error));
        assert_refused(error, REFUSAL_REASON_MISSING);
        g_assert_false(attest(&upgrade, &upgrade.first, PROCEEDING_CASE, false, NULL, &error));
        assert_refused(error, REFUSAL_REASON_MISSING);
}

static void a_refusal_leaves_the_owner_and_tells_why(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        json_auto_t *document = NULL;
        g_autoptr(GError) error = NULL;

        upgrade_submit(&upgrade, contract);
        attest_well(&upgrade, &upgrade.first, PROCEEDING_CASE);
        g_assert_true(attest(&upgrade, &upgrade.second, PROCEEDING_CASE, false, "该支付宝尚未完成企业认证", &error));
        assert_case(&upgrade, "rejected");
        assert_owner(&upgrade, &upgrade.fixture.account, OWNER_PERSONAL, METHOD_IMPORTED);
        document = fixture_read(&upgrade.fixture, &upgrade.fixture.holder, PROCEEDING_CASE, &upgrade.id);
        g_assert_cmpstr(json_string_value(json_object_get(document, "ended_because")), ==,
                        "该支付宝尚未完成企业认证");
        g_assert_false(attest(&upgrade, &upgrade.second, PROCEEDING_CASE, true, "看错了", &error));
        assert_refused(error, REFUSAL_WRONG_STATE);
}

static void the_holder_does_not_read_what_staff_attested(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        g_autofree char *text = NULL;
        ReadProceeding wish = { 0 };
        Call call;

        upgrade_submit(&upgrade, contract);
        attest_well(&upgrade, &upgrade.first, PROCEEDING_CASE);
        wish = (ReadProceeding){ .kind = PROCEEDING_CASE, .id = upgrade.id };
        call = fixture_call(&upgrade.fixture, &upgrade.fixture.holder);
        g_assert_true(app_read_history(upgrade.fixture.app, &call, &wish, &outcome, &error));
        text = json_dumps(outcome.document, 0);
        g_assert_null(strstr(text, "attest"));
        g_assert_null(strstr(text, "核对"));
}

static void the_holder_names_the_alipay_account(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        ReadAttestation wish = { 0 };
        const json_t *company;
        Call call;

        upgrade_open(&upgrade, contract);
        g_assert_false(submit(&upgrade, &upgrade.fixture.holder, PROCEEDING_CASE, NULL, &error));
        g_assert_cmpstr(refusal_pointer(error), ==, "/alipay_account");
        assert_refused(error, REFUSAL_MISSING_FIELD);
        g_assert_true(submit(&upgrade, &upgrade.fixture.holder, PROCEEDING_CASE, ALIPAY, &error));
        wish = (ReadAttestation){ .kind = PROCEEDING_CASE, .id = upgrade.id };
        call = fixture_call(&upgrade.fixture, &upgrade.first);
        g_assert_true(app_read_attestation(upgrade.fixture.app, &call, &wish, &outcome, &error));
        company = json_object_get(outcome.document, "company");
        g_assert_cmpstr(json_string_value(json_object_get(outcome.document, "alipay_account")), ==, ALIPAY);
        g_assert_cmpstr(json_string_value(json_object_get(company, "number")), ==, fixture_company.number);
        call = fixture_call(&upgrade.fixture, &upgrade.fixture.holder);
        g_assert_false(app_read_attestation(upgrade.fixture.app, &call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
}

static size_t waiting(Upgrade *upgrade) {
        Call call = fixture_call(&upgrade->fixture, &upgrade->first);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_list_attestations(upgrade->fixture.app, &call, NULL, &outcome, &error);
        g_assert_no_error(error);
        return json_array_size(json_object_get(outcome.document, "items"));
}

static void what_ended_waits_no_more(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        g_autoptr(GError) error = NULL;

        upgrade_submit(&upgrade, contract);
        g_assert_cmpuint(waiting(&upgrade), ==, 1);
        attest_well(&upgrade, &upgrade.first, PROCEEDING_CASE);
        g_assert_cmpuint(waiting(&upgrade), ==, 1);
        fixture_step(&upgrade.fixture, &upgrade.fixture.holder, PROCEEDING_CASE, &upgrade.id, EVENT_WITHDRAW, NULL,
                     NULL);
        g_assert_cmpuint(waiting(&upgrade), ==, 0);
        g_assert_false(attest(&upgrade, &upgrade.second, PROCEEDING_CASE, true, "已核对", &error));
        assert_refused(error, REFUSAL_WRONG_STATE);
        assert_owner(&upgrade, &upgrade.fixture.account, OWNER_PERSONAL, METHOD_IMPORTED);
}

static void a_page_goes_on_where_the_last_ended(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        g_autofree char *cursor = NULL;
        char id[UUID_TEXT_SIZE];
        Call call;

        upgrade_submit(&upgrade, contract);
        call = fixture_call(&upgrade.fixture, &upgrade.first);
        cursor = g_strdup_printf("%" G_GINT64_FORMAT ".%s", upgrade.fixture.now, uuid_format(&upgrade.id, id));
        g_assert_true(app_list_attestations(upgrade.fixture.app, &call, cursor, &outcome, &error));
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "items")), ==, 0);
        g_assert_false(app_list_attestations(upgrade.fixture.app, &call, "elsewhere", &outcome, &error));
        assert_refused(error, REFUSAL_CURSOR_INVALID);
}

static void an_attempt_is_attested_likewise(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        OpenAttempt wish = { .method = METHOD_ENTERPRISE_ALIPAY, .owner = fixture_company };
        Actor holder;
        Call call;

        upgrade_open(&upgrade, contract);
        wish.account = fixture_account(&upgrade.fixture, "u-30001", NULL);
        holder = fixture_holder(&wish.account);
        call = fixture_call(&upgrade.fixture, &holder);
        g_assert_true(app_open_attempt(upgrade.fixture.app, &call, &wish, &outcome, &error));
        upgrade.id = outcome.id;
        fixture_consent(&upgrade.fixture, &holder, PROCEEDING_ATTEMPT, &upgrade.id);
        g_assert_true(submit(&upgrade, &holder, PROCEEDING_ATTEMPT, ALIPAY, &error));
        attest_well(&upgrade, &upgrade.first, PROCEEDING_ATTEMPT);
        attest_well(&upgrade, &upgrade.second, PROCEEDING_ATTEMPT);
        assert_owner(&upgrade, &wish.account, OWNER_ENTERPRISE, METHOD_ENTERPRISE_ALIPAY);
}

/* ---- a partner with an interface of its own ---- */

static AlipayVerdict partner_verdict;
static guint partner_asked;

static bool partner_ask(EnterpriseAlipay *alipay, const AlipayQuestion *question, AlipayAnswer *answer,
                        GError **error) {
        (void) alipay, (void) error;
        g_assert_cmpstr(question->alipay_account, ==, ALIPAY);
        g_assert_cmpstr(question->company_name, ==, fixture_company.name);
        g_assert_cmpstr(question->uscc, ==, fixture_company.number);
        partner_asked++;
        *answer = (AlipayAnswer){ .verdict = partner_verdict,
                                  .reason = partner_verdict == ALIPAY_REFUSED ? g_strdup("未认证") : NULL };
        return true;
}

static void partner_free(EnterpriseAlipay *alipay) {
        (void) alipay;
}

static const EnterpriseAlipayKind partner_kind = { .name = "test", .ask = partner_ask, .free = partner_free };
static EnterpriseAlipay partner = { .kind = &partner_kind };

static void partner_connect(Upgrade *upgrade, AlipayVerdict verdict) {
        enterprise_alipay_free(upgrade->fixture.app->alipay);
        upgrade->fixture.app->alipay = &partner;
        partner_verdict = verdict;
        partner_asked = 0;
}

static void a_partner_that_confirms_completes_it_at_once(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        g_autoptr(GError) error = NULL;

        upgrade_open(&upgrade, contract);
        partner_connect(&upgrade, ALIPAY_CONFIRMED);
        g_assert_true(submit(&upgrade, &upgrade.fixture.holder, PROCEEDING_CASE, ALIPAY, &error));
        g_assert_cmpuint(partner_asked, ==, 1);
        assert_case(&upgrade, "completed");
        assert_owner(&upgrade, &upgrade.fixture.account, OWNER_ENTERPRISE, METHOD_ENTERPRISE_ALIPAY);
        g_assert_cmpuint(waiting(&upgrade), ==, 0);
}

static void a_partner_that_refuses_rejects_it(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        g_autoptr(GError) error = NULL;

        upgrade_open(&upgrade, contract);
        partner_connect(&upgrade, ALIPAY_REFUSED);
        g_assert_true(submit(&upgrade, &upgrade.fixture.holder, PROCEEDING_CASE, ALIPAY, &error));
        assert_case(&upgrade, "rejected");
        assert_owner(&upgrade, &upgrade.fixture.account, OWNER_PERSONAL, METHOD_IMPORTED);
}

/* ---- one active verification at any instant ---- */

#define ACCOUNTS 12
#define READERS 2

/* Accounts that have none or more than one active verification. */
static const Statement odd_accounts = {
        "SELECT COUNT(*) FROM (SELECT account_id FROM verifications GROUP BY account_id "
        "HAVING SUM(CASE WHEN released_at IS NULL THEN 1 ELSE 0 END) <> 1) AS odd"
};

static const Statement upgraded_accounts = {
        "SELECT COUNT(*) FROM verifications WHERE method = 'enterprise-alipay' AND released_at IS NULL"
};

typedef struct Crowd {
        Upgrade *upgrade;
        Actor holders[ACCOUNTS];
        Uuid cases[ACCOUNTS];
        gint done; /* atomic */
        gint looks;
} Crowd;

static Uuid case_open(Upgrade *upgrade, const Uuid *account, const Actor *holder) {
        OpenCase wish = {
                .account = *account, .route = (char *) UPGRADE, .has_new_owner = true, .new_owner = fixture_company
        };
        Call call = fixture_call(&upgrade->fixture, holder);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_open_case(upgrade->fixture.app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        fixture_consent(&upgrade->fixture, holder, PROCEEDING_CASE, &outcome.id);
        return outcome.id;
}

static void crowd_gather(Crowd *crowd) {
        for (guint i = 0; i < ACCOUNTS; i++) {
                g_autofree char *name = g_strdup_printf("u-4%04u", i);
                Uuid account = fixture_account(&crowd->upgrade->fixture, name, &fixture_wang);

                crowd->holders[i] = fixture_holder(&account);
                crowd->cases[i] = case_open(crowd->upgrade, &account, &crowd->holders[i]);
        }
}

/* Thread 0 upgrades; the others look, on connections of their own, until it is done. */
static void crowd_work(guint number, gpointer data) {
        Crowd *crowd = data;

        if (number > 0) {
                do {
                        g_assert_cmpint(contract_count(crowd->upgrade->fixture.app->store, &odd_accounts), ==, 0);
                        g_atomic_int_inc(&crowd->looks);
                } while (!g_atomic_int_get(&crowd->done));
                return;
        }
        for (guint i = 0; i < ACCOUNTS; i++) {
                g_autoptr(GError) error = NULL;

                crowd->upgrade->id = crowd->cases[i];
                submit(crowd->upgrade, &crowd->holders[i], PROCEEDING_CASE, ALIPAY, &error);
                g_assert_no_error(error);
                attest_well(crowd->upgrade, &crowd->upgrade->first, PROCEEDING_CASE);
                attest_well(crowd->upgrade, &crowd->upgrade->second, PROCEEDING_CASE);
        }
        g_atomic_int_set(&crowd->done, 1);
}

static void whoever_looks_sees_exactly_one_active_verification(Contract *contract) {
        g_auto(Upgrade) upgrade = { 0 };
        Crowd crowd = { .upgrade = &upgrade };

        upgrade_open(&upgrade, contract);
        crowd_gather(&crowd);
        contract_threads(1 + READERS, crowd_work, &crowd);
        g_assert_cmpint(crowd.looks, >=, READERS);
        g_assert_cmpint(contract_count(upgrade.fixture.app->store, &upgraded_accounts), ==, ACCOUNTS);
        g_assert_cmpint(contract_count(upgrade.fixture.app->store, &odd_accounts), ==, 0);
}

static const ContractTest tests[] = {
        { "/attestations/two confirmations upgrade the account", two_confirmations_upgrade_the_account },
        { "/attestations/nobody confirms twice", nobody_confirms_twice },
        { "/attestations/a voice says what it saw", a_voice_says_what_it_saw },
        { "/attestations/a refusal leaves the owner and tells why", a_refusal_leaves_the_owner_and_tells_why },
        { "/attestations/the holder does not read what staff attested",
          the_holder_does_not_read_what_staff_attested },
        { "/attestations/the holder names the Alipay account", the_holder_names_the_alipay_account },
        { "/attestations/what ended waits no more", what_ended_waits_no_more },
        { "/attestations/a page goes on where the last ended", a_page_goes_on_where_the_last_ended },
        { "/attestations/an attempt is attested likewise", an_attempt_is_attested_likewise },
        { "/attestations/a partner that confirms completes it at once",
          a_partner_that_confirms_completes_it_at_once },
        { "/attestations/a partner that refuses rejects it", a_partner_that_refuses_rejects_it },
        { "/attestations/whoever looks sees exactly one active verification",
          whoever_looks_sees_exactly_one_active_verification },
        { 0 },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
