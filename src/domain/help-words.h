/* What counts as a word when somebody searches: each Chinese character and each pair of neighbours, and whole words of other
 * scripts in lower case without their plural's s. Pure; the same for both databases, which only compare whole words. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define HELP_WORD_SIZE 64 /* bytes with the closing NUL; a longer Latin word is cut there, in text and query alike */
#define HELP_QUERY_WORDS_MAX 16 /* of a query, further ones are not looked at */

typedef struct HelpWord {
        char text[HELP_WORD_SIZE];
        gsize start, end; /* bytes of the text it was found in */
        bool single;      /* one character of a script without spaces */
        bool lonely;      /* such a character with no neighbour of its kind */
} HelpWord;

typedef void (*HelpWordSeen)(const HelpWord *word, gpointer user);

/* Calls `seen` for each word of a text (valid UTF-8), in order. */
void help_words_walk(const char *text, HelpWordSeen seen, gpointer user);

/* What a text adds to its document's words: a table of word (char *) to weight (GINT_TO_POINTER). */
GHashTable *help_words_new(void);

/* Adds the words of `text`, `weight` for each time; what one word can weigh is bounded. */
void help_words_add(GHashTable *words, const char *text, guint weight);

/* The different words that a query asks for: pairs, lonely characters, whole words; in English not how, the, of and the like,
 * unless there is nothing else. The caller unrefs the result, which holds char *. */
GPtrArray *help_query_words(const char *query);

/* A piece of an excerpt. */
typedef struct HelpPiece {
        char *text;
        bool marked; /* a word that was asked for */
} HelpPiece;

/* Cuts some `length_max` characters out of `text` around the first word of the query, that word and all others marked. The
 * caller unrefs the result, which holds HelpPiece *. */
GPtrArray *help_excerpt(const char *text, const GPtrArray *query_words, guint length_max);
