/* Counts what a database commits, for those who watch it: how often, and how many writes went together each time. */
#pragma once

#include <glib.h>
#include <stdatomic.h>

#define COMMIT_SIZES 9 /* commits of up to 1, 2, 4 … 256 writes */

/* Counted by relaxed atomic additions from any thread; a zeroed one is ready. */
typedef struct CommitTally {
        atomic_uint_least64_t by_size[COMMIT_SIZES];
        atomic_uint_least64_t writes;
} CommitTally;

/* What a tally said at one moment. */
typedef struct CommitCounts {
        guint64 by_size[COMMIT_SIZES]; /* commits of more writes than the entry before, of up to 2^index */
        guint64 writes;
        guint waiting; /* writes that wait for the writer just now; PostgreSQL: 0, they wait in the database */
} CommitCounts;

/* Counts one commit of `writes` writes. */
void commit_tally_add(CommitTally *tally, guint writes);

/* Reads the tally into `counts`; `counts->waiting` is left alone. */
void commit_tally_read(const CommitTally *tally, CommitCounts *counts);
