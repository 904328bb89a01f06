/* A leaf's bytes and the commitment in it. */
#include "ledger/leaf.h"
#include "base/json-text.h"

#include <openssl/evp.h>
#include <string.h>

#define VERSION 0x01
#define KIND_AT 122
#define INTEGER_MAX ((((json_int_t) 1) << 53) - 1) /* RFC 8785 section 3.2.2.3, by way of IEEE 754 doubles */
#define CONTENT_DEPTH_MAX 32

bool leaf_kind_is_valid(const char *kind) {
        gsize length = strlen(kind);

        return length > 0 && length < LEAF_KIND_SIZE
               && strspn(kind, "abcdefghijklmnopqrstuvwxyz0123456789-.") == length;
}

static guint8 *bytes_write(guint8 *at, gconstpointer bytes, gsize size) {
        memcpy(at, bytes, size);
        return at + size;
}

gsize leaf_write(const Leaf *leaf, guint8 bytes[static LEAF_SIZE_MAX]) {
        gint64 time = GINT64_TO_BE(leaf->time);
        gsize length = strlen(leaf->kind);
        guint8 *at = bytes;

        g_assert(leaf_kind_is_valid(leaf->kind));
        *at++ = VERSION;
        at = bytes_write(at, leaf->id.bytes, sizeof leaf->id.bytes);
        at = bytes_write(at, &time, sizeof time);
        at = bytes_write(at, leaf->account.bytes, sizeof leaf->account.bytes);
        at = bytes_write(at, leaf->in_case.bytes, sizeof leaf->in_case.bytes);
        at = bytes_write(at, leaf->verification.bytes, sizeof leaf->verification.bytes);
        at = bytes_write(at, leaf->attempt.bytes, sizeof leaf->attempt.bytes);
        at = bytes_write(at, leaf->commitment, sizeof leaf->commitment);
        *at++ = (guint8) length;
        at = bytes_write(at, leaf->kind, length);
        return (gsize) (at - bytes);
}

static const guint8 *bytes_read(const guint8 *at, gpointer bytes, gsize size) {
        memcpy(bytes, at, size);
        return at + size;
}

bool leaf_read(gconstpointer bytes, gsize size, Leaf *leaf) {
        const guint8 *at = bytes;
        Leaf read = { 0 };

        if (size < LEAF_SIZE_MIN || size > LEAF_SIZE_MAX || *at++ != VERSION)
                return false;
        at = bytes_read(at, read.id.bytes, sizeof read.id.bytes);
        at = bytes_read(at, &read.time, sizeof read.time);
        at = bytes_read(at, read.account.bytes, sizeof read.account.bytes);
        at = bytes_read(at, read.in_case.bytes, sizeof read.in_case.bytes);
        at = bytes_read(at, read.verification.bytes, sizeof read.verification.bytes);
        at = bytes_read(at, read.attempt.bytes, sizeof read.attempt.bytes);
        at = bytes_read(at, read.commitment, sizeof read.commitment);
        if (*at++ != size - KIND_AT)
                return false;
        bytes_read(at, read.kind, size - KIND_AT);
        read.time = GINT64_FROM_BE(read.time);
        if (strlen(read.kind) != size - KIND_AT || !leaf_kind_is_valid(read.kind))
                return false;
        *leaf = read;
        return true;
}

/* --- content --- */

static bool value_is_allowed(const json_t *value, guint depth);

static bool text_is_allowed(const char *text, gsize length) {
        for (gsize i = 0; i < length; i++)
                if ((guint8) text[i] < 0x20 || text[i] == 0x7f)
                        return false;
        return true;
}

static bool object_is_allowed(const json_t *object, guint depth) {
        const char *key;
        json_t *member;

        json_object_foreach((json_t *) object, key, member) {
                if (!g_str_is_ascii(key) || !text_is_allowed(key, strlen(key))
                    || !value_is_allowed(member, depth + 1))
                        return false;
        }
        return true;
}

static bool array_is_allowed(const json_t *array, guint depth) {
        for (gsize i = 0; i < json_array_size(array); i++)
                if (!value_is_allowed(json_array_get(array, i), depth + 1))
                        return false;
        return true;
}

static bool value_is_allowed(const json_t *value, guint depth) {
        if (depth > CONTENT_DEPTH_MAX || json_is_real(value))
                return false;
        if (json_is_integer(value))
                return json_integer_value(value) >= -INTEGER_MAX && json_integer_value(value) <= INTEGER_MAX;
        if (json_is_string(value))
                return text_is_allowed(json_string_value(value), json_string_length(value));
        if (json_is_array(value))
                return array_is_allowed(value, depth);
        return !json_is_object(value) || object_is_allowed(value, depth);
}

char *leaf_content_write(const json_t *content) {
        if (!json_is_object(content) || !value_is_allowed(content, 0))
                return NULL;
        return json_text_write(content, JSON_TEXT_SORTED, NULL);
}

void leaf_commit(const guint8 salt[static LEAF_SALT_SIZE], const char *content,
                 guint8 commitment[static MERKLE_HASH_SIZE]) {
        EVP_MD_CTX *context = EVP_MD_CTX_new();

        g_assert(context && EVP_DigestInit_ex(context, EVP_sha256(), NULL));
        g_assert(EVP_DigestUpdate(context, salt, LEAF_SALT_SIZE));
        g_assert(EVP_DigestUpdate(context, content, strlen(content)));
        g_assert(EVP_DigestFinal_ex(context, commitment, NULL));
        EVP_MD_CTX_free(context);
}
