/* Makes an account known, in the tenure of somebody whom nobody has named yet. */
#include "app/account-parts.h"
#include "app/identity.h"
#include "app/log.h"
#include "base/refusal.h"

static bool account_is_new(AppTx *tx, const char *external_id, GError **error) {
        g_autoptr(Account) known = NULL;

        if (!store_account_by_external_id(tx->store, external_id, &known, error))
                return false;
        return !known || refuse(error, REFUSAL_ACCOUNT_EXISTS, "/external_id", NULL);
}

static bool contacts_keep(AppTx *tx, const Account *account, const RegisterAccount *wish, GError **error) {
        CivilDate today = civil_date_at(tx->call->now, tx->app->policy->zone);

        return (!wish->email && !wish->mobile)
               || app_subject_reach(tx, &account->tenure, wish->email, wish->mobile, today, "/contacts", error);
}

static bool register_account(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const RegisterAccount *wish = data;
        g_autoptr(Account) account = g_new0(Account, 1);
        json_auto_t *detail = json_pack("{s:s}", LOG_EXTERNAL_ID, wish->external_id);

        account->id = uuid_new(tx->call->now);
        account->external_id = g_strdup(wish->external_id);
        account->origin = (Origin) wish->origin;
        account->origin_verified = wish->origin_verified;
        account->created_at = tx->call->now;
        account->version = 1;
        if (!account_is_new(tx, wish->external_id, error)
            || !app_subject_make(tx, &account->id, NULL, &account->tenure, error)
            || !contacts_keep(tx, account, wish, error) || !store_account_add(tx->store, account, error)
            || !account_event(tx, account, "register", detail, error))
                return false;
        outcome->document = account_document(account);
        outcome->version = account->version;
        outcome->id = account->id;
        outcome->key_owner = account->tenure;
        return true;
}

bool app_register_account(App *app, const Call *call, const RegisterAccount *wish, Outcome *outcome, GError **error) {
        return app_write(app, call, register_account, (gpointer) wish, outcome, error);
}
