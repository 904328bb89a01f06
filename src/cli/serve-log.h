/* Where the service's log goes, and in what form: a JSON line each, on standard error or in a file that logrotate may move. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Makes each warning of the program a JSON line too, like the door's own: {time, level, message}. */
void serve_log_structure(void);

/* Puts standard error, and with it all of the log, into `path`, made (mode 0640) where it is not there; lines are added at its
 * end. Called again after the file was moved it goes on in a new one, and no line is lost. NULL: nothing is done.
 * Fails with FAILURE_FILE, and the log stays where it was. */
bool serve_log_open(const char *path, GError **error);
