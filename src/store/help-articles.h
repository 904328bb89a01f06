/* Articles of the help centre, written by staff in both languages. */
#pragma once

#include "base/language.h"
#include "store/store.h"

typedef struct HelpArticle {
        Uuid id;
        char *slug;
        LocalText title, body; /* the body is Markdown */
        bool published;
        gint64 version;
        gint64 created_at, changed_at;
        Uuid changed_by; /* nil: the program's own text, which the program may draw anew */
        gint64 views;
} HelpArticle;

void help_article_free(HelpArticle *article); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HelpArticle, help_article_free)

/* Adds an article; `added` is false where the slug is taken. */
bool store_help_article_add(StoreTx *tx, const HelpArticle *article, bool *added, GError **error);

/* NULL in `article` where there is none; the caller frees it. */
bool store_help_article_load(StoreTx *tx, const char *slug, HelpArticle **article, GError **error);
bool store_help_article_load_by_id(StoreTx *tx, const Uuid *id, HelpArticle **article, GError **error);

/* Saves texts, publication, who changed it and when, compare-and-set on `version`, which is one more afterwards where `saved`
 * is true. */
bool store_help_article_save(StoreTx *tx, HelpArticle *article, bool *saved, GError **error);

bool store_help_article_count_views(StoreTx *tx, const Uuid *id, gint64 views, GError **error);

/* Appends articles, oldest first, after `after` (the nil id: from the first); `published_only` leaves drafts out. */
bool store_help_article_list(StoreTx *tx, bool published_only, const Uuid *after, guint limit, GPtrArray *articles,
                             GError **error);
