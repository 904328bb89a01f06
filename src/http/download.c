/* Moves blocks from a worker's pull to the poll thread's send. */
#include "http/download.h"

#include "http/exchange.h"
#include "http/server-parts.h"

#include <microhttpd.h>
#include <string.h>

typedef enum DownloadState {
        DOWNLOAD_EMPTY,
        DOWNLOAD_FILLING,
        DOWNLOAD_FILLED,
        DOWNLOAD_ENDED,
        DOWNLOAD_BROKEN
} DownloadState;

struct Download {
        gatomicrefcount refs;
        Exchange *exchange;
        guint64 size;
        ReplyPull pull;
        gpointer source;
        GDestroyNotify source_free;
        Work fill;
        GMutex lock;
        DownloadState state; /* under lock, as is all below */
        guint8 *block;
        gsize filled, sent;
};

static void download_fill(gpointer subject) {
        Download *download = subject;
        g_autoptr(GError) error = NULL;
        gsize got = 0;
        bool pulled = download->pull(download->source, download->block, DOWNLOAD_BLOCK_BYTES, &got, &error);

        if (!pulled)
                exchange_log_failure(download->exchange, error);
        g_mutex_lock(&download->lock);
        download->filled = got;
        download->sent = 0;
        download->state = !pulled ? DOWNLOAD_BROKEN : got ? DOWNLOAD_FILLED : DOWNLOAD_ENDED;
        g_mutex_unlock(&download->lock);
        exchange_wake(download->exchange);
        download_unref(download);
}

Download *download_new(gpointer exchange, guint64 size, ReplyPull pull, gpointer source, GDestroyNotify source_free) {
        Download *download = g_new0(Download, 1);

        g_atomic_ref_count_init(&download->refs);
        g_mutex_init(&download->lock);
        download->exchange = exchange_ref(exchange);
        download->size = size;
        download->pull = pull;
        download->source = source;
        download->source_free = source_free;
        download->fill = (Work){ download_fill, download };
        return download;
}

void download_unref(Download *download) {
        if (!g_atomic_ref_count_dec(&download->refs))
                return;
        if (download->source_free)
                download->source_free(download->source);
        exchange_unref(download->exchange);
        g_mutex_clear(&download->lock);
        g_free(download->block);
        g_free(download);
}

/* Asks a worker for the next block. */
static void download_ask(Download *download) {
        if (!download->block)
                download->block = g_malloc(DOWNLOAD_BLOCK_BYTES);
        download->state = DOWNLOAD_FILLING;
        g_atomic_ref_count_inc(&download->refs);
        g_thread_pool_push(download->exchange->server->workers, &download->fill, NULL);
}

static ssize_t download_take(Download *download, char *buffer, size_t size) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&download->lock);
        gsize taken;

        if (download->state == DOWNLOAD_FILLED && download->sent == download->filled)
                download->state = DOWNLOAD_EMPTY;
        if (download->state == DOWNLOAD_EMPTY)
                download_ask(download);
        if (download->state == DOWNLOAD_FILLING)
                return 0;
        if (download->state != DOWNLOAD_FILLED) /* the size is known: an early end is as bad as a failure */
                return MHD_CONTENT_READER_END_WITH_ERROR;
        taken = MIN(size, download->filled - download->sent);
        memcpy(buffer, download->block + download->sent, taken);
        download->sent += taken;
        return (ssize_t) taken;
}

static ssize_t download_read(void *context, uint64_t position G_GNUC_UNUSED, char *buffer, size_t size) {
        Download *download = context;

        do {
                ssize_t taken = exchange_is_broken(download->exchange) ? MHD_CONTENT_READER_END_WITH_ERROR
                                                                       : download_take(download, buffer, size);

                if (taken)
                        return taken;
        } while (!exchange_pause(download->exchange));
        return 0;
}

static void download_free_response(void *context) {
        download_unref(context);
}

struct MHD_Response *download_response(Download *download) {
        return MHD_create_response_from_callback(download->size, DOWNLOAD_BLOCK_BYTES, download_read, download,
                                                 download_free_response);
}
