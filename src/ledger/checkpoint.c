/* Checkpoints: three lines in a signed note, written one way and read no other. */
#include "ledger/checkpoint.h"

#include "ledger/base64.h"

#include <string.h>

/* clang-format off */
static const char *const verdict_texts[CHECKPOINT_VERDICT_COUNT][LANGUAGE_COUNT] = {
        [CHECKPOINT_GOOD] = { "签名有效", "it is well signed" },
        [CHECKPOINT_NOT_A_NOTE] = { "检查点不是签名文本", "the checkpoint is not a signed note" },
        [CHECKPOINT_OTHER_KEY] = { "检查点不是用给定的公钥对应的密钥签名的", "the checkpoint is not signed by the key given" },
        [CHECKPOINT_BAD_SIGNATURE] = { "检查点的签名不正确，内容可能被改动", "the checkpoint's signature is wrong, so it may have been changed" },
        [CHECKPOINT_MALFORMED] = { "检查点的内容不符合格式", "the checkpoint is not of the format" },
        [CHECKPOINT_OTHER_ORIGIN] = { "检查点属于另一个日志", "the checkpoint is of another log" },
};

static const CheckpointVerdict from_note[NOTE_VERDICT_COUNT] = {
        [NOTE_GOOD] = CHECKPOINT_GOOD,
        [NOTE_MALFORMED] = CHECKPOINT_NOT_A_NOTE,
        [NOTE_OTHER_KEY] = CHECKPOINT_OTHER_KEY,
        [NOTE_BAD_SIGNATURE] = CHECKPOINT_BAD_SIGNATURE,
};
/* clang-format on */

const char *checkpoint_verdict_text(CheckpointVerdict verdict, Language language) {
        g_assert(verdict < CHECKPOINT_VERDICT_COUNT && language < LANGUAGE_COUNT);
        return verdict_texts[verdict][language];
}

static char *text_write(const char *origin, guint64 size, const MerkleHash *root) {
        g_autofree char *hash = g_base64_encode(root->bytes, sizeof root->bytes);

        return g_strdup_printf("%s\n%" G_GUINT64_FORMAT "\n%s\n", origin, size, hash);
}

char *checkpoint_write(guint64 size, const MerkleHash *root, const NoteKey *key,
                       const guint8 seed[static NOTE_SEED_SIZE]) {
        g_autofree char *text = text_write(key->name, size, root);

        return note_sign(text, key, seed);
}

/* Reads the three lines (and no others: this log writes no extensions) and holds what they mean against them again. */
static CheckpointVerdict text_read(const char *text, const NoteKey *key, Checkpoint *checkpoint) {
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
        g_autofree char *again = NULL;
        Checkpoint read = { { 0 } };

        if (g_strv_length(lines) != 4 || !g_ascii_string_to_unsigned(lines[1], 10, 0, G_MAXINT64, &read.size, NULL)
            || !base64_read(lines[2], strlen(lines[2]), read.root.bytes, sizeof read.root.bytes))
                return CHECKPOINT_MALFORMED;
        if (strcmp(lines[0], key->name) != 0)
                return CHECKPOINT_OTHER_ORIGIN;
        g_strlcpy(read.origin, lines[0], sizeof read.origin);
        again = text_write(read.origin, read.size, &read.root);
        if (strcmp(again, text) != 0)
                return CHECKPOINT_MALFORMED;
        *checkpoint = read;
        return CHECKPOINT_GOOD;
}

CheckpointVerdict checkpoint_read(const char *note, gsize size, const NoteKey *key, Checkpoint *checkpoint) {
        g_autofree char *text = NULL;
        CheckpointVerdict verdict = from_note[note_open(note, size, key, &text)];

        return verdict == CHECKPOINT_GOOD ? text_read(text, key, checkpoint) : verdict;
}
