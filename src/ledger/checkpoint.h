/* Checkpoints: the log's size and root at one moment, signed (C2SP tlog-checkpoint). Three lines: the origin (this log's
 * unending name, from the configuration), the number of leaves, the root in base64. */
#pragma once

#include "base/language.h"
#include "ledger/merkle.h"
#include "ledger/note.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Checkpoint {
        char origin[NOTE_NAME_SIZE];
        guint64 size;
        MerkleHash root;
} Checkpoint;

typedef enum CheckpointVerdict {
        CHECKPOINT_GOOD,
        CHECKPOINT_NOT_A_NOTE,
        CHECKPOINT_OTHER_KEY,
        CHECKPOINT_BAD_SIGNATURE,
        CHECKPOINT_MALFORMED,    /* well signed, but no checkpoint */
        CHECKPOINT_OTHER_ORIGIN, /* signed by this key under an origin other than the key's name */
        CHECKPOINT_VERDICT_COUNT
} CheckpointVerdict;

/* Signs size and root under the key's name as origin. The caller frees the result. */
char *checkpoint_write(guint64 size, const MerkleHash *root, const NoteKey *key,
                       const guint8 seed[static NOTE_SEED_SIZE]);

/* Reads a checkpoint strictly and checks it against the key; `checkpoint` is set only for CHECKPOINT_GOOD. */
CheckpointVerdict checkpoint_read(const char *note, gsize size, const NoteKey *key, Checkpoint *checkpoint);

/* The verdict in words, Chinese and English, for a refusal's parameters. Static. */
const char *checkpoint_verdict_text(CheckpointVerdict verdict, Language language);
