/* Copies and searches request headers. */
#include "http/headers.h"

#include "base/refusal.h"

#include <microhttpd.h>
#include <string.h>

typedef struct Header {
        const char *name, *value;
        gsize name_size;
} Header;

struct Headers {
        guint count;
        guint once_seen;   /* bits of `once` */
        const char *twice; /* one of `once` that stands twice */
        char *end;         /* of the texts that are there */
        Header rows[];     /* and then their texts */
};

/* How much room the copy takes. */
typedef struct HeadersSize {
        guint count;
        gsize bytes;
} HeadersSize;

#define ONCE(name) \
        { name, sizeof(name) - 1 }

static const struct {
        const char *name;
        gsize size;
} once[] = { ONCE("Host"),         ONCE("Authorization"), ONCE("Content-Type"),     ONCE("Content-Length"),
             ONCE("If-Match"),     ONCE("Origin"),        ONCE("Idempotency-Key"),  ONCE("Expect"),
             ONCE("X-Request-Id"), ONCE("Cookie"),        ONCE("Transfer-Encoding") };

static bool name_is(const Header *header, const char *wanted, gsize size) {
        return header->name_size == size && (header->name[0] | 0x20) == (wanted[0] | 0x20)
               && g_ascii_strncasecmp(header->name, wanted, size) == 0;
}

static enum MHD_Result headers_measure(void *context, enum MHD_ValueKind kind G_GNUC_UNUSED,
                                       const char *name G_GNUC_UNUSED, size_t name_size, const char *value,
                                       size_t value_size) {
        HeadersSize *size = context;

        size->count++;
        size->bytes += name_size + 1 + (value ? value_size : 0) + 1;
        return MHD_YES;
}

static const char *text_copy(Headers *headers, const char *text, gsize size) {
        char *copy = headers->end;

        if (size)
                memcpy(copy, text, size);
        copy[size] = '\0';
        headers->end += size + 1;
        return copy;
}

static void once_note(Headers *headers, const Header *header) {
        for (guint i = 0; i < G_N_ELEMENTS(once); i++) {
                if (!name_is(header, once[i].name, once[i].size))
                        continue;
                if (headers->once_seen & (1U << i))
                        headers->twice = once[i].name;
                headers->once_seen |= 1U << i;
        }
}

static enum MHD_Result headers_add(void *context, enum MHD_ValueKind kind G_GNUC_UNUSED, const char *name,
                                   size_t name_size, const char *value, size_t value_size) {
        Headers *headers = context;
        Header *header = &headers->rows[headers->count++];

        header->name = text_copy(headers, name, name_size);
        header->name_size = name_size;
        header->value = text_copy(headers, value, value ? value_size : 0);
        once_note(headers, header);
        return MHD_YES;
}

/* All in one piece of memory: this is done for each request. */
static Headers *headers_copy(struct MHD_Connection *connection) {
        HeadersSize size = { 0 };
        Headers *headers;

        MHD_get_connection_values_n(connection, MHD_HEADER_KIND, headers_measure, &size);
        headers = g_malloc(sizeof *headers + size.count * sizeof headers->rows[0] + size.bytes);
        *headers = (Headers){ .end = (char *) &headers->rows[size.count] };
        MHD_get_connection_values_n(connection, MHD_HEADER_KIND, headers_add, headers);
        return headers;
}

bool headers_read(struct MHD_Connection *connection, Headers **headers, GError **error) {
        Headers *copied = headers_copy(connection);
        const char *coding = headers_find(copied, "Transfer-Encoding");

        *headers = copied;
        if (copied->twice)
                return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, copied->twice, "one header", NULL);
        if (coding && (headers_find(copied, "Content-Length") || g_ascii_strcasecmp(coding, "chunked") != 0))
                return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, "Transfer-Encoding",
                              "\"chunked\", without Content-Length", NULL);
        return true;
}

void headers_free(Headers *headers) {
        g_free(headers);
}

const char *headers_find(const Headers *headers, const char *name) {
        gsize size = strlen(name);

        for (guint i = 0; i < headers->count; i++) {
                if (name_is(&headers->rows[i], name, size))
                        return headers->rows[i].value;
        }
        return NULL;
}
