/* The open connections: who has been silent for too long before a request is whole, and what is still being answered. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define CONNECTION_ADDRESS_SIZE 46 /* of an IPv6 address, with the closing NUL */

struct sockaddr;

typedef struct Connections Connections;
typedef struct Connection Connection;

/* Starts the watch: a connection on which no whole request head has come for `headers_s` seconds is shut down. */
Connections *connections_new(guint headers_s);

/* Ends the watch; no connection may be left. Takes NULL. */
void connections_free(Connections *connections);

/* Adds an accepted socket, which stays libmicrohttpd's until connections_remove(). `peer` may be NULL. */
Connection *connections_add(Connections *connections, int socket, const struct sockaddr *peer);

/* Gives the peer's address as text, written once for all requests of the connection; "" where it is not known. */
const char *connection_address(const Connection *connection);
void connections_remove(Connections *connections, Connection *connection);

/* Tells that a request's head has come on the connection, and later that its exchange is over.
 *
 * exchange  kept for connections_each(); borrowed, valid until the end is told */
void connections_begin(Connections *connections, Connection *connection, gpointer exchange);
void connections_end(Connections *connections, Connection *connection);

/* How many connections are open. */
guint connections_count(Connections *connections);

/* Waits until no exchange is under way; false where `wait_us` were not enough. */
bool connections_wait(Connections *connections, gint64 wait_us);

/* Calls `visit` with each exchange under way, under its connection's lock, which connections_end() takes. */
void connections_each(Connections *connections, void (*visit)(gpointer exchange));
