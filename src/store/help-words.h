/* The help centre's full-text index: which words a document has. */
#pragma once

#include "store/store.h"

/* What can be found. */
typedef enum HelpDocumentKind { HELP_DOCUMENT_ROUTE, HELP_DOCUMENT_ARTICLE, HELP_DOCUMENT_QUESTION } HelpDocumentKind;

#define HELP_FOUND_MAX 200 /* documents that a search looks at */

typedef struct HelpFound {
        Uuid id;
        HelpDocumentKind kind;
        guint matched; /* of the words asked for */
        gint64 weight;
} HelpFound;

/* Puts a document's words (see help_words_new()) in place of those that it had; NULL takes it out of the index. */
bool store_help_words_put(StoreTx *tx, const Uuid *document, HelpDocumentKind kind, GHashTable *words,
                          GError **error);

/* Takes every document of a kind out of the index. */
bool store_help_words_clear(StoreTx *tx, HelpDocumentKind kind, GError **error);

/* Appends what has at least one of the words (char *), most of them first, HELP_FOUND_MAX at most: HelpFound. */
bool store_help_words_find(StoreTx *tx, const GPtrArray *words, GArray *found, GError **error);

/* From what the program's own pages were drawn the last time; NULL for never. The caller frees it. */
bool store_help_drawn(StoreTx *tx, char **drawn_from, GError **error);
bool store_help_drawn_set(StoreTx *tx, const char *drawn_from, GError **error);
