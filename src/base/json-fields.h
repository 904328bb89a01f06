/* JSON into structs by a table that knows its pointers, so that a refusal can name the field ("/claim/name"). */
#pragma once

#include "base/enum-names.h"
#include "base/uuid.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum JsonFieldType {
        JSON_FIELD_TEXT,     /* char *, valid UTF-8 without control characters other than line feed and tab; copied */
        JSON_FIELD_INTEGER,  /* gint64, between `low` and `high` */
        JSON_FIELD_BOOLEAN,  /* bool */
        JSON_FIELD_ENUM,     /* int, one of `names` */
        JSON_FIELD_ENUM_SET, /* guint, an array of `names`, a bit (1 << value) each */
        JSON_FIELD_UUID,     /* Uuid */
        JSON_FIELD_INSTANT,  /* gint64 microseconds, from RFC 3339 */
        JSON_FIELD_TEXT_LIST, /* GStrv, `high` entries at most */
        JSON_FIELD_OBJECT,    /* a struct at `offset`, read by `fields` */
        JSON_FIELD_LIST       /* GPtrArray * of structs of `element_size`, read by `fields`, freed by `element_free`;
                               * `high` entries at most */
} JsonFieldType;

typedef struct JsonField {
        const char *name; /* NULL closes the table */
        JsonFieldType type;
        size_t offset;
        bool optional;    /* a missing or null member leaves the struct's value as it was */
        gsize length_max; /* TEXT, TEXT_LIST: Unicode characters at most; 0 means JSON_TEXT_LENGTH_MAX */
        bool allow_empty; /* TEXT: "" and blank are taken */
        gint64 low, high;
        const EnumNames *names;
        const struct JsonField *fields;
        size_t present_offset; /* of a bool, set true where the member is there and not null; 0 for none */
        size_t element_size;
        GDestroyNotify element_free;
} JsonField;

#define JSON_TEXT_LENGTH_MAX 256

/* Reads an object into the struct at `target`, which the caller has zeroed (or filled with defaults). Strings, lists and
 * arrays in it then belong to the caller, also after a refusal: free them with json_fields_clear().
 *
 * Refuses REFUSAL_WRONG_TYPE, REFUSAL_UNKNOWN_FIELD, REFUSAL_MISSING_FIELD, REFUSAL_OUT_OF_RANGE, REFUSAL_TOO_LONG,
 * REFUSAL_UNKNOWN_VALUE, REFUSAL_MALFORMED_VALUE, each with the field's pointer (RFC 6901). */
bool json_fields_read(const json_t *object, const JsonField *fields, gpointer target, GError **error);

/* Frees what json_fields_read() put into the struct and sets the pointers to NULL. */
void json_fields_clear(const JsonField *fields, gpointer target);

/* Parses `size` bytes as one JSON text: repeated keys, invalid UTF-8, NUL in strings and anything after it are refused.
 * The caller owns the result. Refuses REFUSAL_MALFORMED_BODY. */
json_t *json_text_read(const char *bytes, gsize size, GError **error);
