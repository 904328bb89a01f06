/* Runs the built program as a person or a script would, for the tests of the command line. */
#pragma once

#include <glib.h>

typedef struct Run {
        int status;
        char *out, *err;
        gsize out_size;
} Run;

/* Runs $SHIMING with the words given, closed by NULL, in a locale ("zh_CN.UTF-8"); `input` of `size` bytes goes to its
 * standard input. The caller clears the result with run_clear(). */
Run run(const char *locale, const char *input, gsize size, ...) G_GNUC_NULL_TERMINATED;

/* Runs $SHIMING with one word, its standard output going into a file; `out` is then NULL. */
Run run_into(const char *path, const char *locale, const char *word);

void run_clear(Run *ended);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)
