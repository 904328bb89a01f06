/* The list of connections and the thread that watches it. */
#include "http/connections.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#define LOOK_EVERY G_USEC_PER_SEC

struct Connection {
        GList link;
        int socket;
        char address[CONNECTION_ADDRESS_SIZE];
        GMutex lock;         /* of what follows */
        gint64 silent_since; /* of the monotonic clock; 0 while an exchange is under way */
        gpointer exchange;
};

struct Connections {
        GMutex lock; /* of the list; taken before a connection's */
        GCond ended; /* no exchange is under way */
        GCond stopping_told;
        GQueue list;
        gint under_way; /* atomic */
        gint awaited;   /* atomic: somebody waits for `ended`; telling nobody is a call into the system too */
        gint64 silence_max;
        bool stopping;
        GThread *watch;
};

static void connections_look(Connections *connections) {
        gint64 too_old = g_get_monotonic_time() - connections->silence_max;

        for (GList *link = connections->list.head; link; link = link->next) {
                Connection *connection = link->data;
                g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&connection->lock);

                if (connection->silent_since && connection->silent_since < too_old)
                        shutdown(connection->socket, SHUT_RDWR);
        }
}

static gpointer connections_watch(gpointer context) {
        Connections *connections = context;

        g_mutex_lock(&connections->lock);
        while (!connections->stopping) {
                gint64 next = g_get_monotonic_time() + LOOK_EVERY;

                if (!g_cond_wait_until(&connections->stopping_told, &connections->lock, next))
                        connections_look(connections);
        }
        g_mutex_unlock(&connections->lock);
        return NULL;
}

Connections *connections_new(guint headers_s) {
        Connections *connections = g_new0(Connections, 1);

        g_mutex_init(&connections->lock);
        g_cond_init(&connections->ended);
        g_cond_init(&connections->stopping_told);
        g_queue_init(&connections->list);
        connections->silence_max = (gint64) headers_s * G_USEC_PER_SEC;
        connections->watch = g_thread_new("http-watch", connections_watch, connections);
        return connections;
}

void connections_free(Connections *connections) {
        if (!connections)
                return;
        g_mutex_lock(&connections->lock);
        connections->stopping = true;
        g_cond_signal(&connections->stopping_told);
        g_mutex_unlock(&connections->lock);
        g_thread_join(connections->watch);
        g_assert(!connections->list.length);
        g_mutex_clear(&connections->lock);
        g_cond_clear(&connections->ended);
        g_cond_clear(&connections->stopping_told);
        g_free(connections);
}

/* The peer's address as the socket knows it, an IPv4 one in its own form also on an IPv6 socket. */
static void address_write(const struct sockaddr *peer, char text[static CONNECTION_ADDRESS_SIZE]) {
        const struct sockaddr_in *four = (const struct sockaddr_in *) (const void *) peer;
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *) (const void *) peer;

        if (peer->sa_family == AF_INET)
                inet_ntop(AF_INET, &four->sin_addr, text, CONNECTION_ADDRESS_SIZE);
        else if (peer->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
                inet_ntop(AF_INET, six->sin6_addr.s6_addr + 12, text, CONNECTION_ADDRESS_SIZE);
        else if (peer->sa_family == AF_INET6)
                inet_ntop(AF_INET6, &six->sin6_addr, text, CONNECTION_ADDRESS_SIZE);
}

Connection *connections_add(Connections *connections, int socket, const struct sockaddr *peer) {
        Connection *connection = g_new0(Connection, 1);
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&connections->lock);

        g_mutex_init(&connection->lock);
        connection->socket = socket;
        if (peer)
                address_write(peer, connection->address);
        connection->link.data = connection;
        connection->silent_since = g_get_monotonic_time();
        g_queue_push_tail_link(&connections->list, &connection->link);
        return connection;
}

const char *connection_address(const Connection *connection) {
        return connection->address;
}

void connections_remove(Connections *connections, Connection *connection) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&connections->lock);

        g_assert(!connection->exchange);
        g_queue_unlink(&connections->list, &connection->link);
        g_mutex_clear(&connection->lock);
        g_free(connection);
}

void connections_begin(Connections *connections, Connection *connection, gpointer exchange) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&connection->lock);

        g_assert(!connection->exchange);
        connection->exchange = exchange;
        connection->silent_since = 0;
        g_atomic_int_inc(&connections->under_way);
}

void connections_end(Connections *connections, Connection *connection) {
        gint64 now = g_get_monotonic_time();
        bool ended;

        g_mutex_lock(&connection->lock);
        ended = connection->exchange != NULL;
        connection->exchange = NULL;
        if (ended)
                connection->silent_since = now;
        g_mutex_unlock(&connection->lock);
        if (ended && g_atomic_int_dec_and_test(&connections->under_way) && g_atomic_int_get(&connections->awaited)) {
                g_mutex_lock(&connections->lock);
                g_cond_signal(&connections->ended);
                g_mutex_unlock(&connections->lock);
        }
}

guint connections_count(Connections *connections) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&connections->lock);

        return connections->list.length;
}

bool connections_wait(Connections *connections, gint64 wait_us) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&connections->lock);
        gint64 deadline = g_get_monotonic_time() + wait_us;
        bool in_time = true;

        g_atomic_int_set(&connections->awaited, 1);
        while (in_time && g_atomic_int_get(&connections->under_way))
                in_time = g_cond_wait_until(&connections->ended, &connections->lock, deadline);
        g_atomic_int_set(&connections->awaited, 0);
        return g_atomic_int_get(&connections->under_way) == 0;
}

void connections_each(Connections *connections, void (*visit)(gpointer exchange)) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&connections->lock);

        for (GList *link = connections->list.head; link; link = link->next) {
                Connection *connection = link->data;
                g_autoptr(GMutexLocker) held G_GNUC_UNUSED = g_mutex_locker_new(&connection->lock);

                if (connection->exchange)
                        visit(connection->exchange);
        }
}
