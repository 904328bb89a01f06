/* Who found what helpful: one vote each, of a hash that leads back to nobody. */
#include "app/help-parts.h"

#include "base/refusal.h"

#include <string.h>

static bool token_is_one(const char *token) {
        gsize length = strlen(token);

        return length >= HELP_BROWSER_TOKEN_LENGTH_MIN && length <= HELP_BROWSER_TOKEN_LENGTH_MAX
               && strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

/* Says who votes, for the hash: an owner, a member of staff, a browser. */
static bool voter_name(AppTx *tx, const VoteHelp *wish, char **name, GError **error) {
        HelpAuthorKind kind = HELP_GUEST;
        char id[UUID_TEXT_SIZE];
        Uuid voter;

        if (!help_author_kind(tx->call->actor, &kind))
                return refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
        if (!help_tenure_of(tx, &voter, error))
                return false;
        if (kind == HELP_STAFF)
                voter = tx->call->actor->id;
        if (kind == HELP_GUEST && !wish->browser_token)
                return refuse(error, REFUSAL_MISSING_FIELD, "/browser_token", "browser_token", NULL);
        if (kind == HELP_GUEST && !token_is_one(wish->browser_token))
                return refuse(error, REFUSAL_MALFORMED_VALUE, "/browser_token", "browser_token",
                              "22 to 64 letters, digits, - and _, random", NULL);
        *name = g_strdup_printf("%s:%s", enum_name(&help_author_names, (int) kind),
                                kind == HELP_GUEST ? wish->browser_token : uuid_format(&voter, id));
        return true;
}

static GBytes *voter_hash(AppTx *tx, const char *name, const Uuid *thing) {
        guint8 hash[VAULT_HASH_SIZE];
        char id[UUID_TEXT_SIZE];
        /* With the thing's id in it one voter's votes cannot be laid side by side. */
        g_autofree char *text = g_strdup_printf("%s:%s", name, uuid_format(thing, id));

        vault_token_hash(tx->app->vault, VAULT_TOKEN_VOTER, text, hash);
        return g_bytes_new(hash, sizeof hash);
}

static GBytes *voter_find(AppTx *tx, const VoteHelp *wish, GError **error) {
        g_autofree char *name = NULL;

        return voter_name(tx, wish, &name, error) ? voter_hash(tx, name, &wish->thing) : NULL;
}

/* Votes, or takes the vote back; `helpful` is the thing's count. */
static bool vote_cast(AppTx *tx, const VoteHelp *wish, GBytes *voter, gint64 *helpful, GError **error) {
        bool changed;

        if (!(wish->helpful ? store_help_vote(tx->store, &wish->thing, voter, tx->call->now, &changed, error)
                            : store_help_unvote(tx->store, &wish->thing, voter, &changed, error)))
                return false;
        if (changed)
                *helpful += wish->helpful ? 1 : -1;
        return true;
}

static bool question_vote(AppTx *tx, const VoteHelp *wish, gint64 *helpful, Uuid *id, GError **error) {
        g_autoptr(HelpQuestion) question = help_question_find(tx, &wish->thing, error);
        g_autoptr(GBytes) voter = question ? voter_find(tx, wish, error) : NULL;

        if (!voter || !vote_cast(tx, wish, voter, &question->helpful, error))
                return false;
        question->heat = help_heat(question->views, question->helpful, question->answers, question->created_at);
        *helpful = question->helpful;
        *id = question->id;
        return store_help_question_save(tx->store, question, NULL, error);
}

static bool answer_vote(AppTx *tx, const VoteHelp *wish, gint64 *helpful, Uuid *id, GError **error) {
        g_autoptr(HelpPost) answer = help_post_find(tx, &wish->thing, &wish->within, error);
        g_autoptr(HelpQuestion) question = answer ? help_question_find(tx, &answer->question, error) : NULL;
        g_autoptr(GBytes) voter = NULL;

        if (!question)
                return false;
        if (answer->kind != HELP_ANSWER)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        voter = voter_find(tx, wish, error);
        if (!voter || !vote_cast(tx, wish, voter, &answer->helpful, error))
                return false;
        *helpful = answer->helpful;
        *id = question->id;
        return store_help_post_save(tx->store, answer, NULL, error);
}

static bool vote(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const VoteHelp *wish = data;
        gint64 helpful = 0;

        if (!(wish->on_answer ? answer_vote : question_vote)(tx, wish, &helpful, &outcome->id, error))
                return false;
        outcome->document = json_pack("{s:I}", "helpful", (json_int_t) helpful);
        return true;
}

bool app_vote_help(App *app, const Call *call, const VoteHelp *wish, Outcome *outcome, GError **error) {
        return app_write(app, call, vote, (gpointer) wish, outcome, error);
}

static bool mark(AppTx *tx, const char *name, const Uuid *thing, json_t *document, GError **error) {
        g_autoptr(GBytes) voter = voter_hash(tx, name, thing);
        bool voted;

        if (!store_help_voted(tx->store, thing, voter, &voted, error))
                return false;
        json_object_set_new(document, "voted", json_boolean(voted));
        return true;
}

bool help_votes_mark(AppTx *tx, const HelpQuestion *question, const char *browser_token, json_t *document,
                     GError **error) {
        const VoteHelp wish = { .browser_token = (char *) browser_token };
        g_autofree char *name = NULL;
        g_autoptr(GError) refusal = NULL;
        json_t *answer;
        size_t i;
        Uuid id;

        if (!voter_name(tx, &wish, &name, &refusal)) {
                if (refusal->domain == REFUSAL)
                        return true; /* nobody who could have voted */
                g_propagate_error(error, g_steal_pointer(&refusal));
                return false;
        }
        if (!mark(tx, name, &question->id, document, error))
                return false;
        json_array_foreach(json_object_get(document, "answer_list"), i, answer) {
                uuid_parse(json_string_value(json_object_get(answer, "id")), &id);
                if (!mark(tx, name, &id, answer, error))
                        return false;
        }
        return true;
}
