/* The one thread that writes to SQLite: group commit. Private to this room. */
#pragma once

#include "store/sqlite.h"

typedef struct SqliteWriter SqliteWriter;

/* Takes the connection over and starts the thread; each function may take `budget_ms`. Commits are counted in `tally`, which
 * must outlive the writer. */
SqliteWriter *sqlite_writer_new(SqliteConnection *connection, guint budget_ms, CommitTally *tally);

/* Answers whoever waits, ends the thread and closes the connection; takes NULL. */
void sqlite_writer_free(SqliteWriter *writer);

/* Waits until `fn` has run and is committed, or has failed. As store_write(). */
bool sqlite_writer_run(SqliteWriter *writer, StoreFn fn, gpointer data, GError **error);

/* How many wait to be run. */
guint sqlite_writer_waiting(SqliteWriter *writer);
