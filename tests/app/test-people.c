/* Staff, sessions, links and keys, over both databases; time is an argument. */
#include "app/open.h"
#include "app/people.h"
#include "app/session-touch.h"
#include "tests/app/fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSWORD "correct horse battery"
#define SIDE_DOOR "192.0.2.7"

typedef struct Person {
        Fixture fixture;
        Actor actor; /* the command line's, or whoever has signed in */
        Call call;
        Uuid staff;
} Person;

static Person *person_come(Contract *contract) {
        Person *person = g_new0(Person, 1);

        fixture_open(&person->fixture, contract);
        person->actor = actor_system();
        person->call = fixture_call(&person->fixture, &person->actor);
        return person;
}

static void person_go(Person *person) {
        fixture_close(&person->fixture);
        g_free(person);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Person, person_go)

static Uuid staff_make(Person *person, const char *login, guint roles) {
        CreateStaff wish = { .login = (char *) login, .name = (char *) "王芳", .roles = roles };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_create_staff(person->fixture.app, &person->call, &wish, &outcome, &error);
        g_assert_no_error(error);
        return outcome.id;
}

static void password_set(Person *person, const Uuid *staff, const char *password) {
        SetPassword wish = { .staff = *staff, .password = (char *) password };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_set_password(person->fixture.app, &person->call, &wish, &outcome, &error);
        g_assert_no_error(error);
}

static SecretText *sign_in(Person *person, const char *login, const char *password, GError **error) {
        SignIn wish = { .login = (char *) login, .password = (char *) password, .address = SIDE_DOOR };
        g_auto(Outcome) outcome = { 0 };
        SecretText *token = NULL;

        app_sign_in(person->fixture.app, &person->call, &wish, &outcome, &token, error);
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
        bool known = app_recognise_session(person->fixture.app, token, now, actor, &error);

        g_assert_true(known || refusal_is(error, REFUSAL_SESSION_EXPIRED));
        return known;
}

static void test_sign_in(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token = signed_in(person, "Wang.Fang", ROLE_REVIEWER | ROLE_AUDITOR);
        g_autoptr(SecretText) again = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        g_assert_true(recognised(person, token, FIXTURE_NOW, &actor));
        g_assert_cmpuint(actor.roles, ==, ROLE_REVIEWER | ROLE_AUDITOR);
        g_assert_true(uuid_equal(&actor.id, &person->staff));
        again = sign_in(person, "wang.fang", PASSWORD, &error);
        g_assert_no_error(error);
        g_assert_cmpstr(again, !=, token);
}

static void test_wrong_password(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token G_GNUC_UNUSED = signed_in(person, "li.na", ROLE_REVIEWER);
        g_autoptr(GError) error = NULL;

        g_assert_null(sign_in(person, "li.na", "correct horse batterz", &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS);
        g_assert_null(sign_in(person, "nobody", PASSWORD, &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS);
        staff_make(person, "no-password-yet", ROLE_REVIEWER);
        g_assert_null(sign_in(person, "no-password-yet", PASSWORD, &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS);
}

static void test_guessing(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token G_GNUC_UNUSED = signed_in(person, "li.na", ROLE_REVIEWER), later = NULL;
        g_autoptr(GError) error = NULL;

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

static void test_guessing_and_the_clock_put_back(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token G_GNUC_UNUSED = signed_in(person, "li.na", ROLE_REVIEWER), later = NULL;
        g_autoptr(GError) error = NULL;

        for (guint i = 0; i < 5; i++) {
                g_assert_null(sign_in(person, "li.na", "a guess at a password", &error));
                assert_refused(error, REFUSAL_BAD_CREDENTIALS);
        }
        person->call.now -= INSTANT_HOUR;
        later = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_no_error(error);
}

static void test_idle(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER);
        Actor actor;

        g_assert_true(recognised(person, token, FIXTURE_NOW + SESSION_STAFF_IDLE - 1, &actor));
        /* That was seen, so another half hour is given; the note is written by a thread of its own. */
        session_touches_free(person->fixture.app->touches);
        person->fixture.app->touches = session_touches_new(person->fixture.app->store);
        g_assert_true(recognised(person, token, FIXTURE_NOW + SESSION_STAFF_IDLE + INSTANT_MINUTE, &actor));
        g_assert_false(recognised(person, token, FIXTURE_NOW + 3 * SESSION_STAFF_IDLE, &actor));
}

static void test_longest(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER);
        gint64 now = FIXTURE_NOW;
        Actor actor;

        for (; now < FIXTURE_NOW + SESSION_LONGEST; now += 20 * INSTANT_MINUTE) {
                g_assert_true(recognised(person, token, now, &actor));
                session_touches_free(person->fixture.app->touches);
                person->fixture.app->touches = session_touches_new(person->fixture.app->store);
        }
        g_assert_false(recognised(person, token, now, &actor));
}

static void test_rotation(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER), second = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        g_assert_true(recognised(person, token, FIXTURE_NOW, &person->actor));
        second = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_no_error(error);
        g_assert_false(recognised(person, token, FIXTURE_NOW, &actor));
        g_assert_true(recognised(person, second, FIXTURE_NOW, &actor));
}

static void test_sign_out(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) first = signed_in(person, "li.na", ROLE_REVIEWER), second = NULL, others = NULL;
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Actor actor;

        others = signed_in(person, "wang.wei", ROLE_REVIEWER);
        second = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_true(recognised(person, first, FIXTURE_NOW, &person->actor));
        g_assert_true(app_list_sessions(person->fixture.app, &person->call, &outcome, &error));
        g_assert_cmpuint(json_array_size(json_object_get(outcome.document, "items")), ==, 2);
        g_assert_true(app_sign_out(person->fixture.app, &person->call, &outcome, &error));
        g_assert_false(recognised(person, first, FIXTURE_NOW, &actor));
        g_assert_true(recognised(person, second, FIXTURE_NOW, &person->actor));
        g_assert_true(app_sign_out_everywhere(person->fixture.app, &person->call, &outcome, &error));
        g_assert_false(recognised(person, second, FIXTURE_NOW, &actor));
        g_assert_true(recognised(person, others, FIXTURE_NOW, &actor));
}

static void test_foreign_session(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) mine = signed_in(person, "li.na", ROLE_ADMINISTRATOR), theirs = NULL;
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Actor other;

        theirs = signed_in(person, "wang.wei", ROLE_REVIEWER);
        g_assert_true(recognised(person, mine, FIXTURE_NOW, &person->actor));
        g_assert_true(recognised(person, theirs, FIXTURE_NOW, &other));
        g_assert_false(app_end_session(person->fixture.app, &person->call, &other.session, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        g_assert_true(recognised(person, theirs, FIXTURE_NOW, &other));
}

static bool change(Person *person, ChangeStaff wish, GError **error) {
        g_auto(Outcome) outcome = { 0 };

        return app_change_staff(person->fixture.app, &person->call, &wish, &outcome, error);
}

static void test_disable(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER), later = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        g_assert_true(change(
                person, (ChangeStaff){ .staff = person->staff, .disabled_given = true, .disabled = true }, &error));
        g_assert_false(recognised(person, token, FIXTURE_NOW, &actor));
        g_assert_null(sign_in(person, "li.na", PASSWORD, &error));
        assert_refused(error, REFUSAL_BAD_CREDENTIALS);
        g_assert_true(change(person, (ChangeStaff){ .staff = person->staff, .disabled_given = true }, &error));
        later = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_no_error(error);
}

static void test_roles_at_once(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER);
        g_autoptr(GError) error = NULL;
        Actor actor;

        g_assert_true(change(
                person, (ChangeStaff){ .staff = person->staff, .roles_given = true, .roles = ROLE_AUDITOR }, &error));
        g_assert_true(recognised(person, token, FIXTURE_NOW, &actor));
        g_assert_cmpuint(actor.roles, ==, ROLE_AUDITOR);
        g_assert_false(change(person, (ChangeStaff){ .staff = person->staff, .roles_given = true }, &error));
        assert_refused(error, REFUSAL_MISSING_FIELD);
}

static void test_last_administrator(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        Uuid first = staff_make(person, "first", ROLE_ADMINISTRATOR);
        g_autoptr(GError) error = NULL;
        Uuid second;

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

static void test_versions(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        Uuid staff = staff_make(person, "li.na", ROLE_REVIEWER);
        g_autoptr(GError) error = NULL;

        person->call.version = 1;
        g_assert_true(change(person, (ChangeStaff){ .staff = staff, .name = (char *) "李娜" }, &error));
        g_assert_false(change(person, (ChangeStaff){ .staff = staff, .name = (char *) "李　娜" }, &error));
        assert_refused(error, REFUSAL_VERSION_CHANGED);
}

static void test_same_login(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        CreateStaff wish = { .login = (char *) "LI.NA", .name = (char *) "李娜", .roles = ROLE_AUDITOR };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        staff_make(person, "li.na", ROLE_REVIEWER);
        g_assert_false(app_create_staff(person->fixture.app, &person->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_STAFF_EXISTS);
        wish.login = (char *) "李娜";
        g_assert_false(app_create_staff(person->fixture.app, &person->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_MALFORMED_VALUE);
}

/* The token in a link's address. */
static SecretText *token_of(const Outcome *outcome) {
        return g_strdup(strchr(json_string_value(json_object_get(outcome->document, "url")), '#') + 1);
}

static SecretText *password_link(Person *person, const Uuid *staff) {
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_mint_password_link(person->fixture.app, &person->call, staff, &outcome, &error);
        g_assert_no_error(error);
        return token_of(&outcome);
}

static bool password_by_link(Person *person, const char *token, const char *password, GError **error) {
        SetPassword wish = { .token = (char *) token, .password = (char *) password };
        g_auto(Outcome) outcome = { 0 };

        return app_set_password(person->fixture.app, &person->call, &wish, &outcome, error);
}

static void test_password_link(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        Uuid staff = staff_make(person, "li.na", ROLE_REVIEWER);
        g_autoptr(SecretText) link = password_link(person, &staff), token = NULL;
        g_autoptr(GError) error = NULL;

        g_assert_false(password_by_link(person, link, "short", &error));
        assert_refused(error, REFUSAL_PASSWORD_WEAK);
        g_assert_true(password_by_link(person, link, PASSWORD, &error));
        token = sign_in(person, "li.na", PASSWORD, &error);
        g_assert_no_error(error);
        g_assert_false(password_by_link(person, link, "another long password", &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
}

static void test_password_link_ends(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autoptr(SecretText) token = signed_in(person, "li.na", ROLE_REVIEWER);
        g_autoptr(SecretText) first = password_link(person, &person->staff);
        g_autoptr(SecretText) second = password_link(person, &person->staff);
        g_autoptr(GError) error = NULL;
        Actor actor;

        g_assert_false(password_by_link(person, first, "another long password", &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
        person->call.now += LINK_PASSWORD_LIFETIME;
        g_assert_false(password_by_link(person, second, "another long password", &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
        person->call.now -= 1;
        g_assert_true(password_by_link(person, second, "another long password", &error));
        g_assert_false(recognised(person, token, FIXTURE_NOW, &actor));
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

        app_write(person->fixture.app, &person->call, mint_any, &minting, &outcome, &error);
        g_assert_no_error(error);
        return minting.token;
}

static SecretText *exchanged(Person *person, const char *link, GError **error) {
        g_auto(Outcome) outcome = { 0 };
        SecretText *token = NULL;

        app_exchange_link(person->fixture.app, &person->call, link, &outcome, &token, error);
        return token;
}

static void test_holder(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        Uuid account = uuid_new(FIXTURE_NOW);
        g_autoptr(SecretText) link = link_of(
                person, (LinkWish){ .purpose = LINK_SIGN_IN, .account = account, .lifetime = INSTANT_MINUTE });
        g_autoptr(SecretText) token = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        token = exchanged(person, link, &error);
        g_assert_no_error(error);
        g_assert_true(recognised(person, token, FIXTURE_NOW, &actor));
        g_assert_cmpuint(actor.roles, ==, ROLE_HOLDER);
        g_assert_true(uuid_equal(&actor.account, &account));
        g_assert_true(uuid_is_nil(&actor.case_id));
        g_assert_true(recognised(person, token, FIXTURE_NOW + SESSION_STAFF_IDLE, &actor));
        g_assert_null(exchanged(person, link, &error));
        assert_refused(error, REFUSAL_LINK_INVALID);
}

static void test_party(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        LinkWish wish = { .purpose = LINK_DISPUTE,
                          .account = uuid_new(FIXTURE_NOW),
                          .case_id = uuid_new(FIXTURE_NOW),
                          .subject = uuid_new(FIXTURE_NOW),
                          .lifetime = 30 * INSTANT_DAY };
        g_autoptr(SecretText) link = link_of(person, wish), token = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        token = exchanged(person, link, &error);
        g_assert_no_error(error);
        g_assert_true(recognised(person, token, FIXTURE_NOW, &actor));
        g_assert_cmpuint(actor.roles, ==, ROLE_PARTY);
        g_assert_true(uuid_equal(&actor.case_id, &wish.case_id));
        g_assert_true(uuid_equal(&actor.account, &wish.account));
}

static void test_link_over(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        LinkWish wish = { .purpose = LINK_SIGN_IN,
                          .account = uuid_new(FIXTURE_NOW),
                          .lifetime = 10 * INSTANT_MINUTE };
        g_autoptr(SecretText) link = link_of(person, wish), password = NULL;
        g_autoptr(GError) error = NULL;
        Uuid staff = staff_make(person, "li.na", ROLE_REVIEWER);

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

static void test_sign_in_link(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        MintSignInLink wish = { .account = uuid_new(FIXTURE_NOW), .minutes = LINK_SIGN_IN_MINUTES };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(SecretText) link = NULL, token = NULL;
        g_autoptr(GError) error = NULL;
        Actor actor;

        g_assert_false(app_mint_sign_in_link(person->fixture.app, &person->call, &wish, &outcome, &error));
        assert_refused(error, REFUSAL_NOT_FOUND);
        wish.account = person->fixture.account;
        g_assert_true(app_mint_sign_in_link(person->fixture.app, &person->call, &wish, &outcome, &error));
        link = token_of(&outcome);
        token = exchanged(person, link, &error);
        g_assert_no_error(error);
        g_assert_true(recognised(person, token, FIXTURE_NOW, &actor));
        g_assert_true(uuid_equal(&actor.account, &person->fixture.account));
}

static void test_api_key(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        MintApiKey wish = { .name = (char *) "billing", .scopes = SCOPE_USAGE_WRITE };
        g_auto(Outcome) outcome = { 0 };
        g_autofree char *key = NULL;
        g_autoptr(GError) error = NULL;
        Uuid id;
        Actor actor;

        g_assert_true(app_mint_api_key(person->fixture.app, &person->call, &wish, &outcome, &error));
        key = g_strdup(json_string_value(json_object_get(outcome.document, "key")));
        id = outcome.id;
        g_assert_true(g_str_has_prefix(key, "shk_"));
        g_assert_true(app_recognise_api_key(person->fixture.app, key, FIXTURE_NOW, &actor, &error));
        g_assert_cmpuint(actor.roles, ==, ROLE_PLATFORM);
        g_assert_cmpuint(actor.scopes, ==, SCOPE_USAGE_WRITE);
        g_assert_true(app_revoke_api_key(person->fixture.app, &person->call, &id, &outcome, &error));
        g_assert_false(app_recognise_api_key(person->fixture.app, key, FIXTURE_NOW, &actor, &error));
        assert_refused(error, REFUSAL_API_KEY_INVALID);
        key[5] = key[5] == 'a' ? 'b' : 'a';
        g_assert_false(app_recognise_api_key(person->fixture.app, key, FIXTURE_NOW, &actor, &error));
        assert_refused(error, REFUSAL_API_KEY_INVALID);
}

static void test_pages(Contract *contract) {
        g_autoptr(Person) person = person_come(contract);
        g_autofree char *cursor = NULL;
        guint seen = 0;

        for (guint i = 0; i < 120; i++) {
                g_autofree char *login = g_strdup_printf("member-%u", i);

                staff_make(person, login, ROLE_AUDITOR);
        }
        do {
                g_auto(Outcome) outcome = { 0 };
                g_autoptr(GError) error = NULL;

                g_assert_true(app_list_staff(person->fixture.app, &person->call, cursor, &outcome, &error));
                seen += (guint) json_array_size(json_object_get(outcome.document, "items"));
                g_free(cursor);
                cursor = g_strdup(json_string_value(json_object_get(outcome.document, "next")));
        } while (cursor);
        g_assert_cmpuint(seen, ==, 120);
}

static void test_folder(G_GNUC_UNUSED Contract *contract) {
        g_autofree char *folder = g_dir_make_tmp("shiming-test-XXXXXX", NULL);
        g_autofree char *kept = g_build_filename(folder, "kept", NULL);
        g_autoptr(GError) error = NULL;

        g_assert_true(g_file_set_contents(kept, "", 0, NULL));
        g_assert_false(app_folder_make(folder, FIXTURE_NOW, &error));
        assert_refused(error, REFUSAL_FOLDER_NOT_EMPTY);
        g_assert_true(g_file_test(kept, G_FILE_TEST_EXISTS));
        g_assert_cmpint(g_remove(kept), ==, 0);
        app_folder_remove(folder);
}

static const ContractTest tests[] = {
        { "/folder/one that is not empty is left alone", test_folder },
        { "/people/whoever has the password is let in, whatever the case of the login", test_sign_in },
        { "/people/a wrong password, an unknown login and a missing password read alike", test_wrong_password },
        { "/people/whoever guesses waits longer each time", test_guessing },
        { "/people/who has guessed does not wait for a clock that is put back to come round again",
          test_guessing_and_the_clock_put_back },
        { "/people/a session that nobody uses ends", test_idle },
        { "/people/a session in use ends after half a day", test_longest },
        { "/people/signing in again ends the session at hand", test_rotation },
        { "/people/signing out ends one session, or all of one's own", test_sign_out },
        { "/people/nobody ends somebody else's session", test_foreign_session },
        { "/people/a disabled member is out at once and may be let in again", test_disable },
        { "/people/changed roles hold at once", test_roles_at_once },
        { "/people/the last administrator stays", test_last_administrator },
        { "/people/two hands on one member do not both win", test_versions },
        { "/people/a login is taken once", test_same_login },
        { "/people/a password link works once", test_password_link },
        { "/people/a newer password link, or time, ends an older one", test_password_link_ends },
        { "/people/a sign-in link lets the holder of one account in, once", test_holder },
        { "/people/a dispute link lets a side of one case in", test_party },
        { "/people/a link works for its purpose and its time only", test_link_over },
        { "/people/the platform lets its user in, where the account is there", test_sign_in_link },
        { "/people/a revoked API key opens nothing", test_api_key },
        { "/people/a long list comes page by page", test_pages },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
