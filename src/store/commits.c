/* The tally of commits. */
#include "store/commits.h"

void commit_tally_add(CommitTally *tally, guint writes) {
        guint size = 0;

        if (!writes)
                return;
        while (size + 1 < COMMIT_SIZES && writes > (1U << size))
                size++;
        atomic_fetch_add_explicit(&tally->by_size[size], 1, memory_order_relaxed);
        atomic_fetch_add_explicit(&tally->writes, writes, memory_order_relaxed);
}

void commit_tally_read(const CommitTally *tally, CommitCounts *counts) {
        for (guint size = 0; size < COMMIT_SIZES; size++)
                counts->by_size[size] = atomic_load_explicit(&tally->by_size[size], memory_order_relaxed);
        counts->writes = atomic_load_explicit(&tally->writes, memory_order_relaxed);
}
