/* Who is told of what. */
#include "store/notices.h"

#include <string.h>

#define NOTICE_COLUMNS \
        "id, recipient_kind, recipient_id, recipient_role, event, account_id, proceeding_id, created_at, read_at"

static const char *const recipients[] = {
        [NOTICE_TO_SUBJECT] = "subject", [NOTICE_TO_ROLE] = "role", [NOTICE_TO_PLATFORM] = "platform"
};

static const Statement notice_add = { "INSERT INTO notices (id, recipient_kind, recipient_id, recipient_role, event, "
                                      "account_id, proceeding_id, created_at) "
                                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)" };

static const Statement notices_of_subject = {
        "SELECT " NOTICE_COLUMNS " FROM notices WHERE recipient_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
};

static const Statement notices_of_role = {
        "SELECT " NOTICE_COLUMNS " FROM notices WHERE recipient_role = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
};

static const Statement notice_read = { "UPDATE notices SET read_at = COALESCE(read_at, $2) WHERE id = $1 AND "
                                       "(recipient_id = $3 OR recipient_role = $4)" };

bool store_notice_add(StoreTx *tx, const Notice *notice, GError **error) {
        return store_run(tx, &notice_add, NULL, error,
                         VALUES(value_uuid(&notice->id), value_text(recipients[notice->to]),
                                value_uuid(&notice->subject),
                                value_text(notice->to == NOTICE_TO_PLATFORM ? "platform" : notice->role),
                                value_text(notice->event), value_uuid(&notice->account),
                                value_uuid(&notice->proceeding), value_instant(notice->created_at)));
}

static Notice notice_from_row(Rows *row) {
        Notice notice = { .id = rows_uuid(row, 0),
                          .subject = rows_uuid(row, 2),
                          .role = rows_text(row, 3),
                          .event = rows_text(row, 4),
                          .account = rows_uuid(row, 5),
                          .proceeding = rows_uuid(row, 6),
                          .created_at = rows_instant(row, 7),
                          .read_at = rows_instant(row, 8) };

        for (int to = 0; to < (int) G_N_ELEMENTS(recipients); to++) {
                if (g_strcmp0(recipients[to], rows_text(row, 1)) == 0)
                        notice.to = (NoticeRecipient) to;
        }
        return notice;
}

bool store_notice_walk(StoreTx *tx, NoticeRecipient to, const Uuid *subject, const char *role, const Uuid *before,
                       guint limit, NoticeSeen seen, gpointer user, GError **error) {
        Uuid bound = *before;
        g_autoptr(Rows) rows = NULL;

        if (uuid_is_nil(&bound))
                memset(bound.bytes, 0xff, sizeof bound.bytes);
        rows = to == NOTICE_TO_SUBJECT
                       ? store_query(tx, &notices_of_subject, error,
                                     VALUES(value_uuid(subject), value_uuid(&bound), value_int(limit)))
                       : store_query(tx, &notices_of_role, error,
                                     VALUES(value_text(to == NOTICE_TO_PLATFORM ? "platform" : role),
                                            value_uuid(&bound), value_int(limit)));
        if (!rows)
                return false;
        while (rows_next(rows)) {
                Notice notice = notice_from_row(rows);

                if (!seen(&notice, user, error))
                        return false;
        }
        return true;
}

bool store_notice_read(StoreTx *tx, const Uuid *id, const Uuid *subject, const char *role, gint64 now, bool *found,
                       GError **error) {
        gint64 changed = 0;

        if (!store_run(tx, &notice_read, &changed, error,
                       VALUES(value_uuid(id), value_instant(now), value_uuid(subject), value_text(role))))
                return false;
        *found = changed == 1;
        return true;
}
