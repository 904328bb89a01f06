/* Cases and attempts as rows; every save is a compare-and-set on the version. */
#include "store/proceedings.h"

#define PROCEEDING_COLUMNS                                                                                \
        "id, kind, account_id, state, version, policy_hash, calendar_hash, opened_at, clock_running, "    \
        "working_days_left, "                                                                             \
        "provisional, escalated, reminded, released, tries_left, attempts_made, parent_id, opened_from, " \
        "verification_id, "                                                                               \
        "old_subject, new_subject, route, method, owner, disputed_from, submitted_at, ended_at, due_at, " \
        "expires_at, "                                                                                    \
        "claimed_by, lease_until, first_reviewer"

static const Statement proceeding_add = { "INSERT INTO proceedings (" PROCEEDING_COLUMNS
                                          ", open, wake_at, sealed_statement) "
                                          "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
                                          "$16, $17, $18, $19, $20, $21, $22, $23, "
                                          "$24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)" };

static const Statement proceeding_load = { "SELECT " PROCEEDING_COLUMNS
                                           ", sealed_statement, sealed_reason FROM proceedings WHERE id = $1" };

static const Statement proceeding_open_of = { "SELECT " PROCEEDING_COLUMNS
                                              " FROM proceedings WHERE account_id = $1 AND kind = $2 AND open = 1" };

static const Statement proceeding_save = {
        "UPDATE proceedings SET state = $3, clock_running = $4, working_days_left = $5, provisional = $6, escalated "
        "= $7, "
        "reminded = $8, released = $9, tries_left = $10, attempts_made = $11, new_subject = $12, disputed_from = "
        "$13, "
        "submitted_at = $14, ended_at = $15, due_at = $16, expires_at = $17, claimed_by = $18, lease_until = $19, "
        "first_reviewer = $20, open = $21, wake_at = $22, sealed_reason = COALESCE($23, sealed_reason), "
        "reason_code = COALESCE($24, reason_code), version = version + 1 WHERE id = $1 AND version = $2"
};

static const Statement proceeding_state_why = { "UPDATE proceedings SET sealed_statement = $2 WHERE id = $1" };

#define ROW_COLUMNS                                                                                            \
        "id, account_id, claimed_by, parent_id, kind, state, route, method, opened_at, submitted_at, due_at, " \
        "ended_at, "                                                                                           \
        "expires_at, version"

/* Rows without a due time sort as if due at the end of time, on both databases. */
static const Statement proceeding_queue = { "SELECT " ROW_COLUMNS
                                            " FROM proceedings WHERE open = 1 AND state = $1 AND due_at IS NOT NULL "
                                            "AND (due_at, id) > ($2, $3) ORDER BY due_at, id LIMIT $4" };

static const Statement proceeding_queue_timeless = {
        "SELECT " ROW_COLUMNS " FROM proceedings WHERE open = 1 AND state = $1 AND due_at IS NULL AND id > $2 "
        "ORDER BY id LIMIT $3"
};

static const Statement proceeding_claimed = {
        "SELECT " ROW_COLUMNS " FROM proceedings WHERE claimed_by = $1 ORDER BY due_at, id LIMIT $2"
};

static const Statement proceeding_of_account = {
        "SELECT " ROW_COLUMNS
        " FROM proceedings WHERE account_id = $1 AND opened_at < $2 ORDER BY opened_at DESC LIMIT $3"
};

static const Statement proceeding_attempts = { "SELECT " ROW_COLUMNS
                                               " FROM proceedings WHERE parent_id = $1 ORDER BY opened_at" };

/* Up to $3 of the open ones in a state, read from proceedings_queue alone. */
#define HOW_MANY(due)                                                                                          \
        "(SELECT COUNT(*) FROM (SELECT 1 FROM proceedings p WHERE p.open = 1 AND p.state = s.state AND p." due \
        " LIMIT $3) counted)"

/* Steps along that index from one state to the next, so that it costs the same however many wait. */
static const Statement proceeding_tally = {
        "WITH RECURSIVE states (state) AS (SELECT '' UNION ALL "
        "SELECT (SELECT p.state FROM proceedings p WHERE p.open = 1 AND p.state > s.state ORDER BY p.state LIMIT 1) "
        "FROM states s WHERE s.state IS NOT NULL) "
        "SELECT s.state, " HOW_MANY("due_at IS NULL") ", " HOW_MANY("due_at < $1") ", " HOW_MANY(
                "due_at >= $1 AND p.due_at < $2") ", " HOW_MANY("due_at >= $2") " FROM states s WHERE s.state > ''"
};

static const Statement proceeding_to_wake = {
        "SELECT id FROM proceedings WHERE wake_at IS NOT NULL AND wake_at <= $1 ORDER BY wake_at LIMIT $2"
};

void proceeding_sealed_clear(ProceedingSealed *sealed) {
        g_clear_pointer(&sealed->statement, g_bytes_unref);
        g_clear_pointer(&sealed->reason, g_bytes_unref);
}

void proceeding_row_free(ProceedingRow *row) {
        if (!row)
                return;
        g_free(row->route);
        g_free(row->method);
        g_free(row);
}

static const char *state_text(ProceedingState state) {
        return enum_name(&proceeding_state_names, (int) state);
}

static const char *disputed_text(const Proceeding *proceeding) {
        return proceeding->disputed_from == STATE_NONE ? NULL : state_text(proceeding->disputed_from);
}

static gint64 is_open(const Proceeding *proceeding) {
        return STATE_IS_END(proceeding->state) ? 0 : 1;
}

bool store_proceeding_add(StoreTx *tx, Proceeding *proceeding, const ProceedingSealed *sealed, gint64 wake_at,
                          GError **error) {
        const Proceeding *p = proceeding;
        bool attempt = p->kind == PROCEEDING_ATTEMPT;

        if (!store_run(tx, &proceeding_add, NULL, error,
                       VALUES(value_uuid(&p->id), value_text(enum_name(&proceeding_kind_names, (int) p->kind)),
                              value_uuid(&p->account), value_text(state_text(p->state)), value_int(1),
                              value_text(p->policy_hash), value_text(p->calendar_hash), value_instant(p->opened_at),
                              value_int(p->clock.running), value_int(p->clock.working_days_left),
                              value_int(p->clock.provisional), value_int(p->escalated), value_int(p->reminded),
                              value_int(p->released), value_int(p->tries_left), value_int(p->attempts_made),
                              value_uuid(&p->parent), value_uuid(&p->opened_from), value_uuid(&p->verification),
                              value_uuid(&p->old_subject), value_uuid(&p->new_subject), value_text(p->route),
                              value_text(attempt ? enum_name(&method_names, (int) p->method) : NULL),
                              value_text(attempt ? enum_name(&owner_kind_names, (int) p->owner) : NULL),
                              value_text(disputed_text(p)), value_instant(p->submitted_at),
                              value_instant(p->ended_at), value_instant(p->clock.due_at),
                              value_instant(p->expires_at), value_uuid(&p->claimed_by), value_instant(p->lease_until),
                              value_uuid(&p->first_reviewer), value_int(is_open(p)), value_instant(wake_at),
                              value_bytes(sealed ? sealed->statement : NULL))))
                return false;
        proceeding->version = 1;
        return true;
}

static bool enum_column(Rows *row, int column, const EnumNames *names, int *value, GError **error) {
        if (rows_is_null(row, column) || enum_find(names, rows_text(row, column), value))
                return true;
        return fail(error, FAILURE_CORRUPT, "a proceeding has an unknown word in column %d", column);
}

/* The columns that are enumerations. */
static bool words_read(Rows *row, Proceeding *p, GError **error) {
        int kind = 0, state = 0, method = 0, owner = 0, disputed = STATE_NONE;

        if (!enum_column(row, 1, &proceeding_kind_names, &kind, error)
            || !enum_column(row, 3, &proceeding_state_names, &state, error)
            || !enum_column(row, 22, &method_names, &method, error)
            || !enum_column(row, 23, &owner_kind_names, &owner, error)
            || !enum_column(row, 24, &proceeding_state_names, &disputed, error))
                return false;
        p->kind = (ProceedingKind) kind;
        p->state = (ProceedingState) state;
        p->method = (Method) method;
        p->owner = (OwnerKind) owner;
        p->disputed_from = (ProceedingState) disputed;
        return true;
}

static Proceeding *proceeding_from_row(Rows *row, GError **error) {
        g_autoptr(Proceeding) p = g_new0(Proceeding, 1);

        p->id = rows_uuid(row, 0);
        p->account = rows_uuid(row, 2);
        p->version = rows_int(row, 4);
        p->policy_hash = rows_text_copy(row, 5);
        p->calendar_hash = rows_text_copy(row, 6);
        p->opened_at = rows_instant(row, 7);
        p->clock = (DeadlineClock){ .running = rows_bool(row, 8),
                                    .working_days_left = (guint) rows_int(row, 9),
                                    .provisional = rows_bool(row, 10),
                                    .due_at = rows_instant(row, 27) };
        p->escalated = rows_bool(row, 11);
        p->reminded = rows_bool(row, 12);
        p->released = rows_bool(row, 13);
        p->tries_left = (guint) rows_int(row, 14);
        p->attempts_made = (guint) rows_int(row, 15);
        p->parent = rows_uuid(row, 16);
        p->opened_from = rows_uuid(row, 17);
        p->verification = rows_uuid(row, 18);
        p->old_subject = rows_uuid(row, 19);
        p->new_subject = rows_uuid(row, 20);
        p->route = rows_text_copy(row, 21);
        p->submitted_at = rows_instant(row, 25);
        p->ended_at = rows_instant(row, 26);
        p->expires_at = rows_instant(row, 28);
        p->claimed_by = rows_uuid(row, 29);
        p->lease_until = rows_instant(row, 30);
        p->first_reviewer = rows_uuid(row, 31);
        return words_read(row, p, error) ? g_steal_pointer(&p) : NULL;
}

bool store_proceeding_load(StoreTx *tx, const Uuid *id, Proceeding **proceeding, ProceedingSealed *sealed,
                           GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &proceeding_load, &row, error, VALUES(value_uuid(id))))
                return false;
        *proceeding = row ? proceeding_from_row(row, error) : NULL;
        if (!row || !*proceeding)
                return !row;
        if (sealed) {
                sealed->statement = rows_bytes(row, 32);
                sealed->reason = rows_bytes(row, 33);
        }
        return true;
}

bool store_proceeding_open_of(StoreTx *tx, const Uuid *account, ProceedingKind kind, Proceeding **proceeding,
                              GError **error) {
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &proceeding_open_of, &row, error,
                         VALUES(value_uuid(account), value_text(enum_name(&proceeding_kind_names, (int) kind)))))
                return false;
        *proceeding = row ? proceeding_from_row(row, error) : NULL;
        return !row || *proceeding;
}

bool store_proceeding_save(StoreTx *tx, Proceeding *proceeding, GBytes *reason, const char *reason_code,
                           gint64 wake_at, GError **error) {
        const Proceeding *p = proceeding;
        gint64 changed = 0;

        if (!store_run(tx, &proceeding_save, &changed, error,
                       VALUES(value_uuid(&p->id), value_int(p->version), value_text(state_text(p->state)),
                              value_int(p->clock.running), value_int(p->clock.working_days_left),
                              value_int(p->clock.provisional), value_int(p->escalated), value_int(p->reminded),
                              value_int(p->released), value_int(p->tries_left), value_int(p->attempts_made),
                              value_uuid(&p->new_subject), value_text(disputed_text(p)),
                              value_instant(p->submitted_at), value_instant(p->ended_at),
                              value_instant(p->clock.due_at), value_instant(p->expires_at),
                              value_uuid(&p->claimed_by), value_instant(p->lease_until),
                              value_uuid(&p->first_reviewer), value_int(is_open(p)), value_instant(wake_at),
                              value_bytes(reason), value_text(reason_code))))
                return false;
        if (changed != 1)
                return refuse(error, REFUSAL_VERSION_CHANGED, NULL, NULL);
        proceeding->version++;
        return true;
}

bool store_proceeding_state_why(StoreTx *tx, const Uuid *id, GBytes *statement, GError **error) {
        return store_run(tx, &proceeding_state_why, NULL, error, VALUES(value_uuid(id), value_bytes(statement)));
}

static ProceedingRow *listed_row(Rows *row) {
        ProceedingRow *listed = g_new0(ProceedingRow, 1);
        int kind = 0, state = 0;

        enum_find(&proceeding_kind_names, rows_text(row, 4), &kind);
        enum_find(&proceeding_state_names, rows_text(row, 5), &state);
        *listed = (ProceedingRow){ .id = rows_uuid(row, 0),
                                   .account = rows_uuid(row, 1),
                                   .claimed_by = rows_uuid(row, 2),
                                   .parent = rows_uuid(row, 3),
                                   .kind = (ProceedingKind) kind,
                                   .state = (ProceedingState) state,
                                   .route = rows_text_copy(row, 6),
                                   .method = rows_text_copy(row, 7),
                                   .opened_at = rows_instant(row, 8),
                                   .submitted_at = rows_instant(row, 9),
                                   .due_at = rows_instant(row, 10),
                                   .ended_at = rows_instant(row, 11),
                                   .expires_at = rows_instant(row, 12),
                                   .version = rows_int(row, 13) };
        return listed;
}

static bool rows_list(StoreTx *tx, const Statement *statement, GPtrArray *list, GError **error, Values values) {
        g_autoptr(Rows) rows = store_query(tx, statement, error, values);

        if (!rows)
                return false;
        while (rows_next(rows))
                g_ptr_array_add(list, listed_row(rows));
        return true;
}

static GPtrArray *list_new(void) {
        return g_ptr_array_new_with_free_func((GDestroyNotify) proceeding_row_free);
}

bool store_proceeding_queue(StoreTx *tx, ProceedingState state, const ProceedingCursor *after, guint limit,
                            GPtrArray **rows, GError **error) {
        static const Uuid first = { { 0 } };
        g_autoptr(GPtrArray) list = list_new();
        bool beginning = uuid_is_nil(&after->id), timeless = !beginning && after->due_at == INSTANT_NONE;
        Value id = value_uuid(&after->id);

        if (beginning) /* the nil id is NULL to value_uuid(), and nothing is greater than NULL */
                id = (Value){ .type = VALUE_UUID, .bytes = first.bytes, .size = sizeof first.bytes };
        if (!timeless
            && !rows_list(tx, &proceeding_queue, list, error,
                          VALUES(value_text(state_text(state)), value_int(beginning ? G_MININT64 : after->due_at), id,
                                 value_int(limit))))
                return false;
        if (!STATE_IS_IN_CLOCK(state) && list->len < limit
            && !rows_list(tx, &proceeding_queue_timeless, list, error,
                          VALUES(value_text(state_text(state)),
                                 timeless ? id : (Value){ .type = VALUE_UUID, .bytes = first.bytes, .size = 16 },
                                 value_int(limit - list->len))))
                return false;
        *rows = g_steal_pointer(&list);
        return true;
}

bool store_proceeding_claimed(StoreTx *tx, const Uuid *staff, guint limit, GPtrArray **rows, GError **error) {
        g_autoptr(GPtrArray) list = list_new();

        if (!rows_list(tx, &proceeding_claimed, list, error, VALUES(value_uuid(staff), value_int(limit))))
                return false;
        *rows = g_steal_pointer(&list);
        return true;
}

bool store_proceeding_of_account(StoreTx *tx, const Uuid *account, gint64 before, guint limit, GPtrArray **rows,
                                 GError **error) {
        g_autoptr(GPtrArray) list = list_new();
        gint64 bound = before == INSTANT_NONE ? G_MAXINT64 : before;

        if (!rows_list(tx, &proceeding_of_account, list, error,
                       VALUES(value_uuid(account), value_int(bound), value_int(limit))))
                return false;
        *rows = g_steal_pointer(&list);
        return true;
}

bool store_proceeding_attempts(StoreTx *tx, const Uuid *case_id, GPtrArray **rows, GError **error) {
        g_autoptr(GPtrArray) list = list_new();

        if (!rows_list(tx, &proceeding_attempts, list, error, VALUES(value_uuid(case_id))))
                return false;
        *rows = g_steal_pointer(&list);
        return true;
}

bool store_proceeding_tally(StoreTx *tx, gint64 now, gint64 soon, gint64 most,
                            ProceedingTally tally[static STATE_COUNT], GError **error) {
        g_autoptr(Rows) rows = store_query(tx, &proceeding_tally, error,
                                           VALUES(value_instant(now), value_instant(soon), value_int(most)));

        for (int i = 0; i < STATE_COUNT; i++)
                tally[i] = (ProceedingTally){ 0 };
        while (rows && rows_next(rows)) {
                int state;

                if (enum_find(&proceeding_state_names, rows_text(rows, 0), &state))
                        tally[state] = (ProceedingTally){ .timeless = rows_int(rows, 1),
                                                          .overdue = rows_int(rows, 2),
                                                          .soon = rows_int(rows, 3),
                                                          .later = rows_int(rows, 4) };
        }
        return rows != NULL;
}

bool store_proceeding_to_wake(StoreTx *tx, gint64 now, guint limit, GArray **ids, GError **error) {
        g_autoptr(Rows) rows =
                store_query(tx, &proceeding_to_wake, error, VALUES(value_instant(now), value_int(limit)));
        g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Uuid));

        if (!rows)
                return false;
        while (rows_next(rows)) {
                Uuid id = rows_uuid(rows, 0);

                g_array_append_val(found, id);
        }
        *ids = g_steal_pointer(&found);
        return true;
}
