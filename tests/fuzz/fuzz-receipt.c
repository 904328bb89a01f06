/* Receipts, leaves and the content that they commit to: what is canonical is written again the same. The seeds hold receipts that
 * are well signed; the fuzzer cannot sign, so whatever it makes of them must not pass with another content. */
#include "tests/fuzz/fuzz.h"

#include "base/json-fields.h"
#include "ledger/receipt.h"

#include <string.h>

static const guint8 seed[NOTE_SEED_SIZE] = "a seed that signs nothing at all";

static void check_receipt(const char *bytes, gsize size) {
        GError *error = NULL;
        json_auto_t *receipt = receipt_read(bytes, size, &error);
        Checkpoint checkpoint;
        NoteKey key;
        bool taken;

        fuzz_check(receipt != NULL, error);
        if (!receipt)
                return;
        g_assert(note_key_from_seed("id.example.com/log", seed, &key));
        error = NULL;
        taken = receipt_check(receipt, &key, &checkpoint, &error);
        fuzz_check(taken, error);
        g_assert(!taken || checkpoint.size > 0);
}

static void check_leaf(const char *bytes, gsize size) {
        guint8 again[LEAF_SIZE_MAX];
        Leaf leaf;

        if (leaf_read(bytes, size, &leaf))
                g_assert(leaf_write(&leaf, again) == size && memcmp(again, bytes, size) == 0);
}

static void check_content(const char *bytes, gsize size) {
        json_auto_t *content = json_text_read(bytes, size, NULL);
        g_autofree char *written = content ? leaf_content_write(content) : NULL, *twice = NULL;
        json_auto_t *again = written ? json_text_read(written, strlen(written), NULL) : NULL;

        if (!written)
                return;
        g_assert(again && json_equal(again, content));
        twice = leaf_content_write(again);
        g_assert(twice && strcmp(twice, written) == 0);
}

/* A proof of any hashes: index and sizes, then the hashes. None proves that a leaf of zeroes stands under a root of ones. */
static void check_proof(const char *bytes, gsize size) {
        g_autoptr(MerkleHasher) hasher = merkle_hasher_new();
        MerkleHash leaf = { { 0 } }, root, given;
        MerkleProof proof = { 0 };
        guint64 numbers[2];

        memset(root.bytes, 1, sizeof root.bytes);
        if (size < sizeof numbers)
                return;
        memcpy(numbers, bytes, sizeof numbers);
        bytes += sizeof numbers;
        size -= sizeof numbers;
        while (size >= sizeof given && proof.count < G_N_ELEMENTS(proof.hashes)) {
                memcpy(proof.hashes[proof.count++].bytes, bytes, sizeof given);
                bytes += sizeof given;
                size -= sizeof given;
        }
        g_assert(!merkle_verify_inclusion(hasher, numbers[0], numbers[1], &leaf, &root, &proof));
        g_assert(!merkle_verify_consistency(hasher, numbers[0], numbers[1], &leaf, &root, &proof) || numbers[0] == 0);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        static void (*const checks[])(const char *bytes, gsize size) = { check_receipt, check_leaf, check_content,
                                                                         check_proof };
        guint which = fuzz_choose(&bytes, &size, G_N_ELEMENTS(checks));
        g_autofree char *copy = fuzz_copy(bytes, size);

        checks[which](copy, size);
        return 0;
}
