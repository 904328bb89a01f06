/* All accounts with their owners and verifications, out as JSON Lines and in again (docs/import.md, "Export"):
 *
 *     {"shiming_export": 1, "id": …, "made_at": …, "key": …}       the head; sealed exports alone have a key
 *     {"sealed": …}                                                 an account, sealed; or in clear its document
 *     {"end": 3}                                                    how many there were; sealed likewise
 *
 * A sealed export has a data key of its own, wrapped by the master key of the keyring: whoever has the keyring opens it, and
 * nobody else. A line is sealed as field "export.line" of the row that its number and the export's id make, so that none can be
 * taken out, put in or moved. */
#pragma once

#include "app/import.h"

#define EXPORT_VERSION 1

typedef bool (*ExportWrite)(const char *line, gsize size, gpointer user, GError **error);

typedef struct ExportWish {
        const char *reason; /* in clear, and why: it is logged with `who` before a line is written; NULL: sealed */
        const char *who;    /* who asked for it, on which machine */
        gint64 now;
        ExportWrite write;                                          /* takes a line with its end */
        void (*progress)(guint64 done, guint64 all, gpointer user); /* may be NULL */
        gpointer user;
} ExportWish;

/* Writes all accounts of one snapshot, in order of id; memory is bounded by a page. Gives their number.
 * Fails as store_read() and `write` do. */
bool app_export(App *app, const ExportWish *wish, gint64 *accounts, GError **error);

/* ---- reading it ---------------------------------------------------------------------------------------------------- */

/* What opens an export's lines. Zero it; export_opener_clear(). */
typedef struct ExportOpener {
        Uuid id;
        DataKey *key;    /* NULL: in clear */
        gint64 accounts; /* read so far */
        bool ended;
} ExportOpener;

void export_opener_clear(ExportOpener *opener);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ExportOpener, export_opener_clear)

/* Reads the head. `file` is the file's name. Refuses REFUSAL_IMPORT_INVALID: no head, another version, another keyring's. */
bool export_head_read(const App *app, const char *file, const char *line, gsize size, ExportOpener *opener,
                      GError **error);

/* Memory of one line. */
typedef struct ExportLine ExportLine;
void export_line_free(ExportLine *line); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ExportLine, export_line_free)

/* Reads line `number` (the head is 1). Gives the account, NULL for the line that ends it; `line` (the caller's) holds it.
 * False: `reason` (the caller's) is why it is rejected, as ImportReject has it. */
bool export_line_read(ExportOpener *opener, gint64 number, const char *text, gsize size, const ImportRules *rules,
                      ExportLine **line, const ImportedAccount **account, char **reason);
