/* Token buckets in a set-associative table: eight to a row, the stalest gives way. */
#include "http/rates.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>

#define ROW_SLOTS 8
#define MINUTE G_GINT64_CONSTANT(60000000)

typedef struct Bucket {
        RateKey key;
        guint rate; /* RATE_NONE: free */
        double tokens;
        gint64 seen_at;
} Bucket;

struct Rates {
        GMutex lock;
        guint rows;
        guint8 seed[crypto_shorthash_KEYBYTES]; /* so that nobody outside can choose who shares a row */
        Bucket buckets[];
};

Rates *rates_new(guint slots) {
        guint rows = MAX(slots / ROW_SLOTS, 1);
        Rates *rates = g_malloc0(sizeof *rates + sizeof rates->buckets[0] * rows * ROW_SLOTS);

        g_mutex_init(&rates->lock);
        rates->rows = rows;
        randombytes_buf(rates->seed, sizeof rates->seed);
        return rates;
}

void rates_free(Rates *rates) {
        if (!rates)
                return;
        g_mutex_clear(&rates->lock);
        g_free(rates);
}

RateKey rate_key_of_address(const char *address) {
        RateKey key = { .bytes = { [10] = 0xff, [11] = 0xff } };
        struct in6_addr six;

        if (inet_pton(AF_INET, address, key.bytes + 12) == 1 || inet_pton(AF_INET6, address, &six) != 1)
                return key;
        if (IN6_IS_ADDR_V4MAPPED(&six)) {
                memcpy(key.bytes, six.s6_addr, 16);
                return key;
        }
        key = (RateKey){ 0 };
        memcpy(key.bytes, six.s6_addr, 8);
        return key;
}

static Bucket *rates_bucket(Rates *rates, const RateLimit *limit, RateClass rate, const RateKey *key, gint64 now) {
        guint8 hash[crypto_shorthash_BYTES];
        guint64 number;
        Bucket *row, *stalest;

        crypto_shorthash(hash, key->bytes, sizeof key->bytes, rates->seed);
        memcpy(&number, hash, sizeof number);
        row = rates->buckets + (number % rates->rows) * ROW_SLOTS;
        stalest = row;
        for (Bucket *bucket = row; bucket < row + ROW_SLOTS; bucket++) {
                if (bucket->rate == rate && memcmp(&bucket->key, key, sizeof *key) == 0)
                        return bucket;
                if (bucket->rate == RATE_NONE || (stalest->rate != RATE_NONE && bucket->seen_at < stalest->seen_at))
                        stalest = bucket;
        }
        *stalest = (Bucket){ .key = *key, .rate = rate, .tokens = limit->burst, .seen_at = now };
        return stalest;
}

/* Takes one token of a bucket, filled up to now; gives 0, or the seconds until there is one. */
static guint bucket_take(Bucket *bucket, const RateLimit *limit, gint64 now) {
        double per_us = (double) limit->per_minute / (double) MINUTE;

        bucket->tokens = MIN((double) limit->burst, bucket->tokens + (double) MAX(now - bucket->seen_at, 0) * per_us);
        bucket->seen_at = MAX(now, bucket->seen_at);
        if (bucket->tokens < 1)
                return per_us > 0 ? (guint) ((1 - bucket->tokens) / per_us / 1e6) + 1 : 3600;
        bucket->tokens -= 1;
        return 0;
}

bool rates_take(Rates *rates, const RateLimit *limit, RateClass rate, const RateKey *key, gint64 now, guint *wait_s) {
        guint wait;

        if (!limit->burst)
                return true;
        g_mutex_lock(&rates->lock);
        wait = bucket_take(rates_bucket(rates, limit, rate, key, now), limit, now);
        g_mutex_unlock(&rates->lock);
        if (wait)
                *wait_s = wait;
        return wait == 0;
}
