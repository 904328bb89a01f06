/* Answers whether an account is verified, and shows what it was verified as before. */
#include "app/account-parts.h"
#include "app/identity.h"
#include "base/refusal.h"

typedef struct VerificationQuestion {
        const Uuid *account;
        Verification *verification;
        bool verified;
} VerificationQuestion;

/* An account with an active verification exists; only of another it must be asked. */
static bool active_find(StoreTx *store, gpointer data, GError **error) {
        VerificationQuestion *question = data;
        g_autoptr(Account) account = NULL;

        if (!store_verification_active(store, question->account, question->verification, &question->verified, error))
                return false;
        if (question->verified)
                return true;
        if (!store_account_load(store, question->account, &account, error))
                return false;
        return account || refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
}

bool app_look_up_verification(App *app, const Call *call, const Uuid *account, VerifiedAs *answer, GError **error) {
        Verification active;
        VerificationQuestion question = { .account = account, .verification = &active };
        StoreMark mark;

        if (!account_is_seen(call->actor, account))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (store_answer_find(app->store, account, answer, &mark))
                return true;
        if (!store_read(app->store, active_find, &question, error))
                return false;
        *answer = (VerifiedAs){ .verified = false };
        if (question.verified)
                *answer = (VerifiedAs){ true, active.kind, active.method, active.verified_at, active.id };
        store_answer_keep(app->store, account, answer, &mark);
        return true;
}

static bool show(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        Verification verification;
        VerificationQuestion question = { .account = data, .verification = &verification };
        json_t *owner;

        if (!active_find(tx->store, &question, error))
                return false;
        if (!question.verified) {
                outcome->document = json_pack("{s:b, s:n, s:n, s:n, s:n, s:n}", "verified", 0, "kind", "method",
                                              "since", "verification", "subject");
                return true;
        }
        owner = app_subject_document(tx, &verification.subject, false, error);
        if (!owner)
                return false;
        outcome->document = json_pack("{s:b, s:s, s:s, s:o, s:o, s:o}", "verified", 1, "kind",
                                      enum_name(&owner_kind_names, (int) verification.kind), "method",
                                      enum_name(&method_names, (int) verification.method), "since",
                                      json_time(verification.verified_at), "verification", json_id(&verification.id),
                                      "subject", owner);
        return true;
}

bool app_show_verification(App *app, const Call *call, const Uuid *account, Outcome *outcome, GError **error) {
        if (!account_is_seen(call->actor, account))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        return app_read(app, call, show, (gpointer) account, outcome, error);
}

/* A holder is shown whom a verification names, and by which case it ended, where it is their own. */
static json_t *item_document(AppTx *tx, const Account *account, const Verification *verification, GError **error) {
        bool own = actor_has(tx->call->actor, ROLE_HOLDER) && uuid_equal(&verification->subject, &account->tenure);
        json_t *owner = own ? app_subject_document(tx, &verification->subject, false, error) : json_null();

        if (!owner)
                return NULL;
        return json_pack("{s:o, s:s, s:s, s:o, s:o, s:o}", "id", json_id(&verification->id), "kind",
                         enum_name(&owner_kind_names, (int) verification->kind), "method",
                         enum_name(&method_names, (int) verification->method), "verified_at",
                         json_time(verification->verified_at), "released_at", json_time(verification->released_at),
                         "subject", owner);
}

static bool place_find(AppTx *tx, const ListVerifications *wish, Verification *place, GError **error) {
        bool found;
        Uuid id;

        *place = (Verification){ .verified_at = G_MAXINT64 };
        if (!wish->after)
                return true;
        if (!cursor_read(wish->after, &id, error) || !store_verification_load(tx->store, &id, place, &found, error))
                return false;
        return (found && uuid_equal(&place->account, &wish->account))
               || refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
}

static bool list(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ListVerifications *wish = data;
        g_autoptr(GArray) history = NULL;
        g_autoptr(Account) account = NULL;
        json_t *items = json_array();
        json_t *next = json_null();
        Verification place;

        outcome->document = json_pack("{s:o}", "items", items);
        if (!account_load_seen(tx, &wish->account, &account, error) || !place_find(tx, wish, &place, error)
            || !store_verification_history_before(tx->store, &wish->account, place.verified_at, &place.id,
                                                  VERIFICATIONS_PAGE + 1, &history, error))
                return false;
        for (guint i = 0; i < MIN(history->len, VERIFICATIONS_PAGE); i++) {
                json_t *item = item_document(tx, account, &g_array_index(history, Verification, i), error);

                if (!item || json_array_append_new(items, item) != 0)
                        return false;
        }
        if (history->len > VERIFICATIONS_PAGE)
                next = json_id(&g_array_index(history, Verification, VERIFICATIONS_PAGE - 1).id);
        return json_object_set_new(outcome->document, "next", next) == 0;
}

bool app_list_verifications(App *app, const Call *call, const ListVerifications *wish, Outcome *outcome,
                            GError **error) {
        return app_read(app, call, list, (gpointer) wish, outcome, error);
}
