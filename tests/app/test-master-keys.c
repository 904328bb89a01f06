/* The master key changed under many data keys, on both databases. What a kill leaves is tests/http/keys.test.mjs. */
#include "app/master-keys.h"

#include "app/ledger.h"
#include "store/keys.h"
#include "tests/app/fixture.h"

#define MANY 1201 /* more than two lots, and one more */

typedef struct Making {
        Fixture *fixture;
        Uuid first;
} Making;

static bool keys_make(AppTx *tx, gpointer wish, Outcome *outcome, GError **error) {
        Making *making = wish;

        (void) outcome;
        for (guint i = 0; i < MANY; i++) {
                Uuid owner = uuid_new(making->fixture->now);
                g_autoptr(DataKey) key = app_key_make(tx, &owner, KEY_OWNER_SUBJECT, error);

                if (!key)
                        return false;
                if (i == 0)
                        making->first = owner;
        }
        return true;
}

static bool key_erase(AppTx *tx, gpointer owner, Outcome *outcome, GError **error) {
        (void) outcome;
        return store_key_erase(tx->store, owner, tx->call->now, error);
}

static void write_well(Fixture *fixture, AppFn fn, gpointer wish) {
        Actor system = actor_system();
        Call call = fixture_call(fixture, &system);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_write(fixture->app, &call, fn, wish, &outcome, &error);
        g_assert_no_error(error);
}

static GArray *keys_of(Fixture *fixture) {
        g_autoptr(GError) error = NULL;
        GArray *keys = NULL;

        app_master_keys(fixture->app, &keys, &error);
        g_assert_no_error(error);
        return keys;
}

static void rotate(Fixture *fixture, RotateKeys *wish) {
        g_autoptr(GError) error = NULL;

        app_rotate_keys(fixture->app, wish, "root@host", fixture->now, &error);
        g_assert_no_error(error);
}

static void every_data_key_comes_under_the_new_master_key(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GArray) before = NULL, after = NULL;
        Making making = { .fixture = &fixture };
        RotateKeys wish = { 0 };

        fixture_open(&fixture, contract);
        write_well(&fixture, keys_make, &making);
        write_well(&fixture, key_erase, &making.first);
        before = keys_of(&fixture);
        rotate(&fixture, &wish);
        after = keys_of(&fixture);
        g_assert_true(wish.begun);
        g_assert_cmpint(wish.left, ==, 0);
        g_assert_cmpuint(after->len, ==, 2);
        g_assert_cmpint(g_array_index(before, MasterKey, 0).wraps, >=, MANY - 1);
        g_assert_cmpint(g_array_index(after, MasterKey, 0).wraps, ==, 0);
        /* and the key of the house, made for what the log tells of the rotation */
        g_assert_cmpint(g_array_index(after, MasterKey, 1).wraps, ==, g_array_index(before, MasterKey, 0).wraps + 1);
        g_assert_cmpuint(wish.rewrapped, ==, (guint64) g_array_index(before, MasterKey, 0).wraps);
        g_assert_true(g_array_index(after, MasterKey, 1).active);
        g_assert_cmpuint(g_array_index(after, MasterKey, 1).id, ==, wish.active);
}

static void a_rotation_that_was_cut_off_is_gone_on_with(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GArray) keys = NULL;
        Making making = { .fixture = &fixture };
        RotateKeys wish = { 0 };

        fixture_open(&fixture, contract);
        write_well(&fixture, keys_make, &making);
        g_assert_true(keyring_change(keyring_path(vault_keyring(fixture.app->vault)), KEYRING_ROTATE, NULL,
                                     fixture.now, NULL)); /* … and killed */
        rotate(&fixture, &wish);
        g_assert_false(wish.begun);
        keys = keys_of(&fixture);
        g_assert_cmpuint(keys->len, ==, 2);
        g_assert_cmpint(g_array_index(keys, MasterKey, 0).wraps, ==, 0);
}

static void old_master_keys_go_only_when_nothing_needs_them(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GArray) dropped = NULL, keys = NULL;
        g_autoptr(GError) young = NULL, needed = NULL;
        Making making = { .fixture = &fixture };
        RotateKeys wish = { 0 };
        guint32 old;

        fixture_open(&fixture, contract);
        write_well(&fixture, keys_make, &making);
        keys = keys_of(&fixture);
        old = g_array_index(keys, MasterKey, 0).id;
        rotate(&fixture, &wish);
        fixture.now += MASTER_KEYS_DROP_AGE - INSTANT_SECOND;
        g_assert_false(app_drop_keys(fixture.app, "root@host", fixture.now, &dropped, &young));
        g_assert_true(refusal_is(young, REFUSAL_KEYRING_INVALID));
        fixture.now += 2 * INSTANT_SECOND;
        g_assert_true(keyring_change(keyring_path(vault_keyring(fixture.app->vault)), KEYRING_ROTATE, NULL,
                                     fixture.now, NULL));
        g_assert_false(app_drop_keys(fixture.app, "root@host", fixture.now + INSTANT_DAY, &dropped, &needed));
        g_assert_true(refusal_is(needed, REFUSAL_KEYRING_INVALID));
        rotate(&fixture, &wish);
        g_assert_true(app_drop_keys(fixture.app, "root@host", fixture.now + INSTANT_DAY, &dropped, NULL));
        g_assert_cmpuint(dropped->len, ==, 2);
        g_assert_cmpuint(g_array_index(dropped, guint32, 0), ==, old);
        g_clear_pointer(&keys, g_array_unref);
        keys = keys_of(&fixture);
        g_assert_cmpuint(keys->len, ==, 1);
}

static LogReport verified(Fixture *fixture) {
        VerifyLog wish = { .now = fixture->now };
        LogReport report = { 0 };
        g_autoptr(GError) error = NULL;

        app_verify_log(fixture->app, &wish, &report, &error);
        g_assert_no_error(error);
        return report;
}

static void each_change_is_told_by_the_log(Contract *contract) {
        static const Statement told = { "SELECT count(*) FROM events WHERE event IN ('keys-rotate', 'keys-prepare') "
                                        "OR (event = 'keys-drop' AND detail LIKE '{\"dropped\":[\"________\"]}')",
                                        NULL };
        static const Statement undo = { "UPDATE events SET detail = '{}' WHERE event = 'keys-drop'", NULL };
        g_auto(Fixture) fixture = { 0 };
        g_auto(LogReport) whole = { 0 };
        g_autoptr(GArray) dropped = NULL;
        g_autoptr(GError) error = NULL;
        RotateKeys wish = { 0 };

        fixture_open(&fixture, contract);
        app_prepare_key(fixture.app, "root@host", fixture.now, &error);
        g_assert_no_error(error);
        rotate(&fixture, &wish);
        fixture.now += MASTER_KEYS_DROP_AGE;
        app_drop_keys(fixture.app, "root@host", fixture.now, &dropped, &error);
        g_assert_no_error(error);
        app_drop_keys(fixture.app, "root@host", fixture.now, &dropped,
                      &error); /* nothing is left to drop, nor to tell */
        g_assert_no_error(error);
        g_assert_cmpint(contract_count(fixture.app->store, &told), ==, 3);
        whole = verified(&fixture);
        g_assert_cmpuint(whole.found, ==, 0);
        g_assert_false(contract_run(fixture.app->store, &undo, NULL)); /* kept, as all events are */
}

static const ContractTest tests[] = {
        { "/master keys/every data key comes under the new one", every_data_key_comes_under_the_new_master_key },
        { "/master keys/a rotation that was cut off is gone on with", a_rotation_that_was_cut_off_is_gone_on_with },
        { "/master keys/old ones go only when nothing needs them", old_master_keys_go_only_when_nothing_needs_them },
        { "/master keys/each change is told by the log", each_change_is_told_by_the_log },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
