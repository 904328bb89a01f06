/* The log's verification, leaf by leaf: what it says openly, what it commits to, and the row that it tells of. */
#include "app/audit.h"
#include "app/log.h"
#include "app/prove.h"
#include "base/refusal.h"
#include "store/accounts.h"
#include "store/events.h"
#include "store/evidence.h"
#include "store/verifications.h"

#include <string.h>

#define PAGE 500

/* The row that a leaf tells of. */
typedef struct Told {
        const char *table;
        Uuid id;
        Uuid account, proceeding, key_owner; /* as the row says; nil where it does not */
        gint64 at;                           /* INSTANT_NONE where it does not say */
        json_t *content;                     /* drawn up again; NULL where the key is gone */
} Told;

static void told_clear(Told *told) {
        g_clear_pointer(&told->content, json_decref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Told, told_clear)

typedef struct LeafAudit {
        Audit *audit;
        const LeafRow *row;
        Leaf leaf;
        const DataKey *key; /* NULL where it was erased */
        Told told;
} LeafAudit;

static void name_add(GString *names, const char *name) {
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
}

/* --- the rows --- */

/* The event that made an account says whose it is on the platform; one of an earlier version does not. */
static bool account_compare(Audit *audit, const Event *event, GError **error) {
        json_auto_t *detail = event->detail ? json_loads(event->detail, 0, NULL) : NULL;
        const char *external_id = json_string_value(json_object_get(detail, LOG_EXTERNAL_ID));
        g_autoptr(Account) account = NULL;

        if (!store_account_load(audit->tx.store, &event->account, &account, error))
                return false;
        if (!account)
                audit_found_row(audit, FINDING_ROW_MISSING, "accounts", &event->account, NULL);
        else if (external_id && !g_str_equal(external_id, account->external_id))
                audit_found_row(audit, FINDING_CONTENT_DIFFERS, "accounts", &event->account, LOG_EXTERNAL_ID);
        return true;
}

static bool event_tell(const Event *event, gpointer user, GError **error) {
        LeafAudit *look = user;
        const char *said = strchr(look->leaf.kind, '.');

        look->told.account = event->account;
        look->told.proceeding = event->proceeding;
        look->told.key_owner = event->proceeding;
        look->told.at = event->at;
        if (look->key)
                look->told.content = app_log_event_content(event, look->key);
        if (!said || !g_str_equal(said + 1, event->event))
                audit_found_row(look->audit, FINDING_CONTENT_DIFFERS, "events", &event->id, "event");
        return !g_str_equal(look->leaf.kind, "account.register") || account_compare(look->audit, event, error);
}

static bool event_draw(LeafAudit *look, bool *found, GError **error) {
        look->told.table = "events";
        look->told.id = look->leaf.id;
        return store_event_visit(look->audit->tx.store, &look->leaf.id, event_tell, look, found, error);
}

static bool verification_draw(LeafAudit *look, bool *found, GError **error) {
        bool released = g_str_has_suffix(look->leaf.kind, ".released");
        Verification row;

        look->told.table = "verifications";
        look->told.id = look->leaf.verification;
        if (!store_verification_load(look->audit->tx.store, &look->leaf.verification, &row, found, error))
                return false;
        if (!*found)
                return true;
        look->told.account = row.account;
        look->told.key_owner = row.subject;
        if (!g_str_equal(look->leaf.kind, LEAF_KIND_IMPORTED))
                look->told.at = released ? row.released_at : row.verified_at;
        if (!look->key)
                return true;
        if (released)
                look->told.content = app_log_release_content(&row);
        else
                look->told.content = app_log_verification_content(&look->audit->tx, &row, error);
        return look->told.content != NULL;
}

static bool evidence_draw(LeafAudit *look, bool *found, GError **error) {
        g_autoptr(EvidenceRow) row = NULL;

        look->told.table = "evidence";
        look->told.id = look->leaf.id;
        *found = true;
        if (!store_evidence_load(look->audit->tx.store, &look->leaf.id, &row, error))
                return false;
        *found = row != NULL;
        if (!row)
                return true;
        look->told.proceeding = row->proceeding;
        look->told.key_owner = row->key_owner;
        if (!look->key)
                return true;
        look->told.content = app_log_evidence_content(row, look->key, error);
        return look->told.content != NULL;
}

static bool row_draw(LeafAudit *look, bool *found, GError **error) {
        look->told.at = INSTANT_NONE;
        *found = true;
        if (g_str_has_prefix(look->leaf.kind, "verification."))
                return verification_draw(look, found, error);
        return g_str_has_prefix(look->leaf.kind, "evidence.") ? evidence_draw(look, found, error)
                                                              : event_draw(look, found, error);
}

/* --- comparing --- */

/* What the leaf says openly, and which proves something even when its content is erased. */
static void openly_compare(LeafAudit *look) {
        const Told *told = &look->told;
        const Leaf *leaf = &look->leaf;
        g_autoptr(GString) differ = g_string_new(NULL);

        if (!uuid_is_nil(&told->account) && !uuid_equal(&told->account, &leaf->account))
                name_add(differ, "account_id");
        if (!uuid_is_nil(&told->proceeding) && !uuid_equal(&told->proceeding, &leaf->in_case)
            && !uuid_equal(&told->proceeding, &leaf->attempt))
                name_add(differ, "proceeding_id");
        if (told->at != INSTANT_NONE && told->at != leaf->time)
                name_add(differ, "time");
        if (differ->len)
                audit_found_row(look->audit, FINDING_CONTENT_DIFFERS, told->table, &told->id, differ->str);
        if (!uuid_is_nil(&told->key_owner) && !uuid_equal(&told->key_owner, &look->row->key_owner))
                audit_found_row(look->audit, FINDING_LEAF_DIFFERS, "leaves", &look->row->id, "key_owner");
}

static void columns_compare(Audit *audit, const LeafRow *row, const Leaf *leaf) {
        g_autoptr(GString) differ = g_string_new(NULL);

        if (!uuid_equal(&row->id, &leaf->id))
                name_add(differ, "id");
        if (row->made_at != leaf->time)
                name_add(differ, "made_at");
        if (!uuid_equal(&row->in_case, &leaf->in_case))
                name_add(differ, "case_id");
        if (!uuid_equal(&row->verification, &leaf->verification))
                name_add(differ, "verification_id");
        if (differ->len)
                audit_found_row(audit, FINDING_LEAF_DIFFERS, "leaves", &row->id, differ->str);
}

/* The members that two documents do not share. */
void audit_members_compare(const json_t *one, const json_t *other, GString *differ) {
        const char *name;
        json_t *value;

        json_object_foreach((json_t *) one, name, value) {
                if (!json_equal(value, json_object_get(other, name)))
                        name_add(differ, name);
        }
        json_object_foreach((json_t *) other, name, value) {
                if (!json_object_get(one, name))
                        name_add(differ, name);
        }
}

bool audit_leaf_open(Audit *audit, const LeafRow *row, const Leaf *leaf, const DataKey *key, char **text,
                     GError **error) {
        guint8 salt[LEAF_SALT_SIZE], commitment[MERKLE_HASH_SIZE];
        g_autoptr(GError) reason = NULL;

        *text = NULL;
        if (!app_log_open(row, key, salt, text, &reason))
                return audit_tolerate(audit, FINDING_LEAF_SEALED, "leaves", &row->id, g_steal_pointer(&reason),
                                      error);
        leaf_commit(salt, *text, commitment);
        if (memcmp(commitment, leaf->commitment, sizeof commitment) != 0)
                audit_found_row(audit, FINDING_LEAF_SEALED, "leaves", &row->id, NULL);
        return true;
}

/* True where a row, drawn up again, is what the leaf's content says. */
static bool content_is(const json_t *content, const char *text) {
        g_autofree char *drawn = content ? leaf_content_write(content) : NULL;

        return g_strcmp0(drawn, text) == 0;
}

/* Opens what the leaf commits to and holds the row against it. */
static bool content_compare(LeafAudit *look, GError **error) {
        g_autofree char *text = NULL;
        g_autoptr(GString) differ = g_string_new(NULL);
        json_auto_t *said = NULL;

        if (!audit_leaf_open(look->audit, look->row, &look->leaf, look->key, &text, error))
                return false;
        if (!text || content_is(look->told.content, text))
                return true;
        said = json_loads(text, 0, NULL);
        if (!json_object_get(said, LOG_EXTERNAL_ID))
                json_object_del(look->told.content, LOG_EXTERNAL_ID); /* older than that */
        if (content_is(look->told.content, text))
                return true;
        audit_members_compare(said, look->told.content, differ);
        audit_found_row(look->audit, FINDING_CONTENT_DIFFERS, look->told.table, &look->told.id, differ->str);
        return true;
}

static bool row_compare(LeafAudit *look, GError **error) {
        g_autoptr(GError) reason = NULL;
        bool found;

        if (!row_draw(look, &found, &reason))
                return audit_tolerate(look->audit, FINDING_UNREADABLE, look->told.table, &look->told.id,
                                      g_steal_pointer(&reason), error);
        if (!found) {
                audit_found_row(look->audit, FINDING_ROW_MISSING, "leaves", &look->row->id, look->told.table);
                return true;
        }
        openly_compare(look);
        return !look->key || content_compare(look, error);
}

/* Who looked somebody up is told by the leaf alone. */
static bool look_up_compare(Audit *audit, const LeafRow *row, const Leaf *leaf, const DataKey *key, GError **error) {
        g_autofree char *text = NULL;

        if (!uuid_equal(&row->key_owner, &key_owner_house)) {
                audit_found_row(audit, FINDING_LEAF_DIFFERS, "leaves", &row->id, "key_owner");
                return true;
        }
        return !key || audit_leaf_open(audit, row, leaf, key, &text, error);
}

bool audit_leaf(Audit *audit, const LeafRow *row, GError **error) {
        LeafAudit look = { .audit = audit, .row = row };
        g_autoptr(DataKey) key = NULL;
        gsize size;
        gconstpointer bytes = g_bytes_get_data(row->bytes, &size);
        bool found, compared;

        if (!leaf_read(bytes, size, &look.leaf)) {
                audit_found_row(audit, FINDING_LEAF_MALFORMED, "leaves", &row->id, NULL);
                return true;
        }
        columns_compare(audit, row, &look.leaf);
        if (!audit_key(audit, "leaves", &row->id, &row->key_owner, &key, &found, error))
                return false;
        if (found && !key)
                audit->report->erased++;
        if (g_str_has_prefix(look.leaf.kind, PROOF_LEAF_PREFIX))
                return audit_leaf_of_rows(audit, row, &look.leaf, key, error);
        if (g_str_has_prefix(look.leaf.kind, LOOK_UP_LEAF_PREFIX))
                return look_up_compare(audit, row, &look.leaf, key, error);
        look.key = key;
        compared = row_compare(&look, error);
        told_clear(&look.told);
        return compared;
}

bool audit_waiting(Audit *audit, GError **error) {
        Uuid after = { { 0 } };

        for (;;) {
                g_autoptr(GPtrArray) page = NULL;

                if (!store_leaf_pending(audit->tx.store, &after, PAGE, &page, error))
                        return false;
                for (guint i = 0; i < page->len; i++) {
                        const LeafRow *row = g_ptr_array_index(page, i);

                        if (!audit_leaf(audit, row, error))
                                return false;
                        audit_step(audit);
                        after = row->id;
                }
                if (page->len < PAGE)
                        return true;
        }
}
