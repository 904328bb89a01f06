/* Failures by key. When the table is full the oldest half goes, so that a flood of made-up logins costs bounded memory. */
#include "app/sign-in-delays.h"

#include "base/instant.h"
#include "base/refusal.h"

typedef struct Failures {
        guint count;
        gint64 last;
} Failures;

struct SignInDelays {
        GMutex lock;
        GHashTable *failures; /* key → Failures */
};

SignInDelays *sign_in_delays_new(void) {
        SignInDelays *delays = g_new0(SignInDelays, 1);

        g_mutex_init(&delays->lock);
        delays->failures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
        return delays;
}

void sign_in_delays_free(SignInDelays *delays) {
        if (!delays)
                return;
        g_hash_table_unref(delays->failures);
        g_mutex_clear(&delays->lock);
        g_free(delays);
}

/* 1, 2, 4 … seconds after the free tries. */
static gint64 failures_wait(const Failures *failures, guint wait_s_max) {
        guint beyond = failures->count > SIGN_IN_TRIES_FREE ? failures->count - SIGN_IN_TRIES_FREE : 0;

        if (failures->count < SIGN_IN_TRIES_FREE)
                return 0;
        return MIN((gint64) wait_s_max, G_GINT64_CONSTANT(1) << MIN(beyond, 30)) * INSTANT_SECOND;
}

static gboolean failures_lie_before(gpointer key, gpointer value, gpointer limit) {
        (void) key;
        return ((const Failures *) value)->last < *(const gint64 *) limit;
}

static int instant_compare(gconstpointer a, gconstpointer b) {
        gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

        return (left > right) - (left < right);
}

/* Drops what is old, and then, where the table is still full, the older half. */
static void delays_shrink(SignInDelays *delays, gint64 now) {
        gint64 limit = now - SIGN_IN_FORGOTTEN_AFTER_S * INSTANT_SECOND;
        g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(gint64));
        GHashTableIter iter;
        gpointer value;

        g_hash_table_foreach_remove(delays->failures, failures_lie_before, &limit);
        if (g_hash_table_size(delays->failures) < SIGN_IN_KEYS_MAX)
                return;
        g_hash_table_iter_init(&iter, delays->failures);
        while (g_hash_table_iter_next(&iter, NULL, &value))
                g_array_append_val(times, ((const Failures *) value)->last);
        g_array_sort(times, instant_compare);
        limit = g_array_index(times, gint64, times->len / 2) + 1;
        g_hash_table_foreach_remove(delays->failures, failures_lie_before, &limit);
}

static Failures *delays_of(SignInDelays *delays, const char *key, gint64 now) {
        Failures *failures = g_hash_table_lookup(delays->failures, key);

        if (failures && now - failures->last > SIGN_IN_FORGOTTEN_AFTER_S * INSTANT_SECOND)
                failures->count = 0;
        if (failures)
                return failures;
        if (g_hash_table_size(delays->failures) >= SIGN_IN_KEYS_MAX)
                delays_shrink(delays, now);
        failures = g_new0(Failures, 1);
        g_hash_table_insert(delays->failures, g_strdup(key), failures);
        return failures;
}

bool sign_in_delays_try(SignInDelays *delays, const char *key, guint wait_s_max, gint64 now, GError **error) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&delays->lock);
        Failures *failures = delays_of(delays, key, now);
        gint64 left = failures->last + failures_wait(failures, wait_s_max) - now;

        /* one whose last try lies ahead does not wait for a clock that was put back to come round again */
        if (failures->count && left > 0 && failures->last <= now) {
                g_autofree char *seconds = g_strdup_printf("%" G_GINT64_FORMAT, (left - 1) / INSTANT_SECOND + 1);

                return refuse(error, REFUSAL_TOO_MANY_REQUESTS, NULL, seconds, NULL);
        }
        failures->count++;
        failures->last = now;
        return true;
}

void sign_in_delays_forgive(SignInDelays *delays, const char *key) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&delays->lock);

        g_hash_table_remove(delays->failures, key);
}
