/* The one list of route tables. */
#include "http/routes.h"

#include "http/server.h"

const Route *const http_routes[] = {
        http_service_routes,
        http_case_routes,
        http_step_routes,
        NULL,
};
