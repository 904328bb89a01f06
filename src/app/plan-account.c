/* Plans a change of one account's owner by what is known of it. */
#include "app/account-parts.h"
#include "app/case-guard.h"
#include "app/plan-facts.h"
#include "domain/plan-json.h"

static bool plan_read(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const PlanAccountWish *wish = data;
        const App *app = tx->app;
        g_autoptr(Account) account = NULL;
        g_auto(ProductList) products = { 0 };
        GuardAccount money;
        PlanAccount facts = { 0 };
        PlanWish asked = { .to = (OwnerKind) wish->to,
                           .same_enterprise = wish->same_enterprise,
                           .has_enterprise_alipay = wish->has_enterprise_alipay,
                           .has_corporate_account = wish->has_corporate_account || wish->bank,
                           .platform_pays_nobody = !app->bank,
                           .bank = wish->bank,
                           .at = tx->call->now,
                           .account = &facts };
        g_autoptr(Plan) plan = NULL;
        Verification active = { .kind = OWNER_PERSONAL };
        bool verified, known;

        if (!account_load_seen(tx, &wish->account, &account, error) || !plan_facts_read(tx, account, &facts, error)
            || !store_verification_active(tx->store, &account->id, &active, &verified, error)
            || !app_guard_money(tx, account, app->policy, &products, &money, &known, error))
                return false;
        asked.origin = account->origin;
        asked.origin_verified = account->origin_verified;
        asked.from = active.kind;
        facts.money = known ? &money : NULL;
        plan = plan_make(app->policy, app->calendar, &asked, error);
        if (!plan)
                return false;
        outcome->document = plan_to_json(plan, app->policy, app->calendar);
        return true;
}

bool app_plan_account(App *app, const Call *call, const PlanAccountWish *wish, Outcome *outcome, GError **error) {
        return app_read(app, call, plan_read, (gpointer) wish, outcome, error);
}
