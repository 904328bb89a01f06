/* The pages of the help centre, whole without JavaScript: front page, lists, search. What is read whole is in help-reading.c and
 * help-route-page.c, asking in help-forms.c, answering in help-writing.c. */
#include "http/help.h"

#include "base/refusal.h"
#include "http/answer.h"
#include "http/help-page.h"
#include "http/routes.h"

#define PAGE_ROWS 20

/* What people search for most, in the words of each language. */
static const char *const often[LANGUAGE_COUNT][4] = { { "实名", "变更", "工单", "企业支付宝" },
                                                      { "verification", "enterprise", "invoice", "mail" } };

void help_put_tag(HelpPage *page, const char *kind, HelpText text) {
        html_put(page->out, "<span class=\"tag %s\">%s</span>", kind, help_page_text(page, text));
}

static void channel_tag(HelpPage *page, const json_t *route) {
        const char *channel = html_text_of(route, "channel");

        help_put_tag(page, channel,
                     g_str_equal(channel, "ticket") ? HELP_TEXT_TICKET
                     : g_str_equal(channel, "mail") ? HELP_TEXT_MAIL_CHANNEL
                                                    : HELP_TEXT_ONLINE);
}

static void route_cards(HelpPage *page, const json_t *routes) {
        const json_t *route;
        size_t i;

        html_put(page->out, "<ul class=\"cards\">\n");
        json_array_foreach((json_t *) (gpointer) routes, i, route) {
                gint64 days = json_integer_value(json_object_get(route, "review_days"));

                html_put(page->out, "<li><a href=\"/help/routes/%s?lang=%s\">%s</a><p>%s</p><div>",
                         html_text_of(route, "slug"), help_page_code(page),
                         html_local_of(route, "name", page->language),
                         html_local_of(route, "effort", page->language));
                channel_tag(page, route);
                if (days > 0) {
                        g_autofree char *review = help_text_count(HELP_TEXT_REVIEW_DAYS, days, page->language);

                        html_put(page->out, "<span class=\"tag\">%s</span>", review);
                }
                html_put(page->out, "</div></li>\n");
        }
        html_put(page->out, "</ul>\n");
}

/* Who wrote something, and as what: a name can be anybody's, the mark of staff cannot. */
void help_put_byline(HelpPage *page, const json_t *written) {
        const json_t *author = json_object_get(written, "author");
        const char *name = html_text_of(author, "name"), *kind = html_text_of(author, "kind");

        if (*name)
                html_put(page->out, "<span class=\"by\">%s</span>", name);
        help_put_tag(page, kind,
                     g_str_equal(kind, "guest")   ? HELP_TEXT_GUEST
                     : g_str_equal(kind, "staff") ? HELP_TEXT_STAFF
                                                  : HELP_TEXT_HOLDER);
        help_put_when(page, written, "created_at");
}

void help_put_when(HelpPage *page, const json_t *object, const char *member) {
        html_put_when(page->out, object, member, page->app->policy->zone, page->request->now, page->language);
}

void help_put_number(HelpPage *page, const json_t *counted, const char *member, HelpText what) {
        g_autofree char *number =
                help_text_count(what, json_integer_value(json_object_get(counted, member)), page->language);

        html_put(page->out, "<span>%s</span>", number);
}

void help_put_crumbs(HelpPage *page, const char *path, HelpText text) {
        html_put(page->out, "<nav class=\"crumbs\" aria-label=\"%s\"><a href=\"/help?lang=%s\">%s</a> › ",
                 help_page_text(page, HELP_TEXT_CRUMBS), help_page_code(page),
                 help_page_text(page, HELP_TEXT_CENTRE));
        if (path)
                html_put(page->out, "<a href=\"%s?lang=%s\">%s</a></nav>\n", path, help_page_code(page),
                         help_page_text(page, text));
        else
                html_put(page->out, "<span>%s</span></nav>\n", help_page_text(page, text));
}

void help_put_state(HelpPage *page, const char *state) {
        bool solved = g_str_equal(state, "solved");

        help_put_tag(page, solved ? "solved" : "open", solved ? HELP_TEXT_SOLVED : HELP_TEXT_OPEN);
}

static void question_rows(HelpPage *page, const json_t *questions) {
        const json_t *question;
        size_t i;

        if (json_array_size(questions) == 0) {
                html_put(page->out, "<p class=\"empty\">%s</p>\n", help_page_text(page, HELP_TEXT_NOTHING));
                return;
        }
        html_put(page->out, "<ul class=\"rows\">\n");
        json_array_foreach((json_t *) (gpointer) questions, i, question) {
                html_put(page->out, "<li>");
                help_put_state(page, html_text_of(question, "state"));
                html_put(page->out, "<a href=\"/help/questions/%s?lang=%s\">%s</a><div class=\"meta\">",
                         html_text_of(question, "id"), help_page_code(page), html_text_of(question, "title"));
                help_put_number(page, question, "answers", HELP_TEXT_ANSWERS);
                help_put_number(page, question, "views", HELP_TEXT_VIEWS);
                help_put_when(page, question, "created_at");
                html_put(page->out, "</div></li>\n");
        }
        html_put(page->out, "</ul>\n");
}

static void article_rows(HelpPage *page, const json_t *articles) {
        const json_t *article;
        size_t i;

        html_put(page->out, "<ul class=\"rows\">\n");
        json_array_foreach((json_t *) (gpointer) articles, i, article) html_put(
                page->out, "<li><a href=\"/help/articles/%s?lang=%s\">%s</a><p class=\"meta\">%s</p></li>\n",
                html_text_of(article, "slug"), help_page_code(page), html_local_of(article, "title", page->language),
                html_local_of(article, "excerpt", page->language));
        html_put(page->out, "</ul>\n");
}

static void downloads_put(HelpPage *page, const json_t *downloads) {
        const json_t *download;
        size_t i;

        if (json_array_size(downloads) == 0)
                return;
        help_page_heading(page, HELP_TEXT_DOWNLOADS);
        html_put(page->out, "<ul class=\"rows\">\n");
        json_array_foreach((json_t *) (gpointer) downloads, i, download)
                html_put(page->out, "<li><a href=\"%s\" download>%s</a></li>\n", html_text_of(download, "path"),
                         html_local_of(download, "name", page->language));
        html_put(page->out, "</ul>\n");
}

void help_put_ask(HelpPage *page) {
        html_put(page->out,
                 "<aside class=\"ask\"><p>%s</p><a class=\"button\" href=\"/help/ask?lang=%s\">%s</a></aside>\n",
                 help_page_text(page, HELP_TEXT_ASK_LEAD), help_page_code(page), help_page_text(page, HELP_TEXT_ASK));
}

static void hero_put(HelpPage *page) {
        html_put(page->out, "<section class=\"hero\"><h1>%s</h1><p>%s</p><p class=\"often\">%s",
                 help_page_text(page, HELP_TEXT_CENTRE), help_page_text(page, HELP_TEXT_LEAD),
                 help_page_text(page, HELP_TEXT_OFTEN));
        for (guint i = 0; i < G_N_ELEMENTS(often[0]); i++) {
                g_autofree char *query = g_uri_escape_string(often[page->language][i], NULL, FALSE);

                html_put(page->out, " <a href=\"/help/search?lang=%s&amp;q=%s\">%s</a>", help_page_code(page), query,
                         often[page->language][i]);
        }
        html_put(page->out, "</p></section>\n");
}

static bool home_show(const Request *request, Reply *reply, GError **error) {
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        HelpPage page = { 0 };

        if (!app_help_home(request->app, &call, &outcome, error))
                return false;
        help_page_begin(&page, request, "/help", NULL, help_text(HELP_TEXT_LEAD, help_page_language(request)));
        hero_put(&page);
        html_put(page.out, "<section>");
        help_page_heading(&page, HELP_TEXT_ROUTES);
        html_put(page.out, "<p class=\"meta\">%s</p>", help_page_text(&page, HELP_TEXT_ROUTES_LEAD));
        route_cards(&page, json_object_get(outcome.document, "routes"));
        html_put(page.out, "</section><section>");
        help_page_heading(&page, HELP_TEXT_ARTICLES);
        article_rows(&page, json_object_get(outcome.document, "articles"));
        downloads_put(&page, json_object_get(outcome.document, "downloads"));
        html_put(page.out, "</section><div class=\"two\"><section>");
        help_page_heading(&page, HELP_TEXT_HOTTEST);
        question_rows(&page, json_object_get(outcome.document, "hottest"));
        html_put(page.out, "</section><section>");
        help_page_heading(&page, HELP_TEXT_NEWEST);
        question_rows(&page, json_object_get(outcome.document, "newest"));
        html_put(page.out, "</section></div>");
        help_put_ask(&page);
        return help_page_end(&page, reply, HTTP_OK, error);
}

static bool home_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(home_show(request, reply, error), request, reply, error);
}

static const char *const order_codes[] = { [HELP_NEWEST] = "newest", [HELP_HOTTEST] = "hottest" };
static const char *const state_codes[] = { [HELP_ANY_STATE] = "any", [HELP_OPEN] = "open", [HELP_SOLVED] = "solved" };

static void filter_link(HelpPage *page, const ListHelp *now, HelpOrder order, HelpStateFilter state, HelpText text) {
        bool current = now->order == order && now->state == state;

        html_put(
                page->out,
                current ? "<a aria-current=\"page\" href=\"/help/questions?lang=%s&amp;order=%s&amp;state=%s\">%s</a>"
                        : "<a href=\"/help/questions?lang=%s&amp;order=%s&amp;state=%s\">%s</a>",
                help_page_code(page), order_codes[order], state_codes[state], help_page_text(page, text));
}

static void filters_put(HelpPage *page, const ListHelp *now) {
        html_put(page->out, "<nav class=\"filters\" aria-label=\"%s\"><span>", help_page_text(page, HELP_TEXT_ORDER));
        filter_link(page, now, HELP_NEWEST, now->state, HELP_TEXT_NEWEST);
        filter_link(page, now, HELP_HOTTEST, now->state, HELP_TEXT_HOTTEST);
        html_put(page->out, "</span><span>");
        filter_link(page, now, now->order, HELP_ANY_STATE, HELP_TEXT_ANY);
        filter_link(page, now, now->order, HELP_OPEN, HELP_TEXT_OPEN);
        filter_link(page, now, now->order, HELP_SOLVED, HELP_TEXT_SOLVED);
        html_put(page->out, "</span></nav>\n");
}

static bool questions_show(const Request *request, Reply *reply, GError **error) {
        Language language = help_page_language(request);
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        g_autofree char *choice = NULL;
        HelpPage page = { 0 };
        const char *next;
        ListHelp list;

        if (!help_list_read(request, &list, error) || !app_list_help(request->app, &call, &list, &outcome, error))
                return false;
        choice = g_strdup_printf("&order=%s&state=%s", order_codes[list.order], state_codes[list.state]);
        page.choice = choice;
        help_page_begin(&page, request, "/help/questions", help_text(HELP_TEXT_QUESTIONS, language),
                        help_text(HELP_TEXT_LEAD, language));
        html_put(page.out, "<section><h1>%s</h1>", help_page_text(&page, HELP_TEXT_ALL_QUESTIONS));
        filters_put(&page, &list);
        question_rows(&page, json_object_get(outcome.document, "items"));
        next = html_text_of(outcome.document, "next");
        if (*next)
                html_put(page.out,
                         "<p><a class=\"button\" rel=\"next\" "
                         "href=\"/help/questions?lang=%s&amp;order=%s&amp;state=%s&amp;after=%s\">%s</a></p>",
                         help_page_code(&page), order_codes[list.order], state_codes[list.state], next,
                         help_page_text(&page, HELP_TEXT_NEXT));
        html_put(page.out, "</section>");
        help_put_ask(&page);
        return help_page_end(&page, reply, HTTP_OK, error);
}

static bool questions_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(questions_show(request, reply, error), request, reply, error);
}

static void pieces_put(HelpPage *page, const json_t *pieces) {
        const json_t *piece;
        size_t i;

        json_array_foreach((json_t *) (gpointer) pieces, i, piece)
                html_put(page->out, json_is_true(json_object_get(piece, "marked")) ? "<mark>%s</mark>" : "%s",
                         html_text_of(piece, "text"));
}

static void hit_put(HelpPage *page, const json_t *hit) {
        const char *kind = html_text_of(hit, "kind"), *state = html_text_of(hit, "state");

        html_put(page->out, "<li>");
        help_put_tag(page, kind,
                     g_str_equal(kind, "route")     ? HELP_TEXT_ROUTE_KIND
                     : g_str_equal(kind, "article") ? HELP_TEXT_ARTICLE_KIND
                                                    : HELP_TEXT_QUESTION_KIND);
        html_put(page->out, "<a href=\"%s?lang=%s\">", html_text_of(hit, "path"), help_page_code(page));
        pieces_put(page, json_object_get(hit, "title"));
        html_put(page->out, "</a>");
        if (*state)
                help_put_state(page, state);
        html_put(page->out, "<p class=\"meta\">");
        pieces_put(page, json_object_get(hit, "excerpt"));
        html_put(page->out, "</p></li>\n");
}

static void hits_put(HelpPage *page, const json_t *found) {
        const char *next = html_text_of(found, "next");
        g_autofree char *query = g_uri_escape_string(page->query, NULL, FALSE);
        const json_t *hit;
        size_t i;

        if (json_array_size(json_object_get(found, "items")) == 0) {
                html_put(page->out, "<p class=\"empty\" role=\"status\">%s</p>\n",
                         help_page_text(page, *page->query ? HELP_TEXT_NOTHING_FOUND : HELP_TEXT_SEARCH_FOR));
                return;
        }
        html_put(page->out, "<p class=\"meta\" role=\"status\">");
        help_put_number(page, found, "count", HELP_TEXT_FOUND);
        html_put(page->out, "</p>\n<ul class=\"rows\">\n");
        json_array_foreach(json_object_get(found, "items"), i, hit) hit_put(page, hit);
        html_put(page->out, "</ul>\n");
        if (*next)
                html_put(page->out,
                         "<p><a class=\"button\" rel=\"next\" "
                         "href=\"/help/search?lang=%s&amp;q=%s&amp;after=%s\">%s</a></p>\n",
                         help_page_code(page), query, next, help_page_text(page, HELP_TEXT_NEXT));
}

static bool search_show(const Request *request, Reply *reply, GError **error) {
        Language language = help_page_language(request);
        Call call = answer_call(request);
        SearchHelp wish = { .query = request_query(request, "q"),
                            .after = request_query(request, "after"),
                            .limit = PAGE_ROWS };
        g_auto(Outcome) outcome = { 0 };
        g_autofree char *title = NULL;
        HelpPage page = { .query = wish.query ? wish.query : "" };

        call.language = language;
        if (!app_search_help(request->app, &call, &wish, &outcome, error))
                return false;
        title = *page.query ? g_strdup_printf("%s · %s", page.query, help_text(HELP_TEXT_SEARCH, language))
                            : g_strdup(help_text(HELP_TEXT_SEARCH, language));
        help_page_begin(&page, request, "/help/search", title, help_text(HELP_TEXT_LEAD, language));
        html_put(page.out, "<section><h1>%s</h1>\n", help_page_text(&page, HELP_TEXT_SEARCH));
        hits_put(&page, outcome.document);
        html_put(page.out, "</section>");
        help_put_ask(&page);
        return help_page_end(&page, reply, HTTP_OK, error);
}

static bool search_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(search_show(request, reply, error), request, reply, error);
}

/* What the pages of the console do not have either. */
static bool no_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(refuse(error, REFUSAL_NOT_FOUND, NULL, NULL), request, reply, error);
}

static bool file_reply(Reply *reply, const char *media, const char *text, gsize size) {
        g_autoptr(GBytes) bytes = g_bytes_new_static(text, size);

        return reply_bytes(reply, HTTP_OK, media, bytes)
               && reply_header(reply, "Cache-Control", "public, max-age=31536000, immutable");
}

static bool style(const Request *request G_GNUC_UNUSED, Reply *reply, GError **error G_GNUC_UNUSED) {
        return file_reply(reply, "text/css; charset=utf-8", help_css, help_css_size);
}

static bool script(const Request *request G_GNUC_UNUSED, Reply *reply, GError **error G_GNUC_UNUSED) {
        return file_reply(reply, "text/javascript; charset=utf-8", help_js, help_js_size);
}

#define PAGE(address, function, ...)                                                               \
        {                                                                                          \
                .method = "GET", .path = (address), .handle = (function), .roles = HELP_EVERYBODY, \
                .rate = RATE_READ, .query_lenient = true, .query = {                               \
                        "lang",                                                                    \
                        __VA_ARGS__                                                                \
                }                                                                                  \
        }

#define FILE_ROW(address, function)                                                                                \
        {                                                                                                          \
                .method = "GET", .path = (address), .handle = (function), .roles = ROLE_ANYONE, .rate = RATE_READ, \
                .query_lenient = true, .inline_ok = INLINE_ALWAYS                                                  \
        }

const Route http_help_page_routes[] = {
        PAGE("/help", home_page, NULL),
        PAGE("/help/questions", questions_page, "order", "state", "after", "limit"),
        PAGE("/help/search", search_page, "q", "after"),
        PAGE("/help/questions/{id}", help_question_page, "said"),
        PAGE("/help/articles/{slug}", help_article_page, NULL),
        PAGE("/help/routes/{slug}", help_route_page, NULL),
        PAGE("/help/ask", help_ask_page, NULL),
        PAGE("/help/{page}", no_page, NULL),
        FILE_ROW("/help/style.css", style),
        FILE_ROW("/help/page.js", script),
        { 0 },
};
