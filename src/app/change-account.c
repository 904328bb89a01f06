/* Shows an account, and changes what the platform knows of it: where it signs in, whether it is frozen. */
#include "app/account-parts.h"
#include "base/refusal.h"

static bool answer(const Account *account, Outcome *outcome) {
        outcome->document = account_document(account);
        outcome->version = account->version;
        outcome->id = account->id;
        outcome->key_owner = account->tenure;
        return true;
}

static bool show(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(Account) account = NULL;

        return account_load_seen(tx, data, &account, error) && answer(account, outcome);
}

bool app_show_account(App *app, const Call *call, const Uuid *account, Outcome *outcome, GError **error) {
        return app_read(app, call, show, (gpointer) account, outcome, error);
}

static json_t *change_detail(const Account *account) {
        return json_pack("{s:s, s:b, s:b}", "origin", enum_name(&origin_names, (int) account->origin),
                         "origin_verified", (int) account->origin_verified, "frozen", (int) account->frozen);
}

static bool change(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ChangeAccount *wish = data;
        g_autoptr(Account) account = NULL;
        json_auto_t *detail = NULL;

        if (!account_load_seen(tx, &wish->account, &account, error))
                return false;
        if (tx->call->version >= 0 && tx->call->version != account->version)
                return refuse(error, REFUSAL_VERSION_CHANGED, NULL, NULL);
        if (wish->origin_given)
                account->origin = (Origin) wish->origin;
        if (wish->origin_verified_given)
                account->origin_verified = wish->origin_verified;
        if (wish->frozen_given)
                account->frozen = wish->frozen;
        detail = change_detail(account);
        return store_account_save(tx->store, account, error) && account_event(tx, account, "change", detail, error)
               && answer(account, outcome);
}

bool app_change_account(App *app, const Call *call, const ChangeAccount *wish, Outcome *outcome, GError **error) {
        return app_write(app, call, change, (gpointer) wish, outcome, error);
}
