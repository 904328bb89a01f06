/* Reading cases and attempts: one, its history, its thread, the queue, an account's. */
#include "app/cases.h"

#include "app/dossier.h"
#include "app/json-put.h"
#include "base/refusal.h"
#include "store/events.h"
#include "store/messages.h"

#define MESSAGES_PAGE 100
#define QUEUE_COUNTED_MAX 1000 /* counting on would cost a page the more, the more wait */

static bool read_proceeding(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ReadProceeding *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, wish->kind, error);

        return dossier && dossier_answer(tx, dossier, outcome, error);
}

bool app_read_proceeding(App *app, const Call *call, const ReadProceeding *wish, Outcome *outcome, GError **error) {
        ReadProceeding copy = *wish;

        return app_read(app, call, read_proceeding, &copy, outcome, error);
}

typedef struct History {
        const Dossier *dossier;
        json_t *items;
        bool staff;
} History;

/* Notes and what was attested are the staff's; who of the staff it was is nobody's business but theirs. */
static bool history_add(const Event *event, gpointer user, GError **error) {
        History *history = user;
        json_t *row;
        g_autoptr(SecretText) text = NULL;

        if (!history->staff && (g_str_equal(event->event, "write-note") || g_str_equal(event->event, "attest")))
                return true;
        if (view_reads_words(history->dossier->view)
            && !vault_unseal_text(history->dossier->key, "events.text", &event->id, event->sealed_text, &text, error))
                return false;
        row = json_pack("{s:s, s:s}", "event", event->event, "by", event->actor_role);
        json_array_append_new(history->items, row);
        json_put_id(row, "id", &event->id);
        json_put_instant(row, "at", event->at);
        json_put_text(row, "from", event->from_state);
        json_put_text(row, "to", event->to_state);
        json_put_instant(row, "due_at", event->due_at);
        json_put_text(row, "reason_code", event->reason_code);
        json_put_text(row, "text", text);
        json_object_set_new(row, "detail", event->detail ? json_loads(event->detail, 0, NULL) : json_null());
        if (history->staff)
                json_put_id(row, "actor", &event->actor);
        return true;
}

static bool read_history(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ReadProceeding *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, wish->kind, error);
        History history = { .dossier = dossier, .staff = actor_has(tx->call->actor, ROLES_STAFF) };

        if (!dossier)
                return false;
        outcome->document = json_pack("{s:[], s:n}", "items", "next");
        history.items = json_object_get(outcome->document, "items");
        return store_event_walk(tx->store, &wish->id, history_add, &history, error);
}

bool app_read_history(App *app, const Call *call, const ReadProceeding *wish, Outcome *outcome, GError **error) {
        ReadProceeding copy = *wish;

        return app_read(app, call, read_history, &copy, outcome, error);
}

static bool message_put(const Dossier *dossier, const MessageRow *row, bool staff, json_t *items, GError **error) {
        g_autoptr(SecretText) body = NULL;
        json_t *message;

        if (row->internal && !staff)
                return true;
        if (!vault_unseal_text(dossier->key, "messages.body", &row->id, row->sealed_body, &body, error))
                return false;
        message =
                json_pack("{s:s, s:s, s:b}", "from", row->author_role, "body", body, "internal", (int) row->internal);
        json_put_id(message, "id", &row->id);
        json_put_instant(message, "written_at", row->written_at);
        return json_array_append_new(items, message) == 0;
}

static bool read_messages(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ReadProceeding *wish = data;
        g_autoptr(Dossier) dossier = dossier_load(tx, &wish->id, wish->kind, error);
        bool staff = actor_has(tx->call->actor, ROLES_STAFF);
        g_autoptr(GPtrArray) rows = NULL;
        json_t *items;

        if (!dossier || !store_message_list(tx->store, &wish->id, &wish->after, MESSAGES_PAGE, &rows, error))
                return false;
        if (!view_reads_words(dossier->view))
                g_ptr_array_set_size(rows, 0);
        outcome->document = json_pack("{s:[], s:n}", "items", "next");
        items = json_object_get(outcome->document, "items");
        for (guint i = 0; i < rows->len; i++) {
                if (!message_put(dossier, g_ptr_array_index(rows, i), staff, items, error))
                        return false;
        }
        if (rows->len == MESSAGES_PAGE)
                json_put_id(outcome->document, "next", &((MessageRow *) g_ptr_array_index(rows, rows->len - 1))->id);
        return true;
}

bool app_read_messages(App *app, const Call *call, const ReadProceeding *wish, Outcome *outcome, GError **error) {
        ReadProceeding copy = *wish;

        return app_read(app, call, read_messages, &copy, outcome, error);
}

static json_t *row_document(AppTx *tx, const ProceedingRow *row) {
        json_t *document = json_pack("{s:s, s:s}", "kind", enum_name(&proceeding_kind_names, (int) row->kind),
                                     "state", enum_name(&proceeding_state_names, (int) row->state));

        json_put_id(document, "id", &row->id);
        json_put_id(document, "account", &row->account);
        json_put_text(document, "route", row->route);
        json_put_text(document, "method", row->method);
        json_put_instant(document, "opened_at", row->opened_at);
        json_put_instant(document, "submitted_at", row->submitted_at);
        json_put_instant(document, "due_at", row->due_at);
        json_put_instant(document, "expires_at", row->expires_at);
        json_put_instant(document, "ended_at", row->ended_at);
        json_object_set_new(document, "version", json_integer(row->version));
        json_object_set_new(document, "claimed", json_boolean(!uuid_is_nil(&row->claimed_by)));
        json_object_set_new(
                document, "claimed_by_me",
                json_boolean(!uuid_is_nil(&row->claimed_by) && uuid_equal(&row->claimed_by, &tx->call->actor->id)));
        return document;
}

static json_t *rows_document(AppTx *tx, const GPtrArray *rows) {
        json_t *items = json_array();

        for (guint i = 0; i < rows->len; i++)
                json_array_append_new(items, row_document(tx, g_ptr_array_index(rows, i)));
        return json_pack("{s:o, s:n}", "items", items, "next");
}

/* A page's cursor: the due time and the id of its last row, as text. */
static void queue_cursor_put(json_t *document, const ProceedingRow *last) {
        g_autofree char *due =
                last->due_at == INSTANT_NONE ? g_strdup("none") : g_strdup_printf("%" G_GINT64_FORMAT, last->due_at);
        char id[UUID_TEXT_SIZE];
        g_autofree char *cursor = g_strdup_printf("%s.%s", due, uuid_format(&last->id, id));

        json_put_text(document, "next", cursor);
}

static gint64 counted(gint64 count) {
        return MIN(count, QUEUE_COUNTED_MAX);
}

/* How many a tab of the queue lists: not those that wait for a bank or a partner while the deadline runs. */
static gint64 tally_listed(const ProceedingTally *tally, ProceedingState state) {
        return tally->overdue + tally->soon + tally->later + (STATE_IS_IN_CLOCK(state) ? 0 : tally->timeless);
}

static bool counts_put(AppTx *tx, json_t *document, GError **error) {
        GTimeZone *zone = tx->app->policy->zone;
        gint64 midnight = civil_date_instant(civil_date_at(tx->call->now, zone) + 1, 0, zone);
        json_t *counts = json_object();
        ProceedingTally tally[STATE_COUNT];
        gint64 overdue = 0, today = 0;

        json_object_set_new(document, "counts", counts);
        if (!store_proceeding_tally(tx->store, tx->call->now, midnight, QUEUE_COUNTED_MAX, tally, error))
                return false;
        for (ProceedingState state = STATE_DRAFT; state < STATE_COMPLETED; state++) {
                json_object_set_new(counts, enum_name(&proceeding_state_names, (int) state),
                                    json_integer(counted(tally_listed(&tally[state], state))));
                if (STATE_IS_IN_CLOCK(state)) {
                        overdue += tally[state].overdue;
                        today += tally[state].soon;
                }
        }
        json_object_set_new(document, "due",
                            json_pack("{s:I, s:I}", "overdue", (json_int_t) counted(overdue), "today",
                                      (json_int_t) counted(today)));
        return true;
}

static bool read_queue(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ReadQueue *wish = data;
        ProceedingCursor after = { .due_at = wish->after_due, .id = wish->after };
        g_autoptr(GPtrArray) rows = NULL;

        if (wish->mine ? !store_proceeding_claimed(tx->store, &tx->call->actor->id, wish->limit, &rows, error)
                       : !store_proceeding_queue(tx->store, wish->state, &after, wish->limit, &rows, error))
                return false;
        outcome->document = rows_document(tx, rows);
        if (!wish->mine && rows->len == wish->limit)
                queue_cursor_put(outcome->document, g_ptr_array_index(rows, rows->len - 1));
        return counts_put(tx, outcome->document, error);
}

bool app_read_queue(App *app, const Call *call, const ReadQueue *wish, Outcome *outcome, GError **error) {
        ReadQueue copy = *wish;

        return app_read(app, call, read_queue, &copy, outcome, error);
}

/* A holder sees those that their own tenure was a party of; dossier_load() says which. */
static bool rows_are_visible(AppTx *tx, GPtrArray *rows, GError **error) {
        for (guint i = rows->len; i-- > 0;) {
                const ProceedingRow *row = g_ptr_array_index(rows, i);
                g_autoptr(GError) hidden = NULL;
                g_autoptr(Dossier) dossier = dossier_load(tx, &row->id, row->kind, &hidden);

                if (dossier)
                        continue;
                if (!refusal_is(hidden, REFUSAL_NOT_FOUND)) {
                        g_propagate_error(error, g_steal_pointer(&hidden));
                        return false;
                }
                g_ptr_array_remove_index(rows, i);
        }
        return true;
}

static bool read_account_proceedings(AppTx *tx, gpointer data, Outcome *outcome, GError **error) {
        const ReadAccountProceedings *wish = data;
        const Actor *actor = tx->call->actor;
        g_autoptr(GPtrArray) rows = NULL;
        gint64 oldest = INSTANT_NONE;
        bool whole_page;

        if (actor_has(actor, ROLE_HOLDER) && !uuid_equal(&actor->account, &wish->account))
                return refuse(error, REFUSAL_NOT_FOUND, NULL, NULL);
        if (!store_proceeding_of_account(tx->store, &wish->account, wish->before, wish->limit, &rows, error))
                return false;
        whole_page = rows->len == wish->limit;
        if (whole_page)
                oldest = ((ProceedingRow *) g_ptr_array_index(rows, rows->len - 1))->opened_at;
        if (actor_has(actor, ROLE_HOLDER) && !rows_are_visible(tx, rows, error))
                return false;
        outcome->document = rows_document(tx, rows);
        if (whole_page)
                json_put_instant(outcome->document, "next", oldest);
        return true;
}

bool app_read_account_proceedings(App *app, const Call *call, const ReadAccountProceedings *wish, Outcome *outcome,
                                  GError **error) {
        ReadAccountProceedings copy = *wish;

        return app_read(app, call, read_account_proceedings, &copy, outcome, error);
}
