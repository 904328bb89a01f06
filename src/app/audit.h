/* The parts of the log's verification. Private to them. */
#pragma once

#include "app/ledger.h"
#include "ledger/leaf.h"
#include "store/audit.h"
#include "store/leaves.h"
#include "store/proofs.h"

typedef enum FindingKind {
        FINDING_UNREADABLE,
        FINDING_LEAF_MALFORMED,
        FINDING_LEAF_DIFFERS,
        FINDING_LEAF_PLACE,
        FINDING_LEAF_FORGED,
        FINDING_LEAF_SEALED,
        FINDING_LEAF_MISSING,
        FINDING_LEAF_REPEATED,
        FINDING_ROW_MISSING,
        FINDING_CONTENT_DIFFERS,
        FINDING_KEY_MISSING,
        FINDING_NODE_MISSING,
        FINDING_NODE_DIFFERS,
        FINDING_NODE_UNKNOWN,
        FINDING_ROOT_DIFFERS,
        FINDING_CHECKPOINT_INVALID,
        FINDING_CHECKPOINT_DIFFERS,
        FINDING_LOG_SHORT,
        FINDING_LOG_UNSIGNED,
        FINDING_KEPT_INVALID,
        FINDING_KEPT_AHEAD,
        FINDING_KEPT_DIFFERS,
        FINDING_TWO_ACTIVE,
        FINDING_STATE_DIFFERS,
        FINDING_TENURE_DIFFERS,
        FINDING_BLOB_MISSING,
        FINDING_BLOB_DIFFERS,
        FINDING_EVIDENCE_DIFFERS,
        FINDING_BLOB_UNKNOWN,
        FINDING_PROOF_LATE,
        FINDING_KIND_COUNT
} FindingKind;

typedef struct Audit {
        AppTx tx;
        const VerifyLog *wish;
        LogReport *report;
        guint64 done, all;   /* leaves and rows, for the progress */
        guint64 placed;      /* leaves that have a place in the log */
        gint64 adopted_last; /* the newest leaf of what is older than the proofs; INSTANT_NONE: none */
        gint64 proven_first; /* the oldest of the others; G_MAXINT64: none */
} Audit;

/* Notes a finding; both texts may be NULL but not the place. */
void audit_found(Audit *audit, FindingKind kind, const char *place, const char *detail);

/* The same with a place of "table/id". */
void audit_found_row(Audit *audit, FindingKind kind, const char *table, const Uuid *id, const char *detail);

/* True where the failure is a thing that does not fit (noted as `kind`) and not the surroundings', which go to `error`. */
bool audit_tolerate(Audit *audit, FindingKind kind, const char *table, const Uuid *id, GError *reason,
                    GError **error);

/* One more leaf or row is done. */
void audit_step(Audit *audit);

/* Opens the key of an owner; `key` is NULL where it was erased. `found` false, and noted, where it is lost. */
bool audit_key(Audit *audit, const char *table, const Uuid *row, const Uuid *owner, DataKey **key, bool *found,
               GError **error);

/* Adds the names of the members that two documents do not share. */
void audit_members_compare(const json_t *one, const json_t *other, GString *differ);

/* Opens what a leaf commits to: `text` is the caller's. NULL, and noted, where it does not open; noted where it is not that. */
bool audit_leaf_open(Audit *audit, const LeafRow *row, const Leaf *leaf, const DataKey *key, char **text,
                     GError **error);

/* Holds a leaf "rows.KIND" against the rows that it tells of, where it is the newest; `key` NULL: erased. */
bool audit_leaf_of_rows(Audit *audit, const LeafRow *row, const Leaf *leaf, const DataKey *key, GError **error);

/* Looks for the newest leaf of a thing's rows. */
bool audit_is_proven(Audit *audit, ProofKind kind, const Uuid *id, GError **error);

/* Holds the blind index of a subject against whom it names. */
bool audit_index(Audit *audit, const Uuid *subject, GError **error);

/* The passes. */
bool audit_tree(Audit *audit, GError **error);    /* places, nodes, roots, checkpoints; calls audit_leaf() */
bool audit_waiting(Audit *audit, GError **error); /* leaves without a place */
bool audit_rows(Audit *audit, GError **error);
bool audit_without_leaves(Audit *audit, GError **error); /* policies, calendars, files that no row names */

/* Holds one leaf against the row that it tells of. */
bool audit_leaf(Audit *audit, const LeafRow *row, GError **error);
