/* Search: what the index finds, in order of how well it fits, each with an excerpt. */
#include "app/help-parts.h"

#include "app/markdown.h"
#include "base/refusal.h"
#include "domain/procedure.h"

#define TITLE_LENGTH 160
#define EXCERPT_LENGTH 140

/* One document found, loaded. */
typedef struct Hit {
        HelpFound found;
        gint64 relevance;
        LocalText title, text;
        char *path;
        const char *state; /* of a question; NULL for the others */
} Hit;

typedef struct Search {
        const SearchHelp *wish;
        GPtrArray *words;
        Uuid after; /* nil: the first page */
} Search;

static void hit_free(gpointer data) {
        Hit *hit = data;

        for (int language = 0; language < LANGUAGE_COUNT; language++) {
                g_free(hit->title.in[language]);
                g_free(hit->text.in[language]);
        }
        g_free(hit->path);
        g_free(hit);
}

static bool route_load(AppTx *tx, Hit *hit, gint64 *written_at) {
        for (guint i = 0; i < tx->app->policy->routes->len; i++) {
                const PolicyRoute *route = g_ptr_array_index(tx->app->policy->routes, i);
                Uuid id = help_route_id(route->id);

                if (!uuid_equal(&id, &hit->found.id))
                        continue;
                g_autoptr(Procedure) procedure = procedure_of(tx->app->policy, route);

                for (int language = 0; language < LANGUAGE_COUNT; language++) {
                        hit->title.in[language] = g_strdup(local_text(&route->name, (Language) language));
                        hit->text.in[language] = procedure_text(procedure, (Language) language);
                }
                hit->path = g_strconcat("/help/routes/", route->id, NULL);
                *written_at = tx->call->now; /* it is what holds now */
                return true;
        }
        return true;
}

static bool article_load(AppTx *tx, Hit *hit, gint64 *written_at, GError **error) {
        g_autoptr(HelpArticle) article = NULL;

        if (!store_help_article_load_by_id(tx->store, &hit->found.id, &article, error))
                return false;
        if (!article)
                return true;
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
                hit->title.in[language] = g_strdup(article->title.in[language]);
                hit->text.in[language] = markdown_plain(article->body.in[language]);
        }
        hit->path = g_strconcat("/help/articles/", article->slug, NULL);
        *written_at = article->changed_at;
        return true;
}

static bool question_load(AppTx *tx, Hit *hit, gint64 *written_at, GError **error) {
        g_autoptr(HelpQuestion) question = NULL;
        g_autofree char *id = uuid_to_text(&hit->found.id);

        if (!store_help_question_load(tx->store, &hit->found.id, &question, error))
                return false;
        if (!question)
                return true;
        hit->title.in[LANGUAGE_ZH] = g_strdup(question->title);
        hit->title.in[LANGUAGE_EN] = g_strdup(question->title);
        hit->text.in[LANGUAGE_ZH] = markdown_plain(question->body);
        hit->text.in[LANGUAGE_EN] = markdown_plain(question->body);
        hit->path = g_strconcat("/help/questions/", id, NULL);
        hit->state = uuid_is_nil(&question->accepted) ? "open" : "solved";
        *written_at = question->created_at;
        return true;
}

static bool hit_load(AppTx *tx, Hit *hit, guint asked, GError **error) {
        gint64 written_at = 0;
        bool good = hit->found.kind == HELP_DOCUMENT_ROUTE     ? route_load(tx, hit, &written_at)
                    : hit->found.kind == HELP_DOCUMENT_ARTICLE ? article_load(tx, hit, &written_at, error)
                                                               : question_load(tx, hit, &written_at, error);

        hit->relevance = help_relevance(hit->found.matched, asked, hit->found.weight, written_at);
        return good;
}

static gint hit_compare(gconstpointer a, gconstpointer b) {
        const Hit *one = *(const Hit *const *) a, *other = *(const Hit *const *) b;

        if (one->relevance != other->relevance)
                return one->relevance > other->relevance ? -1 : 1;
        return memcmp(&other->found.id, &one->found.id, sizeof(Uuid));
}

static GPtrArray *hits_find(AppTx *tx, const Search *search, GError **error) {
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(HelpFound));
        g_autoptr(GPtrArray) hits = g_ptr_array_new_with_free_func(hit_free);

        if (search->words->len > 0 && !store_help_words_find(tx->store, search->words, found, error))
                return NULL;
        for (guint i = 0; i < found->len; i++) {
                Hit *hit = g_new0(Hit, 1);

                hit->found = g_array_index(found, HelpFound, i);
                g_ptr_array_add(hits, hit);
                if (!hit_load(tx, hit, search->words->len, error))
                        return NULL;
                if (!hit->path || !help_matches(hit->found.matched, search->words->len))
                        g_ptr_array_remove_index(hits, hits->len - 1);
        }
        g_ptr_array_sort(hits, hit_compare);
        return g_steal_pointer(&hits);
}

static bool is_marked(const GPtrArray *pieces) {
        for (guint i = 0; i < pieces->len; i++) {
                if (((const HelpPiece *) g_ptr_array_index(pieces, i))->marked)
                        return true;
        }
        return false;
}

/* In the caller's language; in the other where only that has the words. */
static json_t *pieces_document(const LocalText *text, const Search *search, Language language, guint length) {
        g_autoptr(GPtrArray) pieces = help_excerpt(text->in[language], search->words, length);
        g_autoptr(GPtrArray) others =
                help_excerpt(text->in[language == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH], search->words, length);
        const GPtrArray *chosen = is_marked(pieces) || !is_marked(others) ? pieces : others;
        json_t *list = json_array();

        for (guint i = 0; i < chosen->len; i++) {
                const HelpPiece *piece = g_ptr_array_index(chosen, i);

                json_array_append_new(list,
                                      json_pack("{s:s, s:b}", "text", piece->text, "marked", (int) piece->marked));
        }
        return list;
}

static json_t *hit_document(const Hit *hit, const Search *search, Language language) {
        static const char *const kinds[] = { [HELP_DOCUMENT_ROUTE] = "route",
                                             [HELP_DOCUMENT_ARTICLE] = "article",
                                             [HELP_DOCUMENT_QUESTION] = "question" };

        return json_pack("{s:s, s:s, s:s?, s:o, s:o}", "kind", kinds[hit->found.kind], "path", hit->path, "state",
                         hit->state, "title", pieces_document(&hit->title, search, language, TITLE_LENGTH), "excerpt",
                         pieces_document(&hit->text, search, language, EXCERPT_LENGTH));
}

/* The page begins after the hit that the cursor names. */
static bool page_start(const GPtrArray *hits, const Uuid *after, guint *start, GError **error) {
        *start = 0;
        if (uuid_is_nil(after))
                return true;
        for (guint i = 0; i < hits->len; i++) {
                const Hit *hit = g_ptr_array_index(hits, i);

                if (uuid_equal(&hit->found.id, after)) {
                        *start = i + 1;
                        return true;
                }
        }
        return refuse(error, REFUSAL_CURSOR_INVALID, NULL, NULL);
}

static bool search_run(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const Search *search = data;
        g_autoptr(GPtrArray) hits = hits_find(tx, search, error);
        guint start, end;

        if (!hits || !page_start(hits, &search->after, &start, error))
                return false;
        end = MIN(hits->len, start + search->wish->limit);
        outcome->document = json_pack("{s:[], s:n, s:i}", "items", "next", "count", (int) hits->len);
        for (guint i = start; i < end; i++) {
                const Hit *hit = g_ptr_array_index(hits, i);

                json_array_append_new(json_object_get(outcome->document, "items"),
                                      hit_document(hit, search, tx->call->language));
                if (i + 1 == end && end < hits->len)
                        json_put_id(outcome->document, "next", &hit->found.id);
        }
        return true;
}

bool app_search_help(App *app, const Call *call, const SearchHelp *wish, Outcome *outcome, GError **error) {
        const char *query = wish->query ? wish->query : "";
        g_autofree char *limit = g_strdup_printf("%d", HELP_QUERY_LENGTH_MAX);
        g_autoptr(GPtrArray) words = NULL;
        Search search = { .wish = wish };

        if (!g_utf8_validate(query, -1, NULL))
                return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, "q", "UTF-8", NULL);
        if (g_utf8_strlen(query, -1) > HELP_QUERY_LENGTH_MAX)
                return refuse(error, REFUSAL_TOO_LONG, NULL, "q", limit, NULL);
        words = help_query_words(query);
        search.words = words;
        return cursor_read(wish->after, &search.after, error)
               && app_read(app, call, search_run, &search, outcome, error);
}
