/* Keyed hashes: how something is found, or known again, of which only the hash is stored. */
#include "vault/vault-private.h"

#include <string.h>

/* BLAKE2b's personalisation, 16 bytes, padded with zeroes. Never change one: hashes stored before would not be found. */
typedef char Purpose[crypto_generichash_blake2b_PERSONALBYTES + 1];

static const Purpose lookup_purposes[VAULT_LOOKUP_COUNT] = {
        [VAULT_LOOKUP_NUMBER] = "find number",     [VAULT_LOOKUP_NAME] = "find name",
        [VAULT_LOOKUP_LOGIN] = "find login",       [VAULT_LOOKUP_CONTACT] = "find contact",
        [VAULT_LOOKUP_TRACKING] = "find tracking", [VAULT_LOOKUP_INVOICE] = "find invoice",
        [VAULT_LOOKUP_WORD] = "find word",
};

static const Purpose token_purposes[VAULT_TOKEN_COUNT] = {
        [VAULT_TOKEN_SESSION] = "session", [VAULT_TOKEN_LINK] = "link",
        [VAULT_TOKEN_CURSOR] = "cursor",   [VAULT_TOKEN_IDEMPOTENCY] = "idempotency",
        [VAULT_TOKEN_VOTER] = "voter",     [VAULT_TOKEN_HELP_EDIT] = "help-edit",
};

static const Purpose api_key_purpose = "api key";

static void keyed_hash(const Vault *vault, KeyringSecret secret, const Purpose purpose, const char *text,
                       guint8 *hash) {
        crypto_generichash_blake2b_salt_personal(hash, VAULT_HASH_SIZE, (const guint8 *) text, strlen(text),
                                                 keyring_secret(vault_keyring(vault), secret), KEYRING_KEY_SIZE, NULL,
                                                 (const guint8 *) purpose);
}

void vault_lookup_hash(const Vault *vault, VaultLookup purpose, const char *text,
                       guint8 hash[static VAULT_HASH_SIZE]) {
        g_assert(purpose < VAULT_LOOKUP_COUNT);
        keyed_hash(vault, KEYRING_LOOKUP, lookup_purposes[purpose], text, hash);
}

void vault_api_key_hash(const Vault *vault, const char *api_key, guint8 hash[static VAULT_HASH_SIZE]) {
        keyed_hash(vault, KEYRING_API_KEY, api_key_purpose, api_key, hash);
}

void vault_token_hash(const Vault *vault, VaultToken purpose, const char *token,
                      guint8 hash[static VAULT_HASH_SIZE]) {
        g_assert(purpose < VAULT_TOKEN_COUNT);
        keyed_hash(vault, KEYRING_TOKEN, token_purposes[purpose], token, hash);
}

SecretText *vault_token_new(void) {
        guint8 bits[32];
        SecretText *token = g_malloc(VAULT_TOKEN_SIZE);

        randombytes_buf(bits, sizeof bits);
        sodium_bin2base64(token, VAULT_TOKEN_SIZE, bits, sizeof bits, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
        sodium_memzero(bits, sizeof bits);
        return token;
}
