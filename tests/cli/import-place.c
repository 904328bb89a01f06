/* An instance in a folder of its own, and how to look at it. */
#include "import-place.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

void place_open(Place *place, gconstpointer unused) {
        g_auto(Run) made = { 0 };

        (void) unused;
        place->folder = g_dir_make_tmp("shiming-import-XXXXXX", NULL);
        place->data = g_build_filename(place->folder, "data", NULL);
        place->file = g_build_filename(place->folder, "accounts.csv", NULL);
        place->rejected = g_strconcat(place->file, ".rejected.csv", NULL);
        made = run(ENGLISH, NULL, 0, "init", "--data", place->data, NULL);
        g_assert_cmpint(made.status, ==, 0);
}

void folder_remove(const char *path) {
        g_autoptr(GDir) inside = g_dir_open(path, 0, NULL);

        for (const char *name = inside ? g_dir_read_name(inside) : NULL; name; name = g_dir_read_name(inside)) {
                g_autofree char *each = g_build_filename(path, name, NULL);

                folder_remove(each);
        }
        g_remove(path);
}

void place_close(Place *place, gconstpointer unused) {
        (void) unused;
        folder_remove(place->folder);
        g_free(place->folder);
        g_free(place->data);
        g_free(place->file);
        g_free(place->rejected);
}

void file_write(const char *path, const char *text, gssize size) {
        g_autoptr(GError) error = NULL;

        g_file_set_contents(path, text, size, &error);
        g_assert_no_error(error);
}

char *file_read(const char *path) {
        char *text = NULL;

        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        return text;
}

gint64 count_of(const Place *place, const char *sql) {
        g_autofree char *path = g_build_filename(place->data, "shiming.db", NULL);
        sqlite3_stmt *statement;
        sqlite3 *db;
        gint64 count;

        g_assert_cmpint(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
        sqlite3_busy_timeout(db, 5000);
        g_assert_cmpint(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), ==, SQLITE_OK);
        g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_ROW);
        count = sqlite3_column_int64(statement, 0);
        sqlite3_finalize(statement);
        sqlite3_close(db);
        return count;
}

void assert_log_proves(const Place *place) {
        g_auto(Run) verified = run(ENGLISH, NULL, 0, "ledger", "verify", "--data", place->data, NULL);

        g_assert_cmpint(verified.status, ==, 0);
}

void assert_refusal(const Run *ended, RefusalKind kind) {
        const char *text = refusal_type(kind)->text[LANGUAGE_EN];
        g_autofree char *head = g_strndup(text, strcspn(text, "{"));

        g_assert_cmpint(ended->status, ==, 1);
        g_assert_nonnull(strstr(ended->err, *head ? head : strrchr(text, '}') + 1));
}
