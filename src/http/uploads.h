/* Counts the uploads under way, of each principal and in all: one holds a thread while it lasts. */
#pragma once

#include "http/rates.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Uploads Uploads;

/* An upload's place in the count; a zeroed one has none. */
typedef struct Upload {
        RateKey who;
        bool counted;
} Upload;

Uploads *uploads_new(void);
void uploads_free(Uploads *uploads); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Uploads, uploads_free)

/* Counts one more upload of `who`, in `upload`; false where `max` (0: no limit) are under way already. Any thread. */
bool uploads_begin(Uploads *uploads, const RateKey *who, guint max, Upload *upload);

/* Takes an upload out of the count; one that is not in it is nothing. Any thread. */
void uploads_end(Uploads *uploads, Upload *upload);

/* How many are under way. */
guint uploads_count(Uploads *uploads);
