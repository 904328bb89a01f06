/* Signed notes, written and read strictly: what is not of the form is no note. */
#include "ledger/note.h"

#include "ledger/base64.h"

#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>

#define TYPE_ED25519 0x01
#define SIGNATURE_SIZE crypto_sign_BYTES
#define BLOB_SIZE (4 + SIGNATURE_SIZE) /* key id, signature */
#define DASH "\xe2\x80\x94 "           /* an em dash and a space begin a signature's line */

/* A key's name: UTF-8 without spaces of any kind, control characters and "+". */
static bool name_is_valid(const char *name) {
        if (!*name || strlen(name) >= NOTE_NAME_SIZE || !g_utf8_validate(name, -1, NULL))
                return false;
        for (; *name; name = g_utf8_next_char(name)) {
                gunichar character = g_utf8_get_char(name);

                if (character == '+' || g_unichar_isspace(character) || g_unichar_iscntrl(character))
                        return false;
        }
        return true;
}

static void key_id(const NoteKey *key, guint8 id[static 4]) {
        guint8 hash[32], hashed[NOTE_NAME_SIZE + 2 + sizeof key->public_key];
        gsize length = strlen(key->name);

        memcpy(hashed, key->name, length);
        hashed[length] = '\n';
        hashed[length + 1] = TYPE_ED25519;
        memcpy(hashed + length + 2, key->public_key, sizeof key->public_key);
        g_assert(EVP_Digest(hashed, length + 2 + sizeof key->public_key, hash, NULL, EVP_sha256(), NULL));
        memcpy(id, hash, 4);
}

bool note_key_from_seed(const char *name, const guint8 seed[static NOTE_SEED_SIZE], NoteKey *key) {
        guint8 secret[crypto_sign_SECRETKEYBYTES];
        NoteKey made = { { 0 } };

        if (!name_is_valid(name))
                return false;
        g_strlcpy(made.name, name, sizeof made.name);
        crypto_sign_seed_keypair(made.public_key, secret, seed);
        sodium_memzero(secret, sizeof secret);
        key_id(&made, made.id);
        *key = made;
        return true;
}

bool note_key_parse(const char *text, NoteKey *key) {
        const char *id = strchr(text, '+'), *typed = id ? strchr(id + 1, '+') : NULL;
        guint8 bytes[1 + sizeof key->public_key], told_id[4];
        NoteKey read = { { 0 } };
        char hex[9];

        if (!typed || typed - id != 9 || id - text >= NOTE_NAME_SIZE)
                return false;
        memcpy(read.name, text, (gsize) (id - text));
        if (!name_is_valid(read.name) || !base64_read(typed + 1, strlen(typed + 1), bytes, sizeof bytes)
            || bytes[0] != TYPE_ED25519)
                return false;
        memcpy(read.public_key, bytes + 1, sizeof read.public_key);
        key_id(&read, read.id);
        if (sodium_hex2bin(told_id, sizeof told_id, id + 1, 8, NULL, NULL, NULL) != 0
            || memcmp(told_id, read.id, sizeof told_id) != 0
            || strncmp(sodium_bin2hex(hex, sizeof hex, told_id, sizeof told_id), id + 1, 8) != 0)
                return false;
        *key = read;
        return true;
}

char *note_key_format(const NoteKey *key) {
        guint8 typed[1 + sizeof key->public_key] = { TYPE_ED25519 };
        g_autofree char *text = NULL;
        char hex[9];

        memcpy(typed + 1, key->public_key, sizeof key->public_key);
        text = g_base64_encode(typed, sizeof typed);
        return g_strdup_printf("%s+%s+%s", key->name, sodium_bin2hex(hex, sizeof hex, key->id, sizeof key->id), text);
}

/* A text that may be signed. An empty line at its end would hide where the signatures begin. */
static bool text_is_valid(const char *text, gsize size) {
        if (size == 0 || size > NOTE_SIZE_BYTES_MAX || text[size - 1] != '\n' || (size > 1 && text[size - 2] == '\n')
            || !g_utf8_validate_len(text, size, NULL))
                return false;
        for (gsize i = 0; i < size; i++)
                if ((guint8) text[i] < 0x20 && text[i] != '\n')
                        return false;
        return true;
}

char *note_sign(const char *text, const NoteKey *key, const guint8 seed[static NOTE_SEED_SIZE]) {
        guint8 public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES], blob[BLOB_SIZE];
        g_autofree char *signature = NULL;

        g_assert(text_is_valid(text, strlen(text)));
        crypto_sign_seed_keypair(public_key, secret, seed);
        g_assert(memcmp(public_key, key->public_key, sizeof public_key) == 0);
        memcpy(blob, key->id, sizeof key->id);
        crypto_sign_detached(blob + 4, NULL, (const guint8 *) text, strlen(text), secret);
        sodium_memzero(secret, sizeof secret);
        signature = g_base64_encode(blob, sizeof blob);
        return g_strconcat(text, "\n" DASH, key->name, " ", signature, "\n", NULL);
}

/* --- reading --- */

typedef struct Signature {
        char *name;
        guint8 *blob; /* key id, signature */
        gsize blob_size;
} Signature;

static void signature_clear(Signature *signature) {
        g_free(signature->name);
        g_free(signature->blob);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Signature, signature_clear)

/* Reads a signature's line, given without its line feed. */
static bool signature_read(const char *line, gsize length, Signature *signature) {
        const char *name = line + strlen(DASH), *end = line + length, *space;

        if (length <= strlen(DASH) || memcmp(line, DASH, strlen(DASH)) != 0)
                return false;
        space = memchr(name, ' ', (gsize) (end - name));
        if (!space)
                return false;
        signature->name = g_strndup(name, (gsize) (space - name));
        signature->blob_size = base64_size(space + 1, (gsize) (end - space - 1));
        signature->blob = g_malloc(signature->blob_size + 1);
        return name_is_valid(signature->name) && signature->blob_size > 4
               && base64_read(space + 1, (gsize) (end - space - 1), signature->blob, signature->blob_size);
}

/* Finds the empty line that parts text and signatures: the last one. Gives the size of the text, 0 for none. */
static gsize text_size(const char *note, gsize size) {
        for (gsize i = size; i >= 2; i--)
                if (note[i - 1] == '\n' && note[i - 2] == '\n')
                        return i - 1;
        return 0;
}

static NoteVerdict signature_check(const Signature *signature, const NoteKey *key, const char *text, gsize size) {
        if (strcmp(signature->name, key->name) != 0 || memcmp(signature->blob, key->id, sizeof key->id) != 0)
                return NOTE_OTHER_KEY;
        if (signature->blob_size != BLOB_SIZE
            || crypto_sign_verify_detached(signature->blob + 4, (const guint8 *) text, size, key->public_key) != 0)
                return NOTE_BAD_SIGNATURE;
        return NOTE_GOOD;
}

/* Reads all lines of signatures; the first one by the key decides, as in the reference. */
static NoteVerdict signatures_check(const char *note, gsize signed_size, gsize size, const NoteKey *key) {
        NoteVerdict verdict = NOTE_OTHER_KEY;
        const char *line = note + signed_size + 1, *end = note + size;
        guint count = 0;

        for (const char *next; line < end; line = next + 1) {
                g_auto(Signature) signature = { NULL, NULL, 0 };

                next = memchr(line, '\n', (gsize) (end - line));
                if (!next || ++count > NOTE_SIGNATURES_MAX
                    || !signature_read(line, (gsize) (next - line), &signature))
                        return NOTE_MALFORMED;
                if (verdict == NOTE_OTHER_KEY)
                        verdict = signature_check(&signature, key, note, signed_size);
        }
        return count > 0 ? verdict : NOTE_MALFORMED;
}

NoteVerdict note_open(const char *note, gsize size, const NoteKey *key, char **text) {
        gsize signed_size = size <= NOTE_SIZE_BYTES_MAX ? text_size(note, size) : 0;
        NoteVerdict verdict;

        if (!text_is_valid(note, signed_size))
                return NOTE_MALFORMED;
        verdict = signatures_check(note, signed_size, size, key);
        if (verdict == NOTE_GOOD && text)
                *text = g_strndup(note, signed_size);
        return verdict;
}
