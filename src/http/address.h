/* Reads the address of a request, strictly: path segments and query, percent-decoded once and in place. */
#pragma once

#include "http/route.h"

#include <glib.h>
#include <stdbool.h>

#define ADDRESS_SEGMENTS_MAX 12

typedef struct QueryPair {
        const char *name;
        const char *value;
} QueryPair;

typedef struct Address {
        const char *segments[ADDRESS_SEGMENTS_MAX];
        guint segment_count;
        char *raw_query; /* not decoded yet; NULL for none */
        QueryPair query[ROUTE_QUERY_MAX];
        guint query_count;
} Address;

/* Splits `raw`, which is changed in place and must outlive `address`, and decodes the segments (RFC 3986 section 2.1).
 * A segment with an encoded slash, a control character or invalid UTF-8 names nothing.
 * Refuses REFUSAL_NO_SUCH_ROUTE. */
bool address_read(char *raw, Address *address, GError **error);

/* Decodes the query, in which only the names of `allowed` (closed by NULL) may stand, each once; where it is `lenient` others are
 * passed over.
 * Refuses REFUSAL_UNKNOWN_FIELD, REFUSAL_MALFORMED_VALUE. */
bool address_read_query(Address *address, const char *const *allowed, bool lenient, GError **error);

/* Gives the decoded value of a query parameter; NULL where it was not sent. */
const char *address_query(const Address *address, const char *name);
