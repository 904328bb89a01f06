/* What a restore reads of a backup before it trusts it: the manifest, and the lines of SHA256SUMS, none of which may lead out of
 * the backup. */
#include "tests/fuzz/fuzz.h"

#include "app/backup-files.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *sums_folder;

static void folder_remove(void) {
        g_autofree char *sums = g_build_filename(sums_folder, BACKUP_SUMS, NULL);

        g_unlink(sums);
        g_rmdir(sums_folder);
        g_free(sums_folder);
}

static void check_manifest(const guint8 *bytes, gsize size) {
        g_auto(Manifest) manifest = { 0 };
        GError *error = NULL;
        bool taken = manifest_read(fuzz_file(bytes, size), &manifest, &error);

        fuzz_check(taken, error);
        g_assert(!taken || (manifest.steps && manifest.masters && manifest.missing && manifest.log_size >= 0));
}

static void check_sum(const Sum *sum) {
        g_auto(GStrv) segments = g_strsplit(sum->path, "/", -1);

        g_assert(*sum->path != '/');
        g_assert(sum->is_blob ? g_str_has_prefix(sum->path, BACKUP_BLOB_PREFIX)
                              : !g_strv_contains((const char *const *) segments, ".."));
}

static void check_sums(const guint8 *bytes, gsize size) {
        g_autoptr(SumsReader) reader = NULL;
        g_autofree char *path = NULL;
        GError *error = NULL;
        bool more = true, taken;
        Sum sum;

        if (!sums_folder) {
                sums_folder = g_dir_make_tmp("shiming-fuzz-XXXXXX", NULL);
                atexit(folder_remove);
        }
        path = g_build_filename(sums_folder, BACKUP_SUMS, NULL);
        g_assert(g_file_set_contents_full(path, (const char *) bytes, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT,
                                          0600, NULL));
        reader = sums_open(sums_folder, NULL);
        do {
                taken = sums_next(reader, &sum, &more, &error);
                if (taken && more)
                        check_sum(&sum);
        } while (taken && more);
        fuzz_check(taken, error);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        if (fuzz_choose(&bytes, &size, 2) == 0)
                check_manifest(bytes, size);
        else
                check_sums(bytes, size);
        return 0;
}
