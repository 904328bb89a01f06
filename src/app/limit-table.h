/* Every limit that an operator may set, in one table: sizes, times, connections, uploads and the rates of each class of
 * requests. A configuration file has them under `limits:`, a data folder in a file of its own, limits.yaml:
 *
 *     connections: 4096
 *     uploads-per-person: 8
 *     people:                      # each account, member of staff, or address of who has not signed in
 *       read: { burst: 300, per-minute: 1200 }
 *     platform:                    # each API key
 *       write: { burst: 5000, per-minute: 120000 }
 *
 * What is not named keeps its default. docs/limits.md is written from the tables below. */
#pragma once

#include "base/enum-names.h"
#include "base/language.h"
#include "base/refusal.h"
#include "domain/yaml-file.h"

#include <glib.h>
#include <stdbool.h>

/* Which measure a route is counted by; each row of the route table names one. */
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

/* "none", "read", "write", "sign-in", "upload", "file", "help". */
extern const EnumNames rate_class_names;

/* A token bucket: `burst` requests at once, `per_minute` in the long run; burst 0 means without limit. */
typedef struct RateLimit {
        guint burst;
        guint per_minute;
} RateLimit;

typedef struct RateLimits {
        RateLimit of[RATE_CLASS_COUNT];
} RateLimits;

typedef struct Limits {
        guint connections_max;
        guint connections_per_address_max; /* 0: without limit, as behind a proxy */
        guint idle_s;                      /* a connection on which nothing moves is closed */
        guint headers_s;                   /* the whole head of a request must be there by then */
        guint body_grace_s;                /* from then on a body must have come at body_bytes_per_s_min on average */
        guint body_bytes_per_s_min;
        guint address_bytes_max;      /* path and query */
        guint streams_max;            /* uploads read at once; further ones wait, their body unread */
        guint uploads_per_person_max; /* under way at once; also of each address without a sign-in; 0: without limit */
        guint uploads_per_key_max;    /* likewise of each API key */
        guint workers;                /* requests worked on at once; 0: by the machine */
        guint database_connections_max; /* PostgreSQL */
        RateLimits people;              /* each account, member of staff, party or address */
        RateLimits platform;            /* each API key */
} Limits;

/* What somebody meets who comes to a limit. */
typedef enum LimitAnswer {
        LIMIT_CLOSES, /* the connection is closed */
        LIMIT_WAITS,  /* he waits */
        LIMIT_REFUSES /* the row's problem */
} LimitAnswer;

/* A limit that is one number. */
typedef struct LimitRow {
        const char *key; /* NULL closes the table */
        gsize offset;    /* of a guint in Limits */
        guint low, high;
        LimitAnswer answer;
        RefusalKind problem; /* LIMIT_REFUSES */
        const char *about[LANGUAGE_COUNT];
} LimitRow;

extern const LimitRow limit_rows[];

/* Gives the limits of an instance that sets none. */
Limits limits_default(void);

/* The number of a row. */
guint limits_number(const Limits *limits, const LimitRow *row);

/* Of a mapping in a YAML file, for the schema of the file that has it: reads into a Limits. */
extern const cyaml_schema_field_t limits_fields[];

/* Completes what was read at `place` ("/limits"; "" for a file of its own) by the defaults, and checks it. `behind_proxy`:
 * everybody comes from one address, so that unless it is set no address has a limit of connections.
 * Refuses REFUSAL_CONFIG_INVALID with file, line and mend; `limits` is of no use then. */
bool limits_complete(Limits *limits, const YamlFile *file, const char *place, bool behind_proxy, GError **error);

/* Reads limits.yaml. Refuses REFUSAL_CONFIG_INVALID; fails with FAILURE_FILE. */
bool limits_load(const char *path, Limits *limits, GError **error);
