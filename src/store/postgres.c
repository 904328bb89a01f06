/* One connection to PostgreSQL: statements, results and transactions on it. */
#include "store/postgres.h"
#include "store/postgres-store.h"

#include <string.h>

#define VALUES_MAX 64

/* Types of the wire, from PostgreSQL's catalogue pg_type. */
enum {
        OID_BOOL = 16,
        OID_BYTEA = 17,
        OID_NAME = 19,
        OID_INT8 = 20,
        OID_INT2 = 21,
        OID_INT4 = 23,
        OID_TEXT = 25,
        OID_VARCHAR = 1043,
        OID_UUID = 2950
};

static const Oid value_oids[VALUE_TYPE_COUNT] = {
        [VALUE_INT] = OID_INT8,
        [VALUE_TEXT] = OID_TEXT,
        [VALUE_BLOB] = OID_BYTEA,
        [VALUE_UUID] = OID_UUID,
};

typedef struct Prepared {
        char name[16];
        Oid types[VALUES_MAX];
        gsize count;
} Prepared;

typedef struct PostgresRows {
        Rows base;
        PGresult *result;
        int row; /* the next one */
} PostgresRows;

/* What a SQLSTATE (PostgreSQL, appendix A) means here; the first row that begins like it counts. */
static const struct {
        const char *state;
        FailureKind kind;
        PostgresTrouble trouble;
} states[] = {
        { "40001", FAILURE_SERIALIZATION, TROUBLE_CONTENDED },
        { "40P01", FAILURE_SERIALIZATION, TROUBLE_CONTENDED },
        { "55P03", FAILURE_SERIALIZATION, TROUBLE_CONTENDED },
        { "23505", FAILURE_CONFLICT, TROUBLE_NONE },
        { "23P01", FAILURE_CONFLICT, TROUBLE_NONE },
        { "23", FAILURE_RULE, TROUBLE_NONE },
        { "P0001", FAILURE_RULE, TROUBLE_NONE },
        { "53100", FAILURE_FULL, TROUBLE_NONE },
        { "XX001", FAILURE_CORRUPT, TROUBLE_NONE },
        { "XX002", FAILURE_CORRUPT, TROUBLE_NONE },
        { "0A000", FAILURE_STORE, TROUBLE_STALE }, /* "cached plan must not change result type" */
        { "26000", FAILURE_STORE, TROUBLE_STALE }, /* the prepared statement is not there */
        { "08P01", FAILURE_STORE, TROUBLE_NONE },
        { "08", FAILURE_STORE, TROUBLE_LOST },
        { "57P", FAILURE_STORE, TROUBLE_LOST },
        { "25006", FAILURE_STORE, TROUBLE_LOST }, /* a standby; see postgres_failure_set() */
};

/* Only the primary message: the details hold values of rows, and failures go to the log. */
bool postgres_failure_set(PostgresConnection *connection, const PGresult *result, GError **error) {
        const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        const char *primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);

        if (!state || PQstatus(connection->pg) == CONNECTION_BAD) {
                connection->trouble = TROUBLE_LOST;
                return fail(error, FAILURE_STORE, "PostgreSQL: the connection is lost%s%s", primary ? ": " : "",
                            primary ? primary : "");
        }
        if (g_str_equal(state, "25006") && connection->reads_only)
                return fail(error, FAILURE_STORE, "PostgreSQL: %s (%s)", primary, state);
        for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
                if (!g_str_has_prefix(state, states[i].state))
                        continue;
                connection->trouble = states[i].trouble;
                if (g_str_equal(state, "P0001"))
                        return fail(error, FAILURE_RULE, "%s", primary);
                return fail(error, states[i].kind, "PostgreSQL: %s (%s%s%s)", primary, state, constraint ? " " : "",
                            constraint ? constraint : "");
        }
        return fail(error, FAILURE_STORE, "PostgreSQL: %s (%s)", primary, state);
}

static bool result_is_good(const PGresult *result) {
        return PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
}

GHashTable *postgres_prepared_new(void) {
        return g_hash_table_new_full(NULL, NULL, NULL, g_free);
}

static const Prepared *statement_prepare(PostgresConnection *connection, const Statement *statement, Values values,
                                         GError **error) {
        Prepared *prepared = g_hash_table_lookup(connection->prepared, statement);
        const char *sql = statement->postgres ? statement->postgres : statement->sql;
        PGresult *result;

        if (prepared)
                return prepared;
        g_assert(values.count <= VALUES_MAX);
        prepared = g_new0(Prepared, 1);
        g_snprintf(prepared->name, sizeof(prepared->name), "s%u", g_hash_table_size(connection->prepared));
        prepared->count = values.count;
        for (gsize i = 0; i < values.count; i++)
                prepared->types[i] = value_oids[values.items[i].type];
        result = PQprepare(connection->pg, prepared->name, sql, (int) prepared->count, prepared->types);
        if (!result_is_good(result)) {
                postgres_failure_set(connection, result, error);
                g_prefix_error(error, "%s: ", sql);
                PQclear(result);
                g_free(prepared);
                return NULL;
        }
        PQclear(result);
        g_hash_table_insert(connection->prepared, (gpointer) statement, prepared);
        return prepared;
}

PGresult *postgres_execute(PostgresConnection *connection, const Statement *statement, Values values,
                           GError **error) {
        const Prepared *prepared = statement_prepare(connection, statement, values, error);
        const char *bytes[VALUES_MAX];
        int sizes[VALUES_MAX], binary[VALUES_MAX];
        gint64 integers[VALUES_MAX];
        PGresult *result;

        if (!prepared)
                return NULL;
        g_assert(prepared->count == values.count);
        for (gsize i = 0; i < values.count; i++) {
                const Value *value = &values.items[i];

                g_assert(prepared->types[i] == value_oids[value->type]);
                g_assert(value->size <= G_MAXINT);
                integers[i] = GINT64_TO_BE(value->integer);
                bytes[i] = value->is_null             ? NULL
                           : value->type == VALUE_INT ? (const char *) &integers[i]
                                                      : value->bytes;
                sizes[i] = value->type == VALUE_INT ? (int) sizeof(gint64) : (int) value->size;
                binary[i] = 1;
        }
        result = PQexecPrepared(connection->pg, prepared->name, (int) values.count, bytes, sizes, binary, 1);
        if (result_is_good(result))
                return result;
        postgres_failure_set(connection, result, error);
        PQclear(result);
        return NULL;
}

bool postgres_script(PostgresConnection *connection, const char *sql, GError **error) {
        PGresult *result = PQexec(connection->pg, sql);
        bool done = result_is_good(result) || postgres_failure_set(connection, result, error);

        PQclear(result);
        return done;
}

static bool tx_run(StoreTx *tx, const Statement *statement, Values values, gint64 *changed, GError **error) {
        PGresult *result = postgres_execute(((PostgresTx *) tx)->connection, statement, values, error);

        if (!result)
                return false;
        *changed = g_ascii_strtoll(PQcmdTuples(result), NULL, 10);
        PQclear(result);
        return true;
}

/* Between two statements it may wait too: for a large file of evidence, or for whoever reads an export. A client that is gone
 * without a word must still not hold its snapshot for ever. */
static bool tx_take_time(StoreTx *tx, GError **error) {
        return postgres_script(
                ((PostgresTx *) tx)->connection,
                "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = '1h'", error);
}

static bool tx_script(StoreTx *tx, const char *sql, GError **error) {
        PostgresConnection *connection = ((PostgresTx *) tx)->connection;

        return postgres_script(connection, sql, error)
               && (PQtransactionStatus(connection->pg) == PQTRANS_INTRANS
                   || fail(error, FAILURE_STORE, "a script of the schema ended its transaction"));
}

static Rows *tx_query(StoreTx *tx, const Statement *statement, Values values, GError **error) {
        PGresult *result = postgres_execute(((PostgresTx *) tx)->connection, statement, values, error);
        PostgresRows *rows;

        if (!result)
                return NULL;
        rows = g_new0(PostgresRows, 1);
        rows->base.tx = tx;
        rows->base.column_count = PQnfields(result);
        rows->result = result;
        return &rows->base;
}

static bool postgres_rows_next(Rows *rows, GError **error) {
        PostgresRows *own = (PostgresRows *) rows;

        (void) error;
        return own->row < PQntuples(own->result) && ++own->row;
}

/* An integer of `size` bytes, the highest first. */
static gint64 integer_read(const char *bytes, int size) {
        gint64 integer = (guint8) bytes[0] & 0x80 ? -1 : 0;

        for (int i = 0; i < size; i++)
                integer = (gint64) ((guint64) integer << 8 | (guint8) bytes[i]);
        return integer;
}

static CellType cell_type(Oid type) {
        static const struct {
                Oid oid;
                CellType type;
        } types[] = {
                { OID_INT8, CELL_INT },  { OID_INT4, CELL_INT },   { OID_INT2, CELL_INT },
                { OID_BOOL, CELL_INT },  { OID_TEXT, CELL_TEXT },  { OID_VARCHAR, CELL_TEXT },
                { OID_NAME, CELL_TEXT }, { OID_BYTEA, CELL_BLOB }, { OID_UUID, CELL_BLOB },
        };

        for (gsize i = 0; i < G_N_ELEMENTS(types); i++)
                if (types[i].oid == type)
                        return types[i].type;
        return CELL_OTHER;
}

static Cell postgres_rows_cell(Rows *rows, int column) {
        const PostgresRows *own = (const PostgresRows *) rows;
        const char *bytes = PQgetvalue(own->result, own->row - 1, column);
        int size = PQgetlength(own->result, own->row - 1, column);
        CellType type = cell_type(PQftype(own->result, column));

        if (PQgetisnull(own->result, own->row - 1, column))
                return (Cell){ .type = CELL_NULL };
        if (type == CELL_INT)
                return (Cell){ .type = CELL_INT, .integer = integer_read(bytes, size) };
        return (Cell){ .type = type, .bytes = bytes, .size = (gsize) size };
}

static void postgres_rows_free(Rows *rows) {
        PQclear(((PostgresRows *) rows)->result);
        g_free(rows);
}

bool postgres_connection_is_usable(const PostgresConnection *connection) {
        return connection->trouble != TROUBLE_LOST && connection->trouble != TROUBLE_STALE
               && PQstatus(connection->pg) == CONNECTION_OK && PQtransactionStatus(connection->pg) == PQTRANS_IDLE;
}

/* A warning at COMMIT says that waiting for the standby was given up: durable here, perhaps not there. Where the
 * connection breaks, nobody knows. Neither may be run again, and neither may be called done. */
static bool transaction_commit(PostgresConnection *connection, GError **error) {
        PGresult *result;
        bool done;

        connection->warned = false;
        result = PQexec(connection->pg, "COMMIT");
        if (!result_is_good(result)) {
                done = postgres_failure_set(connection, result, error);
                if (connection->trouble != TROUBLE_CONTENDED) {
                        connection->trouble = TROUBLE_NONE;
                        g_prefix_error(error, "the outcome of COMMIT is not known: ");
                }
        } else if (!g_str_equal(PQcmdStatus(result), "COMMIT")) {
                done = fail(error, FAILURE_STORE, "PostgreSQL: COMMIT ended in %s", PQcmdStatus(result));
        } else {
                done = !connection->warned
                       || fail(error, FAILURE_STORE, "PostgreSQL: committed, but a standby may not have it");
        }
        PQclear(result);
        return done;
}

bool postgres_connection_transact(PostgresConnection *connection, PostgresMode mode, guint budget_ms, StoreFn fn,
                                  gpointer data, GError **error) {
        static const char *const begin[] = {
                [POSTGRES_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                [POSTGRES_WRITE] = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
                [POSTGRES_MIGRATE] = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
        };
        PostgresTx tx = { .connection = connection };
        bool done;

        connection->trouble = TROUBLE_NONE;
        connection->reads_only = mode == POSTGRES_READ;
        if (!postgres_script(connection, begin[mode], error))
                return false;
        store_tx_init(&tx.base, &postgres_backend, budget_ms);
        done = store_tx_call(&tx.base, fn, data, error);
        store_tx_clear(&tx.base);
        if (done)
                return transaction_commit(connection, error);
        if (connection->trouble != TROUBLE_LOST)
                PQclear(PQexec(connection->pg, "ROLLBACK"));
        return false;
}

const Backend postgres_backend = {
        .kind = STORE_POSTGRES,
        .close = postgres_store_close,
        .read = postgres_store_read,
        .write = postgres_store_write,
        .run = tx_run,
        .take_time = tx_take_time,
        .load = postgres_load,
        .query = tx_query,
        .script = tx_script,
        .next = postgres_rows_next,
        .cell = postgres_rows_cell,
        .rows_free = postgres_rows_free,
};
