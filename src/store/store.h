/* Rows in, rows out: SQLite or PostgreSQL behind one header. Every aggregate's file of this room is written against it,
 * and only src/app/ opens a transaction.
 *
 *         static const Statement case_save = {
 *                 "UPDATE cases SET state = $1, due_at = $2, version = version + 1 WHERE id = $3 AND version = $4"
 *         };
 *
 *         return store_run(tx, &case_save, &changed, error,
 *                          VALUES(value_text(state), value_instant(due_at), value_uuid(&id), value_int(version)));
 *
 *         g_autoptr(Rows) rows = store_query(tx, &cases_of_account, error, VALUES(value_uuid(&account)));
 *
 *         if (!rows)
 *                 return false;
 *         while (rows_next(rows))
 *                 g_ptr_array_add(cases, case_from_row(rows));
 *         return true;
 *
 * Both databases behave alike: writes are serializable, reads see one snapshot, and a statement that fails spoils its
 * transaction. What differs is named at the function. */
#pragma once

#include "base/instant.h"
#include "base/refusal.h"
#include "base/uuid.h"
#include "store/commits.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Store Store;     /* a database, open; may be used by any number of threads */
typedef struct StoreTx StoreTx; /* a transaction; belongs to the thread that its StoreFn runs on */
typedef struct Rows Rows;       /* a cursor over a result */

/* ---- opening --------------------------------------------------------------------------------------------------- */

/* A step of the schema: src/store/schema/NNN-name.{sqlite,postgres}.sql, embedded. */
typedef struct Migration {
        const char *name;   /* "001-ground" */
        const char *sqlite; /* whole scripts, run in one transaction that store_open() opens and commits */
        const char *postgres;
} Migration;

/* A table whose rows are kept: nobody deletes them, and only the columns named may be updated. On SQLite the authorizer
 * holds to it; on PostgreSQL the rights that the service's role is given (StoreOptions.owner_location). Triggers of the
 * schema must say the same: they are what speaks to other programs. */
typedef struct KeptTable {
        const char *table;
        const char *updatable[8]; /* columns, closed by NULL; empty: none */
} KeptTable;

typedef struct StoreSchema {
        const Migration
                *migrations;   /* in order, closed by a NULL name; a database's version is how many it has had */
        const KeptTable *kept; /* closed by a NULL table */
} StoreSchema;

typedef struct StoreOptions {
        const char *location; /* a path of SQLite, or a connection string of libpq: "postgresql://…" or "host=… …",
                                     * told by a '=' before the first '/' */
        const char
                *owner_location;   /* PostgreSQL: connection string of the role that owns the tables and migrates; the
                                     * role of `location` is then given no more rights than it needs. NULL: `location`
                                     * does both */
        const StoreSchema *schema; /* NULL: the program's own */
        guint connections_max;     /* PostgreSQL: connections at most; 0 means 16. Who finds none free waits */
        guint write_budget_ms;     /* how long one StoreFn may take, on PostgreSQL a read too; 0 means 10,000 */
} StoreOptions;

/* Opens a database and brings its schema up to this program's.
 *
 * SQLite: made if it is not there (mode 0600); WAL, synchronous=FULL, foreign keys on.
 * PostgreSQL: any number of programs may start at the same time; one migrates, the others wait.
 *
 * The caller frees the result with store_close(). NULL: FAILURE_STORE (cannot be opened, is newer than this program,
 * has a migration that this program does not know). */
Store *store_open(const StoreOptions *options, GError **error);

/* Waits for writes under way and closes; takes NULL. No other thread may use the store any more. */
void store_close(Store *store);

typedef enum StoreBackend { STORE_SQLITE, STORE_POSTGRES } StoreBackend;

/* Which database it is: a route may answer inline on SQLite only. */
StoreBackend store_backend(const Store *store);

/* Tells what was committed since the store was opened, and how many writes wait. */
void store_commits(Store *store, CommitCounts *counts);

/* ---- transactions ---------------------------------------------------------------------------------------------- */

/* What a transaction does. Gives false, `error` set, to roll all of it back.
 *
 * It may run more than once, on another thread than the caller's, and what it did may still be lost after it gave true: it
 * touches nothing but `tx` and what `data` points to, sets that afresh in each run, does not wait for anything, and
 * calls neither store_read() nor store_write(). What it left in `data` counts only once store_read() or store_write()
 * has given true. */
typedef bool (*StoreFn)(StoreTx *tx, gpointer data, GError **error);

/* Runs `fn` over one snapshot of the database. Statements that write fail.
 *
 * Refuses what `fn` refuses; FAILURE_STORE, FAILURE_SERIALIZATION. */
bool store_read(Store *store, StoreFn fn, gpointer data, GError **error);

/* Runs `fn` as if alone, and gives true once it is committed and durable.
 *
 * SQLite: one writer thread takes all that wait, runs each in a savepoint and commits once; an `fn` that fails does not
 * hurt its neighbours. PostgreSQL: SERIALIZABLE on a pooled connection; run again, a bounded number of times, after
 * 40001, 40P01, or a connection that was lost before COMMIT was sent.
 *
 * Refuses what `fn` refuses. FAILURE_FULL (disk), FAILURE_SERIALIZATION (gave up trying; try later), FAILURE_STORE.
 * If the connection breaks while COMMIT is under way nobody knows what became of it: that is FAILURE_STORE too, never a
 * second run. A client that repeats its request with its Idempotency-Key learns which it was. */
bool store_write(Store *store, StoreFn fn, gpointer data, GError **error);

/* ---- statements ------------------------------------------------------------------------------------------------ */

/* A whole statement with parameters $1, $2 …, a static const beside its one user: it is prepared once a connection and
 * known by its address. REPLACE is refused: it passes triggers. */
typedef struct Statement {
        const char *sql;
        const char *postgres; /* where PostgreSQL needs another text; NULL: the same */
} Statement;

typedef enum ValueType { VALUE_INT, VALUE_TEXT, VALUE_BLOB, VALUE_UUID, VALUE_TYPE_COUNT } ValueType;

/* A parameter. Points at the caller's memory, which must last for the call. A NULL keeps its type: PostgreSQL needs it,
 * and a statement must be given the same types each time. */
typedef struct Value {
        ValueType type;
        bool is_null;
        gint64 integer;
        gconstpointer bytes;
        gsize size;
} Value;

typedef struct Values {
        const Value *items;
        gsize count;
} Values;

#define VALUES(...)                                         \
        ((Values){ .items = (const Value[]){ __VA_ARGS__ }, \
                   .count = sizeof((const Value[]){ __VA_ARGS__ }) / sizeof(Value) })
#define NO_VALUES ((Values){ .items = NULL, .count = 0 })

Value value_null(ValueType type);
Value value_int(gint64 integer);                   /* integer, bigint; booleans are 0 and 1, money is micro-yuan */
Value value_instant(gint64 instant);               /* the same; INSTANT_NONE becomes NULL */
Value value_text(const char *text);                /* text, valid UTF-8; NULL becomes NULL */
Value value_blob(gconstpointer bytes, gsize size); /* blob, bytea; bytes NULL becomes NULL */
Value value_bytes(GBytes *bytes);                  /* the same */
Value value_uuid(const Uuid *uuid);                /* blob of 16 bytes, uuid; NULL and the nil id become NULL */

/* Runs a statement that gives no rows. `changed`, where not NULL, is how many rows it inserted, updated or deleted.
 *
 * After a failure the transaction is spoilt: every further call fails, and it is rolled back whatever its StoreFn gives.
 * So an insert that may meet its like says ON CONFLICT … DO NOTHING and looks at `changed`.
 *
 * FAILURE_CONFLICT, FAILURE_RULE, FAILURE_FULL, FAILURE_STORE. */
bool store_run(StoreTx *tx, const Statement *statement, gint64 *changed, GError **error, Values values);

/* Runs a statement that gives rows: a SELECT, or one with RETURNING. The cursor stands before the first row. Free it
 * before the StoreFn returns. NULL: as store_run().
 *
 * SQLite streams; PostgreSQL sends the whole result at once, so bound it by LIMIT and go on by key. */
Rows *store_query(StoreTx *tx, const Statement *statement, GError **error, Values values);

/* The same for a statement of one row: `row` stands on it, or is NULL where there is none. The caller frees it. */
bool store_first(StoreTx *tx, const Statement *statement, Rows **row, GError **error, Values values);

/* Lets this transaction, a read too, take as long as it needs, where StoreOptions.write_budget_ms would end it: for work that
 * nobody waits for. Within a write others' writes wait meanwhile, on SQLite in other programs too. Fails as store_run() does. */
bool store_take_time(StoreTx *tx, GError **error);

/* Fills the values of one of many rows, counted from 0; they point at memory that lasts for the whole load, and each column
 * has the same type in every row. False: this row is left out. */
typedef bool (*LoadFill)(gsize row, Value *values, gconstpointer data);

/* Many rows of one table at once. On SQLite the statement is an INSERT, run for each; on PostgreSQL its `postgres` is a
 * "COPY table (columns) FROM STDIN (FORMAT binary)". `columns` is how many values a row has.
 *
 * Fails as store_run() does: one row that is refused spoils the transaction. */
bool store_load(StoreTx *tx, const Statement *statement, gsize columns, gsize rows, LoadFill fill, gconstpointer data,
                GError **error);

/* True where a unique row was there already. */
bool store_error_is_conflict(const GError *error);

/* True where the schema refused: RAISE(ABORT, '…') or RAISE EXCEPTION '…' of a trigger with exactly the text `rule`, or,
 * rule NULL, any of those, CHECK, NOT NULL and foreign keys. */
bool store_error_is_rule(const GError *error, const char *rule);

/* ---- rows ------------------------------------------------------------------------------------------------------ */

/* Steps to the next row. False at the end, and where reading fails: the transaction is then spoilt, and store_read() or
 * store_write() gives that failure whatever its StoreFn gives, so that half a result cannot pass for a whole one. */
bool rows_next(Rows *rows);

/* Columns of the row, counted from 0. Pointers last until the next rows_next() or rows_free(). A value of another type
 * than asked for spoils the transaction with FAILURE_CORRUPT and reads as NULL. */
bool rows_is_null(Rows *rows, int column);
gint64 rows_int(Rows *rows, int column);                      /* NULL reads as 0 */
bool rows_bool(Rows *rows, int column);                       /* NULL reads as false */
gint64 rows_instant(Rows *rows, int column);                  /* NULL reads as INSTANT_NONE */
const char *rows_text(Rows *rows, int column);                /* NULL reads as NULL */
char *rows_text_copy(Rows *rows, int column);                 /* the caller frees it */
gconstpointer rows_blob(Rows *rows, int column, gsize *size); /* NULL reads as NULL, size 0 */
GBytes *rows_bytes(Rows *rows, int column);                   /* a copy; the caller frees it; NULL reads as NULL */
Uuid rows_uuid(Rows *rows, int column);                       /* NULL reads as the nil id */

/* Takes NULL. */
void rows_free(Rows *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rows, rows_free)
