/* Receipts: written for the holder, checked by anybody. Members that the format does not know are refused: nobody shall read
 * in a receipt what it does not prove. */
#include "ledger/receipt.h"

#include "base/instant.h"
#include "base/json-fields.h"
#include "base/refusal.h"
#include "ledger/base64.h"

#include <string.h>

typedef enum Fault {
        FAULT_TOO_LARGE,
        FAULT_NOT_JSON,
        FAULT_FORMAT,
        FAULT_CHECKPOINT,
        FAULT_NO_ENTRIES,
        FAULT_ENTRY,
        FAULT_LEAF,
        FAULT_INDEX,
        FAULT_PROOF,
        FAULT_INCLUSION,
        FAULT_SALT,
        FAULT_CONTENT,
        FAULT_COMMITMENT,
        FAULT_COUNT
} Fault;

/* clang-format off */
static const char *const fault_texts[FAULT_COUNT][LANGUAGE_COUNT] = {
        [FAULT_TOO_LARGE] = { "文件超过 4 MiB", "the file is larger than 4 MiB" },
        [FAULT_NOT_JSON] = { "文件不是 JSON 文本", "the file is no JSON text" },
        [FAULT_FORMAT] = { "文件不是 " RECEIPT_FORMAT " 格式的回执", "it is not of the format " RECEIPT_FORMAT },
        [FAULT_CHECKPOINT] = { "检查点无效", "the checkpoint is not valid" },
        [FAULT_NO_ENTRIES] = { "回执中没有条目", "it holds no entries" },
        [FAULT_ENTRY] = { "条目的字段缺失、多余或类型不符", "the entry lacks a member, has one too many, or one of another type" },
        [FAULT_LEAF] = { "叶子的字段缺失、多余或写法有误", "the leaf lacks a member, has one too many, or one that is malformed" },
        [FAULT_INDEX] = { "序号不在检查点的范围内", "the index is not within the checkpoint's log" },
        [FAULT_PROOF] = { "证明的写法有误", "the proof is malformed" },
        [FAULT_INCLUSION] = { "证明不成立：日志在该位置没有这片叶子", "the proof fails: the log does not hold this leaf at that place" },
        [FAULT_SALT] = { "盐值的写法有误，或盐值与内容缺少其一", "the salt is malformed, or only one of salt and content is there" },
        [FAULT_CONTENT] = { "内容不是规范的文档", "the content is not a document that has a canonical form" },
        [FAULT_COMMITMENT] = { "内容或盐值与叶子的承诺不符", "content or salt is not what the leaf commits to" },
};
/* clang-format on */

/* --- writing --- */

static void base64_add(json_t *object, const char *name, gconstpointer bytes, gsize size) {
        g_autofree char *text = g_base64_encode(bytes, size);

        json_object_set_new(object, name, json_string(text));
}

static void id_add(json_t *object, const char *name, const Uuid *id) {
        char text[UUID_TEXT_SIZE];

        if (!uuid_is_nil(id))
                json_object_set_new(object, name, json_string(uuid_format(id, text)));
}

json_t *receipt_leaf_document(const Leaf *leaf) {
        g_autofree char *time = instant_format(leaf->time, NULL);
        json_t *object = json_object();

        id_add(object, "id", &leaf->id);
        json_object_set_new(object, "kind", json_string(leaf->kind));
        json_object_set_new(object, "time", json_string(time));
        id_add(object, "account", &leaf->account);
        id_add(object, "case", &leaf->in_case);
        id_add(object, "verification", &leaf->verification);
        id_add(object, "attempt", &leaf->attempt);
        base64_add(object, "commitment", leaf->commitment, sizeof leaf->commitment);
        return object;
}

json_t *receipt_proof_document(const MerkleProof *proof) {
        json_t *array = json_array();

        for (guint i = 0; i < proof->count; i++) {
                g_autofree char *text = g_base64_encode(proof->hashes[i].bytes, MERKLE_HASH_SIZE);

                json_array_append_new(array, json_string(text));
        }
        return array;
}

json_t *receipt_entry_document(const ReceiptEntry *entry) {
        json_t *document = json_object();

        json_object_set_new(document, "index", json_integer((json_int_t) entry->index));
        json_object_set_new(document, "leaf", receipt_leaf_document(&entry->leaf));
        json_object_set_new(document, "proof", receipt_proof_document(&entry->proof));
        if (entry->salt && entry->content) {
                base64_add(document, "salt", entry->salt, LEAF_SALT_SIZE);
                json_object_set(document, "content", entry->content);
        }
        return document;
}

json_t *receipt_write(const ReceiptEntry *entries, guint count, const char *checkpoint) {
        json_t *list = json_array();

        for (guint i = 0; i < count; i++)
                json_array_append_new(list, receipt_entry_document(&entries[i]));
        return json_pack("{s:s, s:s, s:o}", "format", RECEIPT_FORMAT, "checkpoint", checkpoint, "entries", list);
}

/* --- checking --- */

/* Refuses the receipt for what stands at `pointer`; with the verdict on the checkpoint instead where that is to blame. */
static bool refuse_at(GError **error, const char *pointer, Fault fault, CheckpointVerdict verdict) {
        bool note = fault == FAULT_CHECKPOINT;
        const char *zh = note ? checkpoint_verdict_text(verdict, LANGUAGE_ZH) : fault_texts[fault][LANGUAGE_ZH];
        const char *en = note ? checkpoint_verdict_text(verdict, LANGUAGE_EN) : fault_texts[fault][LANGUAGE_EN];
        g_autofree char *placed_zh = g_strdup_printf("%s：%s", pointer, zh);
        g_autofree char *placed_en = g_strdup_printf("%s: %s", pointer, en);

        return refuse(error, REFUSAL_RECEIPT_INVALID, pointer, *pointer ? placed_zh : zh, *pointer ? placed_en : en,
                      NULL);
}

static bool refuse_entry(GError **error, gsize entry, const char *member, Fault fault) {
        g_autofree char *pointer = g_strdup_printf("/entries/%" G_GSIZE_FORMAT "%s", entry, member);

        return refuse_at(error, pointer, fault, CHECKPOINT_GOOD);
}

/* Reads an id; an absent one is none. */
static bool id_read(const char *text, Uuid *id) {
        return !text || uuid_parse(text, id);
}

static bool leaf_from_json(json_t *object, Leaf *leaf) {
        const char *id, *kind, *time, *commitment;
        const char *account = NULL, *in_case = NULL, *verification = NULL, *attempt = NULL;
        Leaf read = { 0 };

        if (json_unpack_ex(object, NULL, JSON_STRICT, "{s:s, s:s, s:s, s:s, s?s, s?s, s?s, s?s}", "id", &id, "kind",
                           &kind, "time", &time, "commitment", &commitment, "account", &account, "case", &in_case,
                           "verification", &verification, "attempt", &attempt)
                    != 0
            || !id_read(id, &read.id) || !id_read(account, &read.account) || !id_read(in_case, &read.in_case)
            || !id_read(verification, &read.verification) || !id_read(attempt, &read.attempt)
            || !instant_parse(time, &read.time) || !leaf_kind_is_valid(kind)
            || !base64_read(commitment, strlen(commitment), read.commitment, sizeof read.commitment))
                return false;
        g_strlcpy(read.kind, kind, sizeof read.kind);
        *leaf = read;
        return true;
}

static bool proof_from_json(const json_t *array, MerkleProof *proof) {
        proof->count = 0;
        if (json_array_size(array) > G_N_ELEMENTS(proof->hashes))
                return false;
        for (gsize i = 0; i < json_array_size(array); i++) {
                const char *text = json_string_value(json_array_get(array, i));

                if (!text || !base64_read(text, strlen(text), proof->hashes[proof->count++].bytes, MERKLE_HASH_SIZE))
                        return false;
        }
        return json_is_array(array);
}

/* Holds the content against the leaf. Gives FAULT_COUNT where it fits. */
static Fault content_check(const Leaf *leaf, const char *salt_text, const json_t *content) {
        guint8 salt[LEAF_SALT_SIZE], commitment[MERKLE_HASH_SIZE];
        g_autofree char *written = NULL;

        if (!salt_text || !content || !base64_read(salt_text, strlen(salt_text), salt, sizeof salt))
                return FAULT_SALT;
        written = leaf_content_write(content);
        if (!written)
                return FAULT_CONTENT;
        leaf_commit(salt, written, commitment);
        return memcmp(commitment, leaf->commitment, sizeof commitment) == 0 ? FAULT_COUNT : FAULT_COMMITMENT;
}

static bool place_check(const Leaf *leaf, guint64 index, const MerkleProof *proof, const Checkpoint *checkpoint) {
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        guint8 bytes[LEAF_SIZE_MAX];
        MerkleHash hash;

        merkle_leaf_hash(hasher, bytes, leaf_write(leaf, bytes), &hash);
        return merkle_verify_inclusion(hasher, index, checkpoint->size, &hash, &checkpoint->root, proof);
}

static bool entry_check(json_t *entry, gsize place, const Checkpoint *checkpoint, GError **error) {
        json_t *leaf_object, *proof_array, *content = NULL;
        const char *salt = NULL;
        json_int_t index;
        MerkleProof proof;
        Fault fault;
        Leaf leaf;

        if (json_unpack_ex(entry, NULL, JSON_STRICT, "{s:I, s:o, s:o, s?s, s?o}", "index", &index, "leaf",
                           &leaf_object, "proof", &proof_array, "salt", &salt, "content", &content)
            != 0)
                return refuse_entry(error, place, "", FAULT_ENTRY);
        if (!leaf_from_json(leaf_object, &leaf))
                return refuse_entry(error, place, "/leaf", FAULT_LEAF);
        if (index < 0 || (guint64) index >= checkpoint->size)
                return refuse_entry(error, place, "/index", FAULT_INDEX);
        if (!proof_from_json(proof_array, &proof))
                return refuse_entry(error, place, "/proof", FAULT_PROOF);
        if (!place_check(&leaf, (guint64) index, &proof, checkpoint))
                return refuse_entry(error, place, "", FAULT_INCLUSION);
        if (!salt && !content)
                return true;
        fault = content_check(&leaf, salt, content);
        return fault == FAULT_COUNT || refuse_entry(error, place, "/content", fault);
}

json_t *receipt_read(const char *bytes, gsize size, GError **error) {
        json_t *receipt;

        if (size > RECEIPT_SIZE_BYTES_MAX) {
                refuse_at(error, "", FAULT_TOO_LARGE, CHECKPOINT_GOOD);
                return NULL;
        }
        receipt = json_text_read(bytes, size, NULL);
        if (!receipt)
                refuse_at(error, "", FAULT_NOT_JSON, CHECKPOINT_GOOD);
        return receipt;
}

bool receipt_check(const json_t *receipt, const NoteKey *key, Checkpoint *checkpoint, GError **error) {
        const char *format, *note;
        Checkpoint read;
        CheckpointVerdict verdict;
        json_t *entries;

        if (json_unpack_ex((json_t *) receipt, NULL, JSON_STRICT, "{s:s, s:s, s:o}", "format", &format, "checkpoint",
                           &note, "entries", &entries)
                    != 0
            || strcmp(format, RECEIPT_FORMAT) != 0)
                return refuse_at(error, "", FAULT_FORMAT, CHECKPOINT_GOOD);
        verdict = checkpoint_read(note, strlen(note), key, &read);
        if (verdict != CHECKPOINT_GOOD)
                return refuse_at(error, "/checkpoint", FAULT_CHECKPOINT, verdict);
        if (json_array_size(entries) == 0)
                return refuse_at(error, "/entries", FAULT_NO_ENTRIES, CHECKPOINT_GOOD);
        for (gsize i = 0; i < json_array_size(entries); i++)
                if (!entry_check(json_array_get(entries, i), i, &read, error))
                        return false;
        if (checkpoint)
                *checkpoint = read;
        return true;
}
