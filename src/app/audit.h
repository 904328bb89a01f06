/* The parts of the log's verification. Private to them. */
#pragma once

#include "app/ledger.h"
#include "ledger/leaf.h"
#include "store/audit.h"
#include "store/leaves.h"

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
        FINDING_KIND_COUNT
} FindingKind;

typedef struct Audit {
        AppTx tx;
        const VerifyLog *wish;
        LogReport *report;
        guint64 done, all; /* leaves and rows, for the progress */
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

/* The passes. */
bool audit_tree(Audit *audit, GError **error);    /* places, nodes, roots, checkpoints; calls audit_leaf() */
bool audit_waiting(Audit *audit, GError **error); /* leaves without a place */
bool audit_rows(Audit *audit, GError **error);

/* Holds one leaf against the row that it tells of. */
bool audit_leaf(Audit *audit, const LeafRow *row, GError **error);
