/* Names of persons and organisations as documents bear them: what is a name, what is the same name. Names are personal:
 * they never go into a log. */
#pragma once

#include "base/enum-names.h"

#include <glib.h>
#include <stdbool.h>

typedef enum NameKind { NAME_PERSON, NAME_ORGANISATION } NameKind;

typedef enum NameReason {
        NAME_VALID,
        NAME_WRONG_ENCODING,  /* not UTF-8 */
        NAME_EMPTY,           /* nothing, or no letter in it */
        NAME_TOO_LONG,        /* more than NAME_PERSON_LENGTH_MAX or NAME_ORGANISATION_LENGTH_MAX characters */
        NAME_WRONG_CHARACTER, /* a digit in a person's name, another script, a private-use or control character */
        NAME_WRONG_SEPARATOR  /* a dot, hyphen, comma that does not stand between two parts */
} NameReason;

extern const EnumNames name_reason_names; /* encoding, empty, too-long, character, separator; "" for valid */

#define NAME_PERSON_LENGTH_MAX 100
#define NAME_ORGANISATION_LENGTH_MAX 200

/* Gives the normal form of a name, which is what is stored and shown: NFKC (Unicode annex 15; it also unites the
 * compatibility ideographs and Kangxi radicals that PDFs and old systems write), the middle dot in any of its guises as
 * U+00B7, plain apostrophes and hyphens, one space where there are several and none between Chinese characters, no
 * invisible characters. An organisation's parentheses are full-width where its name is Chinese, as on the licence.
 *
 * A person's name is of Han characters (any Unicode block, also those beyond the BMP) or of Latin letters, one character
 * at least: people with a single one exist. An organisation's may also hold digits and punctuation.
 *
 * reason  out: why there is no normal form, else NAME_VALID; may be NULL
 *
 * Gives NULL where the text is no name; the caller frees the result. */
char *name_normalise(NameKind kind, const char *text, NameReason *reason);

/* The same for a field of a request. Refuses REFUSAL_NAME_INVALID (pointer: the field's; parameters: the text and the
 * reason code), `normalised` then untouched; the caller frees it. */
bool name_require(NameKind kind, const char *text, const char *pointer, char **normalised, GError **error);

/* True where both are names and the same one: normal forms compared without regard to case. */
bool name_equal(NameKind kind, const char *a, const char *b);

/* True for a Han character: the unified ideographs and their extensions, 〇 and 々. */
bool name_character_is_han(gunichar c);
