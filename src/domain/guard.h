/* The continuity guard: whether an account's money outlasts a change of its verification, so that no product in use stops
 * half way. Exact integers; every rounding goes against the holder: what is needed is rounded up, what time is left down.
 * Source: domain rules, "The continuity guard"; seed row S3. */
#pragma once

#include "base/enum-names.h"

#include <glib.h>
#include <stdbool.h>

typedef enum Billing { BILLING_PAY_AS_YOU_GO, BILLING_SUBSCRIPTION, BILLING_COUNT } Billing;

extern const EnumNames billing_names; /* pay-as-you-go, subscription */

/* The spans for which the platform reports what a product has cost. */
typedef enum GuardSpan {
        GUARD_SPAN_1_DAY,
        GUARD_SPAN_3_DAYS,
        GUARD_SPAN_7_DAYS,
        GUARD_SPAN_30_DAYS,
        GUARD_SPAN_COUNT
} GuardSpan;

#define GUARD_COST_NONE ((gint64) -1)                              /* not reported */
#define GUARD_AMOUNT_MAX (G_GINT64_CONSTANT(1000000000) * 1000000) /* a thousand million yuan in micro-yuan */
#define GUARD_PRODUCTS_MAX 1000
#define GUARD_DAYS_MAX 3660 /* of the billing lag, and of the time until the end: ten years */

typedef struct GuardProduct {
        const char *id; /* the platform's; copied nowhere, not looked at */
        const char *name;
        Billing billing;
        gint64 cost_micro_yuan[GUARD_SPAN_COUNT]; /* of the last 1, 3, 7 and 30 days, or GUARD_COST_NONE */
        gint64 stop_order; /* the platform stops lower ones first; equal ones in the order given */
} GuardProduct;

typedef struct GuardAccount {
        const GuardProduct *products;
        guint products_count;
        gint64 balance_micro_yuan; /* negative: arrears */
        gint64 credit_micro_yuan;
        gint64 vouchers_micro_yuan;
        gint64 billing_lag_us; /* use of this long before `now` is not yet taken off the balance */
} GuardAccount;

/* One product of the answer. */
typedef struct GuardStop {
        guint product;            /* index into the products given */
        bool cost_known;          /* false: pay-as-you-go and no cost reported, so that the forecast leaves it out */
        gint64 needed_micro_yuan; /* its own share of what is needed, rounded up by itself */
        gint64 stops_at;          /* INSTANT_NONE: not for want of money, or not within GUARD_DAYS_MAX */
        gint64 rest_lasts_until; /* when money would end if this product and all before it were stopped at `now`: what the
                                  * holder gains by stopping them; INSTANT_NONE where it then would not end */
} GuardStop;

typedef struct GuardForecast {
        gint64 hours;                /* from now until the end of the route, rounded up; 0 where that has passed */
        gint64 money_micro_yuan;     /* balance + credit + vouchers */
        gint64 needed_micro_yuan;    /* use not yet billed, and all use until the end */
        gint64 shortfall_micro_yuan; /* 0 where the money lasts */
        gint64 ends_at;   /* the instant at which the money is spent, `now` if it is; INSTANT_NONE as in stops_at */
        GuardStop *stops; /* every product, in the order in which the platform stops them */
        guint stops_count;
} GuardForecast;

/* Looks ahead from `now` to `end` (both instants), the worst-case end of a route.
 *
 * Forecast: each pay-as-you-go product goes on costing the highest of the averages given. A subscription is paid ahead
 * and costs nothing until its renewal, so it neither needs money here nor stops for want of it. Vouchers count in full
 * for every product. Use within the billing lag has been consumed and will be taken off, so it comes first.
 *
 * The money is one purse. While there is any, nothing is stopped; when it is spent, there is none for whatever comes
 * later in the order either, so the platform stops all pay-as-you-go products one after the other at that one instant,
 * which is stops_at of each. What order is good for is told by rest_lasts_until.
 *
 * forecast  out, untouched if refused; free with guard_forecast_clear()
 *
 * Refuses REFUSAL_OUT_OF_RANGE: more than GUARD_PRODUCTS_MAX products, an amount beyond ±GUARD_AMOUNT_MAX or a negative
 * cost, credit or voucher, a lag that is negative or beyond GUARD_DAYS_MAX, an end that far ahead, costs that together
 * leave what 64 bits hold. */
bool guard_forecast(const GuardAccount *account, gint64 now, gint64 end, GuardForecast *forecast, GError **error);

void guard_forecast_clear(GuardForecast *forecast);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(GuardForecast, guard_forecast_clear)

#define GUARD_TOLD_NONE G_MAXUINT /* no threshold told yet */

/* Tells whether the holder is to be told now: the time until `ends_at` has come down to one of the policy's thresholds
 * (whole hours left, in any order, 0 = the money is spent) that is lower than the one told last. Several passed at once
 * are told as the lowest. Money coming in does not repeat a threshold until it lifts the time left above all of them.
 *
 * told_hours  in and out: the threshold told last, or GUARD_TOLD_NONE; stored with the case */
bool guard_threshold_crossed(const guint *thresholds_hours, guint count, gint64 ends_at, gint64 now,
                             guint *told_hours);
