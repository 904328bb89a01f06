/* Articles, by the staff's hand. They are taken back by not being published, never deleted: links stay good. */
#include "app/help-parts.h"

#include "app/help-views.h"
#include "base/refusal.h"

#include <string.h>

static bool answer(const HelpArticle *article, Outcome *outcome) {
        outcome->document = help_article_document(article);
        outcome->version = article->version;
        outcome->id = article->id;
        return true;
}

static void texts_take(HelpArticle *article, const WriteArticle *wish) {
        const char *titles[LANGUAGE_COUNT] = { wish->title.zh, wish->title.en };
        const char *bodies[LANGUAGE_COUNT] = { wish->body.zh, wish->body.en };

        for (int language = 0; language < LANGUAGE_COUNT; language++) {
                g_free(article->title.in[language]);
                g_free(article->body.in[language]);
                article->title.in[language] = g_strdelimit(g_strdup(titles[language]), "\n\t", ' ');
                article->body.in[language] = g_strdup(bodies[language]);
        }
        article->published = wish->published;
}

static bool slug_is_one(const char *slug) {
        gsize length = strlen(slug);

        return length > 0 && length <= HELP_SLUG_LENGTH_MAX
               && strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static bool add(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const WriteArticle *wish = data;
        g_autoptr(HelpArticle) article = g_new0(HelpArticle, 1);
        bool added;

        *article = (HelpArticle){ .id = uuid_new(tx->call->now),
                                  .slug = g_strdup(wish->slug),
                                  .version = 1,
                                  .created_at = tx->call->now,
                                  .changed_at = tx->call->now,
                                  .changed_by = tx->call->actor->id };
        texts_take(article, wish);
        if (!store_help_article_add(tx->store, article, &added, error))
                return false;
        if (!added)
                return refuse(error, REFUSAL_REPEATED_VALUE, "/slug", "slug", wish->slug, NULL);
        outcome->key_owner = tx->call->actor->id;
        return help_article_index(tx->store, article, error) && answer(article, outcome);
}

bool app_add_article(App *app, const Call *call, const WriteArticle *wish, Outcome *outcome, GError **error) {
        if (!slug_is_one(wish->slug))
                return refuse(error, REFUSAL_MALFORMED_VALUE, "/slug", "slug", "a-z, 0-9 and -", NULL);
        return app_write(app, call, add, (gpointer) wish, outcome, error);
}

typedef struct Changing {
        const char *slug;
        const WriteArticle *wish;
} Changing;

static bool change(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Changing *changing = data;
        g_autoptr(HelpArticle) article = NULL;
        bool saved;

        if (!store_help_article_load(tx->store, changing->slug, &article, error))
                return false;
        if (!article)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (tx->call->version >= 0 && tx->call->version != article->version)
                return refuse(error, REFUSAL_VERSION_CHANGED, NULL, NULL);
        texts_take(article, changing->wish);
        article->changed_at = tx->call->now;
        article->changed_by = tx->call->actor->id;
        if (!store_help_article_save(tx->store, article, &saved, error))
                return false;
        if (!saved)
                return refuse(error, REFUSAL_VERSION_CHANGED, NULL, NULL);
        outcome->key_owner = tx->call->actor->id;
        return help_article_index(tx->store, article, error) && answer(article, outcome);
}

bool app_change_article(App *app, const Call *call, const char *slug, const WriteArticle *wish, Outcome *outcome,
                        GError **error) {
        Changing changing = { slug, wish };

        return app_write(app, call, change, &changing, outcome, error);
}

static bool show(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(HelpArticle) article = NULL;

        if (!store_help_article_load(tx->store, data, &article, error))
                return false;
        if (!article || (!article->published && !actor_has(tx->call->actor, HELP_EDITORS)))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        return answer(article, outcome);
}

bool app_help_article(App *app, const Call *call, const char *slug, Outcome *outcome, GError **error) {
        if (!app_read(app, call, show, (gpointer) slug, outcome, error))
                return false;
        help_views_note(app, HELP_DOCUMENT_ARTICLE, &outcome->id, call->now);
        return true;
}

static bool list(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Uuid *after = data;
        g_autoptr(GPtrArray) articles = g_ptr_array_new_with_free_func((GDestroyNotify) help_article_free);
        bool published_only = !actor_has(tx->call->actor, HELP_EDITORS);

        if (!store_help_article_list(tx->store, published_only, after, HELP_PAGE_MAX + 1, articles, error))
                return false;
        outcome->document = json_pack("{s:[], s:n}", "items", "next");
        for (guint i = 0; i < MIN(articles->len, HELP_PAGE_MAX); i++)
                json_array_append_new(json_object_get(outcome->document, "items"),
                                      help_article_row(g_ptr_array_index(articles, i)));
        if (articles->len > HELP_PAGE_MAX)
                json_put_id(outcome->document, "next",
                            &((const HelpArticle *) g_ptr_array_index(articles, HELP_PAGE_MAX - 1))->id);
        return true;
}

bool app_help_articles(App *app, const Call *call, const char *after, Outcome *outcome, GError **error) {
        Uuid place;

        return cursor_read(after, &place, error) && app_read(app, call, list, &place, outcome, error);
}
