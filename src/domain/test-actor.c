/* Tests of who acts: role names and bits agree, and nobody carries a role by accident. */
#include "domain/actor.h"

static void every_role_has_a_name_at_its_bit(void) {
        int bit = -1;

        g_assert_true(enum_find(&role_names, "mail-clerk", &bit));
        g_assert_cmpuint(1U << bit, ==, ROLE_MAIL_CLERK);
        g_assert_true(enum_find(&role_names, "anyone", &bit));
        g_assert_cmpuint(1U << bit, ==, ROLE_ANYONE);
        for (int role = 0; role < ROLE_COUNT; role++)
                g_assert_nonnull(enum_name(&role_names, role));
}

static void anyone_has_no_role_of_a_principal(void) {
        Actor anyone = actor_anyone(), nobody = { 0 };

        g_assert_false(actor_has(&anyone, ROLES_STAFF | ROLE_HOLDER | ROLE_PLATFORM | ROLE_PARTY | ROLE_SYSTEM));
        g_assert_true(actor_has(&anyone, ROLE_ANYONE | ROLE_HOLDER));
        g_assert_cmpstr(actor_role_name(&anyone), ==, "anyone");
        g_assert_cmpstr(actor_role_name(&nobody), ==, "anyone");
}

static void an_actor_is_called_by_its_first_role(void) {
        Actor staff = { .roles = ROLE_ADMINISTRATOR | ROLE_APPROVER }, system = actor_system();

        g_assert_cmpstr(actor_role_name(&staff), ==, "approver");
        g_assert_cmpstr(actor_role_name(&system), ==, "system");
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/actor/every-role-has-a-name-at-its-bit", every_role_has_a_name_at_its_bit);
        g_test_add_func("/actor/anyone-has-no-role-of-a-principal", anyone_has_no_role_of_a_principal);
        g_test_add_func("/actor/an-actor-is-called-by-its-first-role", an_actor_is_called_by_its_first_role);
        return g_test_run();
}
