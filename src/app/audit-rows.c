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
                *made += g_str_equal(leaf.kind, LEAF_KIND_MADE) || g_str_equal(leaf.kind, LEAF_KIND_IMPORTED);
                *released += g_str_equal(leaf.kind, LEAF_KIND_RELEASED);
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
                audit_found_row(audit, FINDING_LEAF_MISSING, "verifications", id, LEAF_KIND_MADE);
        if (released < releases)
                audit_found_row(audit, FINDING_LEAF_MISSING, "verifications", id, LEAF_KIND_RELEASED);
        if (releases == 0 && !uuid_is_nil(&row.released_by))
                audit_found_row(audit, FINDING_CONTENT_DIFFERS, "verifications", id, "released_by_case");
        if (made > 1 || released > releases)
                audit_found_row(audit, FINDING_LEAF_REPEATED, "verifications", id,
                                made > 1 ? LEAF_KIND_MADE : LEAF_KIND_RELEASED);
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
        return audit_is_proven(audit, PROOF_PROCEEDING, id, error);
}

/* --- staff and API keys --- */

static bool staff_look(Audit *audit, const Uuid *id, GError **error) {
        return audit_is_proven(audit, PROOF_STAFF, id, error);
}

static bool api_key_look(Audit *audit, const Uuid *id, GError **error) {
        return audit_is_proven(audit, PROOF_API_KEY, id, error);
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

/* What the history says of one file: the events that decide its state, by the proceeding's version. */
typedef struct FileEvent {
        gint64 version;
        EvidenceState becomes; /* EVIDENCE_GIVEN: it was attached */
} FileEvent;

typedef struct FileHistory {
        const EvidenceRow *row;
        char id[UUID_TEXT_SIZE];
        GArray *events; /* FileEvent */
} FileHistory;

static const char *detail_text(const json_t *detail, const char *member) {
        const char *text = json_string_value(json_object_get(detail, member));

        return text ? text : "";
}

/* A verdict that only asks for more files leaves those that are there as they are. */
static bool file_event_read(const FileHistory *history, const Event *event, EvidenceState *becomes) {
        json_auto_t *detail = event->detail ? json_loads(event->detail, 0, NULL) : NULL;
        bool named = g_str_equal(detail_text(detail, "evidence"), history->id);
        bool of_item = g_str_equal(detail_text(detail, "item"), history->row->item);
        const char *verdict = detail_text(detail, "verdict");
        bool asks_more = json_integer_value(json_object_get(detail, "needed")) > 0;

        if (named && g_str_equal(event->event, "attach-evidence"))
                *becomes = EVIDENCE_GIVEN;
        else if (named && g_str_equal(event->event, "withdraw-evidence"))
                *becomes = EVIDENCE_WITHDRAWN;
        else if (of_item && g_str_equal(verdict, "accepted"))
                *becomes = EVIDENCE_ACCEPTED;
        else if (of_item && g_str_equal(verdict, "refused") && !asks_more)
                *becomes = EVIDENCE_REFUSED;
        else
                return false;
        return true;
}

static bool file_event_take(const Event *event, gpointer user, GError **error) {
        FileHistory *history = user;
        FileEvent taken = { .version = event->version };

        (void) error;
        if (file_event_read(history, event, &taken.becomes))
                g_array_append_val(history->events, taken);
        return true;
}

static gint by_version(gconstpointer a, gconstpointer b) {
        const FileEvent *one = a, *other = b;

        return (one->version > other->version) - (one->version < other->version);
}

static bool may_become(EvidenceState state, EvidenceState becomes) {
        if (becomes == EVIDENCE_ACCEPTED)
                return state == EVIDENCE_GIVEN;
        return becomes == EVIDENCE_GIVEN || becomes == EVIDENCE_WITHDRAWN || state != EVIDENCE_WITHDRAWN;
}

/* A file that was attached after a verdict is not touched by it; one that was carried over stands from the beginning. */
static EvidenceState state_of(const FileHistory *history) {
        EvidenceState state = EVIDENCE_GIVEN;

        g_array_sort(history->events, by_version);
        for (guint i = 0; i < history->events->len; i++) {
                EvidenceState becomes = g_array_index(history->events, FileEvent, i).becomes;

                if (may_become(state, becomes))
                        state = becomes;
        }
        return state;
}

static bool state_look(Audit *audit, const EvidenceRow *row, GError **error) {
        FileHistory history = { .row = row };
        bool walked;

        uuid_format(&row->id, history.id);
        history.events = g_array_new(FALSE, FALSE, sizeof(FileEvent));
        walked = store_event_walk(audit->tx.store, &row->proceeding, file_event_take, &history, error);
        if (walked && row->state != state_of(&history))
                audit_found_row(audit, FINDING_EVIDENCE_DIFFERS, "evidence", &row->id, "state");
        g_array_unref(history.events);
        return walked;
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
                if (row->state != EVIDENCE_WITHDRAWN) /* what was taken back goes with the next sweep */
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
                                                          [AUDIT_EVIDENCE] = evidence_look,
                                                          [AUDIT_SUBJECTS] = audit_index,
                                                          [AUDIT_STAFF] = staff_look,
                                                          [AUDIT_API_KEYS] = api_key_look };

        for (AuditTable table = 0; table < AUDIT_TABLE_COUNT; table++) {
                if (!table_walk(audit, table, looks[table], error))
                        return false;
        }
        return true;
}
