/* Makes and ends verifications: the rows that never change, their leaves, and whose tenure the account is in. */
#include "app/step.h"

#include "app/identity.h"
#include "app/log.h"
#include "base/refusal.h"
#include "store/sessions.h"
#include "store/verifications.h"

static bool verification_log(AppTx *tx, const char *kind, const Verification *verification, const Uuid *in_case,
                             const json_t *content, GError **error) {
        Uuid leaf = uuid_new(tx->call->now);
        g_autoptr(DataKey) key = app_key(tx, &verification->subject, error);

        return key
               && app_log_add(tx, &leaf, kind, &verification->account, in_case, &verification->id, NULL, content, key,
                              error);
}

bool app_verify(AppTx *tx, Account *account, const Uuid *subject, OwnerKind kind, Method method,
                const Uuid *opened_by, const Uuid *in_case, GError **error) {
        Verification verification = { .id = uuid_new(tx->call->now),
                                      .account = account->id,
                                      .subject = *subject,
                                      .kind = kind,
                                      .method = method,
                                      .verified_at = tx->call->now,
                                      .opened_by = opened_by ? *opened_by : (Uuid){ { 0 } },
                                      .released_at = INSTANT_NONE };
        json_auto_t *content = NULL;
        bool same_owner;

        if (!app_subject_same_owner(tx, &account->tenure, subject, &same_owner, error))
                return false;
        if (!store_verification_add(tx->store, &verification, error))
                return store_error_is_rule(*error, NULL) || store_error_is_conflict(*error)
                               ? (g_clear_error(error), refuse(error, REFUSAL_ALREADY_VERIFIED, NULL, NULL))
                               : false;
        content = app_log_verification_content(tx, &verification, error);
        if (!content || !verification_log(tx, LEAF_KIND_MADE, &verification, in_case, content, error))
                return false;
        if (uuid_equal(&account->tenure, subject))
                return true;
        account->tenure = *subject;
        if (!store_account_save(tx->store, account, error))
                return false;
        /* where the account has changed hands whoever was signed in as its holder no longer is */
        return !in_case || same_owner || store_sessions_end_of_holder(tx->store, &account->id, error);
}

bool app_release(AppTx *tx, const Uuid *id, const Uuid *by_case, GError **error) {
        json_auto_t *content = NULL;
        Verification verification;
        bool found;

        if (!store_verification_release(tx->store, id, by_case, tx->call->now, error)
            || !store_verification_load(tx->store, id, &verification, &found, error))
                return false;
        g_assert(found);
        content = app_log_release_content(&verification);
        return verification_log(tx, LEAF_KIND_RELEASED, &verification, by_case, content, error);
}
