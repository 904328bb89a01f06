/* Writes JSON documents: answers, log entries and sealed fields all pass here, several in each request. */
#include "base/json-text.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BYTES 2048   /* most documents stay below */
#define ESCAPE_BYTES_MAX 6 /* \u001F */

typedef struct JsonText {
        char *bytes;
        gsize size, room;
        JsonTextOrder order;
} JsonText;

static void value_write(JsonText *text, const json_t *value);

/* Makes room for `more` bytes and the NUL. What was written so far may name a person: no copy of it is left behind. */
static void text_reserve(JsonText *text, gsize more) {
        gsize room = MAX(text->room * 2, text->size + more + 1);
        char *bytes;

        if (text->room - text->size > more)
                return;
        bytes = g_malloc(room);
        memcpy(bytes, text->bytes, text->size);
        sodium_memzero(text->bytes, text->size);
        g_free(text->bytes);
        text->bytes = bytes;
        text->room = room;
}

static void text_add(JsonText *text, const char *bytes, gsize size) {
        text_reserve(text, size);
        memcpy(text->bytes + text->size, bytes, size);
        text->size += size;
}

static bool is_escaped(char byte) {
        return (guchar) byte < 0x20 || byte == '"' || byte == '\\';
}

/* Gives where the next byte goes. */
static char *escape_put(char *out, char byte) {
        static const char shorts[] =
                "\"\"\\\\\bb\ff\nn\rr\tt"; /* each byte and what stands for it after a backslash */
        static const char digits[] = "0123456789ABCDEF";

        *out++ = '\\';
        for (gsize i = 0; i + 1 < sizeof shorts; i += 2) {
                if (shorts[i] == byte) {
                        *out++ = shorts[i + 1];
                        return out;
                }
        }
        out[0] = 'u';
        out[1] = out[2] = '0';
        out[3] = digits[(guchar) byte >> 4];
        out[4] = digits[(guchar) byte & 0xf];
        return out + 5;
}

static void string_write(JsonText *text, const char *bytes, gsize size) {
        char *out;

        text_reserve(text, size * ESCAPE_BYTES_MAX + 2);
        out = text->bytes + text->size;
        *out++ = '"';
        for (const char *at = bytes; at < bytes + size; at++) {
                if (is_escaped(*at))
                        out = escape_put(out, *at);
                else
                        *out++ = *at;
        }
        *out++ = '"';
        text->size = (gsize) (out - text->bytes);
}

static void member_write(JsonText *text, const char *name, const json_t *value, bool first) {
        if (!first)
                text_add(text, ",", 1);
        string_write(text, name, strlen(name));
        text_add(text, ":", 1);
        value_write(text, value);
}

static int names_compare(gconstpointer a, gconstpointer b) {
        return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static void members_write_sorted(JsonText *text, json_t *object) {
        gsize count = 0;
        g_autofree const char **names = g_new(const char *, json_object_size(object));
        const char *name;
        json_t *value;

        json_object_foreach(object, name, value) names[count++] = name;
        qsort(names, count, sizeof *names, names_compare);
        for (gsize i = 0; i < count; i++)
                member_write(text, names[i], json_object_get(object, names[i]), i == 0);
}

static void object_write(JsonText *text, json_t *object) {
        bool first = true;
        const char *name;
        json_t *value;

        text_add(text, "{", 1);
        if (text->order == JSON_TEXT_SORTED) {
                members_write_sorted(text, object);
        } else {
                json_object_foreach(object, name, value) {
                        member_write(text, name, value, first);
                        first = false;
                }
        }
        text_add(text, "}", 1);
}

static void array_write(JsonText *text, const json_t *array) {
        text_add(text, "[", 1);
        for (gsize i = 0; i < json_array_size(array); i++) {
                if (i > 0)
                        text_add(text, ",", 1);
                value_write(text, json_array_get(array, i));
        }
        text_add(text, "]", 1);
}

static void integer_write(JsonText *text, gint64 integer) {
        char digits[24];
        gsize at = sizeof digits;
        guint64 left = integer < 0 ? -(guint64) integer : (guint64) integer;

        do
                digits[--at] = (char) ('0' + left % 10);
        while (left /= 10);
        if (integer < 0)
                digits[--at] = '-';
        text_add(text, digits + at, sizeof digits - at);
}

static void real_write(JsonText *text, const json_t *real) {
        g_autofree char *digits = json_dumps(real, JSON_ENCODE_ANY);

        g_assert(digits);
        text_add(text, digits, strlen(digits));
}

static void value_write(JsonText *text, const json_t *value) {
        switch (json_typeof(value)) {
        case JSON_OBJECT: object_write(text, (json_t *) value); return;
        case JSON_ARRAY: array_write(text, value); return;
        case JSON_STRING: string_write(text, json_string_value(value), json_string_length(value)); return;
        case JSON_INTEGER: integer_write(text, json_integer_value(value)); return;
        case JSON_REAL: real_write(text, value); return;
        case JSON_TRUE: text_add(text, "true", 4); return;
        case JSON_FALSE: text_add(text, "false", 5); return;
        case JSON_NULL: text_add(text, "null", 4); return;
        }
        g_assert_not_reached();
}

char *json_text_write(const json_t *document, JsonTextOrder order, gsize *size) {
        JsonText text = { .bytes = g_malloc(FIRST_BYTES), .room = FIRST_BYTES, .order = order };

        value_write(&text, document);
        text.bytes[text.size] = '\0';
        if (size)
                *size = text.size;
        return text.bytes;
}
