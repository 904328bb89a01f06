/* Rows of proceedings: cases and attempts, saved by compare-and-set. */
#pragma once

#include "domain/proceeding.h"
#include "store/store.h"

/* What a proceeding's row keeps sealed, beside the struct. */
typedef struct ProceedingSealed {
        GBytes *statement; /* why, in the holder's words; NULL for none */
        GBytes *reason;    /* why it ended; NULL for none */
} ProceedingSealed;

void proceeding_sealed_clear(ProceedingSealed *sealed);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ProceedingSealed, proceeding_sealed_clear)

/* Adds a new one with version 1. A second open one of its kind on the account is FAILURE_CONFLICT. */
bool store_proceeding_add(StoreTx *tx, Proceeding *proceeding, const ProceedingSealed *sealed, gint64 wake_at,
                          GError **error);

/* Loads one by id; `proceeding` is NULL where there is none. `sealed` may be NULL. The caller frees both. */
bool store_proceeding_load(StoreTx *tx, const Uuid *id, Proceeding **proceeding, ProceedingSealed *sealed,
                           GError **error);

/* Loads the open one of an account and kind, or NULL. */
bool store_proceeding_open_of(StoreTx *tx, const Uuid *account, ProceedingKind kind, Proceeding **proceeding,
                              GError **error);

/* Saves it where its version is still the one loaded, and counts the version up. `reason` (sealed) and `reason_code` are set
 * where not NULL. Refuses REFUSAL_VERSION_CHANGED. */
bool store_proceeding_save(StoreTx *tx, Proceeding *proceeding, GBytes *reason, const char *reason_code,
                           gint64 wake_at, GError **error);

/* Sets a proceeding's sealed statement. */
bool store_proceeding_state_why(StoreTx *tx, const Uuid *id, GBytes *statement, GError **error);

/* What a list shows of one. */
typedef struct ProceedingRow {
        Uuid id, account, claimed_by, parent;
        ProceedingKind kind;
        ProceedingState state;
        char *route;  /* NULL for attempts */
        char *method; /* NULL for cases */
        gint64 opened_at, submitted_at, due_at, ended_at, expires_at, version;
} ProceedingRow;

void proceeding_row_free(ProceedingRow *row);

/* Where a list goes on: after this due time and id. */
typedef struct ProceedingCursor {
        gint64 due_at; /* INSTANT_NONE on the first page */
        Uuid id;
} ProceedingCursor;

/* Lists open ones in a state by due time; where the deadline clock stands in that state those without one come last, and where
 * it runs they are left out: they wait for a bank or a partner, not for a reviewer. `rows` is an array of ProceedingRow *, the
 * caller's. */
bool store_proceeding_queue(StoreTx *tx, ProceedingState state, const ProceedingCursor *after, guint limit,
                            GPtrArray **rows, GError **error);

/* Lists those that a member of staff holds, by due time. */
bool store_proceeding_claimed(StoreTx *tx, const Uuid *staff, guint limit, GPtrArray **rows, GError **error);

/* Lists an account's, newest first, before `before` (nil id: from the newest). */
bool store_proceeding_of_account(StoreTx *tx, const Uuid *account, gint64 before, guint limit, GPtrArray **rows,
                                 GError **error);

/* Lists a case's attempts, oldest first. */
bool store_proceeding_attempts(StoreTx *tx, const Uuid *case_id, GPtrArray **rows, GError **error);

/* How many open ones a state has, by when a decision is due. */
typedef struct ProceedingTally {
        gint64 timeless; /* never */
        gint64 overdue, soon, later;
} ProceedingTally;

/* Counts the open ones of every state: due before `now`, from then on before `soon`, later, or never; of each `most` at most,
 * which is what bounds its time. */
bool store_proceeding_tally(StoreTx *tx, gint64 now, gint64 soon, gint64 most,
                            ProceedingTally tally[static STATE_COUNT], GError **error);

/* Gives the ids (GArray of Uuid) that the clock must look at by `now`, the longest due first. */
bool store_proceeding_to_wake(StoreTx *tx, gint64 now, guint limit, GArray **ids, GError **error);
