/* Questions and votes. */
#include "store/help-questions.h"

#include <string.h>

#define COLUMNS                                                                                              \
        "id, title, body, author_kind, author_id, author_name, moderation, created_at, accepted_id, views, " \
        "helpful, "                                                                                          \
        "answers, heat, edit_token_hash, hidden_for"
#define SELECT_SHOWN "SELECT " COLUMNS " FROM help_questions WHERE moderation = 'shown'"
#define BY_ID " AND id < $1 ORDER BY id DESC LIMIT $2"
#define BY_HEAT " AND (heat, id) < ($1, $2) ORDER BY heat DESC, id DESC LIMIT $3"

static const Statement question_add = {
        "INSERT INTO help_questions (" COLUMNS
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
};

static const Statement question_load = { "SELECT " COLUMNS " FROM help_questions WHERE id = $1" };

static const Statement question_save = {
        "UPDATE help_questions SET moderation = $2, moderated_by = COALESCE($3, moderated_by), accepted_id = $4, "
        "views = $5, "
        "helpful = $6, answers = $7, heat = $8, edit_token_hash = $9, hidden_for = $10 WHERE id = $1"
};

static const Statement newest[] = {
        [HELP_ANY_STATE] = { SELECT_SHOWN BY_ID },
        [HELP_OPEN] = { SELECT_SHOWN " AND accepted_id IS NULL" BY_ID },
        [HELP_SOLVED] = { SELECT_SHOWN " AND accepted_id IS NOT NULL" BY_ID },
};

static const Statement hottest[] = {
        [HELP_ANY_STATE] = { SELECT_SHOWN BY_HEAT },
        [HELP_OPEN] = { SELECT_SHOWN " AND accepted_id IS NULL" BY_HEAT },
        [HELP_SOLVED] = { SELECT_SHOWN " AND accepted_id IS NOT NULL" BY_HEAT },
};

static const Statement questions_pending = {
        "SELECT " COLUMNS " FROM help_questions WHERE moderation = 'pending' AND id > $1 ORDER BY id LIMIT $2"
};

static const Statement pending_count = {
        "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM help_questions WHERE moderation = 'pending' LIMIT $1) AS "
        "questions) + "
        "(SELECT COUNT(*) FROM (SELECT 1 FROM help_posts WHERE moderation = 'pending' LIMIT $1) AS posts)"
};

static const Statement vote_add = { "INSERT INTO help_votes (thing_id, voter, voted_at) VALUES ($1, $2, $3) ON "
                                    "CONFLICT (thing_id, voter) DO NOTHING" };

static const Statement vote_remove = { "DELETE FROM help_votes WHERE thing_id = $1 AND voter = $2" };
static const Statement vote_find = { "SELECT 1 FROM help_votes WHERE thing_id = $1 AND voter = $2" };

void help_question_free(HelpQuestion *question) {
        if (!question)
                return;
        g_free(question->title);
        g_free(question->body);
        g_free(question->author.name);
        g_free(question);
}

static Value value_edit_token(const HelpQuestion *question) {
        return question->has_edit_token ? value_blob(question->edit_token_hash, HELP_EDIT_TOKEN_HASH_SIZE)
                                        : value_null(VALUE_BLOB);
}

static HelpQuestion *question_from_row(Rows *row) {
        HelpQuestion *question = g_new0(HelpQuestion, 1);
        gsize size;
        gconstpointer hash = rows_blob(row, 13, &size);
        int kind = HELP_GUEST, moderation = HELP_HIDDEN;

        enum_find(&help_author_names, rows_text(row, 3), &kind);
        enum_find(&help_moderation_names, rows_text(row, 6), &moderation);
        *question = (HelpQuestion){ .id = rows_uuid(row, 0),
                                    .title = rows_text_copy(row, 1),
                                    .body = rows_text_copy(row, 2),
                                    .author = { (HelpAuthorKind) kind, rows_uuid(row, 4), rows_text_copy(row, 5) },
                                    .moderation = (HelpModeration) moderation,
                                    .created_at = rows_instant(row, 7),
                                    .accepted = rows_uuid(row, 8),
                                    .views = rows_int(row, 9),
                                    .helpful = rows_int(row, 10),
                                    .answers = rows_int(row, 11),
                                    .heat = rows_int(row, 12),
                                    .hidden_for = store_help_hidden_for_read(row, 14) };
        question->has_edit_token = hash && size == HELP_EDIT_TOKEN_HASH_SIZE;
        if (question->has_edit_token)
                memcpy(question->edit_token_hash, hash, size);
        return question;
}

bool store_help_question_add(StoreTx *tx, const HelpQuestion *question, GError **error) {
        return store_run(tx, &question_add, NULL, error,
                         VALUES(value_uuid(&question->id), value_text(question->title), value_text(question->body),
                                value_text(enum_name(&help_author_names, (int) question->author.kind)),
                                value_uuid(&question->author.id), value_text(question->author.name),
                                value_text(enum_name(&help_moderation_names, (int) question->moderation)),
                                value_instant(question->created_at), value_uuid(&question->accepted),
                                value_int(question->views), value_int(question->helpful),
                                value_int(question->answers), value_int(question->heat), value_edit_token(question),
                                store_help_hidden_for(question->hidden_for)));
}

bool store_help_question_load(StoreTx *tx, const Uuid *id, HelpQuestion **question, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &question_load, &row, error, VALUES(value_uuid(id))))
                return false;
        *question = row ? question_from_row(row) : NULL;
        return true;
}

bool store_help_question_save(StoreTx *tx, const HelpQuestion *question, const Uuid *moderated_by, GError **error) {
        return store_run(tx, &question_save, NULL, error,
                         VALUES(value_uuid(&question->id),
                                value_text(enum_name(&help_moderation_names, (int) question->moderation)),
                                value_uuid(moderated_by), value_uuid(&question->accepted), value_int(question->views),
                                value_int(question->helpful), value_int(question->answers), value_int(question->heat),
                                value_edit_token(question), store_help_hidden_for(question->hidden_for)));
}

static bool questions_take(Rows *rows, GPtrArray *questions) {
        if (!rows)
                return false;
        while (rows_next(rows))
                g_ptr_array_add(questions, question_from_row(rows));
        return true;
}

bool store_help_question_list(StoreTx *tx, HelpOrder order, HelpStateFilter state, gint64 before_heat,
                              const Uuid *before, guint limit, GPtrArray *questions, GError **error) {
        gint64 heat = before ? before_heat : G_MAXINT64;
        g_autoptr(Rows) rows = NULL;
        Uuid bound;

        memset(bound.bytes, 0xff, sizeof bound.bytes);
        if (before)
                bound = *before;
        rows = order == HELP_NEWEST
                       ? store_query(tx, &newest[state], error, VALUES(value_uuid(&bound), value_int(limit)))
                       : store_query(tx, &hottest[state], error,
                                     VALUES(value_int(heat), value_uuid(&bound), value_int(limit)));
        return questions_take(rows, questions);
}

bool store_help_question_pending(StoreTx *tx, const Uuid *after, guint limit, GPtrArray *questions, GError **error) {
        g_autoptr(Rows) rows =
                store_query(tx, &questions_pending, error, VALUES(store_help_place(after), value_int(limit)));

        return questions_take(rows, questions);
}

Value store_help_place(const Uuid *after) {
        static const Uuid first = { .bytes = { [15] = 1 } };

        return value_uuid(uuid_is_nil(after) ? &first : after);
}

bool store_help_count_pending(StoreTx *tx, guint limit, guint *count, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &pending_count, &row, error, VALUES(value_int(limit))))
                return false;
        *count = row ? (guint) rows_int(row, 0) : 0;
        return true;
}

bool store_help_vote(StoreTx *tx, const Uuid *thing, GBytes *voter, gint64 now, bool *first, GError **error) {
        gint64 changed = 0;

        if (!store_run(tx, &vote_add, &changed, error,
                       VALUES(value_uuid(thing), value_bytes(voter), value_instant(now))))
                return false;
        *first = changed == 1;
        return true;
}

bool store_help_unvote(StoreTx *tx, const Uuid *thing, GBytes *voter, bool *was, GError **error) {
        gint64 changed = 0;

        if (!store_run(tx, &vote_remove, &changed, error, VALUES(value_uuid(thing), value_bytes(voter))))
                return false;
        *was = changed == 1;
        return true;
}

bool store_help_voted(StoreTx *tx, const Uuid *thing, GBytes *voter, bool *voted, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &vote_find, &row, error, VALUES(value_uuid(thing), value_bytes(voter))))
                return false;
        *voted = row != NULL;
        return true;
}

Value store_help_hidden_for(HelpHiddenFor reason) {
        return value_text(reason ? enum_name(&help_hidden_for_names, (int) reason) : NULL);
}

HelpHiddenFor store_help_hidden_for_read(Rows *row, int column) {
        int reason = HELP_FOR_NOTHING;

        enum_find(&help_hidden_for_names, rows_text(row, column), &reason);
        return (HelpHiddenFor) reason;
}
