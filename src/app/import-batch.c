/* Fills a batch: each account is sealed under keys of its own, and its leaves are drawn up, before the database is asked
 * anything. What a leaf says must be, byte for byte, what app_log_verification_content() draws up of the rows. */
#include "app/import-batch.h"

#include "app/log.h"
#include "base/refusal.h"

#include <sodium.h>
#include <string.h>

#define BLOCK_BYTES (256 * 1024)

/* ---- memory -------------------------------------------------------------------------------------------------------- */

typedef struct Block {
        gsize size;
        guint8 bytes[];
} Block;

static void block_free(gpointer data) {
        Block *block = data;

        sodium_memzero(block->bytes, block->size);
        g_free(block);
}

static guint8 *arena_take(Arena *arena, gsize size) {
        Block *block = arena->blocks->len ? g_ptr_array_index(arena->blocks, arena->blocks->len - 1) : NULL;
        guint8 *bytes;

        if (!block || block->size - arena->used < size) {
                gsize room = MAX(size, BLOCK_BYTES);

                block = g_malloc(sizeof *block + room);
                block->size = room;
                arena->used = 0;
                g_ptr_array_add(arena->blocks, block);
        }
        bytes = block->bytes + arena->used;
        arena->used += size;
        return bytes;
}

static const char *arena_text(Arena *arena, const char *text, gsize size) {
        guint8 *copy = arena_take(arena, size + 1);

        memcpy(copy, text, size);
        copy[size] = 0;
        return (const char *) copy;
}

static void scratch_free(GString *scratch) {
        sodium_memzero(scratch->str, scratch->allocated_len);
        g_string_free(scratch, TRUE);
}

ImportBatch *import_batch_new(const App *app, gint64 started_at) {
        ImportBatch *batch = g_new0(ImportBatch, 1);

        batch->app = app;
        batch->started_at = started_at;
        batch->arena.blocks = g_ptr_array_new_with_free_func(block_free);
        batch->rows = (ImportRows){ .accounts = g_array_new(FALSE, TRUE, sizeof(ImportAccountRow)),
                                    .subjects = g_array_new(FALSE, TRUE, sizeof(ImportSubjectRow)),
                                    .lookups = g_array_new(FALSE, TRUE, sizeof(ImportLookupRow)),
                                    .verifications = g_array_new(FALSE, TRUE, sizeof(ImportVerificationRow)),
                                    .leaves = g_array_new(FALSE, TRUE, sizeof(ImportLeafRow)) };
        batch->lines = g_array_new(FALSE, FALSE, sizeof(ImportLine));
        batch->leaf_hashes = g_array_new(FALSE, FALSE, sizeof(MerkleHash));
        batch->rejects = g_array_new(FALSE, FALSE, sizeof(ImportReject));
        batch->external_ids = g_hash_table_new(g_str_hash, g_str_equal);
        batch->ids = g_hash_table_new(uuid_key_hash, uuid_key_equal);
        batch->given_ids = g_array_new(FALSE, FALSE, sizeof(Uuid));
        batch->given_by = g_array_new(FALSE, FALSE, sizeof(guint));
        batch->scratch = g_string_sized_new(1024);
        batch->opening = g_string_sized_new(1024);
        batch->hasher = merkle_hasher_new();
        return batch;
}

void import_batch_free(ImportBatch *batch) {
        if (!batch)
                return;
        g_ptr_array_unref(batch->arena.blocks);
        g_array_unref(batch->rows.accounts);
        g_array_unref(batch->rows.subjects);
        g_array_unref(batch->rows.lookups);
        g_array_unref(batch->rows.verifications);
        g_array_unref(batch->rows.leaves);
        g_array_unref(batch->lines);
        g_array_unref(batch->leaf_hashes);
        g_array_unref(batch->rejects);
        g_array_unref(batch->given_ids);
        g_array_unref(batch->given_by);
        g_hash_table_unref(batch->external_ids);
        g_hash_table_unref(batch->ids);
        scratch_free(batch->scratch);
        scratch_free(batch->opening);
        merkle_hasher_free(batch->hasher);
        g_free(batch);
}

guint import_batch_lines(const ImportBatch *batch) {
        return batch->lines->len + batch->rejects->len;
}

/* ---- documents ----------------------------------------------------------------------------------------------------- */

void import_string_append(GString *document, const char *text) {
        static const char hexadecimal[] = "0123456789ABCDEF";

        g_string_append_c(document, '"');
        for (const char *c = text; *c; c++) {
                if (*c == '"' || *c == '\\')
                        g_string_append_c(document, '\\');
                if ((guint8) *c >= 0x20) {
                        g_string_append_c(document, *c);
                } else {
                        g_string_append(document, "\\u00");
                        g_string_append_c(document, hexadecimal[*c >> 4]);
                        g_string_append_c(document, hexadecimal[*c & 15]);
                }
        }
        g_string_append_c(document, '"');
}

static void member_append(GString *document, const char *name, const char *text) {
        g_string_append(document, name);
        import_string_append(document, text);
}

static void id_append(GString *document, const char *name, const Uuid *id) {
        char text[UUID_TEXT_SIZE];

        g_string_append(document, name);
        g_string_append_c(document, '"');
        g_string_append(document, uuid_format(id, text));
        g_string_append_c(document, '"');
}

static void number_append(GString *document, const char *name, gint64 number) {
        g_string_append_printf(document, "%s%" G_GINT64_FORMAT, name, number);
}

/* ---- sealing ------------------------------------------------------------------------------------------------------- */

static ImportBytes sealed(ImportBatch *batch, const DataKey *key, const char *field, const Uuid *row,
                          const GString *clear) {
        ImportBytes bytes = { .size = clear->len + VAULT_SEAL_OVERHEAD };
        guint8 *into = arena_take(&batch->arena, bytes.size);

        vault_seal_into(key, field, row, clear->str, clear->len, into);
        bytes.bytes = into;
        return bytes;
}

static ImportBytes bytes_kept(ImportBatch *batch, gconstpointer from, gsize size) {
        return (ImportBytes){ .bytes = (const guint8 *) arena_text(&batch->arena, from, size), .size = size };
}

static void lookup_add(ImportBatch *batch, guint account, const char *purpose, VaultLookup kind, const char *text,
                       const Uuid *subject) {
        ImportLookupRow row = { .account = account, .purpose = purpose, .subject = *subject };

        vault_lookup_hash(batch->app->vault, kind, text, row.hash);
        g_array_append_val(batch->rows.lookups, row);
}

static void identity_seal(ImportBatch *batch, const DataKey *key, const Identity *who, ImportSubjectRow *row) {
        const char *number_kind = enum_name(&number_kind_names, (int) who->number_kind);
        GString *document = batch->scratch;

        g_string_truncate(document, 0);
        member_append(document, "{\"name\":", who->name);
        member_append(document, ",\"number_kind\":", number_kind);
        member_append(document, ",\"number\":", who->number);
        g_string_append_c(document, '}');
        row->kind_known = true;
        row->kind = who->kind;
        row->sealed_identity = sealed(batch, key, "subjects.identity", &row->id, document);
        g_string_truncate(document, 0);
        g_string_append(document, number_kind);
        g_string_append_c(document, ':');
        g_string_append(document, who->number);
        lookup_add(batch, row->account, "number", VAULT_LOOKUP_NUMBER, document->str, &row->id);
        lookup_add(batch, row->account, "name", VAULT_LOOKUP_NAME, who->name, &row->id);
}

static void contacts_seal(ImportBatch *batch, const DataKey *key, const Identity *who, ImportSubjectRow *row) {
        GString *document = batch->scratch;

        g_string_assign(document, "{");
        if (who->email)
                member_append(document, "\"email\":", who->email);
        if (who->mobile)
                member_append(document, who->email ? ",\"mobile\":" : "\"mobile\":", who->mobile);
        g_string_append_c(document, '}');
        row->sealed_contacts = sealed(batch, key, "subjects.contacts", &row->id, document);
}

static DataKey *subject_take(ImportBatch *batch, guint account, const ImportedSubject *subject, const Uuid *id) {
        ImportSubjectRow row = { .account = account,
                                 .id = *id,
                                 .created_at = subject->created_at == INSTANT_NONE ? batch->started_at
                                                                                   : subject->created_at };
        g_autoptr(GBytes) wrapped = NULL;
        g_autoptr(DataKey) key = vault_data_key_new(batch->app->vault, id, &wrapped);

        row.wrapped = bytes_kept(batch, g_bytes_get_data(wrapped, NULL), g_bytes_get_size(wrapped));
        if (subject->named)
                identity_seal(batch, key, &subject->who, &row);
        if (subject->who.email || subject->who.mobile)
                contacts_seal(batch, key, &subject->who, &row);
        g_array_append_val(batch->rows.subjects, row);
        return g_steal_pointer(&key);
}

/* ---- leaves -------------------------------------------------------------------------------------------------------- */

static void owner_append(GString *document, const ImportedSubject *subject) {
        if (!subject->named) {
                g_string_append(document, ",\"owner\":null");
                return;
        }
        member_append(document, ",\"owner\":{\"kind\":", enum_name(&owner_kind_names, (int) subject->who.kind));
        member_append(document, ",\"name\":", subject->who.name);
        member_append(document, ",\"number\":", subject->who.number);
        member_append(document, ",\"number_kind\":", enum_name(&number_kind_names, (int) subject->who.number_kind));
        g_string_append_c(document, '}');
}

/* Members in order of their names, as canonical JSON has them (see ledger/leaf.h). */
static void made_append(GString *document, const Uuid *account, const char *external_id,
                        const ImportVerificationRow *row, const ImportedSubject *subject) {
        id_append(document, "{\"account\":", account);
        member_append(document, ",\"external_id\":", external_id);
        member_append(document, ",\"kind\":", enum_name(&owner_kind_names, (int) row->kind));
        member_append(document, ",\"method\":", enum_name(&method_names, (int) row->method));
        if (!uuid_is_nil(&row->opened_by))
                id_append(document, ",\"opened_by\":", &row->opened_by);
        owner_append(document, subject);
        id_append(document, ",\"subject\":", &row->subject);
        id_append(document, ",\"verification\":", &row->id);
        number_append(document, ",\"verified_at\":", row->verified_at);
        g_string_append_c(document, '}');
}

static void released_append(GString *document, const Uuid *account, const ImportVerificationRow *row) {
        id_append(document, "{\"account\":", account);
        number_append(document, ",\"released_at\":", row->released_at);
        if (!uuid_is_nil(&row->released_by))
                id_append(document, ",\"released_by\":", &row->released_by);
        id_append(document, ",\"verification\":", &row->id);
        g_string_append_c(document, '}');
}

/* Adds a leaf whose content stands in the scratch. */
static void leaf_add(ImportBatch *batch, const char *kind, gint64 time, const Uuid *account,
                     const ImportVerificationRow *verification, const DataKey *key) {
        Leaf leaf = {
                .id = uuid_new(batch->tick), .time = time, .account = *account, .verification = verification->id
        };
        ImportLeafRow row = { .account = verification->account,
                              .id = leaf.id,
                              .key_owner = verification->subject,
                              .verification = verification->id,
                              .made_at = time };
        guint8 salt[LEAF_SALT_SIZE], bytes[LEAF_SIZE_MAX];
        char salt_text[sodium_base64_ENCODED_LEN(LEAF_SALT_SIZE, sodium_base64_VARIANT_ORIGINAL)];
        MerkleHash hash;
        gsize size;

        g_strlcpy(leaf.kind, kind, sizeof leaf.kind);
        randombytes_buf(salt, sizeof salt);
        leaf_commit(salt, batch->scratch->str, leaf.commitment);
        sodium_bin2base64(salt_text, sizeof salt_text, salt, sizeof salt, sodium_base64_VARIANT_ORIGINAL);
        g_string_truncate(batch->opening, 0);
        member_append(batch->opening, "{\"salt\":", salt_text);
        member_append(batch->opening, ",\"content\":", batch->scratch->str);
        g_string_append_c(batch->opening, '}');
        row.sealed_opening = sealed(batch, key, LEAF_OPENING_FIELD, &leaf.id, batch->opening);
        size = leaf_write(&leaf, bytes);
        row.bytes = bytes_kept(batch, bytes, size);
        merkle_leaf_hash(batch->hasher, bytes, size, &hash);
        g_array_append_val(batch->rows.leaves, row);
        g_array_append_val(batch->leaf_hashes, hash);
}

static void verification_take(ImportBatch *batch, guint account, const ImportedAccount *from,
                              const ImportedVerification *verification, const Uuid *subject, const DataKey *key) {
        const Uuid *id = &g_array_index(batch->rows.accounts, ImportAccountRow, account).id;
        ImportVerificationRow row = { .account = account,
                                      .id = verification->id,
                                      .subject = *subject,
                                      .opened_by = verification->opened_by,
                                      .released_by = verification->released_by,
                                      .kind = verification->kind,
                                      .method = verification->method,
                                      .verified_at = verification->verified_at,
                                      .released_at = verification->released_at };

        if (uuid_is_nil(&row.id))
                row.id = uuid_new(batch->tick);
        g_string_truncate(batch->scratch, 0);
        made_append(batch->scratch, id, from->external_id, &row, &from->subjects[verification->subject]);
        leaf_add(batch, LEAF_KIND_IMPORTED, batch->tick, id, &row, key);
        if (row.released_at != INSTANT_NONE) {
                g_string_truncate(batch->scratch, 0);
                released_append(batch->scratch, id, &row);
                leaf_add(batch, LEAF_KIND_RELEASED, row.released_at, id, &row, key);
        }
        g_array_append_val(batch->rows.verifications, row);
}

/* ---- accounts ------------------------------------------------------------------------------------------------------ */

static void tenures_take(ImportBatch *batch, guint account, const ImportedAccount *from, const Uuid *subjects) {
        for (guint i = 0; i < from->subject_count; i++) {
                g_autoptr(DataKey) key = subject_take(batch, account, &from->subjects[i], &subjects[i]);

                for (guint j = 0; j < from->verification_count; j++) {
                        if (from->verifications[j].subject == i)
                                verification_take(batch, account, from, &from->verifications[j], &subjects[i], key);
                }
        }
}

/* Notes an id that the file gave; false where another line of the batch gave it. */
static bool id_note(ImportBatch *batch, guint account, const Uuid *id) {
        Uuid *kept;

        if (uuid_is_nil(id))
                return true;
        kept = (Uuid *) (gpointer) arena_take(&batch->arena, sizeof *kept);
        *kept = *id;
        g_array_append_val(batch->given_ids, *id);
        g_array_append_val(batch->given_by, account);
        return g_hash_table_add(batch->ids, kept);
}

/* Ids that the file brings may be there already; new ones cannot. */
static bool ids_note(ImportBatch *batch, guint account, const ImportedAccount *from) {
        bool fresh = id_note(batch, account, &from->id);

        for (guint i = 0; fresh && i < from->subject_count; i++)
                fresh = id_note(batch, account, &from->subjects[i].id);
        for (guint i = 0; fresh && i < from->verification_count; i++)
                fresh = id_note(batch, account, &from->verifications[i].id);
        return fresh;
}

/* The line is not taken; nobody asks the database for its ids. */
static void ids_forget(ImportBatch *batch, guint account) {
        while (batch->given_by->len && g_array_index(batch->given_by, guint, batch->given_by->len - 1) == account) {
                g_array_set_size(batch->given_by, batch->given_by->len - 1);
                g_array_set_size(batch->given_ids, batch->given_ids->len - 1);
        }
}

static Uuid id_choose(const ImportBatch *batch, const Uuid *given) {
        return uuid_is_nil(given) ? uuid_new(batch->tick) : *given;
}

void import_batch_take(ImportBatch *batch, const ImportLine *line, const ImportedAccount *from, gint64 now) {
        guint account = batch->rows.accounts->len;
        ImportLine kept = { .number = line->number, .size = line->size };
        ImportAccountRow row = { .origin = from->origin,
                                 .origin_verified = from->origin_verified,
                                 .frozen = from->frozen,
                                 .created_at =
                                         from->created_at == INSTANT_NONE ? batch->started_at : from->created_at };
        Uuid subjects[IMPORTED_TENURES_MAX];

        g_assert(from->subject_count <= IMPORTED_TENURES_MAX && from->tenure < from->subject_count);
        if (g_hash_table_contains(batch->external_ids, from->external_id)) {
                import_batch_reject(batch, line, IMPORT_REASON_REPEATED);
                return;
        }
        if (!ids_note(batch, account, from)) {
                ids_forget(batch, account);
                import_batch_reject(batch, line, IMPORT_REASON_ID_EXISTS);
                return;
        }
        batch->tick = MAX(batch->tick + 1, now);
        row.id = id_choose(batch, &from->id);
        for (guint i = 0; i < from->subject_count; i++)
                subjects[i] = id_choose(batch, &from->subjects[i].id);
        row.tenure = subjects[from->tenure];
        row.external_id = arena_text(&batch->arena, from->external_id, strlen(from->external_id));
        kept.bytes = arena_text(&batch->arena, line->bytes, line->size);
        g_array_append_val(batch->rows.accounts, row);
        g_array_append_val(batch->lines, kept);
        g_hash_table_insert(batch->external_ids, (gpointer) row.external_id, GUINT_TO_POINTER(account));
        tenures_take(batch, account, from, subjects);
}

void import_batch_reject(ImportBatch *batch, const ImportLine *line, const char *reason) {
        ImportReject reject = { .line = { .number = line->number,
                                          .bytes = arena_text(&batch->arena, line->bytes, line->size),
                                          .size = line->size },
                                .reason = arena_text(&batch->arena, reason, strlen(reason)) };

        g_array_append_val(batch->rejects, reject);
}
