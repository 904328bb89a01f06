/* Makes a member of staff; the login and the name are sealed under a key of their own. */
#include "app/identity.h"
#include "app/people-parts.h"

#include "app/prove.h"
#include "base/refusal.h"

typedef struct Creating {
        const CreateStaff *wish;
        SecretText *login;
} Creating;

static bool create(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Creating *creating = data;
        g_auto(StaffRow) row = { .id = uuid_new(tx->call->now),
                                 .roles = creating->wish->roles,
                                 .version = 1,
                                 .created_at = tx->call->now,
                                 .disabled_at = INSTANT_NONE };
        g_autoptr(DataKey) key = app_key_make(tx, &row.id, KEY_OWNER_STAFF, error);
        bool added;

        if (!key)
                return false;
        app_touch(tx, PROOF_STAFF, &row.id);
        vault_lookup_hash(tx->app->vault, VAULT_LOOKUP_LOGIN, creating->login, row.login_hash);
        staff_profile_seal(key, &row, creating->login, creating->wish->name);
        if (!store_staff_add(tx->store, &row, &added, error))
                return false;
        if (!added)
                return refuse(error, REFUSAL_STAFF_EXISTS, "/login", creating->login, NULL);
        if (creating->wish->number && !app_staff_number_keep(tx, &row.id, creating->wish->number, error))
                return false;
        outcome->document = staff_document(tx, &row, error);
        outcome->version = row.version;
        outcome->id = outcome->key_owner = row.id;
        return outcome->document != NULL;
}

bool app_create_staff(App *app, const Call *call, const CreateStaff *wish, Outcome *outcome, GError **error) {
        g_autoptr(SecretText) login = staff_login_normal(wish->login, error);
        Creating creating = { wish, login };

        return login && set_is_given(wish->roles, "roles", error)
               && app_write(app, call, create, &creating, outcome, error);
}
