/* Blobs carried as they are, sealed, from one folder to another: into a backup and out of it. They are written once, so that
 * one which is there is never copied again. Many are brought to the disk at once, read back from it, and only then get their
 * names: a blob with its name is whole, whenever the work was cut off. */
#pragma once

#include "vault/blobs.h"
#include "vault/file-copy.h"

typedef struct BlobCopies BlobCopies; /* one thread at a time */

/* Both folders must outlive the copies. The caller frees the result. */
BlobCopies *blob_copies_new(Blobs *from, Blobs *to);

/* Forgets what has no name yet; takes NULL. */
void blob_copies_free(BlobCopies *copies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BlobCopies, blob_copies_free)

typedef enum BlobCopied {
        BLOB_COPIED,  /* it has been read; `sha256` is set */
        BLOB_THERE,   /* one of that size was there already; `sha256` is untouched */
        BLOB_MISSING, /* it is in neither folder */
} BlobCopied;

/* Copies a blob, unless it is there. Fails with FAILURE_FILE, FAILURE_FULL, FAILURE_CORRUPT where what was written reads back
 * as something else. */
bool blob_copies_add(BlobCopies *copies, const Uuid *id, guint8 sha256[static FILE_SHA256_SIZE], BlobCopied *outcome,
                     GError **error);

/* Brings all to the disk and names them. Fails as above. */
bool blob_copies_flush(BlobCopies *copies, GError **error);

/* How many bytes were copied. */
guint64 blob_copies_bytes(const BlobCopies *copies);

/* Hashes a blob's file as it lies on the disk. Fails with FAILURE_FILE. */
bool blob_file_sha256(Blobs *blobs, const Uuid *id, guint8 sha256[static FILE_SHA256_SIZE], GError **error);
