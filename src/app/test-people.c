/* Staff, sessions, links and keys over a real database; time is an argument. */
#include "app/people.h"

#include "app/session-touch.h"
#include "app/test-app.h"
#include "base/refusal.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSWORD "correct horse battery"
#define SIDE_DOOR "192.0.2.7"

typedef struct Person {
        TestApp test;
        Actor actor; /* the command line's, or whoever has signed in */
        Call call;
        Uuid staff;
} Person;

static void person_come(Person *person, gconstpointer data) {
        (void) data;
        test_app_open(&person->test);
        person->actor = actor_system();
        person->call = (Call){ .actor = &person->actor, .now = TEST_NOW, .version = -1, .route = "test" };
}

static void person_go(Person *person, gconstpointer data) {
        (void) data;
        test_app_close(&person->test);
}

#define assert_refused(error, refusal)                         \
        G_STMT_START {                                         \
                g_assert_true(refusal_is((error), (refusal))); \
                g_clear_error(&(error));                       \
        }                                                      \
        G_STMT_END

static Uuid staff_make(Person *person, const char *login, guint roles) {
        CreateStaff wish = { .login = (char *) login, .name = (char *) "王芳", .roles = roles };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_create_staff(person->test.app, &person->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return outcome.id;
}

static void password_set(Person *person, const Uuid *staff, const char *password) {
        SetPassword wish = { .staff = *staff, .password = (char *) password };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_set_password(person->test.app, &person->call, &wish, &outcome, &error);
        g_assert_no_error(error);
}

static SecretText *sign_in(Person *person, const char *login, const char *password, GError **error) {
        SignIn wish = { .login = (char *) login, .password = (char *) password, .address = SIDE_DOOR };
        g_auto(Outcome) outcome = { 0 };
        SecretText *token = NULL;

        app_sign_in(person->test.app, &person->call, &wish, &outcome, &token, error);
        return token;
}

/* A member with a password who has signed in. */
static SecretText *signed_in(Person *person, const char *login, guint roles) {
        g_autoptr(GError) error = NULL;
        SecretText *token;

        person->staff = staff_make(person, login, roles);
        password_set(person, &person->staff, PASSWORD);
        token = sign_in(person, login, PASSWORD, &error);
        g_assert_no_error(error);
        return token;
}

static bool recognised(Person *person, const char *token, gint64 now, Actor *actor) {
        g_autoptr(GError) error = NULL;
        bool known = app_recognise_session(person->test.app, token, now, actor, &error);

        g_assert_true(known || refusal_is(error, REFUSAL_SESSION_EXPIRED));
        return known;
}

static void test_sign_in(Person *person, gconstpointer data) {
        g_autoptr(SecretText) token = signed_in(person, "Wang.Fang", ROLE_REVIEWER | ROLE_AUDITOR);
        g_autoptr(SecretText) again = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        (void) data;
        g_assert_true(recognised(person, token, TEST_NOW, &actor));
        g_assert_cmpuint(actor.roles, ==, ROLE_REVIEWER | ROLE_AUDITOR);
        g_assert_true(uuid_equal(&actor.id, &person->staff));
        again = sign_in(person, "wang.fang", PASSWORD, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(again, !=, token);
}

static void test_wrong_password(Person *person, gconstpointer data) {
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER);
        g_autoptr(GError) error = NULL;

        (void) data;
        g_assert_null(sign_in(person, "li.na", "correct horse batterz", &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS);
        g_assert_null(sign_in(person, "nobody", PASSWORD, &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS);
        staff_make(person, "no-password-yet", ROLE_REVIEWER);
        g_assert_null(sign_in(person, "no-password-yet", PASSWORD, &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS);
}

static void test_guessing(Person *person, gconstpointer data) {
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER), later = NULL;
        g_autoptr(GError) error = NULL;

        (void) data;
        for (guint i = 0; i < 5; i++) {
                g_assert_null(sign_in(person, "li.na", "a guess at a password", &error));
                assert_refused(error, REFUSAL_BAD_CREDENTIALS);
        }
        g_assert_null(sign_in(person, "li.na", PASSWORD, &error));
        assert_refused(error, REFUSAL_TOO_MANY_REQUESTS);
        person->call.now += 2 * INSTANT_SECOND;
        g_assert_null(sign_in(person, "li.na", "a guess at a password", &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS);
        person->call.now += INSTANT_SECOND; /* the next wait is two */
        g_assert_null(sign_in(person, "li.na", PASSWORD, &error));
        assert_refused(error, REFUSAL_TOO_MANY_REQUESTS);
        person->call.now += 2 * INSTANT_SECOND;
        later = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_no_error(error);
        g_assert_null(sign_in(person, "li.na", "a guess at a password", &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS); /* forgiven: no wait */
}

static void test_idle(Person *person, gconstpointer data) {
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER);
        Actor actor;

        (void) data;
        g_assert_true(recognised(person, token, TEST_NOW + SESSION_STAFF_IDLE - 1, &actor));
        /* That was seen, so another half hour is given; the note is written by a thread of its own. */
        session_touches_free(person->test.app->touches);
        person->test.app->touches = session_touches_new(person->test.app->store);
        g_assert_true(recognised(person, token, TEST_NOW + SESSION_STAFF_IDLE + INSTANT_MINUTE, &actor));
        g_assert_false(recognised(person, token, TEST_NOW + 3 * SESSION_STAFF_IDLE, &actor));
}

static void test_longest(Person *person, gconstpointer data) {
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER);
        gint64 now = TEST_NOW;
        Actor actor;

        (void) data;
        for (; now < TEST_NOW + SESSION_LONGEST; now += 20 * INSTANT_MINUTE) {
                g_assert_true(recognised(person, token, now, &actor));
                session_touches_free(person->test.app->touches);
                person->test.app->touches = session_touches_new(person->test.app->store);
        }
        g_assert_false(recognised(person, token, now, &actor));
}

static void test_rotation(Person *person, gconstpointer data) {
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER), second = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        (void) data;
        g_assert_true(recognised(person, token, TEST_NOW, &person->actor));
        second = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_no_error(error);
        g_assert_false(recognised(person, token, TEST_NOW, &actor));
        g_assert_true(recognised(person, second, TEST_NOW, &actor));
}

static void test_sign_out(Person *person, gconstpointer data) {
        g_autoptr(SecretText) first = signed_in(person, "li.na", ROLE_REVIEWER), second = NULL, others = NULL;
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Actor actor;

        (void) data;
        others = signed_in(person, "wang.wei", ROLE_REVIEWER);
        second = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_true(recognised(person, first, TEST_NOW, &person->actor));
        g_assert_true(app_list_sessions(person->test.app, &person->call, &outcome, &error));
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "items")), ==, 2);
        g_assert_true(app_sign_out(person->test.app, &person->call, &outcome, &error));
        g_assert_false(recognised(person, first, TEST_NOW, &actor));
        g_assert_true(recognised(person, second, TEST_NOW, &person->actor));
        g_assert_true(app_sign_out_everywhere(person->test.app, &person->call, &outcome, &error));
        g_assert_false(recognised(person, second, TEST_NOW, &actor));
        g_assert_true(recognised(person, others, TEST_NOW, &actor));
}

static void test_foreign_session(Person *person, gconstpointer data) {
        g_autoptr(SecretText) mine = signed_in(person, "li.na", ROLE_ADMINISTRATOR), theirs = NULL;
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Actor other;

        (void) data;
        theirs = signed_in(person, "wang.wei", ROLE_REVIEWER);
        g_assert_true(recognised(person, mine, TEST_NOW, &person->actor));
        g_assert_true(recognised(person, theirs, TEST_NOW, &other));
        g_assert_false(app_end_session(person->test.app, &person->call, &other.session, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        g_assert_true(recognised(person, theirs, TEST_NOW, &other));
}

static bool change(Person *person, ChangeStaff wish, GError **error) {
        g_auto(Outcome) outcome = { 0 };

        return app_change_staff(person->test.app, &person->call, &wish, &outcome, error);
}

static void test_disable(Person *person, gconstpointer data) {
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER), later = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        (void) data;
        g_assert_true(change(
                person, (ChangeStaff){ .staff = person->staff, .disabled_given = true, .disabled = true }, &error));
        g_assert_false(recognised(person, token, TEST_NOW, &actor));
        g_assert_null(sign_in(person, "li.na", PASSWORD, &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS);
        g_assert_true(change(person, (ChangeStaff){ .staff = person->staff, .disabled_given = true }, &error));
        later = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_no_error(error);
}

static void test_roles_at_once(Person *person, gconstpointer data) {
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER);
        g_autoptr(GError) error = NULL;
        Actor actor;

        (void) data;
        g_assert_true(change(
                person, (ChangeStaff){ .staff = person->staff, .roles_given = true, .roles = ROLE_AUDITOR }, &error));
        g_assert_true(recognised(person, token, TEST_NOW, &actor));
        g_assert_cmpuint(actor.roles, ==, ROLE_AUDITOR);
        g_assert_false(change(person, (ChangeStaff){ .staff = person->staff, .roles_given = true }, &error));
        assert_refused(error, REFUSAL_MISSING_FIELD);
}

static void test_last_administrator(Person *person, gconstpointer data) {
        Uuid first = staff_make(person, "first", ROLE_ADMINISTRATOR);
        g_autoptr(GError) error = NULL;
        Uuid second;

        (void) data;
        g_assert_false(
                change(person, (ChangeStaff){ .staff = first, .disabled_given = true, .disabled = true }, &error));
        assert_refused(error, REFUSAL_LAST_ADMINISTRATOR);
        g_assert_false(
                change(person, (ChangeStaff){ .staff = first, .roles_given = true, .roles = ROLE_REVIEWER }, &error));
        assert_refused(error, REFUSAL_LAST_ADMINISTRATOR);
        second = staff_make(person, "second", ROLE_ADMINISTRATOR);
        g_assert_true(
                change(person, (ChangeStaff){ .staff = first, .disabled_given = true, .disabled = true }, &error));
        g_assert_false(
                change(person, (ChangeStaff){ .staff = second, .disabled_given = true, .disabled = true }, &error));
        assert_refused(error, REFUSAL_LAST_ADMINISTRATOR);
}

static void test_versions(Person *person, gconstpointer data) {
        Uuid staff = staff_make(person, "li.na", ROLE_REVIEWER);
        g_autoptr(GError) error = NULL;

        (void) data;
        person->call.version = 1;
        g_assert_true(change(person, (ChangeStaff){ .staff = staff, .name = (char *) "李娜" }, &error));
        g_assert_false(change(person, (ChangeStaff){ .staff = staff, .name = (char *) "李　娜" }, &error));
        assert_refused(error, REFUSAL_VERSION_CHANGED);
}

static void test_same_login(Person *person, gconstpointer data) {
        CreateStaff wish = { .login = (char *) "LI.NA", .name = (char *) "李娜", .roles = ROLE_AUDITOR };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        (void) data;
        staff_make(person, "li.na", ROLE_REVIEWER);
        g_assert_false(app_create_staff(person->test.app, &person->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_STAFF_EXISTS);
        wish.login = (char *) "李娜";
        g_assert_false(app_create_staff(person->test.app, &person->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_MALFORMED_VALUE);
}

/* The token in a link's address. */
static SecretText *token_of(const Outcome *outcome) {
        return g_strdup(strchr(json_string_value(json_object_get(outcome->document, "url")), '#') + 1);
}

static SecretText *password_link(Person *person, const Uuid *staff) {
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_mint_password_link(person->test.app, &person->call, staff, &outcome, &error);
        g_assert_no_error(error);
        return token_of(&outcome);
}

static bool password_by_link(Person *person, const char *token, const char *password, GError **error) {
        SetPassword wish = { .token = (char *) token, .password = (char *) password };
        g_auto(Outcome) outcome = { 0 };

        return app_set_password(person->test.app, &person->call, &wish, &outcome, error);
}

static void test_password_link(Person *person, gconstpointer data) {
        Uuid staff = staff_make(person, "li.na", ROLE_REVIEWER);
        g_autoptr(SecretText) link = password_link(person, &staff), token = NULL;
        g_autoptr(GError) error = NULL;

        (void) data;
        g_assert_false(password_by_link(person, link, "short", &error));
        assert_refused(error, REFUSAL_PASSWORD_WEAK);
        g_assert_true(password_by_link(person, link, PASSWORD, &error));
        token = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_no_error(error);
        g_assert_false(password_by_link(person, link, "another long password", &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
}

static void test_password_link_ends(Person *person, gconstpointer data) {
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER);
        g_autoptr(SecretText) first = password_link(person, &person->staff);
        g_autoptr(SecretText) second = password_link(person, &person->staff);
        g_autoptr(GError) error = NULL;
        Actor actor;

        (void) data;
        g_assert_false(password_by_link(person, first, "another long password", &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
        person->call.now += LINK_PASSWORD_LIFETIME;
        g_assert_false(password_by_link(person, second, "another long password", &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
        person->call.now -= 1;
        g_assert_true(password_by_link(person, second, "another long password", &error));
        g_assert_false(recognised(person, token, TEST_NOW, &actor));
}

typedef struct Minting {
        LinkWish link;
        SecretText *token;
} Minting;

static bool mint_any(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        Minting *minting = data;

        outcome->once = true;
        return app_link_mint(tx, &minting->link, &minting->token, error);
}

static SecretText *link_of(Person *person, LinkWish link) {
        Minting minting = { .link = link };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_write(person->test.app, &person->call, mint_any, &minting, &outcome, &error);
        g_assert_no_error(error);
        return minting.token;
}

static SecretText *exchanged(Person *person, const char *link, GError **error) {
        g_auto(Outcome) outcome = { 0 };
        SecretText *token = NULL;

        app_exchange_link(person->test.app, &person->call, link, &outcome, &token, error);
        return token;
}

static void test_holder(Person *person, gconstpointer data) {
        Uuid account = uuid_new(TEST_NOW);
        g_autoptr(SecretText) link = link_of(
                person, (LinkWish){ .purpose = LINK_SIGN_IN, .account = account, .lifetime = INSTANT_MINUTE });
        g_autoptr(SecretText) token = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        (void) data;
        token = exchanged(person, link, &error);
        g_assert_no_error(error);
        g_assert_true(recognised(person, token, TEST_NOW, &actor));
        g_assert_cmpuint(actor.roles, ==, ROLE_HOLDER);
        g_assert_true(uuid_equal(&actor.account, &account));
        g_assert_true(uuid_is_nil(&actor.case_id));
        g_assert_true(recognised(person, token, TEST_NOW + SESSION_STAFF_IDLE, &actor));
        g_assert_null(exchanged(person, link, &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
}

static void test_party(Person *person, gconstpointer data) {
        LinkWish wish = { .purpose = LINK_DISPUTE,
                          .account = uuid_new(TEST_NOW),
                          .case_id = uuid_new(TEST_NOW),
                          .subject = uuid_new(TEST_NOW),
                          .lifetime = 30 * INSTANT_DAY };
        g_autoptr(SecretText) link = link_of(person, wish), token = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        (void) data;
        token = exchanged(person, link, &error);
        g_assert_no_error(error);
        g_assert_true(recognised(person, token, TEST_NOW, &actor));
        g_assert_cmpuint(actor.roles, ==, ROLE_PARTY);
        g_assert_true(uuid_equal(&actor.case_id, &wish.case_id));
        g_assert_true(uuid_equal(&actor.account, &wish.account));
}

static void test_link_over(Person *person, gconstpointer data) {
        LinkWish wish = { .purpose = LINK_SIGN_IN, .account = uuid_new(TEST_NOW), .lifetime = 10 * INSTANT_MINUTE };
        g_autoptr(SecretText) link = link_of(person, wish), password = NULL;
        g_autoptr(GError) error = NULL;
        Uuid staff = staff_make(person, "li.na", ROLE_REVIEWER);

        (void) data;
        password = password_link(person, &staff);
        g_assert_null(exchanged(person, password, &error)); /* lets nobody in, and is still good afterwards */
        assert_refused(error, REFUSAL_LINK_INVALID);
        g_assert_true(password_by_link(person, password, PASSWORD, &error));
        g_assert_false(password_by_link(person, link, PASSWORD, &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
        person->call.now += 10 * INSTANT_MINUTE;
        g_assert_null(exchanged(person, link, &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
}

static void test_sign_in_link(Person *person, gconstpointer data) {
        MintSignInLink wish = { .account = uuid_new(TEST_NOW), .minutes = LINK_SIGN_IN_MINUTES };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        (void) data;
        g_assert_false(app_mint_sign_in_link(person->test.app, &person->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
}

static void test_api_key(Person *person, gconstpointer data) {
        MintApiKey wish = { .name = (char *) "billing", .scopes = SCOPE_USAGE_WRITE };
        g_auto(Outcome) outcome = { 0 };
        g_autofree char *key = NULL;
        g_autoptr(GError) error = NULL;
        Uuid id;
        Actor actor;

        (void) data;
        g_assert_true(app_mint_api_key(person->test.app, &person->call, &wish, &outcome, &error));
        key = g_strdup(json_string_value(json_object_get(outcome.document, "key")));
        id = outcome.id;
        g_assert_true(g_str_has_prefix(key, "shk_"));
        g_assert_true(app_recognise_api_key(person->test.app, key, TEST_NOW, &actor, &error));
        g_assert_cmpuint(actor.roles, ==, ROLE_PLATFORM);
        g_assert_cmpuint(actor.scopes, ==, SCOPE_USAGE_WRITE);
        g_assert_true(app_revoke_api_key(person->test.app, &person->call, &id, &outcome, &error));
        g_assert_false(app_recognise_api_key(person->test.app, key, TEST_NOW, &actor, &error));
        assert_refused(error, REFUSAL_API_KEY_INVALID);
        key[5] = key[5] == 'a' ? 'b' : 'a';
        g_assert_false(app_recognise_api_key(person->test.app, key, TEST_NOW, &actor, &error));
        assert_refused(error, REFUSAL_API_KEY_INVALID);
}

static void test_pages(Person *person, gconstpointer data) {
        g_autofree char *cursor = NULL;
        guint seen = 0;

        (void) data;
        for (guint i = 0; i < 120; i++) {
                g_autofree char *login = g_strdup_printf("member-%u", i);

                staff_make(person, login, ROLE_AUDITOR);
        }
        do {
                g_auto(Outcome) outcome = { 0 };
                g_autoptr(GError) error = NULL;

                g_assert_true(app_list_staff(person->test.app, &person->call, cursor, &outcome, &error));
                seen += (guint) json_array_size(json_object_get(outcome.document, "items"));
                g_free(cursor);
                cursor = g_strdup(json_string_value(json_object_get(outcome.document, "next")));
        } while (cursor);
        g_assert_cmpuint(seen, ==, 120);
}

static void test_folder(void) {
        g_autofree char *folder = g_dir_make_tmp("shiming-test-XXXXXX", NULL);
        g_autofree char *kept = g_build_filename(folder, "kept", NULL);
        g_autoptr(GError) error = NULL;

        g_assert_true(g_file_set_contents(kept, "", 0, NULL));
        g_assert_false(app_folder_make(folder, TEST_NOW, &error));
        assert_refused(error, REFUSAL_FOLDER_NOT_EMPTY);
        g_assert_true(g_file_test(kept, G_FILE_TEST_EXISTS));
        g_assert_cmpint(g_remove(kept), ==, 0);
        app_folder_remove(folder);
}

#define PERSON(path, function) g_test_add("/people/" path, Person, NULL, person_come, function, person_go)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/folder/one that is not empty is left alone", test_folder);
        PERSON("whoever has the password is let in, whatever the case of the login", test_sign_in);
        PERSON("a wrong password, an unknown login and a missing password read alike", test_wrong_password);
        PERSON("whoever guesses waits longer each time", test_guessing);
        PERSON("a session that nobody uses ends", test_idle);
        PERSON("a session in use ends after half a day", test_longest);
        PERSON("signing in again ends the session at hand", test_rotation);
        PERSON("signing out ends one session, or all of one's own", test_sign_out);
        PERSON("nobody ends somebody else's session", test_foreign_session);
        PERSON("a disabled member is out at once and may be let in again", test_disable);
        PERSON("changed roles hold at once", test_roles_at_once);
        PERSON("the last administrator stays", test_last_administrator);
        PERSON("two hands on one member do not both win", test_versions);
        PERSON("a login is taken once", test_same_login);
        PERSON("a password link works once", test_password_link);
        PERSON("a newer password link, or time, ends an older one", test_password_link_ends);
        PERSON("a sign-in link lets the holder of one account in, once", test_holder);
        PERSON("a dispute link lets a side of one case in", test_party);
        PERSON("a link works for its purpose and its time only", test_link_over);
        PERSON("no link is minted for an account that is not there", test_sign_in_link);
        PERSON("a revoked API key opens nothing", test_api_key);
        PERSON("a long list comes page by page", test_pages);
        return g_test_run();
}
