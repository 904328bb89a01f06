/* Room for data keys in guarded memory. An area of sodium_malloc costs two guard pages and some 36 µs, and a process may have
 * some 16 thousand: so keys share large areas. Not locked: its owner is. */
#pragma once

#include <glib.h>

#define KEY_SLAB_KEY_SIZE 32

typedef struct KeySlab KeySlab;

KeySlab *key_slab_new(void);

/* Wipes everything; takes NULL. */
void key_slab_free(KeySlab *slab);

/* Gives room for one key, zeroed; it belongs to the slab. */
guint8 *key_slab_take(KeySlab *slab);

/* Wipes a key and takes its room back. */
void key_slab_give_back(KeySlab *slab, guint8 *key);

/* How many keys are out. */
guint key_slab_taken(const KeySlab *slab);
