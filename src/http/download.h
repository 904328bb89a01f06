/* A long answer: pulled on a worker a block at a time, only when the poll thread has sent the block before, so that a
 * slow reader holds neither a thread nor more than one block of memory. */
#pragma once

#include "http/reply.h"

#include <glib.h>

#define DOWNLOAD_BLOCK_BYTES (64 * 1024)

struct MHD_Response;

typedef struct Download Download;

/* Makes one; it keeps a reference of the exchange (struct Exchange *) and owns `source`. */
Download *download_new(gpointer exchange, guint64 size, ReplyPull pull, gpointer source, GDestroyNotify source_free);
void download_unref(Download *download);

/* Makes libmicrohttpd's response out of it, which takes over the reference. */
struct MHD_Response *download_response(Download *download);
