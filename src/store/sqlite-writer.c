/* The one thread that writes to SQLite. It takes all functions that wait, runs them in one transaction, commits once and only
 * then answers them: one sync of the disk for many. Who is refused before having changed anything leaves nothing to undo; only
 * where one fails after a change do all run again, each in a savepoint, which costs a copy of each page that it changes. What
 * can destroy the neighbours' savepoints (a full disk, a statement that was interrupted) is seen by SQLite having left the
 * transaction; then each function runs again, alone. */
#include "store/sqlite-writer.h"

#define BATCH_MAX 256
#define BATCH_TIME (50 * INSTANT_MILLISECOND) /* who is not begun by then waits for the next commit */

static const Statement savepoint = { "SAVEPOINT one", NULL };
static const Statement savepoint_keep = { "RELEASE one", NULL };
static const Statement savepoint_undo = { "ROLLBACK TO one", NULL };

/* On the stack of the thread that waits for it. `done`, `committed` and `error` are guarded by the writer's lock once
 * they are answered. */
typedef struct Request {
        StoreFn fn;
        gpointer data;
        GCond answered;
        bool done;
        bool committed;
        bool overran; /* it failed by taking too long: it is not given a second try */
        GError *error;
} Request;

struct SqliteWriter {
        SqliteConnection *connection;
        GThread *thread;
        guint budget_ms;
        CommitTally *tally;
        GMutex lock; /* of `waiting` and `stopping` */
        GCond arrived;
        GQueue waiting;
        bool stopping;
};

typedef enum BatchEnd {
        BATCH_SETTLED, /* each request knows its outcome */
        BATCH_SPOILT,  /* the transaction holds changes of one who failed */
        BATCH_LOST     /* the transaction is gone, and with it what had succeeded */
} BatchEnd;

static void request_settle(Request *request, bool committed) {
        request->committed = committed;
        if (committed)
                g_clear_error(&request->error);
}

/* Fails all that have not failed by themselves. */
static void batch_fail(GPtrArray *batch, const GError *failure) {
        for (guint i = 0; i < batch->len; i++) {
                Request *request = batch->pdata[i];

                request->committed = false;
                if (!request->error)
                        request->error = g_error_copy(failure);
        }
}

/* Runs one of a batch: bare, or so guarded by a savepoint that it can be undone by itself. */
static BatchEnd request_run(SqliteWriter *writer, Request *request, bool guarded) {
        SqliteConnection *connection = writer->connection;
        gint64 changes = sqlite3_total_changes64(connection->db);
        bool kept = (!guarded || sqlite_connection_run(connection, &savepoint, &request->error))
                    && sqlite_connection_call(connection, writer->budget_ms, request->fn, request->data,
                                              &request->overran, &request->error)
                    && (!guarded || sqlite_connection_run(connection, &savepoint_keep, &request->error));

        if (sqlite_connection_is_idle(connection))
                return BATCH_LOST;
        request_settle(request, kept);
        if (kept || (!guarded && sqlite3_total_changes64(connection->db) == changes))
                return BATCH_SETTLED;
        if (!guarded)
                return BATCH_SPOILT;
        return sqlite_connection_run(connection, &savepoint_undo, NULL)
                               && sqlite_connection_run(connection, &savepoint_keep, NULL)
                       ? BATCH_SETTLED
                       : BATCH_LOST;
}

static guint batch_count_kept(const GPtrArray *batch) {
        guint kept = 0;

        for (guint i = 0; i < batch->len; i++)
                kept += ((const Request *) batch->pdata[i])->committed;
        return kept;
}

/* A commit that is refused for want of space or by a constraint undid everything: each may succeed alone. */
static BatchEnd batch_commit(SqliteWriter *writer, GPtrArray *batch) {
        g_autoptr(GError) failure = NULL;

        if (sqlite_connection_commit(writer->connection, &failure)) {
                commit_tally_add(writer->tally, batch_count_kept(batch));
                return BATCH_SETTLED;
        }
        if (g_error_matches(failure, FAILURE, FAILURE_FULL) || store_error_is_rule(failure, NULL))
                return BATCH_LOST;
        batch_fail(batch, failure);
        return BATCH_SETTLED;
}

/* Those from `first` on wait for the next commit. */
static void batch_put_back(SqliteWriter *writer, GPtrArray *batch, guint first) {
        g_mutex_lock(&writer->lock);
        for (guint rest = batch->len; rest > first; rest--)
                g_queue_push_head(&writer->waiting, batch->pdata[rest - 1]);
        g_mutex_unlock(&writer->lock);
        g_ptr_array_set_size(batch, (int) first);
}

/* Runs and commits the requests together; those that the time did not suffice for are taken off `batch` and wait on. */
static BatchEnd batch_run(SqliteWriter *writer, GPtrArray *batch, bool guarded) {
        gint64 end = g_get_monotonic_time() + BATCH_TIME;
        g_autoptr(GError) failure = NULL;

        if (!sqlite_connection_run(writer->connection, &sqlite_begin_write, &failure)) {
                batch_fail(batch, failure);
                return BATCH_SETTLED;
        }
        for (guint i = 0; i < batch->len; i++) {
                Request *request = batch->pdata[i];
                BatchEnd ended;

                if (i > 0 && g_get_monotonic_time() > end) {
                        batch_put_back(writer, batch, i);
                        break;
                }
                if (request->overran)
                        continue;
                g_clear_error(&request->error);
                ended = request_run(writer, request, guarded);
                if (ended != BATCH_SETTLED)
                        return ended;
        }
        return batch_commit(writer, batch);
}

static void batch_run_alone(SqliteWriter *writer, GPtrArray *batch) {
        for (guint i = 0; i < batch->len; i++) {
                Request *request = batch->pdata[i];

                if (request->overran)
                        continue;
                g_clear_error(&request->error);
                request_settle(request,
                               sqlite_connection_transact(writer->connection, &sqlite_begin_write, writer->budget_ms,
                                                          request->fn, request->data, &request->error));
                commit_tally_add(writer->tally, request->committed);
        }
}

static void batch_answer(SqliteWriter *writer, GPtrArray *batch) {
        g_mutex_lock(&writer->lock);
        for (guint i = 0; i < batch->len; i++) {
                Request *request = batch->pdata[i];

                request->done = true;
                g_cond_signal(&request->answered);
        }
        g_mutex_unlock(&writer->lock);
}

/* Waits for requests; false when the writer stops and none is left. */
static bool batch_take(SqliteWriter *writer, GPtrArray *batch) {
        g_ptr_array_set_size(batch, 0);
        g_mutex_lock(&writer->lock);
        while (g_queue_is_empty(&writer->waiting) && !writer->stopping)
                g_cond_wait(&writer->arrived, &writer->lock);
        while (batch->len < BATCH_MAX && !g_queue_is_empty(&writer->waiting))
                g_ptr_array_add(batch, g_queue_pop_head(&writer->waiting));
        g_mutex_unlock(&writer->lock);
        return batch->len > 0;
}

/* What a transaction that ended badly left open. */
static void batch_undo(SqliteWriter *writer) {
        if (!sqlite_connection_is_idle(writer->connection))
                sqlite_connection_run(writer->connection, &sqlite_rollback, NULL);
}

static void batch_run_together(SqliteWriter *writer, GPtrArray *batch) {
        BatchEnd ended = batch_run(writer, batch, false);

        batch_undo(writer);
        if (ended == BATCH_SPOILT) {
                ended = batch_run(writer, batch, true);
                batch_undo(writer);
        }
        if (ended == BATCH_LOST)
                batch_run_alone(writer, batch);
}

static gpointer writer_work(gpointer data) {
        SqliteWriter *writer = data;
        g_autoptr(GPtrArray) batch = g_ptr_array_new();

        while (batch_take(writer, batch)) {
                if (batch->len == 1)
                        batch_run_alone(writer, batch);
                else
                        batch_run_together(writer, batch);
                batch_answer(writer, batch);
        }
        return NULL;
}

SqliteWriter *sqlite_writer_new(SqliteConnection *connection, guint budget_ms, CommitTally *tally) {
        SqliteWriter *writer = g_new0(SqliteWriter, 1);

        writer->connection = connection;
        writer->budget_ms = budget_ms;
        writer->tally = tally;
        g_mutex_init(&writer->lock);
        g_cond_init(&writer->arrived);
        g_queue_init(&writer->waiting);
        writer->thread = g_thread_new("store-writer", writer_work, writer);
        return writer;
}

void sqlite_writer_free(SqliteWriter *writer) {
        if (!writer)
                return;
        g_mutex_lock(&writer->lock);
        writer->stopping = true;
        g_cond_signal(&writer->arrived);
        g_mutex_unlock(&writer->lock);
        g_thread_join(writer->thread);
        sqlite_connection_close(writer->connection);
        g_cond_clear(&writer->arrived);
        g_mutex_clear(&writer->lock);
        g_free(writer);
}

guint sqlite_writer_waiting(SqliteWriter *writer) {
        guint waiting;

        g_mutex_lock(&writer->lock);
        waiting = g_queue_get_length(&writer->waiting);
        g_mutex_unlock(&writer->lock);
        return waiting;
}

bool sqlite_writer_run(SqliteWriter *writer, StoreFn fn, gpointer data, GError **error) {
        Request request = { .fn = fn, .data = data };

        g_assert(g_thread_self() != writer->thread); /* a StoreFn opens no second transaction */
        g_cond_init(&request.answered);
        g_mutex_lock(&writer->lock);
        g_queue_push_tail(&writer->waiting, &request);
        g_cond_signal(&writer->arrived);
        while (!request.done)
                g_cond_wait(&request.answered, &writer->lock);
        g_mutex_unlock(&writer->lock);
        g_cond_clear(&request.answered);
        if (!request.committed)
                g_propagate_error(error, request.error);
        return request.committed;
}
