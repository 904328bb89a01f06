/* The thread between holder and staff, and the staff's own notes. */
#include "app/cases.h"

#include "app/step.h"
#include "base/refusal.h"
#include "store/messages.h"

static bool write_message(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const WriteMessage *wish = data;
        const Actor *actor = tx->call->actor;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, wish->kind, error);
        MessageRow row = { .id = uuid_new(tx->call->now),
                           .proceeding = wish->id,
                           .author = actor->id,
                           .internal = wish->internal,
                           .written_at = tx->call->now };
        g_autoptr(GBytes) sealed = NULL;
        json_auto_t *detail = NULL;
        char id[UUID_TEXT_SIZE];
        StepWords words = { 0 };

        if (!dossier)
                return false;
        sealed = vault_seal_text(dossier->key, "messages.body", &row.id, wish->body);
        row.sealed_body = sealed;
        row.author_role = (char *) actor_role_name(actor);
        detail = json_pack("{s:s}", "message", uuid_format(&row.id, id));
        words.detail = detail;
        return store_message_add(tx->store, &row, error)
               && app_step(tx, dossier, wish->internal ? EVENT_WRITE_NOTE : EVENT_WRITE_MESSAGE, &words, error)
               && dossier_answer(tx, dossier, outcome, error);
}

bool app_write_message(App *app, const Call *call, const WriteMessage *wish, Outcome *outcome, GError **error) {
        WriteMessage copy = *wish;

        return app_write(app, call, write_message, &copy, outcome, error);
}
