/* Files of accounts: CSV from its header on, and exports, in clear and sealed. A line is taken or rejected with a reason that names
 * nothing of its content, and what is taken can be sealed into a batch. */
#include "tests/fuzz/fuzz.h"

#include "app/export-private.h"
#include "app/export.h"
#include "app/import.h"
#include "base/csv.h"
#include "vault/test-rooms.h"

#include <stdlib.h>
#include <string.h>

static TestVault room;
static App app;
static GTimeZone *zone;

static void room_close(void) {
        g_time_zone_unref(zone);
        test_vault_close(&room, NULL);
}

static ImportRules rules_now(void) {
        if (!room.vault) {
                test_vault_open(&room, NULL);
                app.vault = room.vault;
                zone = g_time_zone_new_identifier("Asia/Shanghai");
                atexit(room_close);
        }
        return (ImportRules){ .today = FUZZ_TODAY, .now = FUZZ_NOW, .zone = zone };
}

/* A code and what it is about, parted by spaces: it stands as it is in a file of rejected lines. */
static void check_reason(const char *reason) {
        g_assert(reason && *reason && g_utf8_validate(reason, -1, NULL));
        for (; *reason; reason++)
                g_assert(!g_ascii_iscntrl(*reason) && *reason != ',' && *reason != '"');
}

static void check_account(ImportBatch *batch, const ImportLine *line, const ImportedAccount *account) {
        guint before = import_batch_lines(batch);

        g_assert(account->subject_count <= IMPORTED_TENURES_MAX && account->tenure < account->subject_count);
        for (guint i = 0; i < account->verification_count; i++)
                g_assert(account->verifications[i].subject < account->subject_count);
        import_batch_take(batch, line, account, FUZZ_NOW);
        g_assert(import_batch_lines(batch) == before + 1);
}

/* ---- CSV ----------------------------------------------------------------------------------------------------------- */

static guint names_of(const CsvRecord *record, const char **names) {
        for (guint i = 0; i < record->count; i++)
                names[i] = record->fields[i].text;
        return record->count;
}

static void csv_line(ImportBatch *batch, const ImportHeader *header, const CsvRecord *record, const char *bytes) {
        ImportRules rules = rules_now();
        ImportLine line = { .number = 2, .bytes = bytes, .size = record->size };
        const char *fields[CSV_FIELDS_MAX];
        g_autofree char *reason = NULL;
        ImportCsvLine read = { 0 };
        guint count = names_of(record, fields);

        if (!g_utf8_validate(bytes, (gssize) record->size, NULL)) /* as the reader of files does */
                return;
        if (import_csv_read(header, fields, count, &rules, &read, &reason))
                check_account(batch, &line, &read.account);
        else
                check_reason(reason);
        import_csv_clear(&read);
}

static void check_csv(ImportBatch *batch, const char *bytes, gsize size) {
        g_autofree CsvRecord *record = g_new(CsvRecord, 1);
        const char *names[CSV_FIELDS_MAX];
        ImportHeader header;
        GError *error = NULL;
        bool taken;

        if (csv_read(bytes, size, true, record) != CSV_RECORD)
                return;
        taken = import_header_read("a.csv", names, names_of(record, names), &header, &error);
        fuzz_check(taken, error);
        while (taken && size > record->size) {
                bytes += record->size;
                size -= record->size;
                if (csv_read(bytes, size, true, record) == CSV_RECORD)
                        csv_line(batch, &header, record, bytes);
        }
}

/* ---- an export ----------------------------------------------------------------------------------------------------- */

/* Seals a line as the export would have: the fuzzer has no key. */
static char *line_seal(const ExportOpener *opener, gint64 number, const char *text, gsize size) {
        Uuid row = export_line_row(&opener->id, number);
        g_autoptr(GBytes) sealed = vault_seal(opener->key, EXPORT_LINE_FIELD, &row, text, size);
        g_autofree char *base64 = g_base64_encode(g_bytes_get_data(sealed, NULL), g_bytes_get_size(sealed));

        return g_strdup_printf("{\"sealed\":\"%s\"}", base64);
}

static void export_line(ImportBatch *batch, ExportOpener *opener, gint64 number, const char *text, gsize size) {
        ImportRules rules = rules_now();
        g_autofree char *sealed = opener->key ? line_seal(opener, number, text, size) : NULL, *reason = NULL;
        ImportLine line = { .number = number,
                            .bytes = sealed ? sealed : text,
                            .size = sealed ? strlen(sealed) : size };
        const ImportedAccount *account = NULL;
        g_autoptr(ExportLine) read = NULL;

        if (!export_line_read(opener, number, line.bytes, line.size, &rules, &read, &account, &reason))
                check_reason(reason);
        else if (account)
                check_account(batch, &line, account);
}

/* Lines as they are; the first is the head. */
static void check_export(ImportBatch *batch, const char *bytes, gsize size, bool sealed) {
        g_auto(ExportOpener) opener = { 0 };
        g_autoptr(GBytes) wrapped = NULL;
        GError *error = NULL;
        gint64 number = 1;

        for (const char *feed; size > 0; number++) {
                gsize taken, shown;

                feed = memchr(bytes, '\n', size);
                taken = feed ? (gsize) (feed + 1 - bytes) : size;
                shown = taken - (feed != NULL);
                if (number > 1) {
                        export_line(batch, &opener, number, bytes, shown);
                } else if (!export_head_read(&app, "a.jsonl", bytes, shown, &opener, &error)) {
                        fuzz_check(false, error);
                        return;
                } else if (sealed && !opener.key) {
                        opener.key = vault_data_key_new(room.vault, &opener.id, &wrapped);
                }
                bytes += taken;
                size -= taken;
        }
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        ImportRules rules = rules_now();
        guint form = fuzz_choose(&bytes, &size, 3);
        g_autofree char *text = fuzz_copy(bytes, size);
        g_autoptr(ImportBatch) batch = import_batch_new(&app, rules.now);

        if (form == 0)
                check_csv(batch, text, size);
        else
                check_export(batch, text, size, form == 2);
        return 0;
}
