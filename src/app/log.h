/* Leaves of the log: each change of state is one, made in the change's own transaction. */
#pragma once

#include "app/app.h"
#include "domain/proceeding.h"
#include "ledger/leaf.h"
#include "store/events.h"
#include "store/evidence.h"
#include "store/leaves.h"
#include "store/verifications.h"

#define LEAF_OPENING_FIELD "leaves.opening"
#define LOOK_UP_LEAF_PREFIX "look-up." /* told by the leaf alone: no row is written */

/* Kinds of a verification's leaves. One that was imported was made elsewhere, at a time that only its content tells. */
#define LEAF_KIND_MADE "verification.made"
#define LEAF_KIND_IMPORTED "verification.imported"
#define LEAF_KIND_RELEASED "verification.released"

/* Adds a leaf whose content is `content` (canonical, see ledger/leaf.h); salt and content are sealed under `key`. */
bool app_log_add(AppTx *tx, const Uuid *id, const char *kind, const Uuid *account, const Uuid *in_case,
                 const Uuid *verification, const Uuid *attempt, const json_t *content, const DataKey *key,
                 GError **error);

/* The content of an event's leaf: its row, whole, with the SHA-256 of its sealed text. Who acted is told by a keyed hash under
 * `key`, the leaf's: it can be compared with the row, and tells the holder of a receipt no name for a member of staff.
 * The caller owns it. */
json_t *app_log_event_content(const Event *event, const DataKey *key);

/* The content of a verification's leaf when it is made, and when it is released: its row, whom it names, and of which of the
 * platform's accounts (a leaf of an earlier version does not say that). */
#define LOG_EXTERNAL_ID "external_id"
json_t *app_log_verification_content(AppTx *tx, const Verification *verification, GError **error);
json_t *app_log_release_content(const Verification *verification);

/* Adds a row of evidence and its leaf, "evidence.added", under the row's id and its key owner's key: what was given for which
 * item, by its SHA-256. `proceeding` is the one that it belongs to. */
bool app_evidence_add(AppTx *tx, const Proceeding *proceeding, const EvidenceRow *row, GError **error);

/* The content of a file's leaf: its row as it was given, and the SHA-256 of the file. The caller owns it; NULL on failure. */
json_t *app_log_evidence_content(const EvidenceRow *row, const DataKey *key, GError **error);

/* Opens the key of an owner; `key` (the caller's) is NULL where it was erased or never was. */
bool app_log_key(AppTx *tx, const Uuid *owner, DataKey **key, GError **error);

/* Opens a leaf's salt and content (canonical text, the caller's). Fails with FAILURE_CORRUPT. */
bool app_log_open(const LeafRow *row, const DataKey *key, guint8 salt[static LEAF_SALT_SIZE], char **content,
                  GError **error);
