/* The continuity guard against a second computation: use is paid microsecond span by span in schoolbook long arithmetic
 * on decimal digits, with other formulas than guard.c's. */
#include "domain/guard.h"

#include "base/instant.h"
#include "base/refusal.h"

#define NOW G_GINT64_CONSTANT(1526349600000000) /* 2018-05-15T10:00:00+08:00 */
#define YUAN G_GINT64_CONSTANT(1000000)

static GuardProduct product_daily(gint64 daily_micro_yuan) {
        return (GuardProduct){ .cost_micro_yuan = { daily_micro_yuan, -1, -1, -1 } };
}

static GuardForecast forecast_of(const GuardAccount *account, gint64 end) {
        GuardForecast forecast = { 0 };
        g_autoptr(GError) error = NULL;

        g_assert_true(guard_forecast(account, NOW, end, &forecast, &error));
        g_assert_no_error(error);
        return forecast;
}

static void test_money_that_lasts_has_no_shortfall(void) {
        GuardProduct products[] = { product_daily(24 * YUAN) };
        GuardAccount account = { .products = products, .products_count = 1, .balance_micro_yuan = 100 * YUAN };
        g_auto(GuardForecast) forecast = forecast_of(&account, NOW + 3 * INSTANT_DAY);

        g_assert_cmpint(forecast.hours, ==, 72);
        g_assert_cmpint(forecast.needed_micro_yuan, ==, 72 * YUAN);
        g_assert_cmpint(forecast.shortfall_micro_yuan, ==, 0);
        g_assert_cmpint(forecast.ends_at, ==, NOW + 100 * INSTANT_HOUR);
        g_assert_cmpint(forecast.stops[0].stops_at, ==, forecast.ends_at);
        g_assert_cmpint(forecast.stops[0].rest_lasts_until, ==, INSTANT_NONE);
}

static void test_credit_and_vouchers_are_money_too(void) {
        GuardProduct products[] = { product_daily(24 * YUAN) };
        GuardAccount account = { .products = products,
                                 .products_count = 1,
                                 .balance_micro_yuan = -10 * YUAN,
                                 .credit_micro_yuan = 30 * YUAN,
                                 .vouchers_micro_yuan = 4 * YUAN };
        g_auto(GuardForecast) forecast = forecast_of(&account, NOW + 3 * INSTANT_DAY);

        g_assert_cmpint(forecast.money_micro_yuan, ==, 24 * YUAN);
        g_assert_cmpint(forecast.shortfall_micro_yuan, ==, 48 * YUAN);
        g_assert_cmpint(forecast.ends_at, ==, NOW + INSTANT_DAY);
}

static void test_the_highest_average_is_the_forecast(void) {
        static const gint64 costs[][GUARD_SPAN_COUNT] = {
                { 24000000, 3, 7, 30 },
                { 1, 72000000, 7, 30 },
                { -1, 3, 168000000, 30 },
                { 0, -1, -1, 720000000 },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(costs); i++) {
                GuardProduct product = { .cost_micro_yuan = { costs[i][0], costs[i][1], costs[i][2], costs[i][3] } };
                GuardAccount account = { .products = &product, .products_count = 1 };
                g_auto(GuardForecast) forecast = forecast_of(&account, NOW + INSTANT_DAY);

                g_assert_cmpint(forecast.needed_micro_yuan, ==, 24 * YUAN);
                g_assert_true(forecast.stops[0].cost_known);
        }
}

static void test_use_not_yet_billed_goes_first(void) {
        GuardProduct products[] = { product_daily(24 * YUAN) };
        GuardAccount account = { .products = products,
                                 .products_count = 1,
                                 .balance_micro_yuan = 10 * YUAN,
                                 .billing_lag_us = 4 * INSTANT_HOUR };
        g_auto(GuardForecast) forecast = forecast_of(&account, NOW + INSTANT_DAY);

        g_assert_cmpint(forecast.needed_micro_yuan, ==, 28 * YUAN);
        g_assert_cmpint(forecast.shortfall_micro_yuan, ==, 18 * YUAN);
        g_assert_cmpint(forecast.ends_at, ==, NOW + 6 * INSTANT_HOUR);
        account.billing_lag_us = 12 * INSTANT_HOUR;
        guard_forecast_clear(&forecast);
        forecast = forecast_of(&account, NOW + INSTANT_DAY);
        g_assert_cmpint(forecast.ends_at, ==, NOW);
}

/* Four hours at 3 yuan an hour are owed whatever is stopped now; the 12 yuan that remain last the dear one 6 hours. */
static void test_what_the_stopped_have_used_is_still_owed(void) {
        GuardProduct products[] = { product_daily(24 * YUAN), product_daily(48 * YUAN) };
        GuardAccount account = { .products = products,
                                 .products_count = 2,
                                 .balance_micro_yuan = 24 * YUAN,
                                 .billing_lag_us = 4 * INSTANT_HOUR };
        g_auto(GuardForecast) forecast = forecast_of(&account, NOW + INSTANT_DAY);

        g_assert_cmpint(forecast.ends_at, ==, NOW + 4 * INSTANT_HOUR);
        g_assert_cmpint(forecast.stops[0].rest_lasts_until, ==, NOW + 6 * INSTANT_HOUR);
        g_assert_cmpint(forecast.stops[1].rest_lasts_until, ==, INSTANT_NONE);
}

static void test_subscriptions_need_nothing_and_do_not_stop(void) {
        GuardProduct products[] = { product_daily(24 * YUAN), product_daily(500 * YUAN) };
        GuardAccount account = { .products = products, .products_count = 2, .balance_micro_yuan = 24 * YUAN };

        products[1].billing = BILLING_SUBSCRIPTION;
        {
                g_auto(GuardForecast) forecast = forecast_of(&account, NOW + 2 * INSTANT_DAY);

                g_assert_cmpint(forecast.needed_micro_yuan, ==, 48 * YUAN);
                g_assert_cmpint(forecast.stops[0].stops_at, ==, NOW + INSTANT_DAY);
                g_assert_cmpint(forecast.stops[1].stops_at, ==, INSTANT_NONE);
                g_assert_cmpint(forecast.stops[1].needed_micro_yuan, ==, 0);
        }
}

static void test_products_stand_in_the_order_in_which_the_platform_stops_them(void) {
        GuardProduct products[] = { product_daily(1 * YUAN), product_daily(2 * YUAN), product_daily(3 * YUAN),
                                    product_daily(6 * YUAN) };
        GuardAccount account = { .products = products, .products_count = 4, .balance_micro_yuan = 12 * YUAN };
        static const guint expected[] = { 3, 0, 2, 1 };
        static const gint64 rest_days[] = { 2, 0, 6, 0 }; /* 12/6, 12/5 = 2.4, 12/2, never */

        products[0].stop_order = 5;
        products[1].stop_order = 7;
        products[2].stop_order = 5;
        products[3].stop_order = -1;
        {
                g_auto(GuardForecast) forecast = forecast_of(&account, NOW + 2 * INSTANT_DAY);

                for (guint i = 0; i < 4; i++) {
                        g_assert_cmpuint(forecast.stops[i].product, ==, expected[i]);
                        g_assert_cmpint(forecast.stops[i].stops_at, ==, NOW + INSTANT_DAY);
                        if (rest_days[i])
                                g_assert_cmpint(forecast.stops[i].rest_lasts_until, ==,
                                                NOW + rest_days[i] * INSTANT_DAY);
                }
                g_assert_cmpint(forecast.stops[1].rest_lasts_until, ==, NOW + 12 * INSTANT_DAY / 5);
                g_assert_cmpint(forecast.stops[3].rest_lasts_until, ==, INSTANT_NONE);
        }
}

static void test_arrears_have_ended_the_money_already(void) {
        GuardProduct products[] = { product_daily(0) };
        GuardAccount account = { .products = products, .products_count = 1, .balance_micro_yuan = -1 };
        g_auto(GuardForecast) forecast = forecast_of(&account, NOW + INSTANT_DAY);

        g_assert_cmpint(forecast.ends_at, ==, NOW);
        g_assert_cmpint(forecast.shortfall_micro_yuan, ==, 1);
        account.balance_micro_yuan = 0;
        guard_forecast_clear(&forecast);
        forecast = forecast_of(&account, NOW + INSTANT_DAY);
        g_assert_cmpint(forecast.ends_at, ==, INSTANT_NONE);
}

static void test_a_product_without_reported_cost_is_said_to_be_unknown(void) {
        GuardProduct products[] = { { .cost_micro_yuan = { -1, -1, -1, -1 } } };
        GuardAccount account = { .products = products, .products_count = 1, .balance_micro_yuan = YUAN };
        g_auto(GuardForecast) forecast = forecast_of(&account, NOW - 1);

        g_assert_false(forecast.stops[0].cost_known);
        g_assert_cmpint(forecast.hours, ==, 0);
        g_assert_cmpint(forecast.needed_micro_yuan, ==, 0);
}

static void test_an_account_without_products_needs_nothing(void) {
        GuardAccount account = { .balance_micro_yuan = 0 };
        g_auto(GuardForecast) forecast = forecast_of(&account, NOW + 1);

        g_assert_cmpint(forecast.hours, ==, 1);
        g_assert_cmpint(forecast.needed_micro_yuan, ==, 0);
        g_assert_cmpint(forecast.ends_at, ==, INSTANT_NONE);
        g_assert_cmpuint(forecast.stops_count, ==, 0);
}

static void refused(const GuardAccount *account, gint64 end) {
        GuardForecast forecast = { .hours = 77 };
        g_autoptr(GError) error = NULL;

        g_assert_false(guard_forecast(account, NOW, end, &forecast, &error));
        g_assert_true(refusal_is(error, REFUSAL_OUT_OF_RANGE));
        g_assert_cmpint(forecast.hours, ==, 77);
}

static void test_what_is_out_of_range_is_refused(void) {
        GuardProduct products[GUARD_PRODUCTS_MAX + 1];
        GuardAccount good = { .products = products, .products_count = 1 }, bad;

        for (guint i = 0; i <= GUARD_PRODUCTS_MAX; i++)
                products[i] = product_daily(GUARD_AMOUNT_MAX);
        bad = good;
        bad.products_count = GUARD_PRODUCTS_MAX + 1;
        refused(&bad, NOW);
        bad = good;
        bad.balance_micro_yuan = -GUARD_AMOUNT_MAX - 1;
        refused(&bad, NOW);
        bad = good;
        bad.credit_micro_yuan = -1;
        refused(&bad, NOW);
        bad = good;
        bad.vouchers_micro_yuan = GUARD_AMOUNT_MAX + 1;
        refused(&bad, NOW);
        bad = good;
        bad.billing_lag_us = -1;
        refused(&bad, NOW);
        refused(&good, NOW + (GUARD_DAYS_MAX + 1) * INSTANT_DAY);
        refused(&good, G_MAXINT64);
        good.products_count = GUARD_PRODUCTS_MAX;
        refused(&good, NOW + GUARD_DAYS_MAX * INSTANT_DAY);
        products[0].cost_micro_yuan[GUARD_SPAN_7_DAYS] = -2;
        refused(&good, NOW);
}

/* ——— the second computation: non-negative numbers as decimal digits, least first ——— */

#define DIGITS 80

typedef struct Long {
        guint8 digit[DIGITS];
} Long;

static Long long_of(gint64 value) {
        Long number = { { 0 } };

        g_assert(value >= 0);
        for (int i = 0; value; value /= 10)
                number.digit[i++] = (guint8) (value % 10);
        return number;
}

static Long long_times(Long number, gint64 factor) {
        Long by = long_of(factor), product = { { 0 } };

        for (int i = 0; i < DIGITS; i++) {
                int carry = 0;

                for (int j = 0; i + j < DIGITS; j++) {
                        int sum = product.digit[i + j] + number.digit[i] * by.digit[j] + carry;

                        product.digit[i + j] = (guint8) (sum % 10);
                        carry = sum / 10;
                }
        }
        return product;
}

static Long long_plus(Long a, Long b) {
        int carry = 0;

        for (int i = 0; i < DIGITS; i++) {
                int sum = a.digit[i] + b.digit[i] + carry;

                a.digit[i] = (guint8) (sum % 10);
                carry = sum / 10;
        }
        return a;
}

static int long_compare(const Long *a, const Long *b) {
        for (int i = DIGITS - 1; i >= 0; i--) {
                if (a->digit[i] != b->digit[i])
                        return a->digit[i] < b->digit[i] ? -1 : 1;
        }
        return 0;
}

/* The days of the span whose average is highest, compared crosswise: a/m < b/n as a·n < b·m. */
static int dearest_span(const GuardProduct *product) {
        static const int days[] = { 1, 3, 7, 30 };
        int best = -1;

        for (int i = 0; i < GUARD_SPAN_COUNT; i++) {
                Long a, b;

                if (product->cost_micro_yuan[i] < 0)
                        continue;
                if (best < 0) {
                        best = i;
                        continue;
                }
                a = long_times(long_of(product->cost_micro_yuan[i]), days[best]);
                b = long_times(long_of(product->cost_micro_yuan[best]), days[i]);
                if (long_compare(&a, &b) > 0)
                        best = i;
        }
        return best;
}

/* What all products use in a span, as a count of (micro-yuan / 630 days) · microseconds. */
static Long use_of(const GuardAccount *account, gint64 span) {
        static const int days[] = { 1, 3, 7, 30 };
        Long sum = { { 0 } };

        for (guint i = 0; i < account->products_count; i++) {
                const GuardProduct *product = &account->products[i];
                int best = dearest_span(product);

                if (product->billing == BILLING_PAY_AS_YOU_GO && best >= 0)
                        sum = long_plus(sum, long_times(long_times(long_of(product->cost_micro_yuan[best]), span),
                                                        630 / days[best]));
        }
        return sum;
}

/* That many micro-yuan in the same unit. */
static Long paid_by(gint64 micro_yuan) {
        return long_times(long_times(long_of(micro_yuan), INSTANT_DAY), 630);
}

static gint64 random_amount(gint64 limit) {
        gint64 bits = ((gint64) (g_test_rand_int() & G_MAXINT32) << 32) | (guint32) g_test_rand_int();

        return (bits >> g_test_rand_int_range(0, 60)) % limit;
}

static void random_product(GuardProduct *product) {
        *product =
                (GuardProduct){ .billing = g_test_rand_int_range(0, 4) ? BILLING_PAY_AS_YOU_GO : BILLING_SUBSCRIPTION,
                                .stop_order = g_test_rand_int_range(-3, 3) };
        for (int span = 0; span < GUARD_SPAN_COUNT; span++)
                product->cost_micro_yuan[span] =
                        g_test_rand_int_range(0, 3) ? random_amount(1000 * YUAN) : GUARD_COST_NONE;
}

/* The needed money is the least that pays for the use; the end of the money is the last microsecond that it pays for. */
static void check_forecast(const GuardAccount *account, gint64 ahead) {
        g_auto(GuardForecast) forecast = forecast_of(account, NOW + ahead);
        gint64 money = account->balance_micro_yuan + account->credit_micro_yuan + account->vouchers_micro_yuan;
        Long use = use_of(account, ahead + account->billing_lag_us), paid = paid_by(forecast.needed_micro_yuan),
             later;

        g_assert_cmpint(long_compare(&paid, &use), >=, 0);
        if (forecast.needed_micro_yuan > 0) {
                paid = paid_by(forecast.needed_micro_yuan - 1);
                g_assert_cmpint(long_compare(&paid, &use), <, 0);
        }
        g_assert_cmpint(forecast.money_micro_yuan, ==, money);
        g_assert_cmpint(forecast.shortfall_micro_yuan, ==, MAX(forecast.needed_micro_yuan - money, 0));
        if (money < 0) {
                g_assert_cmpint(forecast.ends_at, ==, NOW);
                return;
        }
        paid = paid_by(money);
        if (forecast.ends_at == INSTANT_NONE) {
                use = use_of(account, GUARD_DAYS_MAX * INSTANT_DAY + account->billing_lag_us);
                g_assert_cmpint(long_compare(&use, &paid), <=, 0);
                return;
        }
        use = use_of(account, forecast.ends_at - NOW + account->billing_lag_us);
        later = use_of(account, forecast.ends_at - NOW + account->billing_lag_us + 1);
        g_assert_cmpint(long_compare(&later, &paid), >, 0);
        if (forecast.ends_at > NOW)
                g_assert_cmpint(long_compare(&use, &paid), <=, 0);
}

static void test_any_forecast_agrees_with_long_arithmetic(void) {
        for (int i = 0; i < 300; i++) {
                GuardProduct products[4];
                GuardAccount account = { .products = products,
                                         .products_count = (guint) g_test_rand_int_range(0, 5) };

                for (guint j = 0; j < account.products_count; j++)
                        random_product(&products[j]);
                account.balance_micro_yuan =
                        random_amount(10000 * YUAN) - (g_test_rand_int_range(0, 4) ? 0 : 9 * YUAN);
                account.credit_micro_yuan = g_test_rand_bit() ? random_amount(100 * YUAN) : 0;
                account.vouchers_micro_yuan = g_test_rand_bit() ? random_amount(100 * YUAN) : 0;
                account.billing_lag_us = g_test_rand_bit() ? random_amount(2 * INSTANT_DAY) : 0;
                check_forecast(&account, random_amount(60 * INSTANT_DAY));
        }
}

/* Stopping the first k products by hand now must give the rest what rest_lasts_until promises, where nothing is unbilled. */
static void test_what_the_rest_gains_is_what_an_account_without_the_stopped_would_have(void) {
        for (int i = 0; i < 300; i++) {
                GuardProduct products[4], rest[4];
                GuardAccount account = { .products = products, .products_count = 4 }, left = { .products = rest };

                for (guint j = 0; j < 4; j++)
                        random_product(&products[j]);
                account.balance_micro_yuan = left.balance_micro_yuan = random_amount(10000 * YUAN);
                {
                        g_auto(GuardForecast) forecast = forecast_of(&account, NOW + INSTANT_DAY);

                        for (guint j = 0; j < 4; j++) {
                                g_auto(GuardForecast) without = { 0 };

                                left.products_count = 0;
                                for (guint k = j + 1; k < 4; k++)
                                        rest[left.products_count++] = products[forecast.stops[k].product];
                                without = forecast_of(&left, NOW + INSTANT_DAY);
                                g_assert_cmpint(forecast.stops[j].rest_lasts_until, ==, without.ends_at);
                        }
                }
        }
}

static void test_the_holder_is_told_once_a_threshold(void) {
        static const guint thresholds[] = { 24, 72, 0 };
        guint told = GUARD_TOLD_NONE;
        gint64 end = NOW + 100 * INSTANT_HOUR;

        g_assert_false(guard_threshold_crossed(thresholds, 3, INSTANT_NONE, NOW, &told));
        g_assert_false(guard_threshold_crossed(thresholds, 3, end, NOW, &told));
        g_assert_false(guard_threshold_crossed(thresholds, 3, end, end - 72 * INSTANT_HOUR - 1, &told));
        g_assert_true(guard_threshold_crossed(thresholds, 3, end, end - 72 * INSTANT_HOUR, &told));
        g_assert_cmpuint(told, ==, 72);
        g_assert_false(guard_threshold_crossed(thresholds, 3, end, end - 30 * INSTANT_HOUR, &told));
        g_assert_true(guard_threshold_crossed(thresholds, 3, end, end, &told));
        g_assert_cmpuint(told, ==, 0);
        g_assert_false(guard_threshold_crossed(thresholds, 3, end, end + INSTANT_HOUR, &told));
        g_assert_false(guard_threshold_crossed(thresholds, 3, end, end - 50 * INSTANT_HOUR, &told));
        g_assert_cmpuint(told, ==, 0);
        g_assert_false(guard_threshold_crossed(thresholds, 3, end, end - 73 * INSTANT_HOUR, &told));
        g_assert_cmpuint(told, ==, GUARD_TOLD_NONE);
        g_assert_true(guard_threshold_crossed(thresholds, 3, end, end - 72 * INSTANT_HOUR, &told));
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/guard/money that lasts has no shortfall", test_money_that_lasts_has_no_shortfall);
        g_test_add_func("/guard/credit and vouchers are money too", test_credit_and_vouchers_are_money_too);
        g_test_add_func("/guard/the highest average is the forecast", test_the_highest_average_is_the_forecast);
        g_test_add_func("/guard/use not yet billed goes first", test_use_not_yet_billed_goes_first);
        g_test_add_func("/guard/what the stopped have used is still owed",
                        test_what_the_stopped_have_used_is_still_owed);
        g_test_add_func("/guard/subscriptions need nothing and do not stop",
                        test_subscriptions_need_nothing_and_do_not_stop);
        g_test_add_func("/guard/products stand in the order in which the platform stops them",
                        test_products_stand_in_the_order_in_which_the_platform_stops_them);
        g_test_add_func("/guard/arrears have ended the money already", test_arrears_have_ended_the_money_already);
        g_test_add_func("/guard/a product without reported cost is said to be unknown",
                        test_a_product_without_reported_cost_is_said_to_be_unknown);
        g_test_add_func("/guard/an account without products needs nothing",
                        test_an_account_without_products_needs_nothing);
        g_test_add_func("/guard/what is out of range is refused", test_what_is_out_of_range_is_refused);
        g_test_add_func("/guard/any forecast agrees with long arithmetic",
                        test_any_forecast_agrees_with_long_arithmetic);
        g_test_add_func("/guard/what the rest gains is what an account without the stopped would have",
                        test_what_the_rest_gains_is_what_an_account_without_the_stopped_would_have);
        g_test_add_func("/guard/the holder is told once a threshold", test_the_holder_is_told_once_a_threshold);
        return g_test_run();
}
