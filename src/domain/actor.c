/* The names of the roles and scopes, and the two actors that need no signing in. */
#include "domain/actor.h"

static const char *const names[ROLE_COUNT] = { "holder",        "reviewer", "approver", "mail-clerk", "auditor",
                                               "administrator", "platform", "party",    "system",     "anyone" };

const EnumNames role_names = ENUM_NAMES(names);

static const char *const scopes[SCOPE_COUNT] = { "accounts:read", "accounts:write", "links:write", "usage:write",
                                                 "origin:write",  "cases:read",     "cases:write", "metrics:read" };

const EnumNames scope_names = ENUM_NAMES(scopes);

Actor actor_anyone(void) {
        return (Actor){ .roles = ROLE_ANYONE, .expires_at = INSTANT_NONE };
}

Actor actor_system(void) {
        return (Actor){ .roles = ROLE_SYSTEM, .expires_at = INSTANT_NONE };
}

bool actor_has(const Actor *actor, guint roles) {
        return (actor->roles & roles) != 0;
}

const char *actor_role_name(const Actor *actor) {
        return actor->roles ? enum_name(&role_names, g_bit_nth_lsf(actor->roles, -1)) : "anyone";
}
