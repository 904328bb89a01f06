/* A backup of a whole instance, and a whole instance of a backup.
 *
 *     FOLDER/evidence/xx/ID.blob       the evidence of all backups in this folder, sealed as it lies in the instance
 *     FOLDER/20180510T103414Z/         one backup, of that moment (UTC); the next one stands beside it
 *         manifest.json                what it is of; written last
 *         SHA256SUMS                   of every file, the blobs too, as sha256sum -c reads it
 *         policy.yaml, calendar.yaml, bank.yaml
 *         database/                    one snapshot, see store/copy.h
 *
 * A folder is called so only when all of it is on disk and has been read back; until then it is called FOLDER/….part. The
 * keyring is never in it: who finds the backup must not find the keys beside it. docs/decisions/0013-backup.md */
#pragma once

#include "app/config.h"
#include "app/ledger.h"

typedef enum BackupStage { BACKUP_DATABASE, BACKUP_EVIDENCE, BACKUP_LOG, BACKUP_STAGE_COUNT } BackupStage;

typedef void (*BackupTell)(BackupStage stage, guint64 done, guint64 all, gpointer user);

/* What a backup is of. */
typedef struct Manifest {
        gint64 made_at;     /* microseconds since 1970, UTC */
        char *database;     /* "sqlite", "postgresql" */
        GPtrArray *steps;   /* char *: what its schema has had */
        gint64 log_size;    /* leaves under the newest checkpoint; 0: there is none */
        char *log_root;     /* hexadecimal; NULL for none */
        char *checkpoint;   /* the newest checkpoint, a signed note; NULL for none */
        gint64 leaves;      /* all of them, with those that wait */
        char *log_key;      /* NAME+ID+KEY: what the keyring must sign with */
        GArray *masters;    /* guint32: the master keys that the keyring must have */
        guint64 evidence;   /* files */
        GPtrArray *missing; /* char *: blobs that the database names and that are nowhere */
        char *sums_sha256;  /* of SHA256SUMS, hexadecimal */
} Manifest;

void manifest_clear(Manifest *manifest);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Manifest, manifest_clear)

typedef struct MakeBackup {
        const AppConfig *config;
        const char *folder; /* made where it is not there */
        guint keep;         /* drop the oldest backups of the folder until so many are left; 0: none is dropped */
        bool full;          /* read the evidence of earlier backups again, all of it */
        BackupTell tell;
        gpointer user;
} MakeBackup;

typedef struct BackupReport {
        char *path; /* of the backup, FOLDER/20180510T103414Z */
        Manifest manifest;
        guint64 evidence_new, evidence_new_bytes;
        GPtrArray *dropped;  /* char *: names of older ones that are gone now */
        GError *not_dropped; /* why older ones that `keep` would drop are there still; NULL: none is */
} BackupReport;

void backup_report_clear(BackupReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(BackupReport, backup_report_clear)

/* Makes a backup, while others write and read. What an earlier run that was cut off had copied of the evidence is not copied
 * again; its database is. Blobs that are missing in the instance do not end it: they are named in the manifest, and no older backup is
 * dropped then. Older ones go only when this one is whole; where that fails, for one of them cannot be read, they stay, this one stands,
 * and `not_dropped` tells.
 *
 * Refuses REFUSAL_BACKUP_UNUSABLE (another backup into the folder is under way), REFUSAL_KEYRING_INVALID; fails with
 * FAILURE_FILE, FAILURE_FULL, FAILURE_STORE, FAILURE_CORRUPT where something reads back as something else. */
bool app_backup(const MakeBackup *wish, gint64 now, BackupReport *report, GError **error);

typedef struct RestoreBackup {
        const char *folder;      /* of backups (the newest is taken), or of one of them */
        const char *data;        /* the data folder to make; NULL: `config` says where all goes */
        const AppConfig *config; /* an instance of which only the keyring may be there; NULL with `data` */
        const char *keyring;     /* a keyring kept elsewhere; NULL: that of `config` */
        BackupTell tell;
        gpointer user;
} RestoreBackup;

typedef struct RestoreReport {
        char *path; /* of the backup that was taken */
        Manifest manifest;
        LogReport log; /* what `shiming ledger verify --quick` says of what was restored */
} RestoreReport;

void restore_report_clear(RestoreReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RestoreReport, restore_report_clear)

/* Makes an instance of a backup: every file is compared with its hash, the keyring with what the backup needs, and the log
 * with the checkpoint that the backup tells. A data folder has its name only when all of it is there.
 *
 * Refuses REFUSAL_FOLDER_NOT_EMPTY; REFUSAL_BACKUP_UNUSABLE (none there, damaged, made by a newer program, another kind of
 * database, a database that holds rows), REFUSAL_KEYRING_INVALID (not the one that belongs to it); fails with FAILURE_FILE,
 * FAILURE_FULL, FAILURE_STORE. */
bool app_restore(const RestoreBackup *wish, gint64 now, RestoreReport *report, GError **error);
