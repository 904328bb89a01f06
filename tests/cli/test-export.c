/* `shiming export`, and `shiming import` of what it wrote. */
#include "import-place.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

/* An instance with cases, released verifications and accounts that nobody has named. */
static void sample_make(const Place *place) {
        g_auto(Run) made = { 0 };

        folder_remove(place->data);
        made = run(ENGLISH, NULL, 0, "init", "--sample", "--data", place->data, NULL);
        g_assert_cmpint(made.status, ==, 0);
}

/* Everything behind the head, which bears the export's own id. */
static char *clear_export(const char *data) {
        g_auto(Run) done = run(ENGLISH, NULL, 0, "export", "--data", data, "--clear", "--reason", "comparing", NULL);

        g_assert_cmpint(done.status, ==, 0);
        return g_strdup(strchr(done.out, '\n') + 1);
}

/* A new database under a keyring that is there already. */
static void keyring_copy(const char *from, const char *to) {
        g_autofree char *source = g_build_filename(from, "keyring", NULL),
                        *target = g_build_filename(to, "keyring", NULL);
        g_autofree char *text = file_read(source);

        static const char *const database[] = { "shiming.db", "shiming.db-wal", "shiming.db-shm" };

        for (gsize i = 0; i < G_N_ELEMENTS(database); i++) {
                g_autofree char *path = g_build_filename(to, database[i], NULL);

                g_remove(path);
        }
        file_write(target, text, -1);
        g_assert_cmpint(g_chmod(target, 0600), ==, 0);
}

static void a_sealed_export_is_taken_back_whole_under_the_same_keyring(Place *place, gconstpointer unused) {
        g_autofree char *path = g_build_filename(place->folder, "out.jsonl", NULL), *text = NULL, *there = NULL,
                        *here = NULL;
        g_auto(Run) exported = { 0 }, again = { 0 }, taken = { 0 };
        struct stat about;
        Place other;

        (void) unused;
        sample_make(place);
        exported = run(ENGLISH, NULL, 0, "export", "--data", place->data, "--out", path, NULL);
        g_assert_cmpint(exported.status, ==, 0);
        g_assert_cmpint(stat(path, &about), ==, 0);
        g_assert_cmpint(about.st_mode & 0777, ==, 0600);
        again = run(ENGLISH, NULL, 0, "export", "--data", place->data, "--out", path, NULL);
        g_assert_cmpint(again.status, ==, 3);
        text = file_read(path);
        g_assert_null(strstr(text, "external_id"));
        g_assert_null(strstr(text, "aliyun-"));
        place_open(&other, NULL);
        keyring_copy(place->data, other.data);
        taken = run(ENGLISH, NULL, 0, "import", path, "--data", other.data, NULL);
        g_assert_cmpstr(taken.err, ==, "");
        g_assert_cmpint(taken.status, ==, 0);
        assert_log_proves(&other);
        there = clear_export(other.data);
        here = clear_export(place->data);
        g_assert_nonnull(strstr(here, "\"released_at\""));
        g_assert_cmpstr(there, ==, here);
        place_close(&other, NULL);
}

static void an_export_in_clear_is_taken_back_by_anybody(Place *place, gconstpointer unused) {
        g_autofree char *path = g_build_filename(place->folder, "out.jsonl", NULL), *there = NULL, *here = NULL;
        g_auto(Run) exported = { 0 }, taken = { 0 };
        Place other;

        (void) unused;
        sample_make(place);
        exported = run(ENGLISH, NULL, 0, "export", "--data", place->data, "--out", path, "--clear", "--reason",
                       "moving", "--json", NULL);
        g_assert_true(g_str_has_suffix(exported.out, "\"clear\":true}\n"));
        g_assert_cmpint(count_of(place, "SELECT count(*) FROM events WHERE event = 'export'"), ==, 1);
        place_open(&other, NULL);
        taken = run(ENGLISH, NULL, 0, "import", path, "--data", other.data, NULL);
        g_assert_cmpint(taken.status, ==, 0);
        assert_log_proves(&other);
        there = clear_export(other.data);
        here = clear_export(place->data);
        g_assert_cmpstr(there, ==, here);
        place_close(&other, NULL);
}

static void an_export_that_was_tampered_with_is_told(Place *place, gconstpointer unused) {
        g_autofree char *path = g_build_filename(place->folder, "out.jsonl", NULL), *rejected = NULL;
        g_autofree char *swapped = NULL, *cut = NULL, *kept = NULL;
        g_auto(GStrv) lines = NULL;
        g_auto(Run) taken = { 0 }, exported = { 0 }, foreign = { 0 }, imported = { 0 }, short_one = { 0 };

        (void) unused;
        file_write(place->file,
                   HEADER
                   "a,personal,张伟,110101199003077758,2016-03-01\nb,personal,张伟,110101199003077758,2016-03-01\n"
                   "c,personal,张伟,110101199003077758,2016-03-01\n",
                   -1);
        imported = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, NULL);
        exported = run(ENGLISH, NULL, 0, "export", "--data", place->data, NULL);
        g_assert_cmpint(exported.status, ==, 0);
        lines = g_strsplit(exported.out, "\n", -1);
        rejected = g_strconcat(path, ".rejected.csv", NULL);
        /* head, a, c, b, end: c and b are not where they were sealed */
        swapped = g_strjoin("\n", lines[0], lines[1], lines[3], lines[2], lines[4], "", NULL);
        file_write(path, swapped, -1);
        taken = run(ENGLISH, NULL, 0, "import", path, "--data", place->data, NULL);
        g_assert_cmpint(taken.status, ==, 1);
        kept = file_read(rejected);
        g_assert_nonnull(strstr(kept, "\n2,account-exists external_id,"));
        g_assert_nonnull(strstr(kept, "\n3,unsealed line,"));
        g_assert_nonnull(strstr(kept, "\n4,unsealed line,"));
        g_remove(rejected);
        cut = g_strjoin("\n", lines[0], lines[1], "", NULL);
        file_write(path, cut, -1);
        short_one = run(ENGLISH, NULL, 0, "import", path, "--data", place->data, "--anew", NULL);
        g_assert_cmpint(short_one.status, ==, 1);
        g_assert_nonnull(strstr(short_one.err, "export-cut-off 1"));
        place_close(place, NULL);
        place_open(place, NULL);
        foreign = run(ENGLISH, exported.out, exported.out_size, "import", "-", "--data", place->data, NULL);
        assert_refusal(&foreign, REFUSAL_IMPORT_INVALID);
        g_assert_nonnull(strstr(foreign.err, "sealed under another keyring"));
        g_assert_cmpint(count_of(place, ACCOUNTS), ==, 0);
}

static void an_export_in_clear_needs_a_reason(Place *place, gconstpointer unused) {
        g_auto(Run) none = run(ENGLISH, NULL, 0, "export", "--clear", "--data", place->data, NULL);
        g_auto(Run) alone = run(ENGLISH, NULL, 0, "export", "--reason", "x", "--data", place->data, NULL);
        g_auto(Run) clear = run(ENGLISH, NULL, 0, "export", "--clear", "--reason", "x", "--data", place->data, NULL);

        (void) unused;
        g_assert_cmpint(none.status, ==, 2);
        g_assert_nonnull(strstr(none.err, "--clear needs --reason"));
        g_assert_cmpint(alone.status, ==, 2);
        g_assert_cmpint(clear.status, ==, 0);
        g_assert_cmpint(count_of(place, "SELECT count(*) FROM events WHERE event = 'export'"), ==, 1);
}

int main(int argc, char **argv) {
        static const struct {
                const char *name;
                void (*test)(Place *, gconstpointer);
        } tests[] = {
                { "/export/sealed", a_sealed_export_is_taken_back_whole_under_the_same_keyring },
                { "/export/clear", an_export_in_clear_is_taken_back_by_anybody },
                { "/export/tampered", an_export_that_was_tampered_with_is_told },
                { "/export/reason", an_export_in_clear_needs_a_reason },
        };

        g_test_init(&argc, &argv, NULL);
        for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
                g_test_add(tests[i].name, Place, NULL, place_open, tests[i].test, place_close);
        return g_test_run();
}
