/* Questions as they are read: lists, one with all below it, and the front page. */
#include "app/help-parts.h"

#include "app/help-views.h"
#include "base/refusal.h"

#include <string.h>

#define HOME_QUESTIONS 6
#define HOME_ARTICLES 12

/* A cursor of the hottest is "heat.id", of the newest "id". */
typedef struct Listing {
        const ListHelp *wish;
        gint64 heat;
        Uuid before;
} Listing;

static bool cursor_of_list(const ListHelp *wish, Listing *listing, GError **error) {
        const char *dot = wish->after ? strchr(wish->after, '.') : NULL;
        g_autofree char *heat = dot ? g_strndup(wish->after, (gsize) (dot - wish->after)) : NULL;

        *listing = (Listing){ .wish = wish };
        if (!wish->after)
                return true;
        if (wish->order == HELP_NEWEST)
                return cursor_read(wish->after, &listing->before, error);
        if (!heat || !g_ascii_string_to_signed(heat, 10, G_MININT64, G_MAXINT64, &listing->heat, NULL))
                return refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
        return cursor_read(dot + 1, &listing->before, error);
}

static json_t *next_of(HelpOrder order, const HelpQuestion *last) {
        char id[UUID_TEXT_SIZE];
        g_autofree char *cursor = order == HELP_NEWEST ? g_strdup(uuid_format(&last->id, id))
                                                       : g_strdup_printf("%" G_GINT64_FORMAT ".%s", last->heat,
                                                                         uuid_format(&last->id, id));

        return json_string(cursor);
}

static json_t *page_read(AppTx *tx, const Listing *listing, GError **error) {
        g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify) help_question_free);
        const ListHelp *wish = listing->wish;
        json_t *page;

        if (!store_help_question_list(tx->store, wish->order, wish->state, listing->heat,
                                      uuid_is_nil(&listing->before) ? NULL : &listing->before, wish->limit + 1, rows,
                                      error))
                return NULL;
        page = json_pack("{s:[], s:n}", "items", "next");
        for (guint i = 0; i < MIN(rows->len, wish->limit); i++)
                json_array_append_new(json_object_get(page, "items"), help_question_row(g_ptr_array_index(rows, i)));
        if (rows->len > wish->limit)
                json_object_set_new(page, "next", next_of(wish->order, g_ptr_array_index(rows, wish->limit - 1)));
        return page;
}

static bool list(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        outcome->document = page_read(tx, data, error);
        return outcome->document != NULL;
}

bool app_list_help(App *app, const Call *call, const ListHelp *wish, Outcome *outcome, GError **error) {
        Listing listing;

        return cursor_of_list(wish, &listing, error) && app_read(app, call, list, &listing, outcome, error);
}

static bool question_read(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ReadHelp *wish = data;
        g_autoptr(HelpQuestion) question = NULL;
        g_autoptr(GPtrArray) posts = g_ptr_array_new_with_free_func((GDestroyNotify) help_post_free);
        bool asked = false;

        if (!store_help_question_load(tx->store, &wish->question, &question, error)
            || (question && !help_is_asker(tx, question, wish->edit_token, &asked, error)))
                return false;
        if (!question || (!asked && !help_sees(tx->call->actor, question->moderation)))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (!store_help_post_list(tx->store, &question->id, posts, error))
                return false;
        outcome->document = help_question_document(question, posts, tx->call->actor, asked);
        return help_votes_mark(tx, question, wish->browser_token, outcome->document, error);
}

bool app_help_question(App *app, const Call *call, const ReadHelp *wish, Outcome *outcome, GError **error) {
        if (!app_read(app, call, question_read, (gpointer) wish, outcome, error))
                return false;
        if (!wish->again)
                help_views_note(app, HELP_DOCUMENT_QUESTION, &wish->question, call->now);
        return true;
}

static json_t *items_of(AppTx *tx, HelpOrder order, GError **error) {
        const ListHelp wish = { .order = order, .limit = HOME_QUESTIONS };
        const Listing listing = { .wish = &wish };
        json_auto_t *page = page_read(tx, &listing, error);

        return page ? json_incref(json_object_get(page, "items")) : NULL;
}

static json_t *articles_of(AppTx *tx, GError **error) {
        g_autoptr(GPtrArray) articles = g_ptr_array_new_with_free_func((GDestroyNotify) help_article_free);
        json_t *list_of_rows;

        if (!store_help_article_list(tx->store, true, &(const Uuid){ 0 }, HOME_ARTICLES, articles, error))
                return NULL;
        list_of_rows = json_array();
        for (guint i = 0; i < articles->len; i++)
                json_array_append_new(list_of_rows, help_article_row(g_ptr_array_index(articles, i)));
        return list_of_rows;
}

static bool home(AppTx *tx, G_GNUC_UNUSED gpointer data, Outcome *outcome, GError **error) {
        json_auto_t *articles = articles_of(tx, error);
        json_auto_t *hottest = articles ? items_of(tx, HELP_HOTTEST, error) : NULL;
        json_auto_t *newest = hottest ? items_of(tx, HELP_NEWEST, error) : NULL;

        if (!newest)
                return false;
        outcome->document = json_pack("{s:o, s:O, s:O, s:O, s:o}", "routes", app_help_routes(tx->app), "articles",
                                      articles, "hottest", hottest, "newest", newest, "downloads",
                                      help_downloads_document(tx->app->policy));
        return true;
}

bool app_help_home(App *app, const Call *call, Outcome *outcome, GError **error) {
        return app_read(app, call, home, NULL, outcome, error);
}
