/* The files of a backup: its manifest, and SHA256SUMS in the form of sha256sum. Private to backup.c and restore.c. */
#pragma once

#include "app/backup.h"
#include "vault/file-copy.h"

#include <stdio.h>

#define BACKUP_POOL "evidence"
#define BACKUP_DATABASE_FOLDER "database"
#define BACKUP_MANIFEST "manifest.json"
#define BACKUP_SUMS "SHA256SUMS"
#define BACKUP_UNFINISHED ".part"
#define BACKUP_BLOB_PREFIX "../" BACKUP_POOL "/"

/* Refuses REFUSAL_BACKUP_UNUSABLE. */
bool backup_refuse(GError **error, const char *path, const char *zh, const char *en);

/* Lists the names of the finished backups in a folder, oldest first: array of char *, the caller's. An empty one where the
 * folder is not there. */
GPtrArray *backup_names(const char *folder);

/* Removes a folder and what it holds; links are removed, never followed. Fails with FAILURE_FILE. */
bool backup_tree_remove(const char *path, GError **error);

/* Removes all but the newest `keep` finished backups, and the evidence that no other names; their names are added to `dropped`. Each
 * loses its name first: cut off there, the evidence of that one stays. Whoever calls it holds the folder's lock.
 *
 * Refuses REFUSAL_BACKUP_UNUSABLE where one's SHA256SUMS is damaged: that one and the newer ones stay; fails with FAILURE_FILE. */
bool backup_drop(const char *folder, guint keep, GPtrArray *dropped, GError **error);

/* Names of the files other than the database that a backup has where the instance has them, and their path there. */
typedef struct BackupFile {
        const char *name;
        const char *path; /* NULL: the instance has none */
} BackupFile;

#define BACKUP_FILES 3
void backup_files(const AppConfig *config, BackupFile files[static BACKUP_FILES]);

/* Writes the manifest, on disk before it returns. Fails with FAILURE_FILE, FAILURE_FULL. */
bool manifest_write(const Manifest *manifest, const char *path, GError **error);

/* Reads one. Refuses REFUSAL_BACKUP_UNUSABLE. */
bool manifest_read(const char *path, Manifest *manifest, GError **error);

void hash_write(const guint8 sha256[static FILE_SHA256_SIZE], char hex[static 2 * FILE_SHA256_SIZE + 1]);

/* One line of SHA256SUMS. */
typedef struct Sum {
        guint8 sha256[FILE_SHA256_SIZE];
        const char *path; /* from the backup's folder; lasts until the next line */
        bool is_blob;
        Uuid blob;
} Sum;

/* Adds a line. Fails with FAILURE_FILE, FAILURE_FULL. */
bool sum_write(FILE *file, const Sum *sum, GError **error);

typedef struct SumsReader SumsReader;

/* Opens SHA256SUMS of a backup. NULL: FAILURE_FILE. */
SumsReader *sums_open(const char *backup, GError **error);
void sums_close(SumsReader *reader); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SumsReader, sums_close)

/* Gives the next line; `more` false at the end. Refuses REFUSAL_BACKUP_UNUSABLE, with the line, what is not of the form. */
bool sums_next(SumsReader *reader, Sum *sum, bool *more, GError **error);

/* Finds the hash of a blob among lines whose blobs stand in the order of their ids, going forward only: ask in that order.
 * NULL for `reader` finds nothing. */
bool sums_find(SumsReader *reader, const Uuid *blob, guint8 sha256[static FILE_SHA256_SIZE], bool *found,
               GError **error);
