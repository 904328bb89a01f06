/* YAML into structs by libcyaml's schema tables, strictly, with the line of every value. libcyaml alone reads `3x` as 3,
 * takes an empty file for a success and names an unknown key a line early; so the text is first held against the same
 * schema here, and whatever does not fit is told with its line and its mend in both languages. */
#pragma once

#include "base/language.h"
#include "base/refusal.h"

#include <cyaml/cyaml.h>
#include <glib.h>
#include <stdbool.h>

#define YAML_FILE_SIZE_BYTES_MAX (4 * 1024 * 1024)

typedef struct YamlFile YamlFile;

/* Reads one YAML document into the struct that `schema` describes.
 *
 * name    the file's, for messages; copied
 * schema  a mapping with CYAML_FLAG_POINTER, of mappings, sequences, texts, unsigned integers (4 or 8 bytes, decimal digits
 *         only), booleans (true, false), enumerations and flags; it must outlive the result
 * kind    a refusal whose text takes: file, line, what is wrong in Chinese, the same in English
 *
 * Refuses `kind`: not YAML, not UTF-8, empty, too large, more than one document, anchors used twice, a key that is unknown,
 * repeated or missing, a value that is empty or of the wrong form. The caller frees the result. */
YamlFile *yaml_file_read(const char *name, const char *bytes, gsize size, const cyaml_schema_value_t *schema,
                         RefusalKind kind, GError **error);

/* Frees the file and the struct read from it; takes NULL. */
void yaml_file_free(YamlFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(YamlFile, yaml_file_free)

/* The struct read. It belongs to the file. */
gpointer yaml_file_root(const YamlFile *file);

/* The line, from 1, of the value at a pointer ("/routes/2/items/0"), or of the nearest value that holds it. */
guint yaml_file_line(const YamlFile *file, const char *pointer);

/* True where the file has a value at a pointer: what it does not have reads as 0, which a file may also say. */
bool yaml_file_has(const YamlFile *file, const char *pointer);

/* Refuses the value at a pointer (in printf's manner). Takes `what` over; gives false. */
bool yaml_file_refuse(const YamlFile *file, LocalText what, GError **error, const char *pointer, ...)
        G_GNUC_PRINTF(4, 5);

/* A text in both languages from two formats that take the same arguments in the same order. Free with local_text_clear(). */
#define LOCAL_TEXT(zh, en, ...)                                                   \
        ((LocalText){ .in = { [LANGUAGE_ZH] = g_strdup_printf(zh, ##__VA_ARGS__), \
                              [LANGUAGE_EN] = g_strdup_printf(en, ##__VA_ARGS__) } })

void local_text_clear(LocalText *text);
