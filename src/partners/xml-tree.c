/* The hardened door for XML: what a payment file or a statement never needs is refused before the parser sees it. */
#include "partners/xml-tree.h"

#include <stdarg.h>
#include <string.h>

void xml_trouble_clear(XmlTrouble *trouble) {
        g_clear_pointer(&trouble->what, g_free);
}

bool xml_trouble_set(XmlTrouble *trouble, guint line, const char *format, ...) {
        va_list arguments;

        if (trouble->what)
                return false;
        va_start(arguments, format);
        trouble->what = g_strdup_vprintf(format, arguments);
        va_end(arguments);
        trouble->line = line;
        return false;
}

static void reader_troubled(void *context, xmlError *found) {
        /* libxml2 cuts what it quotes, and not always between characters */
        g_autofree char *what = g_utf8_make_valid(found->message ? found->message : "not well-formed XML", -1);

        if (found->level >= XML_ERR_ERROR)
                xml_trouble_set(context, (guint) MAX(found->line, 1), "%s", g_strstrip(what));
}

static guint line_at(const char *text, const char *place) {
        guint line = 1;

        for (const char *at = text; at < place; at++)
                line += *at == '\n';
        return line;
}

xmlTextReader *xml_reader_open(const char *text, gsize size, XmlTrouble *trouble) {
        const int options = XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES | XML_PARSE_NOCDATA;
        const char *doctype = g_strstr_len(text, (gssize) size, "<!DOCTYPE");
        xmlTextReader *reader;

        if (doctype) {
                xml_trouble_set(trouble, line_at(text, doctype), "a document type (<!DOCTYPE) is not taken");
                return NULL;
        }
        reader = xmlReaderForMemory(text, (int) size, NULL, "UTF-8", options);
        g_assert(reader);
        xmlTextReaderSetStructuredErrorHandler(reader, reader_troubled, trouble);
        return reader;
}

const xmlNode *xml_next(const xmlNode *node) {
        for (node = node->next; node && node->type != XML_ELEMENT_NODE; node = node->next)
                ;
        return node;
}

const xmlNode *xml_first(const xmlNode *parent) {
        return !parent->children || parent->children->type == XML_ELEMENT_NODE ? parent->children
                                                                               : xml_next(parent->children);
}

static const char *namespace_of(const xmlNode *node) {
        return node->ns && node->ns->href ? (const char *) node->ns->href : "";
}

bool xml_is(const xmlNode *node, const char *name, const xmlNode *like) {
        return g_str_equal((const char *) node->name, name) && g_str_equal(namespace_of(node), namespace_of(like));
}

const xmlNode *xml_find(const xmlNode *from, const char *path) {
        g_auto(GStrv) names = g_strsplit(path, "/", -1);
        const xmlNode *like = from;

        for (guint i = 0; from && names[i]; i++) {
                for (from = xml_first(from); from && !xml_is(from, names[i], like); from = xml_next(from))
                        ;
        }
        return from;
}

const xmlNode *xml_next_like(const xmlNode *node) {
        const xmlNode *like = node;

        for (node = xml_next(node); node && !xml_is(node, (const char *) like->name, like); node = xml_next(node))
                ;
        return node;
}

char *xml_text(const xmlNode *node) {
        g_autoptr(GString) text = g_string_new(NULL);

        for (const xmlNode *part = node->children; part; part = part->next) {
                if (part->type == XML_COMMENT_NODE || part->type == XML_PI_NODE)
                        continue;
                if ((part->type != XML_TEXT_NODE && part->type != XML_CDATA_SECTION_NODE)
                    || text->len + strlen((const char *) part->content) > XML_TEXT_BYTES_MAX)
                        return NULL;
                g_string_append(text, (const char *) part->content);
        }
        g_strstrip(text->str);
        return *text->str ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

guint xml_line(const xmlNode *node) {
        return (guint) MAX(xmlGetLineNo(node), 1);
}
