/* From the bytes of a file to sealed batches. */
#include "cli/import-read.h"

#include "base/encoding.h"
#include "base/refusal.h"

#include <string.h>

#define BATCH_BYTES_MAX (8 * 1024 * 1024)
#define SAMPLE_BYTES 65536        /* by which the encoding is told */
#define LONG_LINE_KEPT_BYTES 1024 /* of a line that is longer than a record may be */

static const char *const csv_reasons[CSV_REASON_COUNT] = {
        [CSV_REASON_QUOTE] = "csv-quote",    [CSV_REASON_BREAK] = "csv-break",       [CSV_REASON_NUL] = "csv-nul",
        [CSV_REASON_FIELDS] = "csv-columns", [CSV_REASON_TOO_LONG] = "csv-too-long",
};

void import_reader_clear(ImportReader *reader) {
        g_clear_pointer(&reader->record, g_free);
        g_clear_pointer(&reader->header_text, g_free);
        g_clear_pointer(&reader->batch, import_batch_free);
        export_opener_clear(&reader->opener);
        g_clear_pointer(&reader->input, import_input_close);
}

/* ---- the beginning ------------------------------------------------------------------------------------------------- */

static bool encoding_check(const ImportReader *reader, const char *bytes, gsize size, GError **error) {
        static const struct {
                Encoding encoding;
                const char *zh, *en;
        } wrong[] = {
                { ENCODING_GB_18030, "文件是 GB 18030 编码：请先用 iconv -f GB18030 -t UTF-8 转换",
                  "the file is GB 18030: convert it with iconv -f GB18030 -t UTF-8" },
                { ENCODING_UTF_16, "文件是 UTF-16 编码：请先用 iconv -f UTF-16 -t UTF-8 转换，或另存为“CSV UTF-8”",
                  "the file is UTF-16: convert it with iconv -f UTF-16 -t UTF-8, or save it as CSV UTF-8" },
        };
        Encoding encoding = encoding_guess(bytes, size);

        for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
                if (wrong[i].encoding == encoding)
                        return refuse(error, REFUSAL_IMPORT_INVALID, NULL, reader->name, wrong[i].zh, wrong[i].en,
                                      NULL);
        }
        return true;
}

static gsize line_size(const char *bytes, gsize size) {
        if (size > 0 && bytes[size - 1] == '\n')
                size--;
        if (size > 0 && bytes[size - 1] == '\r')
                size--;
        return size;
}

static bool head_read(ImportReader *reader, GError **error) {
        gsize size;
        bool last;
        const char *bytes = import_input_window(reader->input, &size, &last);
        const char *feed = memchr(bytes, '\n', size);
        gsize taken = feed ? (gsize) (feed + 1 - bytes) : size;

        if (!export_head_read(reader->app, reader->name, bytes, taken, &reader->opener, error))
                return false;
        reader->json = true;
        reader->header_text = g_strdup("export");
        reader->lines = 1;
        import_input_consume(reader->input, taken);
        return true;
}

static bool header_read(ImportReader *reader, GError **error) {
        const char *names[CSV_FIELDS_MAX];
        gsize size;
        bool last;
        const char *bytes = import_input_window(reader->input, &size, &last);

        if (csv_read(bytes, size, last, reader->record) != CSV_RECORD
            || !g_utf8_validate(bytes, (gssize) line_size(bytes, reader->record->size), NULL))
                return refuse(error, REFUSAL_IMPORT_INVALID, NULL, reader->name, "第 1 行不是 CSV 表头",
                              "line 1 is no header of CSV", NULL);
        for (guint i = 0; i < reader->record->count; i++)
                names[i] = reader->record->fields[i].text;
        if (!import_header_read(reader->name, names, reader->record->count, &reader->header, error))
                return false;
        reader->header_text = g_strndup(bytes, line_size(bytes, reader->record->size));
        reader->lines = reader->record->lines;
        import_input_consume(reader->input, reader->record->size);
        return true;
}

bool import_reader_begin(ImportReader *reader, GError **error) {
        const char *bytes;
        gsize size;
        bool last;

        reader->record = g_new(CsvRecord, 1);
        if (!import_input_fill(reader->input, SAMPLE_BYTES, error))
                return false;
        bytes = import_input_window(reader->input, &size, &last);
        if (!encoding_check(reader, bytes, size, error))
                return false;
        if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
                import_input_consume(reader->input, 3);
        return size > 0 && *bytes == '{' ? head_read(reader, error) : header_read(reader, error);
}

bool import_reader_skip(ImportReader *reader, gint64 position, const guint8 *hash, bool *same, GError **error) {
        guint8 found[INPUT_HASH_SIZE];
        gsize size;
        bool last;

        for (;;) {
                gint64 left = position - import_input_position(reader->input);

                import_input_window(reader->input, &size, &last);
                import_input_consume(reader->input, (gsize) CLAMP(left, 0, (gint64) size));
                if (left <= (gint64) size || last)
                        break;
                if (!import_input_fill(reader->input, 1, error))
                        return false;
        }
        import_input_hash(reader->input, found);
        *same = import_input_position(reader->input) == position && memcmp(found, hash, sizeof found) == 0;
        return true;
}

/* ---- lines --------------------------------------------------------------------------------------------------------- */

static void line_reject(ImportReader *reader, const char *bytes, gsize size, const char *reason) {
        ImportLine line = { .number = reader->lines + 1, .bytes = bytes, .size = line_size(bytes, size) };

        import_batch_reject(reader->batch, &line, reason);
}

/* The rest of a line that is too long, read and let go. */
static bool line_skip(ImportReader *reader, GError **error) {
        for (;;) {
                gsize size;
                bool last;
                const char *bytes = import_input_window(reader->input, &size, &last);
                const char *feed = memchr(bytes, '\n', size);

                import_input_consume(reader->input, feed ? (gsize) (feed + 1 - bytes) : size);
                if (feed || last)
                        return true;
                if (!import_input_fill(reader->input, 1, error))
                        return false;
        }
}

static bool bad_record(ImportReader *reader, const char *bytes, GError **error) {
        const CsvRecord *record = reader->record;
        bool too_long = record->reason == CSV_REASON_TOO_LONG;

        line_reject(reader, bytes, too_long ? MIN(record->size, LONG_LINE_KEPT_BYTES) : record->size,
                    csv_reasons[record->reason]);
        reader->lines += record->lines;
        import_input_consume(reader->input, record->size);
        return !too_long || line_skip(reader, error);
}

static const char *encoding_reason(const char *bytes, gsize size) {
        return encoding_guess(bytes, size) == ENCODING_GB_18030 ? "encoding GB18030" : "encoding";
}

static void record_take(ImportReader *reader, const char *bytes) {
        const CsvRecord *record = reader->record;
        ImportLine line = { .number = reader->lines + 1, .bytes = bytes, .size = line_size(bytes, record->size) };
        const char *fields[CSV_FIELDS_MAX];
        g_autofree char *reason = NULL;
        ImportCsvLine read = { 0 };

        for (guint i = 0; i < record->count; i++)
                fields[i] = record->fields[i].text;
        if (csv_record_is_blank(record))
                return;
        if (!g_utf8_validate(bytes, (gssize) record->size, NULL))
                import_batch_reject(reader->batch, &line, encoding_reason(bytes, record->size));
        else if (import_csv_read(&reader->header, fields, record->count, &reader->rules, &read, &reason))
                import_batch_take(reader->batch, &line, &read.account, instant_now());
        else
                import_batch_reject(reader->batch, &line, reason);
        import_csv_clear(&read);
}

/* ---- lines of an export -------------------------------------------------------------------------------------------- */

static void export_line_take(ImportReader *reader, const char *bytes, gsize size) {
        ImportLine line = { .number = reader->lines + 1, .bytes = bytes, .size = line_size(bytes, size) };
        const ImportedAccount *account = NULL;
        g_autoptr(ExportLine) read = NULL;
        g_autofree char *reason = NULL;

        if (!export_line_read(&reader->opener, line.number, bytes, line.size, &reader->rules, &read, &account,
                              &reason))
                import_batch_reject(reader->batch, &line, reason);
        else if (account)
                import_batch_take(reader->batch, &line, account, instant_now());
}

/* At the end of a file whose last line did not say so. */
static void cut_off_tell(ImportReader *reader) {
        if (!reader->opener.ended)
                line_reject(reader, "", 0, "export-cut-off end");
        reader->opener.ended = true;
}

/* One line of an export, with the results of csv_read(). */
static CsvResult export_step(ImportReader *reader, const char *bytes, gsize size, bool last) {
        const char *feed = memchr(bytes, '\n', size);

        reader->record->size = feed ? (gsize) (feed + 1 - bytes) : size;
        reader->record->lines = 1;
        reader->record->reason = CSV_REASON_TOO_LONG;
        if (size == 0 && last)
                cut_off_tell(reader);
        if (size == 0)
                return last ? CSV_END : CSV_MORE;
        if (feed || last) {
                export_line_take(reader, bytes, reader->record->size);
                return CSV_RECORD;
        }
        return import_input_is_full(reader->input) ? CSV_BAD : CSV_MORE;
}

/* ---- batches ------------------------------------------------------------------------------------------------------- */

static bool batch_give(ImportReader *reader, bool end) {
        ImportReach reach = { .position = import_input_position(reader->input), .lines = reader->lines, .end = end };
        ImportWriterState state;

        import_input_hash(reader->input, reach.hash);
        if (!import_writer_give(reader->writer, g_steal_pointer(&reader->batch), &reach))
                return false;
        state = import_writer_look(reader->writer);
        reader->batch_lines = state.batch_lines;
        progress_tell_lines(reader->progress, (guint64) reader->begun, (guint64) state.position,
                            (guint64) import_input_size(reader->input),
                            (guint64) (state.lines - reader->begun_lines));
        return true;
}

static void batch_begin(ImportReader *reader) {
        reader->batch = import_batch_new(reader->app, reader->started_at);
        reader->batch_from = import_input_position(reader->input);
}

static bool batch_is_full(const ImportReader *reader) {
        return import_batch_lines(reader->batch) >= reader->batch_lines
               || import_input_position(reader->input) - reader->batch_from >= BATCH_BYTES_MAX;
}

/* One record; `result` tells what there was. False: stopped or failed. */
static bool record_step(ImportReader *reader, CsvResult *result, GError **error) {
        gsize size;
        bool last;
        const char *bytes = import_input_window(reader->input, &size, &last);

        *result = reader->json ? export_step(reader, bytes, size, last) : csv_read(bytes, size, last, reader->record);
        switch (*result) {
        case CSV_END: return true;
        case CSV_MORE: return import_input_fill(reader->input, 1, error);
        case CSV_BAD: return bad_record(reader, bytes, error);
        case CSV_RECORD: break;
        }
        if (!reader->json)
                record_take(reader, bytes);
        reader->lines += reader->record->lines;
        import_input_consume(reader->input, reader->record->size);
        return true;
}

ImportEnd import_reader_run(ImportReader *reader, GError **error) {
        CsvResult result;

        reader->begun = import_input_position(reader->input);
        reader->begun_lines = reader->lines;
        reader->batch_lines = import_writer_look(reader->writer).batch_lines;
        batch_begin(reader);
        for (;;) {
                g_autoptr(GError) reason = NULL;

                if (!record_step(reader, &result, &reason)) {
                        bool stopped = !reason;

                        if (reason)
                                g_propagate_error(error, g_steal_pointer(&reason));
                        return stopped ? IMPORT_STOPPED : IMPORT_FAILED;
                }
                if (result == CSV_END)
                        return batch_give(reader, true) ? IMPORT_END : IMPORT_FAILED;
                if (!batch_is_full(reader))
                        continue;
                if (!batch_give(reader, false))
                        return IMPORT_FAILED;
                batch_begin(reader);
        }
}
