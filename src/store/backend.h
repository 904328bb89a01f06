/* What SQLite and PostgreSQL each have to give, and what store.c does for both. Private to this room. */
#pragma once

#include "store/store.h"

typedef enum CellType { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BLOB, CELL_OTHER } CellType;

/* One column of one row. An id is a CELL_BLOB of 16 bytes. */
typedef struct Cell {
        CellType type;
        gint64 integer;
        gconstpointer bytes;
        gsize size;
} Cell;

/* The rows of store_load(). */
typedef struct Load {
        gsize columns, rows;
        LoadFill fill;
        gconstpointer data;
} Load;

#define LOAD_COLUMNS_MAX 16

typedef struct Backend {
        StoreBackend kind;
        void (*close)(Store *store);
        bool (*read)(Store *store, StoreFn fn, gpointer data, GError **error);
        bool (*write)(Store *store, StoreFn fn, gpointer data, GError **error);
        guint (*waiting)(Store *store); /* writes; NULL: they wait in the database */
        bool (*run)(StoreTx *tx, const Statement *statement, Values values, gint64 *changed, GError **error);
        bool (*take_time)(StoreTx *tx, GError **error);
        bool (*load)(StoreTx *tx, const Statement *statement, const Load *load, GError **error);
        Rows *(*query)(StoreTx *tx, const Statement *statement, Values values, GError **error);
        bool (*script)(StoreTx *tx, const char *sql, GError **error);
        bool (*next)(Rows *rows, GError **error); /* false without an error: the end */
        Cell (*cell)(Rows *rows, int column);
        void (*rows_free)(Rows *rows);
} Backend;

/* Each backend's own struct begins with one of these three. */
struct Store {
        const Backend *backend;
        CommitTally commits;
        struct AnswerCache *answers; /* NULL: none are remembered */
};

struct StoreTx {
        const Backend *backend;
        gint64 deadline; /* of the monotonic clock, microseconds; G_MAXINT64: none */
        GError *failure; /* the first statement that failed; the transaction is then spoilt */
        bool untold;     /* … and no function with a GError ** has said so */
        guint rows_open;
};

struct Rows {
        StoreTx *tx;
        int column_count;
        bool on_row;
};

/* Begins and ends the part of a transaction that is common to both. `budget_ms` 0 means no deadline. */
void store_tx_init(StoreTx *tx, const Backend *backend, guint budget_ms);
void store_tx_clear(StoreTx *tx);

/* Runs `fn` and gives its answer; false with tx->failure where the transaction was spoilt and `fn` did not say. */
bool store_tx_call(StoreTx *tx, StoreFn fn, gpointer data, GError **error);

/* Runs a script of the schema; only migrations do. */
bool store_script(StoreTx *tx, const char *sql, GError **error);

/* The two ways to open. The caller frees the result with store_close(). */
Store *sqlite_store_open(const StoreOptions *options, GError **error);
Store *postgres_store_open(const StoreOptions *options, GError **error);
