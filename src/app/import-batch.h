/* The inside of a batch, shared by import-batch.c, which fills it, and import-commit.c, which writes it. */
#pragma once

#include "app/import.h"
#include "ledger/merkle.h"

/* Text and bytes of a batch, in blocks that stay where they are; wiped when they go. */
typedef struct Arena {
        GPtrArray *blocks;
        gsize used, size; /* of the last block */
} Arena;

struct ImportBatch {
        const App *app;
        gint64 started_at;
        gint64 tick; /* microseconds: ids rise by at least one each */
        Arena arena;
        ImportRows rows;
        GArray *lines;            /* ImportLine, one an account */
        GArray *leaf_hashes;      /* MerkleHash, one a leaf */
        GArray *rejects;          /* ImportReject, by line */
        GHashTable *external_ids; /* → the account's place */
        GHashTable *ids;          /* Uuid *: those that the file gave */
        GArray *given_ids;        /* Uuid: those that the file gave, each with its account's place in `given_by` */
        GArray *given_by;         /* guint */
        GString *scratch;         /* one document at a time */
        GString *opening;
        MerkleHasher *hasher;
};

/* Appends a string as Jansson writes it (RFC 8259 section 7): quotes, backslashes and control characters escaped, no others. */
void import_string_append(GString *document, const char *text);
