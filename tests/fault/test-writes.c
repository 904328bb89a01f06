/* Every n-th write, truncation, sync and rename of database and vault fails, once or from there on, for each n until a walk passes
 * unfailed. After each: what failed is carried out by the same request, what was acknowledged is answered as the first time; and in
 * the end the log fits the rows and no file is left over. STEP goes through every STEP-th n only. */
#include "app/open.h"
#include "tests/fault/walk.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOW (G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND)

/* --- what fails --- */

static struct {
        gint count;   /* operations since it was armed */
        gint nth;     /* 0: nothing fails */
        gint forever; /* the later ones fail too */
} failing;

static bool fails_now(void) {
        gint nth = g_atomic_int_get(&failing.nth), at = g_atomic_int_add(&failing.count, 1) + 1;

        return nth > 0 && (at == nth || (at > nth && g_atomic_int_get(&failing.forever)));
}

typedef struct Arming {
        gint nth;
        bool forever, hit; /* the n-th came */
} Arming;

static void arm(gpointer user) {
        Arming *arming = user;

        arming->hit = false;
        g_atomic_int_set(&failing.forever, arming->forever);
        g_atomic_int_set(&failing.count, 0);
        g_atomic_int_set(&failing.nth, arming->nth);
}

static void disarm(gpointer user) {
        Arming *arming = user;

        arming->hit |= g_atomic_int_get(&failing.nth) > 0 && g_atomic_int_get(&failing.count) >= arming->nth;
        g_atomic_int_set(&failing.nth, 0);
}

ssize_t __real_write(int file, const void *bytes, size_t size);
ssize_t __wrap_write(int file, const void *bytes, size_t size);
int __real_fsync(int file);
int __wrap_fsync(int file);
int __real_renameat(int from_folder, const char *from, int to_folder, const char *to);
int __wrap_renameat(int from_folder, const char *from, int to_folder, const char *to);

ssize_t __wrap_write(int file, const void *bytes, size_t size) {
        if (!fails_now())
                return __real_write(file, bytes, size);
        errno = ENOSPC;
        return -1;
}

int __wrap_fsync(int file) {
        if (!fails_now())
                return __real_fsync(file);
        errno = EIO;
        return -1;
}

int __wrap_renameat(int from_folder, const char *from, int to_folder, const char *to) {
        if (!fails_now())
                return __real_renameat(from_folder, from, to_folder, to);
        errno = EIO;
        return -1;
}

/* SQLite has a table of methods for each way of locking; each gets one of ours, with its own beside it. */
static struct Shim {
        sqlite3_io_methods ours; /* first, so that a file's methods lead here */
        const sqlite3_io_methods *real;
} shims[4];
static sqlite3_vfs *real_vfs;
static sqlite3_vfs vfs;

static const sqlite3_io_methods *real_of(const sqlite3_file *file) {
        return ((const struct Shim *) (gconstpointer) file->pMethods)->real;
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at) {
        return fails_now() ? (failing.nth % 3 ? SQLITE_FULL : SQLITE_IOERR_WRITE)
                           : real_of(file)->xWrite(file, bytes, size, at);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
        return fails_now() ? SQLITE_IOERR_TRUNCATE : real_of(file)->xTruncate(file, size);
}

static int file_sync(sqlite3_file *file, int flags) {
        return fails_now() ? SQLITE_IOERR_FSYNC : real_of(file)->xSync(file, flags);
}

static void file_shim(sqlite3_file *file) {
        static GMutex lock;
        gsize i = 0;

        g_mutex_lock(&lock);
        while (i < G_N_ELEMENTS(shims) && shims[i].real && shims[i].real != file->pMethods)
                i++;
        g_assert(i < G_N_ELEMENTS(shims));
        if (!shims[i].real) {
                shims[i].ours = *file->pMethods;
                shims[i].ours.xWrite = file_write;
                shims[i].ours.xTruncate = file_truncate;
                shims[i].ours.xSync = file_sync;
                shims[i].real = file->pMethods;
        }
        g_mutex_unlock(&lock);
        file->pMethods = &shims[i].ours;
}

static int file_open(G_GNUC_UNUSED sqlite3_vfs *shim, sqlite3_filename name, sqlite3_file *file, int flags,
                     int *got) {
        int code = real_vfs->xOpen(real_vfs, name, file, flags, got);

        if (file->pMethods)
                file_shim(file);
        return code;
}

static void vfs_register(void) {
        real_vfs = sqlite3_vfs_find(NULL);
        vfs = *real_vfs;
        vfs.zName = "failing";
        vfs.xOpen = file_open;
        g_assert_cmpint(sqlite3_vfs_register(&vfs, 1), ==, SQLITE_OK);
}

static void every_failing_operation_loses_nothing(void) {
        const char *setting = g_getenv("STEP");
        gint step = setting ? MAX(atoi(setting), 1) : 1;
        Arming arming = { .nth = 1, .hit = true };
        const WalkFault fault = { arm, disarm, &arming };
        g_autofree char *parent = g_dir_make_tmp("shiming-fault-XXXXXX", NULL);
        g_autofree char *folder = g_build_filename(parent, "data", NULL);
        g_autoptr(AppConfig) config = app_config_of_folder(folder);
        g_autoptr(GError) error = NULL;
        g_autoptr(App) app = NULL;
        guint failed = 0, walks = 0;

        g_assert_true(app_folder_make(folder, NOW, &error));
        app = app_open(config, NOW, &error);
        g_assert_no_error(error);
        for (; arming.hit; arming.nth += step, walks++) {
                arming.forever = walks % 2;
                failed += walk_run(app, arming.nth, &fault);
        }
        g_assert_cmpuint(failed, >, walks / 4);
        printf("# %u walks, the n-th of up to %d operations failing, step %d: %u requests failed, each was carried "
               "out by "
               "its repetition\n",
               walks, arming.nth, step, failed);
        walk_assert_whole(app);
        app_close(g_steal_pointer(&app));
        app_folder_remove(folder);
        (void) rmdir(parent);
}

int main(int argc, char **argv) {
        vfs_register();
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/faults/every failing operation loses nothing", every_failing_operation_loses_nothing);
        return g_test_run();
}
