/* Signed notes, checkpoints and their keys: what is taken was signed by the key, and writing it again gives the same bytes. */
#include "tests/fuzz/fuzz.h"

#include "ledger/checkpoint.h"

#include <string.h>

static const guint8 seed[NOTE_SEED_SIZE] = "a seed that signs nothing at all";

typedef enum Form { FORM_NOTE, FORM_TEXT, FORM_KEY, FORM_COUNT } Form;

/* Ed25519 is deterministic, so a checkpoint that was taken has one form only. */
static void check_checkpoint(const char *note, gsize size, const NoteKey *key) {
        Checkpoint checkpoint;
        CheckpointVerdict verdict = checkpoint_read(note, size, key, &checkpoint);
        g_autofree char *again = NULL;

        g_assert(*checkpoint_verdict_text(verdict, LANGUAGE_EN));
        if (verdict != CHECKPOINT_GOOD)
                return;
        again = checkpoint_write(checkpoint.size, &checkpoint.root, key, seed);
        g_assert(g_str_has_prefix(note, again) || strlen(again) != size); /* other keys may have signed besides */
}

static void check_note(const char *note, gsize size, const NoteKey *key) {
        g_autofree char *text = NULL, *again = NULL;
        NoteVerdict verdict = note_open(note, size, key, &text);

        g_assert((verdict == NOTE_GOOD) == (text != NULL));
        if (!text)
                return;
        again = note_sign(text, key, seed);
        g_assert(strlen(text) < size && memcmp(text, note, strlen(text)) == 0);
        g_assert(note_open(again, strlen(again), key, NULL) == NOTE_GOOD);
}

/* The fuzzer cannot sign: it gives the text and we sign it, where it may be signed at all. */
static void check_signed(const char *text, const NoteKey *key) {
        g_autofree char *whole = NULL, *note = NULL;

        for (const char *at = text; *at; at++)
                if ((guint8) *at < 0x20 && *at != '\n')
                        return;
        if (!*text || *text == '\n' || !g_utf8_validate(text, -1, NULL) || g_str_has_suffix(text, "\n")
            || strlen(text) > NOTE_SIZE_BYTES_MAX / 2)
                return;
        whole = g_strconcat(text, "\n", NULL);
        note = note_sign(whole, key, seed);
        g_assert(note_open(note, strlen(note), key, NULL) == NOTE_GOOD);
        check_checkpoint(note, strlen(note), key);
        note[0] ^= 1;
        g_assert(note_open(note, strlen(note), key, NULL) != NOTE_GOOD);
}

static void check_key(const char *text) {
        NoteKey key;
        g_autofree char *again = note_key_parse(text, &key) ? note_key_format(&key) : NULL;

        g_assert(!again || strcmp(again, text) == 0);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        Form form = (Form) fuzz_choose(&bytes, &size, FORM_COUNT);
        g_autofree char *text = fuzz_text(bytes, size), *note = fuzz_copy(bytes, size);
        NoteKey key;

        g_assert(note_key_from_seed("id.example.com/log", seed, &key));
        if (form == FORM_KEY) {
                check_key(text);
        } else if (form == FORM_TEXT) {
                check_signed(text, &key);
        } else {
                check_note(note, size, &key);
                check_checkpoint(note, size, &key);
        }
        return 0;
}
