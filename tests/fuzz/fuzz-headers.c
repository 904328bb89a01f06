/* Single header values: cookies, credentials, media types, ETags, digests, the proxy's word for an address. */
#include "tests/fuzz/fuzz.h"

#include "base/language.h"
#include "http/content-digest.h"
#include "http/header-values.h"
#include "http/rates.h"

#include <string.h>

static void check_media(const char *value) {
        g_autofree char *media = header_media(value);

        g_assert(!media || (strchr(media, '/') && g_str_is_ascii(media)));
}

static void check_cookies(const char *value) {
        g_autofree char *cookie = header_cookie(value, "shiming_voter");
        g_autofree char *session = header_session(value, false), *secure = header_session(value, true);

        g_assert(!cookie || (*cookie && !strpbrk(cookie, "=;, \t")));
        g_assert(!session || strstr(value, SESSION_COOKIE));
        g_assert(!secure || strstr(value, SESSION_COOKIE_SECURE));
}

static void check_bearer(const char *value) {
        const char *token = header_bearer(value);

        g_assert(!token || (token > value && *token && !strpbrk(token, " \t\"\\")));
}

static void check_version(const char *value) {
        g_autofree char *again = NULL;
        gint64 version;

        if (!header_version(value, &version))
                return;
        again = g_strdup_printf("\"%" G_GINT64_FORMAT "\"", version);
        g_assert(version >= 0 && strlen(again) <= strlen(value));
}

static void check_lists(const char *value) {
        header_accepts_coding(value, "br");
        header_accepts_coding(value, "gzip");
        header_lists_etag(value, "\"abc\"");
        language_choose(value);
}

static void check_plain(const char *value) {
        if (header_idempotency_key_is_valid(value))
                g_assert(*value && strlen(value) <= 128);
        if (header_request_id_is_valid(value))
                g_assert(!strpbrk(value, "\"\\\n{}"));
}

static void check_origin(const char *value) {
        g_assert(!header_origin_is_ours(value, NULL, "https://id.example.com")
                 || g_ascii_strcasecmp(value, "https://id.example.com") == 0);
        header_origin_is_ours(value, "id.example.com", NULL);
}

static void check_forwarded(const char *value) {
        g_autofree char *address = header_forwarded_for(value);

        if (address)
                rate_key_of_address(address);
}

static void check_digest(const char *value) {
        guint8 sha256[CONTENT_DIGEST_SIZE];
        GError *error = NULL;
        bool given, taken = content_digest_read(value, sha256, &given, &error);

        fuzz_check(taken, error);
        g_assert(!taken || !given || strstr(value, "sha-256="));
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        static void (*const checks[])(const char *value) = { check_media,   check_cookies,   check_bearer,
                                                             check_version, check_lists,     check_plain,
                                                             check_origin,  check_forwarded, check_digest };
        guint which = fuzz_choose(&bytes, &size, G_N_ELEMENTS(checks));
        g_autofree char *value = fuzz_text(bytes, size);

        checks[which](value);
        return 0;
}
