/* Many rows at once on PostgreSQL: COPY in its binary format (PostgreSQL, "COPY", File Formats: Binary Format). */
#include "store/postgres.h"

#include <string.h>

#define CHUNK_BYTES 65536

/* Signature, no flags, no extension. */
static const char copy_head[] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";

static void bytes_append(GByteArray *chunk, gconstpointer bytes, gsize size) {
        g_byte_array_append(chunk, bytes, (guint) size);
}

static void number_append(GByteArray *chunk, guint32 number, gsize size) {
        guint32 ordered = GUINT32_TO_BE(number);

        bytes_append(chunk, (const guint8 *) &ordered + sizeof ordered - size, size);
}

static void value_append(GByteArray *chunk, const Value *value) {
        gint64 integer = GINT64_TO_BE(value->integer);

        if (value->is_null) {
                number_append(chunk, G_MAXUINT32, 4);
        } else if (value->type == VALUE_INT) {
                number_append(chunk, sizeof integer, 4);
                bytes_append(chunk, &integer, sizeof integer);
        } else {
                number_append(chunk, (guint32) value->size, 4);
                bytes_append(chunk, value->bytes, value->size);
        }
}

/* Sends what is in the chunk; a failure shows when the copy ends. */
static bool chunk_send(PGconn *pg, GByteArray *chunk) {
        bool sent = PQputCopyData(pg, (const char *) chunk->data, (int) chunk->len) == 1;

        g_byte_array_set_size(chunk, 0);
        return sent;
}

static bool rows_send(PGconn *pg, const Load *load) {
        g_autoptr(GByteArray) chunk = g_byte_array_sized_new(2 * CHUNK_BYTES);
        Value values[LOAD_COLUMNS_MAX];

        bytes_append(chunk, copy_head, sizeof copy_head);
        for (gsize row = 0; row < load->rows; row++) {
                if (!load->fill(row, values, load->data))
                        continue;
                number_append(chunk, (guint32) load->columns, 2);
                for (gsize i = 0; i < load->columns; i++)
                        value_append(chunk, &values[i]);
                if (chunk->len >= CHUNK_BYTES && !chunk_send(pg, chunk))
                        return false;
        }
        number_append(chunk, 0xffff, 2);
        return chunk_send(pg, chunk);
}

/* The connection says what became of the copy, and then that it has nothing more to say. */
static bool copy_end(PostgresConnection *connection, bool sent, GError **error) {
        bool done = PQputCopyEnd(connection->pg, sent ? NULL : "the rows could not be sent") == 1 && sent;
        PGresult *result;

        while ((result = PQgetResult(connection->pg))) {
                if (PQresultStatus(result) != PGRES_COMMAND_OK)
                        done = (error && *error) ? false : postgres_failure_set(connection, result, error);
                PQclear(result);
        }
        if (!done && error && !*error) {
                connection->trouble = TROUBLE_LOST;
                fail(error, FAILURE_STORE, "PostgreSQL: the connection is lost");
        }
        return done;
}

bool postgres_load(StoreTx *tx, const Statement *statement, const Load *load, GError **error) {
        PostgresConnection *connection = ((PostgresTx *) tx)->connection;
        PGresult *result = PQexec(connection->pg, statement->postgres);
        bool begun = PQresultStatus(result) == PGRES_COPY_IN;

        if (!begun)
                postgres_failure_set(connection, result, error);
        PQclear(result);
        return begun && copy_end(connection, rows_send(connection->pg, load), error);
}
