/* The frame. */
#include "http/help-page.h"

#include "base/refusal.h"

#include <string.h>

#define POLICY                                                                                        \
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; " \
        "frame-ancestors 'none'"

Language help_page_language(const Request *request) {
        const char *asked = request_query(request, "lang");

        return asked ? language_choose(asked) : request->language;
}

const char *help_page_text(const HelpPage *page, HelpText text) {
        return help_text(text, page->language);
}

const char *help_page_code(const HelpPage *page) {
        return page->language == LANGUAGE_ZH ? "zh" : "en";
}

void help_page_heading(HelpPage *page, HelpText text) {
        html_put(page->out, "<h2>%s</h2>\n", help_page_text(page, text));
}

static void head_put(HelpPage *page, const char *title, const char *description) {
        const char *centre = help_page_text(page, HELP_TEXT_CENTRE), *code = help_page_code(page);
        const char *url = page->app->public_url;

        html_put(page->out,
                 "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                 page->language == LANGUAGE_ZH ? "zh-CN" : "en");
        html_put(page->out, "<title>%s%s%s · %s</title>\n<meta name=\"description\" content=\"%s\">\n",
                 title ? title : "", title ? " · " : "", centre,
                 local_text(&page->app->policy->platform, page->language), description);
        html_put(page->out,
                 "<link rel=\"canonical\" href=\"%s%s?lang=%s\">\n<link rel=\"alternate\" hreflang=\"zh-CN\" "
                 "href=\"%s%s?lang=zh\">\n"
                 "<link rel=\"alternate\" hreflang=\"en\" href=\"%s%s?lang=en\">\n"
                 "<link rel=\"alternate\" hreflang=\"x-default\" href=\"%s%s\">\n"
                 "<link rel=\"stylesheet\" href=\"/help/style.css\">\n</head>\n",
                 url, page->path, code, url, page->path, url, page->path, url, page->path);
}

static void search_put(HelpPage *page) {
        html_put(page->out,
                 "<form class=\"search\" role=\"search\" action=\"/help/search\"><input type=\"hidden\" "
                 "name=\"lang\" value=\"%s\">"
                 "<input type=\"search\" name=\"q\" maxlength=\"100\" aria-label=\"%s\" placeholder=\"%s\" "
                 "value=\"%s\">"
                 "<button>%s</button></form>\n",
                 help_page_code(page), help_page_text(page, HELP_TEXT_SEARCH_FOR),
                 help_page_text(page, HELP_TEXT_SEARCH_FOR), page->query ? page->query : "",
                 help_page_text(page, HELP_TEXT_SEARCH));
}

static void header_put(HelpPage *page) {
        const char *code = help_page_code(page), *other = page->language == LANGUAGE_ZH ? "en" : "zh";
        g_autofree char *query = page->query ? g_uri_escape_string(page->query, NULL, FALSE) : NULL;

        html_put(page->out,
                 "<body>\n<a class=\"skip\" href=\"#main\">%s</a>\n<header class=\"top\"><div class=\"bar\">"
                 "<a class=\"brand\" href=\"/help?lang=%s\"><b>%s</b> %s</a>\n",
                 help_page_text(page, HELP_TEXT_SKIP), code, local_text(&page->app->policy->platform, page->language),
                 help_page_text(page, HELP_TEXT_CENTRE));
        search_put(page);
        html_put(page->out,
                 "<nav><a href=\"/help/questions?lang=%s\">%s</a> <a href=\"/help/ask?lang=%s\">%s</a> "
                 "<a lang=\"%s\" hreflang=\"%s\" href=\"%s?lang=%s%s%s\">%s</a></nav></div></header>\n<main "
                 "id=\"main\">\n",
                 code, help_page_text(page, HELP_TEXT_QUESTIONS), code, help_page_text(page, HELP_TEXT_ASK),
                 page->language == LANGUAGE_ZH ? "en" : "zh-CN", page->language == LANGUAGE_ZH ? "en" : "zh-CN",
                 page->path, other, query ? "&q=" : "", query ? query : "", help_page_text(page, HELP_TEXT_LANGUAGE));
}

void help_page_begin(HelpPage *page, const Request *request, const char *path, const char *title,
                     const char *description) {
        page->request = request;
        page->app = request->app;
        page->language = help_page_language(request);
        page->out = g_string_sized_new(16384);
        page->path = g_strdup(path);
        head_put(page, title, description);
        header_put(page);
}

bool help_page_end(HelpPage *page, Reply *reply, int status, bool is_public) {
        g_autoptr(GBytes) bytes = NULL;

        html_put(page->out,
                 "</main>\n<footer><a href=\"/help?lang=%s\">%s</a><span>%s</span></footer>\n</body>\n</html>\n",
                 help_page_code(page), help_page_text(page, HELP_TEXT_CENTRE),
                 local_text(&page->app->policy->platform, page->language));
        bytes = g_string_free_to_bytes(g_steal_pointer(&page->out));
        g_free(page->path);
        reply_header(reply, "Content-Security-Policy", POLICY);
        reply_header(reply, "Vary", "Accept-Language");
        if (is_public)
                reply_header(reply, "Cache-Control", "public, max-age=60");
        return reply_bytes(reply, (HttpStatus) status, "text/html; charset=utf-8", bytes);
}

static bool missing_page(const Request *request, Reply *reply) {
        Language language = help_page_language(request);
        HelpPage page = { 0 };

        help_page_begin(&page, request, "/help", help_text(HELP_TEXT_MISSING, language),
                        help_text(HELP_TEXT_MISSING_LEAD, language));
        html_put(page.out,
                 "<article class=\"doc notice\"><h1>%s</h1><p>%s</p><p><a class=\"button\" "
                 "href=\"/help?lang=%s\">%s</a></p></article>\n",
                 help_page_text(&page, HELP_TEXT_MISSING), help_page_text(&page, HELP_TEXT_MISSING_LEAD),
                 help_page_code(&page), help_page_text(&page, HELP_TEXT_HOME));
        return help_page_end(&page, reply, refusal_type(REFUSAL_NOT_FOUND)->http, false);
}

bool help_page_is_wanted(const Request *request) {
        const char *accept = request_header(request, "Accept");

        return accept && strstr(accept, "text/html");
}

bool help_page_or_refusal(bool answered, const Request *request, Reply *reply, GError **error) {
        if (answered || !help_page_is_wanted(request) || !refusal_is(*error, REFUSAL_NOT_FOUND))
                return answered;
        g_clear_error(error);
        return missing_page(request, reply);
}
