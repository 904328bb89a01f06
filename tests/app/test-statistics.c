/* The counts of the dashboards, over a small history on both databases; and the calendar by year. */
#include "app/cases.h"
#include "app/statistics.h"
#include "app/transfers.h"
#include "tests/app/log-world.h"
#include "tests/app/payment.h"

#define DAY(year, month, day) date_of(year, month, day)

static CivilDate date_of(int year, int month, int day) {
        CivilDate date = CIVIL_DATE_NONE;

        g_assert_true(civil_date_make(year, month, day, &date));
        return date;
}

static bool statistics_try(Fixture *fixture, const Actor *actor, CivilDate from, CivilDate to, json_t **document,
                           GError **error) {
        ReadStatistics wish = { .from = from, .to = to };
        Call call = fixture_call(fixture, actor);
        g_auto(Outcome) outcome = { 0 };

        if (!app_read_statistics(fixture->app, &call, &wish, &outcome, error))
                return false;
        *document = json_incref(outcome.document);
        return true;
}

static json_t *statistics(Fixture *fixture, const Actor *actor, CivilDate from, CivilDate to) {
        g_autoptr(GError) error = NULL;
        json_t *document = NULL;

        statistics_try(fixture, actor, from, to, &document, &error);
        g_assert_no_error(error);
        return document;
}

static json_int_t sum(const json_t *document, const char *list, const char *member) {
        json_int_t total = 0;
        json_t *row;
        size_t i;

        json_array_foreach(json_object_get(document, list), i, row) total +=
                json_integer_value(json_object_get(row, member));
        return total;
}

static json_int_t decisions(const json_t *document, const char *list, const char *decision) {
        json_int_t total = 0;
        json_t *row;
        size_t i;

        json_array_foreach(json_object_get(document, list), i, row) total +=
                json_integer_value(json_object_get(json_object_get(row, "decisions"), decision));
        return total;
}

static void what_was_done_is_counted_by_day_month_route_and_reviewer(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        Actor administrator;
        json_auto_t *document = NULL, *before = NULL;
        json_t *reviewer;

        log_world_open(&world, contract);
        administrator = fixture_staff(&world.fixture, "head", ROLE_ADMINISTRATOR);
        document = statistics(&world.fixture, &administrator, DAY(2018, 5, 1), DAY(2018, 6, 30));
        g_assert_cmpuint(json_array_size(json_object_get(document, "days")), ==, 61);
        g_assert_cmpint(sum(document, "days", "opened"), ==, 1);
        g_assert_cmpint(sum(document, "days", "submitted"), ==, 1);
        g_assert_cmpint(sum(document, "days", "decided"), ==, 1);
        g_assert_cmpint(sum(document, "days", "ended"), ==, 1);
        g_assert_cmpuint(json_array_size(json_object_get(document, "months")), ==, 2);
        g_assert_cmpint(sum(document, "months", "decided"), ==, 1);
        g_assert_cmpint(sum(document, "months", "kept"), ==, 1);
        g_assert_cmpint(decisions(document, "routes", "approved"), ==, 1);
        g_assert_cmpint(decisions(document, "reviewers", "approved"), ==, 1);
        g_assert_cmpuint(json_array_size(json_object_get(document, "reviewers")), ==, 1);
        reviewer = json_array_get(json_object_get(document, "reviewers"), 0);
        g_assert_true(json_is_string(json_object_get(reviewer, "name")));
        before = statistics(&world.fixture, &administrator, DAY(2018, 4, 1), DAY(2018, 4, 30));
        g_assert_cmpint(sum(before, "days", "opened") + sum(before, "days", "ended"), ==, 0);
        g_assert_cmpuint(json_array_size(json_object_get(before, "routes")), ==, 0);
}

static void whoever_is_no_administrator_sees_no_names(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        Actor auditor;
        json_auto_t *document = NULL;
        json_t *reviewer;

        log_world_open(&world, contract);
        auditor = fixture_staff(&world.fixture, "auditor", ROLE_AUDITOR);
        document = statistics(&world.fixture, &auditor, DAY(2018, 5, 1), DAY(2018, 5, 31));
        reviewer = json_array_get(json_object_get(document, "reviewers"), 0);
        g_assert_true(json_is_string(json_object_get(reviewer, "id")));
        g_assert_true(json_is_null(json_object_get(reviewer, "name")));
}

static json_int_t open_of_age(const json_t *document, size_t age) {
        json_int_t total = 0;
        json_t *row;
        size_t i;

        json_array_foreach(json_object_get(document, "open"), i, row) total +=
                json_integer_value(json_array_get(json_object_get(row, "ages"), age));
        return total;
}

static void what_waits_grows_older(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        Actor auditor;

        fixture_open(&fixture, contract);
        auditor = fixture_staff(&fixture, "auditor", ROLE_AUDITOR);
        fixture_case(&fixture, "personal-to-personal", NULL);
        for (size_t age = 0; age < 6; age++) {
                static const int days[] = { 0, 2, 4, 8, 15, 300 };
                gint64 begun = fixture.now;
                json_auto_t *document = NULL;

                fixture.now += days[age] * INSTANT_DAY + INSTANT_SECOND;
                document = statistics(&fixture, &auditor, DAY(2018, 5, 1), DAY(2018, 5, 31));
                for (size_t other = 0; other < 6; other++)
                        g_assert_cmpint(open_of_age(document, other), ==, other == age);
                fixture.now = begun;
        }
}

static void a_deadline_missed_is_not_kept(Contract *contract) {
        g_auto(LogWorld) world = { 0 };
        Fixture *fixture = &world.fixture;
        Actor reviewer;
        json_auto_t *document = NULL;
        g_autoptr(GError) error = NULL;
        guint steps;
        Uuid id;

        log_world_open(&world, contract);
        reviewer = fixture_staff(fixture, "late", ROLE_REVIEWER | ROLE_AUDITOR);
        id = log_world_case(&world);
        fixture->now += 60 * INSTANT_DAY;
        g_assert_true(app_wake_due(fixture->app, fixture->now, &steps, &error));
        fixture_step(fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_CLAIM, NULL, NULL);
        fixture_step(fixture, &reviewer, PROCEEDING_CASE, &id, EVENT_REJECT, "other", "too late");
        document = statistics(fixture, &reviewer, DAY(2018, 5, 1), DAY(2018, 8, 31));
        g_assert_cmpint(sum(document, "months", "decided"), ==, 2);
        g_assert_cmpint(sum(document, "months", "kept"), ==, 1);
        g_assert_cmpint(decisions(document, "routes", "rejected"), ==, 1);
        g_assert_cmpint(sum(document, "reasons", "count"), ==, 1);
}

static void a_range_that_is_none_is_refused(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GError) error = NULL;
        json_auto_t *document = NULL;
        Actor auditor;

        fixture_open(&fixture, contract);
        auditor = fixture_staff(&fixture, "auditor", ROLE_AUDITOR);
        g_assert_false(statistics_try(&fixture, &auditor, DAY(2018, 5, 2), DAY(2018, 5, 1), &document, &error));
        assert_refused(error, REFUSAL_OUT_OF_RANGE);
        g_assert_false(statistics_try(&fixture, &auditor, DAY(2017, 5, 1), DAY(2018, 5, 2), &document, &error));
        assert_refused(error, REFUSAL_OUT_OF_RANGE);
        g_assert_true(statistics_try(&fixture, &auditor, DAY(2017, 5, 2), DAY(2018, 5, 2), &document, &error));
}

static void payment_files_are_listed_newest_first(Contract *contract) {
        g_auto(Payment) payment = { 0 };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        char text[UUID_TEXT_SIZE];
        Uuid id;
        Call call;

        payment_begin(&payment, contract);
        payment_submit_well(&payment);
        id = payment_pay(&payment);
        call = fixture_call(&payment.fixture, &payment.administrator);
        g_assert_true(app_list_payment_files(payment.fixture.app, &call, NULL, &outcome, &error));
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "items")), ==, 1);
        g_assert_cmpstr(json_string_value(
                                json_object_get(json_array_get(json_object_get(outcome.document, "items"), 0), "id")),
                        ==, uuid_format(&id, text));
        outcome_clear(&outcome);
        g_assert_true(app_list_payment_files(payment.fixture.app, &call, text, &outcome, &error));
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "items")), ==, 0);
}

static void a_year_tells_its_days_off_and_one_to_come_is_not_known(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        json_auto_t *known = NULL, *unknown = NULL;

        fixture_open(&fixture, contract);
        known = app_calendar_document(fixture.app, 2018);
        g_assert_true(json_is_true(json_object_get(known, "known")));
        g_assert_cmpuint(json_array_size(json_object_get(known, "days")), >, 10);
        g_assert_cmpuint(json_array_size(json_object_get(known, "sources")), >, 0);
        unknown = app_calendar_document(fixture.app, 2100);
        g_assert_true(json_is_false(json_object_get(unknown, "known")));
        g_assert_cmpuint(json_array_size(json_object_get(unknown, "days")), ==, 0);
        g_assert_true(json_equal(json_object_get(unknown, "years"), json_object_get(known, "years")));
}

static const ContractTest tests[] = {
        { "/statistics/what was done is counted by day, month, route and reviewer",
          what_was_done_is_counted_by_day_month_route_and_reviewer },
        { "/statistics/whoever is no administrator sees no names", whoever_is_no_administrator_sees_no_names },
        { "/statistics/what waits grows older", what_waits_grows_older },
        { "/statistics/a deadline missed is not kept", a_deadline_missed_is_not_kept },
        { "/statistics/a range that is none is refused", a_range_that_is_none_is_refused },
        { "/statistics/payment files are listed newest first", payment_files_are_listed_newest_first },
        { "/statistics/a year tells its days off, and one to come is not known",
          a_year_tells_its_days_off_and_one_to_come_is_not_known },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
