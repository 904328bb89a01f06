/* What only the log's verification asks: every row of a table by id, and rows held against each other. */
#pragma once

#include "store/store.h"

typedef enum AuditTable {
        AUDIT_EVENTS,
        AUDIT_VERIFICATIONS,
        AUDIT_PROCEEDINGS,
        AUDIT_ACCOUNTS,
        AUDIT_EVIDENCE,
        AUDIT_SUBJECTS,
        AUDIT_STAFF,
        AUDIT_API_KEYS,
        AUDIT_TABLE_COUNT
} AuditTable;

/* Counts a table's rows. */
bool store_audit_count(StoreTx *tx, AuditTable table, gint64 *count, GError **error);

/* Lists a table's ids in order, after `after` (nil: from the first): GArray of Uuid, the caller's. */
bool store_audit_ids(StoreTx *tx, AuditTable table, const Uuid *after, guint limit, GArray **ids, GError **error);

typedef enum AuditKey {
        AUDIT_KEY_KEPT,
        AUDIT_KEY_ERASED,
        AUDIT_KEY_UNKNOWN /* no such owner, or a key gone without having been erased */
} AuditKey;

/* Tells what became of an owner's data key; `wrapped` is the caller's, NULL unless it is kept. */
bool store_audit_key(StoreTx *tx, const Uuid *owner, AuditKey *state, GBytes **wrapped, GError **error);

/* Tells whether an account has another active verification than this one. */
bool store_audit_other_active(StoreTx *tx, const Uuid *account, const Uuid *verification, bool *other,
                              GError **error);

/* Tells whether the blind index has of a subject just the two keyed hashes given, or, both NULL, nothing. */
bool store_audit_index(StoreTx *tx, const Uuid *subject, const guint8 *name, const guint8 *number, bool *fits,
                       GError **error);

/* Called for each policy and calendar; false with an error ends the walk. */
typedef bool (*AuditDocument)(const char *hash, GBytes *text, gpointer user, GError **error);

bool store_audit_documents(StoreTx *tx, AuditDocument look, gpointer user, GError **error);

/* What a proceeding's row says of its state, and what its last event said. */
typedef struct AuditState {
        char *state;
        gint64 version;
        gint64 due_at; /* promised; INSTANT_NONE while the clock does not run */
} AuditState;

void audit_state_clear(AuditState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AuditState, audit_state_clear)

bool store_audit_row_state(StoreTx *tx, const Uuid *proceeding, AuditState *state, bool *found, GError **error);
bool store_audit_event_state(StoreTx *tx, const Uuid *proceeding, AuditState *state, bool *found, GError **error);
