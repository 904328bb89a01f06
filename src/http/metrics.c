/* Counters by route, and how they are told. */
#include "http/metrics.h"

#include "base/exposition.h"

#include <stdatomic.h>
#include <string.h>

#define CLASS_COUNT 6 /* by the first digit of the status; 0: no answer was sent */

static const char *const class_names[CLASS_COUNT] = { "none", "1xx", "2xx", "3xx", "4xx", "5xx" };

/* The upper bounds of the histogram, in microseconds; what is slower is in +Inf only. */
static const gint64 bounds_us[] = { 500,    1000,   2500,    5000,    10000,   25000,    50000,
                                    100000, 250000, 1000000, 2500000, 5000000, 10000000, 60000000 };

#define BOUND_COUNT G_N_ELEMENTS(bounds_us)

typedef struct RouteCounts {
        const Route *route; /* NULL: no row was found */
        atomic_uint_least64_t by_class[CLASS_COUNT];
        atomic_uint_least64_t within[BOUND_COUNT + 1]; /* longer than the bound before, not longer than this one */
        atomic_uint_least64_t took_us;
} RouteCounts;

struct HttpMetrics {
        GPtrArray *counts;    /* RouteCounts, in the order of the tables */
        GHashTable *by_route; /* not written any more once it is made */
};

static void metrics_add(HttpMetrics *metrics, const Route *route) {
        RouteCounts *counts = g_new0(RouteCounts, 1);

        counts->route = route;
        g_ptr_array_add(metrics->counts, counts);
        g_hash_table_insert(metrics->by_route, (gpointer) route, counts);
}

HttpMetrics *http_metrics_new(const Route *const *tables, const Route *fallback) {
        HttpMetrics *metrics = g_new0(HttpMetrics, 1);

        metrics->counts = g_ptr_array_new_with_free_func(g_free);
        metrics->by_route = g_hash_table_new(g_direct_hash, g_direct_equal);
        for (; *tables; tables++) {
                for (const Route *route = *tables; route->method; route++)
                        metrics_add(metrics, route);
        }
        if (fallback)
                metrics_add(metrics, fallback);
        metrics_add(metrics, NULL);
        return metrics;
}

void http_metrics_free(HttpMetrics *metrics) {
        if (!metrics)
                return;
        g_hash_table_unref(metrics->by_route);
        g_ptr_array_unref(metrics->counts);
        g_free(metrics);
}

static void add(atomic_uint_least64_t *counter, guint64 what) {
        atomic_fetch_add_explicit(counter, what, memory_order_relaxed);
}

static guint64 look(const atomic_uint_least64_t *counter) {
        return atomic_load_explicit(counter, memory_order_relaxed);
}

void http_metrics_count(HttpMetrics *metrics, const Route *route, int status, gint64 took_us) {
        RouteCounts *counts = g_hash_table_lookup(metrics->by_route, route);
        guint bound = 0;

        while (bound < BOUND_COUNT && took_us > bounds_us[bound])
                bound++;
        add(&counts->by_class[CLAMP(status / 100, 0, CLASS_COUNT - 1)], 1);
        add(&counts->within[bound], 1);
        add(&counts->took_us, (guint64) MAX(took_us, 0));
}

static const char *route_path(const RouteCounts *counts) {
        return counts->route ? counts->route->path : "none";
}

static const char *route_method(const RouteCounts *counts) {
        return counts->route ? counts->route->method : "none";
}

static void classes_write(const RouteCounts *counts, GString *out) {
        for (guint class = 0; class < CLASS_COUNT; class ++) {
                guint64 count = look(&counts->by_class[class]);

                if (count)
                        exposition_count(out, "shiming_http_requests_total", count, "route", route_path(counts),
                                         "method", route_method(counts), "status", class_names[class], NULL);
        }
}

/* The buckets are read first and summed, so that they agree with _count whatever is counted meanwhile. */
static void durations_write(const RouteCounts *counts, GString *out) {
        const char *route = route_path(counts), *method = route_method(counts);
        guint64 within[BOUND_COUNT + 1], count = 0;

        for (guint bound = 0; bound <= BOUND_COUNT; bound++)
                within[bound] = count += look(&counts->within[bound]);
        if (!count)
                return;
        for (guint bound = 0; bound <= BOUND_COUNT; bound++) {
                char le[G_ASCII_DTOSTR_BUF_SIZE] = "+Inf";

                if (bound < BOUND_COUNT)
                        g_ascii_formatd(le, sizeof le, "%g", (double) bounds_us[bound] / G_USEC_PER_SEC);
                exposition_count(out, "shiming_http_request_duration_seconds_bucket", within[bound], "route", route,
                                 "method", method, "le", le, NULL);
        }
        exposition_value(out, "shiming_http_request_duration_seconds_sum",
                         (double) look(&counts->took_us) / G_USEC_PER_SEC, "route", route, "method", method, NULL);
        exposition_count(out, "shiming_http_request_duration_seconds_count", count, "route", route, "method", method,
                         NULL);
}

void http_metrics_write(const HttpMetrics *metrics, GString *out) {
        exposition_family(out, "shiming_http_requests_total", "counter",
                          "Requests that are over, by row of the route table and class of the answer's status.");
        for (guint i = 0; i < metrics->counts->len; i++)
                classes_write(metrics->counts->pdata[i], out);
        exposition_family(out, "shiming_http_request_duration_seconds", "histogram",
                          "Time from a request's first line until its answer was handed over.");
        for (guint i = 0; i < metrics->counts->len; i++)
                durations_write(metrics->counts->pdata[i], out);
}
