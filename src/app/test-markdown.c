/* Nothing that somebody writes becomes anything but text and the few tags that the renderer writes itself. */
#include "app/markdown.h"

#include <string.h>

/* clang-format off */
static const char *const attacks[] = {
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<iframe src=//evil.example></iframe>",
        "<style>@import '//evil.example'</style>",
        "<div style=\"background:url(javascript:alert(1))\">x</div>",
        "<!-- <script>alert(1)</script> -->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?php alert(1) ?>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](<javascript:alert(1)>)",
        "[x](< javascript:alert(1)>)",
        "[x](<java\tscript:alert(1)>)",
        "[x](java&#10;script:alert(1))",
        "[x](java&Tab;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;avascript&#58;alert(1))",
        "[x](javascript&colon;alert(1))",
        "[x](\\javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
        "[x](vbscript:msgbox(1))",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "[x](/\\evil.example)",
        "[x](\\\\evil.example)",
        "[x](http://a\" onmouseover=\"alert(1))",
        "[x](<http://a\" onmouseover=\"alert(1)>)",
        "[x](http://a \"t\\\" onmouseover=\\\"alert(1)\")",
        "[x](http://a 'onmouseover=alert(1)')",
        "<javascript:alert(1)>",
        "<http://a\"onclick=alert(1)>",
        "http://a.example/\"onclick=\"alert(1)",
        "![x](javascript:alert(1))",
        "![x](http://evil.example/pixel.png)",
        "![<b>](http://evil.example/a\"onerror=\"alert(1))",
        "[![x](http://evil.example/a)](javascript:alert(1))",
        "[r]\n\n[r]: javascript:alert(1)",
        "[r]\n\n[r]: <http://a/\"onclick=\"alert(1)> \"' onclick=alert(1)\"",
        "```\"><script>alert(1)</script>\nx\n```",
        "```html\n<script>alert(1)</script>\n```",
        "`<script>alert(1)</script>`",
        "# <script>alert(1)</script>",
        "| <script> |\n| --- |\n| <img onerror=alert(1)> |",
        "- <input autofocus onfocus=alert(1)>",
        "> <form action=//evil.example>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "&#60;script&#62;alert(1)&#60;/script&#62;",
        "<a\nhref='javascript:alert(1)'>x</a>",
        "\\<script>alert(1)</script>",
        "*<script>*alert(1)*</script>*",
        "<x@evil.example\" onclick=alert(1)>",
        "mailto:a@b.example?subject=<script>",
};

/* Every tag that the renderer may write; an attribute may only be one of these, whole. */
static const char *const tags[] = { "p", "em", "strong", "code", "del", "blockquote", "ul", "ol", "li", "hr", "br", "pre", "h2", "h3", "h4",
                                    "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "a", NULL };
/* clang-format on */

/* Reads one tag after its '<' and gives what follows it. */
static const char *tag_check(const char *at, const char *source) {
        bool closing = *at == '/';
        const char *name = at + closing, *end = name + strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");
        g_autofree char *tag = g_strndup(name, (gsize) (end - name));
        const char *close = strchr(end, '>');

        g_assert_true(g_strv_contains(tags, tag));
        g_assert_nonnull(close);
        if (end == close)
                return close;
        if (g_str_equal(tag, "a")) {
                const char *address = end + strlen(" href=\""), *quote;
                g_autofree char *href = NULL;

                g_assert_true(g_str_has_prefix(end, " href=\""));
                quote = strchr(address, '"');
                href = g_strndup(address, (gsize) (quote - address));
                if (!g_str_has_prefix(quote, "\" rel=\"nofollow ugc noopener\">"))
                        g_error("%s gave a link with more than it may have", source);
                g_assert_true(markdown_link_is_good(href));
        } else {
                g_assert_true(g_str_has_prefix(end, " start=\"") || g_str_has_prefix(end, " tabindex=\"0\">"));
        }
        return close;
}

static void html_check(const char *source) {
        g_autofree char *html = markdown_html(source, 2);

        for (const char *at = strchr(html, '<'); at; at = strchr(at, '<'))
                at = tag_check(at + 1, source);
}

static void test_attacks(void) {
        for (guint i = 0; i < G_N_ELEMENTS(attacks); i++)
                html_check(attacks[i]);
}

/* Pieces of the attacks in any order: what no list has thought of. */
static void test_mixtures(void) {
        for (guint round = 0; round < 4000; round++) {
                g_autoptr(GString) source = g_string_new(NULL);

                for (int pieces = g_test_rand_int_range(1, 8); pieces > 0; pieces--) {
                        const char *attack = attacks[g_test_rand_int_range(0, G_N_ELEMENTS(attacks))];
                        gsize from = (gsize) g_test_rand_int_range(0, (int) strlen(attack));

                        g_string_append_len(source, attack + from,
                                            g_test_rand_int_range(0, (int) (strlen(attack) - from) + 1));
                        if (g_test_rand_int() & 1)
                                g_string_append_c(source, "\n\t <>[]()!`*\"'\\"[g_test_rand_int_range(0, 15)]);
                }
                html_check(source->str);
        }
}

static void assert_html(const char *source, const char *wanted) {
        g_autofree char *html = markdown_html(source, 3);

        g_assert_cmpstr(html, ==, wanted);
}

static void test_good(void) {
        assert_html("# 标题", "<h3>标题</h3>\n");
        assert_html("###### deep", "<h6>deep</h6>\n");
        assert_html("**重要** `a<b`", "<p><strong>重要</strong> <code>a&lt;b</code></p>\n");
        assert_html("[流程](/help/routes/a?lang=en#x)",
                    "<p><a href=\"/help/routes/a?lang=en#x\" rel=\"nofollow ugc noopener\">流程</a></p>\n");
        assert_html("[x](https://a.example/?a=1&b=2)",
                    "<p><a href=\"https://a.example/?a=1&amp;b=2\" rel=\"nofollow ugc noopener\">x</a></p>\n");
        assert_html("[x](javascript:alert)", "<p>x</p>\n");
        assert_html("![图](http://a.example/a.png)", "<p>图</p>\n");
        assert_html("3. c\n4. d", "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>\n");
        assert_html("&lt;b&gt; &#19968; &nosuch;", "<p>&lt;b&gt; 一 &amp;nosuch;</p>\n");
        assert_html("**a [b](c:**)", "<p><strong>a b</strong></p>\n"); /* md4c begins it and never ends it */
        assert_html("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n");
}

static void test_plain(void) {
        g_autofree char *plain = markdown_plain("# 标题\n\n去[这里](/x)，**快**。 &amp; ![图](y)");

        g_assert_cmpstr(plain, ==, "标题\n去这里，快。 & 图");
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/markdown/known attacks become text", test_attacks);
        g_test_add_func("/markdown/mixtures of attacks become text", test_mixtures);
        g_test_add_func("/markdown/what is allowed is rendered", test_good);
        g_test_add_func("/markdown/the search sees the words alone", test_plain);
        return g_test_run();
}
