/* The index. Words go over as one JSON text, so that a document takes one statement however many words it has. */
#include "store/help-words.h"

#include "base/enum-names.h"
#include "base/json-text.h"

#include <jansson.h>

static const char *const kinds[] = {
        [HELP_DOCUMENT_ROUTE] = "route", [HELP_DOCUMENT_ARTICLE] = "article", [HELP_DOCUMENT_QUESTION] = "question"
};
static const EnumNames kind_names = ENUM_NAMES(kinds);

static const Statement words_drop = { "DELETE FROM help_words WHERE document_id = $1" };

static const Statement words_clear = { "DELETE FROM help_words WHERE document_kind = $1" };

static const Statement words_add = {
        "INSERT INTO help_words (word, document_id, document_kind, weight) SELECT key, $2, $3, value FROM "
        "json_each($1)",
        "INSERT INTO help_words (word, document_id, document_kind, weight) "
        "SELECT key, $2, $3, CAST(value AS bigint) FROM jsonb_each_text(CAST($1 AS jsonb))"
};

static const Statement words_find = {
        "SELECT document_id, document_kind, COUNT(*), CAST(SUM(weight) AS bigint) FROM help_words "
        "WHERE word IN (SELECT value FROM json_each($1)) GROUP BY document_id, document_kind "
        "ORDER BY 3 DESC, 4 DESC, 1 DESC LIMIT $2",
        "SELECT document_id, document_kind, COUNT(*), CAST(SUM(weight) AS bigint) FROM help_words "
        "WHERE word IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) GROUP BY document_id, document_kind "
        "ORDER BY 3 DESC, 4 DESC, 1 DESC LIMIT $2"
};

static const Statement drawn_read = { "SELECT drawn_from FROM help_drawn WHERE what = 'pages'" };

static const Statement drawn_set = { "INSERT INTO help_drawn (what, drawn_from) VALUES ('pages', $1) "
                                     "ON CONFLICT (what) DO UPDATE SET drawn_from = EXCLUDED.drawn_from" };

bool store_help_words_put(StoreTx *tx, const Uuid *document, HelpDocumentKind kind, GHashTable *words,
                          GError **error) {
        json_auto_t *object = json_object();
        g_autofree char *text = NULL;
        GHashTableIter iter;
        gpointer word, weight;

        if (!store_run(tx, &words_drop, NULL, error, VALUES(value_uuid(document))))
                return false;
        if (!words)
                return true;
        g_hash_table_iter_init(&iter, words);
        while (g_hash_table_iter_next(&iter, &word, &weight))
                json_object_set_new(object, word, json_integer(GPOINTER_TO_UINT(weight)));
        text = json_text_write(object, JSON_TEXT_AS_MADE, NULL);
        return store_run(
                tx, &words_add, NULL, error,
                VALUES(value_text(text), value_uuid(document), value_text(enum_name(&kind_names, (int) kind))));
}

bool store_help_words_clear(StoreTx *tx, HelpDocumentKind kind, GError **error) {
        return store_run(tx, &words_clear, NULL, error, VALUES(value_text(enum_name(&kind_names, (int) kind))));
}

bool store_help_words_find(StoreTx *tx, const GPtrArray *words, GArray *found, GError **error) {
        json_auto_t *list = json_array();
        g_autofree char *text = NULL;
        g_autoptr(Rows) rows = NULL;

        for (guint i = 0; i < words->len; i++)
                json_array_append_new(list, json_string(g_ptr_array_index(words, i)));
        text = json_text_write(list, JSON_TEXT_AS_MADE, NULL);
        rows = store_query(tx, &words_find, error, VALUES(value_text(text), value_int(HELP_FOUND_MAX)));
        if (!rows)
                return false;
        while (rows_next(rows)) {
                int kind = HELP_DOCUMENT_QUESTION;
                HelpFound document = { .id = rows_uuid(rows, 0),
                                       .matched = (guint) rows_int(rows, 2),
                                       .weight = rows_int(rows, 3) };

                enum_find(&kind_names, rows_text(rows, 1), &kind);
                document.kind = (HelpDocumentKind) kind;
                g_array_append_val(found, document);
        }
        return true;
}

bool store_help_drawn(StoreTx *tx, char **drawn_from, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &drawn_read, &row, error, NO_VALUES))
                return false;
        *drawn_from = row ? rows_text_copy(row, 0) : NULL;
        return true;
}

bool store_help_drawn_set(StoreTx *tx, const char *drawn_from, GError **error) {
        return store_run(tx, &drawn_set, NULL, error, VALUES(value_text(drawn_from)));
}
