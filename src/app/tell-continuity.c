/* Tells what money a change needs: the guard's forecast until its worst-case end. */
#include "app/account-parts.h"
#include "app/case-guard.h"
#include "app/documents.h"
#include "base/refusal.h"
#include "domain/plan.h"
#include "store/proceedings.h"

/* The latest end of a route that is begun at `at` by whoever has what it needs and no more. */
static bool route_end(const Policy *policy, const Calendar *calendar, const PolicyRoute *route, gint64 at,
                      gint64 *end, GError **error) {
        PlanWish wish = { .origin = ORIGIN_LOCAL,
                          .from = route->from,
                          .to = route->to,
                          .same_enterprise = route->same_subject,
                          .has_enterprise_alipay = route->need == ROUTE_NEED_ENTERPRISE_ALIPAY,
                          .has_corporate_account = route->need == ROUTE_NEED_CORPORATE_ACCOUNT,
                          .at = at };
        g_autoptr(Plan) plan = plan_make(policy, calendar, &wish, error);

        if (!plan)
                return false;
        for (guint i = 0; i < plan->routes->len; i++) {
                const PlanRoute *planned = g_ptr_array_index(plan->routes, i);

                if (planned->route == route)
                        *end = planned->ends_by;
        }
        return true;
}

/* A case may still need all of its route, or after a release the whole time that the holder has to be verified anew. */
static bool case_end(AppTx *tx, const Proceeding *proceeding, gint64 *end, GError **error) {
        const Policy *policy = documents_policy(tx, proceeding->policy_hash, error);
        const Calendar *calendar = policy ? documents_calendar(tx, proceeding->calendar_hash, error) : NULL;
        const PolicyRoute *route;

        if (!calendar)
                return false;
        route = policy_route(policy, proceeding->route);
        if (STATE_IS_END(proceeding->state) || !route)
                return true;
        if (proceeding->state == STATE_REVERIFYING) {
                *end = MAX(*end, proceeding->expires_at);
                return true;
        }
        return route_end(policy, calendar, route, tx->call->now, end, error);
}

static bool case_find(AppTx *tx, const TellContinuity *wish, Proceeding **proceeding, GError **error) {
        if (!wish->has_case)
                return store_proceeding_open_of(tx->store, &wish->account, PROCEEDING_CASE, proceeding, error);
        if (!store_proceeding_load(tx->store, &wish->case_id, proceeding, NULL, error))
                return false;
        return (*proceeding && (*proceeding)->kind == PROCEEDING_CASE
                && uuid_equal(&(*proceeding)->account, &wish->account))
               || refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
}

static char *route_ids(const Policy *policy) {
        g_autoptr(GPtrArray) ids = g_ptr_array_new();

        for (guint i = 0; i < policy->routes->len; i++)
                g_ptr_array_add(ids, ((const PolicyRoute *) g_ptr_array_index(policy->routes, i))->id);
        g_ptr_array_add(ids, NULL);
        return g_strjoinv(", ", (char **) ids->pdata);
}

static bool end_find(AppTx *tx, const TellContinuity *wish, gint64 *end, GError **error) {
        const App *app = tx->app;
        g_autoptr(Proceeding) proceeding = NULL;

        *end = tx->call->now;
        if (wish->route) {
                const PolicyRoute *route = policy_route(app->policy, wish->route);
                g_autofree char *known = route ? NULL : route_ids(app->policy);

                return route ? route_end(app->policy, app->calendar, route, tx->call->now, end, error)
                             : refuse(error, REFUSAL_UNKNOWN_VALUE, NULL, "route", wish->route, known, NULL);
        }
        return case_find(tx, wish, &proceeding, error) && (!proceeding || case_end(tx, proceeding, end, error));
}

static json_t *products_document(const GuardAccount *money, const GuardForecast *forecast) {
        json_t *products = json_array();

        for (guint i = 0; i < forecast->stops_count; i++) {
                const GuardStop *stop = &forecast->stops[i];
                const GuardProduct *product = &money->products[stop->product];

                json_array_append_new(
                        products,
                        json_pack("{s:s, s:s, s:s, s:b, s:o, s:o, s:o}", "id", product->id, "name", product->name,
                                  "billing", enum_name(&billing_names, (int) product->billing), "cost_known",
                                  (int) stop->cost_known, "needed", json_yuan(stop->needed_micro_yuan), "stops_at",
                                  json_time(stop->stops_at), "rest_lasts_until", json_time(stop->rest_lasts_until)));
        }
        return products;
}

static json_t *forecast_document(AppTx *tx, gint64 end, const GuardAccount *money, const GuardForecast *forecast) {
        return json_pack("{s:b, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:b, s:o}", "known", 1, "at",
                         json_time(tx->call->now), "until", json_time(end), "hours", (json_int_t) forecast->hours,
                         "money", json_yuan(forecast->money_micro_yuan), "needed",
                         json_yuan(forecast->needed_micro_yuan), "shortfall",
                         json_yuan(forecast->shortfall_micro_yuan), "spent_at", json_time(forecast->ends_at),
                         "holds_submission", (int) tx->app->policy->continuity.holds_submission, "products",
                         products_document(money, forecast));
}

/* The same members where nothing was reported. */
static json_t *unknown_document(AppTx *tx, gint64 end) {
        return json_pack("{s:b, s:o, s:o, s:n, s:n, s:n, s:n, s:n, s:b, s:[]}", "known", 0, "at",
                         json_time(tx->call->now), "until", json_time(end), "hours", "money", "needed", "shortfall",
                         "spent_at", "holds_submission", (int) tx->app->policy->continuity.holds_submission,
                         "products");
}

static bool tell(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const TellContinuity *wish = data;
        g_autoptr(Account) account = NULL;
        g_auto(ProductList) products = { 0 };
        g_auto(GuardForecast) forecast = { 0 };
        GuardAccount money;
        bool known;
        gint64 end;

        if (!account_load_seen(tx, &wish->account, &account, error) || !end_find(tx, wish, &end, error)
            || !app_guard_money(tx, account, tx->app->policy, &products, &money, &known, error))
                return false;
        if (known && !guard_forecast(&money, tx->call->now, end, &forecast, error))
                return false;
        outcome->document = known ? forecast_document(tx, end, &money, &forecast) : unknown_document(tx, end);
        return true;
}

bool app_tell_continuity(App *app, const Call *call, const TellContinuity *wish, Outcome *outcome, GError **error) {
        return app_read(app, call, tell, (gpointer) wish, outcome, error);
}
