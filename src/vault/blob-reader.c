/* A blob on its way out: each chunk is proved before it is given, and the end is known to be the end. */
#include "base/disk.h"
#include "base/refusal.h"
#include "vault/blobs-private.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <string.h>
#include <unistd.h>

struct BlobReader {
        BlobHead head;
        int file;
        bool ended;
        char name[BLOB_FOLDER_NAME_SIZE + BLOB_FILE_NAME_SIZE];
        crypto_secretstream_xchacha20poly1305_state stream;
        guint8 clear[BLOB_CHUNK_SIZE];
        guint8 sealed[BLOB_SEALED_CHUNK_SIZE];
};

static bool stream_open(BlobReader *reader, const guint8 *header, const DataKey *owner, const Uuid *id,
                        GBytes *wrapped_key, GError **error) {
        g_autofree guint8 *key = NULL;
        gsize size;
        bool good;

        if (!vault_unseal(owner, BLOB_KEY_FIELD, id, wrapped_key, &key, &size, error))
                return false;
        good = size == BLOB_KEY_SIZE
               && crypto_secretstream_xchacha20poly1305_init_pull(&reader->stream, header, key) == 0;
        sodium_memzero(key, size);
        return good || fail(error, FAILURE_CORRUPT, "the key of %s is not one", reader->name);
}

static bool head_read(BlobReader *reader, guint8 *header, GError **error) {
        BlobHead head;
        gsize head_size, header_size;

        if (!disk_read(reader->file, head.bytes, sizeof head.bytes, &head_size, reader->name, error)
            || !disk_read(reader->file, header, crypto_secretstream_xchacha20poly1305_HEADERBYTES, &header_size,
                          reader->name, error))
                return false;
        if (header_size != crypto_secretstream_xchacha20poly1305_HEADERBYTES
            || memcmp(head.bytes, reader->head.bytes, sizeof head.bytes) != 0)
                return fail(error, FAILURE_CORRUPT, "%s does not begin as that blob", reader->name);
        return true;
}

BlobReader *blob_reader_open(Blobs *blobs, const Uuid *id, const DataKey *owner, GBytes *wrapped_key,
                             GError **error) {
        g_autoptr(BlobReader) reader = g_malloc(sizeof *reader);
        guint8 header[crypto_secretstream_xchacha20poly1305_HEADERBYTES];
        char folder[BLOB_FOLDER_NAME_SIZE], file[BLOB_FILE_NAME_SIZE];

        memset(reader, 0, offsetof(BlobReader, clear));
        reader->head = blob_head(id);
        blob_folder_name(id, folder);
        blob_file_name(id, BLOB_ENDING, file);
        g_snprintf(reader->name, sizeof reader->name, "%s/%s", folder, file);
        blobs_find_again(blobs);
        reader->file = openat(blobs->folder, reader->name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (reader->file < 0) {
                disk_fail(error, "opening", reader->name);
                return NULL;
        }
        if (!head_read(reader, header, error) || !stream_open(reader, header, owner, id, wrapped_key, error))
                return NULL;
        return g_steal_pointer(&reader);
}

/* True where nothing follows in the file. */
static bool is_at_end(BlobReader *reader, bool *end, GError **error) {
        guint8 byte;
        gsize got;

        if (!disk_read(reader->file, &byte, 1, &got, reader->name, error))
                return false;
        *end = got == 0;
        return true;
}

bool blob_reader_next(BlobReader *reader, const guint8 **bytes, gsize *size, GError **error) {
        unsigned long long opened;
        guint8 tag;
        gsize got;
        bool end = false;

        *bytes = NULL;
        *size = 0;
        if (reader->ended)
                return true;
        if (!disk_read(reader->file, reader->sealed, sizeof reader->sealed, &got, reader->name, error))
                return false;
        if (crypto_secretstream_xchacha20poly1305_pull(&reader->stream, reader->clear, &opened, &tag, reader->sealed,
                                                       got, reader->head.bytes, BLOB_HEAD_SIZE)
            != 0)
                return fail(error, FAILURE_CORRUPT, "%s was changed, cut off or put together anew", reader->name);
        reader->ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
        if (reader->ended && !is_at_end(reader, &end, error))
                return false;
        if (reader->ended != end)
                return fail(error, FAILURE_CORRUPT, "%s goes on after its end", reader->name);
        *bytes = opened > 0 ? reader->clear : NULL;
        *size = (gsize) opened;
        return true;
}

void blob_reader_close(BlobReader *reader) {
        if (!reader)
                return;
        disk_close(&reader->file);
        sodium_memzero(reader, sizeof *reader);
        g_free(reader);
}

static bool content_hash(BlobReader *reader, EVP_MD_CTX *context, guint64 *total, GError **error) {
        const guint8 *bytes;
        gsize size;

        *total = 0;
        do {
                if (!blob_reader_next(reader, &bytes, &size, error))
                        return false;
                g_assert(EVP_DigestUpdate(context, bytes, size));
                *total += size;
        } while (size > 0);
        return true;
}

static void digest_free(EVP_MD_CTX *context) {
        EVP_MD_CTX_free(context);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, digest_free)

bool blob_verify(Blobs *blobs, const Uuid *id, const DataKey *owner, const BlobRecord *record, GError **error) {
        g_autoptr(BlobReader) reader = blob_reader_open(blobs, id, owner, record->wrapped_key, error);
        g_autoptr(EVP_MD_CTX) context = EVP_MD_CTX_new();
        guint8 sha256[BLOB_SHA256_SIZE];
        guint64 total;

        if (!reader)
                return false;
        g_assert(context && EVP_DigestInit_ex(context, EVP_sha256(), NULL));
        if (!content_hash(reader, context, &total, error))
                return false;
        g_assert(EVP_DigestFinal_ex(context, sha256, NULL));
        if (total != record->size_bytes || memcmp(sha256, record->sha256, sizeof sha256) != 0)
                return fail(error, FAILURE_CORRUPT, "%s is not the content that its row names", reader->name);
        return true;
}
