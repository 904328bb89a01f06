/* Changes a one-time link for a session. */
#include "app/people-parts.h"

#include "base/refusal.h"

typedef struct Exchanging {
        guint8 link_hash[LINK_HASH_SIZE];
        SecretText *token;
} Exchanging;

static bool exchange(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Exchanging *exchanging = data;
        LinkRow link = { 0 };
        SessionRow session = { 0 };
        bool found, used = false;

        if (!store_link_find(tx->store, exchanging->link_hash, &link, &found, error))
                return false;
        if (found && link.purpose != LINK_PASSWORD
            && !store_link_use(tx->store, exchanging->link_hash, tx->call->now, &used, error))
                return false;
        if (!used)
                return refuse(error, REFUSAL_LINK_INVALID, "/token", NULL);
        session.kind = link.purpose == LINK_DISPUTE ? SESSION_PARTY : SESSION_HOLDER;
        session.account = link.account;
        session.case_id = link.case_id;
        session.subject = link.subject;
        if (!session_begin(tx, &session, exchanging->token, error))
                return false;
        outcome->document = session_document(&session, &(const Actor){ .session = session.id });
        outcome->once = true;
        return true;
}

bool app_exchange_link(App *app, const Call *call, const SecretText *link, Outcome *outcome, SecretText **token,
                       GError **error) {
        g_autoptr(SecretText) made = vault_token_new();
        Exchanging exchanging = { .token = made };

        vault_token_hash(app->vault, VAULT_TOKEN_LINK, link, exchanging.link_hash);
        if (!app_write(app, call, exchange, &exchanging, outcome, error))
                return false;
        *token = g_steal_pointer(&made);
        return true;
}
