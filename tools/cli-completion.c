/* Completions of the shells, of the table that --help is made of. In English: what completes is the same in every language. */
#include "tools/cli-pages.h"

#include <string.h>

typedef void (*CommandVisit)(GString *page, const char *path, const Command *command);

/* Calls `visit` for each subcommand and action, the outer ones first; `path` is "keys rotate". */
static void commands_visit(GString *page, const char *above, const Command *const *table, CommandVisit visit) {
        for (; *table; table++) {
                g_autofree char *path = g_strconcat(above, *above ? " " : "", (*table)->name, NULL);

                visit(page, path, *table);
                if ((*table)->actions)
                        commands_visit(page, path, (*table)->actions, visit);
        }
}

typedef enum ValueKind { VALUE_OF_NONE, VALUE_OF_FOLDER, VALUE_OF_FILE, VALUE_OF_ANY } ValueKind;

static ValueKind value_kind(const CommandOption *option) {
        if (!option->value)
                return VALUE_OF_NONE;
        if (g_str_equal(option->value, "DIR"))
                return VALUE_OF_FOLDER;
        return g_str_equal(option->value, "FILE") ? VALUE_OF_FILE : VALUE_OF_ANY;
}

/* In single quotes of a POSIX shell, and of fish where no backslash is in it. */
static void quoted_add(GString *page, const char *text) {
        g_auto(GStrv) parts = g_strsplit(text, "'", -1);
        g_autofree char *inside = g_strjoinv("'\\''", parts);

        g_string_append_printf(page, "'%s'", inside);
}

/* ---- bash ------------------------------------------------------------------------------------------------------ */

static void bash_words_add(GString *page, const Command *const *table) {
        for (; table && *table; table++)
                g_string_append_printf(page, "%s ", (*table)->name);
}

static void bash_case_add(GString *page, const char *path, const Command *command) {
        g_string_append_printf(page, "        '%s') words='", path);
        bash_words_add(page, command->actions);
        for (const CommandOption *option = command->options; option && option->name; option++)
                g_string_append_printf(page, "--%s ", option->name);
        g_string_append(page, "--help' ;;\n");
}

/* Adds the pattern of all options whose value is of a kind, of every command: `--data|--keyring`. */
static void values_collect(GHashTable *seen, const Command *const *table, ValueKind kind) {
        for (; *table; table++) {
                for (const CommandOption *option = (*table)->options; option && option->name; option++)
                        if (value_kind(option) == kind)
                                g_hash_table_add(seen, (gpointer) option->name);
                if ((*table)->actions)
                        values_collect(seen, (*table)->actions, kind);
        }
}

static gint names_compare(gconstpointer a, gconstpointer b) {
        return strcmp(a, b);
}

static void bash_values_add(GString *page, ValueKind kind, const char *what) {
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
        g_autoptr(GList) names = NULL;

        values_collect(seen, command_table, kind);
        names = g_list_sort(g_hash_table_get_keys(seen), names_compare);
        if (!names)
                return;
        g_string_append(page, "        ");
        for (GList *name = names; name; name = name->next)
                g_string_append_printf(page, "%s--%s", name == names ? "" : "|", (const char *) name->data);
        g_string_append_printf(page, ") %s ;;\n", what);
}

void completion_bash(GString *page) {
        g_string_append(page, "# bash completion of shiming; written by the build\n"
                              "_shiming() {\n"
                              "        local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} "
                              "path= words= word\n"
                              "        COMPREPLY=()\n"
                              "        case $before in\n");
        bash_values_add(
                page, VALUE_OF_FOLDER,
                "mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); compopt -o filenames 2>/dev/null; return");
        bash_values_add(
                page, VALUE_OF_FILE,
                "mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); compopt -o filenames 2>/dev/null; return");
        bash_values_add(page, VALUE_OF_ANY, "return");
        g_string_append(page, "        esac\n"
                              "        for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                              "                case \"$path${path:+ }$word\" in\n"
                              "                ");
        {
                g_autoptr(GString) paths = g_string_new(NULL);

                for (const Command *const *command = command_table; *command; command++) {
                        g_string_append_printf(paths, "%s'%s'", paths->len ? "|" : "", (*command)->name);
                        for (const Command *const *action = (*command)->actions; action && *action; action++)
                                g_string_append_printf(paths, "|'%s %s'", (*command)->name, (*action)->name);
                }
                g_string_append(page, paths->str);
        }
        g_string_append(page, ") path=\"$path${path:+ }$word\" ;;\n"
                              "                esac\n"
                              "        done\n"
                              "        case $path in\n"
                              "        '') words='");
        bash_words_add(page, command_table);
        g_string_append(page, "--help --version' ;;\n");
        commands_visit(page, "", command_table, bash_case_add);
        g_string_append(page, "        esac\n"
                              "        mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
                              "        [[ ${#COMPREPLY[@]} -gt 0 || $current == -* ]] || { mapfile -t COMPREPLY < "
                              "<(compgen -f -- \"$current\"); compopt -o filenames 2>/dev/null; }\n"
                              "}\n"
                              "complete -F _shiming shiming\n");
}

/* ---- zsh ------------------------------------------------------------------------------------------------------- */

/* `name:about` for _describe; a colon in the name would need an escape, and there is none. */
static void zsh_choices_add(GString *page, const char *indent, const Command *const *table) {
        g_string_append_printf(page, "%slocal -a choices=(", indent);
        for (; *table; table++) {
                g_autofree char *choice = g_strconcat((*table)->name, ":", (*table)->about[LANGUAGE_EN], NULL);

                g_string_append(page, " ");
                quoted_add(page, choice);
        }
        g_string_append_printf(page, " )\n%s_describe -t commands command choices\n", indent);
}

static void zsh_option_add(GString *page, const CommandOption *option) {
        static const char *const actions[] = { [VALUE_OF_NONE] = "",
                                               [VALUE_OF_FOLDER] = ":folder:_files -/",
                                               [VALUE_OF_FILE] = ":file:_files",
                                               [VALUE_OF_ANY] = ":value: " };
        g_autofree char *about = g_strdelimit(g_strdup(option->about[LANGUAGE_EN]), "[]:", ' ');
        g_autofree char *spec = g_strdup_printf("%s--%s[%s]%s", option->type == G_OPTION_ARG_STRING_ARRAY ? "*" : "",
                                                option->name, about, actions[value_kind(option)]);

        g_string_append(page, " ");
        quoted_add(page, spec);
}

static void zsh_case_add(GString *page, const char *path, const Command *command) {
        g_string_append_printf(page, "        '%s')\n", path);
        if (command->actions)
                zsh_choices_add(page, "                ", command->actions);
        g_string_append(page, "                _arguments");
        for (const CommandOption *option = command->options; option && option->name; option++)
                zsh_option_add(page, option);
        g_string_append(page, " '--help[Show the help]' '*::file:_files' ;;\n");
}

void completion_zsh(GString *page) {
        g_string_append(page, "#compdef shiming\n"
                              "# zsh completion of shiming; written by the build\n"
                              "_shiming() {\n"
                              "        local path_words= word\n"
                              "        for word in \"${(@)words[2,CURRENT-1]}\"; do\n"
                              "                [[ $word == -* ]] && break\n"
                              "                case \"$path_words${path_words:+ }$word\" in\n"
                              "                (");
        {
                const char *bar = "";

                for (const Command *const *command = command_table; *command; command++) {
                        g_string_append_printf(page, "%s'%s'", bar, (*command)->name);
                        for (const Command *const *action = (*command)->actions; action && *action; action++)
                                g_string_append_printf(page, "|'%s %s'", (*command)->name, (*action)->name);
                        bar = "|";
                }
        }
        g_string_append(page, ") path_words=\"$path_words${path_words:+ }$word\" ;;\n"
                              "                (*) break ;;\n"
                              "                esac\n"
                              "        done\n"
                              "        case $path_words in\n"
                              "        '')\n");
        zsh_choices_add(page, "                ", command_table);
        g_string_append(page, "                ;;\n");
        commands_visit(page, "", command_table, zsh_case_add);
        g_string_append(page, "        esac\n"
                              "}\n"
                              "_shiming \"$@\"\n");
}

/* ---- fish ------------------------------------------------------------------------------------------------------ */

static void fish_condition_add(GString *page, const char *path) {
        g_auto(GStrv) words = g_strsplit(path, " ", -1);

        g_string_append(page, " -n '");
        for (char **word = words; *word; word++)
                g_string_append_printf(page, "%s__fish_seen_subcommand_from %s", word == words ? "" : "; and ",
                                       *word);
        g_string_append(page, "'");
}

static void fish_option_add(GString *page, const char *path, const CommandOption *option) {
        static const char *const values[] = { [VALUE_OF_NONE] = "",
                                              [VALUE_OF_FOLDER] = " -x -a '(__fish_complete_directories)'",
                                              [VALUE_OF_FILE] = " -r -F",
                                              [VALUE_OF_ANY] = " -x" };

        g_string_append(page, "complete -c shiming");
        fish_condition_add(page, path);
        g_string_append_printf(page, " -l %s", option->name);
        if (option->letter)
                g_string_append_printf(page, " -s %c", option->letter);
        g_string_append_printf(page, "%s -d ", values[value_kind(option)]);
        quoted_add(page, option->about[LANGUAGE_EN]);
        g_string_append(page, "\n");
}

static void fish_lines_add(GString *page, const char *path, const Command *command) {
        for (const CommandOption *option = command->options; option && option->name; option++)
                fish_option_add(page, path, option);
        for (const Command *const *action = command->actions; action && *action; action++) {
                g_string_append(page, "complete -c shiming -f");
                fish_condition_add(page, path);
                g_string_append_printf(page, " -a %s -d ", (*action)->name);
                quoted_add(page, (*action)->about[LANGUAGE_EN]);
                g_string_append(page, "\n");
        }
}

void completion_fish(GString *page) {
        g_string_append(page, "# fish completion of shiming; written by the build\n");
        for (const Command *const *command = command_table; *command; command++) {
                g_string_append_printf(page, "complete -c shiming -f -n __fish_use_subcommand -a %s -d ",
                                       (*command)->name);
                quoted_add(page, (*command)->about[LANGUAGE_EN]);
                g_string_append(page, "\n");
        }
        commands_visit(page, "", command_table, fish_lines_add);
        g_string_append(page, "complete -c shiming -s h -l help -d 'Show the help'\n");
}
