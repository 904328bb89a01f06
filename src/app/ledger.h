/* The use cases of the log: giving leaves their places, proving them, receipts. */
#pragma once

#include "app/app.h"

#define LOG_BATCH_MAX 1000       /* leaves that one transaction gives places to */
#define RECEIPT_ENTRIES_MAX 1000 /* of one receipt, so that it stays under RECEIPT_SIZE_BYTES_MAX */

/* Gives up to LOG_BATCH_MAX committed leaves their places in the log, in one transaction that also keeps the tree's new nodes
 * and a signed checkpoint. Whoever runs the jobs calls it, every second and until `integrated` is less than LOG_BATCH_MAX;
 * several may at once: a checkpoint is stored by compare-and-set, and whoever comes second begins again.
 *
 * Fails as store_write() does. */
bool app_log_integrate(App *app, gint64 now, guint *integrated, GError **error);

/* Whether leaves wait for their places, so that asking every second costs no commit. */
bool app_log_is_pending(App *app, gint64 now, bool *pending, GError **error);

/* app_log_integrate() for the waiting leaves of one case, so that its receipt need not wait for all others. */
bool app_log_integrate_case(App *app, const Uuid *in_case, gint64 now, GError **error);

/* The receipt of a case: its leaves with their proofs under the newest checkpoint, each with salt and content where the asking
 * side may see them. Leaves without a place get it first.
 *
 * The outcome's document is the receipt (see ledger/receipt.h), RECEIPT_ENTRIES_MAX entries at most; one that is full goes on
 * after the leaf of its last entry. Refuses REFUSAL_NOT_FOUND: no such case, or not the actor's to see, or nothing after `after`. */
typedef struct ReadReceipt {
        Uuid case_id;
        Uuid after; /* the leaf after which to go on; nil: from the first */
} ReadReceipt;

bool app_read_receipt(App *app, const Call *call, const ReadReceipt *wish, Outcome *outcome, GError **error);

/* The newest checkpoint, a signed note: {"checkpoint": "…"}. Refuses REFUSAL_NOT_FOUND while the log is empty. */
bool app_read_checkpoint(App *app, const Call *call, Outcome *outcome, GError **error);

/* The key that checks checkpoints: {"key": "NAME+ID+KEY"}. */
bool app_read_log_key(App *app, const Call *call, Outcome *outcome, GError **error);

/* Proves that a leaf is in the log of `tree_size` leaves; 0: that of the newest checkpoint.
 * Refuses REFUSAL_OUT_OF_RANGE, REFUSAL_NOT_FOUND while the log is empty. */
typedef struct ProveInclusion {
        gint64 leaf_index, tree_size;
} ProveInclusion;

bool app_prove_inclusion(App *app, const Call *call, const ProveInclusion *wish, Outcome *outcome, GError **error);

/* Proves that the log of `from` leaves is the beginning of that of `to`; 0: that of the newest checkpoint. Refuses as above. */
typedef struct ProveConsistency {
        gint64 from, to;
} ProveConsistency;

bool app_prove_consistency(App *app, const Call *call, const ProveConsistency *wish, Outcome *outcome,
                           GError **error);

/* One leaf: {"index": number or null while it waits, "leaf": …}. Refuses REFUSAL_NOT_FOUND. */
bool app_read_leaf(App *app, const Call *call, const Uuid *id, Outcome *outcome, GError **error);

/* One thing that does not fit. */
typedef struct LogFinding {
        const char *kind;                 /* "content-differs" */
        char *place;                      /* "events/0190…", "log/17", "nodes/4/0", "checkpoints/12" */
        char *detail;                     /* the columns or members to blame; NULL for none */
        const char *text[LANGUAGE_COUNT]; /* what that means */
} LogFinding;

#define LOG_FINDINGS_MAX 1000 /* told; further ones are only counted */

typedef struct VerifyLog {
        gint64 now;                  /* files that no row names are told where they are old enough; 0: never */
        bool quick;                  /* leave the contents of evidence unread */
        bool log_only;               /* the log in itself: leave the rows unread that it tells of */
        const char *kept_checkpoint; /* a signed note that was kept elsewhere; NULL for none */
        gsize kept_size;
        void (*progress)(guint64 done, guint64 all, gpointer user); /* may be NULL */
        gpointer user;
} VerifyLog;

typedef struct LogReport {
        guint64 leaves, waiting, checkpoints, rows;
        guint64 erased;      /* leaves whose content is gone with its key: only their place is proven */
        guint64 found;       /* things that do not fit */
        GPtrArray *findings; /* LogFinding *, the first LOG_FINDINGS_MAX of them */
} LogReport;

void log_report_clear(LogReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LogReport, log_report_clear)

/* Holds everything that the log proves against the database: leaves, tree, checkpoints, and the rows of events,
 * verifications, proceedings, accounts, subjects, evidence, staff and API keys. Gives true where it could look; what does not fit is in the report.
 * Memory is bounded; rows are read over one snapshot. Fails as store_read() does, and with FAILURE_FILE. */
bool app_verify_log(App *app, const VerifyLog *wish, LogReport *report, GError **error);
