/* Reading a file once: hashed, and written elsewhere where that is asked. */
#include "vault/file-copy.h"

#include "base/disk.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#define PIECE_SIZE 262144

static void digest_free(EVP_MD_CTX *digest) {
        EVP_MD_CTX_free(digest);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MD_CTX, digest_free)

bool file_copy_bytes(int from, const char *from_path, int to, const char *to_path,
                     guint8 sha256[static FILE_SHA256_SIZE], guint64 *size, GError **error) {
        g_autoptr(EVP_MD_CTX) digest = EVP_MD_CTX_new();
        g_autofree guint8 *piece = g_malloc(PIECE_SIZE);
        guint64 all = 0;
        gsize got;

        g_assert(digest && EVP_DigestInit_ex(digest, EVP_sha256(), NULL));
        do {
                if (!disk_read(from, piece, PIECE_SIZE, &got, from_path, error))
                        return false;
                g_assert(EVP_DigestUpdate(digest, piece, got));
                if (to >= 0 && !disk_write(to, piece, got, to_path, error))
                        return false;
                all += got;
        } while (got == PIECE_SIZE);
        g_assert(EVP_DigestFinal_ex(digest, sha256, NULL));
        if (size)
                *size = all;
        return true;
}

bool file_sha256(const char *path, guint8 sha256[static FILE_SHA256_SIZE], guint64 *size, GError **error) {
        DISK_AUTO_CLOSE int file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

        if (file < 0)
                return disk_fail(error, "opening", path);
        (void) posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        return file_copy_bytes(file, path, -1, NULL, sha256, size, error);
}

bool file_copy(const char *from, const char *to, guint8 sha256[static FILE_SHA256_SIZE], GError **error) {
        DISK_AUTO_CLOSE int in = open(from, O_RDONLY | O_CLOEXEC);
        DISK_AUTO_CLOSE int out = -1;

        if (in < 0)
                return disk_fail(error, "opening", from);
        out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (out < 0)
                return disk_fail(error, "creating", to);
        return file_copy_bytes(in, from, out, to, sha256, NULL, error) && disk_sync(out, to, error)
               && disk_sync_folder_of(to, error);
}
