/* What the program itself puts into the help centre: the article on the question that it was built to answer, that question with
 * its answer, and the words of the procedure pages. Drawn from the policy, so that no link leads nowhere. */
#include "app/help-parts.h"

#include "domain/procedure.h"

#define TEXTS_EDITION "2" /* goes up with each change of the texts below */
#define ARTICLE_SLUG "change-real-name-verification"
#define ROUTE_TITLE_WEIGHT 12
#define ROUTE_TEXT_WEIGHT 1

typedef struct Drawing {
        App *app;
        gint64 now;
        char *from; /* what is drawn from: policy and texts */
} Drawing;

static const char *const article_titles[LANGUAGE_COUNT] = {
        "账号的实名认证信息怎么修改？", "How do I change the real-name verification of my account?"
};

/* clang-format off */
static const char *const openings[LANGUAGE_COUNT] = {
        "认证信息认证之后不能直接编辑。要换人、换企业或改企业名称，按下面适合您的一种办法办理；"
        "控制台的“账号管理 › 实名认证 › 变更”会根据您的情况列出可用的办法和预计日期。\n\n"
        "## 选择办法\n\n",
        "What was verified is never edited in place. To pass the account to another person or enterprise, or to change the "
        "enterprise's name, take the route below that fits; the console lists those open to you, with their dates, under "
        "Account management › Real-name verification › Change.\n\n"
        "## Choose a route\n\n",
};

static const char *const closings[LANGUAGE_COUNT] = {
        "\n## 办理之前\n\n"
        "- 账号下有按量付费的产品时，先确认余额够用到变更结束，以免欠费停机。\n"
        "- 证件和申请表要清晰、完整；每一项材料的要求写在各办法的页面上。\n"
        "- 变更期间可以随时在控制台查看进度、补充材料或撤回。\n",
        "\n## Before you begin\n\n"
        "- While pay-as-you-go products run, see that the balance lasts until the change is over, so that nothing stops.\n"
        "- Documents and forms must be sharp and complete; each route's page says what every one of them must show.\n"
        "- You can follow the application, add what is missing or withdraw it in the console at any time.\n",
};

static const char *const origin_headings[LANGUAGE_COUNT] = { "\n## 在其他网站认证的账号\n\n",
                                                             "\n## Accounts verified elsewhere\n\n" };
static const char *const origin_lines[LANGUAGE_COUNT] = { "- 通过%s登录并在那里认证的账号：到 <%s> 修改。\n",
                                                          "- Signed in with and verified at %s: change it at <%s>.\n" };
static const char answer_text[] =
        "认证信息不能直接编辑，需要办理变更：个人转个人、个人转企业、企业转个人、企业转其他企业和企业改名各有办法，"
        "所需材料、办理方式和时限见[办法一览与步骤](/help/articles/" ARTICLE_SLUG "?lang=zh)，每种办法的页面按现行规则生成。\n\n"
        "In English: [how to change it, route by route](/help/articles/" ARTICLE_SLUG "?lang=en).\n";
static const char question_text[] = "账号原来用我的信息做了实名认证，现在要换成别人或公司，应该怎么办理？需要准备什么？";
/* clang-format on */

static void origins_write(GString *body, const Policy *policy, Language language) {
        if (policy->origins->len == 0)
                return;
        g_string_append(body, origin_headings[language]);
        for (guint i = 0; i < policy->origins->len; i++) {
                const PolicyOrigin *origin = g_ptr_array_index(policy->origins, i);
                g_autoptr(GString) line = g_string_new(origin_lines[language]);

                g_string_replace(line, "%s", local_text(&origin->name, language), 1);
                g_string_replace(line, "%s", origin->address, 1);
                g_string_append(body, line->str);
        }
}

static char *body_draw(const Policy *policy, Language language) {
        GString *body = g_string_new(openings[language]);

        for (guint i = 0; i < policy->routes->len; i++) {
                const PolicyRoute *route = g_ptr_array_index(policy->routes, i);

                g_string_append_printf(body, "- **[%s](/help/routes/%s?lang=%s)**\\\n  %s\n",
                                       local_text(&route->name, language), route->id,
                                       language == LANGUAGE_ZH ? "zh" : "en", local_text(&route->effort, language));
        }
        origins_write(body, policy, language);
        g_string_append(body, closings[language]);
        return g_string_free(body, FALSE);
}

static void article_draw(HelpArticle *article, const Drawing *drawing) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
                g_free(article->title.in[language]);
                g_free(article->body.in[language]);
                article->title.in[language] = g_strdup(article_titles[language]);
                article->body.in[language] = body_draw(drawing->app->policy, (Language) language);
        }
        article->changed_at = drawing->now;
}

static bool article_put(StoreTx *tx, const Drawing *drawing, GError **error) {
        g_autoptr(HelpArticle) article = NULL;
        bool put;

        if (!store_help_article_load(tx, ARTICLE_SLUG, &article, error))
                return false;
        if (article && !uuid_is_nil(&article->changed_by))
                return true;
        if (article) {
                article_draw(article, drawing);
                return store_help_article_save(tx, article, &put, error) && help_article_index(tx, article, error);
        }
        article = g_new0(HelpArticle, 1);
        *article = (HelpArticle){ .id = uuid_new(drawing->now),
                                  .slug = g_strdup(ARTICLE_SLUG),
                                  .published = true,
                                  .version = 1,
                                  .created_at = drawing->now };
        article_draw(article, drawing);
        return store_help_article_add(tx, article, &put, error) && help_article_index(tx, article, error);
}

static bool question_put(StoreTx *tx, const Drawing *drawing, GError **error) {
        g_autoptr(HelpQuestion) question = g_new0(HelpQuestion, 1);
        g_autoptr(HelpPost) answer = g_new0(HelpPost, 1);

        *question = (HelpQuestion){ .id = uuid_new(drawing->now),
                                    .title = g_strdup(article_titles[LANGUAGE_ZH]),
                                    .body = g_strdup(question_text),
                                    .author = { .kind = HELP_GUEST },
                                    .moderation = HELP_SHOWN,
                                    .created_at = drawing->now };
        *answer = (HelpPost){ .id = uuid_new(drawing->now),
                              .kind = HELP_ANSWER,
                              .question = question->id,
                              .parent = question->id,
                              .body = g_strdup(answer_text),
                              .author = { .kind = HELP_STAFF },
                              .moderation = HELP_SHOWN,
                              .created_at = drawing->now };
        question->accepted = answer->id;
        return store_help_question_add(tx, question, error) && store_help_post_add(tx, answer, error)
               && help_question_settle(tx, question, NULL, error);
}

static bool routes_index(StoreTx *tx, const Policy *policy, GError **error) {
        if (!store_help_words_clear(tx, HELP_DOCUMENT_ROUTE, error))
                return false;
        for (guint i = 0; i < policy->routes->len; i++) {
                const PolicyRoute *route = g_ptr_array_index(policy->routes, i);
                g_autoptr(Procedure) procedure = procedure_of(policy, route);
                g_autoptr(GHashTable) words = help_words_new();
                Uuid id = help_route_id(route->id);

                for (int language = 0; language < LANGUAGE_COUNT; language++) {
                        g_autofree char *text = procedure_text(procedure, (Language) language);

                        help_words_add(words, local_text(&route->name, (Language) language), ROUTE_TITLE_WEIGHT);
                        help_words_add(words, text, ROUTE_TEXT_WEIGHT);
                }
                if (!store_help_words_put(tx, &id, HELP_DOCUMENT_ROUTE, words, error))
                        return false;
        }
        return true;
}

static bool is_drawn(StoreTx *tx, gpointer data, GError **error) {
        char **from = data;

        g_clear_pointer(from, g_free);
        return store_help_drawn(tx, from, error);
}

static bool draw(StoreTx *tx, gpointer data, GError **error) {
        const Drawing *drawing = data;
        g_autofree char *before = NULL;

        if (!store_help_drawn(tx, &before, error))
                return false;
        if (g_strcmp0(before, drawing->from) == 0)
                return true; /* another process was quicker */
        return routes_index(tx, drawing->app->policy, error) && article_put(tx, drawing, error)
               && (before || question_put(tx, drawing, error)) && store_help_drawn_set(tx, drawing->from, error);
}

bool app_help_draw(App *app, gint64 now, GError **error) {
        g_autofree char *before = NULL, *from = g_strconcat(TEXTS_EDITION, ":", app->policy->hash, NULL);
        Drawing drawing = { .app = app, .now = now, .from = from };

        if (!store_read(app->store, is_drawn, &before, error))
                return false;
        return g_strcmp0(before, from) == 0 || store_write(app->store, draw, &drawing, error);
}
