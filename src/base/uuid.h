/* Ids: UUIDv7 (RFC 9562 section 5.7), kept as 16 bytes, written in lower-case hexadecimal with hyphens. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Uuid {
        guint8 bytes[16];
} Uuid;

#define UUID_TEXT_SIZE 37 /* with the closing NUL */
#define UUID_RANDOM_SIZE 8

/* Makes an id from a time (microseconds since 1970, UTC) and the system's random source. */
Uuid uuid_new(gint64 now);

/* The same of random bytes that the caller has already, of which 62 bits go into it. */
Uuid uuid_make(gint64 now, const guint8 random[static UUID_RANDOM_SIZE]);

/* Reads the 36-character form, any version, either case. Gives false, `uuid` untouched, for anything else. */
bool uuid_parse(const char *text, Uuid *uuid);

/* Writes the 36-character form and a NUL into `text`; gives `text`. */
const char *uuid_format(const Uuid *uuid, char text[static UUID_TEXT_SIZE]);

/* The same into memory that the caller frees. */
char *uuid_to_text(const Uuid *uuid);

bool uuid_equal(const Uuid *a, const Uuid *b);

/* True for the all-zero id, which stands for "none" in structs. */
/* The two functions of a GHashTable whose keys are Uuid *. */
guint uuid_key_hash(gconstpointer uuid);
gboolean uuid_key_equal(gconstpointer a, gconstpointer b);

bool uuid_is_nil(const Uuid *uuid);
