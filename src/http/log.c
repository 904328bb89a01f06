/* The log's buffer and its thread. */
#include "http/log.h"

#include "base/instant.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define PENDING_BYTES_MAX (4 * 1024 * 1024)
#define GATHER_US (20 * 1000)
#define ESCAPED_MAX 6   /* bytes that one can become */
#define FRAME_BYTES 256 /* of a line: names, time and numbers; some 190 at most */

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

/* Writes text; gives where it ends. */
static char *plain_put(char *at, const char *text) {
        return stpcpy(at, text);
}

static char *name_put(char *at, const char *name) {
        return plain_put(plain_put(plain_put(at, ",\""), name), "\":");
}

static char *escape_put(char *at, guchar character) {
        static const char digits[] = "0123456789abcdef";

        at = plain_put(at, "\\u00");
        *at++ = digits[character >> 4];
        *at++ = digits[character & 15];
        return at;
}

/* Writes ,"name":"value" with what JSON wants escaped (RFC 8259 section 7). */
static char *text_put(char *at, const char *name, const char *value) {
        if (!value)
                return at;
        at = name_put(at, name);
        *at++ = '"';
        for (; *value; value++) {
                if (*value == '"' || *value == '\\' || (guchar) *value < 0x20)
                        at = escape_put(at, (guchar) *value);
                else
                        *at++ = *value;
        }
        *at++ = '"';
        return at;
}

static char *number_put(char *at, const char *name, gint64 value) {
        char digits[24], *first = digits + sizeof digits;
        guint64 rest = (guint64) MAX(value, 0);

        do
                *--first = (char) ('0' + rest % 10);
        while (rest /= 10);
        at = name_put(at, name);
        memcpy(at, first, (gsize) (digits + sizeof digits - first));
        return at + (digits + sizeof digits - first);
}

static gsize escaped_size(const char *text) {
        return text ? ESCAPED_MAX * strlen(text) : 0;
}

/* Writes the line, which the caller frees; gives its size. There is one of each request: no printf on its way. */
static char *line_write(const HttpLogLine *line, gsize *size) {
        char time[INSTANT_TEXT_SIZE];
        char *text = g_malloc(FRAME_BYTES + escaped_size(line->request) + escaped_size(line->method)
                              + escaped_size(line->route) + escaped_size(line->actor) + escaped_size(line->ended)
                              + escaped_size(line->failure));
        char *at = plain_put(text, "{\"time\":\"");

        at = plain_put(plain_put(at, instant_write(line->at, NULL, time)), "\"");
        at = text_put(at, "level", line->failure ? "error" : "info");
        at = text_put(at, "request", line->request);
        at = text_put(at, "method", line->method);
        at = text_put(at, "route", line->route);
        at = number_put(at, "status", line->status);
        at = number_put(at, "us", line->took_us);
        at = text_put(at, "actor", line->actor);
        at = text_put(at, "ended", line->ended);
        at = text_put(at, "failure", line->failure);
        at = plain_put(at, "}\n");
        *size = (gsize) (at - text);
        return text;
}

void http_log_add(HttpLog *log, const HttpLogLine *line) {
        gsize size;
        g_autofree char *text = line_write(line, &size);
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&log->lock);
        bool was_empty = log->pending->len == 0;

        if (log->pending->len > PENDING_BYTES_MAX) {
                log->dropped++;
                return;
        }
        g_string_append_len(log->pending, text, (gssize) size);
        if (was_empty)
                g_cond_signal(&log->filled);
}
