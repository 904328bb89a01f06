/* Rows of links: one-time links, found by the keyed hash of their token. */
#pragma once

#include "base/enum-names.h"
#include "store/store.h"

#define LINK_HASH_SIZE 32

typedef enum LinkPurpose {
        LINK_SIGN_IN,  /* lets an account's holder in */
        LINK_PASSWORD, /* lets a member of staff set a password */
        LINK_DISPUTE   /* lets a side of a case see it, and dispute it */
} LinkPurpose;

extern const EnumNames link_purpose_names; /* sign-in, password, dispute */

typedef struct LinkRow {
        guint8 token_hash[LINK_HASH_SIZE];
        LinkPurpose purpose;
        gint64 created_at;
        gint64 expires_at;
        Uuid staff;   /* password */
        Uuid account; /* sign-in, dispute */
        Uuid case_id; /* dispute */
        Uuid subject; /* dispute */
        gint64 used_at;
} LinkRow;

bool store_link_add(StoreTx *tx, const LinkRow *row, GError **error);

/* Finds a link; `found` tells whether there is one. It may be used or over. */
bool store_link_find(StoreTx *tx, const guint8 token_hash[static LINK_HASH_SIZE], LinkRow *row, bool *found,
                     GError **error);

/* Uses a link up; `used` is false where it was used before or is over at `now`. */
bool store_link_use(StoreTx *tx, const guint8 token_hash[static LINK_HASH_SIZE], gint64 now, bool *used,
                    GError **error);

/* Uses up every link of a member of staff. */
bool store_links_void_of_staff(StoreTx *tx, const Uuid *staff, gint64 now, GError **error);

/* Removes the links that are over. */
bool store_links_sweep(StoreTx *tx, gint64 now, GError **error);
