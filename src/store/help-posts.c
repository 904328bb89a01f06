/* What is written below a question. */
#include "store/help-posts.h"

#define COLUMNS                                                                                                 \
        "id, kind, question_id, parent_id, body, author_kind, author_id, author_name, moderation, created_at, " \
        "helpful, hidden_for"

static const Statement post_add = { "INSERT INTO help_posts (" COLUMNS
                                    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)" };

static const Statement post_load = { "SELECT " COLUMNS " FROM help_posts WHERE id = $1" };

static const Statement post_save = {
        "UPDATE help_posts SET moderation = $2, moderated_by = COALESCE($3, moderated_by), helpful = $4, "
        "hidden_for = $5 WHERE id = $1"
};

static const Statement posts_of_question = { "SELECT " COLUMNS
                                             " FROM help_posts WHERE question_id = $1 ORDER BY id LIMIT $2" };

static const Statement posts_pending = {
        "SELECT " COLUMNS " FROM help_posts WHERE moderation = 'pending' AND id > $1 ORDER BY id LIMIT $2"
};

void help_post_free(HelpPost *post) {
        if (!post)
                return;
        g_free(post->body);
        g_free(post->author.name);
        g_free(post);
}

static HelpPost *post_from_row(Rows *row) {
        HelpPost *post = g_new0(HelpPost, 1);
        int kind = HELP_COMMENT, author = HELP_GUEST, moderation = HELP_HIDDEN;

        enum_find(&help_post_names, rows_text(row, 1), &kind);
        enum_find(&help_author_names, rows_text(row, 5), &author);
        enum_find(&help_moderation_names, rows_text(row, 8), &moderation);
        *post = (HelpPost){ .id = rows_uuid(row, 0),
                            .kind = (HelpPostKind) kind,
                            .question = rows_uuid(row, 2),
                            .parent = rows_uuid(row, 3),
                            .body = rows_text_copy(row, 4),
                            .author = { (HelpAuthorKind) author, rows_uuid(row, 6), rows_text_copy(row, 7) },
                            .moderation = (HelpModeration) moderation,
                            .created_at = rows_instant(row, 9),
                            .helpful = rows_int(row, 10),
                            .hidden_for = store_help_hidden_for_read(row, 11) };
        return post;
}

bool store_help_post_add(StoreTx *tx, const HelpPost *post, GError **error) {
        return store_run(tx, &post_add, NULL, error,
                         VALUES(value_uuid(&post->id), value_text(enum_name(&help_post_names, (int) post->kind)),
                                value_uuid(&post->question), value_uuid(&post->parent), value_text(post->body),
                                value_text(enum_name(&help_author_names, (int) post->author.kind)),
                                value_uuid(&post->author.id), value_text(post->author.name),
                                value_text(enum_name(&help_moderation_names, (int) post->moderation)),
                                value_instant(post->created_at), value_int(post->helpful),
                                store_help_hidden_for(post->hidden_for)));
}

bool store_help_post_load(StoreTx *tx, const Uuid *id, HelpPost **post, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &post_load, &row, error, VALUES(value_uuid(id))))
                return false;
        *post = row ? post_from_row(row) : NULL;
        return true;
}

bool store_help_post_save(StoreTx *tx, const HelpPost *post, const Uuid *moderated_by, GError **error) {
        return store_run(
                tx, &post_save, NULL, error,
                VALUES(value_uuid(&post->id), value_text(enum_name(&help_moderation_names, (int) post->moderation)),
                       value_uuid(moderated_by), value_int(post->helpful), store_help_hidden_for(post->hidden_for)));
}

static bool posts_take(Rows *rows, GPtrArray *posts) {
        if (!rows)
                return false;
        while (rows_next(rows))
                g_ptr_array_add(posts, post_from_row(rows));
        return true;
}

bool store_help_post_list(StoreTx *tx, const Uuid *question, GPtrArray *posts, GError **error) {
        g_autoptr(Rows) rows =
                store_query(tx, &posts_of_question, error, VALUES(value_uuid(question), value_int(HELP_POSTS_MAX)));

        return posts_take(rows, posts);
}

bool store_help_post_pending(StoreTx *tx, const Uuid *after, guint limit, GPtrArray *posts, GError **error) {
        g_autoptr(Rows) rows =
                store_query(tx, &posts_pending, error, VALUES(store_help_place(after), value_int(limit)));

        return posts_take(rows, posts);
}
