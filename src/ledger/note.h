/* Signed notes (C2SP signed-note): a short text with Ed25519 signatures under it, which anybody can check with a one-line key. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define NOTE_NAME_SIZE 128 /* of a key's name, with the closing NUL */
#define NOTE_SIZE_BYTES_MAX 16384
#define NOTE_SIGNATURES_MAX 100
#define NOTE_SEED_SIZE 32

typedef struct NoteKey {
        char name[NOTE_NAME_SIZE]; /* no spaces, no "+" */
        guint8 id[4];              /* begin of SHA-256(name ‖ 0x0a ‖ 0x01 ‖ public key) */
        guint8 public_key[32];
} NoteKey;

/* Makes the key that belongs to a seed (RFC 8032). Gives false, `key` untouched, where the name cannot be a key's. */
bool note_key_from_seed(const char *name, const guint8 seed[static NOTE_SEED_SIZE], NoteKey *key);

/* Reads `name+hexid+base64`. Gives false, `key` untouched, for anything else. */
bool note_key_parse(const char *text, NoteKey *key);

/* Writes `name+hexid+base64`. The caller frees the result. */
char *note_key_format(const NoteKey *key);

/* Signs a text: not empty, valid UTF-8, closed by a line feed, no control characters but line feeds, no empty line at its end.
 * The caller frees the result. */
char *note_sign(const char *text, const NoteKey *key, const guint8 seed[static NOTE_SEED_SIZE]);

typedef enum NoteVerdict {
        NOTE_GOOD,
        NOTE_MALFORMED,     /* not a signed note */
        NOTE_OTHER_KEY,     /* no signature by this key */
        NOTE_BAD_SIGNATURE, /* a signature by this key that is not right */
        NOTE_VERDICT_COUNT
} NoteVerdict;

/* Checks a note against a key; signatures by other keys are passed over. `text` (the caller's to free; may be NULL) is what
 * was signed, set only for NOTE_GOOD. */
NoteVerdict note_open(const char *note, gsize size, const NoteKey *key, char **text);
