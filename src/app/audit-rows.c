/* The log's verification, row by row: each has its leaf, and the rows agree with each other. */
#include "app/audit.h"
#include "app/log.h"
#include "base/refusal.h"
#include "store/accounts.h"
#include "store/events.h"
#include "store/evidence.h"
#include "store/verifications.h"

#include <string.h>

#define PAGE 500
#define LEAVES_OF_VERIFICATION_MAX 16

static bool leaf_is_there(Audit *audit, const char *table, const Uuid *id, GError **error) {
        g_autoptr(LeafRow) row = NULL;

        if (!store_leaf_load(audit->tx.store, id, &row, error))
                return false;
        if (!row)
                audit_found_row(audit, FINDING_LEAF_MISSING, table, id, NULL);
        return true;
}

static bool event_look(Audit *audit, const Uuid *id, GError **error) {
        return leaf_is_there(audit, "events", id, error);
}

/* --- verifications --- */

static void leaves_tally(const GPtrArray *leaves, guint *made, guint *released) {
        for (guint i = 0; i < leaves->len; i++) {
                const LeafRow *row = g_ptr_array_index(leaves, i);
                gsize size;
                gconstpointer bytes = g_bytes_get_data(row->bytes, &size);
                Leaf leaf;

                if (!leaf_read(bytes, size, &leaf))
                        continue;
                *made += g_str_equal(leaf.kind, "verification.made");
                *released += g_str_equal(leaf.kind, "verification.released");
        }
}

static bool verification_look(Audit *audit, const Uuid *id, GError **error) {
        g_autoptr(GError) reason = NULL;
        g_autoptr(GPtrArray) leaves = NULL;
        guint made = 0, released = 0, releases;
        Verification row;
        bool found, other = false;

        if (!store_verification_load(audit->tx.store, id, &row, &found, &reason))
                return audit_tolerate(audit, FINDING_UNREADABLE, "verifications", id, g_steal_pointer(&reason),
                                      error);
        if (!store_leaf_of_verification(audit->tx.store, id, LEAVES_OF_VERIFICATION_MAX, &leaves, error))
                return false;
        leaves_tally(leaves, &made, &released);
        releases = row.released_at == INSTANT_NONE ? 0 : 1;
        if (made < 1)
                audit_found_row(audit, FINDING_LEAF_MISSING, "verifications", id, "verification.made");
        if (released < releases)
                audit_found_row(audit, FINDING_LEAF_MISSING, "verifications", id, "verification.released");
        if (made > 1 || released > releases)
                audit_found_row(audit, FINDING_LEAF_REPEATED, "verifications", id,
                                made > 1 ? "verification.made" : "verification.released");
        if (releases == 0 && !store_audit_other_active(audit->tx.store, &row.account, id, &other, error))
                return false;
        if (other)
                audit_found_row(audit, FINDING_TWO_ACTIVE, "verifications", id, NULL);
        return true;
}

/* --- proceedings --- */

static bool proceeding_look(Audit *audit, const Uuid *id, GError **error) {
        g_auto(AuditState) row = { 0 }, event = { 0 };
        g_autoptr(GString) differ = g_string_new(NULL);
        bool found;

        if (!store_audit_row_state(audit->tx.store, id, &row, &found, error)
            || !store_audit_event_state(audit->tx.store, id, &event, &found, error))
                return false;
        if (!found) {
                audit_found_row(audit, FINDING_STATE_DIFFERS, "proceedings", id, NULL);
                return true;
        }
        if (g_strcmp0(row.state, event.state) != 0)
                g_string_append(differ, "state ");
        if (row.version != event.version)
                g_string_append(differ, "version ");
        if (row.due_at != event.due_at)
                g_string_append(differ, "due_at ");
        if (differ->len)
                audit_found_row(audit, FINDING_STATE_DIFFERS, "proceedings", id, g_strchomp(differ->str));
        return true;
}

/* --- accounts --- */

static bool account_look(Audit *audit, const Uuid *id, GError **error) {
        g_autoptr(Account) account = NULL;
        g_autoptr(GArray) history = NULL;
        g_autoptr(GError) reason = NULL;
        Verification active;
        bool found;

        if (!store_account_load(audit->tx.store, id, &account, &reason)
            || !store_verification_active(audit->tx.store, id, &active, &found, &reason)
            || !store_verification_history(audit->tx.store, id, 1, &history, &reason))
                return audit_tolerate(audit, FINDING_UNREADABLE, "accounts", id, g_steal_pointer(&reason), error);
        if (!found && history->len)
                active = g_array_index(history, Verification, 0);
        if ((found || history->len) && !uuid_equal(&account->tenure, &active.subject))
                audit_found_row(audit, FINDING_TENURE_DIFFERS, "accounts", id, NULL);
        return true;
}

/* --- evidence --- */

/* What a file's state must be after a proceeding's verdicts. */
typedef struct Verdicts {
        const EvidenceRow *row;
        const char *id;
        EvidenceState state;
} Verdicts;

static bool verdict_take(const Event *event, gpointer user, GError **error) {
        Verdicts *verdicts = user;
        json_auto_t *detail = event->detail ? json_loads(event->detail, 0, NULL) : NULL;
        const char *item = json_string_value(json_object_get(detail, "item"));
        const char *verdict = json_string_value(json_object_get(detail, "verdict"));
        const char *evidence = json_string_value(json_object_get(detail, "evidence"));

        (void) error;
        if (g_str_equal(event->event, "withdraw-evidence") && g_strcmp0(evidence, verdicts->id) == 0)
                verdicts->state = EVIDENCE_WITHDRAWN;
        if (event->at < verdicts->row->uploaded_at || verdicts->state == EVIDENCE_WITHDRAWN
            || g_strcmp0(item, verdicts->row->item) != 0)
                return true;
        if (g_strcmp0(verdict, "accepted") == 0 && verdicts->state == EVIDENCE_GIVEN)
                verdicts->state = EVIDENCE_ACCEPTED;
        if (g_strcmp0(verdict, "refused") == 0 && json_integer_value(json_object_get(detail, "needed")) == 0)
                verdicts->state = EVIDENCE_REFUSED;
        return true;
}

static bool state_look(Audit *audit, const EvidenceRow *row, GError **error) {
        char id[UUID_TEXT_SIZE];
        Verdicts verdicts = { .row = row, .id = uuid_format(&row->id, id), .state = EVIDENCE_GIVEN };

        if (!store_event_walk(audit->tx.store, &row->proceeding, verdict_take, &verdicts, error))
                return false;
        if (row->state != verdicts.state)
                audit_found_row(audit, FINDING_EVIDENCE_DIFFERS, "evidence", &row->id, "state");
        return true;
}

/* Size, hash and name outside must all be the blob's. */
static bool blob_look(Audit *audit, const EvidenceRow *row, const DataKey *key, GError **error) {
        g_autoptr(GError) reason = NULL;
        g_autofree guint8 *sha256 = NULL;
        BlobRecord record = { .size_bytes = (guint64) row->size_bytes, .wrapped_key = row->wrapped_key };
        gsize size;

        if (!vault_unseal(key, "evidence.hash", &row->id, row->sealed_hash, &sha256, &size, &reason))
                return audit_tolerate(audit, FINDING_EVIDENCE_DIFFERS, "evidence", &row->id, g_steal_pointer(&reason),
                                      error);
        if (size == BLOB_SHA256_SIZE)
                memcpy(record.sha256, sha256, size);
        blob_outside_name(key, record.sha256, record.outside_name);
        if (memcmp(record.outside_name, row->content_mac, sizeof row->content_mac) != 0)
                audit_found_row(audit, FINDING_EVIDENCE_DIFFERS, "evidence", &row->id, "content_mac");
        if (audit->wish->quick) {
                g_autoptr(BlobReader) reader =
                        blob_reader_open(audit->tx.app->blobs, &row->blob, key, row->wrapped_key, &reason);

                if (reader)
                        return true;
        } else if (blob_verify(audit->tx.app->blobs, &row->blob, key, &record, &reason)) {
                return true;
        }
        if (g_error_matches(reason, FAILURE, FAILURE_FILE)) {
                audit_found_row(audit, FINDING_BLOB_MISSING, "evidence", &row->id, NULL);
                return true;
        }
        return audit_tolerate(audit, FINDING_BLOB_DIFFERS, "evidence", &row->id, g_steal_pointer(&reason), error);
}

static bool evidence_look(Audit *audit, const Uuid *id, GError **error) {
        g_autoptr(EvidenceRow) row = NULL;
        g_autoptr(DataKey) key = NULL;
        g_autoptr(GError) reason = NULL;
        bool found;

        if (!store_evidence_load(audit->tx.store, id, &row, &reason))
                return audit_tolerate(audit, FINDING_UNREADABLE, "evidence", id, g_steal_pointer(&reason), error);
        return leaf_is_there(audit, "evidence", id, error) && state_look(audit, row, error)
               && audit_key(audit, "evidence", id, &row->key_owner, &key, &found, error)
               && (!key || blob_look(audit, row, key, error));
}

/* --- the walk --- */

typedef bool (*RowLook)(Audit *audit, const Uuid *id, GError **error);

static bool table_walk(Audit *audit, AuditTable table, RowLook look, GError **error) {
        Uuid after = { { 0 } };

        for (;;) {
                g_autoptr(GArray) ids = NULL;

                if (!store_audit_ids(audit->tx.store, table, &after, PAGE, &ids, error))
                        return false;
                for (guint i = 0; i < ids->len; i++) {
                        after = g_array_index(ids, Uuid, i);
                        if (!look(audit, &after, error))
                                return false;
                        audit_step(audit);
                }
                if (ids->len < PAGE)
                        return true;
        }
}

bool audit_rows(Audit *audit, GError **error) {
        static const RowLook looks[AUDIT_TABLE_COUNT] = { [AUDIT_EVENTS] = event_look,
                                                          [AUDIT_VERIFICATIONS] = verification_look,
                                                          [AUDIT_PROCEEDINGS] = proceeding_look,
                                                          [AUDIT_ACCOUNTS] = account_look,
                                                          [AUDIT_EVIDENCE] = evidence_look };

        for (AuditTable table = 0; table < AUDIT_TABLE_COUNT; table++) {
                if (!table_walk(audit, table, looks[table], error))
                        return false;
        }
        return true;
}
