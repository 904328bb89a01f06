/* The bounded queue between the poll thread, which must never wait, and the handler that reads an upload. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define BODY_QUEUE_BYTES (64 * 1024)

typedef struct BodyQueue BodyQueue;

typedef enum BodyEnd { BODY_OPEN, BODY_WHOLE, BODY_GONE, BODY_STOPPING } BodyEnd;

/* How long a body may take: `grace_s` and then a second for each `bytes_per_s_min` that came. */
typedef struct BodyPace {
        gint64 began_at; /* of the monotonic clock, microseconds */
        guint grace_s;
        guint bytes_per_s_min;
} BodyPace;

/* The instant of the monotonic clock at which a body of which `heard` bytes have come is too slow. */
gint64 body_pace_deadline(const BodyPace *pace, guint64 heard);

/* Makes a queue. `wake` is called, outside any lock, by a reader that made room which the poll thread was refused. The time
 * during which the queue is full is the reader's own and not counted against the client's pace. */
BodyQueue *body_queue_new(const BodyPace *pace, void (*wake)(gpointer), gpointer subject);
void body_queue_free(BodyQueue *queue);

/* Takes as many bytes as there is room for, without waiting, and gives their number. */
gsize body_queue_push(BodyQueue *queue, const guint8 *bytes, gsize size);

/* Tells that nothing more will come, and why; the first word stands. */
void body_queue_end(BodyQueue *queue, BodyEnd end);

/* Reads what is there, waiting for it; `got` is 0 at the end.
 * Fails with FAILURE_NETWORK where the client went away or sent too slowly, FAILURE_STOPPING. */
bool body_queue_read(BodyQueue *queue, guint8 *buffer, gsize size, gsize *got, GError **error);
