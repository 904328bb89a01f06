/* The strict reader of paths and queries. */
#include "http/address.h"

#include "base/refusal.h"

#include <string.h>

/* Decodes %XX (and in a query + as space) in place. False for a broken escape, a NUL, control characters, `forbidden` (NUL:
 * nothing more), bad UTF-8. */
static bool decode(char *text, bool plus_is_space, char forbidden) {
        char *out = text, all = 0;

        for (const char *in = text; *in; in++) {
                char character = *in;

                if (character == '%') {
                        int high = g_ascii_xdigit_value(in[1]);
                        int low = high < 0 ? -1 : g_ascii_xdigit_value(in[2]);

                        if (low < 0)
                                return false;
                        character = (char) (high << 4 | low);
                        in += 2;
                } else if (character == '+' && plus_is_space) {
                        character = ' ';
                }
                if (g_ascii_iscntrl(character) || character == forbidden)
                        return false;
                all |= character;
                *out++ = character;
        }
        *out = '\0';
        return !(all & 0x80) || g_utf8_validate(text, out - text, NULL);
}

bool address_read(char *raw, Address *address, GError **error) {
        char *query = strchr(raw, '?');
        Address read = { .raw_query = query ? query + 1 : NULL };

        if (raw[0] != '/')
                return refuse(error, REFUSAL_NO_SUCH_ROUTE, NULL, NULL);
        if (query)
                *query = '\0';
        for (char *segment = raw + 1, *next; segment; segment = next) {
                next = strchr(segment, '/');
                if (next)
                        *next++ = '\0';
                if (read.segment_count == ADDRESS_SEGMENTS_MAX || !decode(segment, false, '/'))
                        return refuse(error, REFUSAL_NO_SUCH_ROUTE, NULL, NULL);
                read.segments[read.segment_count++] = segment;
        }
        *address = read;
        return true;
}

/* Its name may be any bytes; the refusal's text is read by people. */
static bool refuse_unknown(const char *name, GError **error) {
        g_autofree char *valid = g_utf8_make_valid(name, -1);

        return refuse(error, REFUSAL_UNKNOWN_FIELD, NULL, valid, NULL);
}

static bool query_add(Address *address, const char *const *allowed, bool lenient, char *pair, GError **error) {
        char *value = strchr(pair, '=');

        if (value)
                *value++ = '\0';
        if (!decode(pair, true, '\0') || !g_strv_contains(allowed, pair))
                return lenient || refuse_unknown(pair, error);
        if (address_query(address, pair))
                return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, pair, "one value", NULL);
        if (!value || !decode(value, true, '\0'))
                return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, pair, "name=value, percent-encoded UTF-8", NULL);
        g_assert(address->query_count < ROUTE_QUERY_MAX);
        address->query[address->query_count++] = (QueryPair){ pair, value };
        return true;
}

bool address_read_query(Address *address, const char *const *allowed, bool lenient, GError **error) {
        for (char *pair = address->raw_query, *next; pair; pair = next) {
                next = strchr(pair, '&');
                if (next)
                        *next++ = '\0';
                if (*pair && !query_add(address, allowed, lenient, pair, error))
                        return false;
        }
        address->raw_query = NULL;
        return true;
}

const char *address_query(const Address *address, const char *name) {
        for (guint i = 0; i < address->query_count; i++) {
                if (g_str_equal(address->query[i].name, name))
                        return address->query[i].value;
        }
        return NULL;
}
