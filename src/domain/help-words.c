/* Words of two kinds of scripts. */
#include "domain/help-words.h"

#include <string.h>

#define WEIGHT_MAX 200

/* Words that every English question has; looked for only where there is nothing else. */
static const char *const common_words[] = { "a",   "an",  "and", "are", "be",   "can",  "do",   "doe",
                                            "for", "how", "i",   "in",  "is",   "it",   "my",   "of",
                                            "on",  "or",  "the", "to",  "what", "with", "your", NULL };

static bool is_spaceless(gunichar character) {
        switch ((int) g_unichar_get_script(character)) {
        case G_UNICODE_SCRIPT_HAN:
        case G_UNICODE_SCRIPT_HIRAGANA:
        case G_UNICODE_SCRIPT_KATAKANA:
        case G_UNICODE_SCRIPT_BOPOMOFO: return g_unichar_isalpha(character);
        default: return false;
        }
}

/* Full-width forms (U+FF01 to U+FF5E) are those of ASCII, 0xFEE0 further up. */
static gunichar fold(gunichar character) {
        if (character >= 0xff01 && character <= 0xff5e)
                character -= 0xfee0;
        return g_unichar_tolower(character);
}

static gsize put(char *text, gsize at, gunichar character) {
        char bytes[6];
        gsize size = (gsize) g_unichar_to_utf8(character, bytes);

        if (at + size >= HELP_WORD_SIZE)
                return at;
        memcpy(text + at, bytes, size);
        text[at + size] = '\0';
        return at + size;
}

/* A plural and its singular are one word: routes, route; copies, copy; address stays. */
static void stem(char *word) {
        gsize length = strlen(word);

        if (length < 4 || word[length - 1] != 's' || word[length - 2] == 's' || word[length - 2] == 'u'
            || word[length - 2] == 'i')
                return;
        word[length - 1] = '\0';
        if (length > 4 && g_str_has_suffix(word, "ie")) {
                word[length - 3] = 'y';
                word[length - 2] = '\0';
        }
}

static const char *walk_word(const char *text, const char *at, HelpWordSeen seen, gpointer user) {
        HelpWord word = { .start = (gsize) (at - text) };
        gsize length = 0;

        for (; *at; at = g_utf8_next_char(at)) {
                gunichar character = fold(g_utf8_get_char(at));

                if (!g_unichar_isalnum(character) || is_spaceless(character))
                        break;
                length = put(word.text, length, character);
        }
        word.end = (gsize) (at - text);
        stem(word.text);
        seen(&word, user);
        return at;
}

static const char *walk_run(const char *text, const char *at, HelpWordSeen seen, gpointer user) {
        gunichar before = 0;
        const char *before_at = at;

        while (*at && is_spaceless(fold(g_utf8_get_char(at)))) {
                const char *next = g_utf8_next_char(at);
                HelpWord word = { .start = (gsize) (at - text), .end = (gsize) (next - text), .single = true };
                gunichar character = fold(g_utf8_get_char(at));

                word.lonely = !before && !(*next && is_spaceless(fold(g_utf8_get_char(next))));
                put(word.text, 0, character);
                seen(&word, user);
                if (before) {
                        HelpWord pair = { .start = (gsize) (before_at - text), .end = word.end };

                        put(pair.text, put(pair.text, 0, before), character);
                        seen(&pair, user);
                }
                before = character;
                before_at = at;
                at = next;
        }
        return at;
}

void help_words_walk(const char *text, HelpWordSeen seen, gpointer user) {
        for (const char *at = text; *at;) {
                gunichar character = fold(g_utf8_get_char(at));

                if (is_spaceless(character))
                        at = walk_run(text, at, seen, user);
                else if (g_unichar_isalnum(character))
                        at = walk_word(text, at, seen, user);
                else
                        at = g_utf8_next_char(at);
        }
}

GHashTable *help_words_new(void) {
        return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

typedef struct Adding {
        GHashTable *words;
        guint weight;
} Adding;

static void word_add(const HelpWord *word, gpointer user) {
        const Adding *adding = user;
        guint weight = GPOINTER_TO_UINT(g_hash_table_lookup(adding->words, word->text)) + adding->weight;

        g_hash_table_insert(adding->words, g_strdup(word->text), GUINT_TO_POINTER(MIN(weight, WEIGHT_MAX)));
}

void help_words_add(GHashTable *words, const char *text, guint weight) {
        Adding adding = { words, weight };

        help_words_walk(text, word_add, &adding);
}

static bool is_among(const GPtrArray *words, const char *text) {
        for (guint i = 0; i < words->len; i++) {
                if (g_str_equal(g_ptr_array_index(words, i), text))
                        return true;
        }
        return false;
}

typedef struct Asking {
        GPtrArray *words;
        bool with_common;
} Asking;

static void word_ask(const HelpWord *word, gpointer user) {
        const Asking *asking = user;

        if ((word->single && !word->lonely) || asking->words->len == HELP_QUERY_WORDS_MAX
            || is_among(asking->words, word->text)
            || (!asking->with_common && g_strv_contains(common_words, word->text)))
                return;
        g_ptr_array_add(asking->words, g_strdup(word->text));
}

GPtrArray *help_query_words(const char *query) {
        Asking asking = { .words = g_ptr_array_new_with_free_func(g_free) };

        help_words_walk(query, word_ask, &asking);
        asking.with_common = asking.words->len == 0;
        if (asking.with_common)
                help_words_walk(query, word_ask, &asking);
        return asking.words;
}

typedef struct Span {
        gsize start, end;
} Span;

typedef struct Marking {
        const GPtrArray *words;
        GArray *spans; /* of bytes, rising, apart */
} Marking;

static void word_mark(const HelpWord *word, gpointer user) {
        const Marking *marking = user;
        Span span = { word->start, word->end };
        Span *last = marking->spans->len ? &g_array_index(marking->spans, Span, marking->spans->len - 1) : NULL;

        if (!is_among(marking->words, word->text))
                return;
        if (last && span.start <= last->end)
                last->end = MAX(last->end, span.end);
        else
                g_array_append_val(marking->spans, span);
}

static void piece_free(gpointer data) {
        HelpPiece *piece = data;

        g_free(piece->text);
        g_free(piece);
}

static void piece_add(GPtrArray *pieces, const char *text, gsize start, gsize end, bool marked) {
        HelpPiece *piece;

        if (end <= start)
                return;
        piece = g_new0(HelpPiece, 1);
        piece->text = g_strndup(text + start, end - start);
        piece->marked = marked;
        g_ptr_array_add(pieces, piece);
}

/* Steps back some characters, so that what was found has a little before it. */
static gsize excerpt_start(const char *text, gsize found, guint characters) {
        const char *at = text + found;

        while (at > text && characters--)
                at = g_utf8_prev_char(at);
        return (gsize) (at - text);
}

static gsize excerpt_end(const char *text, gsize start, guint characters) {
        const char *at = text + start;

        while (*at && characters--)
                at = g_utf8_next_char(at);
        return (gsize) (at - text);
}

GPtrArray *help_excerpt(const char *text, const GPtrArray *query_words, guint length_max) {
        g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(Span));
        GPtrArray *pieces = g_ptr_array_new_with_free_func(piece_free);
        Marking marking = { query_words, spans };
        gsize start, end, at;

        help_words_walk(text, word_mark, &marking);
        start = spans->len ? excerpt_start(text, g_array_index(spans, Span, 0).start, length_max / 4) : 0;
        end = excerpt_end(text, start, length_max);
        if (start > 0)
                piece_add(pieces, "…", 0, strlen("…"), false);
        at = start;
        for (guint i = 0; i < spans->len && g_array_index(spans, Span, i).end <= end; i++) {
                const Span *span = &g_array_index(spans, Span, i);

                piece_add(pieces, text, at, span->start, false);
                piece_add(pieces, text, span->start, span->end, true);
                at = span->end;
        }
        piece_add(pieces, text, at, end, false);
        if (text[end])
                piece_add(pieces, "…", 0, strlen("…"), false);
        return pieces;
}
