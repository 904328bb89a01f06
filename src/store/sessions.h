/* Rows of sessions: whoever has signed in, found by the keyed hash of the cookie. */
#pragma once

#include "base/enum-names.h"
#include "store/store.h"

#define SESSION_HASH_SIZE 32
#define SESSIONS_LISTED_MAX 100

typedef enum SessionKind { SESSION_STAFF, SESSION_HOLDER, SESSION_PARTY } SessionKind;

extern const EnumNames session_kind_names; /* staff, holder, party */

typedef struct SessionRow {
        guint8 token_hash[SESSION_HASH_SIZE];
        Uuid id;
        SessionKind kind;
        gint64 created_at;
        gint64 seen_at;    /* to the minute */
        gint64 expires_at; /* whatever happens */
        Uuid staff;        /* staff */
        Uuid account;      /* holder, party */
        Uuid case_id;      /* party */
        Uuid subject;      /* party: the side of the case that it is */
} SessionRow;

bool store_session_add(StoreTx *tx, const SessionRow *row, GError **error);

/* Finds a session. `roles` are those of its member of staff, as they are now, 0 for others and for a disabled one.
 * `found` tells whether there is one; it may be over. */
bool store_session_find(StoreTx *tx, const guint8 token_hash[static SESSION_HASH_SIZE], SessionRow *row, guint *roles,
                        bool *found, GError **error);

/* Moves seen_at on to `now` where it lies before `unless_since`. */
bool store_session_touch(StoreTx *tx, const guint8 token_hash[static SESSION_HASH_SIZE], gint64 now,
                         gint64 unless_since, GError **error);

/* Adds the sessions of a member of staff, or of an account, newest first, SESSIONS_LISTED_MAX at most, to `rows`
 * (SessionRow). */
bool store_sessions_of_staff(StoreTx *tx, const Uuid *staff, GArray *rows, GError **error);
bool store_sessions_of_account(StoreTx *tx, const Uuid *account, GArray *rows, GError **error);

/* Ends one session, all of a member of staff, all of an account's holder. */
bool store_session_end(StoreTx *tx, const guint8 token_hash[static SESSION_HASH_SIZE], GError **error);
bool store_sessions_end_of_staff(StoreTx *tx, const Uuid *staff, GError **error);
bool store_sessions_end_of_holder(StoreTx *tx, const Uuid *account, GError **error);

/* Removes the sessions that are over. */
bool store_sessions_sweep(StoreTx *tx, gint64 now, GError **error);
