/* One connection to SQLite: statements, cursors and transactions on it. */
#include "store/sqlite.h"
#include "store/answer-cache.h"
#include "store/sqlite-store.h"

#include <errno.h>
#include <string.h>

const Statement sqlite_begin_read = { "BEGIN", NULL };
const Statement sqlite_begin_write = { "BEGIN IMMEDIATE", NULL };
static const Statement commit = { "COMMIT", NULL };
const Statement sqlite_rollback = { "ROLLBACK", NULL };

#define INDEX_REGION_BYTES 32768 /* of which one has the header */

typedef struct Prepared {
        sqlite3_stmt *handle;
        int *places; /* of $1, $2 … among SQLite's numbers */
        bool in_use;
        bool verifies; /* it writes verifications, by itself or by a trigger */
} Prepared;

typedef struct SqliteRows {
        Rows base;
        sqlite3_stmt *handle;
        Prepared *prepared; /* NULL: made for this cursor alone */
} SqliteRows;

static FailureKind constraint_failure_kind(int extended) {
        static const int unique[] = { SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY,
                                      SQLITE_CONSTRAINT_ROWID };

        for (gsize i = 0; i < G_N_ELEMENTS(unique); i++)
                if (extended == unique[i])
                        return FAILURE_CONFLICT;
        return FAILURE_RULE;
}

/* Of a failed COMMIT SQLite itself no longer knows why; its files do: https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html */
static bool disk_is_read_only(sqlite3 *db) {
        static const int files[] = { SQLITE_FCNTL_FILE_POINTER, SQLITE_FCNTL_JOURNAL_POINTER };

        for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
                sqlite3_file *file = NULL;
                int code = 0;

                if (sqlite3_file_control(db, "main", files[i], &file) == SQLITE_OK && file && file->pMethods
                    && file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &code) == SQLITE_OK
                    && code == EROFS)
                        return true;
        }
        return false;
}

bool sqlite_fail(sqlite3 *db, GError **error) {
        static const struct {
                int result;
                FailureKind kind;
        } kinds[] = {
                { SQLITE_FULL, FAILURE_FULL },          { SQLITE_READONLY, FAILURE_READ_ONLY },
                { SQLITE_BUSY, FAILURE_SERIALIZATION }, { SQLITE_CORRUPT, FAILURE_CORRUPT },
                { SQLITE_NOTADB, FAILURE_CORRUPT },
        };
        int extended = sqlite3_extended_errcode(db);
        int result = extended & 0xff;

        if (result == SQLITE_IOERR && disk_is_read_only(db))
                result = SQLITE_READONLY;
        if (extended == SQLITE_CONSTRAINT_TRIGGER)
                return fail(error, FAILURE_RULE, "%s", sqlite3_errmsg(db));
        if (result == SQLITE_CONSTRAINT)
                return fail(error, constraint_failure_kind(extended), "SQLite: %s", sqlite3_errmsg(db));
        for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
                if (kinds[i].result == result)
                        return fail(error, kinds[i].kind, "SQLite: %s", sqlite3_errmsg(db));
        return fail(error, FAILURE_STORE, "SQLite: %s (%d)", sqlite3_errmsg(db), extended);
}

static sqlite3_stmt *statement_compile(SqliteConnection *connection, const Statement *statement, GError **error) {
        g_autofree char *text = NULL;
        sqlite3_stmt *handle = NULL;
        const char *rest = NULL;

        if (sqlite_text_replaces(statement->sql)) {
                fail(error, FAILURE_STORE, "REPLACE passes triggers: %s", statement->sql);
                return NULL;
        }
        if (sqlite3_prepare_v3(connection->db, statement->sql, -1, SQLITE_PREPARE_PERSISTENT, &handle, &rest)
            != SQLITE_OK) {
                sqlite_fail(connection->db, error);
                g_prefix_error(error, "%s: ", statement->sql);
                return NULL;
        }
        text = g_strstrip(g_strdup(rest));
        if (!handle || *text) {
                sqlite3_finalize(handle);
                fail(error, FAILURE_STORE, "not one statement: %s", statement->sql);
                return NULL;
        }
        return handle;
}

static void prepared_free(gpointer data) {
        Prepared *prepared = data;

        sqlite3_finalize(prepared->handle);
        g_free(prepared->places);
        g_free(prepared);
}

GHashTable *sqlite_prepared_new(void) {
        return g_hash_table_new_full(NULL, NULL, NULL, prepared_free);
}

/* SQLite numbers "$2, $1" by first appearance, so each is found by its name, once. */
static int *places_find(sqlite3_stmt *handle) {
        int count = sqlite3_bind_parameter_count(handle);
        int *places = g_new(int, (gsize) count);

        for (int i = 0; i < count; i++) {
                char name[16];

                g_snprintf(name, sizeof(name), "$%d", i + 1);
                places[i] = sqlite3_bind_parameter_index(handle, name);
                g_assert(places[i] > 0);
        }
        return places;
}

static Prepared *statement_prepare(SqliteConnection *connection, const Statement *statement, GError **error) {
        Prepared *prepared = g_hash_table_lookup(connection->prepared, statement);
        sqlite3_stmt *handle;

        if (prepared)
                return prepared;
        connection->compiling_verifies = false;
        handle = statement_compile(connection, statement, error);
        if (!handle)
                return NULL;
        prepared = g_new0(Prepared, 1);
        prepared->handle = handle;
        prepared->places = places_find(handle);
        prepared->verifies = connection->compiling_verifies;
        g_hash_table_insert(connection->prepared, (gpointer) statement, prepared);
        return prepared;
}

/* `keeping` says who has the bytes: SQLITE_STATIC, the caller until the statement is reset, or SQLITE_TRANSIENT, a copy. */
static int value_bind(sqlite3_stmt *handle, int place, const Value *value, sqlite3_destructor_type keeping) {
        if (value->is_null)
                return sqlite3_bind_null(handle, place);
        if (value->type == VALUE_INT)
                return sqlite3_bind_int64(handle, place, value->integer);
        if (value->type == VALUE_TEXT)
                return sqlite3_bind_text64(handle, place, value->bytes, value->size, keeping, SQLITE_UTF8);
        return sqlite3_bind_blob64(handle, place, value->bytes, value->size, keeping);
}

static bool values_bind(sqlite3_stmt *handle, const int *places, Values values, sqlite3_destructor_type keeping,
                        GError **error) {
        g_assert((gsize) sqlite3_bind_parameter_count(handle) == values.count);
        for (gsize i = 0; i < values.count; i++) {
                if (value_bind(handle, places[i], &values.items[i], keeping) != SQLITE_OK)
                        return sqlite_fail(sqlite3_db_handle(handle), error);
        }
        return true;
}

static bool connection_run(SqliteConnection *connection, const Statement *statement, Values values, gint64 *changed,
                           GError **error) {
        Prepared *prepared = statement_prepare(connection, statement, error);
        bool done;
        int result;

        if (!prepared)
                return false;
        g_assert(!prepared->in_use);
        connection->verifies |= prepared->verifies;
        done = values_bind(prepared->handle, prepared->places, values, SQLITE_STATIC, error);
        if (done) {
                do
                        result = sqlite3_step(prepared->handle);
                while (result == SQLITE_ROW);
                done = result == SQLITE_DONE || sqlite_fail(connection->db, error);
                if (done && changed)
                        *changed = sqlite3_changes64(connection->db);
        }
        sqlite3_reset(prepared->handle);
        sqlite3_clear_bindings(prepared->handle);
        return done;
}

bool sqlite_connection_run(SqliteConnection *connection, const Statement *statement, GError **error) {
        return connection_run(connection, statement, NO_VALUES, NULL, error);
}

gconstpointer sqlite_connection_index(SqliteConnection *connection) {
        void volatile *region = NULL;
        sqlite3_file *file = NULL;

        if (sqlite3_file_control(connection->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file
            || !file->pMethods || file->pMethods->iVersion < 2
            || file->pMethods->xShmMap(file, 0, INDEX_REGION_BYTES, 0, &region) != SQLITE_OK)
                return NULL;
        return (gconstpointer) region;
}

bool sqlite_connection_commit(SqliteConnection *connection, GError **error) {
        bool done;

        if (!connection->answers)
                return sqlite_connection_run(connection, &commit, error);
        answer_cache_commit_begin(connection->answers);
        done = sqlite_connection_run(connection, &commit, error);
        answer_cache_commit_end(connection->answers, connection->verifies);
        if (done)
                connection->verifies = false;
        return done;
}

static bool tx_run(StoreTx *tx, const Statement *statement, Values values, gint64 *changed, GError **error) {
        return connection_run(((SqliteTx *) tx)->connection, statement, values, changed, error);
}

static bool tx_take_time(StoreTx *tx, GError **error) {
        (void) error;
        ((SqliteTx *) tx)->connection->deadline = G_MAXINT64;
        return true;
}

static bool tx_load(StoreTx *tx, const Statement *statement, const Load *load, GError **error) {
        SqliteConnection *connection = ((SqliteTx *) tx)->connection;
        Prepared *prepared = statement_prepare(connection, statement, error);
        Value values[LOAD_COLUMNS_MAX];
        int result = SQLITE_OK;

        if (!prepared)
                return false;
        g_assert(!prepared->in_use);
        connection->verifies |= prepared->verifies;
        g_assert((gsize) sqlite3_bind_parameter_count(prepared->handle) == load->columns);
        for (gsize row = 0; row < load->rows && result == SQLITE_OK; row++) {
                if (!load->fill(row, values, load->data))
                        continue;
                for (gsize i = 0; i < load->columns && result == SQLITE_OK; i++)
                        result = value_bind(prepared->handle, prepared->places[i], &values[i], SQLITE_STATIC);
                if (result == SQLITE_OK)
                        result = sqlite3_step(prepared->handle);
                if (result == SQLITE_DONE)
                        result = sqlite3_reset(prepared->handle);
        }
        if (result != SQLITE_OK)
                sqlite_fail(connection->db, error);
        sqlite3_reset(prepared->handle);
        sqlite3_clear_bindings(prepared->handle);
        return result == SQLITE_OK;
}

static bool tx_script(StoreTx *tx, const char *sql, GError **error) {
        SqliteConnection *connection = ((SqliteTx *) tx)->connection;

        if (sqlite_text_replaces(sql))
                return fail(error, FAILURE_STORE, "REPLACE passes triggers");
        if (sqlite3_exec(connection->db, sql, NULL, NULL, NULL) != SQLITE_OK)
                return sqlite_fail(connection->db, error);
        return !sqlite_connection_is_idle(connection)
               || fail(error, FAILURE_STORE, "a script of the schema ended its transaction");
}

static void sqlite_rows_free(Rows *rows) {
        SqliteRows *own = (SqliteRows *) rows;

        if (own->prepared) {
                own->prepared->in_use = false;
                sqlite3_reset(own->handle);
                sqlite3_clear_bindings(own->handle);
        } else {
                sqlite3_finalize(own->handle);
        }
        g_free(own);
}

/* A statement whose cursor is still open is compiled a second time, so that walks over it may nest. */
static Rows *tx_query(StoreTx *tx, const Statement *statement, Values values, GError **error) {
        SqliteConnection *connection = ((SqliteTx *) tx)->connection;
        Prepared *prepared = statement_prepare(connection, statement, error);
        SqliteRows *rows;

        if (!prepared)
                return NULL;
        connection->verifies |= prepared->verifies;
        rows = g_new0(SqliteRows, 1);
        rows->base.tx = tx;
        rows->prepared = prepared->in_use ? NULL : prepared;
        rows->handle = prepared->in_use ? statement_compile(connection, statement, error) : prepared->handle;
        if (rows->prepared)
                rows->prepared->in_use = true;
        if (!rows->handle || !values_bind(rows->handle, prepared->places, values, SQLITE_TRANSIENT, error)) {
                sqlite_rows_free(&rows->base);
                return NULL;
        }
        rows->base.column_count = sqlite3_column_count(rows->handle);
        return &rows->base;
}

static bool sqlite_rows_next(Rows *rows, GError **error) {
        SqliteRows *own = (SqliteRows *) rows;
        int result = sqlite3_step(own->handle);

        if (result != SQLITE_ROW && result != SQLITE_DONE)
                return sqlite_fail(sqlite3_db_handle(own->handle), error);
        return result == SQLITE_ROW;
}

static Cell sqlite_rows_cell(Rows *rows, int column) {
        sqlite3_stmt *handle = ((SqliteRows *) rows)->handle;

        switch (sqlite3_column_type(handle, column)) {
        case SQLITE_NULL: return (Cell){ .type = CELL_NULL };
        case SQLITE_INTEGER: return (Cell){ .type = CELL_INT, .integer = sqlite3_column_int64(handle, column) };
        case SQLITE_TEXT:
                return (Cell){ .type = CELL_TEXT,
                               .bytes = sqlite3_column_text(handle, column),
                               .size = (gsize) sqlite3_column_bytes(handle, column) };
        case SQLITE_BLOB: {
                gconstpointer bytes = sqlite3_column_blob(handle, column);

                return (Cell){ .type = CELL_BLOB,
                               .bytes = bytes ? bytes : "", /* SQLite gives NULL for no bytes at all */
                               .size = (gsize) sqlite3_column_bytes(handle, column) };
        }
        default: return (Cell){ .type = CELL_OTHER };
        }
}

bool sqlite_connection_is_idle(const SqliteConnection *connection) {
        return sqlite3_get_autocommit(connection->db) != 0;
}

bool sqlite_connection_call(SqliteConnection *connection, guint budget_ms, StoreFn fn, gpointer data, bool *overran,
                            GError **error) {
        SqliteTx tx = { .connection = connection };
        bool done;

        store_tx_init(&tx.base, &sqlite_backend, budget_ms);
        connection->deadline = tx.base.deadline;
        done = store_tx_call(&tx.base, fn, data, error);
        if (overran)
                *overran = !done && g_get_monotonic_time() > connection->deadline;
        connection->deadline = G_MAXINT64;
        store_tx_clear(&tx.base);
        return done;
}

bool sqlite_connection_transact(SqliteConnection *connection, const Statement *begin, guint budget_ms, StoreFn fn,
                                gpointer data, GError **error) {
        bool done = sqlite_connection_run(connection, begin, error)
                    && sqlite_connection_call(connection, budget_ms, fn, data, NULL, error)
                    && sqlite_connection_commit(connection, error);

        if (!sqlite_connection_is_idle(connection))
                sqlite_connection_run(connection, &sqlite_rollback, NULL);
        return done;
}

const Backend sqlite_backend = {
        .kind = STORE_SQLITE,
        .close = sqlite_store_close,
        .read = sqlite_store_read,
        .write = sqlite_store_write,
        .waiting = sqlite_store_waiting,
        .run = tx_run,
        .take_time = tx_take_time,
        .load = tx_load,
        .query = tx_query,
        .script = tx_script,
        .next = sqlite_rows_next,
        .cell = sqlite_rows_cell,
        .rows_free = sqlite_rows_free,
};
