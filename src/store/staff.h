/* Rows of staff: who works on cases, found by the keyed hash of the login. */
#pragma once

#include "store/store.h"

#define STAFF_HASH_SIZE 32
#define STAFF_PAGE_MAX 200

typedef struct StaffRow {
        Uuid id;
        guint8 login_hash[STAFF_HASH_SIZE];
        guint roles;            /* bits of Role */
        GBytes *sealed_profile; /* "staff.profile", under the member's own key */
        gint64 version;
        gint64 created_at;
        char *password_hash; /* NULL: none set yet */
        gint64 disabled_at;  /* INSTANT_NONE: may sign in */
} StaffRow;

void staff_row_clear(StaffRow *row);
void staff_row_free(StaffRow *row); /* of a list */
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StaffRow, staff_row_clear)

/* Adds a member; `added` is false where the login is taken. */
bool store_staff_add(StoreTx *tx, const StaffRow *row, bool *added, GError **error);

/* Loads a member by id, or by login; `found` tells whether there is one. `row` is a zeroed one, the caller's to clear. */
bool store_staff_load(StoreTx *tx, const Uuid *id, StaffRow *row, bool *found, GError **error);
bool store_staff_find(StoreTx *tx, const guint8 login_hash[static STAFF_HASH_SIZE], StaffRow *row, bool *found,
                      GError **error);

/* Adds the members after `after` (nil: from the first), by id, `limit` at most, to `rows` (StaffRow *). */
bool store_staff_list(StoreTx *tx, const Uuid *after, guint limit, GPtrArray *rows, GError **error);

/* Stores roles, profile and disabled_at where the version is still `row->version`, which then rises by one; `saved` is
 * false where it is another. */
bool store_staff_save(StoreTx *tx, StaffRow *row, bool *saved, GError **error);

/* Stores a password's hash where the one there is still `before` (NULL: none); `saved` is false where it is another. */
bool store_staff_password(StoreTx *tx, const Uuid *id, const char *before, const char *password_hash, bool *saved,
                          GError **error);

/* Tells whether anybody but `id` has one of the roles (bits of Role) and is not disabled. */
bool store_staff_others_have(StoreTx *tx, const Uuid *id, guint roles, bool *others, GError **error);

/* Adds the ids of the proceedings that a member has claimed to `ids` (Uuid), `limit` at most. */
bool store_staff_claims(StoreTx *tx, const Uuid *id, guint limit, GArray *ids, GError **error);
