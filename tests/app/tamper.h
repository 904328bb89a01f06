/* Rows changed behind the product's back, for the tests of the log's verification. */
#pragma once

#include "tests/app/log-world.h"

/* Runs a script as whoever owns the database. */
void tamper_script(Contract *contract, const char *sql);

/* Takes the triggers and rules of uniqueness away. */
void tamper_guards_drop(Contract *contract);

/* Keeps a copy of a table, and puts it back. */
void tamper_keep(Contract *contract, const char *table);
void tamper_restore(Contract *contract, const char *table);

/* True where the report names a place that begins so; `kind` NULL: whatever it finds there. */
bool tamper_is_named(const LogReport *report, const char *kind, const char *place);

/* Verifies, and fails where that is not found, or anything is. `kept` is a checkpoint or NULL, `after` what was done. */
void tamper_assert_named(LogWorld *world, const char *kept, const char *kind, const char *place, const char *after);
void tamper_assert_consistent(LogWorld *world);

typedef enum ColumnType { IS_ID, IS_TEXT, IS_NUMBER, IS_BYTES } ColumnType;

/* A column of a row, changed; `place` is what must be named. */
typedef struct Change {
        const char *table, *column;
        ColumnType type;
        const char *place;
        const char *order; /* the first row by this is hit */
} Change;

/* The columns whose leaves are of one row, each changed where it hurts most. */
extern const Change tamper_changes[];
extern const gsize tamper_change_count;

/* Another value of the column's type, as an expression in the database's own words. The caller frees it. */
char *tamper_value(const Contract *contract, const Change *change);
