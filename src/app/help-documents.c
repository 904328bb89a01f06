/* What readers get to see of questions, posts and articles. */
#include "app/help-parts.h"

#include "app/markdown.h"

#include <string.h>

#define EXCERPT_LENGTH 120 /* characters */
#define EXCERPT_LENGTH_MIN 24
#define QUESTION_HEADING 2
#define POST_HEADING 3    /* below the <h2> of the answers */
#define ARTICLE_HEADING 1 /* who writes ## below the title gets <h2> */

static json_t *author_document(const HelpAuthor *author) {
        return json_pack("{s:s, s:s?}", "kind", enum_name(&help_author_names, (int) author->kind), "name",
                         author->name);
}

/* The first block, which says what it is about; more where that is no more than a line. */
static json_t *excerpt_of(const char *markdown) {
        g_autofree char *plain = markdown_plain(markdown), *start = NULL;
        const char *end = strchr(plain, '\n');
        g_autoptr(GString) excerpt = NULL;

        if (end && g_utf8_strlen(plain, end - plain) >= EXCERPT_LENGTH_MIN)
                plain[end - plain] = '\0';
        if (g_utf8_strlen(plain, -1) <= EXCERPT_LENGTH)
                return json_string(g_strdelimit(plain, "\n\t", ' '));
        start = g_utf8_substring(plain, 0, EXCERPT_LENGTH);
        excerpt = g_string_new(g_strchomp(g_strdelimit(start, "\n\t", ' ')));
        g_string_append(excerpt, "…");
        return json_string(excerpt->str);
}

static json_t *html_of(const char *markdown, guint heading_from) {
        g_autofree char *html = markdown_html(markdown, heading_from);

        return json_string(html);
}

static const char *hidden_for(HelpHiddenFor reason) {
        return reason ? enum_name(&help_hidden_for_names, (int) reason) : NULL;
}

json_t *help_question_row(const HelpQuestion *question) {
        json_t *row = json_pack("{s:s, s:o, s:o, s:s, s:s, s:I, s:I, s:I}", "title", question->title, "excerpt",
                                excerpt_of(question->body), "author", author_document(&question->author), "state",
                                uuid_is_nil(&question->accepted) ? "open" : "solved", "moderation",
                                enum_name(&help_moderation_names, (int) question->moderation), "views",
                                (json_int_t) question->views, "helpful", (json_int_t) question->helpful, "answers",
                                (json_int_t) question->answers);

        json_put_text(row, "hidden_for", hidden_for(question->hidden_for));
        json_put_id(row, "id", &question->id);
        json_put_id(row, "accepted", &question->accepted);
        json_put_instant(row, "created_at", question->created_at);
        return row;
}

json_t *help_question_whole(const HelpQuestion *question) {
        json_t *document = help_question_row(question);

        json_object_set_new(document, "body", json_string(question->body));
        json_object_set_new(document, "body_html", html_of(question->body, QUESTION_HEADING));
        return document;
}

json_t *help_post_document(const HelpPost *post, bool accepted) {
        json_t *document = json_pack("{s:s, s:s, s:o, s:o, s:s, s:I, s:b}", "kind",
                                     enum_name(&help_post_names, (int) post->kind), "body", post->body, "body_html",
                                     html_of(post->body, POST_HEADING), "author", author_document(&post->author),
                                     "moderation", enum_name(&help_moderation_names, (int) post->moderation),
                                     "helpful", (json_int_t) post->helpful, "accepted", (int) accepted);

        json_put_text(document, "hidden_for", hidden_for(post->hidden_for));
        json_put_id(document, "id", &post->id);
        json_put_id(document, "question", &post->question);
        json_put_id(document, "parent", &post->parent);
        json_put_instant(document, "created_at", post->created_at);
        return document;
}

/* What was said on one thing, in the order in which it was said. */
static json_t *comments_on(const Uuid *parent, const GPtrArray *posts, const Actor *actor) {
        json_t *list = json_array();

        for (guint i = 0; i < posts->len; i++) {
                const HelpPost *post = g_ptr_array_index(posts, i);

                if (post->kind == HELP_COMMENT && uuid_equal(&post->parent, parent)
                    && help_sees(actor, post->moderation))
                        json_array_append_new(list, help_post_document(post, false));
        }
        return list;
}

static json_t *answers_to(const HelpQuestion *question, const GPtrArray *posts, const Actor *actor) {
        json_t *list = json_array();

        for (guint i = 0; i < posts->len; i++) {
                const HelpPost *post = g_ptr_array_index(posts, i);
                bool accepted = uuid_equal(&post->id, &question->accepted);
                json_t *document;

                if (post->kind != HELP_ANSWER || !help_sees(actor, post->moderation))
                        continue;
                document = help_post_document(post, accepted);
                json_object_set_new(document, "comments", comments_on(&post->id, posts, actor));
                json_object_set_new(document, "voted", json_false());
                if (accepted)
                        json_array_insert_new(list, 0, document);
                else
                        json_array_append_new(list, document);
        }
        return list;
}

json_t *help_question_document(const HelpQuestion *question, const GPtrArray *posts, const Actor *actor, bool asked) {
        json_t *document = help_question_whole(question);

        json_object_set_new(document, "mine", json_boolean(asked));
        json_object_set_new(document, "may_accept",
                            json_boolean(help_may_accept(actor, question->author.kind, asked)));
        json_object_set_new(document, "voted", json_false());
        json_object_set_new(document, "comments", comments_on(&question->id, posts, actor));
        json_object_set_new(document, "answer_list", answers_to(question, posts, actor));
        return document;
}

json_t *help_article_row(const HelpArticle *article) {
        json_t *row =
                json_pack("{s:s, s:o, s:{s:o, s:o}, s:b, s:I, s:I, s:s}", "slug", article->slug, "title",
                          json_local(&article->title), "excerpt", "zh", excerpt_of(article->body.in[LANGUAGE_ZH]),
                          "en", excerpt_of(article->body.in[LANGUAGE_EN]), "published", (int) article->published,
                          "version", (json_int_t) article->version, "views", (json_int_t) article->views, "by",
                          uuid_is_nil(&article->changed_by) ? "program" : "staff");

        json_put_id(row, "id", &article->id);
        json_put_instant(row, "created_at", article->created_at);
        json_put_instant(row, "changed_at", article->changed_at);
        return row;
}

json_t *help_article_document(const HelpArticle *article) {
        json_t *document = help_article_row(article);

        json_put_local(document, "body", &article->body);
        json_object_set_new(document, "body_html",
                            json_pack("{s:o, s:o}", "zh", html_of(article->body.in[LANGUAGE_ZH], ARTICLE_HEADING),
                                      "en", html_of(article->body.in[LANGUAGE_EN], ARTICLE_HEADING)));
        return document;
}

json_t *app_help_preview(const char *markdown) {
        return json_pack("{s:o}", "html", html_of(markdown, ARTICLE_HEADING));
}
