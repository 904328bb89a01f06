/* The log is standard error: what writes to it need not know where that goes. */
#include "cli/serve-log.h"

#include "base/instant.h"
#include "base/json-text.h"
#include "base/refusal.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#define LOG_MODE 0640

static const char *level_name(GLogLevelFlags level) {
        if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
                return "error";
        return level & G_LOG_LEVEL_WARNING ? "warning" : "info";
}

static const char *message_of(const GLogField *fields, gsize count) {
        for (gsize i = 0; i < count; i++) {
                if (g_str_equal(fields[i].key, "MESSAGE"))
                        return fields[i].value;
        }
        return "";
}

/* One write a line, so that lines of several threads do not mix. */
static GLogWriterOutput line_write(GLogLevelFlags level, const GLogField *fields, gsize count,
                                   gpointer unused G_GNUC_UNUSED) {
        g_autofree char *time = instant_format(g_get_real_time(), NULL);
        g_autofree char *message = g_utf8_make_valid(message_of(fields, count), -1);
        json_auto_t *line = NULL;
        g_autofree char *text = NULL, *whole = NULL;

        if (level & G_LOG_LEVEL_DEBUG)
                return G_LOG_WRITER_HANDLED;
        line = json_pack("{s:s, s:s, s:s}", "time", time, "level", level_name(level), "message", message);
        text = line ? json_text_write(line, JSON_TEXT_AS_MADE, NULL) : NULL;
        whole = g_strconcat(text ? text : message, "\n", NULL);
        return write(STDERR_FILENO, whole, strlen(whole)) > 0 ? G_LOG_WRITER_HANDLED : G_LOG_WRITER_UNHANDLED;
}

void serve_log_structure(void) {
        g_log_set_writer_func(line_write, NULL, NULL);
}

bool serve_log_open(const char *path, GError **error) {
        int opened;
        bool taken;

        if (!path)
                return true;
        opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, LOG_MODE);
        if (opened < 0)
                return fail(error, FAILURE_FILE, "%s: %s", path, g_strerror(errno));
        taken = dup2(opened, STDERR_FILENO) >= 0;
        close(opened);
        return taken || fail(error, FAILURE_FILE, "%s: %s", path, g_strerror(errno));
}
