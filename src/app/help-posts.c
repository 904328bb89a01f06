/* Answers, comments, and the answer that is accepted. */
#include "app/help-parts.h"

#include "base/refusal.h"

#include <sodium.h>

#define TRY_LATER_S "86400"

HelpPost *help_post_find(AppTx *tx, const Uuid *id, const Uuid *within, GError **error) {
        g_autoptr(HelpPost) post = NULL;

        if (!store_help_post_load(tx->store, id, &post, error))
                return NULL;
        if (post && help_sees(tx->call->actor, post->moderation)
            && (uuid_is_nil(within) || uuid_equal(within, &post->question)))
                return g_steal_pointer(&post);
        refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        return NULL;
}

/* The question under which a post goes; a comment on an answer finds it through that. */
static HelpQuestion *question_of(AppTx *tx, const PostHelp *wish, GError **error) {
        g_autoptr(HelpPost) answer = NULL;

        if (!wish->on_answer)
                return help_question_find(tx, &wish->parent, error);
        answer = help_post_find(tx, &wish->parent, &wish->within, error);
        if (!answer)
                return NULL;
        if (answer->kind == HELP_ANSWER)
                return help_question_find(tx, &answer->question, error);
        refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        return NULL;
}

static bool there_is_room(AppTx *tx, const HelpQuestion *question, GError **error) {
        g_autoptr(GPtrArray) posts = g_ptr_array_new_with_free_func((GDestroyNotify) help_post_free);

        return store_help_post_list(tx->store, &question->id, posts, error)
               && (posts->len < HELP_POSTS_MAX || refuse(error, REFUSAL_TOO_MANY_REQUESTS, NULL, TRY_LATER_S, NULL));
}

static bool post(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const PostHelp *wish = data;
        g_autoptr(HelpQuestion) question = question_of(tx, wish, error);
        g_autoptr(HelpPost) made = g_new0(HelpPost, 1);

        if (!question || !there_is_room(tx, question, error)
            || !help_author_find(tx, wish->name, &made->author, error))
                return false;
        made->id = uuid_new(tx->call->now);
        made->kind = wish->kind;
        made->question = question->id;
        made->parent = wish->parent;
        made->body = g_strdup(wish->body);
        made->moderation = help_moderation_first(made->author.kind);
        made->created_at = tx->call->now;
        outcome->document = help_post_document(made, false);
        outcome->id = made->id;
        outcome->key_owner = made->author.id;
        return store_help_post_add(tx->store, made, error) && help_question_settle(tx->store, question, NULL, error);
}

bool app_post_help(App *app, const Call *call, const PostHelp *wish, Outcome *outcome, GError **error) {
        return app_write(app, call, post, (gpointer) wish, outcome, error);
}

static bool token_fits(AppTx *tx, const HelpQuestion *question, const char *token) {
        guint8 hash[VAULT_HASH_SIZE];

        if (!token || !question->has_edit_token)
                return false;
        vault_token_hash(tx->app->vault, VAULT_TOKEN_HELP_EDIT, token, hash);
        return sodium_memcmp(hash, question->edit_token_hash, sizeof hash) == 0;
}

bool help_is_asker(AppTx *tx, const HelpQuestion *question, const char *edit_token, bool *is, GError **error) {
        const HelpAuthor *author = &question->author;
        Uuid id;

        if (!help_tenure_of(tx, &id, error))
                return false;
        if (author->kind == HELP_STAFF)
                id = tx->call->actor->id;
        *is = author->kind == HELP_GUEST ? token_fits(tx, question, edit_token)
                                         : !uuid_is_nil(&id) && uuid_equal(&id, &author->id);
        return true;
}

static bool accept_answer(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const AcceptHelp *wish = data;
        g_autoptr(HelpQuestion) question = help_question_find(tx, &wish->question, error);
        g_autoptr(HelpPost) answer = question ? help_post_find(tx, &wish->answer, &wish->question, error) : NULL;
        g_autoptr(GPtrArray) posts = g_ptr_array_new_with_free_func((GDestroyNotify) help_post_free);
        bool asked;

        if (!answer || !help_is_asker(tx, question, wish->edit_token, &asked, error))
                return false;
        if (answer->kind != HELP_ANSWER || answer->moderation != HELP_SHOWN)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (!help_may_accept(tx->call->actor, question->author.kind, asked))
                return refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
        question->accepted = answer->id;
        if (asked)
                question->has_edit_token = false;
        if (!help_question_settle(tx->store, question, NULL, error)
            || !store_help_post_list(tx->store, &question->id, posts, error))
                return false;
        outcome->document = help_question_document(question, posts, tx->call->actor, asked);
        outcome->id = question->id;
        return help_votes_mark(tx, question, NULL, outcome->document, error);
}

bool app_accept_help(App *app, const Call *call, const AcceptHelp *wish, Outcome *outcome, GError **error) {
        return app_write(app, call, accept_answer, (gpointer) wish, outcome, error);
}
