/* SQLite as a Store: makes the file, migrates it, gives each reader a connection of its own and the rest to the writer. */
#include "store/sqlite-store.h"
#include "store/answer-cache.h"
#include "store/migrate.h"
#include "store/sqlite-writer.h"
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#define READERS_KEPT \
        16 /* more read at once only while the processors are short of time; each may hold 8 MiB of pages */

typedef struct SqliteStore {
        Store base;
        char *path;
        const StoreSchema *schema;
        SqliteWriter *writer;
        GMutex lock;        /* of `readers` */
        GPtrArray *readers; /* connections that nobody uses just now */
} SqliteStore;

static const Statement foreign_keys_check = { "PRAGMA foreign_key_check", NULL };
static const Statement foreign_keys_off = { "PRAGMA foreign_keys = OFF", NULL };
static const Statement foreign_keys_on = { "PRAGMA foreign_keys = ON", NULL };

/* SQLite's own count of the bytes that it holds is read by nobody, and takes a lock for each of them. */
static void memory_uncount(void) {
        static gsize done = 0;

        if (g_once_init_enter(&done)) {
                sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* refused once SQLite is in use; nothing depends on it */
                g_once_init_leave(&done, 1);
        }
}

/* SQLite would make the file readable for everybody; its -wal and -shm get the file's mode. */
static bool file_make(const char *path, GError **error) {
        int file = g_open(path, O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);

        if (file < 0)
                return fail(error, FAILURE_STORE, "%s: %s", path, g_strerror(errno));
        return g_close(file, error);
}

static bool step_take(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(Rows) broken = NULL;

        if (!migrate_step(tx, data, error))
                return false;
        if (!store_first(tx, &foreign_keys_check, &broken, error, NO_VALUES))
                return false;
        return !broken
               || fail(error, FAILURE_STORE, "a step of the schema leaves rows of \"%s\" that point nowhere",
                       rows_text(broken, 0));
}

/* Foreign keys are off meanwhile, so that a step may rebuild a table that others point to. */
static bool schema_bring_up(SqliteConnection *connection, GError **error) {
        Migrating migrating = { .schema = connection->schema };

        if (!sqlite_connection_run(connection, &foreign_keys_off, error))
                return false;
        do {
                if (!sqlite_connection_transact(connection, &sqlite_begin_write, 0, step_take, &migrating, error))
                        return false;
        } while (!migrating.current);
        if (!sqlite_connection_run(connection, &foreign_keys_on, error))
                return false;
        connection->sealed = true;
        return true;
}

static void connection_close(gpointer data) {
        sqlite_connection_close(data);
}

Store *sqlite_store_open(const StoreOptions *options, GError **error) {
        g_autofree char *path = g_canonicalize_filename(options->location, NULL);
        g_autoptr(SqliteConnection) writing = NULL;
        gconstpointer index;
        SqliteStore *store;

        memory_uncount();
        if (!file_make(path, error))
                return NULL;
        writing = sqlite_connection_open(path, options->schema, true, error);
        if (!writing)
                return NULL;
        if (!schema_bring_up(writing, error)) {
                g_prefix_error(error, "%s: ", path);
                return NULL;
        }
        store = g_new0(SqliteStore, 1);
        store->base.backend = &sqlite_backend;
        store->path = g_steal_pointer(&path);
        store->schema = options->schema;
        index = sqlite_connection_index(writing);
        store->base.answers = writing->answers = index ? answer_cache_new(index) : NULL;
        store->writer = sqlite_writer_new(g_steal_pointer(&writing), options->write_budget_ms, &store->base.commits);
        store->readers = g_ptr_array_new_with_free_func(connection_close);
        g_mutex_init(&store->lock);
        return &store->base;
}

/* The last connection to close folds the log into the file, which a reader may not: the writer goes last. */
void sqlite_store_close(Store *base) {
        SqliteStore *store = (SqliteStore *) base;

        g_ptr_array_unref(store->readers);
        sqlite_writer_free(store->writer);
        answer_cache_free(store->base.answers);
        g_mutex_clear(&store->lock);
        g_free(store->path);
        g_free(store);
}

static SqliteConnection *reader_take(SqliteStore *store, GError **error) {
        SqliteConnection *reader = NULL;

        g_mutex_lock(&store->lock);
        if (store->readers->len > 0)
                reader = g_ptr_array_steal_index(store->readers, store->readers->len - 1);
        g_mutex_unlock(&store->lock);
        if (reader)
                return reader;
        reader = sqlite_connection_open(store->path, store->schema, false, error);
        if (reader)
                reader->sealed = true;
        return reader;
}

static void reader_give_back(SqliteStore *store, SqliteConnection *reader) {
        g_mutex_lock(&store->lock);
        if (store->readers->len < READERS_KEPT)
                g_ptr_array_add(store->readers, g_steal_pointer(&reader));
        g_mutex_unlock(&store->lock);
        sqlite_connection_close(reader);
}

bool sqlite_store_read(Store *base, StoreFn fn, gpointer data, GError **error) {
        SqliteStore *store = (SqliteStore *) base;
        g_autoptr(SqliteConnection) reader = reader_take(store, error);
        bool done;

        if (!reader)
                return false;
        done = sqlite_connection_transact(reader, &sqlite_begin_read, 0, fn, data, error);
        if (sqlite_connection_is_idle(reader))
                reader_give_back(store, g_steal_pointer(&reader));
        return done;
}

bool sqlite_store_write(Store *base, StoreFn fn, gpointer data, GError **error) {
        return sqlite_writer_run(((SqliteStore *) base)->writer, fn, data, error);
}

guint sqlite_store_waiting(Store *base) {
        return sqlite_writer_waiting(((SqliteStore *) base)->writer);
}
