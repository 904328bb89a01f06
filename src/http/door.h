/* The door: what is checked of every request before its handler runs. */
#pragma once

#include "http/exchange.h"

#include <glib.h>
#include <stdbool.h>

/* Checks what the head alone tells: address, method, length, media type. On the poll thread; touches nothing that waits.
 *
 * method  as sent
 *
 * Refuses REFUSAL_STARTING_OR_STOPPING, REFUSAL_TOO_LONG, REFUSAL_NO_SUCH_ROUTE, REFUSAL_NOT_FOUND,
 * REFUSAL_METHOD_NOT_ALLOWED, REFUSAL_BODY_TOO_LARGE, REFUSAL_LENGTH_REQUIRED, REFUSAL_UNSUPPORTED_MEDIA. */
bool door_read_head(Exchange *exchange, const char *method, GError **error);

/* Refuses REFUSAL_BODY_TOO_LARGE by the row's limit. */
bool door_refuse_too_large(const Route *route, GError **error);

/* Admits the request: origin, credentials, rate, role, required headers, query, JSON body; then calls the handler.
 * On a worker, or on the poll thread for inline routes.
 *
 * Refuses REFUSAL_FOREIGN_ORIGIN, REFUSAL_NOT_SIGNED_IN and what the authenticator refuses, REFUSAL_TOO_MANY_REQUESTS,
 * REFUSAL_NOT_ALLOWED, REFUSAL_VERSION_MISSING, REFUSAL_IDEMPOTENCY_KEY_MISSING, REFUSAL_UNKNOWN_FIELD,
 * REFUSAL_MALFORMED_VALUE, REFUSAL_MALFORMED_BODY, REFUSAL_WRONG_TYPE, and what the handler refuses. */
bool door_serve(Exchange *exchange, GError **error);
