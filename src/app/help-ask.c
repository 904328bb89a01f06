/* Asking, and who it is that asks. */
#include "app/help-parts.h"

#include "base/refusal.h"
#include "store/accounts.h"

#define TRY_LATER_S "3600"

bool help_tenure_of(AppTx *tx, Uuid *tenure, GError **error) {
        g_autoptr(Account) account = NULL;

        *tenure = (Uuid){ 0 };
        if (!actor_has(tx->call->actor, ROLE_HOLDER))
                return true;
        if (!store_account_load(tx->store, &tx->call->actor->account, &account, error))
                return false;
        if (!account)
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        *tenure = account->tenure;
        return true;
}

/* Guests cannot be told apart, so what is bounded is how much of theirs waits. */
static bool there_is_room(AppTx *tx, GError **error) {
        guint waiting;

        return store_help_count_pending(tx->store, HELP_PENDING_MAX, &waiting, error)
               && (waiting < HELP_PENDING_MAX || refuse(error, REFUSAL_TOO_MANY_REQUESTS, NULL, TRY_LATER_S, NULL));
}

bool help_author_find(AppTx *tx, const char *name, HelpAuthor *author, GError **error) {
        HelpAuthorKind kind;
        Uuid id = { 0 };

        if (!help_author_kind(tx->call->actor, &kind))
                return refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
        if (kind == HELP_GUEST && !there_is_room(tx, error))
                return false;
        if (kind == HELP_HOLDER && !help_tenure_of(tx, &id, error))
                return false;
        if (kind == HELP_STAFF)
                id = tx->call->actor->id;
        *author = (HelpAuthor){ .kind = kind,
                                .id = id,
                                .name = name ? g_strdelimit(g_strdup(name), "\n\t", ' ') : NULL };
        return true;
}

HelpQuestion *help_question_find(AppTx *tx, const Uuid *id, GError **error) {
        g_autoptr(HelpQuestion) question = NULL;

        if (!store_help_question_load(tx->store, id, &question, error))
                return NULL;
        if (question && help_sees(tx->call->actor, question->moderation))
                return g_steal_pointer(&question);
        refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        return NULL;
}

static void edit_token_make(AppTx *tx, HelpQuestion *question, Outcome *outcome) {
        g_autoptr(SecretText) token = NULL;

        if (question->author.kind != HELP_GUEST) {
                json_put_text(outcome->document, "edit_token", NULL);
                return;
        }
        token = vault_token_new();
        vault_token_hash(tx->app->vault, VAULT_TOKEN_HELP_EDIT, token, question->edit_token_hash);
        question->has_edit_token = true;
        json_put_text(outcome->document, "edit_token", token);
        outcome->once = true;
}

static bool ask(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const AskHelp *wish = data;
        g_autoptr(HelpQuestion) question = g_new0(HelpQuestion, 1);
        g_autoptr(GPtrArray) nothing = g_ptr_array_new();

        if (!help_author_find(tx, wish->name, &question->author, error))
                return false;
        question->id = uuid_new(tx->call->now);
        question->title = g_strdelimit(g_strdup(wish->title), "\n\t", ' ');
        question->body = g_strdup(wish->body);
        question->moderation = help_moderation_first(question->author.kind);
        question->created_at = tx->call->now;
        outcome->document = help_question_document(question, nothing, tx->call->actor, true);
        edit_token_make(tx, question, outcome);
        outcome->id = question->id;
        outcome->key_owner = question->author.id;
        return store_help_question_add(tx->store, question, error)
               && help_question_settle(tx->store, question, NULL, error);
}

bool app_ask_help(App *app, const Call *call, const AskHelp *wish, Outcome *outcome, GError **error) {
        return app_write(app, call, ask, (gpointer) wish, outcome, error);
}
