/* Names of enumerators, written once: used in the database, on the wire and on the command line. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A table of names indexed by enumerator; `names[i]` may be NULL where no enumerator i exists. */
typedef struct EnumNames {
        const char *const *names;
        int count;
} EnumNames;

#define ENUM_NAMES(table) \
        { .names = (table), .count = (int) G_N_ELEMENTS(table) }

/* Gives the name of `value`; a value without a name is a bug of ours. */
const char *enum_name(const EnumNames *names, int value);

/* Finds the enumerator called `name`. Gives false, `value` untouched, where there is none or name is NULL. */
bool enum_find(const EnumNames *names, const char *name, int *value);

/* Lists the names, joined by ", ", for a message. The caller frees the result. */
char *enum_names_join(const EnumNames *names);
