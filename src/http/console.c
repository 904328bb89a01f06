/* Hands the console's files out of the program's own memory. */
#include "http/console.h"

#include "base/refusal.h"
#include "http/header-values.h"
#include "http/reply.h"
#include "http/request-parts.h"

#include <string.h>

#define CONSOLE_PAGE "/index.html"

/* Scripts and styles come from files only; what a library makes at run time goes through the CSSOM, which this allows.
 * blob: is what a person chose to upload, shown before it travels. */
#define CONSOLE_POLICY                                                                                        \
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; " \
        "font-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

static const char *const coding_names[CODING_COUNT] = { [CODING_GZIP] = "gzip", [CODING_BROTLI] = "br" };
static const char *const not_pages[] = { "v1", "problems", "healthz", "readyz", "assets", NULL };

static const ConsoleFile *file_find(const char *path) {
        for (gsize i = 0; i < console_file_count; i++) {
                if (g_str_equal(console_files[i].path, path))
                        return &console_files[i];
        }
        return NULL;
}

/* Gives the file that an address names; the page for any other. NULL where the console is not carried. */
static const ConsoleFile *file_of(const Address *address) {
        g_autoptr(GString) path = g_string_new(NULL);
        const ConsoleFile *file;

        for (guint i = 0; i < address->segment_count; i++)
                g_string_append_printf(path, "/%s", address->segments[i]);
        file = file_find(path->str);
        return file ? file : file_find(CONSOLE_PAGE);
}

static bool console_takes(const Address *address, const char *accept) {
        const ConsoleFile *file = file_of(address);

        if (!file || !g_str_equal(file->path, CONSOLE_PAGE))
                return file != NULL;
        return accept && strstr(accept, "text/html") && !g_strv_contains(not_pages, address->segments[0]);
}

static ConsoleCoding coding_choose(const ConsoleFile *file, const char *accept_encoding) {
        for (guint coding = CODING_COUNT - 1; coding > CODING_IDENTITY; coding--) {
                if (file->as[coding].bytes && header_accepts_coding(accept_encoding, coding_names[coding]))
                        return (ConsoleCoding) coding;
        }
        return CODING_IDENTITY;
}

static void headers_set(Reply *reply, const ConsoleFile *file, ConsoleCoding coding) {
        reply_header(reply, "ETag", file->as[coding].etag);
        reply_header(reply, "Vary", "Accept, Accept-Encoding");
        reply_header(reply, "Cache-Control", file->hashed ? "public, max-age=31536000, immutable" : "no-cache");
        reply_header(reply, "Content-Security-Policy", CONSOLE_POLICY);
        reply_header(reply, "Cross-Origin-Opener-Policy", "same-origin");
        if (coding_names[coding])
                reply_header(reply, "Content-Encoding", coding_names[coding]);
}

static bool console_answer(const Request *request, Reply *reply, GError **error G_GNUC_UNUSED) {
        const ConsoleFile *file = file_of(&request->inside->address);
        ConsoleCoding coding = coding_choose(file, request_header(request, "Accept-Encoding"));
        const char *known = request_header(request, "If-None-Match");
        g_autoptr(GBytes) bytes = g_bytes_new_static(file->as[coding].bytes, file->as[coding].size);

        headers_set(reply, file, coding);
        if (known && header_lists_etag(known, file->as[coding].etag))
                return reply_empty(reply, HTTP_NOT_MODIFIED);
        return reply_bytes(reply, HTTP_OK, file->media, bytes);
}

const HttpFallback http_console = {
        .route = { .method = "GET",
                   .path = "/*",
                   .handle = console_answer,
                   .roles = ROLE_ANYONE,
                   .rate = RATE_FILE,
                   .query_unread = true,
                   .inline_ok = INLINE_ALWAYS },
        .takes = console_takes,
};
