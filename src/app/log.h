/* Leaves of the log: each change of state is one, made in the change's own transaction. */
#pragma once

#include "app/app.h"
#include "store/events.h"
#include "store/verifications.h"

/* Adds a leaf whose content is `content` (canonical, see ledger/leaf.h); salt and content are sealed under `key`. */
bool app_log_add(AppTx *tx, const Uuid *id, const char *kind, const Uuid *account, const Uuid *in_case,
                 const Uuid *verification, const Uuid *attempt, const json_t *content, const DataKey *key, GError **error);

/* The content of an event's leaf: its row, whole, with the SHA-256 of its sealed text. The caller owns it. */
json_t *app_log_event_content(const Event *event);

/* The content of a verification's leaf when it is made, and when it is released: its row, and whom it names. */
json_t *app_log_verification_content(AppTx *tx, const Verification *verification, GError **error);
json_t *app_log_release_content(const Verification *verification);
