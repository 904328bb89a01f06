/* The console inside the program: every file that web/ builds into, compressed in advance, and the page that each of its
 * addresses begins with. docs/decisions/0012-console.md says why it is carried so. */
#pragma once

#include "http/server.h"

#include <glib.h>
#include <stdbool.h>

typedef enum ConsoleCoding { CODING_IDENTITY, CODING_GZIP, CODING_BROTLI, CODING_COUNT } ConsoleCoding;

typedef struct ConsoleFile {
        const char *path; /* "/assets/main-1a2b3c.js" */
        const char *media;
        bool hashed; /* its name changes with its content, so that it may be kept for ever */
        struct {
                const guint8 *bytes; /* NULL where the coding saves nothing */
                gsize size;
                const char *etag; /* quoted */
        } as[CODING_COUNT];
} ConsoleFile;

/* Made by the build (web/scripts/pack.mjs); none where the program was built without its console. */
extern const ConsoleFile console_files[];
extern const gsize console_file_count;

/* Answers the console's files by their names, and with its page every other address that a browser asks to be shown, but
 * for those below /v1, /problems, /healthz, /readyz and /assets: there an unknown address stays a problem. */
extern const HttpFallback http_console;
