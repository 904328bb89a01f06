/* Every limit of the door in one place: sizes, times, connections and the rates of each class of requests. */
#pragma once

#include <glib.h>

typedef enum RateClass {
        RATE_NONE,
        RATE_READ,
        RATE_WRITE,
        RATE_LOGIN,
        RATE_UPLOAD,
        RATE_FILE,
        RATE_HELP,
        RATE_CLASS_COUNT
} RateClass;

/* A token bucket: `burst` requests at once, `per_minute` in the long run; burst 0 means without limit. */
typedef struct RateLimit {
        guint burst;
        guint per_minute;
} RateLimit;

typedef struct HttpLimits {
        guint connections_max;
        guint connections_per_address_max; /* 0: without limit, as behind a proxy */
        guint idle_s;                      /* a connection on which nothing moves is closed */
        guint headers_s;                   /* the whole head of a request must be there by then */
        guint body_grace_s;                /* from then on a body must have come at body_bytes_per_s_min on average */
        guint body_bytes_per_s_min;
        gsize address_bytes_max;              /* path and query */
        guint streams_max;                    /* uploads read at once; further ones wait, their body unread */
        RateLimit people[RATE_CLASS_COUNT];   /* each person, session or address */
        RateLimit platform[RATE_CLASS_COUNT]; /* each API key */
} HttpLimits;

/* Gives the limits that `serve` starts with. */
HttpLimits http_limits_default(void);
