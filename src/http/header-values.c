/* The strict readers of header values. */
#include "http/header-values.h"

#include <string.h>

#define BEARER_LENGTH_MAX 256
#define SESSION_LENGTH_MAX 128
#define VERSION_DIGITS_MAX 18

/* Letters, digits, and what stands in `more`. */
static bool text_is_token(const char *text, const char *more, gsize low, gsize high) {
        gsize length = 0;

        while (text[length] && (g_ascii_isalnum(text[length]) || strchr(more, text[length])))
                length++;
        return !text[length] && length >= low && length <= high;
}

char *header_media(const char *value) {
        g_auto(GStrv) parts = value ? g_strsplit(value, ";", 8) : NULL;
        g_autofree char *media = NULL;

        if (!parts || !parts[0])
                return NULL;
        media = g_ascii_strdown(g_strstrip(parts[0]), -1);
        if (!text_is_token(media, "/.+-", 3, 100) || !strchr(media, '/'))
                return NULL;
        for (char **parameter = parts + 1; *parameter; parameter++) {
                g_autofree char *lower = g_ascii_strdown(g_strstrip(*parameter), -1);

                if (g_str_has_prefix(lower, "charset=") && !g_str_equal(lower, "charset=utf-8")
                    && !g_str_equal(lower, "charset=\"utf-8\""))
                        return NULL;
        }
        return g_steal_pointer(&media);
}

const char *header_bearer(const char *value) {
        if (!value || g_ascii_strncasecmp(value, "Bearer ", 7) != 0)
                return NULL;
        value += 7;
        return text_is_token(value, "-._~+/=", 1, BEARER_LENGTH_MAX) ? value : NULL;
}

char *header_cookie(const char *value, const char *name) {
        g_auto(GStrv) pairs = value ? g_strsplit(value, ";", 64) : NULL;
        gsize size = strlen(name);

        for (char **pair = pairs; pair && *pair; pair++) {
                const char *cookie = g_strstrip(*pair);

                if (!g_str_has_prefix(cookie, name) || cookie[size] != '=')
                        continue;
                cookie += size + 1;
                return text_is_token(cookie, "-_", 1, SESSION_LENGTH_MAX) ? g_strdup(cookie) : NULL;
        }
        return NULL;
}

char *header_session(const char *value, bool secure) {
        return header_cookie(value, secure ? SESSION_COOKIE_SECURE : SESSION_COOKIE);
}

bool header_version(const char *value, gint64 *version) {
        g_autofree char *digits = NULL;
        gsize length = strlen(value);

        if (length < 3 || value[0] != '"' || value[length - 1] != '"')
                return false;
        digits = g_strndup(value + 1, length - 2);
        if (length - 2 > VERSION_DIGITS_MAX || digits[strspn(digits, "0123456789")])
                return false;
        *version = g_ascii_strtoll(digits, NULL, 10);
        return true;
}

bool header_idempotency_key_is_valid(const char *value) {
        gsize length = 0;

        while (g_ascii_isgraph(value[length]))
                length++;
        return !value[length] && length >= 1 && length <= 128;
}

/* Reads one member of Accept-Encoding, "gzip;q=0.5", which is changed in place; its quality is 0 where it is unwanted. */
static double coding_read(char *member, const char **coding) {
        char *weight = strchr(member, ';');

        if (weight)
                *weight++ = '\0';
        *coding = g_strstrip(member);
        if (!weight)
                return 1;
        weight = g_strstrip(weight);
        return g_ascii_strncasecmp(weight, "q=", 2) == 0 ? g_ascii_strtod(weight + 2, NULL) : 0;
}

bool header_accepts_coding(const char *value, const char *coding) {
        g_auto(GStrv) members = value ? g_strsplit(value, ",", 32) : NULL;
        bool any = false;

        for (char **member = members; member && *member; member++) {
                const char *name;
                double quality = coding_read(*member, &name);

                if (g_ascii_strcasecmp(name, coding) == 0)
                        return quality > 0;
                any |= g_str_equal(name, "*") && quality > 0;
        }
        return any;
}

bool header_lists_etag(const char *value, const char *etag) {
        g_auto(GStrv) members = g_strsplit(value, ",", 32);

        for (char **member = members; *member; member++) {
                const char *named = g_strstrip(*member);

                if (g_str_equal(named, "*"))
                        return true;
                if (g_str_equal(g_str_has_prefix(named, "W/") ? named + 2 : named, etag))
                        return true;
        }
        return false;
}

bool header_request_id_is_valid(const char *value) {
        return text_is_token(value, "._-", 8, 64);
}

bool header_origin_is_ours(const char *origin, const char *host, const char *public_url) {
        const char *authority = strstr(origin, "://");
        gsize length;

        if (!authority)
                return false;
        if (!public_url)
                return host && g_ascii_strcasecmp(authority + 3, host) == 0;
        length = strlen(origin);
        return g_ascii_strncasecmp(origin, public_url, length) == 0
               && (public_url[length] == '\0' || public_url[length] == '/');
}

char *header_forwarded_for(const char *value) {
        const char *last = value ? strrchr(value, ',') : NULL;
        g_autofree char *address = value ? g_strstrip(g_strdup(last ? last + 1 : value)) : NULL;

        return address && g_hostname_is_ip_address(address) ? g_steal_pointer(&address) : NULL;
}
