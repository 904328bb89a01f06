/* Holds an account's money against the length of its change. */
#include "app/case-guard.h"

#include "domain/plan.h"

bool app_guard_money(AppTx *tx, const Account *account, const Policy *policy, ProductList *products,
                     GuardAccount *money, bool *known, GError **error) {
        guint lag_minutes =
                account->billing_lag_minutes ? account->billing_lag_minutes : policy->continuity.billing_lag_minutes;

        *known = account->usage_known;
        if (!*known)
                return true;
        if (!store_product_list(tx->store, &account->id, products, error))
                return false;
        *money = (GuardAccount){ .products = (const GuardProduct *) (gpointer) products->products->data,
                                 .products_count = products->products->len,
                                 .balance_micro_yuan = account->balance_micro_yuan,
                                 .credit_micro_yuan = account->credit_micro_yuan,
                                 .vouchers_micro_yuan = account->vouchers_micro_yuan,
                                 .billing_lag_us = lag_minutes * INSTANT_MINUTE };
        return true;
}

/* The plan knows when each route ends at the latest; only the case's own is asked for. */
static bool route_forecast(const Dossier *dossier, const GuardAccount *money, gint64 now, gint64 *shortfall,
                           GError **error) {
        const PolicyRoute *route = dossier->facts.route;
        PlanAccount facts = { .last_change_at = INSTANT_NONE, .money = money };
        PlanWish wish = { .origin = ORIGIN_LOCAL,
                          .from = route->from,
                          .to = route->to,
                          .same_enterprise = route->same_subject,
                          .has_enterprise_alipay = true,
                          .has_corporate_account = true,
                          .at = now,
                          .account = &facts };
        g_autoptr(Plan) plan = plan_make(dossier->policy, dossier->calendar, &wish, error);

        if (!plan)
                return false;
        *shortfall = 0;
        for (guint i = 0; i < plan->routes->len; i++) {
                const PlanRoute *planned = g_ptr_array_index(plan->routes, i);

                if (planned->route == route)
                        *shortfall = planned->forecast.shortfall_micro_yuan;
        }
        return true;
}

bool app_guard_shortfall_of_case(AppTx *tx, const Dossier *dossier, gint64 *shortfall, GError **error) {
        g_auto(ProductList) products = { 0 };
        GuardAccount money;
        bool known;

        *shortfall = 0;
        if (!app_guard_money(tx, dossier->account, dossier->policy, &products, &money, &known, error))
                return false;
        return !known || route_forecast(dossier, &money, tx->call->now, shortfall, error);
}
