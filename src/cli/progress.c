/* The progress of long work, on standard error so that standard output stays clean. */
#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#define TOLD_EVERY_US (G_USEC_PER_SEC / 5)
#define LINE_EVERY_US (10 * G_USEC_PER_SEC)
#define BAR_WIDTH 30

Progress progress_begin(const char *const what[LANGUAGE_COUNT], Language language) {
        Progress progress = { .language = language, .shown = isatty(STDERR_FILENO) == 1 };

        progress.begun_at = progress.told_at = g_get_monotonic_time();

        for (guint i = 0; i < LANGUAGE_COUNT; i++)
                progress.what[i] = what[i];
        return progress;
}

static const char *bar_draw(guint64 done, guint64 all, char bar[static BAR_WIDTH + 1]) {
        guint filled = all ? (guint) (MIN(done, all) * BAR_WIDTH / all) : BAR_WIDTH;

        for (guint i = 0; i < BAR_WIDTH; i++)
                bar[i] = i < filled ? '#' : '.';
        bar[BAR_WIDTH] = '\0';
        return bar;
}

void progress_tell(guint64 done, guint64 all, gpointer user) {
        Progress *progress = user;
        gint64 now = progress->shown ? g_get_monotonic_time() : 0;
        char bar[BAR_WIDTH + 1];

        if (!progress->shown || (done < all && now - progress->told_at < TOLD_EVERY_US))
                return;
        progress->told_at = now;
        fprintf(stderr, "\r%s [%s] %" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT " ", progress->what[progress->language],
                bar_draw(done, all, bar), done, all);
}

/* "03:25", "1:03:25"; a dash where it is not known. */
static char *left_format(double seconds, guint64 begun, guint64 done, guint64 all) {
        double left = done > begun && all > done ? seconds * (double) (all - done) / (double) (done - begun) : 0;
        guint whole = (guint) MIN(left, 359999.0);

        if (all == 0 || done <= begun)
                return g_strdup("—");
        return whole >= 3600 ? g_strdup_printf("%u:%02u:%02u", whole / 3600, whole / 60 % 60, whole % 60)
                             : g_strdup_printf("%02u:%02u", whole / 60, whole % 60);
}

void progress_tell_lines(Progress *progress, guint64 begun, guint64 done, guint64 all, guint64 lines) {
        gint64 now = g_get_monotonic_time();
        double seconds = (double) (now - progress->begun_at) / G_USEC_PER_SEC;
        guint64 rate = seconds > 0 ? (guint64) ((double) lines / seconds) : 0;
        const char *what = progress->what[progress->language];
        g_autofree char *left = NULL;
        char bar[BAR_WIDTH + 1];

        if (now - progress->told_at < (progress->shown ? TOLD_EVERY_US : LINE_EVERY_US))
                return;
        progress->told_at = now;
        left = left_format(seconds, begun, done, all);
        if (progress->shown && all)
                fprintf(stderr, "\r%s [%s]", what, bar_draw(done, all, bar));
        else
                fprintf(stderr, "%s%s", progress->shown ? "\r" : "", what);
        if (progress->language == LANGUAGE_ZH)
                fprintf(stderr, " %" G_GUINT64_FORMAT " 行，每秒 %" G_GUINT64_FORMAT " 行，剩余 %s", lines, rate,
                        left);
        else
                fprintf(stderr, " %" G_GUINT64_FORMAT " lines, %" G_GUINT64_FORMAT "/s, %s left", lines, rate, left);
        (void) fputs(progress->shown ? "\033[K" : "\n", stderr);
}

void progress_end(const Progress *progress) {
        if (progress->shown)
                (void) fputs("\r\033[K", stderr);
}
