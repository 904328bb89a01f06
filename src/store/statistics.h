/* Counts over what happened and what is open: for the dashboards. Nothing personal is read. Every statement reads one range
 * of an index, made for it (schema/003-statistics, 007-counts). Times are instants, `until` is not counted any more. */
#pragma once

#include "store/store.h"

/* Called for each row of a count; pointers last for the call. */
typedef void (*CountSeen)(gpointer row, gpointer user);

/* Open proceedings that began in a range of time, by kind and state. */
typedef struct OpenCount {
        const char *kind, *state;
        gint64 count;
} OpenCount;

bool store_count_open(StoreTx *tx, gint64 from, gint64 until, CountSeen seen, gpointer user, GError **error);

/* Steps from one state to another, by event and the state that they led to. */
typedef struct MoveCount {
        const char *event, *to_state;
        gint64 count;
} MoveCount;

bool store_count_moves(StoreTx *tx, gint64 from, gint64 until, CountSeen seen, gpointer user, GError **error);

/* Final decisions of reviewers, and how many of them fell before any deadline of theirs had been missed. */
typedef struct KeptCount {
        gint64 decided, kept;
} KeptCount;

bool store_count_kept(StoreTx *tx, gint64 from, gint64 until, KeptCount *count, GError **error);

/* Reasons given, by event and code, the most frequent first. */
typedef struct ReasonCount {
        const char *event, *code;
        gint64 count;
} ReasonCount;

bool store_count_reasons(StoreTx *tx, gint64 from, gint64 until, guint limit, CountSeen seen, gpointer user,
                         GError **error);

/* Decisions, each kind a number: what was approved for good, refused for good, asked for again, and approved or sent back
 * between two reviewers. */
typedef struct DecisionCount {
        gint64 approved, rejected, asked_more, passed_on, sent_back;
} DecisionCount;

/* Decisions by what they were about: a case's route or an attempt's method. */
typedef struct RouteCount {
        const char *kind, *id;
        DecisionCount decisions;
} RouteCount;

bool store_count_routes(StoreTx *tx, gint64 from, gint64 until, guint limit, CountSeen seen, gpointer user,
                        GError **error);

/* Decisions by member of staff, the busiest first. */
typedef struct ReviewerCount {
        Uuid staff;
        DecisionCount decisions;
} ReviewerCount;

bool store_count_reviewers(StoreTx *tx, gint64 from, gint64 until, guint limit, CountSeen seen, gpointer user,
                           GError **error);
