/* Who acts: the principal whom the door has recognised, and the roles that it carries. Every rule that asks "may they?"
 * asks it of an Actor; nothing below the door ever looks at a cookie or a key. */
#pragma once

#include "base/enum-names.h"
#include "base/instant.h"
#include "base/uuid.h"

#include <glib.h>
#include <stdbool.h>

/* A bit a role, so that a route and a rule can name several; bit n is called role_names.names[n], which makes a set of
 * them a JSON_FIELD_ENUM_SET. */
typedef enum Role {
        ROLE_HOLDER = 1 << 0,        /* whoever the platform let in as the holder of one account */
        ROLE_REVIEWER = 1 << 1,      /* staff: claims and decides cases */
        ROLE_APPROVER = 1 << 2,      /* staff: the second pair of eyes, disputes */
        ROLE_MAIL_CLERK = 1 << 3,    /* staff: opens parcels */
        ROLE_AUDITOR = 1 << 4,       /* staff: reads, changes nothing */
        ROLE_ADMINISTRATOR = 1 << 5, /* staff: users, keys, policy */
        ROLE_PLATFORM = 1 << 6,      /* the platform's own servers, by API key */
        ROLE_PARTY = 1 << 7,         /* a side of one case by one-time link: the old owner, another party */
        ROLE_SYSTEM = 1 << 8,        /* the clock and the jobs; never comes in by the door */
        ROLE_ANYONE = 1 << 9         /* nobody has signed in: public routes */
} Role;

#define ROLE_COUNT 10
#define ROLES_STAFF (ROLE_REVIEWER | ROLE_APPROVER | ROLE_MAIL_CLERK | ROLE_AUDITOR | ROLE_ADMINISTRATOR)

/* "holder", "reviewer", "approver", "mail-clerk", "auditor", "administrator", "platform", "party", "system", "anyone". */
extern const EnumNames role_names;

/* What an API key may be used for, a bit each; bit n is called scope_names.names[n]. A route that takes the platform names
 * the one that it wants. */
typedef enum Scope {
        SCOPE_ACCOUNTS_READ = 1 << 0,
        SCOPE_ACCOUNTS_WRITE = 1 << 1,
        SCOPE_LINKS_WRITE = 1 << 2,  /* lets the platform's users in as holders */
        SCOPE_USAGE_WRITE = 1 << 3,  /* products, balance, invoices */
        SCOPE_ORIGIN_WRITE = 1 << 4, /* what a login origin reports */
        SCOPE_CASES_READ = 1 << 5,
        SCOPE_CASES_WRITE = 1 << 6, /* opens cases for the platform's users */
        SCOPE_METRICS_READ = 1 << 7 /* the monitoring system: counters, nothing of anybody */
} Scope;

#define SCOPE_COUNT 8
#define SCOPES_ALL ((1U << SCOPE_COUNT) - 1)

/* "accounts:read", "accounts:write", "links:write", "usage:write", "origin:write", "cases:read",
 * "cases:write", "metrics:read". */
extern const EnumNames scope_names;

typedef struct Actor {
        guint roles;       /* bits of Role; 0 means nobody was recognised */
        guint scopes;      /* platform: bits of Scope; 0 for all others */
        Uuid id;           /* the member of staff, the API key, or the session of a holder or party */
        Uuid account;      /* holder, party: the account; nil for all others */
        Uuid case_id;      /* party: the only case that it may see; nil for all others */
        Uuid session;      /* the session that the cookie named; nil for API keys and the system */
        gint64 expires_at; /* when the session ends; INSTANT_NONE where it does not */
} Actor;

/* Gives nobody in particular: ROLE_ANYONE, all ids nil. */
Actor actor_anyone(void);

/* Gives the clock and the jobs: ROLE_SYSTEM, all ids nil. */
Actor actor_system(void);

/* True where the actor carries at least one of the roles (bits of Role). */
bool actor_has(const Actor *actor, guint roles);

/* Gives the name of the actor's most telling role, for the log and the history: the lowest bit set; "anyone" for none. */
const char *actor_role_name(const Actor *actor);
