/* What of a document the search can find, and what a question's row says of its posts. */
#include "app/help-parts.h"

#include "app/markdown.h"

#include <sodium.h>
#include <string.h>

#define TITLE_WEIGHT 8
#define BODY_WEIGHT 2
#define POST_WEIGHT 1
#define POSTS_INDEXED_BYTES_MAX 60000 /* of all posts of a question, so that a long one costs a writer no time */

static void add_markdown(GHashTable *words, const char *markdown, guint weight) {
        g_autofree char *plain = markdown_plain(markdown);

        help_words_add(words, plain, weight);
}

static bool question_index(StoreTx *tx, const HelpQuestion *question, const GPtrArray *posts, GError **error) {
        g_autoptr(GHashTable) words = NULL;
        gsize indexed = 0;

        if (question->moderation == HELP_SHOWN) {
                words = help_words_new();
                help_words_add(words, question->title, TITLE_WEIGHT);
                add_markdown(words, question->body, BODY_WEIGHT);
        }
        for (guint i = 0; words && i < posts->len; i++) {
                const HelpPost *post = g_ptr_array_index(posts, i);

                indexed += strlen(post->body);
                if (post->moderation == HELP_SHOWN && indexed <= POSTS_INDEXED_BYTES_MAX)
                        add_markdown(words, post->body, POST_WEIGHT);
        }
        return store_help_words_put(tx, &question->id, HELP_DOCUMENT_QUESTION, words, error);
}

bool help_question_settle(StoreTx *tx, HelpQuestion *question, const Uuid *moderated_by, GError **error) {
        g_autoptr(GPtrArray) posts = g_ptr_array_new_with_free_func((GDestroyNotify) help_post_free);
        bool accepted_is_shown = false;

        if (!store_help_post_list(tx, &question->id, posts, error))
                return false;
        question->answers = 0;
        for (guint i = 0; i < posts->len; i++) {
                const HelpPost *post = g_ptr_array_index(posts, i);
                bool shown = post->kind == HELP_ANSWER && post->moderation == HELP_SHOWN;

                question->answers += shown;
                accepted_is_shown |= shown && uuid_equal(&post->id, &question->accepted);
        }
        if (!accepted_is_shown)
                question->accepted = (Uuid){ 0 };
        question->heat = help_heat(question->views, question->helpful, question->answers, question->created_at);
        return question_index(tx, question, posts, error)
               && store_help_question_save(tx, question, moderated_by, error);
}

bool help_article_index(StoreTx *tx, const HelpArticle *article, GError **error) {
        g_autoptr(GHashTable) words = article->published ? help_words_new() : NULL;

        for (int language = 0; words && language < LANGUAGE_COUNT; language++) {
                help_words_add(words, article->title.in[language], TITLE_WEIGHT);
                add_markdown(words, article->body.in[language], BODY_WEIGHT);
        }
        return store_help_words_put(tx, &article->id, HELP_DOCUMENT_ARTICLE, words, error);
}

Uuid help_route_id(const char *slug) {
        g_autofree char *text = g_strconcat("route:", slug, NULL);
        guint8 hash[crypto_hash_sha256_BYTES];
        Uuid id;

        crypto_hash_sha256(hash, (const guint8 *) text, strlen(text));
        memcpy(id.bytes, hash, sizeof id.bytes);
        id.bytes[6] = (guint8) ((id.bytes[6] & 0x0f) | 0x80); /* RFC 9562 section 5.8: version 8, of our own making */
        id.bytes[8] = (guint8) ((id.bytes[8] & 0x3f) | 0x80);
        return id;
}
