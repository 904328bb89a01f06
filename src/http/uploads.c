/* A table of who has how many uploads under way; who has none is not in it. */
#include "http/uploads.h"

#include <string.h>

struct Uploads {
        GMutex lock;
        GHashTable *of; /* RateKey to a number */
        guint count;
};

static guint key_hash(gconstpointer key) {
        guint words[sizeof(RateKey) / sizeof(guint)];

        memcpy(words, key, sizeof words);
        return words[0] ^ words[1] ^ words[2] ^ words[3];
}

static gboolean key_equal(gconstpointer one, gconstpointer other) {
        return memcmp(one, other, sizeof(RateKey)) == 0;
}

Uploads *uploads_new(void) {
        Uploads *uploads = g_new0(Uploads, 1);

        g_mutex_init(&uploads->lock);
        uploads->of = g_hash_table_new_full(key_hash, key_equal, g_free, NULL);
        return uploads;
}

void uploads_free(Uploads *uploads) {
        if (!uploads)
                return;
        g_hash_table_unref(uploads->of);
        g_mutex_clear(&uploads->lock);
        g_free(uploads);
}

static guint uploads_of(Uploads *uploads, const RateKey *who) {
        return GPOINTER_TO_UINT(g_hash_table_lookup(uploads->of, who));
}

bool uploads_begin(Uploads *uploads, const RateKey *who, guint max, Upload *upload) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&uploads->lock);
        guint under_way = uploads_of(uploads, who);

        if (max && under_way >= max)
                return false;
        g_hash_table_replace(uploads->of, g_memdup2(who, sizeof *who), GUINT_TO_POINTER(under_way + 1));
        uploads->count++;
        *upload = (Upload){ .who = *who, .counted = true };
        return true;
}

void uploads_end(Uploads *uploads, Upload *upload) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = NULL;
        guint under_way;

        if (!upload->counted)
                return;
        upload->counted = false;
        locker = g_mutex_locker_new(&uploads->lock);
        under_way = uploads_of(uploads, &upload->who);
        uploads->count--;
        if (under_way > 1)
                g_hash_table_replace(uploads->of, g_memdup2(&upload->who, sizeof upload->who),
                                     GUINT_TO_POINTER(under_way - 1));
        else
                g_hash_table_remove(uploads->of, &upload->who);
}

guint uploads_count(Uploads *uploads) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&uploads->lock);

        return uploads->count;
}
