/* The fixture's own world holds: an account is verified, its holder opens a case on it, a reviewer takes it in hand. */
#include "tests/app/fixture.h"

static const char *state_of(const json_t *document) {
        return json_string_value(json_object_get(document, "state"));
}

static void a_holder_opens_a_case(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        json_auto_t *document = NULL;
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, "personal-to-personal", NULL);
        document = fixture_read(&fixture, &fixture.holder, PROCEEDING_CASE, &id);
        g_assert_cmpstr(state_of(document), ==, "draft");
        g_assert_true(json_is_null(json_object_get(document, "missing_consent")));
}

static void staff_see_a_case_masked_until_they_hold_it(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        json_auto_t *document = NULL;
        Actor reviewer;
        Uuid id;

        fixture_open(&fixture, contract);
        id = fixture_case(&fixture, "personal-to-personal", &fixture_li);
        reviewer = fixture_staff(&fixture, "reviewer", ROLE_REVIEWER);
        document = fixture_read(&fixture, &reviewer, PROCEEDING_CASE, &id);
        g_assert_cmpstr(json_string_value(json_object_get(json_object_get(document, "new_owner"), "name")), !=,
                        "李四");
}

static const ContractTest tests[] = {
        { "/fixture/a holder opens a case", a_holder_opens_a_case },
        { "/fixture/staff see a case masked until they hold it", staff_see_a_case_masked_until_they_hold_it },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
