/* Reads CSV, RFC 4180: bytes in, fields out, one record a call. Pure: no I/O, no allocation, nothing kept between two calls;
 * whoever has the bytes (a file, a pipe, a fuzzer) shows a window of them and moves it on by what was consumed.
 *
 *         CSV_RECORD   fields[0 … count), `size` bytes consumed, `lines` of the text
 *         CSV_BAD      `reason`; `size` bytes are to be left behind
 *         CSV_MORE     the window ends within a record: call again with more bytes, from the same place
 *         CSV_END      nothing is left
 *
 * Records end in LF or CR LF; the last need not. A field that begins with a quote goes on to its closing quote, over line
 * breaks and commas; a quote within it is doubled. A quote that is wrong costs its line alone: reading goes on at the next
 * line, so that one stray quote cannot swallow the file. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define CSV_RECORD_BYTES_MAX \
        65536 /* of one record with its end; the window must be able to hold one more byte than this */
#define CSV_FIELDS_MAX 64

typedef enum CsvResult { CSV_RECORD, CSV_BAD, CSV_MORE, CSV_END } CsvResult;

typedef enum CsvReason {
        CSV_REASON_NONE,
        CSV_REASON_QUOTE,    /* within a field that is not quoted, never closed, or followed by something else */
        CSV_REASON_BREAK,    /* a carriage return that no line feed follows, outside quotes */
        CSV_REASON_NUL,      /* a byte 0 */
        CSV_REASON_FIELDS,   /* more than CSV_FIELDS_MAX fields */
        CSV_REASON_TOO_LONG, /* no end within CSV_RECORD_BYTES_MAX; the caller skips on to behind the next line feed */
        CSV_REASON_COUNT
} CsvReason;

typedef struct CsvField {
        const char *text; /* NUL-ended, quotes taken off; belongs to the record */
        gsize size;
} CsvField;

/* Large: on the heap, and used again for each record. */
typedef struct CsvRecord {
        CsvReason reason;
        gsize size;  /* bytes consumed, the record's end with them */
        guint lines; /* lines of the text that those bytes are */
        guint count;
        CsvField fields[CSV_FIELDS_MAX];
        char text[CSV_RECORD_BYTES_MAX + CSV_FIELDS_MAX + 1];
} CsvRecord;

/* Reads the record at the front of the window.
 *
 * bytes, size  the window; need not be UTF-8
 * last         no bytes follow the window
 * record       out: see above; `fields` are set for CSV_RECORD alone
 *
 * Source: RFC 4180 section 2. */
CsvResult csv_read(const char *bytes, gsize size, bool last, CsvRecord *record);

/* True for a line without anything on it, as editors leave at the end. */
bool csv_record_is_blank(const CsvRecord *record);
