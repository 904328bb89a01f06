/* Evidence blobs: sealed while they arrive, never whole in memory, never in clear on disk. A blob has a key of its own,
 * wrapped (a sealed field) by its subject's data key; to give a blob to another subject is to wrap that key anew.
 *
 *   place  FOLDER/xx/ID.blob, xx the last byte of ID in hexadecimal: the random tail of a UUIDv7, so that the 256 folders
 *          fill evenly. While it is written: FOLDER/xx/ID.part. Modes 0700 and 0600.
 *   file   "SHMB" · version 01 · suite 01 · two zero bytes · ID (16) · stream header (24) · chunks
 *
 * Suite 01 is libsodium's secretstream (XChaCha20-Poly1305): each chunk holds 65,536 bytes, the last one 0 to 65,536 and the
 * tag FINAL; each is sealed together with the first 24 bytes of the file. */
#pragma once

#include "vault/vault.h"

#include <glib.h>
#include <stdbool.h>

#define BLOB_CHUNK_SIZE 65536
#define BLOB_SHA256_SIZE 32

typedef struct Blobs Blobs;           /* the place where blobs lie; may be shared by threads */
typedef struct BlobWriter BlobWriter; /* one blob on its way in; one thread at a time; some 140 KiB */
typedef struct BlobReader BlobReader; /* one blob on its way out; one thread at a time; some 140 KiB */

/* What belongs into the blob's row. */
typedef struct BlobRecord {
        guint64 size_bytes;                   /* of the content */
        guint8 sha256[BLOB_SHA256_SIZE];      /* of the content: inside only, sealed in the row */
        guint8 outside_name[VAULT_HASH_SIZE]; /* blob_outside_name() of it: for leaves, receipts and holders */
        GBytes *wrapped_key;                  /* under the owner's key */
} BlobRecord;

void blob_record_clear(BlobRecord *record);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BlobRecord, blob_record_clear)

/* Opens a folder of blobs; makes it (mode 0700) where its parent is there. Fails with FAILURE_FILE. */
Blobs *blobs_open(const char *folder, GError **error);
void blobs_close(Blobs *blobs);

/* How many bytes of content were sealed since the folder was opened, also of what was given up later. */
guint64 blobs_sealed_bytes(const Blobs *blobs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Blobs, blobs_close)

/* Begins a blob; `owner` is kept referenced. Fails with FAILURE_FILE (also where the id is taken), FAILURE_FULL. */
BlobWriter *blob_writer_open(Blobs *blobs, const Uuid *id, DataKey *owner, GError **error);

/* Adds bytes, in pieces of any size. After a failure only blob_writer_abort() is left. Fails with FAILURE_FILE, FAILURE_FULL. */
bool blob_writer_append(BlobWriter *writer, gconstpointer bytes, gsize size, GError **error);

/* Closes the blob: on disk, file and folder, under its final name, when this returns true. Then commit the row that names it:
 * should that fail, the blob is an orphan for blobs_sweep(). `record` is the caller's to clear; untouched on failure. The
 * writer is used up either way: still call blob_writer_abort(), after the commit: until then no sweep takes the blob. Fails with FAILURE_FILE, FAILURE_FULL. */
bool blob_writer_finish(BlobWriter *writer, BlobRecord *record, GError **error);

/* Frees the writer and removes what it wrote, unless it was finished. Takes NULL. */
void blob_writer_abort(BlobWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BlobWriter, blob_writer_abort)

/* Opens a blob for reading. Fails with FAILURE_FILE where it is not there, FAILURE_CORRUPT where the key does not open or
 * the file's head is not this blob's. */
BlobReader *blob_reader_open(Blobs *blobs, const Uuid *id, const DataKey *owner, GBytes *wrapped_key, GError **error);

/* Gives the next piece of the content: up to BLOB_CHUNK_SIZE bytes that belong to the reader until the next call; NULL and 0
 * at the end. No byte is given before its chunk is proved; that the blob is whole is known only at the end.
 * Fails with FAILURE_CORRUPT (changed, cut off, continued, reordered), FAILURE_FILE. */
bool blob_reader_next(BlobReader *reader, const guint8 **bytes, gsize *size, GError **error);

void blob_reader_close(BlobReader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BlobReader, blob_reader_close)

/* Reads a blob to its end and compares it with its row. Fails as the reader does; FAILURE_CORRUPT where size or hash differ. */
bool blob_verify(Blobs *blobs, const Uuid *id, const DataKey *owner, const BlobRecord *record, GError **error);

/* Wraps a blob's key for another subject. The caller owns the result; the outside name changes too: blob_outside_name().
 * Fails with FAILURE_CORRUPT. */
GBytes *blob_key_rewrap(const Uuid *id, GBytes *wrapped_key, const DataKey *from, const DataKey *to, GError **error);

/* The name of a content outside: HMAC-SHA-256 (RFC 2104) of its SHA-256 under a key derived from its subject's. */
void blob_outside_name(const DataKey *owner, const guint8 sha256[static BLOB_SHA256_SIZE],
                       guint8 name[static VAULT_HASH_SIZE]);

/* Removes a blob; one that is not there is no failure. Fails with FAILURE_FILE. */
bool blob_remove(Blobs *blobs, const Uuid *id, GError **error);

/* Says in `known` whether a row names the blob; false with an error ends the sweep. */
typedef bool (*BlobIsKnown)(const Uuid *id, bool *known, gpointer user, GError **error);

/* Keeps what lies in the folder there: until blobs_release() or the end of the process no sweep removes anything. Waits for a
 * sweep under way. For a backup, which reads the rows first and the blobs that they name afterwards. Fails with FAILURE_FILE. */
bool blobs_hold(Blobs *blobs, GError **error);
void blobs_release(Blobs *blobs);

/* Called for each file that no row names; false with an error ends the walk. */
typedef bool (*BlobUnknown)(const Uuid *id, gpointer user, GError **error);

/* Finds what blobs_sweep() would remove. Fails with FAILURE_FILE and as `is_known` and `unknown` do. */
bool blobs_unknown(Blobs *blobs, gint64 older_than, BlobIsKnown is_known, BlobUnknown unknown, gpointer user,
                   GError **error);

/* Removes what no row names: blobs, and unfinished ones, last written before `older_than` (microseconds since 1970, UTC; take
 * an hour and more, so that no upload under way is hit). Files that are not blobs are left alone; while somebody holds the
 * folder nothing is removed. `removed` counts them.
 * Fails with FAILURE_FILE and as `is_known` does. */
bool blobs_sweep(Blobs *blobs, gint64 older_than, BlobIsKnown is_known, gpointer user, guint *removed,
                 GError **error);

/* Counts what blobs_sweep() would remove, and removes nothing. Fails as it does. */
bool blobs_count_orphans(Blobs *blobs, gint64 older_than, BlobIsKnown is_known, gpointer user, guint *orphans,
                         GError **error);

/* True where the blob's file is there. */
bool blob_is_there(const Blobs *blobs, const Uuid *id);
