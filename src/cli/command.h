/* The command line's one table: what a subcommand is, how it is found, helped with and run. A new subcommand is a file
 * of its own with a `const Command command_NAME`, and two lines in command-table.c. */
#pragma once

#include "base/language.h"

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>

typedef enum ExitStatus {
        EXIT_GOOD = 0,
        EXIT_REFUSED = 1, /* something that a person can mend */
        EXIT_USAGE = 2,   /* the program was called in a wrong way */
        EXIT_FAILED = 3   /* the surroundings: disk, database, network */
} ExitStatus;

/* One option. Its value goes into the subcommand's own struct, zeroed before:
 * G_OPTION_ARG_NONE a gboolean, _INT a gint, _INT64 a gint64, _STRING a char *, _STRING_ARRAY a GStrv.
 * What is allocated is freed after the run. */
typedef struct CommandOption {
        const char *name; /* without its hyphens; NULL closes the table */
        char letter;      /* 0 for none */
        GOptionArg type;
        size_t offset;
        const char *value; /* as help writes it, "DIR"; NULL for G_OPTION_ARG_NONE */
        const char *about[LANGUAGE_COUNT];
} CommandOption;

#define COMMAND_ARGUMENTS_ANY (-1)

typedef struct Invocation Invocation;

typedef struct Command {
        const char *name;
        const char *about[LANGUAGE_COUNT]; /* one line */
        const char *usage; /* what follows the name, "KIND NUMBER…"; one form a line; NULL for nothing */
        const char *details[LANGUAGE_COUNT]; /* for --help, whole lines; may be NULL */
        const char *examples;                /* whole lines, "shiming check resident-id …" */
        const CommandOption *options;        /* may be NULL */
        size_t options_size;
        int arguments_min, arguments_max; /* without the options; COMMAND_ARGUMENTS_ANY for no upper limit */

        /* Does the work and gives the exit status. A refusal or failure set in `error` is printed by the caller as one
         * line on stderr, and its exit status taken. */
        ExitStatus (*run)(const Invocation *call, GError **error);

        const struct Command *const *actions; /* instead of `run`: "workdays add", "workdays list"; closed by NULL */
} Command;

/* How a subcommand was called. Everything in it belongs to the caller of `run`. */
struct Invocation {
        const Command *command;
        const char *path; /* "shiming workdays add" */
        Language language;
        gint64 now;                   /* microseconds since 1970, UTC; read once, at the start */
        const char *program;          /* argv[0], for those who start themselves again */
        gconstpointer options;        /* the struct of `options_size` bytes */
        const char *const *arguments; /* closed by NULL */
        guint argument_count;
};

/* All subcommands, in the order in which help lists them; closed by NULL. */
extern const Command *const command_table[];

/* Runs the program: finds the subcommand, reads its options, runs it, prints what was refused. Gives the exit status. */
ExitStatus command_main(int argc, char **argv);

/* Refuses the way in which a subcommand was called (REFUSAL_USAGE); gives EXIT_USAGE, so that it can be returned.
 *
 * text     what is wrong, without a full stop, in both languages: { "没有这种号码", "There is no such kind" }
 * operand  the word to blame, added after a colon; NULL for none */
ExitStatus command_refuse_usage(const Invocation *call, GError **error, const char *const text[LANGUAGE_COUNT],
                                const char *operand);

/* Chooses the language of the command line from LC_ALL, LC_MESSAGES, LANG (POSIX 8.2): Chinese if it names Chinese, else
 * English. Any of them may be NULL. */
Language command_language(const char *lc_all, const char *lc_messages, const char *lang);

/* Writes a refusal or failure as one line, "shiming check: …", and gives its exit status. */
ExitStatus command_error_print(FILE *out, const char *path, Language language, const GError *error);

/* What help and the manual pages say alike: of --help, of the program, of the exit status. */
extern const char *const command_help_about[LANGUAGE_COUNT];
extern const char *const command_program_about[LANGUAGE_COUNT];
extern const char *const command_exit_about[LANGUAGE_COUNT];

/* Writes the help of one subcommand, or of its actions. */
void command_help_print(FILE *out, const char *path, const Command *command, Language language);

/* Writes the list of all subcommands. */
void command_list_print(FILE *out, Language language);

/* Finds a subcommand or action by its name; NULL where there is none. */
const Command *command_find(const Command *const *table, const char *name);

/* Refuses a name that is in no table, with the nearest one as a suggestion. Gives EXIT_USAGE. */
ExitStatus command_refuse_unknown(const Command *const *table, const char *path, const char *name, Language language,
                                  GError **error);
