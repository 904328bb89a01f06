/* The routes by mail, disputes, the clock and repetition, through the use cases, over both databases. Routes by ticket need files
 * and are walked over HTTP. */
#include "app/accounts.h"
#include "app/cases.h"
#include "app/people.h"
#include "store/verifications.h"
#include "tests/app/fixture.h"

#include <string.h>

static const char *text_of(const json_t *document, const char *member) {
        return json_string_value(json_object_get(document, member));
}

static void parcel_step(Fixture *fixture, const Actor *actor, const Uuid *id, ProceedingEvent event) {
        ParcelStep wish = { .id = *id, .event = event, .courier = "SF", .tracking = "SF1234567890" };
        Call call = fixture_call(fixture, actor);
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) outcome = { 0 };

        app_parcel_step(fixture->app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
}

static void check_off(Fixture *fixture, const Actor *clerk, const Uuid *id, const char *item,
                      const char *reason_code) {
        DecideItem wish = { .kind = PROCEEDING_CASE,
                            .id = *id,
                            .item = (char *) item,
                            .accepted = !reason_code,
                            .reason_code = (char *) reason_code };
        Call call = fixture_call(fixture, clerk);
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) outcome = { 0 };

        app_check_off_item(fixture->app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
}

typedef void (*ItemAct)(Fixture *fixture, const Actor *actor, const Uuid *id, const char *item);

static void item_received(Fixture *fixture, const Actor *actor, const Uuid *id, const char *item) {
        check_off(fixture, actor, id, item, NULL);
}

static void item_accepted(Fixture *fixture, const Actor *actor, const Uuid *id, const char *item) {
        fixture_decide(fixture, actor, PROCEEDING_CASE, id, item, NULL);
}

static void each_item(Fixture *fixture, const Actor *actor, const Uuid *id, ItemAct act) {
        json_auto_t *document = fixture_read(fixture, actor, PROCEEDING_CASE, id);
        json_t *items = json_object_get(document, "items");

        for (size_t i = 0; i < json_array_size(items); i++) {
                const json_t *item = json_array_get(items, i);

                if (json_integer_value(json_object_get(item, "needed")) > 0)
                        act(fixture, actor, id, text_of(item, "id"));
        }
}

static void assert_state(Fixture *fixture, const Actor *actor, const Uuid *id, const char *state) {
        json_auto_t *document = fixture_read(fixture, actor, PROCEEDING_CASE, id);

        g_assert_cmpstr(text_of(document, "state"), ==, state);
}

static Verification active_of(Fixture *fixture, const Uuid *account) {
        Verification active;

        g_assert_true(fixture_active(fixture, account, &active));
        return active;
}

/* Up to the queue: submitted, sent, received, checked off, complete. */
static Uuid mail_case(Fixture *fixture, const char *route, const Claim *owner, const Actor *clerk) {
        Uuid id = fixture_case(fixture, route, owner);

        fixture_step(fixture, &fixture->holder, PROCEEDING_CASE, &id, EVENT_SUBMIT, NULL, NULL);
        assert_state(fixture, &fixture->holder, &id, "awaiting-parcel");
        parcel_step(fixture, &fixture->holder, &id, EVENT_ANNOUNCE_PARCEL);
        parcel_step(fixture, clerk, &id, EVENT_RECEIVE_PARCEL);
        each_item(fixture, clerk, &id, item_received);
        parcel_step(fixture, clerk, &id, EVENT_PARCEL_COMPLETE);
        assert_state(fixture, clerk, &id, "submitted");
        return id;
}

static void a_person_becomes_a_company_by_mail(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        Actor clerk, reviewer;
        Verification before, after;
        Uuid id;

        fixture_open(&fixture, contract);
        clerk = fixture_staff(&fixture, "clerk", ROLE_MAIL_CLERK);
        reviewer = fixture_staff(&fixture, "reviewer", ROLE_REVIEWER);
        before = active_of(&fixture, &fixture.account);
        id = mail_case(&fixture, "personal-to-enterprise-mail", &fixture_company, &clerk);
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_CLAIM, NULL, NULL);
        each_item(&fixture, &reviewer, &id, item_accepted);
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_APPROVE, NULL, NULL);
        assert_state(&fixture, &reviewer, &id, "completed");
        after = active_of(&fixture, &fixture.account);
        g_assert_false(uuid_equal(&before.id, &after.id));
        g_assert_cmpint(after.kind, ==, OWNER_ENTERPRISE);
        g_assert_true(uuid_equal(&after.opened_by, &id));
        /* the account is the company's now: its holder sees the case, but no longer whom it was taken from */
        {
                json_auto_t *document = fixture_read(&fixture, &fixture.holder, PROCEEDING_CASE, &id);

                g_assert_true(json_is_null(json_object_get(document, "old_owner")));
                g_assert_true(json_is_object(json_object_get(document, "new_owner")));
        }
}

static void a_company_becomes_a_person_only_by_two_pairs_of_eyes(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        Actor clerk, reviewer, approver;
        g_autoptr(GError) error = NULL;
        Uuid id;

        fixture_open(&fixture, contract);
        fixture.account = fixture_account(&fixture, "company-1", &fixture_company);
        fixture.holder = fixture_holder(&fixture.account);
        clerk = fixture_staff(&fixture, "clerk", ROLE_MAIL_CLERK);
        reviewer = fixture_staff(&fixture, "reviewer", ROLE_REVIEWER | ROLE_APPROVER);
        approver = fixture_staff(&fixture, "approver", ROLE_APPROVER);
        id = mail_case(&fixture, "enterprise-to-personal", &fixture_li, &clerk);
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_CLAIM, NULL, NULL);
        each_item(&fixture, &reviewer, &id, item_accepted);
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_APPROVE, NULL, NULL);
        assert_state(&fixture, &reviewer, &id, "second-review");
        {
                TakeStep again = { .kind = PROCEEDING_CASE, .id = id, .event = EVENT_CLAIM };
                Call call = fixture_call(&fixture, &reviewer);
                g_auto(Outcome) outcome = { 0 };

                g_assert_false(app_take_step(fixture.app, &call, &again, &outcome, &error));
                assert_refused(error, REFUSAL_SAME_HANDS);
        }
        fixture_step(&fixture, &approver, PROCEEDING_CASE, &id, EVENT_CLAIM, NULL, NULL);
        fixture_step(&fixture, &approver, PROCEEDING_CASE, &id, EVENT_APPROVE, NULL, NULL);
        assert_state(&fixture, &approver, &id, "completed");
        g_assert_cmpint(active_of(&fixture, &fixture.account).kind, ==, OWNER_PERSONAL);
}

static void what_the_parcel_lacks_is_sent_in_another(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        json_auto_t *document = NULL;
        Actor clerk;
        Uuid id;

        fixture_open(&fixture, contract);
        clerk = fixture_staff(&fixture, "clerk", ROLE_MAIL_CLERK);
        id = fixture_case(&fixture, "personal-to-enterprise-mail", &fixture_company);
        fixture_step(&fixture, &fixture.holder, PROCEEDING_CASE, &id, EVENT_SUBMIT, NULL, NULL);
        parcel_step(&fixture, &clerk, &id, EVENT_RECEIVE_PARCEL);
        each_item(&fixture, &clerk, &id, item_received);
        check_off(&fixture, &clerk, &id, "owner-change-form", "seal-missing");
        parcel_step(&fixture, &clerk, &id, EVENT_PARCEL_INCOMPLETE);
        assert_state(&fixture, &clerk, &id, "needs-more");
        parcel_step(&fixture, &fixture.holder, &id, EVENT_ANNOUNCE_PARCEL);
        document = fixture_read(&fixture, &clerk, PROCEEDING_CASE, &id);
        g_assert_cmpstr(text_of(document, "missing_items"), ==, "owner-change-form");
        check_off(&fixture, &clerk, &id, "owner-change-form", NULL);
        parcel_step(&fixture, &clerk, &id, EVENT_PARCEL_COMPLETE);
        assert_state(&fixture, &clerk, &id, "submitted");
}

static void a_dispute_stops_everything_until_an_approver_decides(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        Actor clerk, approver, old_owner;
        Uuid id;

        fixture_open(&fixture, contract);
        clerk = fixture_staff(&fixture, "clerk", ROLE_MAIL_CLERK);
        approver = fixture_staff(&fixture, "approver", ROLE_APPROVER);
        id = mail_case(&fixture, "personal-to-enterprise-mail", &fixture_company, &clerk);
        old_owner = fixture_party(&fixture.account, &id);
        fixture_step(&fixture, &old_owner, PROCEEDING_CASE, &id, EVENT_DISPUTE, NULL, "I never asked for this");
        assert_state(&fixture, &approver, &id, "disputed");
        fixture_step(&fixture, &approver, PROCEEDING_CASE, &id, EVENT_RESUME, NULL, "confirmed by telephone");
        assert_state(&fixture, &approver, &id, "submitted");
        fixture_step(&fixture, &old_owner, PROCEEDING_CASE, &id, EVENT_DISPUTE, NULL, "again");
        fixture_step(&fixture, &approver, PROCEEDING_CASE, &id, EVENT_UPHOLD_DISPUTE, "dispute-upheld", NULL);
        assert_state(&fixture, &approver, &id, "rejected");
        g_assert_cmpint(active_of(&fixture, &fixture.account).kind, ==, OWNER_PERSONAL);
}

static void the_clock_ends_what_its_holder_forgot_and_frees_what_a_reviewer_forgot(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        Actor clerk, reviewer;
        g_autoptr(GError) error = NULL;
        guint steps;
        Uuid id;

        fixture_open(&fixture, contract);
        clerk = fixture_staff(&fixture, "clerk", ROLE_MAIL_CLERK);
        reviewer = fixture_staff(&fixture, "reviewer", ROLE_REVIEWER);
        id = mail_case(&fixture, "personal-to-enterprise-mail", &fixture_company, &clerk);
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_CLAIM, NULL, NULL);
        fixture.now += (fixture.app->policy->limits.claim_minutes + 1) * INSTANT_MINUTE;
        g_assert_true(app_wake_due(fixture.app, fixture.now, &steps, &error));
        g_assert_cmpuint(steps, ==, 1);
        assert_state(&fixture, &reviewer, &id, "submitted");
        /* a missed deadline is promised anew, never approved by the clock */
        fixture.now += 60 * INSTANT_DAY;
        g_assert_true(app_wake_due(fixture.app, fixture.now, &steps, &error));
        g_assert_cmpuint(steps, >=, 1);
        assert_state(&fixture, &reviewer, &id, "submitted");
        fixture_step(&fixture, &fixture.holder, PROCEEDING_CASE, &id, EVENT_WITHDRAW, NULL, NULL);
        id = fixture_case(&fixture, "personal-to-personal", NULL);
        fixture.now += 400 * INSTANT_DAY;
        g_assert_true(app_wake_due(fixture.app, fixture.now, &steps, &error));
        g_assert_no_error(error);
        assert_state(&fixture, &fixture.holder, &id, "expired");
        g_assert_true(app_wake_due(fixture.app, fixture.now, &steps, &error));
        g_assert_cmpuint(steps, ==, 0);
}

static void a_repeated_request_gets_the_first_answer(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        guint8 body[32] = { 1 }, other[32] = { 2 };
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) first = { 0 }, again = { 0 }, reused = { 0 };
        OpenCase wish;
        Call call;

        fixture_open(&fixture, contract);
        wish = (OpenCase){ .account = fixture.account, .route = (char *) "personal-to-personal" };
        call = fixture_call(&fixture, &fixture.holder);
        call.idempotency_key = "one";
        call.body_sha256 = body;
        g_assert_true(app_open_case(fixture.app, &call, &wish, &first, &error));
        g_assert_true(app_open_case(fixture.app, &call, &wish, &again, &error));
        g_assert_true(json_equal(first.document, again.document));
        g_assert_true(uuid_equal(&first.id, &again.id));
        call.body_sha256 = other;
        g_assert_false(app_open_case(fixture.app, &call, &wish, &reused, &error));
        assert_refused(error, REFUSAL_IDEMPOTENCY_KEY_REUSED);
        call.idempotency_key = "two";
        g_assert_false(app_open_case(fixture.app, &call, &wish, &reused, &error));
        assert_refused(error, REFUSAL_CASE_OPEN);
}

static void nobody_is_told_of_a_case_that_is_not_theirs(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) outcome = { 0 };
        Actor stranger;
        Uuid id, other;
        Call call;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, "personal-to-personal", NULL);
        other = fixture_account(&fixture, "other", &fixture_wang);
        stranger = fixture_holder(&other);
        call = fixture_call(&fixture, &stranger);
        {
                ReadProceeding wish = { .kind = PROCEEDING_CASE, .id = id };

                g_assert_false(app_read_proceeding(fixture.app, &call, &wish, &outcome, &error));
                assert_refused(error, REFUSAL_NOT_FOUND);
        }
        {
                ReadProceeding wish = { .kind = PROCEEDING_ATTEMPT, .id = id };
                Call own = fixture_call(&fixture, &fixture.holder);

                g_assert_false(app_read_proceeding(fixture.app, &own, &wish, &outcome, &error));
                assert_refused(error, REFUSAL_NOT_FOUND);
        }
}

static void a_disabled_reviewer_leaves_no_case_behind(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Actor clerk, reviewer, system = actor_system();
        ChangeStaff wish = { .disabled_given = true, .disabled = true };
        Call call;
        Uuid id;

        fixture_open(&fixture, contract);
        clerk = fixture_staff(&fixture, "clerk", ROLE_MAIL_CLERK);
        reviewer = fixture_staff(&fixture, "reviewer", ROLE_REVIEWER);
        id = mail_case(&fixture, "personal-to-enterprise-mail", &fixture_company, &clerk);
        fixture_step(&fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_CLAIM, NULL, NULL);
        assert_state(&fixture, &clerk, &id, "in-review");
        wish.staff = reviewer.id;
        call = fixture_call(&fixture, &system);
        app_change_staff(fixture.app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        assert_state(&fixture, &clerk, &id, "submitted");
}

static const ContractTest tests[] = {
        { "/routes/a person becomes a company by mail", a_person_becomes_a_company_by_mail },
        { "/routes/a company becomes a person only by two pairs of eyes",
          a_company_becomes_a_person_only_by_two_pairs_of_eyes },
        { "/routes/what the parcel lacks is sent in another", what_the_parcel_lacks_is_sent_in_another },
        { "/routes/a dispute stops everything until an approver decides",
          a_dispute_stops_everything_until_an_approver_decides },
        { "/routes/the clock ends what its holder forgot and frees what a reviewer forgot",
          the_clock_ends_what_its_holder_forgot_and_frees_what_a_reviewer_forgot },
        { "/routes/a repeated request gets the first answer", a_repeated_request_gets_the_first_answer },
        { "/routes/nobody is told of a case that is not theirs", nobody_is_told_of_a_case_that_is_not_theirs },
        { "/routes/a disabled reviewer leaves no case behind", a_disabled_reviewer_leaves_no_case_behind },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
