/* One-time links: minted inside a transaction, handed out once, in a fragment. */
#include "app/people-parts.h"

#include "app/dossier.h"
#include "base/refusal.h"
#include "store/accounts.h"

/* The console's pages that take a link. */
static const char *const pages[] = {
        [LINK_SIGN_IN] = "enter", [LINK_PASSWORD] = "password", [LINK_DISPUTE] = "dispute"
};

bool app_link_mint(AppTx *tx, const LinkWish *wish, SecretText **token, GError **error) {
        g_autoptr(SecretText) made = vault_token_new();
        LinkRow row = { .purpose = wish->purpose,
                        .created_at = tx->call->now,
                        .expires_at = tx->call->now + wish->lifetime,
                        .staff = wish->staff,
                        .account = wish->account,
                        .case_id = wish->case_id,
                        .subject = wish->subject,
                        .used_at = INSTANT_NONE };

        vault_token_hash(tx->app->vault, VAULT_TOKEN_LINK, made, row.token_hash);
        if (!store_link_add(tx->store, &row, error))
                return false;
        *token = g_steal_pointer(&made);
        return true;
}

SecretText *app_link_url(const App *app, LinkPurpose purpose, const SecretText *token) {
        return g_strdup_printf("%s/%s#%s", app->public_url, pages[purpose], token);
}

/* Mints, and answers with the address. */
static bool link_answer(AppTx *tx, const LinkWish *wish, Outcome *outcome, GError **error) {
        g_autoptr(SecretText) token = NULL, url = NULL;

        if (!app_link_mint(tx, wish, &token, error))
                return false;
        url = app_link_url(tx->app, wish->purpose, token);
        outcome->document =
                json_pack("{s:s, s:o}", "url", url, "expires_at", json_time(tx->call->now + wish->lifetime));
        outcome->once = true;
        return true;
}

static bool mint_sign_in(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const MintSignInLink *wish = data;
        LinkWish link = { .purpose = LINK_SIGN_IN,
                          .account = wish->account,
                          .lifetime = wish->minutes * INSTANT_MINUTE };
        g_autoptr(Account) account = NULL;

        if (!store_account_load(tx->store, &wish->account, &account, error))
                return false;
        if (!account)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        return link_answer(tx, &link, outcome, error);
}

bool app_mint_sign_in_link(App *app, const Call *call, const MintSignInLink *wish, Outcome *outcome, GError **error) {
        return app_write(app, call, mint_sign_in, (gpointer) wish, outcome, error);
}

static bool mint_password(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        LinkWish link = { .purpose = LINK_PASSWORD,
                          .staff = *(const Uuid *) data,
                          .lifetime = LINK_PASSWORD_LIFETIME };
        g_auto(StaffRow) row = { 0 };

        if (!staff_load(tx, &link.staff, &row, error))
                return false;
        if (row.disabled_at != INSTANT_NONE)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        return store_links_void_of_staff(tx->store, &row.id, tx->call->now, error)
               && link_answer(tx, &link, outcome, error);
}

bool app_mint_password_link(App *app, const Call *call, const Uuid *staff, Outcome *outcome, GError **error) {
        return app_write(app, call, mint_password, (gpointer) staff, outcome, error);
}

static bool mint_dispute(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Uuid *case_id = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, case_id, PROCEEDING_CASE, error);
        LinkWish link = { .purpose = LINK_DISPUTE, .case_id = *case_id };

        if (!dossier)
                return false;
        if (STATE_IS_END(dossier->proceeding->state))
                return refuse_state(dossier->proceeding->state, NULL, error);
        link.account = dossier->proceeding->account;
        link.subject = dossier->proceeding->old_subject;
        link.lifetime = dossier->policy->limits.dispute_days * INSTANT_DAY;
        return link_answer(tx, &link, outcome, error);
}

bool app_mint_dispute_link(App *app, const Call *call, const Uuid *case_id, Outcome *outcome, GError **error) {
        return app_write(app, call, mint_dispute, (gpointer) case_id, outcome, error);
}
