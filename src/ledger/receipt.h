/* Receipts: what a holder keeps. One JSON file that proves, without this server, that the log holds what it says:
 *
 *     { "format": "shiming-receipt-1",
 *       "checkpoint": "<signed note>",
 *       "entries": [ { "index": 41, "leaf": { "id", "kind", "time", "account", "case", "verification", "attempt", "commitment" },
 *                      "proof": [ "<base64>", … ], "salt": "<base64>", "content": { … } } ] }
 *
 * Absent ids are left out; salt and content are left out together once the subject's key is gone. */
#pragma once

#include "ledger/checkpoint.h"
#include "ledger/leaf.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#define RECEIPT_FORMAT "shiming-receipt-1"
#define RECEIPT_SIZE_BYTES_MAX (4 * 1024 * 1024)

typedef struct ReceiptEntry {
        guint64 index; /* in the log */
        Leaf leaf;
        MerkleProof proof;  /* of inclusion in the checkpoint's tree */
        const guint8 *salt; /* LEAF_SALT_SIZE bytes; NULL where it is not to be had any more */
        json_t *content;    /* borrowed; NULL with the salt */
} ReceiptEntry;

/* An entry, a leaf, and the hashes of a proof, as a receipt writes them. The caller owns the result. */
json_t *receipt_entry_document(const ReceiptEntry *entry);
json_t *receipt_leaf_document(const Leaf *leaf);
json_t *receipt_proof_document(const MerkleProof *proof);

/* Makes the receipt. The caller owns the result. */
json_t *receipt_write(const ReceiptEntry *entries, guint count, const char *checkpoint);

/* Reads a receipt's file. The caller owns the result. Refuses REFUSAL_RECEIPT_INVALID: too large, or no JSON text. */
json_t *receipt_read(const char *bytes, gsize size, GError **error);

/* Checks a receipt against the log's key: signature, every leaf's place, every content against its leaf. `checkpoint` (may be
 * NULL) is set where all is well.
 * Refuses REFUSAL_RECEIPT_INVALID, naming the entry and what fails, with a pointer. */
bool receipt_check(const json_t *receipt, const NoteKey *key, Checkpoint *checkpoint, GError **error);
