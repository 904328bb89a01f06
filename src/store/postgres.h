/* One connection to PostgreSQL: settings, prepared statements, transactions. Private to this room. */
#pragma once

#include "store/backend.h"

#include <libpq-fe.h>

/* Why a transaction may be run again: nothing of it has been committed. */
typedef enum PostgresTrouble {
        TROUBLE_NONE,
        TROUBLE_CONTENDED, /* another transaction was in the way */
        TROUBLE_STALE,     /* a prepared statement no longer fits: on another connection it will */
        TROUBLE_LOST       /* the connection is gone, or the server no longer takes writes */
} PostgresTrouble;

typedef struct PostgresConnection {
        PGconn *pg;
        GHashTable *prepared;    /* const Statement * → its name and the types of its parameters */
        PostgresTrouble trouble; /* of the transaction under way */
        bool reads_only;         /* … it may not write */
        bool warned;             /* the server gave a warning since this was last cleared */
} PostgresConnection;

typedef struct PostgresTx {
        StoreTx base;
        PostgresConnection *connection;
} PostgresTx;

extern const Backend postgres_backend;

/* Connects. `statement_timeout_ms` 0: none. FAILURE_STORE. */
PostgresConnection *postgres_connection_open(const char *location, guint statement_timeout_ms, GError **error);
void postgres_connection_close(PostgresConnection *connection); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PostgresConnection, postgres_connection_close)

/* True where the connection can carry another transaction. */
bool postgres_connection_is_usable(const PostgresConnection *connection);

/* Runs a statement; the caller clears the result. NULL: as store_run(), and `trouble` is set. */
PGresult *postgres_execute(PostgresConnection *connection, const Statement *statement, Values values, GError **error);

/* A result that is not good, as a failure; gives false. `trouble` is set. */
bool postgres_failure_set(PostgresConnection *connection, const PGresult *result, GError **error);

/* Many rows by COPY. */
bool postgres_load(StoreTx *tx, const Statement *statement, const Load *load, GError **error);

/* Runs a script without parameters, in one message. */
bool postgres_script(PostgresConnection *connection, const char *sql, GError **error);

/* An empty table for `prepared`. */
GHashTable *postgres_prepared_new(void);

typedef enum PostgresMode {
        POSTGRES_READ,   /* one snapshot, read only */
        POSTGRES_WRITE,  /* serializable */
        POSTGRES_MIGRATE /* read committed: what a step sees, it sees after the lock */
} PostgresMode;

/* Runs `fn` once in a transaction of its own. After a failure `trouble` says whether it may be run again. */
bool postgres_connection_transact(PostgresConnection *connection, PostgresMode mode, guint budget_ms, StoreFn fn,
                                  gpointer data, GError **error);

/* What the role of the service is given on PostgreSQL; a StoreFn over it, to be run as the owner. */
typedef struct PostgresRights {
        const char *role;
        const StoreSchema *schema;
} PostgresRights;
bool postgres_rights_grant(StoreTx *tx, gpointer data, GError **error);
