/* What the use cases on accounts share. Inside this room only. */
#pragma once

#include "app/accounts.h"
#include "app/json-put.h"
#include "store/events.h"

/* Loads an account. Refuses REFUSAL_NOT_FOUND where there is none or it is not the actor's to see. The caller frees it. */
bool account_load_seen(AppTx *tx, const Uuid *id, Account **account, GError **error);

/* True where the actor may see this account at all: the platform, staff, and its own holder. */
bool account_is_seen(const Actor *actor, const Uuid *id);

json_t *account_document(const Account *account);

/* Writes an account's own event, with its leaf under the key of whoever holds the account. `detail` holds ids and codes only. */
bool account_event(AppTx *tx, const Account *account, const char *event, const json_t *detail, GError **error);

/* Reads an amount of yuan between `low` and GUARD_AMOUNT_MAX; NULL leaves `micro_yuan` as it is.
 * Refuses REFUSAL_MALFORMED_VALUE, REFUSAL_OUT_OF_RANGE. */
bool yuan_read(const char *text, gint64 low, const char *pointer, const char *name, gint64 *micro_yuan,
               GError **error);
