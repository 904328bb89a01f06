/* Sets a password: Argon2id first, outside of any transaction, and only for whoever holds a good link. */
#include "app/people-parts.h"

#include "app/prove.h"
#include "base/refusal.h"

typedef struct Setting {
        const SetPassword *wish;
        guint8 link_hash[LINK_HASH_SIZE];
        char *password_hash;
} Setting;

/* Finds whose password it is, without using the link up. */
static bool owner_find(AppTx *tx, const Setting *setting, StaffRow *row, GError **error) {
        LinkRow link = { 0 };
        bool found;

        if (!setting->wish->token)
                return staff_load(tx, &setting->wish->staff, row, error);
        if (!store_link_find(tx->store, setting->link_hash, &link, &found, error))
                return false;
        if (!found || link.purpose != LINK_PASSWORD || link.used_at != INSTANT_NONE
            || link.expires_at <= tx->call->now)
                return refuse(error, REFUSAL_LINK_INVALID, "/token", NULL);
        if (!staff_load(tx, &link.staff, row, error))
                return false;
        return row->disabled_at == INSTANT_NONE || refuse(error, REFUSAL_LINK_INVALID, "/token", NULL);
}

static bool look(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_auto(StaffRow) row = { 0 };

        (void) outcome;
        return owner_find(tx, data, &row, error);
}

static bool set(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Setting *setting = data;
        g_auto(StaffRow) row = { 0 };
        bool saved;

        (void) outcome;
        if (!owner_find(tx, setting, &row, error))
                return false;
        app_touch(tx, PROOF_STAFF, &row.id);
        return store_staff_password(tx->store, &row.id, row.password_hash, setting->password_hash, &saved, error)
               && store_sessions_end_of_staff(tx->store, &row.id, error)
               && store_links_void_of_staff(tx->store, &row.id, tx->call->now, error);
}

bool app_set_password(App *app, const Call *call, const SetPassword *wish, Outcome *outcome, GError **error) {
        Setting setting = { .wish = wish };
        g_autofree char *password_hash = NULL;

        if (wish->token)
                vault_token_hash(app->vault, VAULT_TOKEN_LINK, wish->token, setting.link_hash);
        if (!app_read(app, call, look, &setting, outcome, error))
                return false;
        password_hash = passwords_hash(app->passwords, wish->password, "/password", error);
        setting.password_hash = password_hash;
        return password_hash && app_write(app, call, set, &setting, outcome, error);
}
