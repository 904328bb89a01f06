/* Copies and searches request headers. */
#include "http/headers.h"

#include "base/refusal.h"

#include <microhttpd.h>
#include <string.h>

typedef struct Header {
        gsize name_at, value_at; /* offsets into `bytes` */
} Header;

struct Headers {
        GString *bytes;
        GArray *rows;
};

static const char *const once[] = { "Host",         "Authorization", "Content-Type",      "Content-Length",
                                    "If-Match",     "Origin",        "Idempotency-Key",   "Expect",
                                    "X-Request-Id", "Cookie",        "Transfer-Encoding", NULL };

static gsize headers_copy(Headers *headers, const char *text, gsize length) {
        gsize at = headers->bytes->len;

        g_string_append_len(headers->bytes, text ? text : "", (gssize) length);
        g_string_append_c(headers->bytes, '\0');
        return at;
}

static enum MHD_Result headers_add(void *context, enum MHD_ValueKind kind G_GNUC_UNUSED, const char *name,
                                   size_t name_size, const char *value, size_t value_size) {
        Headers *headers = context;
        Header header;

        header.name_at = headers_copy(headers, name, name_size);
        header.value_at = headers_copy(headers, value, value ? value_size : 0);
        g_array_append_val(headers->rows, header);
        return MHD_YES;
}

static bool name_is(const char *name, const char *wanted) {
        return (name[0] | 0x20) == (wanted[0] | 0x20) && g_ascii_strcasecmp(name, wanted) == 0;
}

static guint headers_count(const Headers *headers, const char *name) {
        guint count = 0;

        for (guint i = 0; i < headers->rows->len; i++) {
                const Header *header = &g_array_index(headers->rows, Header, i);

                count += name_is(headers->bytes->str + header->name_at, name);
        }
        return count;
}

bool headers_read(struct MHD_Connection *connection, Headers **headers, GError **error) {
        Headers *copied = g_new0(Headers, 1);
        const char *coding;

        copied->bytes = g_string_sized_new(1024);
        copied->rows = g_array_sized_new(FALSE, FALSE, sizeof(Header), 16);
        MHD_get_connection_values_n(connection, MHD_HEADER_KIND, headers_add, copied);
        *headers = copied;
        for (const char *const *name = once; *name; name++) {
                if (headers_count(copied, *name) > 1)
                        return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, *name, "one header", NULL);
        }
        coding = headers_find(copied, "Transfer-Encoding");
        if (coding && (headers_find(copied, "Content-Length") || g_ascii_strcasecmp(coding, "chunked") != 0))
                return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, "Transfer-Encoding",
                              "\"chunked\", without Content-Length", NULL);
        return true;
}

void headers_free(Headers *headers) {
        if (!headers)
                return;
        g_string_free(headers->bytes, TRUE);
        g_array_unref(headers->rows);
        g_free(headers);
}

const char *headers_find(const Headers *headers, const char *name) {
        for (guint i = 0; i < headers->rows->len; i++) {
                const Header *header = &g_array_index(headers->rows, Header, i);

                if (name_is(headers->bytes->str + header->name_at, name))
                        return headers->bytes->str + header->value_at;
        }
        return NULL;
}
