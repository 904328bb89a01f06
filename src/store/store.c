/* The part of the driver that is the same for both databases: choosing one, and the life of a transaction. */
#include "store/backend.h"
#include "store/copy.h"
#include "store/schema.h"

#include <string.h>

#define WRITE_BUDGET_MS_DEFAULT 10000
#define CONNECTIONS_MAX_DEFAULT 16

StoreBackend store_location_backend(const char *location) {
        const char *equals = strchr(location, '=');
        const char *slash = strchr(location, '/');

        return g_str_has_prefix(location, "postgres://") || g_str_has_prefix(location, "postgresql://")
                               || (equals && (!slash || equals < slash))
                       ? STORE_POSTGRES
                       : STORE_SQLITE;
}

Store *store_open(const StoreOptions *options, GError **error) {
        StoreOptions complete = *options;

        if (!complete.schema)
                complete.schema = store_schema();
        if (!complete.connections_max)
                complete.connections_max = CONNECTIONS_MAX_DEFAULT;
        if (!complete.write_budget_ms)
                complete.write_budget_ms = WRITE_BUDGET_MS_DEFAULT;
        if (store_location_backend(options->location) == STORE_POSTGRES)
                return postgres_store_open(&complete, error);
        return sqlite_store_open(&complete, error);
}

void store_close(Store *store) {
        if (store)
                store->backend->close(store);
}

StoreBackend store_backend(const Store *store) {
        return store->backend->kind;
}

void store_commits(Store *store, CommitCounts *counts) {
        commit_tally_read(&store->commits, counts);
        counts->waiting = store->backend->waiting ? store->backend->waiting(store) : 0;
}

bool store_read(Store *store, StoreFn fn, gpointer data, GError **error) {
        return store->backend->read(store, fn, data, error);
}

bool store_write(Store *store, StoreFn fn, gpointer data, GError **error) {
        return store->backend->write(store, fn, data, error);
}

void store_tx_init(StoreTx *tx, const Backend *backend, guint budget_ms) {
        *tx = (StoreTx){
                .backend = backend,
                .deadline =
                        budget_ms ? g_get_monotonic_time() + (gint64) budget_ms * INSTANT_MILLISECOND : G_MAXINT64,
        };
}

void store_tx_clear(StoreTx *tx) {
        g_clear_error(&tx->failure);
}

bool store_tx_call(StoreTx *tx, StoreFn fn, gpointer data, GError **error) {
        g_autoptr(GError) said = NULL;
        bool done = fn(tx, data, &said);

        g_assert(tx->rows_open == 0);
        g_assert(done == !said || tx->failure);
        if (tx->failure && (tx->untold || !said)) {
                g_propagate_error(error, g_error_copy(tx->failure));
                return false;
        }
        if (!done)
                g_propagate_error(error, g_steal_pointer(&said));
        return done;
}

static void tx_spoil(StoreTx *tx, const GError *failure, bool told) {
        if (tx->failure)
                return;
        tx->failure = g_error_copy(failure);
        tx->untold = !told;
}

/* Every statement passes here first. */
static bool tx_admit(StoreTx *tx, Values values, GError **error) {
        if (tx->failure) {
                g_propagate_error(error, g_error_copy(tx->failure));
                return false;
        }
        if (g_get_monotonic_time() > tx->deadline)
                return fail(error, FAILURE_STORE, "a transaction took longer than it may");
        for (gsize i = 0; i < values.count; i++)
                if (values.items[i].type == VALUE_TEXT && !values.items[i].is_null
                    && !g_utf8_validate(values.items[i].bytes, -1, NULL))
                        return fail(error, FAILURE_STORE, "parameter $%zu is not UTF-8", i + 1);
        return true;
}

bool store_run(StoreTx *tx, const Statement *statement, gint64 *changed, GError **error, Values values) {
        g_autoptr(GError) failure = NULL;
        gint64 count = 0;

        if (!tx_admit(tx, values, &failure) || !tx->backend->run(tx, statement, values, &count, &failure)) {
                tx_spoil(tx, failure, true);
                g_propagate_error(error, g_steal_pointer(&failure));
                return false;
        }
        if (changed)
                *changed = count;
        return true;
}

bool store_take_time(StoreTx *tx, GError **error) {
        g_autoptr(GError) failure = NULL;

        if (tx_admit(tx, NO_VALUES, &failure) && tx->backend->take_time(tx, &failure)) {
                tx->deadline = G_MAXINT64;
                return true;
        }
        tx_spoil(tx, failure, true);
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
}

bool store_load(StoreTx *tx, const Statement *statement, gsize columns, gsize rows, LoadFill fill, gconstpointer data,
                GError **error) {
        Load load = { .columns = columns, .rows = rows, .fill = fill, .data = data };
        g_autoptr(GError) failure = NULL;

        g_assert(columns <= LOAD_COLUMNS_MAX);
        if (tx_admit(tx, NO_VALUES, &failure) && tx->backend->load(tx, statement, &load, &failure))
                return true;
        tx_spoil(tx, failure, true);
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
}

bool store_script(StoreTx *tx, const char *sql, GError **error) {
        g_autoptr(GError) failure = NULL;

        if (tx_admit(tx, NO_VALUES, &failure) && tx->backend->script(tx, sql, &failure))
                return true;
        tx_spoil(tx, failure, true);
        g_propagate_error(error, g_steal_pointer(&failure));
        return false;
}

Rows *store_query(StoreTx *tx, const Statement *statement, GError **error, Values values) {
        g_autoptr(GError) failure = NULL;
        Rows *rows = NULL;

        if (tx_admit(tx, values, &failure))
                rows = tx->backend->query(tx, statement, values, &failure);
        if (!rows) {
                tx_spoil(tx, failure, true);
                g_propagate_error(error, g_steal_pointer(&failure));
                return NULL;
        }
        tx->rows_open++;
        return rows;
}

bool store_first(StoreTx *tx, const Statement *statement, Rows **row, GError **error, Values values) {
        g_autoptr(Rows) rows = store_query(tx, statement, error, values);

        if (!rows)
                return false;
        if (rows_next(rows)) {
                *row = g_steal_pointer(&rows);
                return true;
        }
        if (tx->failure) {
                tx->untold = false;
                g_propagate_error(error, g_error_copy(tx->failure));
                return false;
        }
        *row = NULL;
        return true;
}

bool rows_next(Rows *rows) {
        g_autoptr(GError) failure = NULL;

        if (rows->tx->failure)
                return false;
        rows->on_row = rows->tx->backend->next(rows, &failure);
        if (failure)
                tx_spoil(rows->tx, failure, false);
        return rows->on_row;
}

/* Reads a column as `wanted`; a NULL, and a value of another type, which spoils the transaction, is CELL_NULL. */
static Cell cell_read(Rows *rows, int column, CellType wanted) {
        g_autoptr(GError) failure = NULL;
        Cell cell;

        g_assert(rows->on_row && column >= 0 && column < rows->column_count);
        cell = rows->tx->backend->cell(rows, column);
        if (cell.type == wanted || cell.type == CELL_NULL)
                return cell;
        fail(&failure, FAILURE_CORRUPT, "column %d of a row is of another type than it must be", column);
        tx_spoil(rows->tx, failure, false);
        return (Cell){ .type = CELL_NULL };
}

bool rows_is_null(Rows *rows, int column) {
        g_assert(rows->on_row && column >= 0 && column < rows->column_count);
        return rows->tx->backend->cell(rows, column).type == CELL_NULL;
}

gint64 rows_int(Rows *rows, int column) {
        return cell_read(rows, column, CELL_INT).integer;
}

bool rows_bool(Rows *rows, int column) {
        return cell_read(rows, column, CELL_INT).integer != 0;
}

gint64 rows_instant(Rows *rows, int column) {
        Cell cell = cell_read(rows, column, CELL_INT);

        return cell.type == CELL_NULL ? INSTANT_NONE : cell.integer;
}

const char *rows_text(Rows *rows, int column) {
        return cell_read(rows, column, CELL_TEXT).bytes;
}

char *rows_text_copy(Rows *rows, int column) {
        return g_strdup(rows_text(rows, column));
}

gconstpointer rows_blob(Rows *rows, int column, gsize *size) {
        Cell cell = cell_read(rows, column, CELL_BLOB);

        *size = cell.size;
        return cell.bytes;
}

GBytes *rows_bytes(Rows *rows, int column) {
        Cell cell = cell_read(rows, column, CELL_BLOB);

        return cell.type == CELL_NULL ? NULL : g_bytes_new(cell.bytes, cell.size);
}

Uuid rows_uuid(Rows *rows, int column) {
        Cell cell = cell_read(rows, column, CELL_BLOB);
        g_autoptr(GError) failure = NULL;
        Uuid uuid = { .bytes = { 0 } };

        if (cell.type == CELL_NULL)
                return uuid;
        if (cell.size != sizeof(uuid.bytes)) {
                fail(&failure, FAILURE_CORRUPT, "column %d of a row is not an id", column);
                tx_spoil(rows->tx, failure, false);
                return uuid;
        }
        memcpy(uuid.bytes, cell.bytes, sizeof(uuid.bytes));
        return uuid;
}

void rows_free(Rows *rows) {
        if (!rows)
                return;
        rows->tx->rows_open--;
        rows->tx->backend->rows_free(rows);
}

bool store_error_is_conflict(const GError *error) {
        return g_error_matches(error, FAILURE, FAILURE_CONFLICT);
}

bool store_error_is_rule(const GError *error, const char *rule) {
        return g_error_matches(error, FAILURE, FAILURE_RULE) && (!rule || g_str_equal(error->message, rule));
}
