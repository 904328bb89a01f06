/* The inside of a request: the door's and the exchange's only. */
#pragma once

#include "http/address.h"
#include "http/headers.h"
#include "http/request.h"
#include "http/router.h"

#include <glib.h>

typedef struct HttpServer HttpServer;
typedef struct Exchange Exchange;

struct RequestInside {
        HttpServer *server;
        Exchange *exchange;
        Headers *headers;
        char *raw_address; /* decoded in place */
        Address address;
        RouteMatch match;
        char *media;
};

/* Frees what the request holds. */
void request_clear(Request *request);
