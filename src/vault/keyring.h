/* The keyring: the one file whose loss loses everything sealed and whose theft opens it. Text, one entry a line:
 *
 *     shiming-keyring 1
 *     key 9f3a61c2 2018-05-10T10:34:14Z retired <base64 of 32 bytes>
 *     key 51d07be4 2019-01-02T08:00:00Z active <base64 of 32 bytes>
 *     secret lookup <base64 of 32 bytes>
 *     secret api-key <base64 of 32 bytes>
 *     secret token <base64 of 32 bytes>
 *     secret log-signing <base64 of 32 bytes>
 *     check <hexadecimal BLAKE2b-256 of all bytes above this line>
 *
 * A `key` is a master key: it wraps the subjects' data keys. Exactly one is active and wraps new ones; retired ones only
 * unwrap, and so does one behind the active one, which is prepared to be the next. Each `secret` has a purpose of its own. Lines end in a line feed, fields are parted by one space, nothing else is
 * allowed. Whoever can write this file can also read it, so that the check guards against damage, not against people. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define KEYRING_KEY_SIZE 32
#define KEYRING_MASTERS_MAX 64

typedef enum KeyringSecret {
        KEYRING_LOOKUP,      /* keyed hashes by which a number or a name is found (the blind index) */
        KEYRING_API_KEY,     /* keyed hashes of API keys */
        KEYRING_TOKEN,       /* keyed hashes of session cookies and one-time links */
        KEYRING_LOG_SIGNING, /* Ed25519 seed (RFC 8032 section 5.1.5) that signs the log's checkpoints */
        KEYRING_SECRET_COUNT
} KeyringSecret;

typedef struct KeyringMaster {
        guint32 id;     /* random, written as eight hexadecimal digits */
        gint64 created; /* microseconds since 1970, UTC, whole seconds; of one that was prepared: when it became active */
        bool active;
} KeyringMaster;

typedef struct Keyring Keyring; /* keys in one guarded area; read-only once loaded, so that threads may share it */

/* Makes a new keyring with one master key at `path`, mode 0600, on disk (file and folder) before it returns.
 *
 * Refuses REFUSAL_KEYRING_INVALID where the file exists already; fails with FAILURE_FILE, FAILURE_FULL. */
bool keyring_create(const char *path, gint64 now, GError **error);

typedef enum KeyringChange {
        KEYRING_ROTATE, /* a new master key becomes the active one: the one that was prepared, else one made now */
        KEYRING_PREPARE, /* a new one is added and wraps nothing yet, so that every host can get a copy before it does */
        KEYRING_DROP     /* takes the master keys of `ids` out; never the active one nor one that was prepared */
} KeyringChange;

/* Changes the file in one step: whoever reads it finds the old ring or the new one, whenever this is cut off. One change at a
 * time goes on in a folder. Loaded keyrings do not change; see vault_keyring_refresh(). `ids` is for KEYRING_DROP alone.
 *
 * Refuses and fails as keyring_load() and keyring_create() do; refuses REFUSAL_KEYRING_INVALID also where the ring is full,
 * and where another change is under way. */
bool keyring_change(const char *path, KeyringChange change, const GArray *ids, gint64 now, GError **error);

/* True where the ring's file is still the one that was read. */
bool keyring_is_current(const Keyring *keyring);

/* Where the ring was read from; belongs to it. */
const char *keyring_path(const Keyring *keyring);

/* Entries behind the active one were prepared: they are to be the next. */
bool keyring_is_prepared(const Keyring *keyring, guint index);

/* Copies a keyring to a path that is not taken yet, mode 0600. Refuses and fails as the two above. */
bool keyring_copy(const char *from, const char *to, GError **error);

/* Reads a keyring. The caller owns the result.
 *
 * Refuses REFUSAL_KEYRING_INVALID, saying what is wrong and how to mend it: no such file, a link, not a plain file, another
 * owner than this process's user, a mode that lets others in, too large, a line that is not of the format, the check. */
Keyring *keyring_load(const char *path, GError **error);

/* Wipes the keys; takes NULL. */
void keyring_free(Keyring *keyring);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Keyring, keyring_free)

guint keyring_master_count(const Keyring *keyring);
const KeyringMaster *keyring_master(const Keyring *keyring, guint index);

/* The active master key's place in the ring. */
guint keyring_active(const Keyring *keyring);

/* The 32 bytes of the master key at a place; they belong to the keyring. */
const guint8 *keyring_master_key(const Keyring *keyring, guint index);

/* Finds the master key with this id. Gives false, `index` untouched, where there is none. */
bool keyring_find(const Keyring *keyring, guint32 id, guint *index);

/* The 32 bytes of a secret; they belong to the keyring. */
const guint8 *keyring_secret(const Keyring *keyring, KeyringSecret secret);
