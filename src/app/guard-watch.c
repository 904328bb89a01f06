/* Watches the money of accounts whose verification is being changed, and has them told before it runs out. */
#include "app/guard-watch.h"

#include "app/case-guard.h"
#include "store/notices.h"
#include "store/proceedings.h"
#include "store/verifications.h"

#define LOOK_EVERY INSTANT_DAY
#define LOOKED_AT_ONCE 50

bool app_guard_begin(AppTx *tx, const Account *account, GError **error) {
        AccountWatch watch = { .told_hours = GUARD_TOLD_NONE,
                               .wake_at = account->usage_known ? tx->call->now : INSTANT_NONE };

        return store_account_watch_save(tx->store, &account->id, &watch, error);
}

/* An account is watched while a case is open on it, and while a case that lapsed has left it without a verification. */
static bool is_watched(AppTx *tx, const Account *account, Uuid *case_id, bool *watched, GError **error) {
        g_autoptr(Proceeding) open = NULL;
        g_autoptr(GArray) history = NULL;

        *case_id = (Uuid){ { 0 } };
        if (!store_proceeding_open_of(tx->store, &account->id, PROCEEDING_CASE, &open, error)
            || !store_verification_history(tx->store, &account->id, 1, &history, error))
                return false;
        if (open)
                *case_id = open->id;
        *watched = open || (history->len > 0 && g_array_index(history, Verification, 0).released_at != INSTANT_NONE);
        return true;
}

static bool tell(AppTx *tx, const Account *account, const Uuid *case_id, NoticeRecipient to, GError **error) {
        Notice notice = { .id = uuid_new(tx->call->now),
                          .to = to,
                          .event = "balance-low",
                          .account = account->id,
                          .proceeding = *case_id,
                          .created_at = tx->call->now };

        if (to == NOTICE_TO_SUBJECT)
                notice.subject = account->tenure;
        return store_notice_add(tx->store, &notice, error);
}

/* The next threshold's instant if it comes before the next daily look. */
static gint64 next_look(const Policy *policy, gint64 ends_at, gint64 now) {
        gint64 next = now + LOOK_EVERY;

        for (guint i = 0; ends_at != INSTANT_NONE && i < policy->continuity.alert_hours->len; i++) {
                gint64 crossing = ends_at - g_array_index(policy->continuity.alert_hours, gint64, i) * INSTANT_HOUR;

                if (crossing > now)
                        next = MIN(next, crossing);
        }
        return next;
}

static bool threshold_is_crossed(const Policy *policy, gint64 ends_at, gint64 now, guint *told_hours) {
        const GArray *alerts = policy->continuity.alert_hours;
        g_autofree guint *hours = g_new0(guint, MAX(alerts->len, 1));

        for (guint i = 0; i < alerts->len; i++)
                hours[i] = (guint) g_array_index(alerts, gint64, i);
        return guard_threshold_crossed(hours, alerts->len, ends_at, now, told_hours);
}

static bool look_closely(AppTx *tx, const Account *account, const Uuid *case_id, GError **error) {
        const Policy *policy = tx->app->policy;
        g_auto(ProductList) products = { 0 };
        g_auto(GuardForecast) forecast = { 0 };
        GuardAccount money;
        AccountWatch watch;
        bool known;

        if (!store_account_watch_load(tx->store, &account->id, &watch, error)
            || !app_guard_money(tx, account, policy, &products, &money, &known, error)
            || !guard_forecast(&money, tx->call->now, tx->call->now, &forecast, error))
                return false;
        if (threshold_is_crossed(policy, forecast.ends_at, tx->call->now, &watch.told_hours)
            && (!tell(tx, account, case_id, NOTICE_TO_SUBJECT, error)
                || !tell(tx, account, case_id, NOTICE_TO_PLATFORM, error)))
                return false;
        watch.wake_at = next_look(policy, forecast.ends_at, tx->call->now);
        return store_account_watch_save(tx->store, &account->id, &watch, error);
}

bool app_guard_look(AppTx *tx, const Account *account, GError **error) {
        static const AccountWatch nothing = { .told_hours = GUARD_TOLD_NONE, .wake_at = INSTANT_NONE };
        bool watched;
        Uuid case_id;

        if (!is_watched(tx, account, &case_id, &watched, error))
                return false;
        if (!watched || !account->usage_known)
                return store_account_watch_save(tx->store, &account->id, &nothing, error);
        return look_closely(tx, account, &case_id, error);
}

typedef struct Due {
        gint64 now;
        guint limit;
        GArray *accounts; /* Uuid */
} Due;

static bool due_list(StoreTx *store, gpointer data, GError **error) {
        Due *due = data;

        g_clear_pointer(&due->accounts, g_array_unref);
        return store_account_to_watch(store, due->now, due->limit, &due->accounts, error);
}

static bool look(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(Account) account = NULL;

        (void) outcome;
        if (!store_account_load(tx->store, data, &account, error))
                return false;
        return !account || app_guard_look(tx, account, error);
}

bool app_guard_is_due(App *app, gint64 now, bool *due, GError **error) {
        Due first = { .now = now, .limit = 1 };
        bool well = store_read(app->store, due_list, &first, error);

        *due = well && first.accounts->len > 0;
        g_clear_pointer(&first.accounts, g_array_unref);
        return well;
}

bool app_guard_watch(App *app, gint64 now, guint *looked, GError **error) {
        Actor system = actor_system();
        Call call = { .actor = &system, .now = now, .version = -1, .route = "guard" };
        Due due = { .now = now, .limit = LOOKED_AT_ONCE };
        bool well;

        *looked = 0;
        well = store_read(app->store, due_list, &due, error);
        for (guint i = 0; well && i < due.accounts->len; i++) {
                g_auto(Outcome) outcome = { 0 };

                well = app_write(app, &call, look, &g_array_index(due.accounts, Uuid, i), &outcome, error);
                *looked += well;
        }
        g_clear_pointer(&due.accounts, g_array_unref);
        return well;
}
