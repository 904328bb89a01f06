/* The staff look over what guests write. */
#include "app/help-parts.h"

#include "base/refusal.h"

#include <string.h>

static bool question_moderate(AppTx *tx, const ModerateHelp *wish, Outcome *outcome, GError **error) {
        g_autoptr(HelpQuestion) question = help_question_find(tx, &wish->id, error);

        if (!question)
                return false;
        question->moderation = (HelpModeration) wish->state;
        if (!help_question_settle(tx->store, question, &tx->call->actor->id, error))
                return false;
        outcome->document = help_question_row(question);
        return true;
}

static bool post_moderate(AppTx *tx, const ModerateHelp *wish, Outcome *outcome, GError **error) {
        g_autoptr(HelpPost) post = help_post_find(tx, &wish->id, error);
        g_autoptr(HelpQuestion) question = post ? help_question_find(tx, &post->question, error) : NULL;

        if (!question)
                return false;
        post->moderation = (HelpModeration) wish->state;
        if (!store_help_post_save(tx->store, post, &tx->call->actor->id, error)
            || !help_question_settle(tx->store, question, NULL, error))
                return false;
        outcome->document = help_post_document(post, uuid_equal(&question->accepted, &post->id));
        return true;
}

static bool moderate(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ModerateHelp *wish = data;

        return (wish->is_post ? post_moderate : question_moderate)(tx, wish, outcome, error);
}

bool app_moderate_help(App *app, const Call *call, const ModerateHelp *wish, Outcome *outcome, GError **error) {
        return app_write(app, call, moderate, (gpointer) wish, outcome, error);
}

/* A cursor is "questions" or "posts", a dot, and the last id: the questions come first. */
typedef struct Place {
        bool in_posts;
        Uuid after;
} Place;

static bool place_read(const char *cursor, Place *place, GError **error) {
        *place = (Place){ .in_posts = cursor && g_str_has_prefix(cursor, "posts.") };
        if (!cursor || g_str_equal(cursor, "posts."))
                return true;
        if (!place->in_posts && !g_str_has_prefix(cursor, "questions."))
                return refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
        return cursor_read(strchr(cursor, '.') + 1, &place->after, error);
}

static void next_put(json_t *document, bool in_posts, const Uuid *last) {
        char id[UUID_TEXT_SIZE];
        g_autofree char *next = g_strdup_printf("%s.%s", in_posts ? "posts" : "questions", uuid_format(last, id));

        json_put_text(document, "next", next);
}

static bool pending_questions(AppTx *tx, const Place *place, json_t *document, GError **error) {
        g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify) help_question_free);

        if (!store_help_question_pending(tx->store, &place->after, HELP_PAGE_MAX, rows, error))
                return false;
        for (guint i = 0; i < rows->len; i++) {
                const HelpQuestion *question = g_ptr_array_index(rows, i);
                json_t *row = help_question_row(question);

                json_object_set_new(row, "body", json_string(question->body));
                json_array_append_new(json_object_get(document, "questions"), row);
                next_put(document, false, &question->id);
        }
        if (rows->len < HELP_PAGE_MAX)
                json_put_text(document, "next", "posts.");
        return true;
}

static bool pending_posts(AppTx *tx, const Place *place, json_t *document, GError **error) {
        g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify) help_post_free);

        if (!store_help_post_pending(tx->store, &place->after, HELP_PAGE_MAX, rows, error))
                return false;
        json_put_text(document, "next", NULL);
        for (guint i = 0; i < rows->len; i++) {
                const HelpPost *post = g_ptr_array_index(rows, i);

                json_array_append_new(json_object_get(document, "posts"), help_post_document(post, false));
                if (i + 1 == HELP_PAGE_MAX)
                        next_put(document, true, &post->id);
        }
        return true;
}

static bool pending(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        Place place = *(const Place *) data;

        outcome->document = json_pack("{s:[], s:[], s:n}", "questions", "posts", "next");
        if (!place.in_posts && !pending_questions(tx, &place, outcome->document, error))
                return false;
        if (!place.in_posts && !g_str_equal(json_string_value(json_object_get(outcome->document, "next")), "posts."))
                return true;
        if (!place.in_posts)
                place.after = (Uuid){ 0 };
        return pending_posts(tx, &place, outcome->document, error);
}

bool app_help_pending(App *app, const Call *call, const char *after, Outcome *outcome, GError **error) {
        Place place;

        return place_read(after, &place, error) && app_read(app, call, pending, &place, outcome, error);
}
