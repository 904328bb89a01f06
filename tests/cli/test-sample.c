/* `shiming init --sample`: an instance with every stage in it, whose log agrees with its database. */
#include "run.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

static const char *const case_states[] = {
        "draft",         "awaiting-partner", "awaiting-parcel", "submitted", "in-review",
        "second-review", "needs-more",       "re-verifying",    "disputed",  "completed",
        "rejected",      "withdrawn",        "expired",         "lapsed"
};
static const char *const attempt_states[] = { "open", "submitted", "in-review", "passed", "failed" };

typedef struct Instance {
        char *parent, *folder;
        Run made;
} Instance;

static void sample_make(Instance *instance, G_GNUC_UNUSED gconstpointer nothing) {
        instance->parent = g_dir_make_tmp("shiming-test-XXXXXX", NULL);
        g_assert_nonnull(instance->parent);
        instance->folder = g_build_filename(instance->parent, "data", NULL);
        instance->made = run("en_US.UTF-8", "", 0, "init", "--data", instance->folder, "--sample", NULL);
        g_assert_cmpstr(instance->made.err, ==, "");
        g_assert_cmpint(instance->made.status, ==, 0);
}

static void folder_remove(const char *path) {
        g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

        for (const char *name = folder ? g_dir_read_name(folder) : NULL; name; name = g_dir_read_name(folder)) {
                g_autofree char *inside = g_build_filename(path, name, NULL);

                folder_remove(inside);
        }
        (void) g_remove(path);
}

static void sample_remove(Instance *instance, G_GNUC_UNUSED gconstpointer nothing) {
        folder_remove(instance->parent);
        run_clear(&instance->made);
        g_free(instance->folder);
        g_free(instance->parent);
}

static void kind_is_in(sqlite3 *database, const char *kind, const char *state) {
        sqlite3_stmt *count = NULL;

        g_assert_cmpint(sqlite3_prepare_v2(database,
                                           "SELECT count(*) FROM proceedings WHERE kind = ?1 AND state = ?2", -1,
                                           &count, NULL),
                        ==, SQLITE_OK);
        sqlite3_bind_text(count, 1, kind, -1, SQLITE_STATIC);
        sqlite3_bind_text(count, 2, state, -1, SQLITE_STATIC);
        g_assert_cmpint(sqlite3_step(count), ==, SQLITE_ROW);
        if (sqlite3_column_int(count, 0) == 0)
                g_error("the sample has no %s in %s", kind, state);
        sqlite3_finalize(count);
}

static void every_state_is_there(const char *folder) {
        g_autofree char *path = g_build_filename(folder, "shiming.db", NULL);
        sqlite3 *database = NULL;

        g_assert_cmpint(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
        for (guint i = 0; i < G_N_ELEMENTS(case_states); i++)
                kind_is_in(database, "case", case_states[i]);
        for (guint i = 0; i < G_N_ELEMENTS(attempt_states); i++)
                kind_is_in(database, "attempt", attempt_states[i]);
        sqlite3_close(database);
}

static char *own_file_read(const Instance *instance, const char *name) {
        g_autofree char *path = g_build_filename(instance->folder, name, NULL);
        char *text = NULL;
        GStatBuf file;

        g_assert_cmpint(g_stat(path, &file), ==, 0);
        g_assert_cmpint(file.st_mode & 07777, ==, 0600);
        g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
        return text;
}

static void only_the_owner_reads_the_log_ins(const Instance *instance) {
        g_autofree char *text = own_file_read(instance, "sample-logins.txt");
        g_autofree char *door = own_file_read(instance, "sample.json");

        g_assert_nonnull(strstr(instance->made.out, text));
        g_assert_nonnull(strstr(text, "reviewer1"));
        g_assert_nonnull(strstr(text, "shk_"));
        g_assert_nonnull(strstr(door, "shk_"));
}

static void the_door_opens_on_this_machine_only(const Instance *instance) {
        g_auto(Run) far = run("en_US.UTF-8", "", 0, "serve", "--data", instance->folder, "--sample", "--listen",
                              "0.0.0.0:0", NULL);

        g_assert_cmpint(far.status, ==, 2);
        g_assert_nonnull(strstr(far.err, "on this machine only"));
}

static void a_sample_has_every_stage_and_its_log_agrees(Instance *instance, G_GNUC_UNUSED gconstpointer nothing) {
        g_auto(Run) verified = run("en_US.UTF-8", "", 0, "ledger", "verify", "--data", instance->folder, NULL);

        g_assert_cmpint(verified.status, ==, 0);
        every_state_is_there(instance->folder);
        only_the_owner_reads_the_log_ins(instance);
        the_door_opens_on_this_machine_only(instance);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add("/sample/a sample has every stage, and its log agrees", Instance, NULL, sample_make,
                   a_sample_has_every_stage_and_its_log_agrees, sample_remove);
        return g_test_run();
}
