/* Reading, writing and syncing with the interruptions and short counts of POSIX taken care of. */
#include "base/disk.h"

#include "base/refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool disk_fail(GError **error, const char *doing, const char *path) {
        int code = errno;
        FailureKind kind = code == ENOSPC || code == EDQUOT ? FAILURE_FULL
                           : code == EROFS                  ? FAILURE_READ_ONLY
                                                            : FAILURE_FILE;

        return fail(error, kind, "%s %s: %s", doing, path, g_strerror(code));
}

bool disk_write(int descriptor, gconstpointer bytes, gsize size, const char *path, GError **error) {
        const guint8 *at = bytes;

        while (size > 0) {
                ssize_t written = write(descriptor, at, size);

                if (written < 0 && errno == EINTR)
                        continue;
                if (written < 0)
                        return disk_fail(error, "writing", path);
                at += written;
                size -= (gsize) written;
        }
        return true;
}

bool disk_read(int descriptor, gpointer bytes, gsize size, gsize *got, const char *path, GError **error) {
        guint8 *at = bytes;
        gsize filled = 0;

        while (filled < size) {
                ssize_t count = read(descriptor, at + filled, size - filled);

                if (count < 0 && errno == EINTR)
                        continue;
                if (count < 0)
                        return disk_fail(error, "reading", path);
                if (count == 0)
                        break;
                filled += (gsize) count;
        }
        *got = filled;
        return true;
}

bool disk_sync(int descriptor, const char *path, GError **error) {
        if (fsync(descriptor) == 0)
                return true;
        return disk_fail(error, "syncing", path);
}

bool disk_sync_folder_of(const char *path, GError **error) {
        g_autofree char *folder = g_path_get_dirname(path);
        DISK_AUTO_CLOSE int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        if (descriptor < 0)
                return disk_fail(error, "opening", folder);
        return disk_sync(descriptor, folder, error);
}

void disk_close(int *descriptor) {
        int code = errno; /* the caller may be about to report it */

        if (*descriptor >= 0)
                close(*descriptor);
        errno = code;
}
