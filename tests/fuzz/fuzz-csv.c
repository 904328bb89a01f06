/* csv_read(): whatever window a record is seen through, it is the same record, and its fields lie within its own memory. */
#include "tests/fuzz/fuzz.h"

#include "base/csv.h"
#include "base/encoding.h"

#include <string.h>

/* One record at the front of a window of `shown` bytes of the `size` that are left. */
static CsvResult read_at(const guint8 *bytes, gsize shown, gsize size, CsvRecord *record) {
        g_autofree char *window = fuzz_copy(bytes, shown);

        return csv_read(window, shown, shown == size, record);
}

static void check_record(const CsvRecord *record) {
        g_assert(record->count > 0 && record->count <= CSV_FIELDS_MAX);
        for (guint i = 0; i < record->count; i++) {
                const CsvField *field = &record->fields[i];

                g_assert(field->text >= record->text);
                g_assert(field->text + field->size < record->text + sizeof record->text);
                g_assert(strlen(field->text) == field->size);
        }
}

/* A window that is cut off either asks for more or says what the whole one says. */
static void check_cut(const guint8 *bytes, gsize shown, gsize size, CsvResult result, const CsvRecord *record,
                      CsvRecord *cut) {
        CsvResult other = read_at(bytes, shown, size, cut);

        if (other == CSV_MORE)
                return;
        g_assert(other == result && cut->reason == record->reason);
        g_assert(cut->size == record->size && cut->lines == record->lines);
        g_assert(result != CSV_RECORD || cut->count == record->count);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        g_autofree CsvRecord *record = g_new(CsvRecord, 1), *cut = g_new(CsvRecord, 1);
        gsize step = size > 0 ? bytes[0] + 1u : 1;

        encoding_guess((const char *) bytes, size);
        for (CsvResult result; size > 0; bytes += record->size, size -= record->size) {
                result = read_at(bytes, size, size, record);
                g_assert(result == CSV_RECORD || result == CSV_BAD);
                g_assert(record->size > 0 && record->size <= size && record->lines > 0);
                if (result == CSV_RECORD)
                        check_record(record);
                check_cut(bytes, MIN(step, size), size, result, record, cut);
        }
        return 0;
}
