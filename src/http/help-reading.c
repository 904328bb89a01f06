/* The pages of one question and of one article. */
#include "http/help.h"

#include "http/answer.h"
#include "http/help-page.h"

static void comments_put(HelpPage *page, const json_t *comments) {
        const json_t *comment;
        size_t i;

        if (json_array_size(comments) == 0)
                return;
        html_put(page->out, "<ul class=\"comments\" aria-label=\"%s\">\n", help_page_text(page, HELP_TEXT_COMMENTS));
        json_array_foreach((json_t *) (gpointer) comments, i, comment) {
                html_put(page->out, "<li><div class=\"meta\">");
                help_put_byline(page, comment);
                html_put(page->out, "</div>");
                g_string_append(page->out, html_text_of(comment, "body_html"));
                html_put(page->out, "</li>\n");
        }
        html_put(page->out, "</ul>\n");
}

static void answer_put(HelpPage *page, const json_t *answer) {
        bool accepted = json_is_true(json_object_get(answer, "accepted"));

        html_put(page->out, "<section class=\"answer%s\" id=\"%s\"><div class=\"meta\">", accepted ? " accepted" : "",
                 html_text_of(answer, "id"));
        if (accepted)
                help_put_tag(page, "solved", HELP_TEXT_ACCEPTED);
        help_put_byline(page, answer);
        help_put_number(page, answer, "helpful", HELP_TEXT_HELPFUL);
        html_put(page->out, "</div><div class=\"text\">");
        g_string_append(page->out, html_text_of(answer, "body_html"));
        html_put(page->out, "</div>");
        comments_put(page, json_object_get(answer, "comments"));
        html_put(page->out, "</section>\n");
}

static void answers_put(HelpPage *page, const json_t *question) {
        const json_t *answers = json_object_get(question, "answer_list"), *answer;
        size_t i;

        html_put(page->out, "<h2>%" G_GINT64_FORMAT " %s</h2>\n",
                 (gint64) json_integer_value(json_object_get(question, "answers")),
                 help_page_text(page, HELP_TEXT_ANSWERS));
        if (json_array_size(answers) == 0)
                html_put(page->out, "<p class=\"empty\">%s</p>\n", help_page_text(page, HELP_TEXT_NO_ANSWERS));
        json_array_foreach((json_t *) (gpointer) answers, i, answer) answer_put(page, answer);
}

static void answer_form_put(HelpPage *page, const json_t *question) {
        html_put(page->out,
                 "<details class=\"form\"><summary>%s</summary><form method=\"post\" "
                 "action=\"/help/questions/%s/answers?lang=%s\">",
                 help_page_text(page, HELP_TEXT_ANSWER_IT), html_text_of(question, "id"), help_page_code(page));
        help_put_body_fields(page, NULL, 8);
        html_put(page->out, "</form></details>\n");
}

static void crumbs_put(HelpPage *page, const char *path, HelpText text) {
        html_put(page->out,
                 "<nav class=\"crumbs\" aria-label=\"breadcrumb\"><a href=\"/help?lang=%s\">%s</a> › <a "
                 "href=\"%s?lang=%s\">%s</a></nav>\n",
                 help_page_code(page), help_page_text(page, HELP_TEXT_CENTRE), path, help_page_code(page),
                 help_page_text(page, text));
}

static bool question_show(const Request *request, Reply *reply, GError **error) {
        char id[UUID_TEXT_SIZE];
        g_autofree char *path = g_strconcat("/help/questions/", uuid_format(&request->id, id), NULL);
        Call call = answer_call(request);
        g_auto(Outcome) outcome = { 0 };
        HelpPage page = { 0 };

        if (!app_help_question(request->app, &call, &request->id, &outcome, error))
                return false;
        help_page_begin(&page, request, path, html_text_of(outcome.document, "title"),
                        html_text_of(outcome.document, "excerpt"));
        crumbs_put(&page, "/help/questions", HELP_TEXT_QUESTIONS);
        html_put(page.out, "<article class=\"doc\"><h1>%s</h1><div class=\"meta\">",
                 html_text_of(outcome.document, "title"));
        help_put_state(&page, html_text_of(outcome.document, "state"));
        help_put_byline(&page, outcome.document);
        help_put_number(&page, outcome.document, "views", HELP_TEXT_VIEWS);
        help_put_number(&page, outcome.document, "helpful", HELP_TEXT_HELPFUL);
        html_put(page.out, "</div>\n<div class=\"text\">");
        g_string_append(page.out, html_text_of(outcome.document, "body_html"));
        html_put(page.out, "</div>");
        comments_put(&page, json_object_get(outcome.document, "comments"));
        answers_put(&page, outcome.document);
        answer_form_put(&page, outcome.document);
        html_put(page.out, "</article>\n");
        return help_page_end(&page, reply, HTTP_OK, true);
}

bool help_question_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(question_show(request, reply, error), request, reply, error);
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
        crumbs_put(&page, "/help", HELP_TEXT_ARTICLES);
        html_put(page.out, "<article class=\"doc\"><h1>%s</h1><div class=\"meta\"><span>%s</span>",
                 html_local_of(outcome.document, "title", language), help_page_text(&page, HELP_TEXT_CHANGED));
        html_put_date(page.out, outcome.document, "changed_at", page.app->policy->zone);
        help_put_number(&page, outcome.document, "views", HELP_TEXT_VIEWS);
        html_put(page.out, "</div>\n<div class=\"text\">");
        g_string_append(page.out, html_local_of(outcome.document, "body_html", language));
        html_put(page.out, "</div></article>\n");
        help_put_ask(&page);
        return help_page_end(&page, reply, HTTP_OK, true);
}

bool help_article_page(const Request *request, Reply *reply, GError **error) {
        return help_page_or_refusal(article_show(request, reply, error), request, reply, error);
}
