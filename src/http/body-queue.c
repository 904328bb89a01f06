/* A ring of bytes with one writer that never waits and one reader that does. */
#include "http/body-queue.h"

#include "base/refusal.h"

#include <string.h>

struct BodyQueue {
        GMutex lock;
        GCond filled;
        void (*wake)(gpointer);
        gpointer subject;
        BodyEnd end;
        BodyPace pace;
        bool wants_room;   /* the writer was refused and waits to be woken */
        gint64 full_since; /* of the monotonic clock, where wants_room */
        gsize from, held;
        guint64 heard;
        guint8 ring[BODY_QUEUE_BYTES];
};

BodyQueue *body_queue_new(const BodyPace *pace, void (*wake)(gpointer), gpointer subject) {
        BodyQueue *queue = g_malloc(sizeof *queue);

        memset(queue, 0, offsetof(BodyQueue, ring));
        g_mutex_init(&queue->lock);
        g_cond_init(&queue->filled);
        queue->pace = *pace;
        queue->wake = wake;
        queue->subject = subject;
        return queue;
}

void body_queue_free(BodyQueue *queue) {
        if (!queue)
                return;
        g_mutex_clear(&queue->lock);
        g_cond_clear(&queue->filled);
        g_free(queue);
}

gsize body_queue_push(BodyQueue *queue, const guint8 *bytes, gsize size) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&queue->lock);
        gsize room = BODY_QUEUE_BYTES - queue->held;
        gsize taken = MIN(room, size);
        gsize to = (queue->from + queue->held) % BODY_QUEUE_BYTES;
        gsize first = MIN(taken, BODY_QUEUE_BYTES - to);

        memcpy(queue->ring + to, bytes, first);
        memcpy(queue->ring, bytes + first, taken - first);
        queue->held += taken;
        queue->heard += taken;
        if (taken < size) {
                queue->wants_room = true;
                queue->full_since = g_get_monotonic_time();
        }
        if (taken)
                g_cond_signal(&queue->filled);
        return taken;
}

void body_queue_end(BodyQueue *queue, BodyEnd end) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&queue->lock);

        if (queue->end == BODY_OPEN)
                queue->end = end;
        g_cond_signal(&queue->filled);
}

gint64 body_pace_deadline(const BodyPace *pace, guint64 heard) {
        return pace->began_at + ((gint64) pace->grace_s + (gint64) (heard / pace->bytes_per_s_min)) * G_USEC_PER_SEC;
}

/* Waits until there is something to read or nothing more will come. */
static bool queue_wait(BodyQueue *queue, GError **error) {
        while (!queue->held && queue->end == BODY_OPEN) {
                gint64 deadline = body_pace_deadline(&queue->pace, queue->heard);

                if (g_get_monotonic_time() >= deadline)
                        return fail(error, FAILURE_NETWORK, "the client sent its body too slowly");
                g_cond_wait_until(&queue->filled, &queue->lock, deadline);
        }
        if (queue->end == BODY_STOPPING)
                return fail(error, FAILURE_STOPPING, "the server stops");
        if (queue->end == BODY_GONE)
                return fail(error, FAILURE_NETWORK, "the client went away in the middle of its body");
        return true;
}

static gsize queue_take(BodyQueue *queue, guint8 *buffer, gsize size) {
        gsize taken = MIN(size, queue->held);
        gsize first = MIN(taken, BODY_QUEUE_BYTES - queue->from);

        memcpy(buffer, queue->ring + queue->from, first);
        memcpy(buffer + first, queue->ring, taken - first);
        queue->from = (queue->from + taken) % BODY_QUEUE_BYTES;
        queue->held -= taken;
        return taken;
}

bool body_queue_read(BodyQueue *queue, guint8 *buffer, gsize size, gsize *got, GError **error) {
        bool wake = false;

        g_mutex_lock(&queue->lock);
        if (!queue_wait(queue, error)) {
                g_mutex_unlock(&queue->lock);
                return false;
        }
        *got = queue_take(queue, buffer, size);
        if (queue->wants_room && queue->held <= BODY_QUEUE_BYTES / 2) {
                queue->pace.began_at += g_get_monotonic_time() - queue->full_since;
                queue->wants_room = false;
                wake = true;
        }
        g_mutex_unlock(&queue->lock);
        if (wake)
                queue->wake(queue->subject);
        return true;
}
