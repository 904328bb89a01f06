/* The other side of the look-up: libmicrohttpd answering a constant of the same size, set up as the server sets it up, with
 * nothing behind it. bare-server THREADS BYTES prints its port and serves until its standard input ends. */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Bare {
        char *body;
        size_t size;
} Bare;

static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **request) {
        const Bare *bare = user;
        struct MHD_Response *response;
        enum MHD_Result queued;

        (void) url, (void) method, (void) version, (void) data, (void) size;
        if (!*request) {
                *request = bare->body; /* the headers are there; the answer comes at the next call */
                return MHD_YES;
        }
        response = MHD_create_response_from_buffer(bare->size, bare->body, MHD_RESPMEM_PERSISTENT);
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json");
        queued = MHD_queue_response(connection, MHD_HTTP_OK, response);
        MHD_destroy_response(response);
        return queued;
}

static struct MHD_Daemon *bare_start(unsigned int threads, Bare *bare) {
        struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

        return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, bare, MHD_OPTION_SOCK_ADDR,
                                &address, MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_STRICT_FOR_CLIENT, 1,
                                MHD_OPTION_END);
}

int main(int argc, char **argv) {
        unsigned long threads = argc == 3 ? strtoul(argv[1], NULL, 10) : 0;
        Bare bare = { .size = argc == 3 ? strtoul(argv[2], NULL, 10) : 0 };
        struct MHD_Daemon *daemon;
        char byte;

        if (threads == 0 || bare.size < 2) {
                fputs("usage: bare-server THREADS BYTES\n", stderr);
                return 2;
        }
        bare.body = malloc(bare.size);
        if (!bare.body)
                return 1;
        memset(bare.body, ' ', bare.size);
        bare.body[0] = '{';
        bare.body[bare.size - 1] = '}';
        daemon = bare_start((unsigned int) threads, &bare);
        if (!daemon) {
                fprintf(stderr, "bare-server: cannot listen: %s\n", strerror(errno));
                return 1;
        }
        printf("%u\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
        fflush(stdout);
        while (read(STDIN_FILENO, &byte, 1) > 0)
                ;
        MHD_stop_daemon(daemon);
        free(bare.body);
        return 0;
}
