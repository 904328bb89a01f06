/* Instants: microseconds since 1970-01-01T00:00:00Z, UTC, as gint64. RFC 3339 on the wire. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define INSTANT_NONE G_MININT64 /* "no such time" in structs; NULL in the database */
#define INSTANT_MILLISECOND G_GINT64_CONSTANT(1000)
#define INSTANT_SECOND G_GINT64_CONSTANT(1000000)
#define INSTANT_MINUTE (60 * INSTANT_SECOND)
#define INSTANT_HOUR (60 * INSTANT_MINUTE)
#define INSTANT_DAY (24 * INSTANT_HOUR)

/* Reads the system's clock. Only `serve`, the jobs and the command line may call it: everywhere else time is an argument. */
gint64 instant_now(void);

#define INSTANT_TEXT_SIZE 33 /* "2018-05-15T18:00:00.000001+08:00" with the closing NUL */

/* Writes an instant as RFC 3339 in a zone ("2018-05-15T18:00:00+08:00"); zone NULL means UTC ("…Z"). Fractions of a
 * second are written only where there are any. Gives `text`. */
const char *instant_write(gint64 instant, GTimeZone *zone, char text[static INSTANT_TEXT_SIZE]);

/* The same into memory that the caller frees. */
char *instant_format(gint64 instant, GTimeZone *zone);

/* "2018-05-10 18:35" in a zone, for people: the first whole minute that is not before it, within the years 1 to 9999. The caller frees the result. */
char *instant_format_minute(gint64 instant, GTimeZone *zone);

/* Reads RFC 3339 (section 5.6; the zone is required). Gives false, `instant` untouched, for anything else, and where the zone
 * leads out of the years 1 to 9999: instant_format() writes each instant that was read. */
bool instant_parse(const char *text, gint64 *instant);
