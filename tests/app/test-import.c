/* Many accounts at once, over both databases: what a batch writes, what it leaves out, and that the log proves it. */
#include "app/accounts.h"
#include "app/export.h"
#include "app/ledger.h"
#include "tests/app/fixture.h"

#include <string.h>

static bool rejects_count(const ImportReject *rejects, gsize count, gint64 *size, gpointer user, GError **error) {
        GString *text = user;

        (void) error;
        g_string_truncate(text, 0); /* the transaction may be run again */
        for (gsize i = 0; i < count; i++)
                g_string_append_printf(text, "%d %s;", (int) rejects[i].line.number, rejects[i].reason);
        *size = (gint64) count;
        return true;
}

/* A line of CSV into the batch, as the command does it. */
static void line_take(const Fixture *fixture, ImportBatch *batch, gint64 number, const char *external_id,
                      const char *name) {
        static const char *const names[] = { "external_id", "kind", "name", "number", "since" };
        const char *const fields[] = { external_id, "personal", name, "110101199003077758", "2016-03-01" };
        ImportRules rules = { .today = civil_date_at(fixture->now, fixture->app->policy->zone),
                              .now = fixture->now,
                              .zone = fixture->app->policy->zone };
        ImportLine line = { .number = number, .bytes = external_id, .size = strlen(external_id) };
        g_autoptr(GError) error = NULL;
        g_autofree char *reason = NULL;
        ImportCsvLine read;
        ImportHeader header;

        g_assert_true(import_header_read("x", names, G_N_ELEMENTS(names), &header, &error));
        if (import_csv_read(&header, fields, G_N_ELEMENTS(fields), &rules, &read, &reason))
                import_batch_take(batch, &line, &read.account, fixture->now);
        else
                import_batch_reject(batch, &line, reason);
        import_csv_clear(&read);
}

static void assert_log_proves(const Fixture *fixture, guint64 leaves) {
        VerifyLog wish = { .quick = true };
        g_auto(LogReport) report = { 0 };
        g_autoptr(GError) error = NULL;

        app_verify_log(fixture->app, &wish, &report, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(report.found, ==, 0);
        g_assert_cmpuint(report.leaves, >=, leaves);
}

/* The account by its external id, and its masked owner. */
static json_t *verification_of(Fixture *fixture, const char *external_id) {
        LookUpAccounts wish = { .external_id = (char *) external_id };
        Actor platform = fixture_platform();
        Call call = fixture_call(fixture, &platform);
        g_auto(Outcome) found = { 0 }, shown = { 0 };
        g_autoptr(GError) error = NULL;
        Uuid account;

        g_assert_true(app_look_up_accounts(fixture->app, &call, &wish, &found, &error));
        g_assert_true(uuid_parse(
                json_string_value(json_object_get(json_array_get(json_object_get(found.document, "items"), 0), "id")),
                &account));
        g_assert_true(app_show_verification(fixture->app, &call, &account, &shown, &error));
        return json_incref(shown.document);
}

static void a_batch_is_taken_proved_and_found(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GString) rejects = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(ImportRow) import = NULL;
        g_autoptr(ImportRow) found = NULL;
        g_autoptr(ImportBatch) batch = NULL;
        ImportReach reach = { .position = 1000, .lines = 601, .end = true };
        json_auto_t *verification = NULL;
        Actor platform = fixture_platform();
        LookUpAccounts by_number = { .number = (char *) "110101199003077758" };
        g_auto(Outcome) owned = { 0 };
        Call call;

        fixture_open(&fixture, contract);
        call = fixture_call(&fixture, &platform);
        fixture_account(&fixture, "known \"so far\"", NULL);
        fixture.now += INSTANT_SECOND;
        import = app_import_begin(fixture.app, "x.csv", fixture.now, &error);
        g_assert_no_error(error);
        batch = import_batch_new(fixture.app, import->started_at);
        for (gint64 i = 1; i <= 600; i++) {
                g_autofree char *external_id = g_strdup_printf("many-%" G_GINT64_FORMAT, i % 300 == 0 ? 7 : i);

                line_take(&fixture, batch, i + 1, i == 3 ? "known \"so far\"" : external_id, i == 5 ? "" : "张伟");
        }
        g_assert_true(
                app_import_commit(fixture.app, import, batch, &reach, fixture.now, rejects_count, rejects, &error));
        g_assert_no_error(error);
        g_assert_cmpstr(rejects->str, ==,
                        "4 account-exists external_id;6 missing-field name;301 repeated-value external_id;"
                        "601 repeated-value external_id;");
        g_assert_cmpint(import->taken, ==, 596);
        g_assert_cmpint(import->rejected, ==, 4);
        g_assert_true(app_import_find(fixture.app, "x.csv", &found, &error));
        g_assert_cmpint(found->position, ==, 1000);
        g_assert_cmpint(found->taken, ==, 596);
        g_assert_cmpint(found->done_at, ==, fixture.now);
        assert_log_proves(&fixture, 596);
        verification = verification_of(&fixture, "many-599");
        g_assert_true(json_is_true(json_object_get(verification, "verified")));
        g_assert_cmpstr(json_string_value(json_object_get(verification, "method")), ==, "imported");
        g_assert_cmpstr(json_string_value(json_object_get(json_object_get(verification, "subject"), "name")), ==,
                        "张*");
        g_assert_true(app_look_up_accounts(fixture.app, &call, &by_number, &owned, &error));
        g_assert_cmpuint(json_array_size(json_object_get(owned.document, "items")), >, 1);
}

static void what_an_earlier_batch_of_the_same_import_took_is_a_repetition(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GString) rejects = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(ImportRow) import = NULL;

        fixture_open(&fixture, contract);
        import = app_import_begin(fixture.app, "x.csv", fixture.now, &error);
        for (gint64 i = 1; i <= 2; i++) {
                g_autoptr(ImportBatch) batch = import_batch_new(fixture.app, import->started_at);
                ImportReach reach = { .position = i * 100, .lines = i + 1 };

                line_take(&fixture, batch, i + 1, "one", "张伟");
                g_assert_true(app_import_commit(fixture.app, import, batch, &reach, fixture.now, rejects_count,
                                                rejects, &error));
                g_assert_no_error(error);
        }
        g_assert_cmpstr(rejects->str, ==, "3 repeated-value external_id;");
        g_assert_cmpint(import->taken, ==, 1);
        g_assert_cmpint(import->done_at, ==, INSTANT_NONE);
}

static void two_programs_do_not_import_one_file(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GString) rejects = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(ImportRow) import = NULL;
        g_autoptr(ImportRow) other = NULL;
        g_autoptr(ImportBatch) batch = NULL;
        g_autoptr(ImportBatch) same = NULL;
        ImportReach reach = { .position = 100, .lines = 2 };

        fixture_open(&fixture, contract);
        import = app_import_begin(fixture.app, "x.csv", fixture.now, &error);
        g_assert_true(app_import_find(fixture.app, "x.csv", &other, &error));
        batch = import_batch_new(fixture.app, import->started_at);
        same = import_batch_new(fixture.app, import->started_at);
        line_take(&fixture, batch, 2, "one", "张伟");
        line_take(&fixture, same, 2, "two", "张伟");
        g_assert_true(
                app_import_commit(fixture.app, import, batch, &reach, fixture.now, rejects_count, rejects, &error));
        g_assert_false(
                app_import_commit(fixture.app, other, same, &reach, fixture.now, rejects_count, rejects, &error));
        assert_refused(error, REFUSAL_IMPORT_ELSEWHERE);
        g_assert_cmpint(other->position, ==, 0);
        assert_log_proves(&fixture, 1);
}

static void a_rehearsal_writes_nothing(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GString) rejects = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(ImportRow) import = g_new0(ImportRow, 1);
        g_autoptr(ImportRow) found = NULL;
        g_autoptr(ImportBatch) batch = NULL;
        ImportReach reach = { .position = 100, .lines = 3, .end = true };

        fixture_open(&fixture, contract);
        fixture_account(&fixture, "known", NULL);
        fixture.now += INSTANT_SECOND;
        import->started_at = fixture.now;
        batch = import_batch_new(fixture.app, import->started_at);
        line_take(&fixture, batch, 2, "known", "张伟");
        line_take(&fixture, batch, 3, "new", "张伟");
        g_assert_true(app_import_rehearse(fixture.app, import, batch, &reach, rejects_count, rejects, &error));
        g_assert_cmpint(import->taken, ==, 1);
        g_assert_cmpstr(rejects->str, ==, "2 account-exists external_id;");
        g_assert_true(app_import_find(fixture.app, "x.csv", &found, &error));
        g_assert_null(found);
}

static bool line_keep(const char *line, gsize size, gpointer user, GError **error) {
        (void) error;
        g_string_append_len(user, line, (gssize) size);
        return true;
}

/* Written sealed and read back: the same accounts, which are all known here. */
static void what_is_exported_is_read_back(Contract *contract) {
        g_auto(Fixture) fixture = { 0 };
        g_autoptr(GString) text = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        g_auto(GStrv) lines = NULL;
        g_auto(ExportOpener) opener = { 0 };
        ExportWish wish = { .write = line_keep, .user = text };
        ImportRules rules = { 0 };
        gint64 accounts;
        guint i;

        fixture_open(&fixture, contract);
        for (i = 0; i < 600; i++) { /* more than a page */
                g_autofree char *external_id = g_strdup_printf("many-%u", i);

                fixture_account(&fixture, external_id, NULL);
        }
        wish.now = rules.now = fixture.now;
        rules.today = civil_date_at(fixture.now, fixture.app->policy->zone);
        g_assert_true(app_export(fixture.app, &wish, &accounts, &error));
        g_assert_no_error(error);
        g_assert_cmpint(accounts, >, 600);
        lines = g_strsplit(text->str, "\n", -1);
        g_assert_true(export_head_read(fixture.app, "x", lines[0], strlen(lines[0]), &opener, &error));
        for (i = 1; *lines[i]; i++) {
                g_autoptr(ExportLine) line = NULL;
                g_autofree char *reason = NULL;
                const ImportedAccount *account;

                g_assert_true(export_line_read(&opener, i + 1, lines[i], strlen(lines[i]), &rules, &line, &account,
                                               &reason));
                g_assert_true(account || opener.ended);
        }
        g_assert_true(opener.ended);
        g_assert_cmpint(opener.accounts, ==, accounts);
}

int main(int argc, char **argv) {
        static const ContractTest tests[] = {
                { "/import/batch", a_batch_is_taken_proved_and_found },
                { "/import/repeated", what_an_earlier_batch_of_the_same_import_took_is_a_repetition },
                { "/import/elsewhere", two_programs_do_not_import_one_file },
                { "/export/read back", what_is_exported_is_read_back },
                { "/import/rehearsal", a_rehearsal_writes_nothing },
                { NULL, NULL },
        };

        return contract_main(argc, argv, NULL, tests);
}
