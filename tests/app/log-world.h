/* A world with a history for the tests of the log: an account that changed hands by mail, with a file of evidence. */
#pragma once

#include "app/ledger.h"
#include "ledger/receipt.h"
#include "tests/app/fixture.h"

typedef struct LogWorld {
        Fixture fixture;
        Uuid case_id;     /* completed: a person's account became a company's */
        Uuid old_subject; /* of the person */
        Uuid evidence;    /* the company's licence */
        Uuid blob;
} LogWorld;

void log_world_open(LogWorld *world, Contract *contract);
void log_world_close(LogWorld *world);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LogWorld, log_world_close)

/* Opens one more case, and leaves it in the reviewers' queue with its clock running. */
Uuid log_world_case(LogWorld *world);

/* Gives every waiting leaf its place; gives how many got one. */
guint log_world_integrate(LogWorld *world);

/* Holds the log against the database; `kept` may be NULL. */
LogReport log_world_verify(LogWorld *world, const char *kept);

/* The newest checkpoint, or NULL. The caller frees it. */
char *log_world_checkpoint(LogWorld *world);

/* The log's key. */
NoteKey log_world_key(LogWorld *world);

/* The receipt of the case for an actor. The caller owns it. */
json_t *log_world_receipt(LogWorld *world, const Actor *actor);
