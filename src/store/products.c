/* What runs on an account, as its platform reported it. */
#include "store/products.h"

#include "base/enum-names.h"

static const Statement products_clear = { "DELETE FROM products WHERE account_id = $1" };

static const Statement product_add = { "INSERT INTO products (account_id, product_id, name, billing, cost_1_day, "
                                       "cost_3_days, cost_7_days, cost_30_days, "
                                       "stop_order) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)" };

static const Statement products_of_account = { "SELECT product_id, name, billing, cost_1_day, cost_3_days, "
                                               "cost_7_days, cost_30_days, stop_order FROM products "
                                               "WHERE account_id = $1 ORDER BY stop_order, product_id LIMIT $2" };

void product_list_clear(ProductList *list) {
        g_clear_pointer(&list->products, g_array_unref);
        g_clear_pointer(&list->texts, g_string_chunk_free);
}

static Value cost_value(gint64 cost) {
        return cost == GUARD_COST_NONE ? value_null(VALUE_INT) : value_int(cost);
}

bool store_product_replace(StoreTx *tx, const Uuid *account, const GuardProduct *products, guint count,
                           GError **error) {
        if (!store_run(tx, &products_clear, NULL, error, VALUES(value_uuid(account))))
                return false;
        for (guint i = 0; i < count; i++) {
                const GuardProduct *product = &products[i];
                const gint64 *cost = product->cost_micro_yuan;

                if (!store_run(tx, &product_add, NULL, error,
                               VALUES(value_uuid(account), value_text(product->id), value_text(product->name),
                                      value_text(enum_name(&billing_names, (int) product->billing)),
                                      cost_value(cost[GUARD_SPAN_1_DAY]), cost_value(cost[GUARD_SPAN_3_DAYS]),
                                      cost_value(cost[GUARD_SPAN_7_DAYS]), cost_value(cost[GUARD_SPAN_30_DAYS]),
                                      value_int(product->stop_order))))
                        return false;
        }
        return true;
}

static bool product_from_row(Rows *row, ProductList *list, GError **error) {
        GuardProduct product = { .id = g_string_chunk_insert(list->texts, rows_text(row, 0)),
                                 .name = g_string_chunk_insert(list->texts, rows_text(row, 1)),
                                 .stop_order = rows_int(row, 7) };
        int billing;

        if (!enum_find(&billing_names, rows_text(row, 2), &billing))
                return fail(error, FAILURE_CORRUPT, "a product has an unknown way of billing");
        product.billing = (Billing) billing;
        for (int span = 0; span < GUARD_SPAN_COUNT; span++)
                product.cost_micro_yuan[span] =
                        rows_is_null(row, 3 + span) ? GUARD_COST_NONE : rows_int(row, 3 + span);
        g_array_append_val(list->products, product);
        return true;
}

bool store_product_list(StoreTx *tx, const Uuid *account, ProductList *list, GError **error) {
        g_auto(ProductList) found = { .products = g_array_new(FALSE, FALSE, sizeof(GuardProduct)),
                                      .texts = g_string_chunk_new(256) };
        g_autoptr(Rows) rows = store_query(tx, &products_of_account, error,
                                           VALUES(value_uuid(account), value_int(GUARD_PRODUCTS_MAX)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                if (!product_from_row(rows, &found, error))
                        return false;
        }
        product_list_clear(list);
        *list = found;
        found = (ProductList){ NULL, NULL };
        return true;
}
