/* One connection to SQLite: settings, prepared statements, transactions. Private to this room. */
#pragma once

#include "store/backend.h"

#include <sqlite3.h>

typedef struct SqliteConnection {
        sqlite3 *db;
        GHashTable *prepared; /* const Statement * → its sqlite3_stmt and whether a cursor has it */
        const StoreSchema *schema;
        bool writes;
        bool sealed;                 /* the schema is as it must be: the authorizer lets nobody change it */
        gint64 deadline;             /* of the transaction under way; G_MAXINT64: none */
        struct AnswerCache *answers; /* the store's, of the connection that writes; NULL: none are remembered */
        bool verifies;               /* it has run what writes verifications since the last commit */
        bool compiling_verifies;     /* … and the statement that is being compiled does */
} SqliteConnection;

typedef struct SqliteTx {
        StoreTx base;
        SqliteConnection *connection;
} SqliteTx;

extern const Backend sqlite_backend;

/* Opens with the settings that durability rests on, and checks that they hold. FAILURE_STORE. */
SqliteConnection *sqlite_connection_open(const char *path, const StoreSchema *schema, bool writes, GError **error);
void sqlite_connection_close(SqliteConnection *connection); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SqliteConnection, sqlite_connection_close)

/* Runs a statement without parameters and results: BEGIN, COMMIT, SAVEPOINT … */
bool sqlite_connection_run(SqliteConnection *connection, const Statement *statement, GError **error);

/* Runs `fn` in the transaction that the connection is in, within `budget_ms` (0: no limit). `overran`, where not NULL:
 * it was stopped because it took too long. */
bool sqlite_connection_call(SqliteConnection *connection, guint budget_ms, StoreFn fn, gpointer data, bool *overran,
                            GError **error);

/* Runs `fn` in a transaction of its own, begun by `begin`. */
bool sqlite_connection_transact(SqliteConnection *connection, const Statement *begin, guint budget_ms, StoreFn fn,
                                gpointer data, GError **error);

/* True outside of any transaction, also where SQLite rolled it back by itself. */
bool sqlite_connection_is_idle(const SqliteConnection *connection);

/* Gives the WAL index (https://www.sqlite.org/walformat.html) as all who have the database open share it, or NULL; it lasts as long
 * as the connection, which must have read or written before. */
gconstpointer sqlite_connection_index(SqliteConnection *connection);

/* Commits the transaction that the connection is in. */
bool sqlite_connection_commit(SqliteConnection *connection, GError **error);

/* An empty table for `prepared`. */
GHashTable *sqlite_prepared_new(void);

/* Turns SQLite's last error into a failure. */
bool sqlite_fail(sqlite3 *db, GError **error);

/* True where the text resolves conflicts by REPLACE. */
bool sqlite_text_replaces(const char *sql);

/* Says what a connection may do: sqlite3_set_authorizer(); the pointer is the SqliteConnection. */
int sqlite_authorize(void *connection, int action, const char *first, const char *second, const char *database,
                     const char *trigger);

extern const Statement sqlite_begin_read, sqlite_begin_write, sqlite_rollback;
