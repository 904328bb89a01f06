/* Takes what the platform says of an account's money: what it has and uses, and what it has paid. */
#include "app/account-parts.h"
#include "app/guard-watch.h"
#include "base/refusal.h"
#include "store/payments.h"
#include "store/products.h"

#define AHEAD (366 * INSTANT_DAY) /* no change takes longer; costs must add up until then */

void reported_product_free(ReportedProduct *product) {
        if (!product)
                return;
        g_free(product->id);
        g_free(product->name);
        g_free(product->cost_1_day);
        g_free(product->cost_3_days);
        g_free(product->cost_7_days);
        g_free(product->cost_30_days);
        g_free(product);
}

void reported_payment_free(ReportedPayment *payment) {
        if (!payment)
                return;
        g_free(payment->reference);
        g_free(payment->issuer);
        g_free(payment->amount);
        g_free(payment->service);
        g_free(payment);
}

/* ---- usage ------------------------------------------------------------------------------------------------------- */

typedef struct Usage {
        const ReportUsage *wish;
        gint64 balance, credit, vouchers, lag_minutes;
        GuardProduct *products;
        guint count;
} Usage;

static bool cost_read(const ReportedProduct *reported, guint place, GuardProduct *product, GError **error) {
        const struct {
                const char *name, *text;
        } costs[GUARD_SPAN_COUNT] = { { "cost_1_day", reported->cost_1_day },
                                      { "cost_3_days", reported->cost_3_days },
                                      { "cost_7_days", reported->cost_7_days },
                                      { "cost_30_days", reported->cost_30_days } };

        for (int span = 0; span < GUARD_SPAN_COUNT; span++) {
                g_autofree char *pointer = g_strdup_printf("/products/%u/%s", place, costs[span].name);

                product->cost_micro_yuan[span] = GUARD_COST_NONE;
                if (!yuan_read(costs[span].text, 0, pointer, costs[span].name, &product->cost_micro_yuan[span],
                               error))
                        return false;
        }
        return true;
}

static bool products_read(const GPtrArray *reported, Usage *usage, GError **error) {
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

        usage->count = reported ? reported->len : 0;
        usage->products = g_new0(GuardProduct, MAX(usage->count, 1));
        for (guint i = 0; i < usage->count; i++) {
                const ReportedProduct *product = g_ptr_array_index(reported, i);
                g_autofree char *pointer = g_strdup_printf("/products/%u/id", i);

                if (!g_hash_table_add(seen, product->id))
                        return refuse(error, REFUSAL_REPEATED_VALUE, pointer, "id", product->id, NULL);
                usage->products[i] =
                        (GuardProduct){ .id = product->id,
                                        .name = product->name,
                                        .billing = (Billing) product->billing,
                                        .stop_order = product->stop_order_given ? product->stop_order : i };
                if (!cost_read(product, i, &usage->products[i], error))
                        return false;
        }
        return true;
}

/* Costs that each are within bounds may still together leave what a forecast can hold. */
static bool costs_add_up(const Usage *usage, gint64 now, GError **error) {
        GuardAccount money = { .products = usage->products,
                               .products_count = usage->count,
                               .balance_micro_yuan = usage->balance,
                               .credit_micro_yuan = usage->credit,
                               .vouchers_micro_yuan = usage->vouchers,
                               .billing_lag_us = usage->lag_minutes * INSTANT_MINUTE };
        g_auto(GuardForecast) forecast = { 0 };

        if (guard_forecast(&money, now, now + AHEAD, &forecast, NULL))
                return true;
        return refuse(error, REFUSAL_OUT_OF_RANGE, "/products", "products", "0.00", "1000000000.00", NULL);
}

static bool usage_read(App *app, const Call *call, const ReportUsage *wish, Usage *usage, GError **error) {
        usage->wish = wish;
        usage->lag_minutes = wish->billing_lag_minutes < 0 ? app->policy->continuity.billing_lag_minutes
                                                           : wish->billing_lag_minutes;
        return yuan_read(wish->balance, -GUARD_AMOUNT_MAX, "/balance", "balance", &usage->balance, error)
               && yuan_read(wish->credit, 0, "/credit", "credit", &usage->credit, error)
               && yuan_read(wish->vouchers, 0, "/vouchers", "vouchers", &usage->vouchers, error)
               && products_read(wish->products, usage, error) && costs_add_up(usage, call->now, error);
}

static json_t *product_document(const GuardProduct *product) {
        static const char *const names[GUARD_SPAN_COUNT] = { "cost_1_day", "cost_3_days", "cost_7_days",
                                                             "cost_30_days" };
        json_t *document = json_pack("{s:s, s:s, s:s, s:I}", "id", product->id, "name", product->name, "billing",
                                     enum_name(&billing_names, (int) product->billing), "stop_order",
                                     (json_int_t) product->stop_order);

        for (int span = 0; span < GUARD_SPAN_COUNT; span++) {
                gint64 cost = product->cost_micro_yuan[span];

                json_object_set_new(document, names[span], cost == GUARD_COST_NONE ? json_null() : json_yuan(cost));
        }
        return document;
}

static json_t *usage_document(const Usage *usage, gint64 now) {
        json_t *products = json_array();

        for (guint i = 0; i < usage->count; i++)
                json_array_append_new(products, product_document(&usage->products[i]));
        return json_pack("{s:o, s:o, s:o, s:I, s:o, s:o}", "balance", json_yuan(usage->balance), "credit",
                         json_yuan(usage->credit), "vouchers", json_yuan(usage->vouchers), "billing_lag_minutes",
                         (json_int_t) usage->lag_minutes, "products", products, "reported_at", json_time(now));
}

static bool usage_store(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Usage *usage = data;
        g_autoptr(Account) account = NULL;

        if (!account_load_seen(tx, &usage->wish->account, &account, error))
                return false;
        account->usage_known = true;
        account->balance_micro_yuan = usage->balance;
        account->credit_micro_yuan = usage->credit;
        account->vouchers_micro_yuan = usage->vouchers;
        account->billing_lag_minutes = (guint) usage->lag_minutes;
        account->usage_at = tx->call->now;
        outcome->document = usage_document(usage, tx->call->now);
        return store_account_save_money(tx->store, account, error)
               && store_product_replace(tx->store, &account->id, usage->products, usage->count, error)
               && app_guard_look(tx, account, error);
}

bool app_report_usage(App *app, const Call *call, const ReportUsage *wish, Outcome *outcome, GError **error) {
        Usage usage = { 0 };
        bool taken = usage_read(app, call, wish, &usage, error)
                     && app_write(app, call, usage_store, &usage, outcome, error);

        g_free(usage.products);
        return taken;
}

/* ---- payments ---------------------------------------------------------------------------------------------------- */

typedef struct Payments {
        Uuid account;
        GPtrArray *rows; /* Payment * */
} Payments;

static bool payment_is_new(GHashTable *seen, const ReportedPayment *reported, guint place, GError **error) {
        g_autofree char *pointer = g_strdup_printf("/payments/%u/reference", place);

        if (g_hash_table_add(seen, g_strdup_printf("%d %s", reported->kind, reported->reference)))
                return true;
        return refuse(error, REFUSAL_REPEATED_VALUE, pointer, "reference", reported->reference, NULL);
}

static bool payments_read(const GPtrArray *reported, gint64 now, GPtrArray *rows, GError **error) {
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_autofree char *latest = instant_format(now + INSTANT_DAY, NULL);

        for (guint i = 0; i < reported->len; i++) {
                const ReportedPayment *from = g_ptr_array_index(reported, i);
                g_autofree char *amount_at = g_strdup_printf("/payments/%u/amount", i);
                g_autofree char *paid_at = g_strdup_printf("/payments/%u/paid_at", i);
                Payment *row = g_new0(Payment, 1);

                g_ptr_array_add(rows, row);
                row->kind = (PaymentKind) from->kind;
                row->reference = g_strdup(from->reference);
                row->issuer = g_strdup(from->issuer);
                row->paid_at = from->paid_at;
                row->service = g_strdup(from->service);
                row->in_force = from->in_force;
                if (!payment_is_new(seen, from, i, error)
                    || !yuan_read(from->amount, 0, amount_at, "amount", &row->amount_micro_yuan, error))
                        return false;
                if (from->paid_at > now + INSTANT_DAY)
                        return refuse(error, REFUSAL_OUT_OF_RANGE, paid_at, "paid_at", "0001-01-01T00:00:00Z", latest,
                                      NULL);
        }
        return true;
}

static json_t *payments_document(const GPtrArray *rows) {
        json_t *items = json_array();

        for (guint i = 0; i < rows->len; i++) {
                const Payment *payment = g_ptr_array_index(rows, i);

                json_array_append_new(items, json_pack("{s:s, s:s, s:s?, s:o, s:o, s:s?, s:b}", "kind",
                                                       enum_name(&payment_kind_names, (int) payment->kind),
                                                       "reference", payment->reference, "issuer", payment->issuer,
                                                       "amount", json_yuan(payment->amount_micro_yuan), "paid_at",
                                                       json_time(payment->paid_at), "service", payment->service,
                                                       "in_force", (int) payment->in_force));
        }
        return json_pack("{s:o}", "items", items);
}

static bool payments_store(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Payments *payments = data;
        g_autoptr(Account) account = NULL;

        outcome->document = payments_document(payments->rows);
        return account_load_seen(tx, &payments->account, &account, error)
               && store_payment_replace(tx->store, &account->id, payments->rows, error);
}

bool app_report_payments(App *app, const Call *call, const ReportPayments *wish, Outcome *outcome, GError **error) {
        g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify) payment_free);
        Payments payments = { wish->account, rows };

        return payments_read(wish->payments, call->now, rows, error)
               && app_write(app, call, payments_store, &payments, outcome, error);
}

static bool payments_list(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(Account) account = NULL;
        g_autoptr(GPtrArray) rows = NULL;

        if (!account_load_seen(tx, data, &account, error)
            || !store_payment_list(tx->store, &account->id, &rows, error))
                return false;
        outcome->document = payments_document(rows);
        return true;
}

bool app_list_payments(App *app, const Call *call, const Uuid *account, Outcome *outcome, GError **error) {
        return app_read(app, call, payments_list, (gpointer) account, outcome, error);
}
