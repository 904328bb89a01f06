/* The help centre's search: the words of a text, those of a query and an excerpt. The same text gives the same words; an excerpt is
 * made of pieces of the text in order. */
#include "tests/fuzz/fuzz.h"

#include "domain/help-words.h"

#include <string.h>

static void check_word(const HelpWord *word, gpointer user) {
        const char *text = user;

        g_assert(*word->text && strlen(word->text) < HELP_WORD_SIZE && g_utf8_validate(word->text, -1, NULL));
        g_assert(word->start < word->end && word->end <= strlen(text));
        g_assert(!word->lonely || word->single);
}

static gboolean weight_differs(gpointer word, gpointer weight, gpointer other) {
        return g_hash_table_lookup(other, word) != weight;
}

static void check_words(const char *text) {
        g_autoptr(GHashTable) words = help_words_new(), again = help_words_new();

        help_words_walk(text, check_word, (gpointer) text);
        help_words_add(words, text, 3);
        help_words_add(again, text, 3);
        g_assert(g_hash_table_size(words) == g_hash_table_size(again));
        g_assert(!g_hash_table_find(words, weight_differs, again));
}

static void check_excerpt(const char *text, const GPtrArray *query, guint length_max) {
        g_autoptr(GPtrArray) pieces = help_excerpt(text, query, length_max);

        for (guint i = 0; i < pieces->len; i++) {
                const HelpPiece *piece = pieces->pdata[i];
                bool ellipsis = (i == 0 || i + 1 == pieces->len) && strcmp(piece->text, "…") == 0;

                g_assert(*piece->text && g_utf8_validate(piece->text, -1, NULL));
                if (ellipsis && !g_str_has_prefix(text, "…"))
                        continue;
                g_assert(ellipsis || (text = strstr(text, piece->text)));
                text += ellipsis ? 0 : strlen(piece->text);
        }
}

/* The query, a line feed, the text. */
int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        guint length_max = fuzz_choose(&bytes, &size, 200);
        g_autofree char *input = fuzz_text(bytes, size), *valid = g_utf8_make_valid(input, -1);
        char *text = strchr(valid, '\n');
        g_autoptr(GPtrArray) query = NULL;

        if (text)
                *text++ = '\0';
        query = help_query_words(valid);
        g_assert(query->len <= HELP_QUERY_WORDS_MAX);
        check_words(text ? text : valid);
        check_excerpt(text ? text : valid, query, length_max);
        return 0;
}
