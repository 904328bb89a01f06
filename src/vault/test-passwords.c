/* Tests of passwords, at a cost of 8 MiB so that they are quick. */
#include "base/refusal.h"
#include "vault/passwords.h"

#include <string.h>

#define MEMORY (8 * 1024 * 1024)

static char *hash(Passwords *passwords, const char *password) {
        GError *error = NULL;
        char *stored = passwords_hash(passwords, password, "/password", &error);

        g_assert_no_error(error);
        return stored;
}

static void only_the_right_password_is_taken(void) {
        g_autoptr(Passwords) passwords = passwords_new(1, MEMORY);
        g_autofree char *stored = hash(passwords, "对的密码，十二个字符以上");
        g_autofree char *again = hash(passwords, "对的密码，十二个字符以上");
        bool outdated = true;

        g_assert_cmpstr(stored, !=, again);
        g_assert_true(g_str_has_prefix(stored, "$argon2id$"));
        g_assert_true(passwords_check(passwords, stored, "对的密码，十二个字符以上", &outdated));
        g_assert_false(outdated);
        g_assert_false(passwords_check(passwords, stored, "对的密码，十二个字符以下", NULL));
        g_assert_false(passwords_check(passwords, stored, "", NULL));
        g_assert_false(passwords_check(passwords, stored, "\xff\xfe", NULL));
        g_assert_false(passwords_check(passwords, "not a hash", "对的密码，十二个字符以上", NULL));
}

static void the_same_characters_typed_in_another_way_are_the_same_password(void) {
        g_autoptr(Passwords) passwords = passwords_new(1, MEMORY);
        g_autofree char *stored = hash(passwords, "caf\xc3\xa9 au lait 12");

        g_assert_true(passwords_check(passwords, stored, "cafe\xcc\x81 au lait 12", NULL));
        g_assert_true(passwords_check(passwords, stored, "caf\xc3\xa9 au lait １２", NULL));
}

static void an_unknown_user_costs_what_a_known_one_does(void) {
        g_autoptr(Passwords) passwords = passwords_new(2, MEMORY);
        g_autofree char *stored = hash(passwords, "long enough it is");
        gint64 known = G_MAXINT64, unknown = G_MAXINT64;

        for (guint i = 0; i < 5; i++) {
                gint64 start = g_get_monotonic_time(), middle;

                g_assert_false(passwords_check(passwords, stored, "not the right one", NULL));
                middle = g_get_monotonic_time();
                g_assert_false(passwords_check(passwords, NULL, "not the right one", NULL));
                known = MIN(known, middle - start);
                unknown = MIN(unknown, g_get_monotonic_time() - middle);
        }
        g_test_message("known %" G_GINT64_FORMAT " µs, unknown %" G_GINT64_FORMAT " µs", known, unknown);
        g_assert_cmpint(unknown * 3, >, known);
}

static void a_hash_of_lower_cost_is_taken_and_reported(void) {
        g_autoptr(Passwords) old = passwords_new(1, MEMORY), raised = passwords_new(2, MEMORY);
        g_autofree char *stored = hash(old, "long enough it is");
        bool outdated = false;

        g_assert_true(passwords_check(raised, stored, "long enough it is", &outdated));
        g_assert_true(outdated);
        outdated = false;
        g_assert_false(passwords_check(raised, stored, "long enough it is not", &outdated));
        g_assert_false(outdated);
}

static void a_short_a_long_and_a_broken_password_are_refused(void) {
        g_autoptr(Passwords) passwords = passwords_new(1, MEMORY);
        g_autofree char *longest = g_strnfill(PASSWORD_LENGTH_MAX, 'x'), *longer = g_strconcat(longest, "x", NULL);
        const struct {
                const char *password;
                RefusalKind kind;
        } rows[] = {
                { "eleven char", REFUSAL_PASSWORD_WEAK },
                { "密码密码密码密码密码密", REFUSAL_PASSWORD_WEAK }, /* 11 characters, 33 bytes */
                { longer, REFUSAL_TOO_LONG },
                { "long enough but \xc3", REFUSAL_MALFORMED_VALUE },
        };
        g_autofree char *stored = hash(passwords, longest);

        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                g_autoptr(GError) error = NULL;

                g_assert_null(passwords_hash(passwords, rows[i].password, "/new_password", &error));
                g_assert_true(refusal_is(error, rows[i].kind));
                g_assert_cmpstr(refusal_pointer(error), ==, "/new_password");
        }
        g_assert_true(passwords_check(passwords, stored, longest, NULL));
        g_assert_false(passwords_check(passwords, stored, longer, NULL));
}

static gpointer knock(gpointer passwords) {
        for (guint i = 0; i < 5; i++)
                g_assert_false(passwords_check(passwords, NULL, "let me in please", NULL));
        return NULL;
}

static void more_callers_than_the_gate_takes_all_get_through(void) {
        g_autoptr(Passwords) passwords = passwords_new(1, MEMORY);
        GThread *threads[3 * PASSWORD_AT_ONCE_MAX];

        for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
                threads[i] = g_thread_new("knock", knock, passwords);
        for (guint i = 0; i < G_N_ELEMENTS(threads); i++)
                g_thread_join(threads[i]);
}

#define ADD(test) g_test_add_func("/passwords/" #test, test)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        ADD(only_the_right_password_is_taken);
        ADD(the_same_characters_typed_in_another_way_are_the_same_password);
        ADD(an_unknown_user_costs_what_a_known_one_does);
        ADD(a_hash_of_lower_cost_is_taken_and_reported);
        ADD(a_short_a_long_and_a_broken_password_are_refused);
        ADD(more_callers_than_the_gate_takes_all_get_through);
        return g_test_run();
}
