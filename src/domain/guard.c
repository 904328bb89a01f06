/* The arithmetic of the continuity guard. Rates are whole micro-yuan in 210 days, the smallest span that 1, 3, 7 and 30
 * days divide, so that averages are compared and added without a remainder; products with times need 128 bits. */
#include "domain/guard.h"

#include "base/instant.h"
#include "base/refusal.h"

__extension__ typedef __int128 Wide;

#define RATE_DAYS 210
#define RATE_SPAN ((Wide) RATE_DAYS * INSTANT_DAY)
#define NEEDED_MAX (G_MAXINT64 / 2) /* leaves room for arrears on top */
#define SPAN_MAX (GUARD_DAYS_MAX * INSTANT_DAY)

static const char *const billings[] = {
        [BILLING_PAY_AS_YOU_GO] = "pay-as-you-go", [BILLING_SUBSCRIPTION] = "subscription"
};
const EnumNames billing_names = ENUM_NAMES(billings);

static const int span_days[GUARD_SPAN_COUNT] = { 1, 3, 7, 30 };

/* What is known once the input is found to be within bounds. With them the largest product, a rate times a span, stays
 * below 1000 · 210 · 10¹⁵ · 2 · 3660 · 86400 · 10⁶ < 2¹²⁷. */
typedef struct Purse {
        Wide money;
        Wide rate; /* of all products */
        gint64 lag;
        gint64 now;
} Purse;

static bool within(gint64 value, gint64 low, gint64 high, const char *name, GError **error) {
        g_autofree char *low_text = g_strdup_printf("%" G_GINT64_FORMAT, low);
        g_autofree char *high_text = g_strdup_printf("%" G_GINT64_FORMAT, high);

        return (value >= low && value <= high)
               || refuse(error, REFUSAL_OUT_OF_RANGE, NULL, name, low_text, high_text, NULL);
}

static bool costs_fit(const GuardProduct *product, GError **error) {
        for (int span = 0; span < GUARD_SPAN_COUNT; span++) {
                gint64 cost = product->cost_micro_yuan[span];

                if (cost != GUARD_COST_NONE && !within(cost, 0, GUARD_AMOUNT_MAX, "cost", error))
                        return false;
        }
        return true;
}

static bool account_fits(const GuardAccount *account, GError **error) {
        if (!within(account->products_count, 0, GUARD_PRODUCTS_MAX, "products", error)
            || !within(account->balance_micro_yuan, -GUARD_AMOUNT_MAX, GUARD_AMOUNT_MAX, "balance", error)
            || !within(account->credit_micro_yuan, 0, GUARD_AMOUNT_MAX, "credit", error)
            || !within(account->vouchers_micro_yuan, 0, GUARD_AMOUNT_MAX, "vouchers", error)
            || !within(account->billing_lag_us, 0, SPAN_MAX, "billing_lag", error))
                return false;
        for (guint i = 0; i < account->products_count; i++) {
                if (!costs_fit(&account->products[i], error))
                        return false;
        }
        return true;
}

static bool cost_known(const GuardProduct *product) {
        if (product->billing == BILLING_SUBSCRIPTION)
                return true;
        for (int span = 0; span < GUARD_SPAN_COUNT; span++) {
                if (product->cost_micro_yuan[span] != GUARD_COST_NONE)
                        return true;
        }
        return false;
}

/* The highest of the averages given, in micro-yuan in 210 days. */
static Wide product_rate(const GuardProduct *product) {
        Wide highest = 0;

        if (product->billing == BILLING_SUBSCRIPTION)
                return 0;
        for (int span = 0; span < GUARD_SPAN_COUNT; span++) {
                gint64 cost = product->cost_micro_yuan[span];
                Wide rate = cost == GUARD_COST_NONE ? 0 : (Wide) cost * (RATE_DAYS / span_days[span]);

                highest = MAX(highest, rate);
        }
        return highest;
}

/* What use at a rate costs in a span, rounded up. */
static Wide cost_of(Wide rate, Wide span) {
        return (rate * span + RATE_SPAN - 1) / RATE_SPAN;
}

/* When the money is spent if from now on only `rest` is used: first goes what has been used already, at the full rate. */
static gint64 spent_at(const Purse *purse, Wide rest) {
        Wide left = purse->money * RATE_SPAN - purse->rate * purse->lag;

        if (left < 0 || (left == 0 && rest > 0))
                return purse->now;
        if (rest == 0 || left / rest > SPAN_MAX)
                return INSTANT_NONE;
        return purse->now + (gint64) (left / rest);
}

static int stops_compare(gconstpointer a, gconstpointer b, gpointer products) {
        guint left = ((const GuardStop *) a)->product, right = ((const GuardStop *) b)->product;
        gint64 left_order = ((const GuardProduct *) products)[left].stop_order;
        gint64 right_order = ((const GuardProduct *) products)[right].stop_order;

        if (left_order != right_order)
                return left_order < right_order ? -1 : 1;
        return left < right ? -1 : left > right;
}

static GuardStop *stops_order(const GuardAccount *account) {
        GuardStop *stops = g_new0(GuardStop, account->products_count);

        for (guint i = 0; i < account->products_count; i++)
                stops[i].product = i;
        if (account->products_count)
                g_qsort_with_data(stops, (gint) account->products_count, sizeof *stops, stops_compare,
                                  (gpointer) account->products);
        return stops;
}

static void stops_fill(const GuardAccount *account, const Purse *purse, Wide span, GuardForecast *forecast) {
        Wide rest = purse->rate;

        for (guint i = 0; i < forecast->stops_count; i++) {
                GuardStop *stop = &forecast->stops[i];
                const GuardProduct *product = &account->products[stop->product];
                Wide rate = product_rate(product);

                rest -= rate;
                stop->cost_known = cost_known(product);
                stop->needed_micro_yuan = (gint64) cost_of(rate, span);
                stop->stops_at = product->billing == BILLING_SUBSCRIPTION ? INSTANT_NONE : forecast->ends_at;
                stop->rest_lasts_until = spent_at(purse, rest);
        }
}

bool guard_forecast(const GuardAccount *account, gint64 now, gint64 end, GuardForecast *forecast, GError **error) {
        Purse purse = { .now = now, .lag = account->billing_lag_us };
        gint64 ahead;
        Wide needed;

        if (!account_fits(account, error))
                return false;
        if (__builtin_sub_overflow(MAX(end, now), now, &ahead))
                ahead = G_MAXINT64;
        if (!within(ahead, 0, SPAN_MAX, "end", error))
                return false;
        purse.money = (Wide) account->balance_micro_yuan + account->credit_micro_yuan + account->vouchers_micro_yuan;
        for (guint i = 0; i < account->products_count; i++)
                purse.rate += product_rate(&account->products[i]);
        needed = cost_of(purse.rate, (Wide) ahead + purse.lag);
        if (!within((gint64) MIN(needed, G_MAXINT64), 0, NEEDED_MAX, "cost", error))
                return false;

        *forecast = (GuardForecast){
                .hours = (ahead + INSTANT_HOUR - 1) / INSTANT_HOUR,
                .money_micro_yuan = (gint64) purse.money,
                .needed_micro_yuan = (gint64) needed,
                .shortfall_micro_yuan = (gint64) MAX(needed - purse.money, 0),
                .ends_at = spent_at(&purse, purse.rate),
                .stops = stops_order(account),
                .stops_count = account->products_count,
        };
        stops_fill(account, &purse, (Wide) ahead + purse.lag, forecast);
        return true;
}

void guard_forecast_clear(GuardForecast *forecast) {
        g_clear_pointer(&forecast->stops, g_free);
        forecast->stops_count = 0;
}

bool guard_threshold_crossed(const guint *thresholds_hours, guint count, gint64 ends_at, gint64 now,
                             guint *told_hours) {
        guint lowest = GUARD_TOLD_NONE;

        for (guint i = 0; i < count; i++) {
                if (ends_at != INSTANT_NONE && ends_at - now <= thresholds_hours[i] * INSTANT_HOUR)
                        lowest = MIN(lowest, thresholds_hours[i]);
        }
        if (lowest >= *told_hours) {
                if (lowest == GUARD_TOLD_NONE)
                        *told_hours = GUARD_TOLD_NONE;
                return false;
        }
        *told_hours = lowest;
        return true;
}
