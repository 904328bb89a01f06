/* Views of help pages: counted in memory and written down together, so that a reader costs no write. */
#pragma once

#include "app/app.h"
#include "store/help-words.h"

#define HELP_VIEWS_WAITING_MAX 10000 /* different pages; further ones are not counted until these are written */
#define HELP_VIEWS_LATE INSTANT_MINUTE

HelpViews *help_views_new(void);

/* Counts a view. Where the job has not written for long (another server has it by lease) this writes. */
void help_views_note(App *app, HelpDocumentKind kind, const Uuid *document, gint64 now);

/* Writes down what was counted; a job. What cannot be written is kept for the next time. */
bool help_views_flush(App *app, gint64 now, guint *done, GError **error);

/* Whether views wait to be written down. */
bool help_views_wait(App *app, gint64 now, bool *waits, GError **error);

/* Writes the last views and frees the buffer; `app` may have none. */
void help_views_close(App *app);
