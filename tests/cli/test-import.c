/* `shiming import` as an operator calls it: what is taken, what is not and why, and what an interruption leaves. */
#include "import-place.h"

#include <glib/gstdio.h>
#include <jansson.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMPANY "91330106MA2B0XY20R"

/* A resident's number, its check character of GB 11643 computed here. */
static void number_append(GString *text, guint serial) {
        static const guint weights[] = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };
        g_autofree char *digits = g_strdup_printf("1101011990%02u%02u%03u", serial / 1000 % 12 + 1,
                                                  serial / 12000 % 28 + 1, serial % 1000);
        guint sum = 0;

        for (gsize i = 0; i < G_N_ELEMENTS(weights); i++)
                sum += weights[i] * (guint) (digits[i] - '0');
        g_string_append(text, digits);
        g_string_append_c(text, "10X98765432"[sum % 11]);
}

/* `count` accounts; every 500th line has no name, and every 700th repeats an earlier account. */
static GString *many_lines(guint count) {
        GString *text = g_string_new(HEADER);

        for (guint i = 1; i <= count; i++) {
                g_string_append_printf(text, "u%u,personal,%s,", i % 700 == 0 ? i / 2 : i,
                                       i % 500 == 0 ? "" : "张伟");
                number_append(text, i);
                g_string_append(text, ",2016-03-01\n");
        }
        return text;
}

/* ---- the database, looked at from outside -------------------------------------------------------------------------- */

/* Everything but what is random or of the day: external ids in order, what each is verified as, and since when. */
#define STATE                                                                                                    \
        "SELECT group_concat(line, ';') FROM (SELECT external_id || ',' || v.kind || ',' || v.method || ',' || " \
        "v.verified_at || ',' || (SELECT count(*) FROM lookups WHERE owner_id = v.subject_id) || ',' || "        \
        "(SELECT count(*) FROM leaves WHERE verification_id = v.id AND leaf_index IS NOT NULL) AS line "         \
        "FROM accounts a JOIN verifications v ON v.account_id = a.id AND v.subject_id = a.tenure ORDER BY "      \
        "external_id)"

static char *state_of(const char *data) {
        g_autofree char *path = g_build_filename(data, "shiming.db", NULL);
        sqlite3_stmt *statement;
        sqlite3 *db;
        char *state;

        g_assert_cmpint(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
        g_assert_cmpint(sqlite3_prepare_v2(db, STATE, -1, &statement, NULL), ==, SQLITE_OK);
        g_assert_cmpint(sqlite3_step(statement), ==, SQLITE_ROW);
        state = g_strdup((const char *) sqlite3_column_text(statement, 0));
        sqlite3_finalize(statement);
        sqlite3_close(db);
        return state;
}

/* ---- what is taken ------------------------------------------------------------------------------------------------- */

static void accounts_are_taken_in_any_order_of_columns_and_the_log_proves_them(Place *place, gconstpointer unused) {
        static const char text[] =
                "\xef\xbb\xbf认证时间,平台账号,主体类型,姓名或名称,证件号码,认证方式,已冻结,手机号\r\n"
                "2016-03-01,u1,个人,\"张伟\",110101199003077758,,,\r\n"
                "2018-05-10T18:00:00+08:00,\"u,2\",企业,\"杭州\"\"云栖\"\"科技有限公司\"," COMPANY
                ",documents,是,\r\n"
                "2018-05-10T18:00:00+08:00,u3,personal,欧阳娜娜,110101199003077758,,false,13800138000"
                "\r\n\r\n";
        g_auto(Run) done = { 0 }, again = { 0 };
        g_autofree char *state = NULL;

        (void) unused;
        file_write(place->file, text, -1);
        done = run(CHINESE, NULL, 0, "import", place->file, "--data", place->data, NULL);
        g_assert_cmpstr(done.err, ==, "");
        g_assert_cmpint(done.status, ==, 0);
        g_assert_cmpstr(done.out, ==, "已导入：读到第 5 行，账号 3 个，拒绝 0 行。\n");
        state = state_of(place->data);
        g_assert_cmpstr(state, ==,
                        "u,2,enterprise,documents,1525946400000000,2,1;"
                        "u1,personal,imported,1456761600000000,2,1;u3,personal,imported,1525946400000000,2,1");
        g_assert_cmpint(count_of(place, "SELECT count(*) FROM accounts WHERE frozen = 1"), ==, 1);
        g_assert_cmpint(count_of(place, "SELECT count(*) FROM subjects WHERE sealed_contacts IS NOT NULL"), ==, 1);
        g_assert_false(g_file_test(place->rejected, G_FILE_TEST_EXISTS));
        assert_log_proves(place);
        again = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, NULL);
        g_assert_cmpint(again.status, ==, 0);
        g_assert_nonnull(strstr(again.out, "imported whole before"));
        g_assert_cmpint(count_of(place, ACCOUNTS), ==, 3);
}

/* ---- what is not --------------------------------------------------------------------------------------------------- */

static void each_bad_line_is_named_with_its_reason_and_kept_as_it_was(Place *place, gconstpointer unused) {
        static const char bad[] = HEADER "good1,personal,张伟,110101199003077758,2016-03-01\n"
                                         "a,personal,张伟,110101199003077759,2016-03-01\n"
                                         "b,personal,张伟,110101199003077758,2016-02-30\n"
                                         "c,personal,张伟,110101199003077758,2999-01-01\n"
                                         "d,person,张伟,110101199003077758,2016-03-01\n"
                                         "e,personal,,110101199003077758,2016-03-01\n"
                                         "f,personal,张伟1,110101199003077758,2016-03-01\n"
                                         "g,personal,张伟,110101199003077758\n"
                                         "h,\"personal,张伟,110101199003077758,2016-03-01\n"
                                         "i,pers\"onal,张伟,110101199003077758,2016-03-01\n"
                                         "j,personal,张\0伟,110101199003077758,2016-03-01\n"
                                         "k,personal,\xd5\xc5\xce\xb0,110101199003077758,2016-03-01\n"
                                         "l,personal,\xff\xfe,110101199003077758,2016-03-01\n"
                                         "good1,personal,张伟,110101199003077758,2016-03-01\n"
                                         "m,enterprise,某某公司,110101199003077758,2016-03-01\n"
                                         "n,personal,\"张伟\n\",1101011990030777,2016-03-01\r\n"
                                         "good2,personal,张伟,110101199003077758,2016-03-01";
        static const char rejected[] =
                "line,reason," HEADER
                "3,number-invalid number checksum,a,personal,张伟,110101199003077759,2016-03-01\n"
                "4,malformed-value since,b,personal,张伟,110101199003077758,2016-02-30\n"
                "5,out-of-range since,c,personal,张伟,110101199003077758,2999-01-01\n"
                "6,unknown-value kind,d,person,张伟,110101199003077758,2016-03-01\n"
                "7,missing-field name,e,personal,,110101199003077758,2016-03-01\n"
                "8,name-invalid name character,f,personal,张伟1,110101199003077758,2016-03-01\n"
                "9,csv-columns 4,g,personal,张伟,110101199003077758\n"
                "10,csv-quote,h,\"personal,张伟,110101199003077758,2016-03-01\n"
                "11,csv-quote,i,pers\"onal,张伟,110101199003077758,2016-03-01\n"
                "12,csv-nul,j,personal,张\0伟,110101199003077758,2016-03-01\n"
                "13,encoding GB18030,k,personal,\xd5\xc5\xce\xb0,110101199003077758,2016-03-01\n"
                "14,encoding,l,personal,\xff\xfe,110101199003077758,2016-03-01\n"
                "15,repeated-value external_id,good1,personal,张伟,110101199003077758,2016-03-01\n"
                "16,number-invalid number checksum,m,enterprise,某某公司,110101199003077758,2016-03-01\n"
                "17,number-invalid number length,n,personal,\"张伟\n\",1101011990030777,2016-03-01\n";
        g_autofree char *kept = NULL;
        g_auto(Run) done = { 0 };
        struct stat about;
        gsize size;

        (void) unused;
        file_write(place->file, bad, sizeof bad - 1);
        done = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, NULL);
        assert_refusal(&done, REFUSAL_IMPORT_LINES);
        g_assert_nonnull(strstr(done.err, "not taken: 15 ("));
        g_assert_nonnull(strstr(done.err, "csv-quote 2"));
        g_assert_true(g_file_get_contents(place->rejected, &kept, &size, NULL));
        g_assert_cmpuint(size, ==, sizeof rejected - 1);
        g_assert_cmpint(memcmp(kept, rejected, size), ==, 0);
        g_assert_cmpint(stat(place->rejected, &about), ==, 0);
        g_assert_cmpint(about.st_mode & 0777, ==, 0600);
        g_assert_cmpint(count_of(place, ACCOUNTS), ==, 2);
        assert_log_proves(place);
}

static void what_was_rejected_is_mended_and_imported_as_it_stands(Place *place, gconstpointer unused) {
        g_autofree char *text = NULL;
        g_autoptr(GString) whole = NULL;
        g_auto(Run) first = { 0 }, refused = { 0 }, second = { 0 };

        (void) unused;
        file_write(place->file, HEADER "a,personal,张伟,110101199003077759,2016-03-01\n", -1);
        first = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, NULL);
        g_assert_cmpint(first.status, ==, 1);
        text = file_read(place->rejected);
        whole = g_string_new(text);
        g_string_replace(whole, "110101199003077759", "110101199003077758", 0);
        file_write(place->rejected, whole->str, -1);
        refused = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, "--anew", NULL);
        g_assert_cmpint(refused.status, ==, 1);
        g_assert_nonnull(strstr(refused.err, "is there already; move it away"));
        second = run(ENGLISH, NULL, 0, "import", place->rejected, "--data", place->data, NULL);
        g_assert_cmpint(second.status, ==, 0);
        g_assert_cmpint(count_of(place, ACCOUNTS), ==, 1);
}

static void what_is_known_already_is_not_taken_twice(Place *place, gconstpointer unused) {
        static const char line[] = "a,personal,张伟,110101199003077758,2016-03-01\n";
        g_autofree char *text = g_strconcat(HEADER, line, NULL), *other = g_strconcat(text, line, NULL);
        g_autofree char *kept = NULL;
        g_auto(Run) first = run(ENGLISH, text, strlen(text), "import", "-", "--data", place->data, NULL);
        g_auto(Run) second = { 0 };

        (void) unused;
        g_assert_cmpint(first.status, ==, 0);
        file_write(place->file, other, -1);
        second = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, NULL);
        g_assert_cmpint(second.status, ==, 1);
        kept = file_read(place->rejected);
        g_assert_nonnull(strstr(kept, "\n2,account-exists external_id,a,"));
        g_assert_nonnull(strstr(kept, "\n3,repeated-value external_id,a,"));
        g_assert_cmpint(count_of(place, ACCOUNTS), ==, 1);
}

/* ---- files that are wrong as a whole ------------------------------------------------------------------------------- */

static void assert_refused_whole(Place *place, const char *text, gssize size, const char *words) {
        g_auto(Run) refused = { 0 };

        file_write(place->file, text, size);
        refused = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, NULL);
        assert_refusal(&refused, REFUSAL_IMPORT_INVALID);
        g_assert_nonnull(strstr(refused.err, words));
        g_assert_cmpint(count_of(place, ACCOUNTS), ==, 0);
        g_assert_cmpint(count_of(place, "SELECT count(*) FROM imports"), ==, 0);
        g_assert_false(g_file_test(place->rejected, G_FILE_TEST_EXISTS));
}

static void a_file_that_is_wrong_as_a_whole_is_refused_before_anything_is_taken(Place *place, gconstpointer unused) {
        static const char line[] = "a,personal,张伟,110101199003077758,2016-03-01\n";
        g_autofree char *missing = g_strconcat("external_id,kind,name,number\n", line, NULL);
        g_autofree char *unknown = g_strconcat("external_id,kind,name,number,since,colour\n", line, NULL);
        g_autofree char *twice = g_strconcat("external_id,kind,name,number,since,kind\n", line, NULL);
        g_autofree char *quote = g_strconcat("external_id,\"kind,name,number,since\n", line, NULL);
        g_autofree char *gb = g_convert(HEADER "a,personal,张伟,110101199003077758,2016-03-01\n", -1, "GB18030",
                                        "UTF-8", NULL, NULL, NULL);

        (void) unused;
        g_assert_nonnull(gb);
        assert_refused_whole(place, missing, -1, "a column is missing: since");
        assert_refused_whole(place, unknown, -1, "no such column (docs/import.md lists them): colour");
        assert_refused_whole(place, twice, -1, "there twice: kind");
        assert_refused_whole(place, quote, -1, "line 1 is no header of CSV");
        assert_refused_whole(place, "", 0, "line 1 is no header of CSV");
        assert_refused_whole(place, gb, -1, "the file is GB 18030: convert it with iconv -f GB18030 -t UTF-8");
        assert_refused_whole(place,
                             "\xff\xfe"
                             "e\0x\0",
                             6, "the file is UTF-16");
}

static void wrong_use_is_told(Place *place, gconstpointer unused) {
        g_auto(Run) none = run(ENGLISH, NULL, 0, "import", "--data", place->data, NULL);
        g_auto(Run) absent = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, NULL);
        g_auto(Run) folder = run(ENGLISH, NULL, 0, "import", place->folder, "--data", place->data, NULL);

        (void) unused;
        g_assert_cmpint(none.status, ==, 2);
        g_assert_cmpint(absent.status, ==, 3);
        g_assert_nonnull(strstr(absent.err, "accounts.csv: No such file"));
        g_assert_cmpint(folder.status, ==, 3);
        g_assert_nonnull(strstr(folder.err, "Is a directory"));
}

/* The reader's window is 1 MiB and a batch some more; a line of 100 MB would show. */
static void a_line_of_100_megabytes_is_refused_without_being_held(Place *place, gconstpointer unused) {
        static const int huge_bytes = 100 * 1000 * 1000;
        g_autofree char *kept = NULL;
        g_auto(Run) done = { 0 };
        struct rusage children;
        FILE *file = g_fopen(place->file, "w");

        (void) unused;
        fputs(HEADER, file);
        for (int i = 0; i < huge_bytes; i++)
                putc('x', file);
        fputs("\na,personal,张伟,110101199003077758,2016-03-01\n", file);
        g_assert_cmpint(fclose(file), ==, 0);
        done = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, NULL);
        g_assert_cmpint(done.status, ==, 1);
        g_assert_cmpint(getrusage(RUSAGE_CHILDREN, &children), ==, 0);
        if (!g_getenv("ASAN_OPTIONS"))                             /* which keeps shadows of its own */
                g_assert_cmpint(children.ru_maxrss, <, 80 * 1024); /* KiB */
        kept = file_read(place->rejected);
        g_assert_nonnull(strstr(kept, "\n2,csv-too-long,xxx"));
        g_assert_cmpuint(strlen(kept), <, 2000);
        g_assert_cmpint(count_of(place, ACCOUNTS), ==, 1);
}

static void a_dry_run_checks_everything_and_writes_nothing(Place *place, gconstpointer unused) {
        g_auto(Run) done = { 0 };
        json_auto_t *summary = NULL;

        (void) unused;
        file_write(place->file,
                   HEADER "a,personal,张伟,110101199003077758,2016-03-01\nb,personal,,,\n"
                          "a,personal,张伟,110101199003077758,2016-03-01\n",
                   -1);
        done = run(ENGLISH, NULL, 0, "import", place->file, "--data", place->data, "--dry-run", "--json", NULL);
        g_assert_cmpint(done.status, ==, 1);
        summary = json_loads(done.out, 0, NULL);
        g_assert_cmpint(json_integer_value(json_object_get(summary, "taken")), ==, 1);
        g_assert_cmpint(json_integer_value(json_object_get(summary, "rejected")), ==, 2);
        g_assert_true(json_is_true(json_object_get(summary, "dry_run")));
        g_assert_cmpint(json_integer_value(json_object_get(json_object_get(summary, "reasons"), "missing-field")), ==,
                        1);
        g_assert_cmpint(count_of(place, "SELECT (" ACCOUNTS ") + (SELECT count(*) FROM imports)"), ==, 0);
        g_assert_false(g_file_test(place->rejected, G_FILE_TEST_EXISTS));
}

/* ---- interruptions ------------------------------------------------------------------------------------------------- */

/* Gives an import the beginning of a stream and no end, waits until a batch of it is committed, and ends it by a signal. */
static int import_interrupt(const Place *place, const GString *text, gsize size, int signal_number) {
        const char *const words[] = { g_getenv("SHIMING"), "import", "-",         "--rejected",
                                      place->rejected,     "--data", place->data, NULL };
        g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "LC_ALL", ENGLISH, TRUE);
        int in, status;
        GPid pid;

        g_assert_true(g_spawn_async_with_pipes(NULL, (char **) words, environment,
                                               G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                                                       | G_SPAWN_STDERR_TO_DEV_NULL,
                                               NULL, NULL, &pid, &in, NULL, NULL, NULL));
        for (gsize written = 0; written < size;) {
                ssize_t count = write(in, text->str + written, size - written);

                g_assert_cmpint(count, >, 0);
                written += (gsize) count;
        }
        for (guint tries = 0; count_of(place, ACCOUNTS) == 0; tries++) {
                g_assert_cmpuint(tries, <, 3000);
                g_usleep(20000);
        }
        g_assert_cmpint(kill(pid, signal_number), ==, 0);
        waitpid(pid, &status, 0);
        close(in);
        return status;
}

static char *whole_import(const GString *text, char **rejected) {
        Place other;
        g_auto(Run) done = { 0 };
        char *state;

        place_open(&other, NULL);
        done = run(ENGLISH, text->str, text->len, "import", "-", "--rejected", other.rejected, "--data", other.data,
                   NULL);
        g_assert_cmpint(done.status, ==, 1);
        state = state_of(other.data);
        *rejected = file_read(other.rejected);
        place_close(&other, NULL);
        return state;
}

static void assert_goes_on_as_if_nothing_had_been(Place *place, const GString *text) {
        g_autofree char *rejected_whole = NULL, *whole = whole_import(text, &rejected_whole), *state = NULL,
                        *rejected = NULL;
        g_auto(Run) resumed = run(ENGLISH, text->str, text->len, "import", "-", "--rejected", place->rejected,
                                  "--data", place->data, "--json", NULL);
        json_auto_t *summary = json_loads(resumed.out, 0, NULL);

        g_assert_cmpint(json_integer_value(json_object_get(summary, "resumed_after_line")), >=, 10000);
        state = state_of(place->data);
        rejected = file_read(place->rejected);
        g_assert_cmpstr(state, ==, whole);
        g_assert_cmpstr(rejected, ==, rejected_whole);
        assert_log_proves(place);
}

static void after_kill_9_the_same_command_goes_on(Place *place, gconstpointer unused) {
        g_autoptr(GString) text = many_lines(24000);
        int status = import_interrupt(place, text, text->len * 9 / 10, SIGKILL);

        (void) unused;
        g_assert_true(WIFSIGNALED(status));
        assert_goes_on_as_if_nothing_had_been(place, text);
}

static void after_ctrl_c_the_same_command_goes_on(Place *place, gconstpointer unused) {
        g_autoptr(GString) text = many_lines(24000);
        int status = import_interrupt(place, text, text->len * 9 / 10, SIGINT);

        (void) unused;
        g_assert_true(WIFEXITED(status));
        g_assert_cmpint(WEXITSTATUS(status), ==, 1);
        assert_goes_on_as_if_nothing_had_been(place, text);
}

static void a_file_that_changed_meanwhile_is_refused(Place *place, gconstpointer unused) {
        g_autoptr(GString) text = many_lines(15000);
        g_auto(Run) refused = { 0 }, anew = { 0 };
        gint64 taken;

        (void) unused;
        import_interrupt(place, text, text->len * 9 / 10, SIGKILL);
        taken = count_of(place, ACCOUNTS);
        text->str[strlen(HEADER)] = 'v';
        refused = run(ENGLISH, text->str, text->len, "import", "-", "--rejected", place->rejected, "--data",
                      place->data, NULL);
        assert_refusal(&refused, REFUSAL_IMPORT_CHANGED);
        g_assert_cmpint(count_of(place, ACCOUNTS), ==, taken);
        g_remove(place->rejected);
        anew = run(ENGLISH, text->str, text->len, "import", "-", "--anew", "--rejected", place->rejected, "--data",
                   place->data, NULL);
        g_assert_cmpint(anew.status, ==, 1);
        g_assert_nonnull(strstr(anew.err, "account-exists"));
        assert_log_proves(place);
}

int main(int argc, char **argv) {
        static const struct {
                const char *name;
                void (*test)(Place *, gconstpointer);
        } tests[] = {
                { "/import/taken", accounts_are_taken_in_any_order_of_columns_and_the_log_proves_them },
                { "/import/bad-lines", each_bad_line_is_named_with_its_reason_and_kept_as_it_was },
                { "/import/mended", what_was_rejected_is_mended_and_imported_as_it_stands },
                { "/import/known", what_is_known_already_is_not_taken_twice },
                { "/import/refused-whole", a_file_that_is_wrong_as_a_whole_is_refused_before_anything_is_taken },
                { "/import/wrong-use", wrong_use_is_told },
                { "/import/100-megabytes", a_line_of_100_megabytes_is_refused_without_being_held },
                { "/import/dry-run", a_dry_run_checks_everything_and_writes_nothing },
                { "/import/kill-9", after_kill_9_the_same_command_goes_on },
                { "/import/ctrl-c", after_ctrl_c_the_same_command_goes_on },
                { "/import/changed", a_file_that_changed_meanwhile_is_refused },
        };

        g_test_init(&argc, &argv, NULL);
        for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
                g_test_add(tests[i].name, Place, NULL, place_open, tests[i].test, place_close);
        return g_test_run();
}
