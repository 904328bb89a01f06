/* The help centre's texts: whatever people write, only our own tags come out, every one of them is closed, and links lead only
 * where a policy lets them. */
#include "tests/fuzz/fuzz.h"

#include "app/markdown.h"

#include <string.h>

#define LINK "a href=\""
#define REL "\" rel=\"nofollow ugc noopener\""

/* True for a tag of ours without attributes. */
static bool tag_is_ours(const char *tag, gsize size) {
        static const char *const ours[] = { "blockquote", "ul", "ol", "li", "p",   "table",  "thead", "tbody",
                                            "tr",         "th", "td", "em", "del", "strong", "code",  "pre",
                                            "h2",         "h3", "h4", "h5", "h6",  "a",      NULL };

        for (guint i = 0; ours[i]; i++)
                if (strlen(ours[i]) == size && memcmp(ours[i], tag, size) == 0)
                        return true;
        return false;
}

static bool start_is_number(const char *tag, gsize size) {
        const char *digits = tag + strlen("ol start=\"");

        return size > strlen("ol start=\"") && g_str_has_prefix(tag, "ol start=\"")
               && strspn(digits, "0123456789") == size - strlen("ol start=\"") - 1 && tag[size - 1] == '"';
}

/* The address is checked as it stands between the quotes, entities and all: none of them can spell a scheme anew. */
static bool link_is_ours(const char *tag, gsize size) {
        g_autofree char *address = NULL;

        if (size < strlen(LINK) + strlen(REL) || !g_str_has_prefix(tag, LINK)
            || memcmp(tag + size - strlen(REL), REL, strlen(REL)) != 0)
                return false;
        address = g_strndup(tag + strlen(LINK), size - strlen(LINK) - strlen(REL));
        return !strpbrk(address, "\"<>'") && markdown_link_is_good(address);
}

static bool tag_is_void(const char *tag, gsize size) {
        return size == 2 && (memcmp(tag, "br", 2) == 0 || memcmp(tag, "hr", 2) == 0);
}

/* Opens or closes a tag; what was opened last is closed first. */
static void tag_check(const char *tag, gsize size, GPtrArray *open) {
        if (tag_is_void(tag, size))
                return;
        if (*tag == '/') {
                g_autofree char *name = NULL;

                g_assert(tag_is_ours(tag + 1, size - 1) && open->len > 0);
                name = g_ptr_array_steal_index(open, open->len - 1);
                g_assert(strlen(name) == size - 1 && memcmp(name, tag + 1, size - 1) == 0);
                return;
        }
        g_assert(tag_is_ours(tag, size) || link_is_ours(tag, size) || start_is_number(tag, size)
                 || (size == strlen("pre tabindex=\"0\"") && g_str_has_prefix(tag, "pre tabindex=\"0\"")));
        g_ptr_array_add(open, g_strndup(tag, strcspn(tag, " >")));
}

static void check_html(const char *html) {
        g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);

        g_assert(g_utf8_validate(html, -1, NULL));
        for (const char *at = strchr(html, '<'); at; at = strchr(at + 1, '<')) {
                const char *end = strchr(at, '>');

                g_assert(end);
                tag_check(at + 1, (gsize) (end - at - 1), open);
        }
        g_assert(open->len == 0);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        guint heading = 1 + fuzz_choose(&bytes, &size, 6);
        g_autofree char *text = fuzz_text(bytes, size), *valid = g_utf8_make_valid(text, -1);
        g_autofree char *html = markdown_html(valid, heading), *plain = markdown_plain(valid);

        check_html(html);
        g_assert(g_utf8_validate(plain, -1, NULL));
        return 0;
}
