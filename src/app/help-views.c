/* The buffer of views. */
#include "app/help-views.h"

#include "app/help-parts.h"
#include "store/help-articles.h"

#include <string.h>

struct HelpViews {
        GMutex lock;
        GHashTable *waiting; /* ViewKey to count */
        gint64 written_at;
};

typedef struct ViewKey {
        Uuid document;
        gint32 kind;
} ViewKey;

static guint key_hash(gconstpointer key) {
        guint hash;

        memcpy(&hash, ((const ViewKey *) key)->document.bytes + 12, sizeof hash); /* the random end of the id */
        return hash;
}

static gboolean key_equal(gconstpointer a, gconstpointer b) {
        const ViewKey *one = a, *other = b;

        return one->kind == other->kind && uuid_equal(&one->document, &other->document);
}

static GHashTable *waiting_new(void) {
        return g_hash_table_new_full(key_hash, key_equal, g_free, NULL);
}

HelpViews *help_views_new(void) {
        HelpViews *views = g_new0(HelpViews, 1);

        g_mutex_init(&views->lock);
        views->waiting = waiting_new();
        return views;
}

static void count(HelpViews *views, const ViewKey *key, guint times) {
        guint before = GPOINTER_TO_UINT(g_hash_table_lookup(views->waiting, key));

        if (!before && g_hash_table_size(views->waiting) >= HELP_VIEWS_WAITING_MAX)
                return;
        g_hash_table_insert(views->waiting, g_memdup2(key, sizeof *key), GUINT_TO_POINTER(before + times));
}

static bool note_is_late(HelpViews *views, const ViewKey *key, gint64 now) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&views->lock);

        count(views, key, 1);
        if (views->written_at == 0)
                views->written_at = now;
        return now - views->written_at > HELP_VIEWS_LATE;
}

void help_views_note(App *app, HelpDocumentKind kind, const Uuid *document, gint64 now) {
        const ViewKey key = { *document, (gint32) kind };
        g_autoptr(GError) error = NULL;
        guint done;

        if (note_is_late(app->help_views, &key, now) && !help_views_flush(app, now, &done, &error))
                g_warning("views of help pages were not written and wait: %s", error->message);
}

static bool question_count(StoreTx *tx, const Uuid *id, guint times, GError **error) {
        g_autoptr(HelpQuestion) question = NULL;

        if (!store_help_question_load(tx, id, &question, error))
                return false;
        if (!question)
                return true;
        question->views += times;
        question->heat = help_heat(question->views, question->helpful, question->answers, question->created_at);
        return store_help_question_save(tx, question, NULL, error);
}

static bool write_views(StoreTx *tx, gpointer data, GError **error) {
        GHashTableIter iter;
        gpointer key, times;

        g_hash_table_iter_init(&iter, data);
        while (g_hash_table_iter_next(&iter, &key, &times)) {
                const ViewKey *view = key;
                bool good =
                        view->kind == HELP_DOCUMENT_QUESTION
                                ? question_count(tx, &view->document, GPOINTER_TO_UINT(times), error)
                                : store_help_article_count_views(tx, &view->document, GPOINTER_TO_UINT(times), error);

                if (!good)
                        return false;
        }
        return true;
}

static void put_back(HelpViews *views, GHashTable *taken) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&views->lock);
        GHashTableIter iter;
        gpointer key, times;

        g_hash_table_iter_init(&iter, taken);
        while (g_hash_table_iter_next(&iter, &key, &times))
                count(views, key, GPOINTER_TO_UINT(times));
}

bool help_views_wait(App *app, G_GNUC_UNUSED gint64 now, bool *waits, G_GNUC_UNUSED GError **error) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&app->help_views->lock);

        *waits = g_hash_table_size(app->help_views->waiting) > 0;
        return true;
}

bool help_views_flush(App *app, gint64 now, guint *done, GError **error) {
        HelpViews *views = app->help_views;
        g_autoptr(GHashTable) taken = NULL;

        *done = 0;
        g_mutex_lock(&views->lock);
        taken = g_steal_pointer(&views->waiting);
        views->waiting = waiting_new();
        views->written_at = now;
        g_mutex_unlock(&views->lock);
        if (g_hash_table_size(taken) == 0 || store_write(app->store, write_views, taken, error))
                return true;
        put_back(views, taken);
        return false;
}

void help_views_close(App *app) {
        g_autoptr(GError) error = NULL;
        guint done;

        if (!app->help_views)
                return;
        if (!help_views_flush(app, 0, &done, &error))
                g_warning("the last views of help pages were lost: %s", error->message);
        g_hash_table_unref(app->help_views->waiting);
        g_mutex_clear(&app->help_views->lock);
        g_clear_pointer(&app->help_views, g_free);
}
