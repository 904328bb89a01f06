/* The one list of route tables. */
#include "http/routes.h"

#include "http/server.h"

const Route *const http_routes[] = {
        http_service_routes,
        NULL,
};
