/* An instance of a backup: all is compared before it is taken, and has its name only when it is whole. */
#include "app/backup.h"

#include "app/backup-files.h"
#include "app/open.h"
#include "base/disk.h"
#include "base/refusal.h"
#include "ledger/note.h"
#include "store/copy.h"
#include "vault/blob-copies.h"
#include "vault/keyring.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define RESTORE_MARK "restoring"

typedef struct Restore {
        const RestoreBackup *wish;
        const AppConfig *config; /* where all goes */
        RestoreReport *report;
} Restore;

void restore_report_clear(RestoreReport *report) {
        g_clear_pointer(&report->path, g_free);
        manifest_clear(&report->manifest);
        log_report_clear(&report->log);
}

/* ---- what is there --------------------------------------------------------------------------------------------- */

static bool backup_find(Restore *restore, GError **error) {
        const char *folder = restore->wish->folder;
        g_autofree char *manifest = g_build_filename(folder, BACKUP_MANIFEST, NULL);
        g_autoptr(GPtrArray) names = backup_names(folder);
        g_autofree char *path = NULL;

        if (g_file_test(manifest, G_FILE_TEST_EXISTS))
                restore->report->path = g_canonicalize_filename(folder, NULL);
        else if (names->len > 0)
                restore->report->path = g_build_filename(folder, g_ptr_array_index(names, names->len - 1), NULL);
        else
                return backup_refuse(error, folder, "没有完成的备份；未完成的（.part）不可恢复",
                                     "there is no finished backup; an unfinished one (.part) cannot be restored");
        path = g_build_filename(restore->report->path, BACKUP_MANIFEST, NULL);
        return manifest_read(path, &restore->report->manifest, error);
}

static bool sums_check(const Restore *restore, GError **error) {
        g_autofree char *path = g_build_filename(restore->report->path, BACKUP_SUMS, NULL);
        guint8 sha256[FILE_SHA256_SIZE];
        char hex[2 * FILE_SHA256_SIZE + 1];

        if (!file_sha256(path, sha256, NULL, error))
                return false;
        hash_write(sha256, hex);
        return g_str_equal(hex, restore->report->manifest.sums_sha256)
               || backup_refuse(
                       error, path, "与清单所记的哈希不符，备份已损坏；请改用另一份备份",
                       "it differs from the hash in the manifest, so the backup is damaged; take another one");
}

static bool database_fits(const Restore *restore, GError **error) {
        bool postgres = store_location_backend(restore->config->store) == STORE_POSTGRES;

        return g_str_equal(restore->report->manifest.database, postgres ? "postgresql" : "sqlite")
               || backup_refuse(
                       error, restore->report->path,
                       "数据库种类不同：SQLite 的备份恢复到数据目录，PostgreSQL 的备份请用 --config",
                       "the databases differ: restore one of SQLite into a data folder, one of PostgreSQL by "
                       "--config");
}

/* The keyring must open what the backup seals, and sign on where its log ends. */
static bool keyring_fits(const Restore *restore, const char *path, GError **error) {
        const Manifest *manifest = &restore->report->manifest;
        g_autoptr(Keyring) keyring = keyring_load(path, error);
        g_autofree char *log_key = NULL;
        NoteKey key;
        guint index;

        if (!keyring)
                return false;
        if (note_key_from_seed(restore->config->log_origin, keyring_secret(keyring, KEYRING_LOG_SIGNING), &key))
                log_key = note_key_format(&key);
        if (g_strcmp0(log_key, manifest->log_key) != 0)
                return refuse(error, REFUSAL_KEYRING_INVALID, NULL, path, "不是该备份所属实例的密钥文件",
                              "it is not the keyring of the instance that the backup is of", NULL);
        for (guint i = 0; i < manifest->masters->len; i++)
                if (!keyring_find(keyring, g_array_index(manifest->masters, guint32, i), &index))
                        return refuse(error, REFUSAL_KEYRING_INVALID, NULL, path,
                                      "缺少该备份所需的主密钥；请用备份当时的密钥文件",
                                      "it lacks a master key that the backup needs; take the keyring of that time",
                                      NULL);
        return true;
}

static bool keyring_place(const Restore *restore, GError **error) {
        const char *kept = restore->wish->keyring, *place = restore->config->keyring;

        return keyring_fits(restore, kept ? kept : place, error) && (!kept || keyring_copy(kept, place, error));
}

/* ---- filling --------------------------------------------------------------------------------------------------- */

static bool sum_compare(const Restore *restore, const Sum *sum, const guint8 sha256[static FILE_SHA256_SIZE],
                        GError **error) {
        g_autofree char *path = NULL;

        if (memcmp(sum->sha256, sha256, FILE_SHA256_SIZE) == 0)
                return true;
        path = g_build_filename(restore->report->path, sum->path, NULL);
        return backup_refuse(error, path, "内容与备份时的哈希不符，备份已损坏；请改用另一份备份",
                             "it differs from its hash, so the backup is damaged; take another one");
}

/* A file of the settings goes where the configuration has it, unless one is there. */
static bool setting_restore(const Restore *restore, const Sum *sum, const char *from, GError **error) {
        BackupFile files[BACKUP_FILES];
        guint8 sha256[FILE_SHA256_SIZE];

        backup_files(restore->config, files);
        for (guint i = 0; i < BACKUP_FILES; i++)
                if (g_str_equal(files[i].name, sum->path) && files[i].path
                    && !g_file_test(files[i].path, G_FILE_TEST_EXISTS))
                        return file_copy(from, files[i].path, sha256, error)
                               && sum_compare(restore, sum, sha256, error);
        return file_sha256(from, sha256, NULL, error) && sum_compare(restore, sum, sha256, error);
}

static bool blob_restore(const Restore *restore, BlobCopies *copies, const Sum *sum, Blobs *pool, GError **error) {
        guint8 sha256[FILE_SHA256_SIZE];
        BlobCopied outcome;

        if (!blob_copies_add(copies, &sum->blob, sha256, &outcome, error))
                return false;
        if (outcome != BLOB_COPIED && !blob_file_sha256(pool, &sum->blob, sha256, error))
                return false;
        return sum_compare(restore, sum, sha256, error);
}

static bool file_restore(const Restore *restore, BlobCopies *copies, const Sum *sum, Blobs *pool, GError **error) {
        g_autofree char *from = g_build_filename(restore->report->path, sum->path, NULL);

        return sum->is_blob ? blob_restore(restore, copies, sum, pool, error)
                            : setting_restore(restore, sum, from, error);
}

static bool files_restore(const Restore *restore, GError **error) {
        const RestoreBackup *wish = restore->wish;
        g_autofree char *folder = g_build_filename(restore->report->path, "..", BACKUP_POOL, NULL);
        g_autoptr(SumsReader) sums = sums_open(restore->report->path, error);
        g_autoptr(Blobs) pool = sums ? blobs_open(folder, error) : NULL;
        g_autoptr(Blobs) evidence = pool ? blobs_open(restore->config->evidence, error) : NULL;
        g_autoptr(BlobCopies) copies = evidence ? blob_copies_new(pool, evidence) : NULL;
        guint64 done = 0;
        bool more = true;
        Sum sum;

        if (!copies)
                return false;
        while (sums_next(sums, &sum, &more, error)) {
                if (!more)
                        return blob_copies_flush(copies, error);
                if (!file_restore(restore, copies, &sum, pool, error))
                        return false;
                if (sum.is_blob && wish->tell)
                        wish->tell(BACKUP_EVIDENCE, ++done, restore->report->manifest.evidence, wish->user);
        }
        return false;
}

static void database_tell(guint64 done, guint64 all, gpointer user) {
        const RestoreBackup *wish = user;

        if (wish->tell)
                wish->tell(BACKUP_DATABASE, done, all, wish->user);
}

static bool database_restore(const Restore *restore, GError **error) {
        g_autofree char *folder = g_build_filename(restore->report->path, BACKUP_DATABASE_FOLDER, NULL);
        StoreCopy copy = { .location = restore->config->store,
                           .owner_location = restore->config->owner_store,
                           .folder = folder,
                           .tell = database_tell,
                           .user = (gpointer) restore->wish };

        return store_copy_in(&copy, restore->report->manifest.steps->len, error);
}

static void log_tell(guint64 done, guint64 all, gpointer user) {
        const RestoreBackup *wish = user;

        if (wish->tell)
                wish->tell(BACKUP_LOG, done, all, wish->user);
}

/* Evidence has been compared file by file; the log must begin with what the backup's checkpoint says. */
static bool log_verify(const Restore *restore, gint64 now, GError **error) {
        const char *checkpoint = restore->report->manifest.checkpoint;
        VerifyLog wish = { .quick = true,
                           .kept_checkpoint = checkpoint,
                           .kept_size = checkpoint ? strlen(checkpoint) : 0,
                           .progress = log_tell,
                           .user = (gpointer) restore->wish };
        g_autoptr(App) app = app_open(restore->config, now, error);

        return app && app_verify_log(app, &wish, &restore->report->log, error);
}

/* The database comes last: an instance whose rows are there is whole. */
static bool restore_fill(const Restore *restore, gint64 now, GError **error) {
        return files_restore(restore, error) && database_restore(restore, error) && log_verify(restore, now, error);
}

/* ---- the two kinds of targets ---------------------------------------------------------------------------------- */

static bool folder_is_free(const char *folder, GError **error) {
        g_autoptr(GDir) there = g_dir_open(folder, 0, NULL);

        if (!there)
                return !g_file_test(folder, G_FILE_TEST_EXISTS) || disk_fail(error, "opening", folder);
        return !g_dir_read_name(there) || refuse(error, REFUSAL_FOLDER_NOT_EMPTY, NULL, folder, NULL);
}

/* Fills DATA.part, which takes its name in the end. What a run that was cut off left of it is begun anew. */
static bool folder_restore(Restore *restore, gint64 now, GError **error) {
        g_autofree char *folder = g_canonicalize_filename(restore->wish->data, NULL);
        g_autofree char *unfinished = g_strconcat(folder, BACKUP_UNFINISHED, NULL);
        g_autoptr(AppConfig) config = app_config_of_folder(unfinished);

        restore->config = config;
        if (!folder_is_free(folder, error) || !database_fits(restore, error)
            || !keyring_fits(restore, restore->wish->keyring, error))
                return false;
        app_folder_remove(unfinished);
        if (!folder_is_free(unfinished, error))
                return false;
        if (g_mkdir_with_parents(unfinished, 0700) != 0)
                return disk_fail(error, "making", unfinished);
        if (!keyring_place(restore, error) || !restore_fill(restore, now, error)) {
                app_folder_remove(unfinished);
                return false;
        }
        if (g_rename(unfinished, folder) != 0)
                return disk_fail(error, "renaming", unfinished);
        return disk_sync_folder_of(folder, error);
}

/* A mark lies in the evidence folder until all is done: what carries it may be filled on. */
static bool evidence_mark(const char *folder, char **mark, GError **error) {
        *mark = g_build_filename(folder, RESTORE_MARK, NULL);
        if (g_file_test(*mark, G_FILE_TEST_EXISTS))
                return true;
        if (!folder_is_free(folder, error))
                return false;
        if (g_mkdir_with_parents(folder, 0700) != 0 || !g_file_set_contents(*mark, "", 0, NULL))
                return disk_fail(error, "making", *mark);
        return disk_sync_folder_of(*mark, error);
}

static bool config_restore(Restore *restore, gint64 now, GError **error) {
        const AppConfig *config = restore->config;
        g_autofree char *mark = NULL;

        if (!database_fits(restore, error) || !keyring_place(restore, error)
            || !evidence_mark(config->evidence, &mark, error) || !restore_fill(restore, now, error))
                return false;
        return g_remove(mark) == 0 || disk_fail(error, "removing", mark);
}

bool app_restore(const RestoreBackup *wish, gint64 now, RestoreReport *report, GError **error) {
        Restore restore = { .wish = wish, .config = wish->config, .report = report };

        if (!backup_find(&restore, error) || !sums_check(&restore, error))
                return false;
        return wish->data ? folder_restore(&restore, now, error) : config_restore(&restore, now, error);
}
