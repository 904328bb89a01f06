/* The history, written once. */
#include "store/events.h"

#define EVENT_COLUMNS                                                                                             \
        "id, account_id, proceeding_id, at, event, actor_role, actor_id, from_state, to_state, version, due_at, " \
        "reason_code, detail, sealed_text"

static const Statement event_add = { "INSERT INTO events (" EVENT_COLUMNS
                                     ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)" };

static const Statement event_walk = { "SELECT " EVENT_COLUMNS " FROM events WHERE proceeding_id = $1 ORDER BY id" };

static const Statement event_load = { "SELECT " EVENT_COLUMNS " FROM events WHERE id = $1" };

static const Statement event_had_a_hand = { "SELECT 1 FROM events WHERE proceeding_id = $1 AND actor_id = $2 "
                                            "AND event NOT IN ('write-message', 'write-note', 'view-evidence') "
                                            "AND COALESCE(from_state, '') <> 'second-review' LIMIT 1" };

/* An event of the instance itself is of no account: the nil id, which value_uuid() would make NULL. */
static Value account_value(const Event *event) {
        return (Value){ .type = VALUE_UUID, .bytes = event->account.bytes, .size = sizeof event->account.bytes };
}

bool store_event_add(StoreTx *tx, const Event *event, GError **error) {
        return store_run(tx, &event_add, NULL, error,
                         VALUES(value_uuid(&event->id), account_value(event), value_uuid(&event->proceeding),
                                value_instant(event->at), value_text(event->event), value_text(event->actor_role),
                                value_uuid(&event->actor), value_text(event->from_state), value_text(event->to_state),
                                event->version ? value_int(event->version) : value_null(VALUE_INT),
                                value_instant(event->due_at), value_text(event->reason_code),
                                value_text(event->detail), value_bytes(event->sealed_text)));
}

static bool event_show(Rows *rows, EventSeen seen, gpointer user, GError **error) {
        g_autoptr(GBytes) sealed = rows_bytes(rows, 13);
        Event event = { .id = rows_uuid(rows, 0),
                        .account = rows_uuid(rows, 1),
                        .proceeding = rows_uuid(rows, 2),
                        .at = rows_instant(rows, 3),
                        .event = rows_text(rows, 4),
                        .actor_role = rows_text(rows, 5),
                        .actor = rows_uuid(rows, 6),
                        .from_state = rows_text(rows, 7),
                        .to_state = rows_text(rows, 8),
                        .version = rows_int(rows, 9),
                        .due_at = rows_instant(rows, 10),
                        .reason_code = rows_text(rows, 11),
                        .detail = rows_text(rows, 12),
                        .sealed_text = sealed };

        return seen(&event, user, error);
}

bool store_event_walk(StoreTx *tx, const Uuid *proceeding, EventSeen seen, gpointer user, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &event_walk, error, VALUES(value_uuid(proceeding)));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                if (!event_show(rows, seen, user, error))
                        return false;
        }
        return true;
}

bool store_event_visit(StoreTx *tx, const Uuid *id, EventSeen seen, gpointer user, bool *found, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &event_load, &row, error, VALUES(value_uuid(id))))
                return false;
        *found = row != NULL;
        return !row || event_show(row, seen, user, error);
}

bool store_event_had_a_hand(StoreTx *tx, const Uuid *proceeding, const Uuid *actor, bool *had, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &event_had_a_hand, &row, error, VALUES(value_uuid(proceeding), value_uuid(actor))))
                return false;
        *had = row != NULL;
        return true;
}
