/* Areas of guarded memory, cut into keys, with a list of the free ones. Areas are kept: what is free is used again. */
#include "vault/key-slab.h"

#include "base/secret-bytes.h"

#include <sodium.h>

#define KEYS_PER_AREA 1024

struct KeySlab {
        GPtrArray *areas; /* of SecretBytes */
        GPtrArray *free;  /* of guint8 * into the areas */
};

static void area_free(gpointer area) {
        secret_bytes_free(area);
}

KeySlab *key_slab_new(void) {
        KeySlab *slab = g_new(KeySlab, 1);

        slab->areas = g_ptr_array_new_with_free_func(area_free);
        slab->free = g_ptr_array_new();
        return slab;
}

void key_slab_free(KeySlab *slab) {
        if (!slab)
                return;
        g_ptr_array_unref(slab->free);
        g_ptr_array_unref(slab->areas);
        g_free(slab);
}

static void area_add(KeySlab *slab) {
        SecretBytes *area = secret_bytes_new((gsize) KEYS_PER_AREA * KEY_SLAB_KEY_SIZE);

        g_ptr_array_add(slab->areas, area);
        for (guint i = KEYS_PER_AREA; i > 0; i--)
                g_ptr_array_add(slab->free, secret_bytes_get(area) + (gsize) (i - 1) * KEY_SLAB_KEY_SIZE);
}

guint8 *key_slab_take(KeySlab *slab) {
        if (slab->free->len == 0)
                area_add(slab);
        return g_ptr_array_steal_index_fast(slab->free, slab->free->len - 1);
}

void key_slab_give_back(KeySlab *slab, guint8 *key) {
        sodium_memzero(key, KEY_SLAB_KEY_SIZE);
        g_ptr_array_add(slab->free, key);
}

guint key_slab_taken(const KeySlab *slab) {
        return slab->areas->len * KEYS_PER_AREA - slab->free->len;
}
