/* Taking many accounts in at once, with the verifications that the platform's earlier books hold of them: a file's lines come as
 * ImportedAccount, are sealed into a batch, and a batch is one transaction that holds the rows, their leaves with their places
 * in the log, a signed checkpoint, and how far the file has come. So a file that was interrupted goes on where the last commit
 * stands, and nothing is half there.
 *
 * A batch may be filled by one thread while another commits the batch before it. */
#pragma once

#include "app/identity.h"
#include "domain/terms.h"
#include "store/imports.h"

/* ---- what a line says --------------------------------------------------------------------------------------------- */

typedef struct ImportedSubject {
        Uuid id;           /* nil: a new one */
        bool named;        /* false: nobody has named this owner yet, or it was erased */
        Identity who;      /* email and mobile count where it is not named too; the strings are the line's */
        gint64 created_at; /* INSTANT_NONE: when the import began */
} ImportedSubject;

typedef struct ImportedVerification {
        Uuid id;       /* nil: a new one */
        guint subject; /* its place in `subjects` */
        OwnerKind kind;
        Method method;
        gint64 verified_at;
        Uuid opened_by;     /* nil: by no proceeding */
        gint64 released_at; /* INSTANT_NONE: active */
        Uuid released_by;
} ImportedVerification;

#define IMPORTED_TENURES_MAX 256 /* subjects, and verifications, of one account */

typedef struct ImportedAccount {
        Uuid id; /* nil: a new one */
        const char *external_id;
        Origin origin;
        bool origin_verified, frozen;
        gint64 created_at; /* INSTANT_NONE: when the import began */
        guint tenure;      /* the present owner's place in `subjects` */
        guint subject_count, verification_count;
        ImportedSubject *subjects;
        ImportedVerification *verifications;
} ImportedAccount;

/* Reasons that only the whole file or the database can give. */
#define IMPORT_REASON_REPEATED "repeated-value external_id" /* on an earlier line of the file */
#define IMPORT_REASON_EXISTS "account-exists external_id"   /* known before this import */
#define IMPORT_REASON_ID_EXISTS "account-exists id"

/* ---- a batch ------------------------------------------------------------------------------------------------------- */

/* A line as it was, to be taken or rejected. */
typedef struct ImportLine {
        gint64 number;     /* from 1 */
        const char *bytes; /* without the line's end */
        gsize size;
} ImportLine;

typedef struct ImportReject {
        ImportLine line;
        const char *reason; /* a code and what it is about, parted by spaces: "number-invalid number checksum" */
} ImportReject;

typedef struct ImportBatch ImportBatch;

/* Makes an empty batch of an import that began at `started_at`. The caller frees it. */
ImportBatch *import_batch_new(const App *app, gint64 started_at);
void import_batch_free(ImportBatch *batch); /* wipes it; takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ImportBatch, import_batch_free)

/* Seals an account into the batch; one whose external id is in the batch already is rejected. `now` is when: ids rise with it
 * and leaves bear it. Everything is copied. */
void import_batch_take(ImportBatch *batch, const ImportLine *line, const ImportedAccount *account, gint64 now);

/* Puts a line among those that are not taken. Line and reason are copied. */
void import_batch_reject(ImportBatch *batch, const ImportLine *line, const char *reason);

/* Lines in it, taken and rejected. */
guint import_batch_lines(const ImportBatch *batch);

/* ---- an import ----------------------------------------------------------------------------------------------------- */

/* Writes the rejected lines of a batch, in order of line, where those of the batches before end; gives the file's size after
 * it. May be called again for the same batch, and must then give the same file. They are to be on the disk when it returns. */
typedef bool (*ImportRejectsKeep)(const ImportReject *rejects, gsize count, gint64 *size, gpointer user,
                                  GError **error);

/* How far a batch leads. */
typedef struct ImportReach {
        gint64 position, lines;
        guint8 hash[IMPORT_HASH_SIZE];
        bool end; /* the file's end */
} ImportReach;

/* Finds the newest import of a source; `row` (the caller's) is NULL where there is none. */
bool app_import_find(App *app, const char *source, ImportRow **row, GError **error);

/* Begins one: its row is written. The caller frees it; NULL on failure. */
ImportRow *app_import_begin(App *app, const char *source, gint64 now, GError **error);

/* Commits a batch and moves `import` on; `import` is untouched where it fails.
 *
 * Refuses REFUSAL_IMPORT_ELSEWHERE where another program moved the same import. Fails as store_write() and `keep` do. */
bool app_import_commit(App *app, ImportRow *import, ImportBatch *batch, const ImportReach *reach, gint64 now,
                       ImportRejectsKeep keep, gpointer user, GError **error);

/* The same without writing anything: looks which accounts are known already, and counts into `import`. */
bool app_import_rehearse(App *app, ImportRow *import, ImportBatch *batch, const ImportReach *reach,
                         ImportRejectsKeep keep, gpointer user, GError **error);

/* ---- a line of CSV ------------------------------------------------------------------------------------------------- */

typedef enum ImportColumn {
        IMPORT_EXTERNAL_ID,
        IMPORT_KIND,
        IMPORT_NAME,
        IMPORT_NUMBER,
        IMPORT_SINCE,
        IMPORT_NUMBER_KIND,
        IMPORT_METHOD,
        IMPORT_ORIGIN,
        IMPORT_ORIGIN_VERIFIED,
        IMPORT_FROZEN,
        IMPORT_EMAIL,
        IMPORT_MOBILE,
        IMPORT_LINE,   /* of a file of rejected lines; not read */
        IMPORT_REASON, /* likewise */
        IMPORT_COLUMN_COUNT
} ImportColumn;

/* Where each column stands in a record; -1: not there. */
typedef struct ImportHeader {
        int places[IMPORT_COLUMN_COUNT];
        guint count;
} ImportHeader;

/* Reads the header; `file` is the file's name. Refuses REFUSAL_IMPORT_INVALID: a column that is not known, there twice, or
 * missing. */
bool import_header_read(const char *file, const char *const *names, guint count, ImportHeader *header,
                        GError **error);

/* What stays the same from line to line. */
typedef struct ImportRules {
        CivilDate today;
        gint64 now;
        GTimeZone *zone; /* of days without a time */
} ImportRules;

/* Memory of one line of CSV. Zero it; import_csv_clear() after each line. */
typedef struct ImportCsvLine {
        ImportedAccount account;
        ImportedSubject subject;
        ImportedVerification verification;
} ImportCsvLine;

/* Reads a line's fields (NUL-ended). `reason` is why it is rejected, as ImportReject has it; the caller frees it.
 *
 * The number of accounts that one owner may have is not asked for: these are what the platform has. Source: docs/import.md. */
bool import_csv_read(const ImportHeader *header, const char *const *fields, guint count, const ImportRules *rules,
                     ImportCsvLine *line, char **reason);
void import_csv_clear(ImportCsvLine *line);
