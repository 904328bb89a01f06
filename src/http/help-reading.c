/* The pages of one question and of one article, with what a reader can do there. */
#include "http/help.h"

#include "base/refusal.h"
#include "http/answer.h"
#include "http/help-page.h"

/* The page of a question while it is written: what its forms need to know. */
typedef struct Reading {
        HelpPage page;
        const json_t *question;
        const char *path; /* of the question */
        bool editor;      /* may show and hide */
        bool writer;      /* may write and vote */
} Reading;

typedef struct Said {
        const char *code; /* in ?said= */
        HelpText text;
} Said;

static const Said said[] = {
        { "asked", HELP_TEXT_SAID_ASKED },         { "answered", HELP_TEXT_SAID_ANSWERED },
        { "commented", HELP_TEXT_SAID_COMMENTED }, { "waits", HELP_TEXT_SAID_WAITS },
        { "voted", HELP_TEXT_SAID_VOTED },         { "unvoted", HELP_TEXT_SAID_UNVOTED },
        { "accepted", HELP_TEXT_SAID_ACCEPTED },   { "shown", HELP_TEXT_SAID_SHOWN },
        { "hidden", HELP_TEXT_SAID_HIDDEN },
};

static const HelpText reason_texts[] = {
        [HELP_FOR_PERSONAL_DATA] = HELP_TEXT_FOR_PERSONAL_DATA, [HELP_FOR_ADVERTISING] = HELP_TEXT_FOR_ADVERTISING,
        [HELP_FOR_OFF_TOPIC] = HELP_TEXT_FOR_OFF_TOPIC,         [HELP_FOR_ABUSE] = HELP_TEXT_FOR_ABUSE,
        [HELP_FOR_DUPLICATE] = HELP_TEXT_FOR_DUPLICATE,         [HELP_FOR_UNCLEAR] = HELP_TEXT_FOR_UNCLEAR,
};

static const char *said_of(const Request *request) {
        return g_str_equal(request->route->method, "GET") ? request_query(request, "said") : NULL;
}

void help_put_said(HelpPage *page) {
        const char *code = said_of(page->request);

        for (gsize i = 0; code && i < G_N_ELEMENTS(said); i++) {
                if (g_str_equal(said[i].code, code))
                        html_put(page->out, "<p class=\"said\" role=\"status\">%s</p>\n",
                                 help_page_text(page, said[i].text));
        }
}

static bool is_shown(const json_t *written) {
        return g_str_equal(html_text_of(written, "moderation"), "shown");
}

/* The address below which a thing's forms are: the question's, or that of a post of it. */
static char *forms_of(const Reading *reading, const json_t *thing) {
        return thing == reading->question ? g_strdup(reading->path)
                                          : g_strdup_printf("%s/posts/%s", reading->path, html_text_of(thing, "id"));
}

/* Why something is not public, where whoever reads may know. */
static void standing_put(HelpPage *page, const json_t *thing) {
        int reason = HELP_FOR_NOTHING;

        if (is_shown(thing))
                return;
        if (g_str_equal(html_text_of(thing, "moderation"), "pending")) {
                html_put(page->out, "<p class=\"must\"><b>%s</b> %s</p>\n", help_page_text(page, HELP_TEXT_PENDING),
                         help_page_text(page, HELP_TEXT_PENDING_LEAD));
                return;
        }
        enum_find(&help_hidden_for_names, html_text_of(thing, "hidden_for"), &reason);
        html_put(page->out, "<p class=\"must\"><b>%s</b> ", help_page_text(page, HELP_TEXT_HIDDEN));
        if (reason)
                html_put(page->out, "%s%s", help_page_text(page, HELP_TEXT_HIDDEN_LEAD),
                         help_page_text(page, reason_texts[reason]));
        html_put(page->out, "</p>\n");
}

/* ---- what can be done ------------------------------------------------------------------------------------------ */

static void vote_put(Reading *reading, const json_t *thing) {
        HelpPage *page = &reading->page;
        g_autofree char *forms = forms_of(reading, thing);
        gint64 count = json_integer_value(json_object_get(thing, "helpful"));
        bool voted = json_is_true(json_object_get(thing, "voted"));

        html_put(page->out,
                 "<form method=\"post\" action=\"%s/vote?lang=%s\"><input type=\"hidden\" name=\"helpful\" "
                 "value=\"%s\">"
                 "<button class=\"quiet%s\">",
                 forms, help_page_code(page), voted ? "false" : "true", voted ? " on" : "");
        html_put(page->out, "%s <b>%" G_GINT64_FORMAT "</b>%s%s</button></form>\n",
                 help_page_text(page, voted ? HELP_TEXT_VOTED : HELP_TEXT_VOTE), count, voted ? " · " : "",
                 voted ? help_page_text(page, HELP_TEXT_TAKE_BACK) : "");
}

static void comment_put(Reading *reading, const json_t *thing) {
        HelpPage *page = &reading->page;
        g_autofree char *forms = forms_of(reading, thing), *action = g_strconcat(forms, "/comments", NULL);
        g_autofree char *key = g_strconcat("comment-", html_text_of(thing, "id"), NULL);
        const HelpForm form = { .key = key,
                                .action = action,
                                .body = HELP_TEXT_COMMENT,
                                .send = HELP_TEXT_SEND,
                                .body_max = HELP_COMMENT_LENGTH_MAX,
                                .rows = 3 };

        html_put(page->out, help_form_was_tried(page, key) ? "<details open>" : "<details>");
        html_put(page->out, "<summary>%s</summary>", help_page_text(page, HELP_TEXT_COMMENT_IT));
        help_put_form(page, &form);
        html_put(page->out, "</details>\n");
}

/* A guest's question can be answered to in another browser than the one it was asked in: there the code tells who asked. */
static bool is_open_guests(const Reading *reading) {
        const json_t *question = reading->question;

        return g_str_equal(html_text_of(json_object_get(question, "author"), "kind"), "guest")
               && g_str_equal(html_text_of(question, "state"), "open");
}

static void accept_put(Reading *reading, const json_t *answer) {
        HelpPage *page = &reading->page;
        bool may = json_is_true(json_object_get(reading->question, "may_accept"));
        const char *id = html_text_of(answer, "id");

        if (json_is_true(json_object_get(answer, "accepted")) || !is_shown(answer)
            || (!may && !is_open_guests(reading)))
                return;
        if (!may)
                html_put(page->out, "<details><summary>%s</summary>", help_page_text(page, HELP_TEXT_I_ASKED));
        html_put(page->out,
                 "<form method=\"post\" action=\"%s/accepted?lang=%s\"><input type=\"hidden\" name=\"answer\" "
                 "value=\"%s\">",
                 reading->path, help_page_code(page), id);
        if (!may)
                html_put(page->out,
                         "<label for=\"code-%s\">%s</label> <input id=\"code-%s\" name=\"edit_token\" required "
                         "autocomplete=\"off\"> ",
                         id, help_page_text(page, HELP_TEXT_CODE), id);
        html_put(page->out, "<button class=\"%s\">%s</button></form>\n", may ? "quiet good" : "",
                 help_page_text(page, HELP_TEXT_ACCEPT));
        if (!may)
                html_put(page->out, "</details>\n");
}

static void moderation_put(Reading *reading, const json_t *thing) {
        HelpPage *page = &reading->page;
        g_autofree char *forms = forms_of(reading, thing);
        const char *id = html_text_of(thing, "id");

        if (!is_shown(thing)) {
                html_put(page->out,
                         "<form method=\"post\" action=\"%s/moderation?lang=%s\"><input type=\"hidden\" "
                         "name=\"state\" "
                         "value=\"shown\"><button class=\"quiet\">%s</button></form>\n",
                         forms, help_page_code(page), help_page_text(page, HELP_TEXT_SHOW));
                return;
        }
        html_put(page->out,
                 "<details><summary>%s</summary><form method=\"post\" action=\"%s/moderation?lang=%s\"><input "
                 "type=\"hidden\" name=\"state\" value=\"hidden\"><label for=\"reason-%s\">%s</label> <select "
                 "id=\"reason-%s\" name=\"reason\">",
                 help_page_text(page, HELP_TEXT_HIDE), forms, help_page_code(page), id,
                 help_page_text(page, HELP_TEXT_REASON), id);
        for (int reason = HELP_FOR_PERSONAL_DATA; reason <= HELP_FOR_UNCLEAR; reason++)
                html_put(page->out, "<option value=\"%s\">%s</option>", enum_name(&help_hidden_for_names, reason),
                         help_page_text(page, reason_texts[reason]));
        html_put(page->out, "</select> <button>%s</button></form></details>\n", help_page_text(page, HELP_TEXT_HIDE));
}

static void acts_put(Reading *reading, const json_t *thing) {
        html_put(reading->page.out, "<div class=\"acts\">");
        if (reading->writer && is_shown(thing))
                vote_put(reading, thing);
        if (thing != reading->question && reading->writer)
                accept_put(reading, thing);
        if (reading->writer && is_shown(thing))
                comment_put(reading, thing);
        if (reading->editor)
                moderation_put(reading, thing);
        html_put(reading->page.out, "</div>\n");
}

/* ---- what is read ---------------------------------------------------------------------------------------------- */

static void comments_put(Reading *reading, const json_t *thing) {
        const json_t *comments = json_object_get(thing, "comments"), *comment;
        HelpPage *page = &reading->page;
        size_t i;

        if (json_array_size(comments) == 0)
                return;
        html_put(page->out, "<ul class=\"comments\" aria-label=\"%s\">\n", help_page_text(page, HELP_TEXT_COMMENTS));
        json_array_foreach((json_t *) (gpointer) comments, i, comment) {
                html_put(page->out, "<li id=\"%s\"><div class=\"meta\">", html_text_of(comment, "id"));
                help_put_byline(page, comment);
                html_put(page->out, "</div>");
                standing_put(page, comment);
                g_string_append(page->out, html_text_of(comment, "body_html"));
                if (reading->editor) {
                        html_put(page->out, "<div class=\"acts\">");
                        moderation_put(reading, comment);
                        html_put(page->out, "</div>");
                }
                html_put(page->out, "</li>\n");
        }
        html_put(page->out, "</ul>\n");
}

static void answer_put(Reading *reading, const json_t *answer) {
        bool accepted = json_is_true(json_object_get(answer, "accepted"));
        HelpPage *page = &reading->page;

        html_put(page->out, "<section class=\"answer%s\" id=\"%s\"><div class=\"meta\">", accepted ? " accepted" : "",
                 html_text_of(answer, "id"));
        if (accepted)
                help_put_tag(page, "solved", HELP_TEXT_ACCEPTED);
        help_put_byline(page, answer);
        html_put(page->out, "</div>");
        standing_put(page, answer);
        html_put(page->out, "<div class=\"text\">");
        g_string_append(page->out, html_text_of(answer, "body_html"));
        html_put(page->out, "</div>");
        acts_put(reading, answer);
        comments_put(reading, answer);
        html_put(page->out, "</section>\n");
}

static void answers_put(Reading *reading) {
        const json_t *answers = json_object_get(reading->question, "answer_list"), *answer;
        HelpPage *page = &reading->page;
        size_t i;

        html_put(page->out, "<h2>");
        help_put_number(page, reading->question, "answers", HELP_TEXT_ANSWERS);
        html_put(page->out, "</h2>\n");
        if (json_array_size(answers) == 0)
                html_put(page->out, "<p class=\"empty\">%s</p>\n", help_page_text(page, HELP_TEXT_NO_ANSWERS));
        json_array_foreach((json_t *) (gpointer) answers, i, answer) answer_put(reading, answer);
}

static void answer_form_put(Reading *reading) {
        HelpPage *page = &reading->page;
        g_autofree char *action = g_strconcat(reading->path, "/answers", NULL);
        g_autofree char *key = g_strconcat("answer-", html_text_of(reading->question, "id"), NULL);
        const HelpForm form = { .key = key,
                                .action = action,
                                .body = HELP_TEXT_ANSWER,
                                .send = HELP_TEXT_SEND,
                                .body_max = HELP_BODY_LENGTH_MAX,
                                .rows = 8 };

        help_page_heading(page, HELP_TEXT_ANSWER_IT);
        help_put_form(page, &form);
}

/* What was refused and belongs to no form for writing: said above all. */
static void refusal_put(Reading *reading) {
        const HelpTry *tried = reading->page.tried;
        g_autofree char *text = NULL;

        if (!tried || g_str_has_prefix(tried->form, "answer-") || g_str_has_prefix(tried->form, "comment-"))
                return;
        text = g_str_has_prefix(tried->form, "accept-") && refusal_is(tried->refusal, REFUSAL_NOT_ALLOWED)
                       ? g_strdup(help_page_text(&reading->page, HELP_TEXT_CODE_WRONG))
                       : refusal_text(tried->refusal, reading->page.language);
        help_put_refusal(&reading->page, text);
}

static void question_put(Reading *reading) {
        const json_t *question = reading->question;
        HelpPage *page = &reading->page;

        help_put_said(page);
        help_put_crumbs(page, "/help/questions", HELP_TEXT_QUESTIONS);
        html_put(page->out, "<article class=\"doc narrow\">");
        refusal_put(reading);
        html_put(page->out, "<h1>%s</h1><div class=\"meta\">", html_text_of(question, "title"));
        help_put_state(page, html_text_of(question, "state"));
        help_put_byline(page, question);
        help_put_number(page, question, "views", HELP_TEXT_VIEWS);
        html_put(page->out, "</div>\n");
        standing_put(page, question);
        html_put(page->out, "<div class=\"text\">");
        g_string_append(page->out, html_text_of(question, "body_html"));
        html_put(page->out, "</div>");
        acts_put(reading, question);
        comments_put(reading, question);
        answers_put(reading);
        if (reading->writer && is_shown(question))
                answer_form_put(reading);
        html_put(page->out, "</article>\n");
}

static bool question_show(const Request *request, Reply *reply, const HelpTry *tried, GError **error) {
        char id[UUID_TEXT_SIZE];
        g_autofree char *path = g_strconcat("/help/questions/", uuid_format(&request->id, id), NULL);
        g_autofree char *voter = request_cookie(request, HELP_VOTER_COOKIE);
        g_autofree char *asker = request_cookie(request, HELP_ASKER_COOKIE);
        ReadHelp wish = { request->id, voter, tried || said_of(request), asker };
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        Reading reading = { .page = { .tried = tried }, .path = path, .editor = actor_has(call.actor, HELP_EDITORS) };
        HelpAuthorKind kind;

        reading.writer = help_author_kind(call.actor, &kind);
        if (!app_help_question(request->app, &call, &wish, &outcome, error))
                return false;
        reading.question = outcome.document;
        help_page_begin(&reading.page, request, path, html_text_of(outcome.document, "title"),
                        html_text_of(outcome.document, "excerpt"));
        question_put(&reading);
        return help_page_end(&reading.page, reply,
                             tried ? refusal_type((RefusalKind) tried->refusal->code)->http : HTTP_OK, error);
}

bool help_question_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(question_show(request, reply, NULL, error), request, reply, error);
}

bool help_question_again(const Request *request, Reply *reply, const HelpTry *tried, GError **error) {
        return question_show(request, reply, tried, error);
}

static void article_head_put(HelpPage *page, const json_t *article) {
        const char *slug = html_text_of(article, "slug");

        html_put(page->out, "<article class=\"doc narrow\"><h1>%s</h1><div class=\"meta\">",
                 html_local_of(article, "title", page->language));
        if (!json_is_true(json_object_get(article, "published")))
                help_put_tag(page, "open", HELP_TEXT_DRAFT);
        html_put(page->out, "<span>%s ", help_page_text(page, HELP_TEXT_CHANGED));
        help_put_when(page, article, "changed_at");
        html_put(page->out, "</span>");
        help_put_number(page, article, "views", HELP_TEXT_VIEWS);
        if (actor_has(&page->request->actor, HELP_EDITORS))
                html_put(page->out, "<a href=\"/help-desk/articles/%s\">%s</a>", slug,
                         help_page_text(page, HELP_TEXT_EDIT));
        html_put(page->out, "</div>\n");
}

static bool article_show(const Request *request, Reply *reply, GError **error) {
        const char *slug = request_slug(request, "slug");
        Language language = help_page_language(request);
        g_autofree char *path = g_strconcat("/help/articles/", slug, NULL);
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        HelpPage page = { 0 };

        if (!app_help_article(request->app, &call, slug, &outcome, error))
                return false;
        help_page_begin(&page, request, path, html_local_of(outcome.document, "title", language),
                        html_local_of(outcome.document, "excerpt", language));
        help_put_crumbs(&page, NULL, HELP_TEXT_ARTICLES);
        article_head_put(&page, outcome.document);
        html_put(page.out, "<div class=\"text\">");
        g_string_append(page.out, html_local_of(outcome.document, "body_html", language));
        html_put(page.out, "</div></article>\n");
        help_put_ask(&page);
        return help_page_end(&page, reply, HTTP_OK, error);
}

bool help_article_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(article_show(request, reply, error), request, reply, error);
}
