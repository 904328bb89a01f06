/* The reader of CSV: one pass over the window, fields copied once and ended with NUL. */
#include "base/csv.h"

#include <string.h>

typedef struct CsvScan {
        const char *bytes, *at, *end; /* end: of the window, or of the longest record */
        bool last;                    /* the text ends at `end` */
        CsvRecord *record;
        char *text; /* where the next character of a field goes */
        bool nul;
} CsvScan;

/* What a field led to. */
typedef enum FieldEnd { FIELD_COMMA, FIELD_BREAK, FIELD_OUT, FIELD_QUOTE, FIELD_BARE_RETURN } FieldEnd;

static CsvResult bad(CsvScan *scan, CsvReason reason, gsize size, guint lines) {
        scan->record->reason = reason;
        scan->record->size = size;
        scan->record->lines = lines;
        return CSV_BAD;
}

/* Leaves the first line of the record behind; a line that is longer than a record may be is the caller's to skip. */
static CsvResult bad_line(CsvScan *scan, CsvReason reason) {
        gsize size = (gsize) (scan->end - scan->bytes);
        const char *feed = memchr(scan->bytes, '\n', size);

        if (feed)
                return bad(scan, reason, (gsize) (feed + 1 - scan->bytes), 1);
        if (scan->last)
                return bad(scan, reason, size, 1);
        return size < CSV_RECORD_BYTES_MAX ? CSV_MORE : bad(scan, CSV_REASON_TOO_LONG, size, 1);
}

/* The window ended within the record. */
static CsvResult out(CsvScan *scan, bool quoted) {
        if (!scan->last && scan->end - scan->bytes < CSV_RECORD_BYTES_MAX)
                return CSV_MORE;
        if (quoted)
                return bad_line(scan, CSV_REASON_QUOTE);
        return bad(scan, CSV_REASON_TOO_LONG, (gsize) (scan->end - scan->bytes), 1);
}

/* Behind a field: a comma, a break or the end of the text; `at` moves behind it. */
static FieldEnd field_end(CsvScan *scan, FieldEnd otherwise) {
        if (scan->at == scan->end)
                return scan->last ? FIELD_BREAK : FIELD_OUT;
        if (*scan->at == ',') {
                scan->at++;
                return FIELD_COMMA;
        }
        if (*scan->at == '\r') {
                if (scan->at + 1 == scan->end)
                        return scan->last ? FIELD_BARE_RETURN : FIELD_OUT;
                if (scan->at[1] != '\n')
                        return FIELD_BARE_RETURN;
                scan->at++;
        }
        if (*scan->at != '\n')
                return otherwise;
        scan->at++;
        return FIELD_BREAK;
}

static FieldEnd plain_scan(CsvScan *scan) {
        const char *at = scan->at;

        while (at < scan->end && *at != ',' && *at != '\n' && *at != '\r' && *at != '"') {
                scan->nul |= !*at;
                *scan->text++ = *at++;
        }
        scan->at = at;
        return field_end(scan, FIELD_QUOTE);
}

/* `at` stands behind the opening quote. */
static FieldEnd quoted_scan(CsvScan *scan) {
        for (; scan->at < scan->end; scan->at++) {
                if (*scan->at == '"') {
                        if (scan->at + 1 == scan->end && !scan->last)
                                return FIELD_OUT;
                        scan->at++;
                        if (scan->at == scan->end || *scan->at != '"')
                                return field_end(scan, FIELD_QUOTE);
                }
                scan->nul |= !*scan->at;
                scan->record->lines += *scan->at == '\n';
                *scan->text++ = *scan->at;
        }
        return FIELD_OUT;
}

static FieldEnd field_scan(CsvScan *scan, bool *quoted) {
        CsvRecord *record = scan->record;
        char *begin = scan->text;
        FieldEnd end;

        *quoted = scan->at < scan->end && *scan->at == '"';
        scan->at += *quoted;
        end = *quoted ? quoted_scan(scan) : plain_scan(scan);
        if (record->count < CSV_FIELDS_MAX) {
                record->fields[record->count] = (CsvField){ begin, (gsize) (scan->text - begin) };
                *scan->text++ = '\0';
        } else {
                scan->text = begin; /* counted, not kept */
        }
        record->count++;
        return end;
}

static CsvResult record_end(CsvScan *scan) {
        CsvRecord *record = scan->record;

        record->size = (gsize) (scan->at - scan->bytes);
        if (scan->nul)
                return bad(scan, CSV_REASON_NUL, record->size, record->lines);
        if (record->count > CSV_FIELDS_MAX)
                return bad(scan, CSV_REASON_FIELDS, record->size, record->lines);
        return CSV_RECORD;
}

CsvResult csv_read(const char *bytes, gsize size, bool last, CsvRecord *record) {
        bool whole = last && size <= CSV_RECORD_BYTES_MAX;
        CsvScan scan = { .bytes = bytes,
                         .at = bytes,
                         .end = bytes + MIN(size, CSV_RECORD_BYTES_MAX),
                         .last = whole,
                         .record = record,
                         .text = record->text };

        record->reason = CSV_REASON_NONE;
        record->count = 0;
        record->lines = 1;
        record->size = 0;
        if (size == 0)
                return last ? CSV_END : CSV_MORE;
        for (;;) {
                bool quoted;

                switch (field_scan(&scan, &quoted)) {
                case FIELD_COMMA: continue;
                case FIELD_BREAK: return record_end(&scan);
                case FIELD_OUT: return out(&scan, quoted);
                case FIELD_QUOTE: return bad_line(&scan, CSV_REASON_QUOTE);
                case FIELD_BARE_RETURN: return bad_line(&scan, CSV_REASON_BREAK);
                }
        }
}

bool csv_record_is_blank(const CsvRecord *record) {
        return record->count == 1 && record->fields[0].size == 0 && record->size <= 2;
}
