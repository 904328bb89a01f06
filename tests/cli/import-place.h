/* An instance in a folder of its own with a file beside it, for the tests of import and export. */
#pragma once

#include "base/refusal.h"
#include "run.h"

#define ENGLISH "C.UTF-8"
#define CHINESE "zh_CN.UTF-8"
#define HEADER "external_id,kind,name,number,since\n"
#define ACCOUNTS "SELECT count(*) FROM accounts"

typedef struct Place {
        char *folder, *data, *file, *rejected;
} Place;

void place_open(Place *place, gconstpointer unused); /* as a fixture of g_test_add() */
void place_close(Place *place, gconstpointer unused);
void folder_remove(const char *path); /* with all that is in it */

void file_write(const char *path, const char *text, gssize size);
char *file_read(const char *path); /* the caller frees it */

/* The integer that a statement answers, asked of the instance's database from outside. */
gint64 count_of(const Place *place, const char *sql);

/* The log agrees with the database. */
void assert_log_proves(const Place *place);

/* The words of a refusal, its parameters aside, stand on standard error. */
void assert_refusal(const Run *ended, RefusalKind kind);
