/* The frame. */
#include "http/help-page.h"

#include "app/help.h"
#include "app/people.h"
#include "base/refusal.h"
#include "http/answer.h"

#include <string.h>

#define HASH_LENGTH 12 /* characters that tell one content from another */
#define POLICY                                                                                          \
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; " \
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

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

/* A file of the pages by its content: it may be kept for good, as another has another address. */
static void file_put(HelpPage *page, const char *before, const char *name, const char *content, gsize size,
                     const char *after) {
        g_autofree char *hash = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *) content, size);

        hash[HASH_LENGTH] = '\0';
        g_string_append_printf(page->out, "%s/help/%s?v=%s%s", before, name, hash, after);
}

/* Which address is the page's own: the one in a language where one was asked for, else the one that asks the browser. */
static void addresses_put(HelpPage *page) {
        const char *url = page->app->public_url, *asked = request_query(page->request, "lang");

        html_put(page->out, "<link rel=\"canonical\" href=\"%s%s%s%s\">\n", url, page->path, asked ? "?lang=" : "",
                 asked ? help_page_code(page) : "");
        html_put(page->out,
                 "<link rel=\"alternate\" hreflang=\"zh-CN\" href=\"%s%s?lang=zh\">\n"
                 "<link rel=\"alternate\" hreflang=\"en\" href=\"%s%s?lang=en\">\n"
                 "<link rel=\"alternate\" hreflang=\"x-default\" href=\"%s%s\">\n",
                 url, page->path, url, page->path, url, page->path);
}

static void head_put(HelpPage *page, const char *title, const char *description) {
        const char *centre = help_page_text(page, HELP_TEXT_CENTRE);

        html_put(page->out,
                 "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                 page->language == LANGUAGE_ZH ? "zh-CN" : "en");
        html_put(page->out, "<title>%s%s%s · %s</title>\n<meta name=\"description\" content=\"%s\">\n",
                 title ? title : "", title ? " · " : "", centre,
                 local_text(&page->app->policy->platform, page->language), description);
        if (page->query)
                html_put(page->out, "<meta name=\"robots\" content=\"noindex\">\n");
        addresses_put(page);
        html_put(page->out, "<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n");
        file_put(page, "<link rel=\"stylesheet\" href=\"", "style.css", help_css, help_css_size, "\">\n");
        file_put(page, "<script src=\"", "page.js", help_js, help_js_size, "\" defer></script>\n</head>\n");
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

/* Name of who has signed in: a member of staff by their own. */
static char *caller_name(HelpPage *page, const Call *call) {
        g_auto(Outcome) outcome = { 0 };

        if (actor_has(call->actor, ROLE_HOLDER))
                return g_strdup(help_page_text(page, HELP_TEXT_HOLDER_CALLER));
        if (actor_has(call->actor, ROLE_PARTY))
                return g_strdup(help_page_text(page, HELP_TEXT_PARTY_CALLER));
        if (!app_show_actor(page->request->app, call, &outcome, &page->failure))
                return g_strdup("");
        return g_strdup(html_text_of(json_object_get(outcome.document, "staff"), "name"));
}

/* The way to the console, and for whom it is open; editors see how much waits for them. */
static void caller_put(HelpPage *page) {
        Call call = answer_call(page->request);
        g_autofree char *name = NULL;
        guint waiting = 0;

        html_put(page->out, "<a href=\"/\">%s</a>", help_page_text(page, HELP_TEXT_CONSOLE));
        if (!actor_has(call.actor, ROLES_STAFF | ROLE_HOLDER | ROLE_PARTY))
                return;
        name = caller_name(page, &call);
        if (!page->failure && actor_has(call.actor, HELP_EDITORS)
            && app_help_waiting(page->request->app, &call, &waiting, &page->failure))
                html_put(page->out, " <a href=\"/help-desk\">%s <b class=\"count\">%u</b></a>",
                         help_page_text(page, HELP_TEXT_WAITING), waiting);
        html_put(page->out, " <span class=\"who\">%s%s</span>", help_page_text(page, HELP_TEXT_SIGNED_IN_AS), name);
}

static void language_put(HelpPage *page) {
        const char *other = page->language == LANGUAGE_ZH ? "en" : "zh";
        const char *code = page->language == LANGUAGE_ZH ? "en" : "zh-CN";
        g_autofree char *query = page->query ? g_uri_escape_string(page->query, NULL, FALSE) : NULL;

        html_put(page->out, " <a lang=\"%s\" hreflang=\"%s\" href=\"%s?lang=%s%s%s%s\">%s</a>", code, code,
                 page->path, other, query ? "&q=" : "", query ? query : "", page->choice ? page->choice : "",
                 help_page_text(page, HELP_TEXT_LANGUAGE));
}

static void header_put(HelpPage *page) {
        const char *code = help_page_code(page);

        html_put(page->out,
                 "<body>\n<a class=\"skip\" href=\"#main\">%s</a>\n<header class=\"top\"><div class=\"bar\">"
                 "<a class=\"brand\" href=\"/help?lang=%s\"><b>%s</b> %s</a>\n",
                 help_page_text(page, HELP_TEXT_SKIP), code, local_text(&page->app->policy->platform, page->language),
                 help_page_text(page, HELP_TEXT_CENTRE));
        search_put(page);
        html_put(page->out,
                 "<nav aria-label=\"%s\"><a href=\"/help/questions?lang=%s\">%s</a> <a "
                 "href=\"/help/ask?lang=%s\">%s</a> ",
                 help_page_text(page, HELP_TEXT_SITE), code, help_page_text(page, HELP_TEXT_QUESTIONS), code,
                 help_page_text(page, HELP_TEXT_ASK));
        caller_put(page);
        language_put(page);
        html_put(page->out, "</nav></div></header>\n<main id=\"main\" tabindex=\"-1\" data-unreachable=\"%s\">\n",
                 help_page_text(page, HELP_TEXT_UNREACHABLE));
}

void help_page_begin(HelpPage *page, const Request *request, const char *path, const char *title,
                     const char *description) {
        g_autofree char *told = NULL;

        page->request = request;
        page->app = request->app;
        page->language = help_page_language(request);
        page->out = g_string_sized_new(16384);
        page->path = g_strdup(path);
        if (page->tried)
                told = g_strdup_printf("%s · %s", help_page_text(page, HELP_TEXT_REFUSED), title);
        head_put(page, told ? told : title, description);
        header_put(page);
}

/* What is said to somebody in particular nobody else may keep. */
static bool is_for_everybody(const HelpPage *page, int status) {
        return status == HTTP_OK && actor_has(&page->request->actor, ROLE_ANYONE)
               && !request_header(page->request, "Cookie");
}

bool help_page_end(HelpPage *page, Reply *reply, int status, GError **error) {
        g_autoptr(GString) out = g_steal_pointer(&page->out);
        g_autoptr(GBytes) bytes = NULL;

        html_put(out, "</main>\n<footer><a href=\"/help?lang=%s\">%s</a><span>%s</span></footer>\n</body>\n</html>\n",
                 help_page_code(page), help_page_text(page, HELP_TEXT_CENTRE),
                 local_text(&page->app->policy->platform, page->language));
        g_clear_pointer(&page->path, g_free);
        if (page->failure) {
                g_propagate_error(error, g_steal_pointer(&page->failure));
                return false;
        }
        bytes = g_string_free_to_bytes(g_steal_pointer(&out));
        reply_header(reply, "Content-Security-Policy", POLICY);
        /* With no-referrer browsers send a form's Origin as "null" (Fetch, "append a request Origin header"), which the door refuses. */
        reply_header(reply, "Referrer-Policy", "same-origin");
        reply_header(reply, "Vary", "Accept-Language, Cookie");
        if (is_for_everybody(page, status))
                reply_header(reply, "Cache-Control", "public, max-age=60");
        return reply_bytes(reply, (HttpStatus) status, "text/html; charset=utf-8", bytes);
}

static bool refusal_page(const Request *request, Reply *reply, const GError *refusal, GError **error) {
        Language language = help_page_language(request);
        bool missing = refusal_is(refusal, REFUSAL_NOT_FOUND);
        const char *title = help_text(missing ? HELP_TEXT_MISSING : HELP_TEXT_WENT_WRONG, language);
        g_autofree char *text =
                missing ? g_strdup(help_text(HELP_TEXT_MISSING_LEAD, language)) : refusal_text(refusal, language);
        HelpPage page = { 0 };

        help_page_begin(&page, request, "/help", title, text);
        html_put(page.out,
                 "<article class=\"doc notice\"><h1>%s</h1><p>%s</p><p><a class=\"button\" "
                 "href=\"/help?lang=%s\">%s</a></p></article>\n",
                 title, text, help_page_code(&page), help_page_text(&page, HELP_TEXT_HOME));
        return help_page_end(&page, reply, refusal_type((RefusalKind) refusal->code)->http, error);
}

bool help_page_is_wanted(const Request *request) {
        const char *accept = request_header(request, "Accept");

        return accept && strstr(accept, "text/html");
}

bool help_page_or_refusal(bool answered, const Request *request, Reply *reply, GError **error) {
        g_autoptr(GError) refusal = NULL;

        if (answered || !help_page_is_wanted(request) || (*error)->domain != REFUSAL)
                return answered;
        refusal = g_steal_pointer(error);
        return refusal_page(request, reply, refusal, error);
}
