/* Opening a connection to PostgreSQL: the settings that the rest relies on, and proof that they hold. */
#include "store/postgres.h"

#include <string.h>

/* A commit must not be answered before it is durable; a client that hangs must not keep its locks for ever. */
static const Statement session_set_up = {
        "SELECT set_config('statement_timeout', $1, false), set_config('idle_in_transaction_session_timeout', '60s', "
        "false),"
        " set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on'"
        " ELSE current_setting('synchronous_commit') END, false), current_setting('server_encoding')",
        NULL
};

static void notice_receive(void *data, const PGresult *notice) {
        PostgresConnection *connection = data;
        const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);

        if (g_strcmp0(severity, "WARNING") == 0)
                connection->warned = true;
}

/* libpq lets what stands after `dbname` win: the first are defaults, the last is not for choice. */
static PGconn *server_connect(const char *location) {
        static const char *const names[] = { "connect_timeout", "fallback_application_name", "target_session_attrs",
                                             "dbname",          "client_encoding",           NULL };
        const char *values[] = { "5", "shiming", "read-write", location, "UTF8", NULL };

        return PQconnectdbParams(names, values, 1);
}

static bool session_prepare(PostgresConnection *connection, guint statement_timeout_ms, GError **error) {
        char timeout[16];
        PGresult *result;
        bool as_asked;

        g_snprintf(timeout, sizeof(timeout), "%u", statement_timeout_ms);
        result = postgres_execute(connection, &session_set_up, VALUES(value_text(timeout)), error);
        if (!result)
                return false;
        as_asked = g_strcmp0(PQgetvalue(result, 0, 3), "UTF8") == 0
                   || fail(error, FAILURE_STORE, "PostgreSQL: the database's encoding is %s, and must be UTF8",
                           PQgetvalue(result, 0, 3));
        PQclear(result);
        return as_asked;
}

PostgresConnection *postgres_connection_open(const char *location, guint statement_timeout_ms, GError **error) {
        g_autoptr(PostgresConnection) connection = g_new0(PostgresConnection, 1);

        connection->prepared = postgres_prepared_new();
        connection->pg = server_connect(location);
        if (PQstatus(connection->pg) != CONNECTION_OK) {
                g_autofree char *why = g_strstrip(g_strdup(PQerrorMessage(connection->pg)));

                fail(error, FAILURE_STORE, "PostgreSQL: %s", why);
                return NULL;
        }
        PQsetNoticeReceiver(connection->pg, notice_receive, connection);
        if (!session_prepare(connection, statement_timeout_ms, error))
                return NULL;
        return g_steal_pointer(&connection);
}

void postgres_connection_close(PostgresConnection *connection) {
        if (!connection)
                return;
        g_hash_table_unref(connection->prepared);
        PQfinish(connection->pg);
        g_free(connection);
}
