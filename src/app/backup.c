/* Making a backup: one snapshot of the database, then the evidence that it names, then the hashes of all, then the name. */
#include "app/backup.h"

#include "app/backup-files.h"
#include "base/disk.h"
#include "base/refusal.h"
#include "ledger/note.h"
#include "store/checkpoints.h"
#include "store/copy.h"
#include "store/evidence.h"
#include "store/keys.h"
#include "store/leaves.h"
#include "vault/blob-copies.h"
#include "vault/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define BLOBS_AT_ONCE 10000
#define SECOND_NAMES 9

typedef struct Backup {
        const MakeBackup *wish;
        BackupReport *report;
        char *unfinished; /* FOLDER/….part */
        GArray *blobs;    /* Uuid: what the snapshot names, by id */
        FILE *sums;
} Backup;

static void backup_clear(Backup *backup) {
        g_free(backup->unfinished);
        g_clear_pointer(&backup->blobs, g_array_unref);
        if (backup->sums)
                (void) fclose(backup->sums); /* synced before, where that mattered */
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Backup, backup_clear)

void backup_report_clear(BackupReport *report) {
        g_clear_pointer(&report->path, g_free);
        g_clear_pointer(&report->dropped, g_ptr_array_unref);
        g_clear_error(&report->not_dropped);
        manifest_clear(&report->manifest);
}

/* ---- the place ------------------------------------------------------------------------------------------------- */

/* A database that was half copied is worth nothing; the evidence that was copied with it is kept. */
static bool unfinished_remove(const char *folder, GError **error) {
        g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);

        for (const char *name = open ? g_dir_read_name(open) : NULL; name; name = g_dir_read_name(open)) {
                g_autofree char *path = g_build_filename(folder, name, NULL);

                if (g_str_has_suffix(name, BACKUP_UNFINISHED) && !backup_tree_remove(path, error))
                        return false;
        }
        return true;
}

/* Opens the folder of backups for one backup at a time; -1 on failure. Closing it lets the next one in. */
static int folder_open(const char *folder, GError **error) {
        int descriptor;

        if (g_mkdir_with_parents(folder, 0700) != 0) {
                disk_fail(error, "making", folder);
                return -1;
        }
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (descriptor < 0) {
                disk_fail(error, "opening", folder);
                return -1;
        }
        if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
                return descriptor;
        if (errno == EWOULDBLOCK)
                backup_refuse(error, folder, "另一次备份正在写入该目录；请等它结束",
                              "another backup into it is under way; wait for its end");
        else
                disk_fail(error, "locking", folder);
        disk_close(&descriptor);
        return -1;
}

/* Chooses the backup's name, and makes the unfinished one's folder. */
static bool place_make(Backup *backup, gint64 now, GError **error) {
        g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(now / INSTANT_SECOND);
        g_autofree char *name = g_date_time_format(at, "%Y%m%dT%H%M%SZ");
        g_autofree char *database = NULL;
        char *path = g_build_filename(backup->wish->folder, name, NULL);

        for (guint i = 2; i <= SECOND_NAMES && g_file_test(path, G_FILE_TEST_EXISTS); i++) {
                g_free(path);
                path = g_strdup_printf("%s/%s-%u", backup->wish->folder, name, i);
        }
        backup->report->path = path;
        backup->unfinished = g_strconcat(path, BACKUP_UNFINISHED, NULL);
        database = g_build_filename(backup->unfinished, BACKUP_DATABASE_FOLDER, NULL);
        return g_mkdir_with_parents(database, 0700) == 0 || disk_fail(error, "making", database);
}

/* ---- the database ---------------------------------------------------------------------------------------------- */

static bool blobs_list(Backup *backup, StoreTx *tx, GError **error) {
        guint had;

        backup->blobs = g_array_new(FALSE, FALSE, sizeof(Uuid));
        do {
                Uuid after = { .bytes = { 0 } };

                had = backup->blobs->len;
                if (had)
                        after = g_array_index(backup->blobs, Uuid, had - 1);
                if (!store_evidence_blobs(tx, &after, BLOBS_AT_ONCE, backup->blobs, error))
                        return false;
        } while (backup->blobs->len - had == BLOBS_AT_ONCE);
        return true;
}

static bool masters_list(Manifest *manifest, StoreTx *tx, GError **error) {
        g_autoptr(GArray) counts = NULL;

        if (!store_key_masters(tx, &counts, error))
                return false;
        manifest->masters = g_array_new(FALSE, FALSE, sizeof(guint32));
        for (guint i = 0; i < counts->len; i++)
                g_array_append_val(manifest->masters, g_array_index(counts, KeyMasterCount, i).master);
        return true;
}

static bool log_tell(Manifest *manifest, StoreTx *tx, GError **error) {
        g_autoptr(CheckpointRow) newest = NULL;
        gint64 waiting;

        if (!store_checkpoint_newest(tx, &newest, error) || !store_leaf_count(tx, &manifest->leaves, &waiting, error))
                return false;
        if (newest) {
                char root[2 * FILE_SHA256_SIZE + 1];

                if (g_bytes_get_size(newest->root) != FILE_SHA256_SIZE)
                        return fail(error, FAILURE_CORRUPT, "the newest checkpoint's root is not a hash");
                hash_write(g_bytes_get_data(newest->root, NULL), root);
                manifest->log_size = newest->size;
                manifest->log_root = g_strdup(root);
                manifest->checkpoint = g_strdup(newest->note);
        }
        return true;
}

/* Runs over the snapshot that is copied: what the manifest tells is what is in it. */
static bool snapshot_look(StoreTx *tx, gpointer data, GError **error) {
        Backup *backup = data;
        Manifest *manifest = &backup->report->manifest;

        return store_steps_list(tx, &manifest->steps, error) && log_tell(manifest, tx, error)
               && masters_list(manifest, tx, error) && blobs_list(backup, tx, error);
}

static void database_tell(guint64 done, guint64 all, gpointer user) {
        const MakeBackup *wish = user;

        if (wish->tell)
                wish->tell(BACKUP_DATABASE, done, all, wish->user);
}

static bool database_copy(Backup *backup, GError **error) {
        const MakeBackup *wish = backup->wish;
        g_autofree char *folder = g_build_filename(backup->unfinished, BACKUP_DATABASE_FOLDER, NULL);
        StoreCopy copy = {
                .location = wish->config->store, .folder = folder, .tell = database_tell, .user = (gpointer) wish
        };

        backup->report->manifest.database =
                g_strdup(store_location_backend(wish->config->store) == STORE_POSTGRES ? "postgresql" : "sqlite");
        return store_copy_out(&copy, snapshot_look, backup, error);
}

/* ---- the other files, and all hashes --------------------------------------------------------------------------- */

static bool file_note(Backup *backup, const char *name, GError **error) {
        g_autofree char *path = g_build_filename(backup->unfinished, name, NULL);
        Sum sum = { .path = name };

        return file_sha256(path, sum.sha256, NULL, error) && sum_write(backup->sums, &sum, error);
}

static bool settings_copy(Backup *backup, GError **error) {
        BackupFile files[BACKUP_FILES];

        backup_files(backup->wish->config, files);
        for (guint i = 0; i < BACKUP_FILES; i++) {
                g_autofree char *to = g_build_filename(backup->unfinished, files[i].name, NULL);
                guint8 sha256[FILE_SHA256_SIZE];

                if (!files[i].path || !g_file_test(files[i].path, G_FILE_TEST_EXISTS))
                        continue;
                if (!file_copy(files[i].path, to, sha256, error) || !file_note(backup, files[i].name, error))
                        return false;
        }
        return true;
}

static gint names_compare(gconstpointer a, gconstpointer b) {
        return strcmp(*(const char *const *) a, *(const char *const *) b);
}

static bool database_note(Backup *backup, GError **error) {
        g_autofree char *folder = g_build_filename(backup->unfinished, BACKUP_DATABASE_FOLDER, NULL);
        g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
        g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);

        if (!open)
                return disk_fail(error, "reading", folder);
        for (const char *name = g_dir_read_name(open); name; name = g_dir_read_name(open))
                g_ptr_array_add(names, g_build_filename(BACKUP_DATABASE_FOLDER, name, NULL));
        g_ptr_array_sort(names, names_compare);
        for (guint i = 0; i < names->len; i++)
                if (!file_note(backup, g_ptr_array_index(names, i), error))
                        return false;
        return true;
}

static bool files_copy(Backup *backup, GError **error) {
        g_autofree char *path = g_build_filename(backup->unfinished, BACKUP_SUMS, NULL);
        DISK_AUTO_CLOSE int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

        backup->sums = file < 0 ? NULL : fdopen(file, "w");
        if (!backup->sums)
                return disk_fail(error, "creating", path);
        (void) g_steal_fd(&file); /* the stream's now */
        return settings_copy(backup, error) && database_note(backup, error);
}

/* ---- the evidence ---------------------------------------------------------------------------------------------- */

/* The hash of a blob that is there: as an earlier backup has it, else read from the disk. */
static bool blob_hash_known(Backup *backup, Blobs *pool, SumsReader *earlier, Sum *sum, GError **error) {
        guint8 now[FILE_SHA256_SIZE];
        char text[UUID_TEXT_SIZE];
        bool found;

        if (!sums_find(earlier, &sum->blob, sum->sha256, &found, error))
                return false;
        if (found && !backup->wish->full)
                return true;
        if (!blob_file_sha256(pool, &sum->blob, now, error))
                return false;
        if (found && memcmp(now, sum->sha256, sizeof now) != 0)
                return fail(error, FAILURE_CORRUPT,
                            "%s/%s: the blob %s is no longer what was copied; remove it and back up again",
                            backup->wish->folder, BACKUP_POOL, uuid_format(&sum->blob, text));
        memcpy(sum->sha256, now, sizeof now);
        return true;
}

static bool blob_copy(Backup *backup, BlobCopies *copies, Blobs *pool, SumsReader *earlier, const Uuid *id,
                      GError **error) {
        Manifest *manifest = &backup->report->manifest;
        Sum sum = { .is_blob = true, .blob = *id };
        BlobCopied outcome;

        if (!blob_copies_add(copies, id, sum.sha256, &outcome, error))
                return false;
        if (outcome == BLOB_MISSING) {
                g_ptr_array_add(manifest->missing, uuid_to_text(id));
                return true;
        }
        if (outcome == BLOB_THERE && !blob_hash_known(backup, pool, earlier, &sum, error))
                return false;
        manifest->evidence++;
        backup->report->evidence_new += outcome == BLOB_COPIED;
        return sum_write(backup->sums, &sum, error);
}

static bool evidence_copy(Backup *backup, Blobs *evidence, SumsReader *earlier, GError **error) {
        const MakeBackup *wish = backup->wish;
        g_autofree char *folder = g_build_filename(wish->folder, BACKUP_POOL, NULL);
        g_autoptr(Blobs) pool = blobs_open(folder, error);
        g_autoptr(BlobCopies) copies = pool ? blob_copies_new(evidence, pool) : NULL;

        backup->report->manifest.missing = g_ptr_array_new_with_free_func(g_free);
        for (guint i = 0; pool && i < backup->blobs->len; i++) {
                if (!blob_copy(backup, copies, pool, earlier, &g_array_index(backup->blobs, Uuid, i), error))
                        return false;
                if (wish->tell)
                        wish->tell(BACKUP_EVIDENCE, i + 1, backup->blobs->len, wish->user);
        }
        if (!pool || !blob_copies_flush(copies, error))
                return false;
        backup->report->evidence_new_bytes = blob_copies_bytes(copies);
        return true;
}

/* The hashes of the newest finished backup; NULL, without an error, where there is none. */
static bool earlier_open(const char *folder, SumsReader **earlier, GError **error) {
        g_autoptr(GPtrArray) names = backup_names(folder);
        g_autofree char *path = NULL;

        *earlier = NULL;
        if (names->len == 0)
                return true;
        path = g_build_filename(folder, g_ptr_array_index(names, names->len - 1), NULL);
        *earlier = sums_open(path, error);
        return *earlier != NULL;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static bool key_tell(Backup *backup, GError **error) {
        const AppConfig *config = backup->wish->config;
        g_autoptr(Keyring) keyring = keyring_load(config->keyring, error);
        NoteKey key;

        if (!keyring)
                return false;
        if (!note_key_from_seed(config->log_origin, keyring_secret(keyring, KEYRING_LOG_SIGNING), &key))
                return fail(error, FAILURE_CORRUPT, "the log's origin cannot be a key's name");
        backup->report->manifest.log_key = note_key_format(&key);
        return true;
}

static bool contents_copy(Backup *backup, GError **error) {
        g_autoptr(SumsReader) earlier = NULL;
        g_autoptr(Blobs) evidence = NULL;
        const char *folder = backup->wish->config->evidence;

        /* blobs_open() would make it, and an evidence disk that is not mounted must not look like an empty one */
        if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
                return fail(error, FAILURE_FILE, "%s: there is no such folder of evidence", folder);
        evidence = blobs_open(folder, error);
        return evidence && blobs_hold(evidence, error) && earlier_open(backup->wish->folder, &earlier, error)
               && database_copy(backup, error) && files_copy(backup, error)
               && evidence_copy(backup, evidence, earlier, error);
}

static bool sums_end(Backup *backup, GError **error) {
        g_autofree char *path = g_build_filename(backup->unfinished, BACKUP_SUMS, NULL);
        guint8 sha256[FILE_SHA256_SIZE];
        char hex[2 * FILE_SHA256_SIZE + 1];

        if (fflush(backup->sums) != 0)
                return disk_fail(error, "writing", path);
        if (!disk_sync(fileno(backup->sums), path, error) || !file_sha256(path, sha256, NULL, error))
                return false;
        hash_write(sha256, hex);
        backup->report->manifest.sums_sha256 = g_strdup(hex);
        return true;
}

static bool name_take(Backup *backup, int folder, GError **error) {
        g_autofree char *manifest = g_build_filename(backup->unfinished, BACKUP_MANIFEST, NULL);

        if (!manifest_write(&backup->report->manifest, manifest, error) || !disk_sync_folder_of(manifest, error))
                return false;
        if (g_rename(backup->unfinished, backup->report->path) != 0)
                return disk_fail(error, "renaming", backup->unfinished);
        return disk_sync(folder, backup->wish->folder, error);
}

/* What the instance has lost may be in an older one only: then all stay. They stay too where what they name cannot be read: the
 * evidence that the others need would not be known. The new one stands either way. */
static void old_drop(const MakeBackup *wish, BackupReport *report) {
        if (wish->keep && report->manifest.missing->len == 0)
                backup_drop(wish->folder, wish->keep, report->dropped, &report->not_dropped);
}

bool app_backup(const MakeBackup *wish, gint64 now, BackupReport *report, GError **error) {
        g_auto(Backup) backup = { .wish = wish, .report = report };
        DISK_AUTO_CLOSE int folder = folder_open(wish->folder, error);

        report->manifest.made_at = now;
        report->dropped = g_ptr_array_new_with_free_func(g_free);
        if (folder < 0 || !unfinished_remove(wish->folder, error) || !key_tell(&backup, error)
            || !place_make(&backup, now, error) || !contents_copy(&backup, error) || !sums_end(&backup, error)
            || !name_take(&backup, folder, error))
                return false;
        old_drop(wish, report);
        return true;
}
