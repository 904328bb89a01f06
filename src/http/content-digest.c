/* Reads Content-Digest, a dictionary of byte sequences, as far as it is about SHA-256. */
#include "http/content-digest.h"

#include "base/refusal.h"

#include <string.h>

#define NAME "sha-256="

/* ":base64:", strictly: one text for one value. */
static bool bytes_read(const char *text, guint8 sha256[static CONTENT_DIGEST_SIZE]) {
        gsize length = strlen(text), size;
        g_autofree char *inside = NULL;
        g_autofree char *again = NULL;
        g_autofree guchar *bytes = NULL;

        if (length < 3 || text[0] != ':' || text[length - 1] != ':')
                return false;
        inside = g_strndup(text + 1, length - 2);
        bytes = g_base64_decode(inside, &size);
        again = g_base64_encode(bytes, size);
        if (size != CONTENT_DIGEST_SIZE || !g_str_equal(inside, again))
                return false;
        memcpy(sha256, bytes, size);
        return true;
}

bool content_digest_read(const char *header, guint8 sha256[static CONTENT_DIGEST_SIZE], bool *given, GError **error) {
        g_auto(GStrv) members = g_strsplit(header ? header : "", ",", 8);

        *given = false;
        for (char **member = members; *member; member++) {
                const char *text = g_strstrip(*member);

                if (!g_str_has_prefix(text, NAME))
                        continue;
                if (!bytes_read(text + strlen(NAME), sha256))
                        return refuse(error, REFUSAL_MALFORMED_VALUE, NULL, "Content-Digest",
                                      "sha-256=:BASE64:", NULL);
                *given = true;
        }
        return true;
}
