/* The structured log: a JSON line each on a descriptor, written by a thread of its own, so that nobody who serves waits
 * for a slow disk or a full pipe. Nothing personal goes in: no query, no body, no name, no address. */
#pragma once

#include <glib.h>

typedef struct HttpLog HttpLog;

/* Starts the log on `descriptor`, which stays the caller's. */
HttpLog *http_log_new(int descriptor);

/* Writes out what is there and ends the thread; takes NULL. */
void http_log_free(HttpLog *log);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HttpLog, http_log_free)

typedef struct HttpLogLine {
        gint64 at;           /* microseconds since 1970 */
        const char *request; /* its id */
        const char *method;
        const char *route; /* the row's path, never the request's own; NULL where none was found */
        int status;        /* 0: no answer was sent */
        gint64 took_us;
        const char *actor;   /* the kind of actor */
        const char *ended;   /* why no whole answer went out ("client-gone"); NULL where one did */
        const char *failure; /* what failed, for the operator; NULL for nothing */
} HttpLogLine;

/* Adds a line. Never waits: where 4 MiB are waiting already the line is dropped, and a later one tells how many were. */
void http_log_add(HttpLog *log, const HttpLogLine *line);
