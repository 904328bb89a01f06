/* Counts requests of each principal and address against its class's token bucket, in a table that cannot grow. */
#pragma once

#include "app/limit-table.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Rates Rates;

/* Who is counted: an id, or an address as 16 bytes (IPv4 mapped into IPv6, an IPv6 network of 64 bits as one). */
typedef struct RateKey {
        guint8 bytes[16];
} RateKey;

/* Makes the table: `slots` buckets, 40 bytes each. Where many principals fall into one row of eight, the one unseen for
 * the longest is forgotten, which only ever gives somebody more. */
Rates *rates_new(guint slots);
void rates_free(Rates *rates);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rates, rates_free)

/* Makes the key of a textual address; any text that is no address has one key. */
RateKey rate_key_of_address(const char *address);

/* Takes one token. Where there is none it gives false and in `wait_s` the seconds (1 at least) until there is one.
 *
 * now  microseconds, of any clock that only moves on */
bool rates_take(Rates *rates, const RateLimit *limit, RateClass rate, const RateKey *key, gint64 now, guint *wait_s);
