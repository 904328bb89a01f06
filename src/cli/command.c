/* Finds, reads and runs a subcommand: the one way from argv to an exit status. */
#include "cli/command.h"

#include "base/instant.h"
#include "base/refusal.h"

#include <errno.h>
#include <locale.h>
#include <string.h>

Language command_language(const char *lc_all, const char *lc_messages, const char *lang) {
        const char *values[] = { lc_all, lc_messages, lang };

        for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
                if (values[i] && *values[i])
                        return g_ascii_strncasecmp(values[i], "zh", 2) == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
        }
        return LANGUAGE_EN;
}

const Command *command_find(const Command *const *table, const char *name) {
        for (; *table; table++) {
                if (g_str_equal((*table)->name, name))
                        return *table;
        }
        return NULL;
}

#define NAME_LENGTH_MAX 32

/* Changes of one letter that turn `a` into `b`, two swapped neighbours counting as one. */
static guint name_distance(const char *a, const char *b) {
        guint rows[3][NAME_LENGTH_MAX + 1];
        gsize a_length = strlen(a), b_length = strlen(b);
        guint *before = rows[0], *above = rows[1], *row = rows[2];

        if (a_length > NAME_LENGTH_MAX || b_length > NAME_LENGTH_MAX)
                return G_MAXUINT;
        for (gsize j = 0; j <= b_length; j++)
                above[j] = (guint) j;
        for (gsize i = 1; i <= a_length; i++) {
                guint *spare = before;

                row[0] = (guint) i;
                for (gsize j = 1; j <= b_length; j++) {
                        guint change = above[j - 1] + (a[i - 1] != b[j - 1]);

                        row[j] = MIN(MIN(above[j], row[j - 1]) + 1, change);
                        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                                row[j] = MIN(row[j], before[j - 2] + 1);
                }
                before = above;
                above = row;
                row = spare;
        }
        return above[b_length];
}

static const Command *command_nearest(const Command *const *table, const char *name) {
        const Command *nearest = NULL;
        guint nearest_distance = 3;

        for (; table && *table; table++) {
                guint distance = name_distance((*table)->name, name);

                if (distance < nearest_distance && distance < strlen((*table)->name)) {
                        nearest = *table;
                        nearest_distance = distance;
                }
        }
        return nearest;
}

ExitStatus command_refuse_unknown(const Command *const *table, const char *path, const char *name, Language language,
                                  GError **error) {
        const Command *nearest = command_nearest(table, name);
        g_autofree char *what = NULL, *usage = NULL;

        if (language == LANGUAGE_ZH)
                what = nearest ? g_strdup_printf("没有“%s”；是不是“%s”", name, nearest->name)
                               : g_strdup_printf("没有“%s”", name);
        else
                what = nearest ? g_strdup_printf("There is no \"%s\"; did you mean \"%s\"", name, nearest->name)
                               : g_strdup_printf("There is no \"%s\"", name);
        usage = g_strdup_printf("%s --help", path);
        refuse(error, REFUSAL_USAGE, NULL, what, usage, NULL);
        return EXIT_USAGE;
}

ExitStatus command_refuse_usage(const Invocation *call, GError **error, const char *const text[LANGUAGE_COUNT],
                                const char *operand) {
        const char *colon = call->language == LANGUAGE_ZH ? "：" : ": ";
        g_autofree char *what = g_strconcat(text[call->language], operand ? colon : "", operand ? operand : "", NULL);
        const char *forms = call->command->actions ? "ACTION …" : call->command->usage ? call->command->usage : "";
        g_autofree char *first = g_strndup(forms, strcspn(forms, "\n"));
        g_autofree char *usage = g_strconcat(call->path, *first ? " " : "", first, NULL);

        refuse(error, REFUSAL_USAGE, NULL, what, usage, NULL);
        return EXIT_USAGE;
}

/* What came from outside may hold anything: control characters must not reach the terminal, and the line stays one. */
static void line_print(FILE *out, const char *path, const char *text) {
        g_autofree char *valid = g_utf8_make_valid(text, -1);

        for (char *c = valid; *c; c = g_utf8_next_char(c)) {
                if (g_unichar_iscntrl(g_utf8_get_char(c)))
                        memset(c, ' ', (gsize) (g_utf8_next_char(c) - c));
        }
        fprintf(out, "%s: %s\n", path, valid);
}

ExitStatus command_error_print(FILE *out, const char *path, Language language, const GError *error) {
        if (error->domain == REFUSAL) {
                g_autofree char *text = refusal_text(error, language);

                line_print(out, path, text);
                return refusal_is(error, REFUSAL_USAGE) ? EXIT_USAGE : EXIT_REFUSED;
        }
        line_print(out, path, error->message);
        return EXIT_FAILED;
}

/* Frees what GOption allocated for the options read into `target`. */
static void options_clear(const CommandOption *options, char *target) {
        for (; options && options->name; options++) {
                char *member = target + options->offset;

                if (options->type == G_OPTION_ARG_STRING)
                        g_clear_pointer((char **) (gpointer) member, g_free);
                if (options->type == G_OPTION_ARG_STRING_ARRAY)
                        g_clear_pointer((GStrv *) (gpointer) member, g_strfreev);
        }
}

/* Reads the options into `target` and leaves the other words in `arguments`, without touching the case or encoding of
 * any; a number such as "-1" must come after "--". Refuses REFUSAL_USAGE. */
static bool options_read(const Invocation *call, GStrv words, char *target, GStrv *arguments, GError **error) {
        static const char *const text[LANGUAGE_COUNT] = { "选项有误", "Wrong option" };
        g_autoptr(GArray) entries = g_array_new(TRUE, TRUE, sizeof(GOptionEntry));
        g_autoptr(GOptionContext) context = g_option_context_new(NULL);
        g_autoptr(GError) reason = NULL;
        g_auto(GStrv) copy = g_strdupv(words);
        GOptionEntry rest = { .long_name = G_OPTION_REMAINING,
                              .arg = G_OPTION_ARG_STRING_ARRAY,
                              .arg_data = arguments };

        for (const CommandOption *option = call->command->options; option && option->name; option++) {
                GOptionEntry entry = { .long_name = option->name,
                                       .short_name = option->letter,
                                       .arg = option->type,
                                       .arg_data = target + option->offset };

                g_array_append_val(entries, entry);
        }
        g_array_append_val(entries, rest);
        g_option_context_set_help_enabled(context, FALSE);
        g_option_context_add_main_entries(context, (GOptionEntry *) (gpointer) entries->data, NULL);
        if (!g_option_context_parse_strv(context, &copy, &reason)) {
                command_refuse_usage(call, error, text, reason->message);
                return false;
        }
        return true;
}

static ExitStatus arguments_count(Invocation *call, GError **error) {
        static const char *const few[LANGUAGE_COUNT] = { "参数不足", "Something is missing" };
        static const char *const many[LANGUAGE_COUNT] = { "参数过多", "One word too many" };
        const Command *command = call->command;
        int count = (int) call->argument_count;

        if (count < command->arguments_min)
                return command_refuse_usage(call, error, few, NULL);
        if (command->arguments_max != COMMAND_ARGUMENTS_ANY && count > command->arguments_max)
                return command_refuse_usage(call, error, many, call->arguments[command->arguments_max]);
        return EXIT_GOOD;
}

/* Runs a command that has `run`; words[0] is its name. */
static ExitStatus command_run(Invocation *call, GStrv words, GError **error) {
        const Command *command = call->command;
        g_autofree char *options = g_malloc0(MAX(command->options_size, 1));
        g_auto(GStrv) arguments = NULL;
        ExitStatus status = EXIT_USAGE;

        g_assert(command->run);
        if (options_read(call, words, options, &arguments, error)) {
                if (!arguments)
                        arguments = g_new0(char *, 1);
                call->options = options;
                call->arguments = (const char *const *) arguments;
                call->argument_count = g_strv_length(arguments);
                status = arguments_count(call, error);
                if (status == EXIT_GOOD)
                        status = command->run(call, error);
        }
        options_clear(command->options, options);
        call->options = NULL;
        return status;
}

/* True where --help or -h stands among the words before "--". */
static bool help_is_asked(GStrv words) {
        for (; *words && !g_str_equal(*words, "--"); words++) {
                if (g_str_equal(*words, "--help") || g_str_equal(*words, "-h"))
                        return true;
        }
        return false;
}

/* What stands above all subcommands, so that `shiming --help` is help like any other. */
static const Command root = { .name = "shiming", .actions = command_table };

static ExitStatus help_print(const Invocation *call) {
        if (call->command == &root)
                command_list_print(stdout, call->language);
        else
                command_help_print(stdout, call->path, call->command, call->language);
        return EXIT_GOOD;
}

/* Walks down the tables as far as the words name a command; words[0] is the name of call->command. `path` grows with it. */
static ExitStatus command_walk(Invocation *call, GString *path, GStrv words, GError **error) {
        static const char *const missing[LANGUAGE_COUNT] = { "缺少动作", "The action is missing" };

        while (call->command->actions) {
                const Command *const *table = call->command->actions;
                const Command *next;

                if (help_is_asked(words) && (!words[1] || *words[1] == '-'))
                        return help_print(call);
                if (!words[1])
                        return command_refuse_usage(call, error, missing, NULL);
                next = command_find(table, words[1]);
                if (!next)
                        return command_refuse_unknown(table, path->str, words[1], call->language, error);
                g_string_append_printf(path, " %s", next->name);
                call->path = path->str;
                call->command = next;
                words++;
        }
        return help_is_asked(words) ? help_print(call) : command_run(call, words, error);
}

/* What was printed may still wait in the buffer, and the disk be full. */
static ExitStatus output_end(const Invocation *call, ExitStatus status) {
        g_autoptr(GError) lost = NULL;

        if (fflush(stdout) == 0 && !ferror(stdout))
                return status;
        lost = g_error_new(FAILURE, FAILURE_FILE, "stdout: %s", g_strerror(errno));
        return command_error_print(stderr, call->path, call->language, lost);
}

ExitStatus command_main(int argc, char **argv) {
        g_autoptr(GString) path = g_string_new(root.name);
        g_autoptr(GError) error = NULL;
        Invocation call = { .command = &root, .path = path->str, .now = instant_now(), .program = argv[0] };
        ExitStatus status;

        g_log_writer_default_set_use_stderr(TRUE); /* standard output is for what was asked */
        (void) setlocale(LC_ALL, ""); /* for the words of GLib and libc; a locale that is not there is none to us */
        call.language = command_language(g_getenv("LC_ALL"), g_getenv("LC_MESSAGES"), g_getenv("LANG"));
        if (argc < 2) {
                command_list_print(stderr, call.language);
                return EXIT_USAGE;
        }
        if (g_str_equal(argv[1], "--version")) {
                printf("shiming %s\n", SHIMING_VERSION);
                return output_end(&call, EXIT_GOOD);
        }
        status = command_walk(&call, path, argv, &error);
        if (error)
                status = command_error_print(stderr, path->str, call.language, error);
        return output_end(&call, status);
}
