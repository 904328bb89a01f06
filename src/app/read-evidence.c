/* Looking at a file: what it is, and what it holds. */
#include "app/evidence.h"

#include "app/evidence-parts.h"
#include "app/step.h"
#include "base/refusal.h"

static bool read_evidence(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        g_autoptr(EvidenceRow) row = NULL;
        g_autoptr(Dossier) dossier = NULL;

        if (!evidence_find(tx, data, &row, &dossier, error))
                return false;
        evidence_answer(row, dossier->proceeding, outcome);
        return true;
}

bool app_read_evidence(App *app, const Call *call, const Uuid *id, Outcome *outcome, GError **error) {
        Uuid copy = *id;

        return app_read(app, call, read_evidence, &copy, outcome, error);
}

/* Staff see papers with the case at hand, never for having a role, and never their own; the mail desk sees what it scanned, not
 * what the holder gave. */
static bool may_look(const Dossier *dossier, const EvidenceRow *row) {
        if (dossier->view != VIEW_AT_HAND || dossier->facts.actor_is_owner)
                return false;
        return dossier->proceeding->state != STATE_AWAITING_PARCEL || !g_str_equal(row->uploaded_role, "holder");
}

typedef struct Look {
        Uuid id;
        EvidenceRow *row;
        DataKey *key;
} Look;

static void look_clear(Look *look) {
        g_clear_pointer(&look->row, evidence_row_free);
        g_clear_pointer(&look->key, data_key_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Look, look_clear)

static bool look_note(AppTx *tx, Dossier *dossier, const EvidenceRow *row, GError **error) {
        char text[UUID_TEXT_SIZE];
        json_auto_t *detail = json_pack("{s:s, s:s}", "evidence", uuid_format(&row->id, text), "item", row->item);

        if (!may_look(dossier, row))
                return refuse(error, REFUSAL_NOT_ALLOWED, NULL, NULL);
        return app_note_event(tx, dossier, EVENT_NAME_VIEW_EVIDENCE, detail, error);
}

static bool look_at(AppTx *tx, gpointer data, G_GNUC_UNUSED Outcome *outcome, GError **error) {
        Look *look = data;
        g_autoptr(EvidenceRow) row = NULL;
        g_autoptr(Dossier) dossier = NULL;

        look_clear(look);
        if (!evidence_find(tx, &look->id, &row, &dossier, error))
                return false;
        if (actor_has(tx->call->actor, ROLES_STAFF) && !look_note(tx, dossier, row, error))
                return false;
        look->key = app_key(tx, &row->key_owner, error);
        look->row = g_steal_pointer(&row);
        return look->key != NULL;
}

bool app_open_evidence(App *app, const Call *call, const Uuid *id, EvidenceContent *content, GError **error) {
        g_auto(Look) look = { .id = *id };
        g_auto(Outcome) none = { 0 };
        bool staff = actor_has(call->actor, ROLES_STAFF);
        BlobReader *reader;

        /* the parties' own looks leave no trace, so that they need no write */
        if (!(staff ? app_write : app_read)(app, call, look_at, &look, &none, error))
                return false;
        reader = blob_reader_open(app->blobs, &look.row->blob, look.key, look.row->wrapped_key, error);
        if (!reader)
                return false;
        *content = (EvidenceContent){ .reader = reader,
                                      .media_type = g_steal_pointer(&look.row->media_type),
                                      .size_bytes = (guint64) look.row->size_bytes };
        return true;
}

void evidence_content_clear(EvidenceContent *content) {
        g_clear_pointer(&content->reader, blob_reader_close);
        g_clear_pointer(&content->media_type, g_free);
}
