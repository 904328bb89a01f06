/* Callbacks of md4c. */
#include "app/markdown.h"

#include <md4c.h>
#include <string.h>

#define HEADING_FIRST 2u /* the page's title is its <h1> */
#define HEADING_LAST 6u
#define FLAGS                                                                                     \
        (MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS \
         | MD_FLAG_PERMISSIVEEMAILAUTOLINKS | MD_FLAG_NOINDENTEDCODEBLOCKS)

typedef struct OpenSpan {
        MD_SPANTYPE type;
        const char *tag; /* NULL: it was not written */
} OpenSpan;

typedef struct Rendering {
        GString *out;
        guint heading_from;
        guint images; /* within so many; only their words are kept */
        GArray *open; /* OpenSpan: md4c (0.4.8) may begin a span whose end it loses in a link's address, "**a [b](**)" */
} Rendering;

/* The tags that need nothing but themselves. */
static const char *const block_tags[] = {
        [MD_BLOCK_QUOTE] = "blockquote",
        [MD_BLOCK_UL] = "ul",
        [MD_BLOCK_LI] = "li",
        [MD_BLOCK_P] = "p",
        [MD_BLOCK_TABLE] = "table",
        [MD_BLOCK_THEAD] = "thead",
        [MD_BLOCK_TBODY] = "tbody",
        [MD_BLOCK_TR] = "tr",
        [MD_BLOCK_TH] = "th",
        [MD_BLOCK_TD] = "td",
};

static const char *const span_tags[] = {
        [MD_SPAN_EM] = "em",   [MD_SPAN_STRONG] = "strong", [MD_SPAN_CODE] = "code",
        [MD_SPAN_DEL] = "del", [MD_SPAN_U] = NULL,
};

static const struct {
        const char *name;
        gunichar character;
} entities[] = {
        { "&amp;", '&' },     { "&lt;", '<' },       { "&gt;", '>' },       { "&quot;", '"' },
        { "&apos;", '\'' },   { "&nbsp;", 0xa0 },    { "&copy;", 0xa9 },    { "&reg;", 0xae },
        { "&middot;", 0xb7 }, { "&ndash;", 0x2013 }, { "&mdash;", 0x2014 }, { "&hellip;", 0x2026 },
        { "&times;", 0xd7 },  { "&yen;", 0xa5 },     { "&rarr;", 0x2192 },
};

static void escape(GString *out, const char *text, gsize size) {
        g_autofree char *escaped = g_markup_escape_text(text, (gssize) size);

        g_string_append(out, escaped);
}

/* CommonMark section 2.5: a number that is no character is U+FFFD; a name that is not known is text. */
static void entity_decode(GString *out, const char *entity, gsize size) {
        g_autofree char *text = g_strndup(entity, size);
        guint64 number = 0xfffd;

        for (guint i = 0; i < G_N_ELEMENTS(entities); i++) {
                if (g_str_equal(entities[i].name, text)) {
                        g_string_append_unichar(out, entities[i].character);
                        return;
                }
        }
        if (text[1] != '#') {
                g_string_append(out, text);
                return;
        }
        number =
                (text[2] | 0x20) == 'x' ? g_ascii_strtoull(text + 3, NULL, 16) : g_ascii_strtoull(text + 2, NULL, 10);
        if (number < 0x20 || number > 0x10ffff || !g_unichar_validate((gunichar) number))
                number = 0xfffd;
        g_string_append_unichar(out, (gunichar) number);
}

static char *attribute_decode(const MD_ATTRIBUTE *attribute) {
        GString *decoded = g_string_new(NULL);

        for (guint i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
                const char *at = attribute->text + attribute->substr_offsets[i];
                gsize size = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];

                if (attribute->substr_types[i] == MD_TEXT_ENTITY)
                        entity_decode(decoded, at, size);
                else
                        g_string_append_len(decoded, at, (gssize) size);
        }
        return g_string_free(decoded, FALSE);
}

bool markdown_link_is_good(const char *address) {
        static const char *const schemes[] = { "http", "https", "mailto" };
        g_autofree char *scheme = g_uri_parse_scheme(address);

        for (const char *at = address; *at; at++) {
                if ((guchar) *at <= 0x20 || *at == 0x7f || *at == '\\')
                        return false;
        }
        if (!*address || g_str_has_prefix(address, "//"))
                return false;
        for (guint i = 0; scheme && i < G_N_ELEMENTS(schemes); i++) {
                if (g_ascii_strcasecmp(scheme, schemes[i]) == 0)
                        return true;
        }
        return address[strcspn(address, ":/?#")] != ':';
}

static void link_write(Rendering *rendering, const char *address) {
        g_string_append(rendering->out, "<a href=\"");
        escape(rendering->out, address, strlen(address));
        g_string_append(rendering->out, "\" rel=\"nofollow ugc noopener\">");
}

/* Begins a span; gives its tag, NULL where none is written. */
static const char *span_write(Rendering *rendering, MD_SPANTYPE type, const void *detail) {
        const char *tag = (gsize) type < G_N_ELEMENTS(span_tags) ? span_tags[type] : NULL;
        g_autofree char *address =
                type == MD_SPAN_A ? attribute_decode(&((const MD_SPAN_A_DETAIL *) detail)->href) : NULL;

        if (rendering->images > 0)
                return NULL;
        if (address) {
                tag = markdown_link_is_good(address) ? "a" : NULL;
                if (tag)
                        link_write(rendering, address);
        } else if (tag) {
                g_string_append_printf(rendering->out, "<%s>", tag);
        }
        return tag;
}

/* Ends the spans that are open beyond the first `count`, the last one first. */
static void spans_end(Rendering *rendering, guint count) {
        while (rendering->open->len > count) {
                OpenSpan span = g_array_index(rendering->open, OpenSpan, rendering->open->len - 1);

                if (span.tag)
                        g_string_append_printf(rendering->out, "</%s>", span.tag);
                rendering->images -= span.type == MD_SPAN_IMG;
                g_array_set_size(rendering->open, rendering->open->len - 1);
        }
}

static void list_begin(Rendering *rendering, const MD_BLOCK_OL_DETAIL *detail) {
        if (detail->start == 1)
                g_string_append(rendering->out, "<ol>\n");
        else
                g_string_append_printf(rendering->out, "<ol start=\"%u\">\n", detail->start);
}

static guint heading_level(const Rendering *rendering, const MD_BLOCK_H_DETAIL *detail) {
        return CLAMP(rendering->heading_from + detail->level - 1, HEADING_FIRST, HEADING_LAST);
}

static int block_begin(MD_BLOCKTYPE type, void *detail, void *user) {
        Rendering *rendering = user;

        if (type == MD_BLOCK_OL)
                list_begin(rendering, detail);
        else if (type == MD_BLOCK_H)
                g_string_append_printf(rendering->out, "<h%u>", heading_level(rendering, detail));
        else if (type == MD_BLOCK_HR)
                g_string_append(rendering->out, "<hr>\n");
        else if (type == MD_BLOCK_CODE)
                g_string_append(rendering->out, "<pre tabindex=\"0\"><code>"); /* it may scroll: also by keyboard */
        else if ((gsize) type < G_N_ELEMENTS(block_tags) && block_tags[type])
                g_string_append_printf(rendering->out, "<%s>", block_tags[type]);
        return 0;
}

static int block_end(MD_BLOCKTYPE type, void *detail, void *user) {
        Rendering *rendering = user;

        spans_end(rendering, 0);
        if (type == MD_BLOCK_OL)
                g_string_append(rendering->out, "</ol>\n");
        else if (type == MD_BLOCK_H)
                g_string_append_printf(rendering->out, "</h%u>\n", heading_level(rendering, detail));
        else if (type == MD_BLOCK_CODE)
                g_string_append(rendering->out, "</code></pre>\n");
        else if ((gsize) type < G_N_ELEMENTS(block_tags) && block_tags[type])
                g_string_append_printf(rendering->out, "</%s>\n", block_tags[type]);
        return 0;
}

static int span_begin(MD_SPANTYPE type, void *detail, void *user) {
        Rendering *rendering = user;
        OpenSpan span = { type, span_write(rendering, type, detail) };

        rendering->images += type == MD_SPAN_IMG;
        g_array_append_val(rendering->open, span);
        return 0;
}

static int span_end(MD_SPANTYPE type, void *detail G_GNUC_UNUSED, void *user) {
        Rendering *rendering = user;
        guint at = rendering->open->len;

        while (at > 0 && g_array_index(rendering->open, OpenSpan, at - 1).type != type)
                at--;
        if (at > 0)
                spans_end(rendering, at - 1);
        return 0;
}

static int text_add(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user) {
        Rendering *rendering = user;
        g_autoptr(GString) decoded = g_string_new(NULL);

        if (type == MD_TEXT_BR)
                g_string_append(rendering->out, rendering->images ? " " : "<br>\n");
        else if (type == MD_TEXT_SOFTBR)
                g_string_append_c(rendering->out, '\n');
        else if (type == MD_TEXT_NULLCHAR)
                g_string_append(rendering->out, "\xef\xbf\xbd");
        else if (type == MD_TEXT_ENTITY)
                entity_decode(decoded, text, size);
        else
                g_string_append_len(decoded, text, size);
        escape(rendering->out, decoded->str, decoded->len);
        return 0;
}

static char *render(const char *text, const MD_PARSER *parser, guint heading_from) {
        g_autoptr(GString) out = g_string_new(NULL);
        g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(OpenSpan));
        Rendering rendering = { .out = out, .heading_from = heading_from, .open = open };

        /* It fails only where memory is short, and then GLib has ended us. */
        g_assert(md_parse(text, (MD_SIZE) strlen(text), parser, &rendering) == 0);
        return g_strdup(out->str);
}

char *markdown_html(const char *text, guint heading_from) {
        static const MD_PARSER parser = { .flags = FLAGS,
                                          .enter_block = block_begin,
                                          .leave_block = block_end,
                                          .enter_span = span_begin,
                                          .leave_span = span_end,
                                          .text = text_add };

        return render(text, &parser, heading_from);
}

static int plain_nothing(G_GNUC_UNUSED MD_BLOCKTYPE type, G_GNUC_UNUSED void *detail, G_GNUC_UNUSED void *user) {
        return 0;
}

static int plain_break(G_GNUC_UNUSED MD_BLOCKTYPE type, G_GNUC_UNUSED void *detail, void *user) {
        g_string_append_c(((Rendering *) user)->out, '\n');
        return 0;
}

static int plain_span(G_GNUC_UNUSED MD_SPANTYPE type, G_GNUC_UNUSED void *detail, G_GNUC_UNUSED void *user) {
        return 0;
}

static int plain_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user) {
        GString *out = ((Rendering *) user)->out;

        if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
                g_string_append_c(out, '\n');
        else if (type == MD_TEXT_ENTITY)
                entity_decode(out, text, size);
        else if (type != MD_TEXT_NULLCHAR)
                g_string_append_len(out, text, size);
        return 0;
}

char *markdown_plain(const char *text) {
        static const MD_PARSER parser = { .flags = FLAGS,
                                          .enter_block = plain_nothing,
                                          .leave_block = plain_break,
                                          .enter_span = plain_span,
                                          .leave_span = plain_span,
                                          .text = plain_text };
        char *plain = render(text, &parser, 2);

        return g_strstrip(plain);
}
