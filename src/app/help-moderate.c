/* The staff look over what guests write. */
#include "app/help-parts.h"

#include "base/refusal.h"

#include <string.h>

static bool question_moderate(AppTx *tx, const ModerateHelp *wish, Outcome *outcome, GError **error) {
        g_autoptr(HelpQuestion) question = help_question_find(tx, &wish->id, error);

        if (!question)
                return false;
        question->moderation = (HelpModeration) wish->state;
        question->hidden_for = (HelpHiddenFor) wish->reason;
        if (!help_question_settle(tx->store, question, &tx->call->actor->id, error))
                return false;
        outcome->document = help_question_row(question);
        outcome->id = question->id;
        return true;
}

static bool post_moderate(AppTx *tx, const ModerateHelp *wish, Outcome *outcome, GError **error) {
        g_autoptr(HelpPost) post = help_post_find(tx, &wish->id, &wish->within, error);
        g_autoptr(HelpQuestion) question = post ? help_question_find(tx, &post->question, error) : NULL;

        if (!question)
                return false;
        post->moderation = (HelpModeration) wish->state;
        post->hidden_for = (HelpHiddenFor) wish->reason;
        if (!store_help_post_save(tx->store, post, &tx->call->actor->id, error)
            || !help_question_settle(tx->store, question, NULL, error))
                return false;
        outcome->document = help_post_document(post, uuid_equal(&question->accepted, &post->id));
        outcome->id = question->id;
        return true;
}

static bool moderate(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ModerateHelp *wish = data;

        return (wish->is_post ? post_moderate : question_moderate)(tx, wish, outcome, error);
}

bool app_moderate_help(App *app, const Call *call, const ModerateHelp *wish, Outcome *outcome, GError **error) {
        if (wish->state == HELP_HIDDEN && wish->reason == HELP_FOR_NOTHING)
                return refuse(error, REFUSAL_MISSING_FIELD, "/reason", "reason", NULL);
        if (wish->state == HELP_SHOWN && wish->reason != HELP_FOR_NOTHING)
                return refuse(error, REFUSAL_UNKNOWN_FIELD, "/reason", "reason", NULL);
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

                json_array_append_new(json_object_get(document, "questions"), help_question_whole(question));
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
                g_autoptr(HelpQuestion) question = help_question_find(tx, &post->question, error);
                json_t *row;

                if (!question)
                        return false;
                row = help_post_document(post, false);
                json_put_text(row, "question_title", question->title);
                json_array_append_new(json_object_get(document, "posts"), row);
                if (i + 1 == HELP_PAGE_MAX)
                        next_put(document, true, &post->id);
        }
        return true;
}

static bool pending(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        Place place = *(const Place *) data;
        guint waiting;

        if (!store_help_count_pending(tx->store, HELP_PENDING_MAX, &waiting, error))
                return false;
        outcome->document =
                json_pack("{s:[], s:[], s:n, s:i}", "questions", "posts", "next", "waiting", (int) waiting);
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

static bool waiting_count(AppTx *tx, gpointer data, Outcome *outcome G_GNUC_UNUSED, GError **error) {
        return store_help_count_pending(tx->store, HELP_PENDING_MAX, data, error);
}

bool app_help_waiting(App *app, const Call *call, guint *waiting, GError **error) {
        g_auto(Outcome) outcome = { 0 };

        return app_read(app, call, waiting_count, waiting, &outcome, error);
}
