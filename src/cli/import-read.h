/* Reads a file of accounts from its beginning to its end and hands it to the writer batch by batch. */
#pragma once

#include "app/export.h"
#include "base/csv.h"
#include "cli/import-input.h"
#include "cli/import-writer.h"
#include "cli/progress.h"

/* Why reading ended. */
typedef enum ImportEnd { IMPORT_END, IMPORT_STOPPED, IMPORT_FAILED } ImportEnd;

typedef struct ImportReader {
        App *app;
        const char *name; /* of the file, for messages */
        ImportInput *input;
        ImportRules rules;
        gint64 started_at; /* the import's */
        gint64 lines;      /* left behind so far */
        CsvRecord *record;
        ImportHeader header;
        bool json; /* JSON Lines: an export */
        ExportOpener opener;
        char *header_text; /* the header line as it was, without its end */
        ImportBatch *batch;
        gint64 batch_from; /* position at which the batch began */
        guint batch_lines; /* that a batch should have */
        ImportWriter *writer;
        Progress *progress;
        gint64 begun; /* position at which this run began, and its lines */
        gint64 begun_lines;
} ImportReader;

void import_reader_clear(ImportReader *reader);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ImportReader, import_reader_clear)

/* Reads the beginning: byte-order mark, encoding, header. Refuses REFUSAL_IMPORT_INVALID; false without an error: stopped. */
bool import_reader_begin(ImportReader *reader, GError **error);

/* Leaves everything before `position` behind. `same`: its SHA-256 is `hash`. False as above. */
bool import_reader_skip(ImportReader *reader, gint64 position, const guint8 *hash, bool *same, GError **error);

/* Reads the rest into batches for the writer. IMPORT_FAILED without an error: the writer has failed. */
ImportEnd import_reader_run(ImportReader *reader, GError **error);
