/* The log's buffer and its thread. */
#include "http/log.h"

#include "base/instant.h"

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

#define PENDING_BYTES_MAX (4 * 1024 * 1024)
#define GATHER_US (20 * 1000)

struct HttpLog {
        GMutex lock;
        GCond filled;     /* there is a line */
        GCond stopped;    /* no more will come */
        GString *pending; /* whole lines */
        guint64 dropped;
        bool stopping;
        int descriptor;
        GThread *thread;
};

static void log_write(int descriptor, const char *bytes, gsize size) {
        while (size) {
                ssize_t written = write(descriptor, bytes, size);

                if (written < 0 && errno == EINTR)
                        continue;
                if (written <= 0)
                        return; /* nowhere left to tell it */
                bytes += written;
                size -= (gsize) written;
        }
}

static gpointer log_run(gpointer context) {
        HttpLog *log = context;
        g_autoptr(GString) writing = g_string_new(NULL);

        g_mutex_lock(&log->lock);
        while (!log->stopping || log->pending->len) {
                GString *full;

                if (!log->pending->len) {
                        g_cond_wait(&log->filled, &log->lock);
                        continue;
                }
                if (!log->stopping) /* so that a thousand lines wake this thread once and not a thousand times */
                        g_cond_wait_until(&log->stopped, &log->lock, g_get_monotonic_time() + GATHER_US);
                full = log->pending;
                if (log->dropped)
                        g_string_append_printf(full, "{\"level\":\"warning\",\"dropped\":%" G_GUINT64_FORMAT "}\n",
                                               log->dropped);
                log->dropped = 0;
                log->pending = writing;
                writing = full;
                g_mutex_unlock(&log->lock);
                log_write(log->descriptor, writing->str, writing->len);
                g_string_truncate(writing, 0);
                g_mutex_lock(&log->lock);
        }
        g_mutex_unlock(&log->lock);
        return NULL;
}

HttpLog *http_log_new(int descriptor) {
        HttpLog *log = g_new0(HttpLog, 1);

        g_mutex_init(&log->lock);
        g_cond_init(&log->filled);
        g_cond_init(&log->stopped);
        log->pending = g_string_new(NULL);
        log->descriptor = descriptor;
        log->thread = g_thread_new("http-log", log_run, log);
        return log;
}

void http_log_free(HttpLog *log) {
        if (!log)
                return;
        g_mutex_lock(&log->lock);
        log->stopping = true;
        g_cond_signal(&log->filled);
        g_cond_signal(&log->stopped);
        g_mutex_unlock(&log->lock);
        g_thread_join(log->thread);
        g_string_free(log->pending, TRUE);
        g_mutex_clear(&log->lock);
        g_cond_clear(&log->filled);
        g_cond_clear(&log->stopped);
        g_free(log);
}

/* There is a line of each request: no printf on its way. */
static void name_add(GString *out, const char *name) {
        g_string_append(out, ",\"");
        g_string_append(out, name);
        g_string_append(out, "\":");
}

/* Adds ,"name":"value" with what JSON wants escaped (RFC 8259 section 7). */
static void text_add(GString *out, const char *name, const char *value) {
        if (!value)
                return;
        name_add(out, name);
        g_string_append_c(out, '"');
        for (; *value; value++) {
                if (*value == '"' || *value == '\\' || (guchar) *value < 0x20)
                        g_string_append_printf(out, "\\u%04x", (guint) (guchar) *value);
                else
                        g_string_append_c(out, *value);
        }
        g_string_append_c(out, '"');
}

static void number_add(GString *out, const char *name, gint64 value) {
        char digits[24], *at = digits + sizeof digits;
        guint64 rest = (guint64) MAX(value, 0);

        do
                *--at = (char) ('0' + rest % 10);
        while (rest /= 10);
        name_add(out, name);
        g_string_append_len(out, at, digits + sizeof digits - at);
}

void http_log_add(HttpLog *log, const HttpLogLine *line) {
        char time[INSTANT_TEXT_SIZE];
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&log->lock);
        GString *out = log->pending;
        bool was_empty = out->len == 0;

        if (out->len > PENDING_BYTES_MAX) {
                log->dropped++;
                return;
        }
        g_string_append(out, "{\"time\":\"");
        g_string_append(out, instant_write(line->at, NULL, time));
        g_string_append_c(out, '"');
        text_add(out, "level", line->failure ? "error" : "info");
        text_add(out, "request", line->request);
        text_add(out, "method", line->method);
        text_add(out, "route", line->route);
        number_add(out, "status", line->status);
        number_add(out, "us", line->took_us);
        text_add(out, "actor", line->actor);
        text_add(out, "ended", line->ended);
        text_add(out, "failure", line->failure);
        g_string_append(out, "}\n");
        if (was_empty)
                g_cond_signal(&log->filled);
}
