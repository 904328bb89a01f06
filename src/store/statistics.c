/* Counts for the dashboards. */
#include "store/statistics.h"

/* The steps by which somebody decides; the words are those of the events. */
#define MOVED "e.from_state <> e.to_state AND e.at >= $1 AND e.at < $2"
#define DECIDED                                                                                               \
        MOVED " AND e.event IN ('approve', 'partner-confirm', 'reject', 'partner-refuse', 'uphold-dispute', " \
              "'ask-more', 'send-back')"

#define HOW_MANY(condition) "CAST(SUM(CASE WHEN " condition " THEN 1 ELSE 0 END) AS bigint)"
#define APPROVED "e.event IN ('approve', 'partner-confirm') AND e.to_state <> 'second-review'"
#define REJECTED "e.event IN ('reject', 'partner-refuse', 'uphold-dispute')"
#define DECISIONS                                                                    \
        HOW_MANY(APPROVED)                                                           \
        ", " HOW_MANY(REJECTED) ", " HOW_MANY("e.event = 'ask-more'") ", " HOW_MANY( \
                "e.event = 'approve' AND e.to_state = 'second-review'") ", " HOW_MANY("e.event = 'send-back'")

static const Statement count_open = {
        "SELECT kind, state, COUNT(*) FROM proceedings WHERE open = 1 AND opened_at >= $1 AND opened_at < $2 "
        "GROUP BY kind, state ORDER BY kind, state"
};

static const Statement count_moves = { "SELECT e.event, e.to_state, COUNT(*) FROM events e WHERE " MOVED
                                       " GROUP BY e.event, e.to_state" };

static const Statement count_kept = { "SELECT COUNT(*), " HOW_MANY(
        "NOT EXISTS (SELECT 1 FROM events m WHERE m.proceeding_id = e.proceeding_id "
        "AND m.event = 'deadline-miss')") " FROM events e WHERE " MOVED
                                          " AND e.event IN ('approve', 'reject') AND e.to_state <> 'second-review'" };

static const Statement count_reasons = {
        "SELECT event, reason_code, COUNT(*) FROM events WHERE reason_code IS NOT NULL AND at >= $1 AND at < $2 "
        "GROUP BY event, reason_code ORDER BY COUNT(*) DESC, reason_code, event LIMIT $3"
};

static const Statement count_routes = { "SELECT p.kind, COALESCE(p.route, p.method), " DECISIONS " FROM events e "
                                        "JOIN proceedings p ON p.id = e.proceeding_id WHERE " DECIDED
                                        " GROUP BY p.kind, COALESCE(p.route, p.method) ORDER BY COUNT(*) DESC, "
                                        "p.kind, COALESCE(p.route, p.method) LIMIT $3" };

static const Statement count_reviewers = { "SELECT e.actor_id, " DECISIONS " FROM events e WHERE " DECIDED
                                           " AND e.actor_id IS NOT NULL "
                                           "GROUP BY e.actor_id ORDER BY COUNT(*) DESC, e.actor_id LIMIT $3" };

static DecisionCount decisions_read(Rows *rows, int first) {
        return (DecisionCount){ .approved = rows_int(rows, first),
                                .rejected = rows_int(rows, first + 1),
                                .asked_more = rows_int(rows, first + 2),
                                .passed_on = rows_int(rows, first + 3),
                                .sent_back = rows_int(rows, first + 4) };
}

bool store_count_open(StoreTx *tx, gint64 from, gint64 until, CountSeen seen, gpointer user, GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &count_open, error, VALUES(value_instant(from), value_instant(until)));

        if (!rows)
                return false;
        while (rows_next(rows))
                seen(&(OpenCount){ .kind = rows_text(rows, 0),
                                   .state = rows_text(rows, 1),
                                   .count = rows_int(rows, 2) },
                     user);
        return true;
}

bool store_count_moves(StoreTx *tx, gint64 from, gint64 until, CountSeen seen, gpointer user, GError **error) {
        g_autoptr(Rows) rows =
                store_query(tx, &count_moves, error, VALUES(value_instant(from), value_instant(until)));

        if (!rows)
                return false;
        while (rows_next(rows))
                seen(&(MoveCount){ .event = rows_text(rows, 0),
                                   .to_state = rows_text(rows, 1),
                                   .count = rows_int(rows, 2) },
                     user);
        return true;
}

bool store_count_kept(StoreTx *tx, gint64 from, gint64 until, KeptCount *count, GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &count_kept, &row, error, VALUES(value_instant(from), value_instant(until))))
                return false;
        *count = (KeptCount){ .decided = row ? rows_int(row, 0) : 0, .kept = row ? rows_int(row, 1) : 0 };
        return true;
}

bool store_count_reasons(StoreTx *tx, gint64 from, gint64 until, guint limit, CountSeen seen, gpointer user,
                         GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &count_reasons, error,
                                           VALUES(value_instant(from), value_instant(until), value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows))
                seen(&(ReasonCount){ .event = rows_text(rows, 0),
                                     .code = rows_text(rows, 1),
                                     .count = rows_int(rows, 2) },
                     user);
        return true;
}

bool store_count_routes(StoreTx *tx, gint64 from, gint64 until, guint limit, CountSeen seen, gpointer user,
                        GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &count_routes, error,
                                           VALUES(value_instant(from), value_instant(until), value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows))
                seen(&(RouteCount){ .kind = rows_text(rows, 0),
                                    .id = rows_text(rows, 1),
                                    .decisions = decisions_read(rows, 2) },
                     user);
        return true;
}

bool store_count_reviewers(StoreTx *tx, gint64 from, gint64 until, guint limit, CountSeen seen, gpointer user,
                           GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &count_reviewers, error,
                                           VALUES(value_instant(from), value_instant(until), value_int(limit)));

        if (!rows)
                return false;
        while (rows_next(rows))
                seen(&(ReviewerCount){ .staff = rows_uuid(rows, 0), .decisions = decisions_read(rows, 1) }, user);
        return true;
}
