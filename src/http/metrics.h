/* What the door counts of itself: requests and how long they took, by row of the route table. Nothing personal, no ids: a
 * label is a row's own path. Counting is a few relaxed atomic additions; all else is paid by whoever reads the counters. */
#pragma once

#include "http/route.h"

#include <glib.h>

typedef struct HttpMetrics HttpMetrics;

/* Makes the counters, all 0, of each row of `tables` (closed by NULL), of `fallback` (NULL: none), and of what no row
 * was found for. The rows must outlive them. */
HttpMetrics *http_metrics_new(const Route *const *tables, const Route *fallback);
void http_metrics_free(HttpMetrics *metrics); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpMetrics, http_metrics_free)

/* Counts a request that is over; from any thread.
 *
 * route    its row; NULL where none was found
 * status   of the answer; 0 where none was sent
 * took_us  from its first line until its answer was handed over */
void http_metrics_count(HttpMetrics *metrics, const Route *route, int status, gint64 took_us);

/* Appends the counters of rows that were asked for at least once, see base/exposition.h. */
void http_metrics_write(const HttpMetrics *metrics, GString *out);
