/* Chooses between the two languages by the caller's stated preference. */
#include "base/language.h"

#include <glib.h>
#include <stdbool.h>

/* One range of the header: its language and its weight in thousandths; false where it is neither of ours. */
static bool range_read(const char *range, Language *language, int *weight) {
        const char *quality = strstr(range, ";q=");
        double parts = quality ? g_ascii_strtod(quality + 3, NULL) : 1;

        if (g_ascii_strncasecmp(range, "zh", 2) == 0)
                *language = LANGUAGE_ZH;
        else if (g_ascii_strncasecmp(range, "en", 2) == 0)
                *language = LANGUAGE_EN;
        else
                return false;
        *weight = parts >= 0 && parts <= 1 ? (int) (parts * 1000) : 0; /* RFC 9110 section 12.4.2; "nan" is neither */
        return true;
}

Language language_choose(const char *accept_language) {
        g_auto(GStrv) ranges = NULL;
        Language best = LANGUAGE_ZH;
        int best_weight = 0;

        if (!accept_language)
                return LANGUAGE_ZH;
        ranges = g_strsplit(accept_language, ",", 16);
        for (char **range = ranges; *range; range++) {
                Language language;
                int weight;

                if (range_read(g_strstrip(*range), &language, &weight) && weight > best_weight) {
                        best = language;
                        best_weight = weight;
                }
        }
        return best;
}
