/* One thread that moves seen_at on. */
#include "app/session-touch.h"

#include <string.h>

struct SessionTouches {
        Store *store;
        GThreadPool *writer;
};

typedef struct Touch {
        guint8 token_hash[SESSION_HASH_SIZE];
        gint64 now;
} Touch;

static bool touch_write(StoreTx *tx, gpointer data, GError **error) {
        const Touch *touch = data;

        return store_session_touch(tx, touch->token_hash, touch->now, touch->now - SESSION_TOUCHED_EVERY + 1, error);
}

static void touch_run(gpointer data, gpointer user) {
        SessionTouches *touches = user;
        g_autofree Touch *touch = data;
        g_autoptr(GError) error = NULL;

        if (!store_write(touches->store, touch_write, touch, &error))
                g_warning("a session's last use was not noted: %s", error->message);
}

SessionTouches *session_touches_new(Store *store) {
        SessionTouches *touches = g_new0(SessionTouches, 1);

        touches->store = store;
        touches->writer = g_thread_pool_new(touch_run, touches, 1, FALSE, NULL);
        return touches;
}

void session_touches_free(SessionTouches *touches) {
        if (!touches)
                return;
        g_thread_pool_free(touches->writer, FALSE, TRUE);
        g_free(touches);
}

void session_touches_note(SessionTouches *touches, const SessionRow *session, gint64 now) {
        Touch *touch;

        if (now - session->seen_at < SESSION_TOUCHED_EVERY
            || g_thread_pool_unprocessed(touches->writer) >= SESSION_TOUCHES_MAX)
                return;
        touch = g_new0(Touch, 1);
        memcpy(touch->token_hash, session->token_hash, SESSION_HASH_SIZE);
        touch->now = now;
        g_thread_pool_push(touches->writer, touch, NULL);
}
