/* A blob on its way in: hashed, sealed and written chunk by chunk; there under its name only when all of it is on disk. */
#include "base/disk.h"
#include "base/refusal.h"
#include "vault/blobs-private.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct BlobWriter {
        Blobs *blobs;
        Uuid id;
        DataKey *owner;
        BlobHead head;
        int folder, file; /* the sub-folder and the unfinished file in it */
        bool finished;
        char unfinished_name[BLOB_FILE_NAME_SIZE];
        guint8 key[BLOB_KEY_SIZE];
        crypto_secretstream_xchacha20poly1305_state stream;
        EVP_MD_CTX *sha256;
        guint64 size_bytes;
        gsize filled; /* bytes of `clear` that wait: the last chunk is sealed otherwise, so a full one waits for the next byte */
        guint8 clear[BLOB_CHUNK_SIZE];
        guint8 sealed[BLOB_SEALED_CHUNK_SIZE];
};

/* Opens the sub-folder, made where it is not there yet. */
static int folder_open(Blobs *blobs, const Uuid *id, GError **error) {
        char name[BLOB_FOLDER_NAME_SIZE];
        int folder;
        bool made;

        blob_folder_name(id, name);
        blobs_find_again(blobs);
        made = mkdirat(blobs->folder, name, 0700) == 0;
        if (!made && errno != EEXIST) {
                disk_fail(error, "making", name);
                return -1;
        }
        if (made && !disk_sync(blobs->folder, blobs->path, error))
                return -1;
        folder = openat(blobs->folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (folder < 0)
                disk_fail(error, "opening", name);
        return folder;
}

static bool file_open(BlobWriter *writer, GError **error) {
        char name[BLOB_FILE_NAME_SIZE];
        struct stat status;

        blob_file_name(&writer->id, BLOB_ENDING, name);
        if (fstatat(writer->folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0)
                return fail(error, FAILURE_FILE, "%s is there already", name);
        writer->file = openat(writer->folder, writer->unfinished_name,
                              O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (writer->file < 0)
                return disk_fail(error, "creating", writer->unfinished_name);
        /* held until the writer is freed, which is after the commit: the sweep keeps its hands off */
        return flock(writer->file, LOCK_SH) == 0 || disk_fail(error, "holding", writer->unfinished_name);
}

static bool head_write(BlobWriter *writer, GError **error) {
        guint8 header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];

        crypto_secretstream_xchacha20poly1305_keygen(writer->key);
        crypto_secretstream_xchacha20poly1305_init_push(&writer->stream, header, writer->key);
        return disk_write(writer->file, writer->head.bytes, BLOB_HEAD_SIZE, writer->unfinished_name, error)
               && disk_write(writer->file, header, sizeof header, writer->unfinished_name, error);
}

BlobWriter *blob_writer_open(Blobs *blobs, const Uuid *id, DataKey *owner, GError **error) {
        g_autoptr(BlobWriter) writer = g_malloc(sizeof *writer);

        memset(writer, 0, offsetof(BlobWriter, clear));
        writer->blobs = blobs;
        writer->id = *id;
        writer->owner = data_key_ref(owner);
        writer->head = blob_head(id);
        writer->file = -1;
        blob_file_name(id, BLOB_ENDING_UNFINISHED, writer->unfinished_name);
        writer->sha256 = EVP_MD_CTX_new();
        g_assert(writer->sha256 && EVP_DigestInit_ex(writer->sha256, EVP_sha256(), NULL));
        writer->folder = folder_open(blobs, id, error);
        if (writer->folder < 0 || !file_open(writer, error) || !head_write(writer, error))
                return NULL;
        return g_steal_pointer(&writer);
}

static bool chunk_write(BlobWriter *writer, guint8 tag, GError **error) {
        unsigned long long size;

        crypto_secretstream_xchacha20poly1305_push(&writer->stream, writer->sealed, &size, writer->clear,
                                                   writer->filled, writer->head.bytes, BLOB_HEAD_SIZE, tag);
        atomic_fetch_add_explicit(&writer->blobs->sealed_bytes, writer->filled, memory_order_relaxed);
        writer->filled = 0;
        return disk_write(writer->file, writer->sealed, (gsize) size, writer->unfinished_name, error);
}

bool blob_writer_append(BlobWriter *writer, gconstpointer bytes, gsize size, GError **error) {
        const guint8 *at = bytes;

        g_assert(EVP_DigestUpdate(writer->sha256, bytes, size));
        writer->size_bytes += size;
        while (size > 0) {
                gsize piece;

                if (writer->filled == BLOB_CHUNK_SIZE
                    && !chunk_write(writer, crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, error))
                        return false;
                piece = MIN(size, BLOB_CHUNK_SIZE - writer->filled);
                memcpy(writer->clear + writer->filled, at, piece);
                writer->filled += piece;
                at += piece;
                size -= piece;
        }
        return true;
}

/* Gives the file its name, once all of it is on disk. */
static bool file_publish(BlobWriter *writer, GError **error) {
        char name[BLOB_FILE_NAME_SIZE];

        if (!disk_sync(writer->file, writer->unfinished_name, error))
                return false;
        blob_file_name(&writer->id, BLOB_ENDING, name);
        if (renameat(writer->folder, writer->unfinished_name, writer->folder, name) != 0)
                return disk_fail(error, "renaming", writer->unfinished_name);
        writer->finished = true;
        return disk_sync(writer->folder, name, error);
}

bool blob_writer_finish(BlobWriter *writer, BlobRecord *record, GError **error) {
        g_assert(!writer->finished);
        if (!chunk_write(writer, crypto_secretstream_xchacha20poly1305_TAG_FINAL, error)
            || !file_publish(writer, error))
                return false;
        g_assert(EVP_DigestFinal_ex(writer->sha256, record->sha256, NULL));
        record->size_bytes = writer->size_bytes;
        blob_outside_name(writer->owner, record->sha256, record->outside_name);
        record->wrapped_key = vault_seal(writer->owner, BLOB_KEY_FIELD, &writer->id, writer->key, BLOB_KEY_SIZE);
        return true;
}

void blob_writer_abort(BlobWriter *writer) {
        if (!writer)
                return;
        if (writer->file >= 0 && !writer->finished)
                unlinkat(writer->folder, writer->unfinished_name, 0);
        disk_close(&writer->file);
        disk_close(&writer->folder);
        EVP_MD_CTX_free(writer->sha256);
        data_key_unref(writer->owner);
        sodium_memzero(writer, sizeof *writer);
        g_free(writer);
}
