/* Articles. */
#include "store/help-articles.h"

#include "store/help-questions.h"

#define COLUMNS                                                                                                    \
        "id, slug, title_zh, title_en, body_zh, body_en, published, version, created_at, changed_at, changed_by, " \
        "views"

static const Statement article_add = { "INSERT INTO help_articles (" COLUMNS
                                       ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
                                       "$11, $12) ON CONFLICT (slug) DO NOTHING" };

static const Statement article_load = { "SELECT " COLUMNS " FROM help_articles WHERE slug = $1" };

static const Statement article_load_by_id = { "SELECT " COLUMNS " FROM help_articles WHERE id = $1" };

static const Statement article_save = { "UPDATE help_articles SET title_zh = $2, title_en = $3, body_zh = $4, "
                                        "body_en = $5, published = $6, changed_at = $7, "
                                        "changed_by = $8, version = version + 1 WHERE id = $1 AND version = $9" };

static const Statement article_views = { "UPDATE help_articles SET views = views + $2 WHERE id = $1" };

static const Statement articles_all = { "SELECT " COLUMNS " FROM help_articles WHERE id > $1 ORDER BY id LIMIT $2" };

static const Statement articles_published = {
        "SELECT " COLUMNS " FROM help_articles WHERE published = 1 AND id > $1 ORDER BY id LIMIT $2"
};

void help_article_free(HelpArticle *article) {
        if (!article)
                return;
        g_free(article->slug);
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
                g_free(article->title.in[language]);
                g_free(article->body.in[language]);
        }
        g_free(article);
}

static HelpArticle *article_from_row(Rows *row) {
        HelpArticle *article = g_new0(HelpArticle, 1);

        *article = (HelpArticle){ .id = rows_uuid(row, 0),
                                  .slug = rows_text_copy(row, 1),
                                  .title = { { rows_text_copy(row, 2), rows_text_copy(row, 3) } },
                                  .body = { { rows_text_copy(row, 4), rows_text_copy(row, 5) } },
                                  .published = rows_bool(row, 6),
                                  .version = rows_int(row, 7),
                                  .created_at = rows_instant(row, 8),
                                  .changed_at = rows_instant(row, 9),
                                  .changed_by = rows_uuid(row, 10),
                                  .views = rows_int(row, 11) };
        return article;
}

bool store_help_article_add(StoreTx *tx, const HelpArticle *article, bool *added, GError **error) {
        gint64 changed = 0;

        if (!store_run(tx, &article_add, &changed, error,
                       VALUES(value_uuid(&article->id), value_text(article->slug),
                              value_text(article->title.in[LANGUAGE_ZH]), value_text(article->title.in[LANGUAGE_EN]),
                              value_text(article->body.in[LANGUAGE_ZH]), value_text(article->body.in[LANGUAGE_EN]),
                              value_int(article->published), value_int(article->version),
                              value_instant(article->created_at), value_instant(article->changed_at),
                              value_uuid(&article->changed_by), value_int(article->views))))
                return false;
        *added = changed == 1;
        return true;
}

bool store_help_article_load(StoreTx *tx, const char *slug, HelpArticle **article, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &article_load, &row, error, VALUES(value_text(slug))))
                return false;
        *article = row ? article_from_row(row) : NULL;
        return true;
}

bool store_help_article_load_by_id(StoreTx *tx, const Uuid *id, HelpArticle **article, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &article_load_by_id, &row, error, VALUES(value_uuid(id))))
                return false;
        *article = row ? article_from_row(row) : NULL;
        return true;
}

bool store_help_article_save(StoreTx *tx, HelpArticle *article, bool *saved, GError **error) {
        gint64 changed = 0;

        if (!store_run(tx, &article_save, &changed, error,
                       VALUES(value_uuid(&article->id), value_text(article->title.in[LANGUAGE_ZH]),
                              value_text(article->title.in[LANGUAGE_EN]), value_text(article->body.in[LANGUAGE_ZH]),
                              value_text(article->body.in[LANGUAGE_EN]), value_int(article->published),
                              value_instant(article->changed_at), value_uuid(&article->changed_by),
                              value_int(article->version))))
                return false;
        *saved = changed == 1;
        article->version += changed;
        return true;
}

bool store_help_article_count_views(StoreTx *tx, const Uuid *id, gint64 views, GError **error) {
        return store_run(tx, &article_views, NULL, error, VALUES(value_uuid(id), value_int(views)));
}

bool store_help_article_list(StoreTx *tx, bool published_only, const Uuid *after, guint limit, GPtrArray *articles,
                             GError **error) {
        g_autoptr(Rows) rows = store_query(tx, published_only ? &articles_published : &articles_all, error,
                                           VALUES(store_help_place(after), value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows))
                g_ptr_array_add(articles, article_from_row(rows));
        return true;
}
