/* An App over a database and a data folder of its own, with people in it, for the tests of use cases: the same test runs
 * over both databases (see tests/contract/harness.h).
 *
 *         static void a_sentence(Contract *contract) {
 *                 g_auto(Fixture) fixture = { 0 };
 *
 *                 fixture_open(&fixture, contract);
 *                 …
 *         }
 *
 * Every function aborts where something fails. Tests move `now` as they like. */
#pragma once

#include "app/app.h"
#include "app/identity.h"
#include "base/refusal.h"
#include "domain/proceeding.h"
#include "store/verifications.h"
#include "tests/contract/harness.h"

#define FIXTURE_NOW (G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND) /* 2018-05-15T02:06:40Z, a working day */

typedef struct Fixture {
        App *app;
        char *folder;
        gint64 now;
        Uuid account; /* of fixture_zhang, verified */
        Actor holder; /* signed in as the holder of that account */
} Fixture;

extern const Claim fixture_zhang; /* a person: who owns the account */
extern const Claim fixture_li;    /* a person: who is to own it */
extern const Claim fixture_wang;  /* a person: a member of staff's neighbour, owner of another account */
extern const Claim fixture_company;

void fixture_open(Fixture *fixture, Contract *contract);
void fixture_close(Fixture *fixture);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fixture, fixture_close)

/* Makes an account; `owner` NULL: nobody is verified. */
Uuid fixture_account(Fixture *fixture, const char *external_id, const Claim *owner);

Actor fixture_holder(const Uuid *account);                             /* whoever the platform lets in now */
Actor fixture_party(const Uuid *account, const Uuid *case_id);         /* the old owner, by link */
Actor fixture_staff(Fixture *fixture, const char *login, guint roles); /* a member of staff, made and stored */
Actor fixture_platform(void);                                          /* an API key with every scope */
Call fixture_call(const Fixture *fixture, const Actor *actor);         /* no key, no If-Match */

/* Opens a case of `route` on the fixture's account and gives the consents that the policy asks for; `owner` NULL: nobody is
 * named yet. Gives its id. */
Uuid fixture_case(Fixture *fixture, const char *route, const Claim *owner);

/* Gives every consent that the policy has texts for. */
void fixture_consent(Fixture *fixture, const Actor *actor, ProceedingKind kind, const Uuid *id);

/* Takes a step; `reason_code` and `text` may be NULL. */
void fixture_step(Fixture *fixture, const Actor *actor, ProceedingKind kind, const Uuid *id, ProceedingEvent event,
                  const char *reason_code, const char *text);

/* Gives a verdict on an item; `reason_code` NULL: accepted. */
void fixture_decide(Fixture *fixture, const Actor *actor, ProceedingKind kind, const Uuid *id, const char *item,
                    const char *reason_code);

/* Reads a proceeding's document. The caller owns it. */
json_t *fixture_read(Fixture *fixture, const Actor *actor, ProceedingKind kind, const Uuid *id);

/* The account's active verification; false where it has none. */
bool fixture_active(Fixture *fixture, const Uuid *account, Verification *active);

/* Asserts that `error` is this refusal, and clears it. */
#define assert_refused(error, refusal)                         \
        G_STMT_START {                                         \
                g_assert_true(refusal_is((error), (refusal))); \
                g_clear_error(&(error));                       \
        }                                                      \
        G_STMT_END
