/* A PostgreSQL database copied table by table with COPY, in one REPEATABLE READ transaction: what a crash at that moment would
 * have left, which is what a backup is for. The way back fills tables that this program's own schema steps have made. */
#include "base/disk.h"
#include "store/copy-private.h"
#include "store/postgres.h"

#include <fcntl.h>
#include <unistd.h>

#define PIECE_SIZE 65536

typedef struct CopiedTable {
        const char *name;
        const char *out, *in;
        Statement is_filled;
} CopiedTable;

#define TABLE_FROM(table, from)                                                           \
        {                                                                                 \
                .name = (table), .out = "COPY " from " TO STDOUT (FORMAT binary)",        \
                .in = "COPY " table " FROM STDIN (FORMAT binary)", .is_filled = {         \
                        "SELECT count(*) FROM (SELECT 1 FROM " table " LIMIT 1) AS rows", \
                        NULL                                                              \
                }                                                                         \
        }
#define TABLE(table) TABLE_FROM(table, table)

/* Every table of the schema but schema_migrations; a table before those that point to it. Checkpoints in their order, which
 * their trigger insists on. */
static const CopiedTable tables[] = {
        TABLE("documents"),
        TABLE("accounts"),
        TABLE("data_keys"),
        TABLE("subjects"),
        TABLE("lookups"),
        TABLE("verifications"),
        TABLE("consents"),
        TABLE("products"),
        TABLE("payments"),
        TABLE("proceedings"),
        TABLE("items"),
        TABLE("evidence"),
        TABLE("messages"),
        TABLE("parcels"),
        TABLE("events"),
        TABLE("transfers"),
        TABLE("transfer_batches"),
        TABLE("statements"),
        TABLE("attestations"),
        TABLE("staff"),
        TABLE("sessions"),
        TABLE("links"),
        TABLE("api_keys"),
        TABLE("idempotency"),
        TABLE("notices"),
        TABLE("jobs"),
        TABLE("leaves"),
        TABLE("log_nodes"),
        TABLE_FROM("checkpoints", "(SELECT * FROM checkpoints ORDER BY tree_size)"),
        TABLE("help_questions"),
        TABLE("help_posts"),
        TABLE("help_votes"),
        TABLE("help_articles"),
        TABLE("help_words"),
        TABLE("help_drawn"),
        TABLE("imports"),
        TABLE("proofs"),
};

static const Statement tables_list = {
        "SELECT c.relname, pg_table_size(c.oid) FROM pg_catalog.pg_class c"
        " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = to_regnamespace(current_schema()::text)"
        " AND c.relname <> 'schema_migrations'",
        NULL
};

/* Held while the schema is changed; see postgres-store.c. */
static const Statement migration_lock = { "SELECT pg_advisory_xact_lock(32484424338206311)", NULL };

typedef struct Copying {
        const StoreCopy *copy;
        StoreFn look;
        gpointer data;
        bool there[G_N_ELEMENTS(tables)];
        guint64 done, all;
} Copying;

static void tell(Copying *copying, gsize more) {
        copying->done += more;
        if (copying->copy->tell)
                copying->copy->tell(copying->done, MAX(copying->all, copying->done), copying->copy->user);
}

static gsize table_find(const char *name) {
        gsize i = 0;

        while (i < G_N_ELEMENTS(tables) && !g_str_equal(tables[i].name, name))
                i++;
        return i;
}

/* Finds out which tables there are: a schema of earlier steps lacks some, and none may be left out. */
static bool tables_look(StoreTx *tx, Copying *copying, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &tables_list, error, NO_VALUES);

        if (!rows)
                return false;
        while (rows_next(rows)) {
                const char *name = rows_text(rows, 0);
                gsize i = table_find(name);

                if (i == G_N_ELEMENTS(tables))
                        return fail(error, FAILURE_STORE, "the table \"%s\" is none of this program's", name);
                copying->there[i] = true;
                copying->all += (guint64) rows_int(rows, 1);
        }
        return true;
}

static PGconn *connection_of(StoreTx *tx) {
        return ((PostgresTx *) tx)->connection->pg;
}

static bool copy_fail(PGconn *pg, const char *table, GError **error) {
        g_autofree char *why = g_strstrip(g_strdup(PQerrorMessage(pg)));

        return fail(error, FAILURE_STORE, "PostgreSQL: %s: %s", table, why);
}

/* Begins a COPY; false where the server does not take part. */
static bool copy_begin(PGconn *pg, const char *sql, ExecStatusType expected) {
        PGresult *result = PQexec(pg, sql);
        bool begun = PQresultStatus(result) == expected;

        PQclear(result);
        return begun;
}

/* Takes the outcome of a COPY. */
static bool copy_end(PGconn *pg) {
        bool good = true;

        for (PGresult *result = PQgetResult(pg); result; result = PQgetResult(pg)) {
                good &= PQresultStatus(result) == PGRES_COMMAND_OK;
                PQclear(result);
        }
        return good;
}

static bool table_receive(PGconn *pg, Copying *copying, int file, const char *path, GError **error) {
        char *row;
        int size;

        while ((size = PQgetCopyData(pg, &row, 0)) > 0) {
                bool written = disk_write(file, row, (gsize) size, path, error);

                PQfreemem(row);
                if (!written)
                        return false;
                tell(copying, (gsize) size);
        }
        return (size == -1 && copy_end(pg)) || copy_fail(pg, path, error);
}

static bool table_copy_out(StoreTx *tx, const CopiedTable *table, Copying *copying, GError **error) {
        g_autofree char *name = g_strconcat(table->name, ".copy", NULL);
        g_autofree char *path = g_build_filename(copying->copy->folder, name, NULL);
        DISK_AUTO_CLOSE int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        PGconn *pg = connection_of(tx);

        if (file < 0)
                return disk_fail(error, "creating", path);
        if (!copy_begin(pg, table->out, PGRES_COPY_OUT))
                return copy_fail(pg, table->name, error);
        return table_receive(pg, copying, file, path, error) && disk_sync(file, path, error);
}

static bool snapshot_copy(StoreTx *tx, gpointer data, GError **error) {
        Copying *copying = data;

        if (!copy_schema_check(tx, error) || !tables_look(tx, copying, error))
                return false;
        for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
                if (copying->there[i] && !table_copy_out(tx, &tables[i], copying, error))
                        return false;
        return copying->look(tx, copying->data, error);
}

bool postgres_copy_out(const StoreCopy *copy, StoreFn look, gpointer data, GError **error) {
        g_autoptr(PostgresConnection) connection = postgres_connection_open(copy->location, 0, error);
        g_autofree char *inside = g_build_filename(copy->folder, "any", NULL);
        Copying copying = { .copy = copy, .look = look, .data = data };

        return connection
               && postgres_connection_transact(connection, POSTGRES_READ, 0, snapshot_copy, &copying, error)
               && disk_sync_folder_of(inside, error);
}

static bool table_send(PGconn *pg, Copying *copying, int file, const char *path, GError **error) {
        g_autofree char *piece = g_malloc(PIECE_SIZE);
        gsize got;

        do {
                if (!disk_read(file, piece, PIECE_SIZE, &got, path, error))
                        return false;
                if (PQputCopyData(pg, piece, (int) got) != 1)
                        return copy_fail(pg, path, error);
                tell(copying, got);
        } while (got == PIECE_SIZE);
        return (PQputCopyEnd(pg, NULL) == 1 && copy_end(pg)) || copy_fail(pg, path, error);
}

static bool table_copy_in(StoreTx *tx, const CopiedTable *table, Copying *copying, GError **error) {
        g_autofree char *name = g_strconcat(table->name, ".copy", NULL);
        g_autofree char *path = g_build_filename(copying->copy->folder, name, NULL);
        DISK_AUTO_CLOSE int file = open(path, O_RDONLY | O_CLOEXEC);
        PGconn *pg = connection_of(tx);

        if (file < 0)
                return disk_fail(error, "opening", path);
        if (!copy_begin(pg, table->in, PGRES_COPY_IN))
                return copy_fail(pg, table->name, error);
        return table_send(pg, copying, file, path, error);
}

static bool table_is_empty(StoreTx *tx, const CopiedTable *table, GError **error) {
        g_autoptr(Rows) row = NULL;

        return store_first(tx, &table->is_filled, &row, error, NO_VALUES)
               && (rows_int(row, 0) == 0
                   || refuse(error, REFUSAL_BACKUP_UNUSABLE, NULL, table->name,
                             "数据库中已有数据；请恢复到一个空的数据库",
                             "the database holds rows already; restore into an empty one", NULL));
}

static bool tables_fill(StoreTx *tx, gpointer data, GError **error) {
        Copying *copying = data;
        g_autoptr(Rows) locked = store_query(tx, &migration_lock, error, NO_VALUES);

        if (!locked || !tables_look(tx, copying, error))
                return false;
        g_clear_pointer(&locked, rows_free);
        for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
                if (copying->there[i] && !table_is_empty(tx, &tables[i], error))
                        return false;
        for (gsize i = 0; i < G_N_ELEMENTS(tables); i++)
                if (copying->there[i] && !table_copy_in(tx, &tables[i], copying, error))
                        return false;
        return true;
}

/* Takes the first `steps` steps of the schema, as the database had had when it was copied. */
static bool schema_make(const StoreCopy *copy, guint steps, GError **error) {
        const StoreSchema *whole = store_schema();
        g_autofree Migration *first = g_new0(Migration, steps + 1);
        StoreSchema schema = { .migrations = first, .kept = whole->kept };
        StoreOptions options = { .location = copy->location,
                                 .owner_location = copy->owner_location,
                                 .schema = &schema };
        g_autoptr(Store) store = NULL;

        for (guint i = 0; i < steps && whole->migrations[i].name; i++)
                first[i] = whole->migrations[i];
        store = store_open(&options, error);
        return store != NULL;
}

bool postgres_copy_in(const StoreCopy *copy, guint steps, GError **error) {
        const char *location = copy->owner_location ? copy->owner_location : copy->location;
        g_autoptr(PostgresConnection) connection = NULL;
        Copying copying = { .copy = copy };

        if (!schema_make(copy, steps, error))
                return false;
        connection = postgres_connection_open(location, 0, error);
        return connection
               && postgres_connection_transact(connection, POSTGRES_MIGRATE, 0, tables_fill, &copying, error);
}
