/* `shiming ledger check-receipt` as a holder calls it: with the file and the key, and nothing else. */
#include "ledger/receipt.h"
#include "run.h"

#include <glib/gstdio.h>
#include <string.h>

#define ENGLISH "C.UTF-8"
#define CHINESE "zh_CN.UTF-8"

typedef struct Paper {
        char *folder, *path, *key;
} Paper;

static const guint8 seed[NOTE_SEED_SIZE] = { 5 };

/* A receipt of a log of one leaf. */
static json_t *receipt_new(const NoteKey *key) {
        static const guint8 salt[LEAF_SALT_SIZE] = { 6 };
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        json_auto_t *content = json_pack("{s:s}", "reason", "照片模糊");
        g_autofree char *written = leaf_content_write(content), *checkpoint = NULL;
        ReceiptEntry entry = { .leaf = { .time = G_GINT64_CONSTANT(1525948454000000), .kind = "case.submitted" },
                               .salt = salt,
                               .content = content };
        guint8 bytes[LEAF_SIZE_MAX];
        MerkleHash root;

        entry.leaf.id = uuid_new(entry.leaf.time);
        leaf_commit(salt, written, entry.leaf.commitment);
        merkle_leaf_hash(hasher, bytes, leaf_write(&entry.leaf, bytes), &root);
        checkpoint = checkpoint_write(1, &root, key, seed);
        return receipt_write(&entry, 1, checkpoint);
}

static void paper_open(Paper *paper, gconstpointer unused) {
        json_auto_t *receipt = NULL;
        NoteKey key;

        (void) unused;
        g_assert_true(note_key_from_seed("log.example.com", seed, &key));
        receipt = receipt_new(&key);
        paper->key = note_key_format(&key);
        paper->folder = g_dir_make_tmp("shiming-receipt-XXXXXX", NULL);
        paper->path = g_build_filename(paper->folder, "receipt.json", NULL);
        g_assert_cmpint(json_dump_file(receipt, paper->path, JSON_INDENT(2)), ==, 0);
}

static void paper_close(Paper *paper, gconstpointer unused) {
        (void) unused;
        g_remove(paper->path);
        g_rmdir(paper->folder);
        g_free(paper->folder);
        g_free(paper->path);
        g_free(paper->key);
}

/* What `shiming init` makes. */
static void instance_remove(const char *data) {
        static const char *const names[] = { "shiming.db",  "shiming.db-wal", "shiming.db-shm", "keyring",
                                             "policy.yaml", "calendar.yaml",  "evidence" };

        for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
                g_autofree char *path = g_build_filename(data, names[i], NULL);

                g_remove(path);
        }
        g_assert_cmpint(g_rmdir(data), ==, 0);
}

static void a_good_receipt_is_told_with_what_it_proves(Paper *paper, gconstpointer unused) {
        g_auto(Run) text = run(ENGLISH, NULL, 0, "ledger", "check-receipt", paper->path, "--key", paper->key, NULL);
        g_auto(Run) zh = run(CHINESE, NULL, 0, "ledger", "check-receipt", paper->path, "--key", paper->key, NULL);
        g_auto(Run) json =
                run(ENGLISH, NULL, 0, "ledger", "check-receipt", "--json", "--key", paper->key, paper->path, NULL);

        (void) unused;
        g_assert_cmpint(text.status, ==, 0);
        g_assert_true(g_str_has_prefix(text.out, "valid: log log.example.com, 1 entries at the checkpoint\n"));
        g_assert_nonnull(strstr(text.out, "2018-05-10T10:34:14Z  case.submitted"));
        g_assert_nonnull(strstr(text.out, "content and place proved"));
        g_assert_cmpint(zh.status, ==, 0);
        g_assert_true(g_str_has_prefix(zh.out, "有效。日志 log.example.com"));
        g_assert_cmpint(json.status, ==, 0);
        g_assert_true(g_str_has_prefix(json.out, "{\"valid\":true,\"log\":\"log.example.com\",\"size\":1,"));
}

static void a_changed_receipt_is_refused_and_the_change_named(Paper *paper, gconstpointer unused) {
        g_autofree char *text = NULL;
        g_autoptr(GString) changed = NULL;
        g_auto(Run) ended = { 0 };

        (void) unused;
        g_assert_true(g_file_get_contents(paper->path, &text, NULL, NULL));
        changed = g_string_new(text);
        g_assert_cmpuint(g_string_replace(changed, "照片模糊", "照片清楚", 0), ==, 1);
        g_assert_true(g_file_set_contents(paper->path, changed->str, -1, NULL));
        ended = run(ENGLISH, NULL, 0, "ledger", "check-receipt", paper->path, "--key", paper->key, NULL);
        g_assert_cmpint(ended.status, ==, 1);
        g_assert_cmpstr(ended.out, ==, "");
        g_assert_nonnull(strstr(ended.err, "/entries/0/content: content or salt is not what the leaf commits to"));
}

static void a_wrong_call_is_told_how_to_be_right(Paper *paper, gconstpointer unused) {
        g_autofree char *absent = g_strconcat(paper->path, ".absent", NULL);
        g_auto(Run) no_key = run(ENGLISH, NULL, 0, "ledger", "check-receipt", paper->path, NULL);
        g_auto(Run) bad_key = run(ENGLISH, NULL, 0, "ledger", "check-receipt", paper->path, "--key", "abc", NULL);
        g_auto(Run) no_file = run(ENGLISH, NULL, 0, "ledger", "check-receipt", absent, "--key", paper->key, NULL);
        g_auto(Run) folder =
                run(ENGLISH, NULL, 0, "ledger", "check-receipt", paper->folder, "--key", paper->key, NULL);

        (void) unused;
        g_assert_cmpint(no_key.status, ==, 2);
        g_assert_nonnull(strstr(no_key.err, "--key"));
        g_assert_cmpint(bad_key.status, ==, 2);
        g_assert_nonnull(strstr(bad_key.err, "NAME+ID+KEY"));
        g_assert_cmpint(no_file.status, ==, 2);
        g_assert_nonnull(strstr(no_file.err, absent));
        g_assert_cmpint(folder.status, ==, 2);
}

/* An instance without a history: nothing to disagree about, nothing signed yet. */
static void a_new_instance_verifies(Paper *paper, gconstpointer unused) {
        g_autofree char *data = g_build_filename(paper->folder, "data", NULL);
        g_auto(Run) made = run(ENGLISH, NULL, 0, "init", "--data", data, NULL);
        g_auto(Run) text = run(ENGLISH, NULL, 0, "ledger", "verify", "--data", data, NULL);
        g_auto(Run) quick = run(CHINESE, NULL, 0, "ledger", "verify", "--data", data, "--quick", NULL);
        g_auto(Run) foreign = run(ENGLISH, NULL, 0, "ledger", "verify", "--data", data, "--checkpoint", paper->path,
                                  "--json", NULL);
        g_auto(Run) key = run(ENGLISH, NULL, 0, "ledger", "key", "--data", data, NULL);
        g_auto(Run) checkpoint = run(ENGLISH, NULL, 0, "ledger", "checkpoint", "--data", data, NULL);
        g_auto(Run) nowhere = run(ENGLISH, NULL, 0, "ledger", "verify", NULL);
        g_auto(Run) unnamed = run(ENGLISH, NULL, 0, "ledger", "receipt", "abc", "--data", data, NULL);
        NoteKey read;

        (void) unused;
        g_assert_cmpint(made.status, ==, 0);
        g_assert_cmpint(text.status, ==, 0);
        g_assert_true(g_str_has_prefix(text.out, "consistent: 0 leaves"));
        g_assert_cmpstr(text.err, ==, ""); /* no progress where nobody watches */
        g_assert_true(g_str_has_prefix(quick.out, "一致"));
        g_assert_cmpint(foreign.status, ==, 1);
        g_assert_nonnull(strstr(foreign.out, "\"finding\":\"kept-checkpoint-invalid\""));
        g_assert_nonnull(strstr(foreign.err, "findings: 1"));
        g_assert_true(note_key_parse(g_strchomp(key.out), &read));
        g_assert_cmpint(checkpoint.status, ==, 1);
        g_assert_cmpint(nowhere.status, ==, 2);
        g_assert_cmpint(unnamed.status, ==, 2);
        instance_remove(data);
}

#define ADD(test) g_test_add("/ledger/" #test, Paper, NULL, paper_open, test, paper_close)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        ADD(a_good_receipt_is_told_with_what_it_proves);
        ADD(a_changed_receipt_is_refused_and_the_change_named);
        ADD(a_wrong_call_is_told_how_to_be_right);
        ADD(a_new_instance_verifies);
        return g_test_run();
}
