/* Commits batches on a thread of its own, so that the next one is read and sealed meanwhile. */
#pragma once

#include "cli/import-rejects.h"

typedef struct ImportWriter ImportWriter;

/* Starts it. `import` and `rejects` are its own until it ends; `rehearse`: nothing is written. */
ImportWriter *import_writer_new(App *app, ImportRow *import, ImportRejects *rejects, bool rehearse);

/* Hands a batch over, which is the writer's from then on; waits while one waits already. False: it has failed before. */
bool import_writer_give(ImportWriter *writer, ImportBatch *batch, const ImportReach *reach);

/* How far the commits have come, and how many lines a batch should have. */
typedef struct ImportWriterState {
        gint64 position, lines;
        guint batch_lines;
} ImportWriterState;

ImportWriterState import_writer_look(ImportWriter *writer);

/* Waits for what was handed over and frees the writer. False: what it failed of, in `error`. */
bool import_writer_end(ImportWriter *writer, GError **error);
