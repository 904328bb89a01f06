/* A line on the terminal that tells how far long work is. */
#pragma once

#include "base/language.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Progress {
        const char *what[LANGUAGE_COUNT]; /* "已核对" */
        Language language;
        bool shown;     /* standard error is a terminal */
        gint64 told_at; /* of the monotonic clock */
        gint64 begun_at;
} Progress;

/* Begins; nothing is shown where standard error is no terminal. */
Progress progress_begin(const char *const what[LANGUAGE_COUNT], Language language);

/* Tells how much of how much is done; writes a few times a second at most. `user` is the Progress. */
void progress_tell(guint64 done, guint64 all, gpointer user);

/* The same for a file of lines: `done` and `all` are bytes (`all` 0: not known), of which `begun` were done before; `lines` were
 * read since. Tells their rate and the time that is left, where nobody watches in a line of its own every ten seconds. */
void progress_tell_lines(Progress *progress, guint64 begun, guint64 done, guint64 all, guint64 lines);

/* Takes the line away. */
void progress_end(const Progress *progress);
