/* The page of one route: what the policy says, in the order in which somebody needs it. */
#include "http/help.h"

#include "http/help-page.h"

#include <string.h>

/* An address in a line of the policy can be followed; a full stop behind it is not of it. */
static void line_put(HelpPage *page, const char *text) {
        const char *address = strstr(text, "https://");
        gsize length = address ? strcspn(address, " ") : 0;
        g_autofree char *before = NULL, *link = NULL;

        if (!address) {
                html_put(page->out, "%s", text);
                return;
        }
        if (address[length - 1] == '.')
                length--;
        before = g_strndup(text, (gsize) (address - text));
        link = g_strndup(address, length);
        html_put(page->out, "%s<a href=\"%s\">%s</a>%s", before, link, link, address + length);
}

static void lines_put(HelpPage *page, const json_t *document, const char *member, const char *list,
                      HelpText heading) {
        const json_t *lines = json_object_get(document, member), *line;
        size_t i;

        if (json_array_size(lines) == 0)
                return;
        html_put(page->out, "<h2 id=\"%s\">%s</h2>\n<%s>\n", member, help_page_text(page, heading), list);
        json_array_foreach((json_t *) (gpointer) lines, i, line) {
                html_put(page->out, "<li>");
                line_put(page, json_string_value(json_object_get(line, page->language == LANGUAGE_ZH ? "zh" : "en")));
                html_put(page->out, "</li>\n");
        }
        html_put(page->out, "</%s>\n", list);
}

/* How a material must be, with the form to print where there is one. */
static void material_put(HelpPage *page, const json_t *material) {
        const char *download = html_text_of(material, "download");

        html_put(page->out, "%s", html_local_of(material, "guidance", page->language));
        if (*download)
                html_put(page->out, " <a class=\"download\" href=\"%s\" download>%s%s%s</a>", download,
                         help_page_text(page, HELP_TEXT_DOWNLOAD), page->language == LANGUAGE_ZH ? "：" : ": ",
                         html_local_of(material, "name", page->language));
}

static void materials_put(HelpPage *page, const json_t *materials) {
        const json_t *material;
        size_t i;

        if (json_array_size(materials) == 1) {
                html_put(page->out, "<p>");
                material_put(page, json_array_get(materials, 0));
                html_put(page->out, "</p>");
                return;
        }
        html_put(page->out, "<dl>\n");
        json_array_foreach((json_t *) (gpointer) materials, i, material) {
                html_put(page->out, "<dt>%s</dt><dd>", html_local_of(material, "name", page->language));
                material_put(page, material);
                html_put(page->out, "</dd>\n");
        }
        html_put(page->out, "</dl>\n");
}

static void paper_put(HelpPage *page, const json_t *paper) {
        const char *seals = html_local_of(paper, "seals", page->language),
                   *note = html_local_of(paper, "note", page->language);

        html_put(
                page->out,
                "<li><h3>%s</h3><div class=\"meta\"><span class=\"tag\">%s</span><span class=\"tag\">%s</span></div>",
                html_local_of(paper, "name", page->language), html_local_of(paper, "of", page->language),
                html_local_of(paper, "count", page->language));
        materials_put(page, json_object_get(paper, "materials"));
        if (*seals)
                html_put(page->out, "<p class=\"must\">%s</p>", seals);
        if (*note)
                html_put(page->out, "<p class=\"must\">%s</p>", note);
        html_put(page->out, "</li>\n");
}

static void papers_put(HelpPage *page, const json_t *papers) {
        const json_t *paper;
        size_t i;

        help_page_heading(page, HELP_TEXT_PAPERS);
        if (json_array_size(papers) == 0) {
                html_put(page->out, "<p>%s</p>\n", help_page_text(page, HELP_TEXT_NO_PAPERS));
                return;
        }
        html_put(page->out, "<ol class=\"papers\">\n");
        json_array_foreach((json_t *) (gpointer) papers, i, paper) paper_put(page, paper);
        html_put(page->out, "</ol>\n");
}

static void fact_put(HelpPage *page, HelpText name, const char *value) {
        if (*value)
                html_put(page->out, "<div><dt>%s</dt><dd>%s</dd></div>\n", help_page_text(page, name), value);
}

static void mail_put(HelpPage *page, const json_t *mail) {
        if (!json_is_object(mail))
                return;
        help_page_heading(page, HELP_TEXT_MAIL);
        html_put(page->out, "<address><dl class=\"facts\">\n");
        fact_put(page, HELP_TEXT_ADDRESS, html_local_of(mail, "address", page->language));
        fact_put(page, HELP_TEXT_RECIPIENT, html_local_of(mail, "recipient", page->language));
        fact_put(page, HELP_TEXT_POSTCODE, html_text_of(mail, "postcode"));
        fact_put(page, HELP_TEXT_PHONE, html_text_of(mail, "phone"));
        html_put(page->out, "</dl></address>\n");
}

static const char *owner_text(const HelpPage *page, const json_t *route, const char *member) {
        return help_page_text(page, g_str_equal(html_text_of(route, member), "personal") ? HELP_TEXT_PERSONAL
                                                                                         : HELP_TEXT_ENTERPRISE);
}

static void facts_put(HelpPage *page, const json_t *route) {
        gint64 days = json_integer_value(json_object_get(route, "review_days"));
        g_autofree char *review = days > 0 ? help_text_count(HELP_TEXT_REVIEW_DAYS, days, page->language)
                                           : g_strdup(help_page_text(page, HELP_TEXT_REVIEW_NONE));

        html_put(page->out, "<dl class=\"facts\">\n");
        fact_put(page, HELP_TEXT_FROM, owner_text(page, route, "from"));
        fact_put(page, HELP_TEXT_TO, owner_text(page, route, "to"));
        fact_put(page, HELP_TEXT_CHANNEL, html_local_of(route, "channel_name", page->language));
        fact_put(page, HELP_TEXT_REVIEW, review);
        html_put(page->out, "</dl>\n");
}

static void others_put(HelpPage *page, const char *slug) {
        json_auto_t *routes = app_help_routes(page->app);
        const json_t *route;
        size_t i;

        html_put(page->out, "<nav class=\"side\" aria-label=\"%s\"><h2>%s</h2><ul>\n",
                 help_page_text(page, HELP_TEXT_ROUTES), help_page_text(page, HELP_TEXT_ROUTES));
        json_array_foreach(routes, i, route) {
                bool current = g_str_equal(html_text_of(route, "slug"), slug);

                html_put(page->out,
                         current ? "<li><a aria-current=\"page\" href=\"/help/routes/%s?lang=%s\">%s</a></li>\n"
                                 : "<li><a href=\"/help/routes/%s?lang=%s\">%s</a></li>\n",
                         html_text_of(route, "slug"), help_page_code(page),
                         html_local_of(route, "name", page->language));
        }
        html_put(page->out, "</ul></nav>\n");
}

static void reasons_put(HelpPage *page, const json_t *route) {
        const json_t *reasons = json_object_get(route, "reasons"), *reason;
        size_t i;

        if (json_array_size(reasons) == 0)
                return;
        html_put(page->out, "<details><summary>%s</summary><ul>\n", help_page_text(page, HELP_TEXT_REASONS));
        json_array_foreach((json_t *) (gpointer) reasons, i, reason)
                html_put(page->out, "<li>%s</li>\n",
                         json_string_value(json_object_get(reason, page->language == LANGUAGE_ZH ? "zh" : "en")));
        html_put(page->out, "</ul></details>\n");
}

static void route_put(HelpPage *page, const json_t *route) {
        const Policy *policy = page->app->policy;

        html_put(page->out, "<article class=\"doc\"><h1>%s</h1><p class=\"lead\">%s</p>\n",
                 html_local_of(route, "name", page->language), html_local_of(route, "effort", page->language));
        facts_put(page, route);
        lines_put(page, route, "steps", "ol", HELP_TEXT_STEPS);
        papers_put(page, json_object_get(route, "papers"));
        mail_put(page, json_object_get(route, "mail"));
        lines_put(page, route, "methods", "ul", HELP_TEXT_METHODS);
        lines_put(page, route, "dates", "ul", HELP_TEXT_DATES);
        lines_put(page, route, "limits", "ul", HELP_TEXT_LIMITS);
        lines_put(page, route, "refusals", "ul", HELP_TEXT_REFUSALS);
        reasons_put(page, route);
        html_put(page->out, "<p class=\"meta\">%s<code>%s %s</code></p></article>\n",
                 help_page_text(page, HELP_TEXT_DRAWN), policy->id, policy->edition);
}

static bool route_show(const Request *request, Reply *reply, GError **error) {
        const char *slug = request_slug(request, "slug");
        Language language = help_page_language(request);
        g_autofree char *path = g_strconcat("/help/routes/", slug, NULL);
        g_auto(Outcome) outcome = { 0 };
        HelpPage page = { 0 };

        if (!app_help_route(request->app, slug, &outcome, error))
                return false;
        help_page_begin(&page, request, path, html_local_of(outcome.document, "name", language),
                        html_local_of(outcome.document, "effort", language));
        help_put_crumbs(&page, NULL, HELP_TEXT_ROUTES);
        html_put(page.out, "<div class=\"sided\">\n");
        route_put(&page, outcome.document);
        others_put(&page, slug);
        html_put(page.out, "</div>\n");
        help_put_ask(&page);
        return help_page_end(&page, reply, HTTP_OK, error);
}

bool help_route_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(route_show(request, reply, error), request, reply, error);
}
