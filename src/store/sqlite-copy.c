/* A SQLite database copied page by page with its online backup. The source's connection stays in one read transaction from
 * the first page to the last: the copy is of one moment, and is not begun anew whenever somebody commits. */
#include "base/disk.h"
#include "store/copy-private.h"
#include "store/sqlite.h"

#include <fcntl.h>
#include <unistd.h>

#define PAGES_AT_ONCE 1024
#define PIECE_SIZE 65536

/* What fixes the snapshot: the first read. */
static const Statement snapshot_fix = { "SELECT count(*) FROM sqlite_schema", NULL };

typedef struct Copying {
        const StoreCopy *copy;
        const char *path;
        StoreFn look;
        gpointer data;
} Copying;

static void tell(const StoreCopy *copy, guint64 done, guint64 all) {
        if (copy->tell)
                copy->tell(done, all, copy->user);
}

static bool pages_copy(const Copying *copying, sqlite3 *from, sqlite3 *to, GError **error) {
        sqlite3_backup *backup;
        int stepped;

        /* the copy is worth nothing before it is whole: no journal, and synced once, at the end */
        if (sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL) != SQLITE_OK)
                return sqlite_fail(to, error);
        backup = sqlite3_backup_init(to, "main", from, "main");
        if (!backup)
                return sqlite_fail(to, error);
        do {
                stepped = sqlite3_backup_step(backup, PAGES_AT_ONCE);
                tell(copying->copy, (guint64) (sqlite3_backup_pagecount(backup) - sqlite3_backup_remaining(backup)),
                     (guint64) sqlite3_backup_pagecount(backup));
        } while (stepped == SQLITE_OK);
        return (sqlite3_backup_finish(backup) == SQLITE_OK && stepped == SQLITE_DONE) || sqlite_fail(to, error);
}

static bool file_copy_out(StoreTx *tx, const Copying *copying, GError **error) {
        sqlite3 *from = ((SqliteTx *) tx)->connection->db, *to = NULL;
        DISK_AUTO_CLOSE int file = open(copying->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        bool done;

        if (file < 0)
                return disk_fail(error, "creating", copying->path);
        done = sqlite3_open_v2(copying->path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL) == SQLITE_OK
                       ? pages_copy(copying, from, to, error)
                       : sqlite_fail(to, error);
        sqlite3_close(to);
        return done && disk_sync(file, copying->path, error);
}

static bool snapshot_copy(StoreTx *tx, gpointer data, GError **error) {
        const Copying *copying = data;
        g_autoptr(Rows) fixed = NULL;

        if (!store_first(tx, &snapshot_fix, &fixed, error, NO_VALUES))
                return false;
        g_clear_pointer(&fixed, rows_free);
        return copy_schema_check(tx, error) && file_copy_out(tx, copying, error)
               && copying->look(tx, copying->data, error);
}

/* Opened as a file that nobody changes, so that looking leaves no trace beside it. */
static bool file_check(const char *path, GError **error) {
        g_autofree char *file = g_filename_to_uri(path, NULL, NULL);
        g_autofree char *address = g_strconcat(file, "?immutable=1", NULL);
        sqlite3_stmt *check = NULL;
        sqlite3 *db = NULL;
        bool sound;

        if (sqlite3_open_v2(address, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, NULL)
                    == SQLITE_OK
            && sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &check, NULL) == SQLITE_OK
            && sqlite3_step(check) == SQLITE_ROW)
                sound = g_strcmp0((const char *) sqlite3_column_text(check, 0), "ok") == 0
                        || fail(error, FAILURE_CORRUPT, "%s: %s", path, (const char *) sqlite3_column_text(check, 0));
        else
                sound = sqlite_fail(db, error);
        sqlite3_finalize(check);
        sqlite3_close(db);
        return sound;
}

bool sqlite_copy_out(const StoreCopy *copy, StoreFn look, gpointer data, GError **error) {
        g_autofree char *folder = g_canonicalize_filename(copy->folder, NULL);
        g_autofree char *path = g_build_filename(folder, SQLITE_COPY_NAME, NULL);
        g_autoptr(SqliteConnection) connection = sqlite_connection_open(copy->location, store_schema(), false, error);
        Copying copying = { .copy = copy, .path = path, .look = look, .data = data };

        return connection
               && sqlite_connection_transact(connection, &sqlite_begin_read, 0, snapshot_copy, &copying, error)
               && file_check(path, error) && disk_sync_folder_of(path, error);
}

static bool bytes_copy(const StoreCopy *copy, int from, int to, const char *path, GError **error) {
        g_autofree guint8 *piece = g_malloc(PIECE_SIZE);
        off_t end = lseek(from, 0, SEEK_END);
        guint64 all = end > 0 ? (guint64) end : 0, done = 0;
        gsize got;

        if (end < 0 || lseek(from, 0, SEEK_SET) < 0)
                return disk_fail(error, "reading", path);
        do {
                if (!disk_read(from, piece, PIECE_SIZE, &got, path, error)
                    || !disk_write(to, piece, got, copy->location, error))
                        return false;
                done += got;
                tell(copy, done, MAX(all, done));
        } while (got == PIECE_SIZE);
        return disk_sync(to, copy->location, error) && disk_sync_folder_of(copy->location, error);
}

bool sqlite_copy_in(const StoreCopy *copy, GError **error) {
        g_autofree char *path = g_build_filename(copy->folder, SQLITE_COPY_NAME, NULL);
        DISK_AUTO_CLOSE int from = open(path, O_RDONLY | O_CLOEXEC);
        DISK_AUTO_CLOSE int to = -1;

        if (from < 0)
                return disk_fail(error, "opening", path);
        to = open(copy->location, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (to < 0)
                return disk_fail(error, "creating", copy->location);
        return bytes_copy(copy, from, to, path, error);
}
