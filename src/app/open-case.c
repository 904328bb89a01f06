/* Opens a case, and amends it while it is a draft. */
#include "app/cases.h"

#include "app/carry-over.h"
#include "app/plan-facts.h"
#include "app/step.h"
#include "base/refusal.h"
#include "domain/plan.h"
#include "store/verifications.h"

#include <string.h>

static bool refuse_recent_change(const Policy *policy, const PlanAccount *facts, GError **error) {
        guint days = policy->limits.days_between_changes;
        g_autofree char *text = g_strdup_printf("%u", days);
        g_autofree char *until = instant_format_minute(facts->last_change_at + days * INSTANT_DAY, policy->zone);

        return refuse(error, REFUSAL_CHANGED_RECENTLY, NULL, text, until, NULL);
}

static bool refuse_route(const PolicyRoute *route, const char *pointer, PlanReason reason, GError **error) {
        static const Plan nowhere = { 0 }; /* none of the reasons that come here names an origin */
        g_autofree char *name =
                refusal_both(local_text(&route->name, LANGUAGE_ZH), local_text(&route->name, LANGUAGE_EN));
        g_autofree char *zh = plan_reason_text(&nowhere, reason, LANGUAGE_ZH);
        g_autofree char *en = plan_reason_text(&nowhere, reason, LANGUAGE_EN);
        g_autofree char *why = refusal_both(zh, en);

        return refuse(error, REFUSAL_ROUTE_NOT_APPLICABLE, pointer, name, why, NULL);
}

static bool refuse_by_plan(const Policy *policy, const Account *account, const PlanAccount *facts,
                           const PolicyRoute *route, const OpenCase *wish, PlanReason reason, GError **error) {
        if (reason == PLAN_CHANGE_AT_ORIGIN)
                return refuse_at_origin(policy, account, error);
        if (reason == PLAN_CASE_OPEN)
                return refuse(error, REFUSAL_CASE_OPEN, NULL, NULL);
        if (reason == PLAN_NOT_VERIFIED)
                return refuse(error, REFUSAL_NOT_VERIFIED, NULL, NULL);
        if (reason == PLAN_FROZEN)
                return refuse(error, REFUSAL_ACCOUNT_FROZEN, NULL, NULL);
        if (reason == PLAN_ARREARS)
                return refuse(error, REFUSAL_IN_ARREARS, NULL, NULL);
        if (reason == PLAN_CHANGED_RECENTLY)
                return refuse_recent_change(policy, facts, error);
        if (reason == PLAN_BANK_NOT_SUPPORTED)
                return refuse(error, REFUSAL_BANK_NOT_SUPPORTED, "/bank", wish->bank, NULL);
        return refuse_route(route, "/route", reason, error);
}

/* The route's own kinds are asked for: the holder has chosen it, so what it needs is taken as had. */
static bool route_is_open(AppTx *tx, const Account *account, const PolicyRoute *route, const OpenCase *wish,
                          const Verification *active, bool verified, GError **error) {
        const Policy *policy = tx->app->policy;
        PlanAccount facts = { 0 };
        PlanWish plan = { .origin = account->origin,
                          .origin_verified = account->origin_verified,
                          .from = verified ? active->kind : route->from,
                          .to = route->to,
                          .same_enterprise = route->same_subject,
                          .has_enterprise_alipay = true,
                          .has_corporate_account = true,
                          .platform_pays_nobody = !tx->app->bank,
                          .bank = wish->bank,
                          .at = tx->call->now,
                          .account = &facts };
        PlanReason reason;

        if (!plan_facts_read(tx, account, &facts, error))
                return false;
        if (!plan_route_applies(policy, route, &plan, &reason))
                return refuse_by_plan(policy, account, &facts, route, wish, reason, error);
        return verified || refuse(error, REFUSAL_NOT_VERIFIED, NULL, NULL);
}

/* The new owner must be another one, or for a change of name the same under another name. */
static bool owner_fits(AppTx *tx, const Dossier *dossier, const Identity *owner, GError **error) {
        const PolicyRoute *route = dossier->facts.route;
        g_auto(Identity) old = { 0 };
        bool known;

        if (owner->kind != route->to)
                return refuse_route(route, "/new_owner/kind", PLAN_WRONG_KIND, error);
        if (!app_subject_open(tx, &dossier->proceeding->old_subject, &old, &known, error))
                return false;
        if (known && route->same_subject) {
                if (!identity_same_owner(&old, owner))
                        return refuse(error, REFUSAL_NOT_SAME_ENTERPRISE, "/new_owner/number", NULL);
                if (g_str_equal(old.name, owner->name))
                        return refuse(error, REFUSAL_SAME_OWNER, "/new_owner/name", NULL);
                return true;
        }
        if (known && identity_same_owner(&old, owner))
                return refuse(error, REFUSAL_SAME_OWNER, "/new_owner/number", NULL);
        return app_subject_has_room(tx, dossier->policy, owner, "/new_owner", error);
}

static bool owner_name(AppTx *tx, Dossier *dossier, const Claim *claim, GError **error) {
        Proceeding *proceeding = dossier->proceeding;
        CivilDate today = civil_date_at(tx->call->now, dossier->policy->zone);
        g_auto(Identity) owner = { 0 };

        if (!identity_check(claim, today, "/new_owner", &owner, error) || !owner_fits(tx, dossier, &owner, error))
                return false;
        if (!uuid_is_nil(&proceeding->new_subject))
                return app_subject_fill(tx, &proceeding->new_subject, &owner, error);
        return app_subject_make(tx, &proceeding->account, &owner, &proceeding->new_subject, error);
}

static Proceeding *case_make(AppTx *tx, const Verification *active, const PolicyRoute *route, const OpenCase *wish) {
        Proceeding *proceeding = dossier_proceeding_new(tx, PROCEEDING_CASE, &wish->account);

        proceeding->opened_from = wish->opened_from;
        proceeding->verification = active->id;
        proceeding->old_subject = active->subject;
        proceeding->route = g_strdup(route->id);
        return proceeding;
}

static bool account_of_actor(AppTx *tx, const Uuid *id, Account **account, GError **error) {
        bool hidden = actor_has(tx->call->actor, ROLE_HOLDER) && !uuid_equal(&tx->call->actor->account, id);

        if (!hidden && !store_account_load(tx->store, id, account, error))
                return false;
        if (!*account)
                refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        return *account != NULL;
}

static bool open_case(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const OpenCase *wish = data;
        const PolicyRoute *route = policy_route(tx->app->policy, wish->route);
        g_autoptr(Account) account = NULL;
        g_autoptr(Dossier) dossier = NULL;
        Verification active;
        bool verified;

        if (!account_of_actor(tx, &wish->account, &account, error)
            || !store_verification_active(tx->store, &wish->account, &active, &verified, error))
                return false;
        if (!route)
                return refuse(error, REFUSAL_ROUTE_NOT_APPLICABLE, "/route", wish->route,
                              REFUSAL_BOTH("没有这种办法", "there is no such route"), NULL);
        if (!route_is_open(tx, account, route, wish, &active, verified, error))
                return false;
        dossier = dossier_begin(tx, case_make(tx, &active, route, wish), g_steal_pointer(&account), error);
        if (!dossier || (wish->has_new_owner && !owner_name(tx, dossier, &wish->new_owner, error)))
                return false;
        dossier->sealed.statement =
                vault_seal_text(dossier->key, "proceedings.statement", &dossier->proceeding->id, wish->statement);
        return app_step_open(tx, dossier, NULL, error) && carry_over_evidence(tx, dossier, error)
               && dossier_refresh(tx, dossier, error) && dossier_answer(tx, dossier, outcome, error);
}

bool app_open_case(App *app, const Call *call, const OpenCase *wish, Outcome *outcome, GError **error) {
        OpenCase copy = *wish;

        return app_write(app, call, open_case, &copy, outcome, error);
}

static bool amend_case(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const AmendCase *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, PROCEEDING_CASE, error);
        g_autoptr(GBytes) statement = NULL;

        if (!dossier || (wish->has_new_owner && !owner_name(tx, dossier, &wish->new_owner, error)))
                return false;
        statement = vault_seal_text(dossier->key, "proceedings.statement", &wish->id, wish->statement);
        if (statement && !store_proceeding_state_why(tx->store, &wish->id, statement, error))
                return false;
        if (statement) {
                g_clear_pointer(&dossier->sealed.statement, g_bytes_unref);
                dossier->sealed.statement = g_steal_pointer(&statement);
        }
        return app_step(tx, dossier, EVENT_AMEND, NULL, error) && dossier_answer(tx, dossier, outcome, error);
}

bool app_amend_case(App *app, const Call *call, const AmendCase *wish, Outcome *outcome, GError **error) {
        AmendCase copy = *wish;

        return app_write(app, call, amend_case, &copy, outcome, error);
}
