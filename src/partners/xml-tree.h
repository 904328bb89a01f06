/* XML from outside, read without network, entities or document types, and walked by name. Used inside this room only. */
#pragma once

#include <glib.h>
#include <libxml/xmlreader.h>
#include <stdbool.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlTextReader, xmlFreeTextReader)

#define XML_TEXT_BYTES_MAX 4096 /* of one value */

/* Where and why a document could not be read. */
typedef struct XmlTrouble {
        guint line;
        char *what; /* one line; NULL while all is well */
} XmlTrouble;

void xml_trouble_clear(XmlTrouble *trouble);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(XmlTrouble, xml_trouble_clear)

/* Opens a pull reader on UTF-8 text, whatever encoding it claims to be in. Gives NULL, `trouble` set, where the text
 * carries a document type. `trouble` must outlive the reader, which reports into it; so must the text. */
xmlTextReader *xml_reader_open(const char *text, gsize size, XmlTrouble *trouble);

/* Notes a trouble unless there is one already; gives false. */
bool xml_trouble_set(XmlTrouble *trouble, guint line, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The first child element, or the next sibling element; NULL for none. */
const xmlNode *xml_first(const xmlNode *parent);
const xmlNode *xml_next(const xmlNode *node);

/* True where the element is called so and stands in the same namespace as `like`. */
bool xml_is(const xmlNode *node, const char *name, const xmlNode *like);

/* Follows a path of names ("Refs/EndToEndId"), in the namespace of `from`, always taking the first; NULL where it ends. */
const xmlNode *xml_find(const xmlNode *from, const char *path);

/* The next sibling of the same name and namespace; NULL for none. */
const xmlNode *xml_next_like(const xmlNode *node);

/* The text of an element that holds nothing else, blanks around it stripped. NULL where it has children, is empty, or is
 * longer than XML_TEXT_BYTES_MAX. The caller frees the result. */
char *xml_text(const xmlNode *node);

/* The line on which an element stands, from 1. */
guint xml_line(const xmlNode *node);
