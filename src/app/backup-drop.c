/* Drops old backups: what evidence only they name first, then they themselves. One that is being dropped is no backup any more. */
#include "app/backup-files.h"

#include "base/disk.h"
#include "base/refusal.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* The backups that stay, each read along with the one that goes: all name their blobs in the same order. */
static GPtrArray *others_open(const char *folder, const GPtrArray *names, guint first, GError **error) {
        g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func((GDestroyNotify) sums_close);

        for (guint i = first; i < names->len; i++) {
                g_autofree char *path = g_build_filename(folder, g_ptr_array_index(names, i), NULL);
                SumsReader *sums = sums_open(path, error);

                if (!sums)
                        return NULL;
                g_ptr_array_add(others, sums);
        }
        return g_steal_pointer(&others);
}

static bool blob_is_named(const GPtrArray *others, const Uuid *blob, bool *named, GError **error) {
        guint8 sha256[FILE_SHA256_SIZE];

        *named = false;
        for (guint i = 0; i < others->len && !*named; i++)
                if (!sums_find(g_ptr_array_index(others, i), blob, sha256, named, error))
                        return false;
        return true;
}

/* Lists the paths of the blobs that the `which`-th backup names and no later one; the caller's, NULL on failure. */
static GPtrArray *own_list(const char *folder, const GPtrArray *names, guint which, GError **error) {
        g_autofree char *path = g_build_filename(folder, g_ptr_array_index(names, which), NULL);
        g_autoptr(GPtrArray) others = others_open(folder, names, which + 1, error);
        g_autoptr(SumsReader) sums = others ? sums_open(path, error) : NULL;
        g_autoptr(GPtrArray) own = g_ptr_array_new_with_free_func(g_free);
        bool more = true, named;

        while (sums && more) {
                Sum sum;

                if (!sums_next(sums, &sum, &more, error))
                        return NULL;
                if (!more || !sum.is_blob)
                        continue;
                if (!blob_is_named(others, &sum.blob, &named, error))
                        return NULL;
                if (!named)
                        g_ptr_array_add(own, g_build_filename(folder, sum.path + strlen("../"), NULL));
        }
        return sums ? g_steal_pointer(&own) : NULL;
}

static bool blobs_remove(const GPtrArray *paths, GError **error) {
        for (guint i = 0; i < paths->len; i++) {
                const char *path = g_ptr_array_index(paths, i);

                if (g_remove(path) != 0 && errno != ENOENT)
                        return disk_fail(error, "removing", path);
        }
        return true;
}

static bool drop(const char *folder, const GPtrArray *names, guint which, GError **error) {
        g_autofree char *path = g_build_filename(folder, g_ptr_array_index(names, which), NULL);
        g_autofree char *dropped = g_strconcat(path, BACKUP_UNFINISHED, NULL);
        g_autoptr(GPtrArray) own = own_list(folder, names, which, error);

        if (!own)
                return false;
        if (g_rename(path, dropped) != 0)
                return disk_fail(error, "renaming", path);
        return disk_sync_folder_of(path, error) && blobs_remove(own, error) && backup_tree_remove(dropped, error);
}

bool backup_drop(const char *folder, guint keep, GPtrArray *dropped, GError **error) {
        g_autoptr(GPtrArray) names = backup_names(folder);

        for (guint i = 0; i + keep < names->len; i++) {
                if (!drop(folder, names, i, error))
                        return false;
                g_ptr_array_add(dropped, g_strdup(g_ptr_array_index(names, i)));
        }
        return true;
}
