/* The progress of long work, on standard error so that standard output stays clean. */
#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#define TOLD_EVERY_US (G_USEC_PER_SEC / 5)
#define BAR_WIDTH 30

Progress progress_begin(const char *const what[LANGUAGE_COUNT], Language language) {
        Progress progress = { .language = language, .shown = isatty(STDERR_FILENO) == 1 };

        for (guint i = 0; i < LANGUAGE_COUNT; i++)
                progress.what[i] = what[i];
        return progress;
}

void progress_tell(guint64 done, guint64 all, gpointer user) {
        Progress *progress = user;
        gint64 now = progress->shown ? g_get_monotonic_time() : 0;
        char bar[BAR_WIDTH + 1];
        guint filled;

        if (!progress->shown || (done < all && now - progress->told_at < TOLD_EVERY_US))
                return;
        progress->told_at = now;
        filled = all ? (guint) (MIN(done, all) * BAR_WIDTH / all) : BAR_WIDTH;
        for (guint i = 0; i < BAR_WIDTH; i++)
                bar[i] = i < filled ? '#' : '.';
        bar[BAR_WIDTH] = '\0';
        fprintf(stderr, "\r%s [%s] %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT " ", progress->what[progress->language],
                bar, done, all);
}

void progress_end(const Progress *progress) {
        if (progress->shown)
                fputs("\r\033[K", stderr);
}
