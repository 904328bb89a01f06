/* Argon2id, two at once. libsodium's text form carries the cost, so that old hashes are still checked after it is raised. */
#include "vault/passwords.h"

#include "base/refusal.h"

#include <sodium.h>
#include <string.h>

struct Passwords {
        guint passes;
        gsize memory_bytes;
        char unknown[crypto_pwhash_STRBYTES]; /* a hash of nothing, at today's cost */
        GMutex lock;
        GCond freed;
        guint working;
};

/* Writes a hash that no password has, in the text form of the PHC: as dear to check as a real one. */
static void unknown_make(Passwords *passwords) {
        guint8 salt[16], hash[32];
        char salt_text[32], hash_text[64];

        randombytes_buf(salt, sizeof salt);
        randombytes_buf(hash, sizeof hash);
        sodium_bin2base64(salt_text, sizeof salt_text, salt, sizeof salt, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
        sodium_bin2base64(hash_text, sizeof hash_text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
        g_snprintf(passwords->unknown, sizeof passwords->unknown,
                   "$argon2id$v=19$m=%" G_GSIZE_FORMAT ",t=%u,p=1$%s$%s", passwords->memory_bytes / 1024,
                   passwords->passes, salt_text, hash_text);
}

Passwords *passwords_new(guint passes, gsize memory_bytes) {
        Passwords *passwords = g_new0(Passwords, 1);

        g_assert(sodium_init() >= 0);
        g_assert(passes >= crypto_pwhash_OPSLIMIT_MIN && memory_bytes >= crypto_pwhash_MEMLIMIT_MIN);
        passwords->passes = passes;
        passwords->memory_bytes = memory_bytes;
        unknown_make(passwords);
        g_mutex_init(&passwords->lock);
        g_cond_init(&passwords->freed);
        return passwords;
}

void passwords_free(Passwords *passwords) {
        if (!passwords)
                return;
        g_mutex_clear(&passwords->lock);
        g_cond_clear(&passwords->freed);
        g_free(passwords);
}

static void gate_enter(Passwords *passwords) {
        g_mutex_lock(&passwords->lock);
        while (passwords->working == PASSWORD_AT_ONCE_MAX)
                g_cond_wait(&passwords->freed, &passwords->lock);
        passwords->working++;
        g_mutex_unlock(&passwords->lock);
}

static void gate_leave(Passwords *passwords) {
        g_mutex_lock(&passwords->lock);
        passwords->working--;
        g_cond_signal(&passwords->freed);
        g_mutex_unlock(&passwords->lock);
}

/* Gives the password as it is hashed, so that the same characters typed on any keyboard are the same password (NIST SP 800-63B,
 * verifiers of passwords); NULL for one that cannot be any. */
static SecretText *normalise(const SecretText *password) {
        if (!g_utf8_validate(password, -1, NULL) || g_utf8_strlen(password, -1) > PASSWORD_LENGTH_MAX)
                return NULL;
        return g_utf8_normalize(password, -1, G_NORMALIZE_NFKC);
}

static bool password_check(const SecretText *password, const char *pointer, GError **error) {
        const char *slash = strrchr(pointer, '/'), *name = slash ? slash + 1 : pointer;

        if (!g_utf8_validate(password, -1, NULL))
                return refuse(error, REFUSAL_MALFORMED_VALUE, pointer, name, "UTF-8", NULL);
        if (g_utf8_strlen(password, -1) > PASSWORD_LENGTH_MAX)
                return refuse(error, REFUSAL_TOO_LONG, pointer, name, G_STRINGIFY(PASSWORD_LENGTH_MAX), NULL);
        if (g_utf8_strlen(password, -1) < PASSWORD_LENGTH_MIN)
                return refuse(error, REFUSAL_PASSWORD_WEAK, pointer, G_STRINGIFY(PASSWORD_LENGTH_MIN), NULL);
        return true;
}

char *passwords_hash(Passwords *passwords, const SecretText *password, const char *pointer, GError **error) {
        g_autoptr(SecretText) normal = NULL;
        g_autofree char *stored = g_malloc0(crypto_pwhash_STRBYTES);
        int result;

        if (!password_check(password, pointer, error))
                return NULL;
        normal = normalise(password);
        gate_enter(passwords);
        result = crypto_pwhash_str(stored, normal, strlen(normal), passwords->passes, passwords->memory_bytes);
        gate_leave(passwords);
        if (result != 0) {
                fail(error, FAILURE_FULL, "no memory to hash a password");
                return NULL;
        }
        return g_steal_pointer(&stored);
}

bool passwords_check(Passwords *passwords, const char *stored, const SecretText *password, bool *outdated) {
        g_autoptr(SecretText) normal = normalise(password);
        bool possible = stored && normal, good;

        gate_enter(passwords);
        good = crypto_pwhash_str_verify(possible ? stored : passwords->unknown, normal ? normal : "",
                                        normal ? strlen(normal) : 0)
                       == 0
               && possible;
        gate_leave(passwords);
        if (good && outdated)
                *outdated = crypto_pwhash_str_needs_rehash(stored, passwords->passes, passwords->memory_bytes) != 0;
        return good;
}
