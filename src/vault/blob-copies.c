/* Blobs on their way between folders; see blob-copies.h. */
#include "vault/blob-copies.h"

#include "base/disk.h"
#include "base/refusal.h"
#include "vault/blobs-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAITING_MAX 256
#define WAITING_BYTES_MAX (64 * 1024 * 1024)
#define PATH_SIZE (BLOB_FOLDER_NAME_SIZE + BLOB_FILE_NAME_SIZE)

/* Written, and not named yet. */
typedef struct Waiting {
        Uuid id;
        guint8 sha256[FILE_SHA256_SIZE];
} Waiting;

struct BlobCopies {
        Blobs *from, *to;
        guint waiting_count;
        guint64 waiting_bytes, bytes;
        Waiting waiting[WAITING_MAX];
};

BlobCopies *blob_copies_new(Blobs *from, Blobs *to) {
        BlobCopies *copies = g_new0(BlobCopies, 1);

        copies->from = from;
        copies->to = to;
        return copies;
}

void blob_copies_free(BlobCopies *copies) {
        g_free(copies);
}

guint64 blob_copies_bytes(const BlobCopies *copies) {
        return copies->bytes;
}

static void path_write(const Uuid *id, const char *ending, char path[static PATH_SIZE]) {
        char folder[BLOB_FOLDER_NAME_SIZE], file[BLOB_FILE_NAME_SIZE];

        blob_folder_name(id, folder);
        blob_file_name(id, ending, file);
        g_snprintf(path, PATH_SIZE, "%s/%s", folder, file);
}

static bool file_hash(const Blobs *blobs, const Uuid *id, const char *ending, guint8 sha256[static FILE_SHA256_SIZE],
                      GError **error) {
        char path[PATH_SIZE];
        DISK_AUTO_CLOSE int file = -1;

        path_write(id, ending, path);
        file = openat(blobs->folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (file < 0)
                return disk_fail(error, "opening", path);
        (void) posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
        return file_copy_bytes(file, path, -1, NULL, sha256, NULL, error);
}

bool blob_file_sha256(Blobs *blobs, const Uuid *id, guint8 sha256[static FILE_SHA256_SIZE], GError **error) {
        return file_hash(blobs, id, BLOB_ENDING, sha256, error);
}

static bool waiting_name(BlobCopies *copies, const Waiting *waiting, GError **error) {
        char unfinished[PATH_SIZE], finished[PATH_SIZE];
        guint8 sha256[FILE_SHA256_SIZE];

        if (!file_hash(copies->to, &waiting->id, BLOB_ENDING_UNFINISHED, sha256, error))
                return false;
        path_write(&waiting->id, BLOB_ENDING_UNFINISHED, unfinished);
        path_write(&waiting->id, BLOB_ENDING, finished);
        if (memcmp(sha256, waiting->sha256, sizeof sha256) != 0)
                return fail(error, FAILURE_CORRUPT, "%s/%s reads back as something else than was written",
                            copies->to->path, unfinished);
        return renameat(copies->to->folder, unfinished, copies->to->folder, finished) == 0
               || disk_fail(error, "renaming", unfinished);
}

/* One sync of the file system for many small files: theirs, and then their names'. */
static bool system_sync(const Blobs *blobs, GError **error) {
        return syncfs(blobs->folder) == 0 || disk_fail(error, "syncing", blobs->path);
}

bool blob_copies_flush(BlobCopies *copies, GError **error) {
        if (copies->waiting_count == 0)
                return true;
        if (!system_sync(copies->to, error))
                return false;
        for (guint i = 0; i < copies->waiting_count; i++)
                if (!waiting_name(copies, &copies->waiting[i], error))
                        return false;
        copies->waiting_count = 0;
        copies->waiting_bytes = 0;
        return system_sync(copies->to, error);
}

/* Makes the sub-folder and an empty file in it; what an earlier run left unfinished is begun anew. */
static int target_open(BlobCopies *copies, const Uuid *id, GError **error) {
        char folder[BLOB_FOLDER_NAME_SIZE], path[PATH_SIZE];
        int file;

        blob_folder_name(id, folder);
        path_write(id, BLOB_ENDING_UNFINISHED, path);
        if (mkdirat(copies->to->folder, folder, 0700) != 0 && errno != EEXIST) {
                disk_fail(error, "making", folder);
                return -1;
        }
        file = openat(copies->to->folder, path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (file < 0)
                disk_fail(error, "creating", path);
        return file;
}

static bool copy(BlobCopies *copies, const Uuid *id, int from, const char *path,
                 guint8 sha256[static FILE_SHA256_SIZE], GError **error) {
        DISK_AUTO_CLOSE int to = target_open(copies, id, error);
        Waiting *waiting = &copies->waiting[copies->waiting_count];
        guint64 size = 0;

        if (to < 0 || !file_copy_bytes(from, path, to, path, sha256, &size, error))
                return false;
        waiting->id = *id;
        memcpy(waiting->sha256, sha256, FILE_SHA256_SIZE);
        copies->waiting_count++;
        copies->waiting_bytes += size;
        copies->bytes += size;
        return copies->waiting_count < WAITING_MAX && copies->waiting_bytes < WAITING_BYTES_MAX
                       ? true
                       : blob_copies_flush(copies, error);
}

bool blob_copies_add(BlobCopies *copies, const Uuid *id, guint8 sha256[static FILE_SHA256_SIZE], BlobCopied *outcome,
                     GError **error) {
        char path[PATH_SIZE];
        struct stat there, here;
        DISK_AUTO_CLOSE int from = -1;
        bool has;

        path_write(id, BLOB_ENDING, path);
        has = fstatat(copies->to->folder, path, &there, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(there.st_mode);
        from = openat(copies->from->folder, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        if (from < 0 && errno != ENOENT)
                return disk_fail(error, "opening", path);
        if (from >= 0 && fstat(from, &here) != 0)
                return disk_fail(error, "looking at", path);
        if (from < 0 || (has && here.st_size == there.st_size)) {
                *outcome = has ? BLOB_THERE : BLOB_MISSING;
                return true;
        }
        *outcome = BLOB_COPIED;
        return copy(copies, id, from, path, sha256, error);
}
