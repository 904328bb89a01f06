/* JSON documents as text: what Jansson's own writer does, without its guard against circles for each object and its walk over
 * each character. */
#pragma once

#include <glib.h>
#include <jansson.h>

typedef enum JsonTextOrder {
        JSON_TEXT_AS_MADE, /* an object's members in the order in which they were set */
        JSON_TEXT_SORTED   /* … by their names, byte by byte: the one text of all equal documents */
} JsonTextOrder;

/* Writes any value as compact JSON (RFC 8259), byte for byte as json_dumps() does with JSON_COMPACT | JSON_ENCODE_ANY, and with
 * JSON_SORT_KEYS where it is sorted.
 *
 * document  a tree: a value that holds itself would never end
 * size      out: its bytes without the closing NUL; may be NULL
 *
 * The caller frees the text with free() or g_free(), or as SecretText where it names a person. */
char *json_text_write(const json_t *document, JsonTextOrder order, gsize *size);
