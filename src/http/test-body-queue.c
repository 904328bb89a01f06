/* Tests of the queue between poll thread and handler: nothing lost, nothing twice, nobody left waiting. */
#include "http/body-queue.h"

#include "base/refusal.h"

#define BODY_BYTES (3 * 1024 * 1024)

typedef struct Pipe {
        BodyQueue *queue;
        GMutex lock;
        GCond woken;
        bool news;
} Pipe;

static guint8 byte_at(gsize position) {
        return (guint8) (position * 31 + (position >> 8));
}

static void pipe_wake(gpointer subject) {
        Pipe *pipe = subject;

        g_mutex_lock(&pipe->lock);
        pipe->news = true;
        g_cond_signal(&pipe->woken);
        g_mutex_unlock(&pipe->lock);
}

static BodyPace unhurried(void) {
        return (BodyPace){ g_get_monotonic_time(), 60, 1 };
}

static gpointer pipe_write(gpointer subject) {
        Pipe *pipe = subject;
        g_autofree guint8 *bytes = g_malloc(BODY_BYTES);
        gsize sent = 0;

        for (gsize i = 0; i < BODY_BYTES; i++)
                bytes[i] = byte_at(i);
        while (sent < BODY_BYTES) {
                gsize chunk = MIN((gsize) 16231, BODY_BYTES - sent);
                gsize taken = body_queue_push(pipe->queue, bytes + sent, chunk);

                sent += taken;
                if (taken == chunk)
                        continue;
                g_mutex_lock(&pipe->lock);
                while (!pipe->news)
                        g_cond_wait(&pipe->woken, &pipe->lock);
                pipe->news = false;
                g_mutex_unlock(&pipe->lock);
        }
        body_queue_end(pipe->queue, BODY_WHOLE);
        return NULL;
}

static void a_body_passes_whole_and_in_order(void) {
        BodyPace pace = unhurried();
        Pipe pipe = { 0 };
        GThread *writer;
        guint8 buffer[5000];
        gsize got = 0, heard = 0;

        pipe.queue = body_queue_new(&pace, pipe_wake, &pipe);
        writer = g_thread_new("writer", pipe_write, &pipe);
        do {
                g_assert_true(body_queue_read(pipe.queue, buffer, sizeof buffer, &got, NULL));
                for (gsize i = 0; i < got; i++)
                        g_assert_cmpuint(buffer[i], ==, byte_at(heard + i));
                heard += got;
        } while (got);
        g_thread_join(writer);
        g_assert_cmpuint(heard, ==, BODY_BYTES);
        body_queue_free(pipe.queue);
}

static void a_full_queue_takes_no_more_than_fits(void) {
        g_autofree guint8 *bytes = g_malloc0(BODY_QUEUE_BYTES + 10);
        BodyPace pace = unhurried();
        BodyQueue *queue = body_queue_new(&pace, NULL, NULL);

        g_assert_cmpuint(body_queue_push(queue, bytes, BODY_QUEUE_BYTES + 10), ==, BODY_QUEUE_BYTES);
        g_assert_cmpuint(body_queue_push(queue, bytes, 10), ==, 0);
        body_queue_free(queue);
}

static void a_body_that_breaks_off_is_a_failure(void) {
        BodyPace pace = unhurried();
        BodyQueue *queue = body_queue_new(&pace, NULL, NULL);
        g_autoptr(GError) error = NULL;
        guint8 buffer[4];
        gsize got;

        body_queue_push(queue, (const guint8 *) "half", 4);
        body_queue_end(queue, BODY_GONE);
        body_queue_end(queue, BODY_WHOLE);
        g_assert_false(body_queue_read(queue, buffer, sizeof buffer, &got, &error));
        g_assert_true(g_error_matches(error, FAILURE, FAILURE_NETWORK));
        body_queue_free(queue);
}

static void a_body_that_comes_too_slowly_is_a_failure(void) {
        BodyPace pace = { g_get_monotonic_time() - 60 * G_USEC_PER_SEC, 20, 1024 };
        BodyQueue *queue = body_queue_new(&pace, NULL, NULL);
        g_autoptr(GError) error = NULL;
        guint8 buffer[4];
        gsize got;

        g_assert_false(body_queue_read(queue, buffer, sizeof buffer, &got, &error));
        g_assert_true(g_error_matches(error, FAILURE, FAILURE_NETWORK));
        g_assert_cmpint(body_pace_deadline(&pace, 100 * 1024), ==, pace.began_at + 120 * G_USEC_PER_SEC);
        body_queue_free(queue);
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/body-queue/a-body-passes-whole-and-in-order", a_body_passes_whole_and_in_order);
        g_test_add_func("/body-queue/a-full-queue-takes-no-more-than-fits", a_full_queue_takes_no_more_than_fits);
        g_test_add_func("/body-queue/a-body-that-breaks-off-is-a-failure", a_body_that_breaks_off_is_a_failure);
        g_test_add_func("/body-queue/a-body-that-comes-too-slowly-is-a-failure",
                        a_body_that_comes_too_slowly_is_a_failure);
        return g_test_run();
}
