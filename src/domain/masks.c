/* Hides personal data, each kind by its own measure. */
#include "domain/masks.h"

#include <string.h>

/* Joins `head` characters, a * for each that is hidden, and `tail` characters; separators of a name stay. */
static char *masked(const char *text, gsize head, gsize tail, bool keep_separators) {
        gsize length = (gsize) g_utf8_strlen(text, -1), i = 0;
        g_autoptr(GString) shown = g_string_new(NULL);

        for (const char *c = text; *c; c = g_utf8_next_char(c), i++) {
                gunichar character = g_utf8_get_char(c);
                bool stays = i < head || i + tail >= length
                             || (keep_separators && character < 0x100 && !g_unichar_isalpha(character));

                if (stays)
                        g_string_append_unichar(shown, character);
                else if (!g_unichar_ismark(character))
                        g_string_append_c(shown, '*');
        }
        return g_string_free(g_steal_pointer(&shown), FALSE);
}

#define HIDDEN_WHOLE "***"

char *mask_name(NameKind kind, const char *name) {
        gsize length;

        if (!g_utf8_validate(name, -1, NULL))
                return g_strdup(HIDDEN_WHOLE);
        length = (gsize) g_utf8_strlen(name, -1);
        if (length <= 1)
                return masked(name, 0, 0, false);
        if (kind == NAME_PERSON)
                return masked(name, 1, 0, true);
        return length >= 6 ? masked(name, 2, 2, false) : masked(name, 1, 0, false);
}

char *mask_number(const char *number) {
        gsize length = strlen(number), kept = length >= 12 ? 4 : length >= 8 ? 2 : 0;

        if (!g_utf8_validate(number, -1, NULL))
                return g_strdup(HIDDEN_WHOLE);
        return masked(number, kept, kept, false);
}

#define MOBILE_DIGITS 11

char *mask_mobile(const char *mobile) {
        gsize length = strlen(mobile);
        gsize code = *mobile == '+' && length > MOBILE_DIGITS ? length - MOBILE_DIGITS : 0;

        if (!g_utf8_validate(mobile, -1, NULL))
                return g_strdup(HIDDEN_WHOLE);
        return length < MOBILE_DIGITS ? mask_number(mobile) : masked(mobile, code + 3, 4, false);
}

char *mask_email(const char *email) {
        const char *at = strrchr(email, '@');
        g_autofree char *first = NULL;

        if (!at || !g_utf8_validate(email, -1, NULL))
                return g_strdup(HIDDEN_WHOLE);
        first = at - email > 1 ? g_utf8_substring(email, 0, 1) : g_strdup("");
        return g_strconcat(first, HIDDEN_WHOLE, at, NULL);
}
