/* The vault: seals what names a person. Every subject (an owner's tenure of an account, a case, the mail desk, a member of
 * staff) has a data key of its own, wrapped by a master key of the keyring; erasing the wrapped key erases the subject.
 *
 *   wrapped data key  suite 01 · master key id (4) · data key id (4) · nonce (24) · sealed key (32) · tag (16)
 *   sealed field      suite 01 · data key id (4) · nonce (24) · sealed bytes · tag (16)
 *
 * Suite 01 is XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) with random nonces. Bound in beside the header: for a data key its
 * owner's id; for a field its name and its row's id, so that neither can be put in another's place. Ids are big-endian.
 *
 * All functions may be called from any thread. Rows come and go as GBytes: the vault knows no database. */
#pragma once

#include "base/secret-bytes.h"
#include "base/uuid.h"
#include "vault/keyring.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

#define VAULT_HASH_SIZE 32
#define VAULT_SEAL_OVERHEAD 45 /* bytes that sealing adds to a field */
#define VAULT_WRAPPED_KEY_SIZE 81
#define VAULT_CACHED_KEYS 4096 /* a sensible bound for vault_open() */
#define VAULT_TOKEN_SIZE 44    /* 256 random bits in base64url, with the closing NUL */

typedef struct Vault Vault;
typedef struct DataKey DataKey; /* a subject's key, unwrapped; shared, counted */

/* Takes the keyring over. At most `cached_keys_max` (at least 1) data keys are kept unwrapped while nobody uses them. */
Vault *vault_open(Keyring *keyring, guint cached_keys_max);

/* Wipes every key. All data keys must have been given back. Takes NULL. */
void vault_close(Vault *vault);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Vault, vault_close)

/* The ring in use. It belongs to the vault and lasts as long. */
const Keyring *vault_keyring(const Vault *vault);

/* Reads the keyring's file again where it was replaced: from then on the vault wraps under the new active master key and
 * unwraps with all that the file has. It happens by itself before a new data key is wrapped, and where a wrapped key names a
 * master key that is not known: so a service goes on through a rotation. A file that cannot be used, or is of another
 * instance, is warned of and changes nothing. Gives true where another ring is in use now. */
bool vault_keyring_refresh(Vault *vault);

/* --- data keys --- */

/* Makes a data key for a subject. `wrapped` (the caller's) is to be stored in the subject's row; the key itself is given and
 * is the caller's to unref. It is not cached before it is unwrapped from a row: the row's transaction may yet fail. */
DataKey *vault_data_key_new(Vault *vault, const Uuid *owner, GBytes **wrapped);

/* Unwraps a stored data key, from the cache where it is there. The caller unrefs the result.
 * Fails with FAILURE_CORRUPT: not a wrapped key, another owner's, changed bytes, or a master key that the keyring lacks. */
DataKey *vault_data_key_unwrap(Vault *vault, const Uuid *owner, GBytes *wrapped, GError **error);

/* Wraps a stored data key anew under the active master key; for a key that is under it already gives another reference to
 * `wrapped`. The caller owns the result. Fails as vault_data_key_unwrap() does. */
GBytes *vault_data_key_rewrap(Vault *vault, const Uuid *owner, GBytes *wrapped, GError **error);

/* Drops a subject's key from the cache: call after the transaction that erased its row has committed. Whoever holds the key
 * at that moment keeps it until they unref it. */
void vault_data_key_forget(Vault *vault, const Uuid *owner);

/* How many data keys the cache holds. */
guint vault_cached_keys(Vault *vault);

DataKey *data_key_ref(DataKey *key);
void data_key_unref(DataKey *key); /* takes NULL; wipes the key when nobody has it any more */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DataKey, data_key_unref)

/* The subject whose key it is; belongs to the key. */
const Uuid *data_key_owner(const DataKey *key);

/* What other keys are derived for; the numbers are for ever. */
typedef enum DataKeyPurpose { DATA_KEY_FOR_BLOB_NAMES = 1, DATA_KEY_FOR_ACTORS = 2 } DataKeyPurpose;

/* Derives a 32-byte key for another purpose from a data key (libsodium's crypto_kdf, context "shmsubky"). */
void data_key_derive(const DataKey *key, DataKeyPurpose purpose, guint8 derived[static VAULT_HASH_SIZE]);

/* --- sealed fields --- */

/* Seals `size` bytes as field `field` ("table.column") of row `row`. The caller owns the result. */
GBytes *vault_seal(const DataKey *key, const char *field, const Uuid *row, gconstpointer clear, gsize size);

/* The same into `size` + VAULT_SEAL_OVERHEAD bytes of the caller's. */
void vault_seal_into(const DataKey *key, const char *field, const Uuid *row, gconstpointer clear, gsize size,
                     guint8 *sealed);

/* Opens a sealed field. `clear` is the caller's, `size` may be 0; wipe it with sodium_memzero() when it was personal.
 * Fails with FAILURE_CORRUPT for changed bytes and for a field of another row, name or subject. */
bool vault_unseal(const DataKey *key, const char *field, const Uuid *row, GBytes *sealed, guint8 **clear, gsize *size,
                  GError **error);

/* The same for text. A NULL text seals to NULL, and NULL opens to NULL, for columns that may be empty. */
GBytes *vault_seal_text(const DataKey *key, const char *field, const Uuid *row, const char *text);
bool vault_unseal_text(const DataKey *key, const char *field, const Uuid *row, GBytes *sealed, SecretText **text,
                       GError **error);

/* The same for a JSON document (object or array), NULL as above. */
GBytes *vault_seal_json(const DataKey *key, const char *field, const Uuid *row, const json_t *document);
bool vault_unseal_json(const DataKey *key, const char *field, const Uuid *row, GBytes *sealed, json_t **document,
                       GError **error);

/* --- keyed hashes: BLAKE2b-256 (RFC 7693), the purpose in its personalisation, so that equal texts never meet --- */

typedef enum VaultLookup {
        VAULT_LOOKUP_NUMBER, /* identity numbers; put the kind before the number: "resident-id:1101…" */
        VAULT_LOOKUP_NAME,
        VAULT_LOOKUP_LOGIN,
        VAULT_LOOKUP_CONTACT,  /* mail addresses and telephone numbers */
        VAULT_LOOKUP_TRACKING, /* a courier's number of a parcel */
        VAULT_LOOKUP_INVOICE,
        VAULT_LOOKUP_WORD, /* characters and pairs of characters of the full-text index */
        VAULT_LOOKUP_COUNT
} VaultLookup;

/* Gives the hash by which a text is found without being stored. The caller has normalised the text. */
void vault_lookup_hash(const Vault *vault, VaultLookup purpose, const char *text,
                       guint8 hash[static VAULT_HASH_SIZE]);

/* Gives the hash under which an API key is stored. */
void vault_api_key_hash(const Vault *vault, const char *api_key, guint8 hash[static VAULT_HASH_SIZE]);

typedef enum VaultToken {
        VAULT_TOKEN_SESSION,
        VAULT_TOKEN_LINK,        /* one-time links */
        VAULT_TOKEN_CURSOR,      /* authenticates a page's cursor */
        VAULT_TOKEN_IDEMPOTENCY, /* Idempotency-Key with its principal, route and body */
        VAULT_TOKEN_VOTER, /* who found a help page helpful: an owner, a member of staff, a browser's random token */
        VAULT_TOKEN_HELP_EDIT, /* by which a guest accepts an answer to their question */
        VAULT_TOKEN_COUNT
} VaultToken;

/* Gives the hash under which a random token is stored, or that vouches for a text handed out. */
void vault_token_hash(const Vault *vault, VaultToken purpose, const char *token, guint8 hash[static VAULT_HASH_SIZE]);

/* Makes 256 random bits as base64url without padding (43 characters), for sessions, links and API keys. */
SecretText *vault_token_new(void);
