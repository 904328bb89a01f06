/* Digests of the rows that belong together, and which leaf told them last. */
#include "store/proofs.h"

#include <openssl/evp.h>
#include <string.h>

static const char *const kinds[] = {
        [PROOF_PROCEEDING] = "proceeding", [PROOF_STAFF] = "staff", [PROOF_API_KEY] = "api-key"
};
const EnumNames proof_kind_names = ENUM_NAMES(kinds);

static const char *const tables[PROOF_KIND_COUNT] = {
        [PROOF_PROCEEDING] = "proceedings", [PROOF_STAFF] = "staff", [PROOF_API_KEY] = "api_keys"
};

/* Every column of a table's rows of one thing, in a fixed order. `types` has a letter a column: b bytes, i integer, t text,
 * u id. A column that a later migration adds comes at the end, so that what was told before can be told apart. */
typedef struct Part {
        ProofKind kind;
        const char *table, *types;
        Statement rows;
} Part;

/* clang-format off */
static const Part parts[] = {
        { PROOF_PROCEEDING, "proceedings", "ututittiiiiiiiiiiuuuuuttttiiiiiuiubbti",
          { "SELECT id, kind, account_id, state, version, policy_hash, calendar_hash, opened_at, clock_running, "
            "working_days_left, provisional, escalated, reminded, released, tries_left, attempts_made, open, parent_id, "
            "opened_from, verification_id, old_subject, new_subject, route, method, owner, disputed_from, submitted_at, "
            "ended_at, due_at, expires_at, wake_at, claimed_by, lease_until, first_reviewer, sealed_statement, sealed_reason, "
            "reason_code, guard_told_hours FROM proceedings WHERE id = $1" } },
        { PROOF_PROCEEDING, "items", "ttitbui",
          { "SELECT item, state, needed, reason_code, sealed_text, decided_by, decided_at FROM items WHERE proceeding_id = $1 "
            "ORDER BY item",
            "SELECT item, state, needed, reason_code, sealed_text, decided_by, decided_at FROM items WHERE proceeding_id = $1 "
            "ORDER BY item COLLATE \"C\"" } },
        { PROOF_PROCEEDING, "consents", "uuttii",
          { "SELECT id, subject_id, purpose, text_version, given_at, withdrawn_at FROM consents WHERE given_for = $1 "
            "ORDER BY id" } },
        { PROOF_PROCEEDING, "messages", "utuibi",
          { "SELECT id, author_role, author_id, internal, sealed_body, written_at FROM messages WHERE proceeding_id = $1 "
            "ORDER BY id" } },
        { PROOF_PROCEEDING, "parcels", "utbtiiuit",
          { "SELECT id, courier, sealed_tracking, state, announced_at, received_at, received_by, checked_at, originals "
            "FROM parcels WHERE proceeding_id = $1 ORDER BY id" } },
        { PROOF_PROCEEDING, "transfers", "uuttbbiiuiiiit",
          { "SELECT id, account_id, bank, state, sealed_payee, sealed_amount, drawn_at, arrives_by, batch_id, paid_on, "
            "returned_on, settled_at, locked_until, reason_code FROM transfers WHERE attempt_id = $1 ORDER BY id" } },
        { PROOF_PROCEEDING, "attestations", "ituiuiibb",
          { "SELECT asked_at, first_outcome, first_by, first_at, second_by, second_at, ended_at, sealed_account, sealed_reason "
            "FROM attestations WHERE proceeding_id = $1" } },
        { PROOF_PROCEEDING, "lookups", "tbt",
          { "SELECT purpose, hash, owner_kind FROM lookups WHERE owner_id = $1 ORDER BY hash, purpose" } },
        { PROOF_STAFF, "staff", "ubibiiti",
          { "SELECT id, login_hash, roles, sealed_profile, version, created_at, password_hash, disabled_at FROM staff "
            "WHERE id = $1" } },
        { PROOF_STAFF, "lookups", "tbt",
          { "SELECT purpose, hash, owner_kind FROM lookups WHERE owner_id = $1 ORDER BY hash, purpose" } },
        { PROOF_API_KEY, "api_keys", "butiii",
          { "SELECT key_hash, id, name, scopes, created_at, revoked_at FROM api_keys WHERE id = $1" } },
};
/* clang-format on */

static const Statement proof_load = { "SELECT kind, number, leaf_id FROM proofs WHERE id = $1" };

static const Statement proof_owed = {
        "SELECT id, kind, number, leaf_id FROM proofs WHERE number = 0 ORDER BY id LIMIT $1"
};

static const Statement proof_put = { "INSERT INTO proofs (id, kind, number, leaf_id) VALUES ($1, $2, $3, $4) "
                                     "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, number = excluded.number, "
                                     "leaf_id = excluded.leaf_id" };

const char *proof_table(ProofKind kind) {
        return tables[kind];
}

static bool proof_read(Rows *rows, const Uuid *id, int column, ProofRow *row, GError **error) {
        int kind;

        if (!enum_find(&proof_kind_names, rows_text(rows, column), &kind))
                return fail(error, FAILURE_CORRUPT, "a proof is of an unknown kind");
        *row = (ProofRow){ .id = *id,
                           .kind = (ProofKind) kind,
                           .number = rows_int(rows, column + 1),
                           .leaf = rows_uuid(rows, column + 2) };
        return true;
}

bool store_proof_load(StoreTx *tx, const Uuid *id, ProofRow *row, bool *found, GError **error) {
        g_autoptr(Rows) rows = NULL;

        if (!store_first(tx, &proof_load, &rows, error, VALUES(value_uuid(id))))
                return false;
        *found = rows != NULL;
        return !rows || proof_read(rows, id, 0, row, error);
}

bool store_proof_owed(StoreTx *tx, guint limit, GArray **owed, GError **error) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(ProofRow));
        g_autoptr(Rows) rows = store_query(tx, &proof_owed, error, VALUES(value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                Uuid id = rows_uuid(rows, 0);
                ProofRow row;

                if (!proof_read(rows, &id, 1, &row, error))
                        return false;
                g_array_append_val(found, row);
        }
        *owed = g_steal_pointer(&found);
        return true;
}

bool store_proof_put(StoreTx *tx, const ProofRow *row, GError **error) {
        return store_run(tx, &proof_put, NULL, error,
                         VALUES(value_uuid(&row->id), value_text(enum_name(&proof_kind_names, (int) row->kind)),
                                value_int(row->number), value_uuid(&row->leaf)));
}

/* --- digests --- */

/* A value as bytes with its length before it, so that no two rows read alike. */
static void value_digest(EVP_MD_CTX *digest, char type, gconstpointer bytes, gsize size) {
        guint64 length = GUINT64_TO_BE((guint64) size);

        g_assert(EVP_DigestUpdate(digest, &type, 1) && EVP_DigestUpdate(digest, &length, sizeof length)
                 && EVP_DigestUpdate(digest, bytes, size));
}

static void column_digest(EVP_MD_CTX *digest, Rows *rows, int column, char type) {
        gsize size = 0;

        if (rows_is_null(rows, column)) {
                value_digest(digest, 'n', "", 0);
        } else if (type == 'i') {
                gint64 integer = GINT64_TO_BE(rows_int(rows, column));

                value_digest(digest, type, &integer, sizeof integer);
        } else if (type == 't') {
                const char *text = rows_text(rows, column);

                value_digest(digest, type, text ? text : "", text ? strlen(text) : 0);
        } else if (type == 'u') {
                Uuid id = rows_uuid(rows, column);

                value_digest(digest, type, id.bytes, sizeof id.bytes);
        } else {
                gconstpointer bytes = rows_blob(rows, column, &size);

                value_digest(digest, type, bytes ? bytes : "", size);
        }
}

static bool part_draw(StoreTx *tx, const Part *part, const Uuid *id, ProofDrawn drawn, gpointer user,
                      GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &part->rows, error, VALUES(value_uuid(id)));
        guint8 bytes[PROOF_DIGEST_SIZE];
        EVP_MD_CTX *digest;
        guint count = 0;

        if (!rows)
                return false;
        digest = EVP_MD_CTX_new();
        g_assert(digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL));
        for (; rows_next(rows); count++)
                for (int column = 0; part->types[column]; column++)
                        column_digest(digest, rows, column, part->types[column]);
        g_assert(EVP_DigestFinal_ex(digest, bytes, NULL));
        EVP_MD_CTX_free(digest);
        return count == 0 || drawn(part->table, bytes, user, error);
}

bool store_proof_draw(StoreTx *tx, ProofKind kind, const Uuid *id, ProofDrawn drawn, gpointer user, GError **error) {
        for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
                if (parts[i].kind == kind && !part_draw(tx, &parts[i], id, drawn, user, error))
                        return false;
        }
        return true;
}
