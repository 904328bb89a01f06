/* What is not a backup is not restored. How one is made and put back is tests/http/backup.test.mjs. */
#include "app/backup.h"

#include "base/refusal.h"

#include <glib/gstdio.h>

typedef struct Place {
        char *folder, *backup, *target;
} Place;

static void place_open(Place *place, gconstpointer unused) {
        (void) unused;
        place->folder = g_dir_make_tmp("shiming-backup-XXXXXX", NULL);
        place->backup = g_build_filename(place->folder, "20180510T103414Z", NULL);
        place->target = g_build_filename(place->folder, "new", NULL);
}

static void place_close(Place *place, gconstpointer unused) {
        g_autofree char *manifest = g_build_filename(place->backup, "manifest.json", NULL);

        (void) unused;
        g_remove(manifest);
        g_rmdir(place->backup);
        g_assert_cmpint(g_rmdir(place->folder), ==, 0);
        g_free(place->folder);
        g_free(place->backup);
        g_free(place->target);
}

static void assert_not_restored(const Place *place) {
        RestoreBackup wish = { .folder = place->folder, .data = place->target, .keyring = "keyring" };
        g_auto(RestoreReport) report = { 0 };
        g_autoptr(GError) error = NULL;

        g_assert_false(app_restore(&wish, 1525948454000000, &report, &error));
        g_assert_true(refusal_is(error, REFUSAL_BACKUP_UNUSABLE));
        g_assert_false(g_file_test(place->target, G_FILE_TEST_EXISTS));
}

static void a_folder_without_a_backup_is_refused(Place *place, gconstpointer unused) {
        (void) unused;
        assert_not_restored(place);
}

static void a_manifest_of_another_format_is_refused(Place *place, gconstpointer unused) {
        static const char *const texts[] = { "", "[]", "{\"format\": \"shiming-backup 2\"}",
                                             "{\"format\": \"shiming-backup 1\"}" };
        g_autofree char *manifest = g_build_filename(place->backup, "manifest.json", NULL);

        (void) unused;
        g_assert_cmpint(g_mkdir(place->backup, 0700), ==, 0);
        for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
                g_assert_true(g_file_set_contents(manifest, texts[i], -1, NULL));
                assert_not_restored(place);
        }
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add("/backup/a folder without a backup is refused", Place, NULL, place_open,
                   a_folder_without_a_backup_is_refused, place_close);
        g_test_add("/backup/a manifest of another format is refused", Place, NULL, place_open,
                   a_manifest_of_another_format_is_refused, place_close);
        return g_test_run();
}
