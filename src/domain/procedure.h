/* The help centre's page on one route, drawn from the policy, so that it never says other than what the system does. Pure: the
 * same lines become JSON and HTML. */
#pragma once

#include "domain/plan.h"
#include "domain/policy.h"

#include <glib.h>

/* One paper of the checklist, in words. */
typedef struct ProcedurePaper {
        const PolicyItem *item;
        LocalText side;  /* whose it is */
        LocalText count; /* how many files meet it */
        LocalText seals; /* whose company seal it bears; its texts are NULL where none is asked for */
        LocalText note;  /* annual record, each invoice, more may be asked; NULL where there is none */
} ProcedurePaper;

/* Lines are LocalText *. Borrows from the policy, which must outlive it. */
typedef struct Procedure {
        const PolicyRoute *route;
        LocalText channel;   /* by ticket, by mail, online */
        GPtrArray *steps;    /* what is done, in order */
        GPtrArray *papers;   /* ProcedurePaper * */
        GPtrArray *dates;    /* how its dates are counted */
        GPtrArray *refusals; /* when the route does not apply */
        GPtrArray *limits;   /* what holds a case up or ends it */
        GPtrArray *methods;  /* after a release: how the new owner is verified, a line each; empty for the others */
} Procedure;

/* Draws a route's page. The caller frees it. */
Procedure *procedure_of(const Policy *policy, const PolicyRoute *route);

void procedure_free(Procedure *procedure); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Procedure, procedure_free)

/* True where the page names this reason of a plan among its refusals. */
bool procedure_can_refuse(const Policy *policy, const PolicyRoute *route, PlanReason reason);

/* All of a page's words in one language, for the search. The caller frees them. */
char *procedure_text(const Procedure *procedure, Language language);
