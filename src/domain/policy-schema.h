/* The shape of a policy file: libcyaml's table, and the struct that it is read into. policy-load.c makes a Policy of it. */
#pragma once

#include "domain/policy.h"

#include <cyaml/cyaml.h>

/* A line of a checklist as written once and referred to by routes and methods. */
typedef struct PolicyItemEntry {
        PolicyItem item; /* but any_of and the seals */
        char **any_of;
        guint any_of_count;
        bool bears_seals;
} PolicyItemEntry;

typedef struct PolicyMethodEntry {
        PolicyMethod method; /* but items */
        char **items;
        guint items_count;
        guint seals; /* a bit (1 << Side) each */
} PolicyMethodEntry;

typedef struct PolicyRouteEntry {
        PolicyRoute route; /* but methods and items */
        char **methods, **items;
        guint methods_count, items_count;
        guint seals;
} PolicyRouteEntry;

typedef struct PolicyEntries {
        char *id, *edition, *zone, *closing_hour;
        LocalText platform;
        PolicyLimits limits;
        PolicyMail mail;
        struct {
                bool holds_submission;
                guint *alert_hours;
                guint alert_hours_count;
                guint billing_lag_minutes;
        } continuity;
        struct {
                CutOverOwes owes;
                LocalText text;
        } cut_over;
        PolicyOrigin **origins;
        PolicyBank **banks;
        char **invoice_issuers;
        PolicyReason **reasons;
        PolicyMaterial **materials;
        PolicyItemEntry **items;
        PolicyMethodEntry **methods;
        PolicyRouteEntry **routes;
        PolicyConsent **consents;
        guint origins_count, banks_count, invoice_issuers_count, reasons_count, materials_count, items_count,
                methods_count, routes_count, consents_count;
} PolicyEntries;

extern const cyaml_schema_value_t policy_schema; /* of a PolicyEntries * */
