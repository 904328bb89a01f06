/* HTML by hand, every value escaped on its way in: html_put() is a printf whose %s are escaped. */
#pragma once

#include "base/language.h"

#include <glib.h>
#include <jansson.h>

/* Appends a literal with its arguments, each %s of which is escaped for text and for attributes in double quotes. */
void html_put(GString *out, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* A member of a document as text; "" where it is none. Belongs to the document. */
const char *html_text_of(const json_t *object, const char *member);

/* The same of a text in two languages. */
const char *html_local_of(const json_t *object, const char *member, Language language);

/* An instant of a document in a <time>: how long ago it is, the exact one of `zone` on hover and for screen readers.
 *
 * now  microseconds since 1970, UTC */
void html_put_when(GString *out, const json_t *object, const char *member, GTimeZone *zone, gint64 now,
                   Language language);
