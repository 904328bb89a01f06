/* PostgreSQL as a Store: a pool of connections, and a transaction tried again for as long as nothing of it is committed.
 *
 * Writes are SERIALIZABLE. On SQLite they run one after the other; a use case that counts and then inserts ("no more than
 * n accounts a person") must be as right here, which REPEATABLE READ would not see to. Reads are REPEATABLE READ, READ
 * ONLY: one snapshot, no predicate locks. */
#include "store/postgres-store.h"
#include "store/migrate.h"
#include "store/postgres.h"

#define ATTEMPTS_MAX 12
#define ATTEMPTS_TIME (10 * INSTANT_SECOND)
#define ATTEMPTS_SIDE_BY_SIDE 3
#define PAUSE_MAX (200 * INSTANT_MILLISECOND)

typedef struct PostgresStore {
        Store base;
        char *location;
        guint connections_max;
        guint write_budget_ms;
        GMutex lock; /* of the three below */
        GCond given_back;
        GPtrArray *idle;
        guint open;
        GMutex contended; /* who failed often tries again alone, as far as this program goes */
} PostgresStore;

/* Any number that nobody else takes: "shiming". Held while the schema is changed. */
static const Statement migration_lock = { "SELECT pg_advisory_xact_lock(32484424338206311)", NULL };

static void connection_close(gpointer data) {
        postgres_connection_close(data);
}

static PostgresConnection *pool_take(PostgresStore *store, GError **error) {
        PostgresConnection *connection = NULL;

        g_mutex_lock(&store->lock);
        while (store->idle->len == 0 && store->open >= store->connections_max)
                g_cond_wait(&store->given_back, &store->lock);
        if (store->idle->len > 0)
                connection = g_ptr_array_steal_index(store->idle, store->idle->len - 1);
        else
                store->open++;
        g_mutex_unlock(&store->lock);
        if (connection)
                return connection;
        connection = postgres_connection_open(store->location, store->write_budget_ms, error);
        if (connection)
                return connection;
        g_mutex_lock(&store->lock);
        store->open--;
        g_cond_signal(&store->given_back);
        g_mutex_unlock(&store->lock);
        return NULL;
}

/* Where one connection was lost the idle ones most likely are too. */
static void pool_give_back(PostgresStore *store, PostgresConnection *connection) {
        g_autoptr(GPtrArray) ended = g_ptr_array_new_with_free_func(connection_close);

        g_mutex_lock(&store->lock);
        if (postgres_connection_is_usable(connection)) {
                g_ptr_array_add(store->idle, connection);
        } else {
                while (connection->trouble == TROUBLE_LOST && store->idle->len > 0)
                        g_ptr_array_add(ended, g_ptr_array_steal_index(store->idle, store->idle->len - 1));
                g_ptr_array_add(ended, connection);
                store->open -= ended->len;
        }
        g_cond_broadcast(&store->given_back);
        g_mutex_unlock(&store->lock);
}

/* Runs `fn` once. `again`: it failed, and may be run again. */
static bool attempt(PostgresStore *store, PostgresMode mode, StoreFn fn, gpointer data, bool *again, GError **error) {
        PostgresConnection *connection = pool_take(store, error);
        bool done;

        if (!connection) {
                *again = true;
                return false;
        }
        done = postgres_connection_transact(connection, mode, store->write_budget_ms, fn, data, error);
        *again = !done && connection->trouble != TROUBLE_NONE;
        pool_give_back(store, connection);
        return done;
}

/* Doubles with each attempt, and is drawn by lot, so that two that met do not meet again. */
static void pause_before(int number) {
        gint64 longest = MIN(PAUSE_MAX, INSTANT_MILLISECOND << number);

        g_usleep((gulong) g_random_int_range(0, (gint32) longest));
}

static bool transact(Store *base, PostgresMode mode, StoreFn fn, gpointer data, GError **error) {
        PostgresStore *store = (PostgresStore *) base;
        gint64 end = g_get_monotonic_time() + ATTEMPTS_TIME;

        for (int number = 0;; number++) {
                g_autoptr(GError) failure = NULL;
                bool alone = number >= ATTEMPTS_SIDE_BY_SIDE && mode == POSTGRES_WRITE;
                bool again, done;

                if (number > 0)
                        pause_before(number);
                if (alone)
                        g_mutex_lock(&store->contended);
                done = attempt(store, mode, fn, data, &again, &failure);
                if (alone)
                        g_mutex_unlock(&store->contended);
                if (done)
                        return true;
                if (!again || number + 1 >= ATTEMPTS_MAX || g_get_monotonic_time() > end) {
                        g_propagate_error(error, g_steal_pointer(&failure));
                        return false;
                }
        }
}

bool postgres_store_read(Store *store, StoreFn fn, gpointer data, GError **error) {
        return transact(store, POSTGRES_READ, fn, data, error);
}

bool postgres_store_write(Store *store, StoreFn fn, gpointer data, GError **error) {
        bool done = transact(store, POSTGRES_WRITE, fn, data, error);

        commit_tally_add(&store->commits, done);
        return done;
}

void postgres_store_close(Store *base) {
        PostgresStore *store = (PostgresStore *) base;

        g_assert(store->open == store->idle->len);
        g_ptr_array_unref(store->idle);
        g_mutex_clear(&store->contended);
        g_mutex_clear(&store->lock);
        g_cond_clear(&store->given_back);
        g_free(store->location);
        g_free(store);
}

static bool step_take(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(Rows) locked = store_query(tx, &migration_lock, error, NO_VALUES);

        return locked && migrate_step(tx, data, error);
}

/* A role without the right to change the schema may open a database that needs no change. */
static bool schema_bring_up(const StoreOptions *options, GError **error) {
        const char *location = options->owner_location ? options->owner_location : options->location;
        g_autoptr(PostgresConnection) connection = postgres_connection_open(location, 0, error);
        Migrating migrating = { .schema = options->schema };

        if (!connection
            || !postgres_connection_transact(connection, POSTGRES_READ, 0, migrate_check, &migrating, error))
                return false;
        while (!migrating.current)
                if (!postgres_connection_transact(connection, POSTGRES_MIGRATE, 0, step_take, &migrating, error))
                        return false;
        return true;
}

static bool rights_take(StoreTx *tx, gpointer data, GError **error) {
        g_autoptr(Rows) locked = store_query(tx, &migration_lock, error, NO_VALUES);

        return locked && postgres_rights_grant(tx, data, error);
}

static bool rights_bring_up(const StoreOptions *options, GError **error) {
        g_autoptr(PostgresConnection) service = NULL;
        g_autoptr(PostgresConnection) owner = NULL;
        PostgresRights rights = { .schema = options->schema };

        if (!options->owner_location)
                return true;
        service = postgres_connection_open(options->location, options->write_budget_ms, error);
        if (!service)
                return false;
        owner = postgres_connection_open(options->owner_location, 0, error);
        if (!owner)
                return false;
        rights.role = PQuser(service->pg);
        if (g_str_equal(rights.role, PQuser(owner->pg)))
                return true;
        return postgres_connection_transact(owner, POSTGRES_MIGRATE, 0, rights_take, &rights, error);
}

Store *postgres_store_open(const StoreOptions *options, GError **error) {
        g_autoptr(Store) opened = NULL;
        PostgresStore *store;
        Migrating migrating = { .schema = options->schema };

        if (!schema_bring_up(options, error) || !rights_bring_up(options, error))
                return NULL;
        store = g_new0(PostgresStore, 1);
        store->base.backend = &postgres_backend;
        store->location = g_strdup(options->location);
        store->connections_max = options->connections_max;
        store->write_budget_ms = options->write_budget_ms;
        store->idle = g_ptr_array_new_with_free_func(connection_close);
        g_mutex_init(&store->lock);
        g_mutex_init(&store->contended);
        g_cond_init(&store->given_back);
        opened = &store->base;
        return store_read(opened, migrate_check, &migrating, error) ? g_steal_pointer(&opened) : NULL;
}
