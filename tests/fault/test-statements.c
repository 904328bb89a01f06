/* Every n-th call of libpq fails, in each of several ways, for each n until a walk passes unfailed: the server says no, ends the session,
 * or the connection is lost before the statement came or after it was carried out, a COMMIT among them. See walk.h for what must hold.
 * STEP goes through every STEP-th n only. */
#include "tests/app/fixture.h"
#include "tests/fault/walk.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

typedef enum Way { WAY_SERVER, WAY_LOST_BEFORE, WAY_LOST_AFTER } Way;

/* What goes wrong: statements of PostgreSQL's own, so that what libpq says is what it says in earnest. */
static const struct {
        const char *name;
        Way way;
        const char *sql;
} ways[] = {
        { "the disk is full", WAY_SERVER, "DO $$ BEGIN RAISE 'no room' USING ERRCODE = '53100'; END $$" },
        { "an error of the server's own", WAY_SERVER, "DO $$ BEGIN RAISE 'odd' USING ERRCODE = 'XX000'; END $$" },
        { "another transaction was first", WAY_SERVER, "DO $$ BEGIN RAISE 'again' USING ERRCODE = '40001'; END $$" },
        { "the statement took too long", WAY_SERVER, "DO $$ BEGIN RAISE 'late' USING ERRCODE = '57014'; END $$" },
        { "the server ends the session", WAY_SERVER, "SELECT pg_terminate_backend(pg_backend_pid())" },
        { "the connection is lost before", WAY_LOST_BEFORE, NULL },
        { "the connection is lost after", WAY_LOST_AFTER, NULL },
};

typedef struct Arming {
        gint nth, count;
        guint way, failed; /* how many did */
} Arming;

static Arming *armed; /* what the wrapped functions look at; one thread walks */

static bool fails_now(void) {
        return armed && ++armed->count == armed->nth;
}

PGresult *__real_PQexec(PGconn *connection, const char *sql);
PGresult *__wrap_PQexec(PGconn *connection, const char *sql);
PGresult *__real_PQprepare(PGconn *connection, const char *name, const char *sql, int count, const Oid *types);
PGresult *__wrap_PQprepare(PGconn *connection, const char *name, const char *sql, int count, const Oid *types);
PGresult *__real_PQexecPrepared(PGconn *connection, const char *name, int count, const char *const *values,
                                const int *sizes, const int *binary, int binary_result);
PGresult *__wrap_PQexecPrepared(PGconn *connection, const char *name, int count, const char *const *values,
                                const int *sizes, const int *binary, int binary_result);

static void connection_cut(PGconn *connection) {
        g_assert_cmpint(shutdown(PQsocket(connection), SHUT_RDWR), ==, 0);
}

/* What comes of a statement that is to fail; `done` is what came of it where it was carried out. */
static PGresult *failure(PGconn *connection, PGresult *done) {
        const char *sql = ways[armed->way].sql;

        PQclear(done);
        armed->failed++;
        if (!sql)
                connection_cut(connection);
        return __real_PQexec(connection, sql ? sql : "SELECT 1");
}

PGresult *__wrap_PQexec(PGconn *connection, const char *sql) {
        bool fails = fails_now();

        if (fails && ways[armed->way].way != WAY_LOST_AFTER)
                return failure(connection, NULL);
        return fails ? failure(connection, __real_PQexec(connection, sql)) : __real_PQexec(connection, sql);
}

PGresult *__wrap_PQprepare(PGconn *connection, const char *name, const char *sql, int count, const Oid *types) {
        bool fails = fails_now();

        return fails ? failure(connection, NULL) : __real_PQprepare(connection, name, sql, count, types);
}

PGresult *__wrap_PQexecPrepared(PGconn *connection, const char *name, int count, const char *const *values,
                                const int *sizes, const int *binary, int binary_result) {
        bool fails = fails_now();
        PGresult *done = NULL;

        if (!fails || ways[armed->way].way == WAY_LOST_AFTER)
                done = __real_PQexecPrepared(connection, name, count, values, sizes, binary, binary_result);
        return fails ? failure(connection, done) : done;
}

static void arm(gpointer user) {
        armed = user;
        armed->count = 0;
}

static void disarm(gpointer user) {
        (void) user;
        armed = NULL;
}

static void every_failing_statement_loses_nothing(Contract *contract) {
        const char *setting = g_getenv("STEP");
        gint step = setting ? MAX(atoi(setting), 1) : 1, number = 0;
        g_auto(Fixture) fixture = { 0 };

        fixture_open(&fixture, contract);
        for (guint way = 0; way < G_N_ELEMENTS(ways); way++) {
                Arming arming = { .nth = 1, .way = way };
                const WalkFault fault = { arm, disarm, &arming };
                guint refused = 0, failed;
                gint first = number;

                do {
                        failed = arming.failed;
                        refused += walk_run(fixture.app, ++number, &fault);
                        arming.nth += step;
                } while (arming.failed > failed);
                g_assert_cmpuint(arming.failed, >, 0);
                printf("# %s: %d walks, the n-th of up to %d statements failing, step %d: %u failed, %u requests "
                       "with them, "
                       "each was carried out by its repetition\n",
                       ways[way].name, number - first, arming.nth, step, arming.failed, refused);
                fflush(stdout);
        }
        walk_assert_whole(fixture.app);
}

static const ContractTest tests[] = {
        { "/faults/every failing statement loses nothing", every_failing_statement_loses_nothing },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
