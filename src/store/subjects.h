/* Rows of subjects and lookups: owners as accounts came to know them, sealed, and the blind index by which they are found. */
#pragma once

#include "domain/terms.h"
#include "store/store.h"

typedef struct SubjectRow {
        Uuid id, account;
        bool kind_known; /* false: nobody has named this owner yet */
        OwnerKind kind;
        GBytes *sealed_identity; /* JSON {"name", "number_kind", "number"}; NULL while not known */
        GBytes *sealed_contacts; /* JSON {"email", "mobile"}; NULL for none */
        gint64 created_at;
        gint64 erased_at; /* INSTANT_NONE: not erased */
} SubjectRow;

void subject_row_free(SubjectRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SubjectRow, subject_row_free)

/* A subject with its data key, as it was wrapped; NULL where it was erased. */
typedef struct KeyedSubject {
        SubjectRow *row;
        GBytes *wrapped;
} KeyedSubject;

void keyed_subject_free(KeyedSubject *subject);

/* Lists the subjects of the accounts with ids after `after`, up to and with `last`, in order of account and id: GPtrArray of
 * KeyedSubject *, the caller's. */
bool store_subject_range(StoreTx *tx, const Uuid *after, const Uuid *last, GPtrArray **subjects, GError **error);

bool store_subject_add(StoreTx *tx, const SubjectRow *row, GError **error);

/* Loads one; NULL where there is none. The caller frees it. */
bool store_subject_load(StoreTx *tx, const Uuid *id, SubjectRow **row, GError **error);

/* Sets what a subject says of itself while it is not verified yet. */
bool store_subject_save(StoreTx *tx, const SubjectRow *row, GError **error);

/* The blind index. `purpose`: number, name, tracking; `hash` is 32 bytes. */
bool store_lookup_add(StoreTx *tx, const char *purpose, const guint8 hash[static 32], const Uuid *owner,
                      const char *owner_kind, GError **error);
bool store_lookup_clear(StoreTx *tx, const char *purpose, const Uuid *owner, GError **error);

/* Gives the ids (GArray of Uuid, the caller's) of owners of a kind under a hash, in order of id, after `after`. */
bool store_lookup_find(StoreTx *tx, const char *purpose, const guint8 hash[static 32], const char *owner_kind,
                       const Uuid *after, guint limit, GArray **owners, GError **error);

/* Gives a subject's keyed hash of its number; `found` false where it has none. */
bool store_lookup_of(StoreTx *tx, const char *purpose, const Uuid *owner, guint8 hash[static 32], bool *found,
                     GError **error);

/* Gives the ids (GArray of Uuid, the caller's) of accounts that a number owns now, in order of id, after `after`. */
bool store_lookup_owned_accounts(StoreTx *tx, const guint8 hash[static 32], const Uuid *after, guint limit,
                                 GArray **accounts, GError **error);

/* Counts the accounts that a number owns now: active verifications whose subject stands under the hash. */
bool store_lookup_active_accounts(StoreTx *tx, const guint8 hash[static 32], gint64 *count, GError **error);
