/* Rows of imports, how far a file has been taken in, and the many rows that come of its lines. */
#pragma once

#include "domain/terms.h"
#include "store/store.h"

#define IMPORT_HASH_SIZE 32

typedef struct ImportRow {
        Uuid id;
        char *source;                  /* the file's path, or "-" */
        gint64 started_at, done_at;    /* done_at INSTANT_NONE: not at the file's end yet */
        gint64 position, lines;        /* bytes and lines taken or rejected so far */
        guint8 hash[IMPORT_HASH_SIZE]; /* SHA-256 of those bytes */
        gint64 taken, rejected;
        gint64 rejected_bytes; /* size of the file of rejected lines */
} ImportRow;

void import_row_free(ImportRow *row); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportRow, import_row_free)

/* Loads the newest import of a source; NULL where there is none. The caller frees it. */
bool store_import_newest(StoreTx *tx, const char *source, ImportRow **row, GError **error);

bool store_import_add(StoreTx *tx, const ImportRow *row, GError **error);

/* Saves how far an import has come, by compare-and-set on the position it stood at; `moved` false: another moved it. */
bool store_import_move(StoreTx *tx, const ImportRow *row, gint64 from, bool *moved, GError **error);

/* ---- the rows of a batch. Each names its account by its place in `accounts`; pointers belong to the batch. ---------- */

typedef struct ImportBytes {
        const guint8 *bytes; /* NULL: none */
        gsize size;
} ImportBytes;

typedef struct ImportAccountRow {
        Uuid id, tenure;
        const char *external_id;
        Origin origin;
        bool origin_verified, frozen;
        gint64 created_at;
        bool left_out; /* it may not be taken after all: no row of its is written */
} ImportAccountRow;

typedef struct ImportSubjectRow {
        guint account;
        Uuid id;
        bool kind_known;
        OwnerKind kind;
        gint64 created_at;
        ImportBytes wrapped, sealed_identity, sealed_contacts;
} ImportSubjectRow;

typedef struct ImportLookupRow {
        guint account;
        const char *purpose; /* "number", "name" */
        guint8 hash[IMPORT_HASH_SIZE];
        Uuid subject;
} ImportLookupRow;

typedef struct ImportVerificationRow {
        guint account;
        Uuid id, subject, opened_by, released_by;
        OwnerKind kind;
        Method method;
        gint64 verified_at, released_at;
} ImportVerificationRow;

typedef struct ImportLeafRow {
        guint account;
        Uuid id, key_owner, verification;
        ImportBytes bytes, sealed_opening;
        gint64 made_at;
        gint64 index; /* its place in the log */
} ImportLeafRow;

typedef struct ImportRows {
        GArray *accounts, *subjects, *lookups, *verifications, *leaves;
} ImportRows;

/* Writes the rows of all accounts that are not left out. */
bool store_import_load(StoreTx *tx, const ImportRows *rows, GError **error);

/* Called for each of the asked external ids that an account bears already, with the instant at which that was made. */
typedef void (*ImportKnown)(const char *external_id, gint64 created_at, gpointer user);

/* Looks many external ids up. `external_ids` is a JSON array of texts. */
bool store_import_known(StoreTx *tx, const char *external_ids, ImportKnown known, gpointer user, GError **error);

/* Tells whether a row of accounts, subjects or verifications has this id already. */
bool store_import_id_is_taken(StoreTx *tx, const Uuid *id, bool *taken, GError **error);
