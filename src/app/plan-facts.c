/* Reads what is known of an account for its plan. */
#include "app/plan-facts.h"

#include "base/refusal.h"
#include "store/proceedings.h"
#include "store/verifications.h"

#define HISTORY_READ 8

static bool last_change_read(AppTx *tx, const Uuid *account, gint64 *last_change_at, GError **error) {
        g_autoptr(GArray) history = NULL;

        *last_change_at = INSTANT_NONE;
        if (!store_verification_history(tx->store, account, HISTORY_READ, &history, error))
                return false;
        for (guint i = 0; i < history->len; i++) {
                const Verification *verification = &g_array_index(history, Verification, i);

                if (verification->released_at != INSTANT_NONE)
                        *last_change_at = MAX(*last_change_at, verification->released_at);
        }
        return true;
}

bool plan_facts_read(AppTx *tx, const Account *account, PlanAccount *facts, GError **error) {
        g_autoptr(Proceeding) open = NULL;
        Verification active;
        bool verified;

        if (!store_proceeding_open_of(tx->store, &account->id, PROCEEDING_CASE, &open, error)
            || !store_verification_active(tx->store, &account->id, &active, &verified, error)
            || !last_change_read(tx, &account->id, &facts->last_change_at, error))
                return false;
        facts->case_open = open != NULL;
        facts->not_verified = !verified;
        facts->frozen = account->frozen;
        facts->arrears = account->usage_known && account->balance_micro_yuan < 0;
        return true;
}

bool account_is_origins(const Account *account) {
        return account->origin != ORIGIN_LOCAL && account->origin_verified;
}

bool refuse_at_origin(const Policy *policy, const Account *account, GError **error) {
        const PolicyOrigin *origin = policy_origin(policy, account->origin);
        g_autofree char *name =
                origin ? refusal_both(local_text(&origin->name, LANGUAGE_ZH), local_text(&origin->name, LANGUAGE_EN))
                       : g_strdup(enum_name(&origin_names, (int) account->origin));

        return refuse(error, REFUSAL_CHANGE_AT_ORIGIN, NULL, name, origin ? origin->address : name, NULL);
}
