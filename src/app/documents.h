/* Every policy and calendar that was ever in force, by hash: kept whole in the database, read once, then in memory. */
#pragma once

#include "app/app.h"

typedef enum DocumentKind { DOCUMENT_POLICY, DOCUMENT_CALENDAR } DocumentKind;

extern const EnumNames document_kind_names; /* policy, calendar */

Documents *documents_new(void);
void documents_free(Documents *documents); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Documents, documents_free)

/* Puts a policy and a calendar in force: stores `policy_text`, the bytes that the policy was read from, and the calendar's
 * where the database does not have them yet, and keeps both in memory. Fails as store_write() does. */
bool documents_enforce(Documents *documents, Store *store, Policy *policy, GBytes *policy_text, Calendar *calendar,
                       gint64 now, GError **error);

/* Gives the policy, or the calendar, that a proceeding keeps. It belongs to the documents and lasts as long as they do.
 * NULL: FAILURE_CORRUPT where the database does not have it, or it cannot be read any more; FAILURE_STORE. */
const Policy *documents_policy(AppTx *tx, const char *hash, GError **error);
const Calendar *documents_calendar(AppTx *tx, const char *hash, GError **error);
