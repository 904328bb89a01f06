/* Opens an attempt to verify whoever is to own an account. */
#include "app/cases.h"

#include "app/plan-facts.h"
#include "app/transfer-parts.h"
#include "base/refusal.h"
#include "store/verifications.h"

/* Whether the case's route lets this kind of owner be verified in this way. */
static bool route_allows(const Dossier *parent, const PolicyMethod *way) {
        const PolicyRoute *route = parent->facts.route;

        if (route->destination == DESTINATION_FREE)
                return true;
        for (guint i = 0; i < route->methods->len; i++) {
                const PolicyMethod *method = g_ptr_array_index(route->methods, i);

                if (method->method == way->method && method->owner == way->owner)
                        return true;
        }
        return false;
}

/* The case that waits for this attempt, or nil for a first verification. */
static bool parent_find(AppTx *tx, const Account *account, const PolicyMethod *way, Uuid *parent, GError **error) {
        g_autoptr(Proceeding) open = NULL;
        g_autoptr(Dossier) dossier = NULL;
        Verification active;
        bool verified;

        *parent = (Uuid){ { 0 } };
        if (!store_proceeding_open_of(tx->store, &account->id, PROCEEDING_CASE, &open, error)
            || !store_verification_active(tx->store, &account->id, &active, &verified, error))
                return false;
        if (open && open->state == STATE_REVERIFYING) {
                dossier = dossier_load_for_system(tx, &open->id, error);
                if (!dossier)
                        return false;
                *parent = open->id;
                return route_allows(dossier, way)
                       || refuse(error, REFUSAL_ROUTE_NOT_APPLICABLE, "/method", way->id,
                                 REFUSAL_BOTH("这项变更不能以此完成", "this change cannot be completed by it"), NULL);
        }
        return !verified || refuse(error, REFUSAL_ALREADY_VERIFIED, NULL, NULL);
}

/* Whoever holds a new account is its first subject; once it has named somebody, another owner is another subject. */
static bool subject_name(AppTx *tx, const Account *account, const Identity *owner, Uuid *subject, GError **error) {
        g_auto(Identity) held = { 0 };
        bool known;

        if (!app_subject_open(tx, &account->tenure, &held, &known, error))
                return false;
        if (known)
                return app_subject_make(tx, &account->id, owner, subject, error);
        *subject = account->tenure;
        return app_subject_fill(tx, subject, owner, error);
}

static Proceeding *attempt_make(AppTx *tx, const Account *account, const PolicyMethod *way, const Uuid *parent) {
        Proceeding *proceeding = dossier_proceeding_new(tx, PROCEEDING_ATTEMPT, &account->id);

        proceeding->parent = *parent;
        proceeding->old_subject = account->tenure;
        proceeding->method = way->method;
        proceeding->owner = way->owner;
        return proceeding;
}

static bool attempt_begin(AppTx *tx, Account **account, const OpenAttempt *wish, Dossier **dossier, GError **error) {
        const PolicyMethod *way = policy_method(tx->app->policy, wish->method, wish->owner.kind);
        CivilDate today = civil_date_at(tx->call->now, tx->app->policy->zone);
        g_auto(Identity) owner = { 0 };
        Proceeding *proceeding;
        Uuid parent;

        if (!way)
                return refuse(error, REFUSAL_ROUTE_NOT_APPLICABLE, "/method",
                              enum_name(&method_names, (int) wish->method),
                              REFUSAL_BOTH("不适用于这样的所有人", "it is not for this kind of owner"), NULL);
        if (!method_check_offered(tx->app, way, error) || !parent_find(tx, *account, way, &parent, error)
            || !identity_check(&wish->owner, today, "/owner", &owner, error))
                return false;
        proceeding = attempt_make(tx, *account, way, &parent);
        *dossier = dossier_begin(tx, proceeding, g_steal_pointer(account), error);
        return *dossier && app_subject_has_room(tx, (*dossier)->policy, &owner, "/owner", error)
               && subject_name(tx, (*dossier)->account, &owner, &proceeding->new_subject, error);
}

static bool open_attempt(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const OpenAttempt *wish = data;
        g_autoptr(Account) account = NULL;
        g_autoptr(Dossier) dossier = NULL;

        if (!uuid_equal(&tx->call->actor->account, &wish->account))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (!store_account_load(tx->store, &wish->account, &account, error))
                return false;
        if (!account)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (account_is_origins(account))
                return refuse_at_origin(tx->app->policy, account, error);
        return attempt_begin(tx, &account, wish, &dossier, error) && app_step_open(tx, dossier, NULL, error)
               && dossier_refresh(tx, dossier, error) && dossier_answer(tx, dossier, outcome, error);
}

bool app_open_attempt(App *app, const Call *call, const OpenAttempt *wish, Outcome *outcome, GError **error) {
        OpenAttempt copy = *wish;

        return app_write(app, call, open_attempt, &copy, outcome, error);
}
