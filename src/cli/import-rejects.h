/* The file of lines that were not taken: a header, then for each its number, the reason and the line as it was; once mended it
 * can be imported as it stands, since `line` and `reason` are columns that an import knows and does not read. */
#pragma once

#include "app/import.h"

typedef struct ImportRejects ImportRejects;

/* Opens the file where an import goes on at `size` bytes of it (0: from the beginning). `header` is the imported file's first
 * line, `comma` what parts a line from what stands before it. Nothing is made before a line is rejected. `path` NULL: lines
 * are counted only. The caller closes it.
 *
 * Refuses REFUSAL_IMPORT_INVALID where a file is there that this import did not write, or a shorter one. */
ImportRejects *import_rejects_open(const char *path, const char *header, gint64 size, GError **error);
void import_rejects_close(ImportRejects *rejects); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportRejects, import_rejects_close)

/* An ImportRejectsKeep; `user` is the ImportRejects. A batch's lines are written behind the last one that was settled. */
bool import_rejects_keep(const ImportReject *lines, gsize count, gint64 *size, gpointer user, GError **error);

/* The batch is committed: what comes next is written behind it. Counts its reasons. */
void import_rejects_settle(ImportRejects *rejects);

/* How many lines were rejected for each reason since it was opened: code → GUINT. Belongs to `rejects`. */
GHashTable *import_rejects_reasons(const ImportRejects *rejects);
