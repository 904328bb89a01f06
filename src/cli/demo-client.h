/* A client of the HTTP API, as a platform's engineer would write one: a cookie or an API key, JSON, ETags, keys that make
 * repetition safe. For the demo only. */
#pragma once

#include "base/language.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

typedef struct DemoClient DemoClient; /* one person or machine; one thread at a time */

/* Makes a client of a server ("http://127.0.0.1:8480") that nobody has signed in on. It comes from an address of its own
 * ("127.0.0.21"), as people do, so that the limits on sign-ins from one address are not in its way. */
DemoClient *demo_client_new(const char *url, const char *from, Language language);
void demo_client_free(DemoClient *client); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DemoClient, demo_client_free)

/* From now on the client carries this API key. */
void demo_client_use_key(DemoClient *client, const char *api_key);

typedef struct DemoRequest {
        const char *method;
        char *path;             /* with its query; taken over and freed */
        json_t *body;           /* taken over; NULL for none */
        GBytes *file;           /* instead of `body`; borrowed */
        const char *media_type; /* of the file */
        const char *etag;       /* for If-Match; NULL for none */
        const char *key;        /* Idempotency-Key; NULL: a new one where the method writes */
} DemoRequest;

typedef struct DemoAnswer {
        long status;
        json_t *body; /* NULL where it was no JSON */
        GBytes *bytes;
        char *etag;
} DemoAnswer;

void demo_answer_clear(DemoAnswer *answer);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DemoAnswer, demo_answer_clear)

/* Sends a request and waits for its answer, whatever its status; one that came too soon (429) is sent again when the server
 * says. Fails with FAILURE_NETWORK. */
bool demo_client_send(DemoClient *client, DemoRequest request, DemoAnswer *answer, GError **error);

/* The slug of a problem's type, "case-open"; "" where the answer is no problem. */
const char *demo_answer_problem(const DemoAnswer *answer);

/* A member of the answer's document, as a text; "" where it has none. */
const char *demo_answer_text(const DemoAnswer *answer, const char *name);
