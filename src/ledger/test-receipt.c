/* Tests of leaves and receipts: what a receipt says is proved, and nothing else passes for a receipt. */
#include "ledger/receipt.h"
#include "ledger/test-tree.h"

#include <sodium.h>
#include <string.h>

#define LEAVES 11
#define CONTENT "{\"zeta\":1,\"alpha\":[\"张三\",true,null],\"case\":{\"b\":-9007199254740991,\"a\":\"\"}}"

static const guint8 seed[NOTE_SEED_SIZE] = { 9 };

/* --- leaves --- */

static Leaf specimen(void) {
        Leaf leaf = { .time = G_GINT64_CONSTANT(1525948454123456), .kind = "case.submitted" };
        json_auto_t *content = json_loads(CONTENT, 0, NULL);
        g_autofree char *written = leaf_content_write(content);
        guint8 salt[LEAF_SALT_SIZE];

        for (guint8 i = 0; i < 16; i++)
                leaf.id.bytes[i] = i;
        memset(leaf.account.bytes, 0xaa, sizeof leaf.account.bytes);
        memset(leaf.in_case.bytes, 0xcc, sizeof leaf.in_case.bytes);
        memset(salt, 0x5a, sizeof salt);
        leaf_commit(salt, written, leaf.commitment);
        return leaf;
}

static void a_leaf_has_just_these_bytes(void) {
        /* computed apart, by Python's struct, json and hashlib from what the header says */
        static const char commitment[] = "3eba442f1e2aac26cb048d8571ff351d0837e0629aaf1728b1f4e21ae65d9c5f";
        static const char leaf_hash[] = "1fdae6c98501cf7027737463bcd31a394c9604599769712e912af129cced7fd3";
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        guint8 bytes[LEAF_SIZE_MAX];
        Leaf leaf = specimen();
        gsize size = leaf_write(&leaf, bytes);
        MerkleHash hash;
        char hex[65];

        g_assert_cmpuint(size, ==, 136);
        g_assert_cmpstr(sodium_bin2hex(hex, sizeof hex, leaf.commitment, 32), ==, commitment);
        merkle_leaf_hash(hasher, bytes, size, &hash);
        g_assert_cmpstr(sodium_bin2hex(hex, sizeof hex, hash.bytes, 32), ==, leaf_hash);
}

static void a_leaf_is_read_as_it_was_written_and_no_other_bytes_are_one(void) {
        guint8 bytes[LEAF_SIZE_MAX + 1], again[LEAF_SIZE_MAX];
        Leaf leaf = specimen(), read;
        gsize size = leaf_write(&leaf, bytes);

        g_assert_true(leaf_read(bytes, size, &read));
        g_assert_cmpuint(leaf_write(&read, again), ==, size);
        g_assert_cmpint(memcmp(bytes, again, size), ==, 0);
        for (gsize length = 0; length < size; length++)
                g_assert_false(leaf_read(bytes, length, &read));
        g_assert_false(leaf_read(bytes, size + 1, &read));
        for (gsize i = 0; i < size; i++) {
                bytes[i] ^= 0x80;
                if (leaf_read(bytes, size, &read)) { /* another leaf, then, and written as such */
                        g_assert_cmpuint(leaf_write(&read, again), ==, size);
                        g_assert_cmpint(memcmp(bytes, again, size), ==, 0);
                } else
                        g_assert_true(i == 0 || i >= 121);
                bytes[i] ^= 0x80;
        }
}

static void only_documents_with_one_form_are_content(void) {
        static const char *const others[] = { "[]",
                                              "{\"a\":1.5}",
                                              "{\"a\":9007199254740992}",
                                              "{\"a\":-9007199254740992}",
                                              "{\"a\":\"\\u0001\"}",
                                              "{\"a\":\"\\n\"}",
                                              "{\"张\":1}",
                                              "{\"a\":[{\"b\":1e3}]}" };
        g_autofree char *long_kind = g_strnfill(LEAF_KIND_SIZE, 'a');

        for (guint i = 0; i < G_N_ELEMENTS(others); i++) {
                json_auto_t *document = json_loads(others[i], 0, NULL);

                g_assert_nonnull(document);
                g_assert_null(leaf_content_write(document));
        }
        g_assert_true(leaf_kind_is_valid("case.evidence-added2"));
        g_assert_false(leaf_kind_is_valid(""));
        g_assert_false(leaf_kind_is_valid("Case"));
        g_assert_false(leaf_kind_is_valid("case submitted"));
        g_assert_false(leaf_kind_is_valid(long_kind));
        g_assert_true(leaf_kind_is_valid(long_kind + 1));
}

/* --- receipts --- */

typedef struct Log {
        NoteKey key;
        Leaf leaves[LEAVES];
        guint8 salts[LEAVES][LEAF_SALT_SIZE];
        json_t *contents[LEAVES];
        TestNodes nodes;
        char *checkpoint;
} Log;

static void log_open(Log *log, gconstpointer unused) {
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        MerkleTree tree = { 0 };
        MerkleHash hash;

        (void) unused;
        g_assert_true(note_key_from_seed("log.example.com", seed, &log->key));
        for (guint i = 0; i < LEAVES; i++) {
                Leaf *leaf = &log->leaves[i];
                g_autofree char *written = NULL;
                guint8 bytes[LEAF_SIZE_MAX];

                *leaf = specimen();
                leaf->time += i;
                leaf->attempt = uuid_new(leaf->time);
                log->contents[i] = json_pack("{s:i, s:s}", "number", i, "reason", "照片模糊");
                written = leaf_content_write(log->contents[i]);
                memset(log->salts[i], (int) i, LEAF_SALT_SIZE);
                leaf_commit(log->salts[i], written, leaf->commitment);
                merkle_leaf_hash(hasher, bytes, leaf_write(leaf, bytes), &hash);
                g_assert_true(merkle_tree_append(&tree, hasher, &hash, test_nodes_keep, &log->nodes, NULL));
        }
        merkle_tree_root(&tree, hasher, &hash);
        log->checkpoint = checkpoint_write(LEAVES, &hash, &log->key, seed);
}

static void log_close(Log *log, gconstpointer unused) {
        (void) unused;
        for (guint i = 0; i < LEAVES; i++)
                json_decref(log->contents[i]);
        test_nodes_clear(&log->nodes);
        g_free(log->checkpoint);
}

static json_t *receipt_new(Log *log, guint first, guint second) {
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        guint indexes[] = { first, second };
        ReceiptEntry entries[2];

        for (guint i = 0; i < 2; i++) {
                guint index = indexes[i];

                entries[i] = (ReceiptEntry){ .index = index,
                                             .leaf = log->leaves[index],
                                             .salt = log->salts[index],
                                             .content = log->contents[index] };
                g_assert_true(merkle_prove_inclusion(hasher, index, LEAVES, test_nodes_read, &log->nodes,
                                                     &entries[i].proof, NULL));
        }
        return receipt_write(entries, 2, log->checkpoint);
}

static void expect_refusal(const Log *log, const json_t *receipt, const char *pointer, const char *words) {
        g_autoptr(GError) error = NULL;
        g_autofree char *en = NULL, *zh = NULL;

        g_assert_false(receipt_check(receipt, &log->key, NULL, &error));
        g_assert_true(refusal_is(error, REFUSAL_RECEIPT_INVALID));
        g_assert_cmpstr(refusal_pointer(error), ==, pointer);
        en = refusal_text(error, LANGUAGE_EN);
        zh = refusal_text(error, LANGUAGE_ZH);
        if (!strstr(en, words))
                g_error("\"%s\" does not say \"%s\"", en, words);
        g_assert_cmpstr(en, !=, zh);
}

static void every_leafs_receipt_is_proved_offline(Log *log, gconstpointer unused) {
        (void) unused;
        for (guint i = 0; i < LEAVES; i++) {
                json_auto_t *receipt = receipt_new(log, i, (i + 5) % LEAVES), *again = NULL;
                g_autofree char *text = json_dumps(receipt, JSON_INDENT(2));
                g_autoptr(GError) error = NULL;
                Checkpoint checkpoint;

                again = receipt_read(text, strlen(text), &error);
                g_assert_no_error(error);
                g_assert_true(receipt_check(again, &log->key, &checkpoint, &error));
                g_assert_no_error(error);
                g_assert_cmpuint(checkpoint.size, ==, LEAVES);
        }
}

static void a_receipt_whose_salt_is_gone_still_proves_its_place(Log *log, gconstpointer unused) {
        json_auto_t *receipt = receipt_new(log, 3, 4);
        json_t *entry = json_array_get(json_object_get(receipt, "entries"), 0);

        (void) unused;
        json_object_del(entry, "salt");
        expect_refusal(log, receipt, "/entries/0/content", "only one of salt and content");
        json_object_del(entry, "content");
        g_assert_true(receipt_check(receipt, &log->key, NULL, NULL));
}

/* Every text of a value, one after the other, with each of its characters changed. Gives how many changes were tried. */
static guint change_each(const Log *log, json_t *receipt, json_t *value) {
        guint tried = 0;
        const char *name;
        json_t *member;

        if (json_is_string(value)) {
                g_autofree char *before = g_strdup(json_string_value(value)), *changed = g_strdup(before);

                for (gsize i = 0; before[i]; i++, tried++) {
                        if ((guint8) before[i] >= 0x80)
                                continue;
                        changed[i] = before[i] == 'b' ? 'c' : 'b';
                        g_assert_cmpint(json_string_set(value, changed), ==, 0);
                        if (receipt_check(receipt, &log->key, NULL, NULL))
                                g_error("\"%s\" passes for \"%s\"", changed, before);
                        changed[i] = before[i];
                }
                g_assert_cmpint(json_string_set(value, before), ==, 0);
        } else if (json_is_integer(value)) {
                json_integer_set(value, json_integer_value(value) + 1);
                g_assert_false(receipt_check(receipt, &log->key, NULL, NULL));
                json_integer_set(value, json_integer_value(value) - 1);
                tried++;
        } else if (json_is_array(value)) {
                for (gsize i = 0; i < json_array_size(value); i++)
                        tried += change_each(log, receipt, json_array_get(value, i));
        } else {
                json_object_foreach(value, name, member) {
                        tried += change_each(log, receipt, member);
                }
        }
        return tried;
}

static void no_character_of_a_receipt_can_be_changed(Log *log, gconstpointer unused) {
        json_auto_t *receipt = receipt_new(log, 2, 9);

        (void) unused;
        g_assert_cmpuint(change_each(log, receipt, receipt), >, 1000);
        g_assert_true(receipt_check(receipt, &log->key, NULL, NULL));
}

static void what_fails_is_named(Log *log, gconstpointer unused) {
        json_auto_t *receipt = receipt_new(log, 2, 9), *other = receipt_new(log, 2, 8);
        json_t *entry = json_array_get(json_object_get(receipt, "entries"), 1);
        json_t *other_entry = json_array_get(json_object_get(other, "entries"), 1);
        json_t *leaf = json_object_get(entry, "leaf");

        (void) unused;
        json_object_set_new(entry, "name", json_string("张三"));
        expect_refusal(log, receipt, "/entries/1", "one too many");
        json_object_del(entry, "name");
        json_object_set_new(leaf, "by", json_string("x"));
        expect_refusal(log, receipt, "/entries/1/leaf", "leaf lacks a member");
        json_object_del(leaf, "by");
        json_object_set_new(entry, "index", json_integer(LEAVES));
        expect_refusal(log, receipt, "/entries/1/index", "within");
        json_object_set_new(entry, "index", json_integer(-1));
        expect_refusal(log, receipt, "/entries/1/index", "within");
        json_object_set_new(entry, "index", json_integer(8));
        expect_refusal(log, receipt, "/entries/1", "does not hold this leaf");
        json_object_set_new(entry, "index", json_integer(9));
        json_object_set(entry, "content", json_object_get(other_entry, "content"));
        expect_refusal(log, receipt, "/entries/1/content", "commits to");
        json_object_set_new(entry, "content", json_string("text"));
        expect_refusal(log, receipt, "/entries/1/content", "canonical");
        json_array_append_new(json_object_get(entry, "proof"), json_integer(1));
        expect_refusal(log, receipt, "/entries/1/proof", "malformed");
        json_array_clear(json_object_get(receipt, "entries"));
        expect_refusal(log, receipt, "/entries", "no entries");
        json_object_set_new(receipt, "checkpoint", json_string("x"));
        expect_refusal(log, receipt, "/checkpoint", "not a signed note");
        json_object_set_new(receipt, "format", json_string("shiming-receipt-2"));
        expect_refusal(log, receipt, "", "format");
}

static void a_file_that_cannot_be_a_receipt_is_refused(Log *log, gconstpointer unused) {
        static const char *const texts[] = { "", "{", "{\"format\":1,\"format\":2}", "{} {}", "{\"a\":\"\xff\"}" };
        g_autofree char *large = g_strnfill(RECEIPT_SIZE_BYTES_MAX + 1, ' ');
        g_autoptr(GError) error = NULL;

        (void) log;
        (void) unused;
        for (guint i = 0; i < G_N_ELEMENTS(texts); i++) {
                g_clear_error(&error);
                g_assert_null(receipt_read(texts[i], strlen(texts[i]), &error));
                g_assert_true(refusal_is(error, REFUSAL_RECEIPT_INVALID));
        }
        g_clear_error(&error);
        g_assert_null(receipt_read(large, RECEIPT_SIZE_BYTES_MAX + 1, &error));
        g_assert_true(refusal_is(error, REFUSAL_RECEIPT_INVALID));
}

static void another_logs_key_takes_no_receipt(Log *log, gconstpointer unused) {
        static const guint8 other_seed[NOTE_SEED_SIZE] = { 10 };
        json_auto_t *receipt = receipt_new(log, 0, 1);
        Log other = *log;

        (void) unused;
        g_assert_true(note_key_from_seed("log.example.com", other_seed, &other.key));
        expect_refusal(&other, receipt, "/checkpoint", "not signed by the key given");
}

#define ADD(test) g_test_add("/receipt/" #test, Log, NULL, log_open, test, log_close)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/leaf/a_leaf_has_just_these_bytes", a_leaf_has_just_these_bytes);
        g_test_add_func("/leaf/a_leaf_is_read_as_it_was_written_and_no_other_bytes_are_one",
                        a_leaf_is_read_as_it_was_written_and_no_other_bytes_are_one);
        g_test_add_func("/leaf/only_documents_with_one_form_are_content", only_documents_with_one_form_are_content);
        ADD(every_leafs_receipt_is_proved_offline);
        ADD(a_receipt_whose_salt_is_gone_still_proves_its_place);
        ADD(no_character_of_a_receipt_can_be_changed);
        ADD(what_fails_is_named);
        ADD(a_file_that_cannot_be_a_receipt_is_refused);
        ADD(another_logs_key_takes_no_receipt);
        return g_test_run();
}
