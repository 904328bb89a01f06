/* The keyring's master keys over the years: which wraps what, a new one, and the end of old ones. Evidence and sealed fields are
 * never rewritten: a master key wraps data keys only. Each change is an event of the instance and a leaf of the log, with the ids of
 * master keys and, sealed, `who` made it ("root@host"). docs/decisions/0015-master-keys.md */
#pragma once

#include "app/app.h"

/* How old the active master key must be before those behind it may go: no write under way is that old. */
#define MASTER_KEYS_DROP_AGE INSTANT_HOUR

typedef struct MasterKey {
        guint32 id;
        gint64 created;
        bool active, prepared, in_ring; /* in_ring false: rows need it, and the keyring lacks it */
        gint64 wraps;                   /* data keys under it */
} MasterKey;

/* Lists the ring's master keys in its order, then those that it lacks: array of MasterKey, the caller's. Reads all rows of
 * data keys. Fails as store_read() does. */
bool app_master_keys(App *app, GArray **keys, GError **error);

typedef struct RotateKeys {
        void (*progress)(guint64 done, guint64 all, gpointer user); /* may be NULL */
        gpointer user;
        bool begun;        /* out: a new master key is active; false: an earlier rotation was gone on with */
        guint32 active;    /* out: its id */
        guint64 rewrapped; /* out: data keys */
        gint64 left;       /* out: data keys that came to be under an old master key meanwhile; 0 is the rule */
} RotateKeys;

/* Makes the master key that was prepared, or a new one, the active one, unless an earlier rotation was cut off; then wraps every
 * data key anew under it, in small transactions, while the service goes on. May be ended at any moment and run again.
 *
 * Refuses as keyring_change(); fails with FAILURE_CORRUPT where a data key does not open, else as store_write() does. */
bool app_rotate_keys(App *app, RotateKeys *wish, const char *who, gint64 now, GError **error);

/* Adds the master key that the next rotation makes active, so that every host can be given the keyring first. Refuses as
 * keyring_change(). */
bool app_prepare_key(App *app, const char *who, gint64 now, GError **error);

/* Takes out of the keyring what wraps nothing any more; `dropped` is an array of guint32, the caller's.
 * Refuses REFUSAL_KEYRING_INVALID where old master keys wrap something still, or the active one is younger than
 * MASTER_KEYS_DROP_AGE. */
bool app_drop_keys(App *app, const char *who, gint64 now, GArray **dropped, GError **error);
