/* Makes a data folder; see open.h. */
#include "app/open.h"

#include "base/refusal.h"

#include <errno.h>
#include <glib/gstdio.h>

#define FOLDER_MODE 0700
#define FILE_MODE 0600

static bool refuse_errno(GError **error, int code, const char *path) {
        return fail(error, code == ENOSPC || code == EDQUOT ? FAILURE_FULL : FAILURE_FILE, "%s: %s", path,
                    g_strerror(code));
}

static bool folder_is_free(const char *folder, GError **error) {
        g_autoptr(GError) reason = NULL;
        g_autoptr(GDir) there = NULL;

        if (!g_file_test(folder, G_FILE_TEST_EXISTS))
                return true;
        there = g_dir_open(folder, 0, &reason);
        if (!there)
                return fail(error, FAILURE_FILE, "%s", reason->message);
        return !g_dir_read_name(there) || refuse(error, REFUSAL_FOLDER_NOT_EMPTY, NULL, folder, NULL);
}

static bool file_make(const char *path, const char *text, gsize size, GError **error) {
        g_autoptr(GError) reason = NULL;

        if (g_file_set_contents_full(path, text, (gssize) size,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, FILE_MODE,
                                     &reason))
                return true;
        return fail(error, g_error_matches(reason, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? FAILURE_FULL : FAILURE_FILE,
                    "%s", reason->message);
}

static bool folder_fill(const AppConfig *config, gint64 now, GError **error) {
        g_autoptr(Calendar) calendar = calendar_builtin();
        GBytes *calendar_text = calendar_bytes(calendar);
        g_autoptr(Blobs) blobs = NULL;
        gsize size;
        const char *policy = policy_builtin_text(&size);

        if (!keyring_create(config->keyring, now, error) || !file_make(config->policy, policy, size, error)
            || !file_make(config->calendar, g_bytes_get_data(calendar_text, NULL), g_bytes_get_size(calendar_text),
                          error))
                return false;
        blobs = blobs_open(config->evidence, error);
        return blobs != NULL;
}

bool app_folder_make(const char *folder, gint64 now, GError **error) {
        g_autoptr(AppConfig) config = app_config_of_folder(folder);

        if (!folder_is_free(folder, error))
                return false;
        if (g_mkdir_with_parents(folder, FOLDER_MODE) != 0 || g_chmod(folder, FOLDER_MODE) != 0)
                return refuse_errno(error, errno, folder);
        if (folder_fill(config, now, error))
                return true;
        app_folder_remove(folder);
        return false;
}

/* The blobs lie one folder deeper (vault/blobs.h); a link is removed, never followed. */
static void inside_remove(const char *path, guint depth) {
        g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

        for (const char *name = folder ? g_dir_read_name(folder) : NULL; name; name = g_dir_read_name(folder)) {
                g_autofree char *inside = g_build_filename(path, name, NULL);

                if (depth > 0 && !g_file_test(inside, G_FILE_TEST_IS_SYMLINK))
                        inside_remove(inside, depth - 1);
                (void) g_remove(inside);
        }
}

void app_folder_remove(const char *folder) {
        static const char *const names[] = { "shiming.db",        "shiming.db-wal", "shiming.db-shm", "keyring",
                                             "policy.yaml",       "calendar.yaml",  "bank.yaml",      "limits.yaml",
                                             "sample-logins.txt", "sample.json",    "evidence" };
        g_autofree char *evidence = g_build_filename(folder, "evidence", NULL);

        inside_remove(evidence, 1);
        for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
                g_autofree char *path = g_build_filename(folder, names[i], NULL);

                (void) g_remove(path);
        }
        (void) g_rmdir(folder);
}
