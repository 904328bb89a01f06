/* The demo: seven changes of owner walked over HTTP by everybody who takes part, told step by step. */
#pragma once

#include "cli/command.h"
#include "cli/demo-client.h"
#include "cli/specimen.h"

typedef enum DemoWho {
        WHO_DEMO,
        WHO_PLATFORM,
        WHO_HOLDER,
        WHO_OLD_OWNER, /* by the link of a case */
        WHO_REVIEWER_1,
        WHO_REVIEWER_2,
        WHO_APPROVER,
        WHO_CLERK,
        WHO_ADMIN,
        WHO_COUNT
} DemoWho;

typedef struct Demo {
        Language language;
        bool colours;
        gint64 began_at;
        char *folder, *data, *url;      /* the instance's own */
        GPid server;                    /* 0: not running */
        GTimeZone *zone;                /* the policy's */
        DemoClient *clients[WHO_COUNT]; /* those of the holders are in their walks */
        GHashTable *refusals;           /* slugs of those shown: a set */
        guint addresses, steps, accounts;
} Demo;

/* ---- telling (demo-tell.c); texts take {0} … {9}, the arguments are texts closed by NULL ---------------------------- */

void demo_title(Demo *demo, const char *number, const char *id, const char *zh, const char *en);
void demo_say(Demo *demo, DemoWho who, const char *zh, const char *en, ...) G_GNUC_NULL_TERMINATED;

/* The state that a step led to, with the time by which the next is due, in the policy's zone. */
void demo_say_state(Demo *demo, const json_t *document);

/* A refusal as it was answered: who asked for what, its type and its text. */
void demo_say_refusal(Demo *demo, DemoWho who, const char *method, const char *path, const DemoAnswer *answer);

/* An instant of a document, in the policy's zone, to the minute; "—" for none. The caller frees it. */
char *demo_time(const Demo *demo, const json_t *instant);

/* ---- the instance (demo-server.c) ------------------------------------------------------------------------------------ */

/* Makes a folder with an instance in it, starts it, signs in its staff and mints the platform's API key. */
bool demo_server_start(Demo *demo, GError **error);

/* Stops the server, puts one rule of its policy in place of another, and starts it where it was. */
bool demo_server_restart(Demo *demo, const char *rule, const char *instead, GError **error);

/* Ends the server, waits for it and removes the folder. */
void demo_server_stop(Demo *demo);

/* Runs this program with some words, closed by NULL; gives what it printed, which the caller frees. Fails where its exit
 * status is not 0. */
char *demo_run(Demo *demo, GError **error, ...) G_GNUC_NULL_TERMINATED;

/* A client from an address of its own. */
DemoClient *demo_client(Demo *demo);

/* Sends a request that must come to this status; `answer` may be NULL. Fails and says what came instead. */
bool demo_send(Demo *demo, DemoWho who, DemoClient *client, DemoRequest request, long status, DemoAnswer *answer,
               GError **error);

/* Sends a request that must be refused with this type, and shows the refusal. */
bool demo_refused(Demo *demo, DemoWho who, DemoClient *client, DemoRequest request, const char *problem,
                  GError **error);

/* ---- one account's way (demo-walk.c) ---------------------------------------------------------------------------------- */

typedef struct Walk {
        Demo *demo;
        const char *route;
        DemoClient *holder;
        DemoClient *old_side; /* the old owner by the link of the case; NULL until it came in */
        DemoWho reviewer;     /* who takes its reviews: two of them take turns */
        char external_id[32];
        char *account; /* ids */
        char *case_id, *attempt_id;
        bool in_attempt; /* which of the two the steps below speak of */
        Specimen old_owner, new_owner;
        json_t *document; /* as it was seen last */
        char *etag;
} Walk;

/* Registers an account, reports its usage and payments, lets its holder in and has the owner verified for the first time.
 * End it with walk_end(). */
bool walk_begin(Walk *walk, Demo *demo, const char *route, const Specimen *old_owner, const Specimen *new_owner,
                GError **error);
void walk_end(Walk *walk);

/* Registers an account and lets its holder in; nobody is verified. */
bool walk_enter(Walk *walk, Demo *demo, const char *origin, GError **error);

/* Lets the old owner in by the link of the case. */
bool walk_enter_old_owner(Walk *walk, GError **error);

/* Reports what the account has and uses: two products, and this much money. */
bool walk_report_usage(Walk *walk, const char *balance, GError **error);

DemoClient *walk_client(const Walk *walk, DemoWho who);

/* "/v1/cases/ID/rest" or that of the attempt. The caller frees it. */
char *walk_path(const Walk *walk, const char *rest);

/* Looks at the case or attempt as somebody, to have its document and ETag. */
bool walk_look(Walk *walk, DemoWho who, GError **error);

/* Takes one step, tells of it and of what it led to. `body` is taken over. */
bool walk_step(Walk *walk, DemoWho who, const char *method, const char *rest, json_t *body, const char *zh,
               const char *en, GError **error);

/* The same, where it must be refused. */
bool walk_refused(Walk *walk, DemoWho who, const char *method, const char *rest, json_t *body, const char *problem,
                  GError **error);

bool walk_is_in(const Walk *walk, const char *state, GError **error);
bool walk_plan(Walk *walk, GError **error);
bool walk_open_case(Walk *walk, GError **error);
bool walk_open_attempt(Walk *walk, const char *method, const Specimen *owner, GError **error);
bool walk_consent(Walk *walk, GError **error);
bool walk_give_files(Walk *walk, GError **error);
bool walk_check_parcel(Walk *walk, GError **error);
bool walk_accept_items(Walk *walk, DemoWho who, GError **error);
bool walk_verification(Walk *walk, bool verified, GError **error);
bool walk_change_hands(Walk *walk, GError **error);
bool walk_receipt(Walk *walk, GError **error);

/* A new owner or an old one, as the API takes it. */
json_t *claim_of(const Specimen *specimen);

/* ---- the stories ------------------------------------------------------------------------------------------------------- */

/* The seven routes, in the policy's order (demo-routes.c). */
bool demo_routes(Demo *demo, GError **error);

/* What blocks a change before it begins (demo-blocks.c). */
bool demo_blocks(Demo *demo, GError **error);

/* A policy that holds a submission back while the money is short, and a dispute (demo-blocks.c). */
bool demo_balance(Demo *demo, GError **error);
