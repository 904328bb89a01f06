/* The checklist of a proceeding: what its route or method asks for, against what is there and what was decided on it. */
#pragma once

#include "domain/policy.h"

#include <glib.h>
#include <stdbool.h>

typedef enum ItemState {
        ITEM_ASKED,    /* nobody has looked yet */
        ITEM_RECEIVED, /* on paper, checked off by the mail clerk */
        ITEM_ACCEPTED, /* by a reviewer */
        ITEM_REFUSED   /* by a reviewer or the clerk; only these are asked for again */
} ItemState;

extern const EnumNames item_state_names; /* asked, received, accepted, refused */

/* A verdict as stored; an item without a row stands at ITEM_ASKED with the policy's number. */
typedef struct ItemVerdict {
        char *item;
        ItemState state;
        guint needed;      /* raised number; 0: the policy's */
        char *reason_code; /* NULL unless refused */
        char *text;        /* for the holder; NULL for none */
} ItemVerdict;

void item_verdict_free(ItemVerdict *verdict);

/* One line of the checklist, as it stands. Pointers belong to the policy and the verdicts. */
typedef struct ChecklistLine {
        const PolicyItem *item;
        const ItemVerdict *verdict; /* NULL for none */
        ItemState state;
        guint needed;
        guint given; /* files there, those refused or withdrawn not counted */
} ChecklistLine;

/* How many files there are for an item. */
typedef struct ItemFiles {
        char *item;
        guint count;
} ItemFiles;

void item_files_free(ItemFiles *files);

/* Draws the checklist up, in the policy's order.
 *
 * items              PolicyItem *
 * verdicts           ItemVerdict *
 * files              ItemFiles *
 * invoices_in_force  how many invoices of services in force the platform reported
 * Gives an array of ChecklistLine that the caller frees. Source: domain rules, "Routes"; seed rows S7–S9, S14–S16. */
GArray *checklist_draw_up(const GPtrArray *items, const GPtrArray *verdicts, const GPtrArray *files,
                          guint invoices_in_force);

/* Names what is asked for and not there, by id, joined by ", "; NULL where all is there. On paper an item is there once it was
 * checked off; otherwise once enough files are. The caller frees the result. */
char *checklist_missing(const GArray *lines, bool on_paper);

/* Names what no reviewer has accepted yet; NULL where everything is. The caller frees the result. */
char *checklist_undecided(const GArray *lines);

/* True where at least one item stands refused. */
bool checklist_has_refused(const GArray *lines);

/* True where a file may be given for the item now: in a draft always, later only where it was refused or more was asked for. */
bool checklist_wants(const GArray *lines, const char *item, bool in_draft);
