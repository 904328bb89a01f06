/* Manual pages in man(7), of the table that --help is made of. */
#include "tools/cli-pages.h"

#include <string.h>

typedef enum Heading {
        HEADING_NAME,
        HEADING_SYNOPSIS,
        HEADING_DESCRIPTION,
        HEADING_COMMANDS,
        HEADING_ACTIONS,
        HEADING_OPTIONS,
        HEADING_EXAMPLES,
        HEADING_STATUS,
        HEADING_SEE_ALSO
} Heading;

static const char *const headings[][LANGUAGE_COUNT] = {
        [HEADING_NAME] = { "名称", "NAME" },
        [HEADING_SYNOPSIS] = { "概要", "SYNOPSIS" },
        [HEADING_DESCRIPTION] = { "描述", "DESCRIPTION" },
        [HEADING_COMMANDS] = { "子命令", "SUBCOMMANDS" },
        [HEADING_ACTIONS] = { "动作", "ACTIONS" },
        [HEADING_OPTIONS] = { "选项", "OPTIONS" },
        [HEADING_EXAMPLES] = { "示例", "EXAMPLES" },
        [HEADING_STATUS] = { "退出状态", "EXIT STATUS" },
        [HEADING_SEE_ALSO] = { "另见", "SEE ALSO" },
};

/* Adds text so that roff(7) takes it as it is: no escape, no request at the begin of a line, hyphens that can be copied. */
static void text_add(GString *page, const char *text) {
        if (*text == '.' || *text == '\'')
                g_string_append(page, "\\&");
        for (; *text; text++) {
                if (*text == '\\')
                        g_string_append(page, "\\e");
                else if (*text == '-')
                        g_string_append(page, "\\-");
                else
                        g_string_append_c(page, *text);
        }
}

/* Whole lines become one paragraph: English ones are joined by a space, Chinese ones by nothing. */
static void paragraph_add(GString *page, const char *text, Language language) {
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
        g_autofree char *joined = g_strjoinv(language == LANGUAGE_ZH ? "" : " ", lines);

        text_add(page, joined);
        g_string_append(page, "\n");
}

static void heading_add(GString *page, Heading heading, Language language) {
        g_string_append_printf(page, ".SH \"%s\"\n", headings[heading][language]);
}

static void title_add(GString *page, const char *name, const char *about, Language language) {
        g_autofree char *upper = g_ascii_strup(name, -1);

        g_string_append_printf(page, ".TH \"%s\" 1 \"%s\" \"shiming %s\" \"%s\"\n", upper, PAGES_DATE,
                               SHIMING_VERSION, language == LANGUAGE_ZH ? "实名手册" : "shiming manual");
        g_string_append(page, ".na\n"); /* Chinese lines have hardly a space to stretch */
        heading_add(page, HEADING_NAME, language);
        text_add(page, name);
        g_string_append(page, " \\- ");
        text_add(page, about);
        g_string_append(page, "\n");
}

static void forms_add(GString *page, const char *path, const Command *command) {
        g_auto(GStrv) forms = g_strsplit(command->usage ? command->usage : "", "\n", -1);

        for (char **form = forms; *form || form == forms; form++) {
                if (form != forms)
                        g_string_append(page, ".br\n");
                g_string_append(page, ".B ");
                text_add(page, path);
                g_string_append(page, "\n");
                if (*form && **form) {
                        text_add(page, *form);
                        g_string_append(page, "\n");
                }
                if (!*form)
                        break;
        }
}

static void option_add(GString *page, char letter, const char *name, const char *value, const char *about) {
        g_string_append(page, ".TP\n");
        if (letter)
                g_string_append_printf(page, "\\fB\\-%c\\fR, ", letter);
        g_string_append(page, "\\fB\\-\\-");
        text_add(page, name);
        g_string_append(page, "\\fR");
        if (value) {
                g_string_append(page, " \\fI");
                text_add(page, value);
                g_string_append(page, "\\fR");
        }
        g_string_append(page, "\n");
        text_add(page, about);
        g_string_append(page, "\n");
}

static void options_add(GString *page, const Command *command, Language language) {
        for (const CommandOption *option = command->options; option && option->name; option++)
                option_add(page, option->letter, option->name, option->value, option->about[language]);
        option_add(page, 'h', "help", NULL, command_help_about[language]);
}

static void examples_add(GString *page, const Command *command) {
        g_auto(GStrv) lines = g_strsplit(command->examples, "\n", -1);

        g_string_append(page, ".nf\n");
        for (char **line = lines; *line; line++) {
                text_add(page, *line);
                g_string_append(page, "\n");
        }
        g_string_append(page, ".fi\n");
}

static void status_add(GString *page, Language language) {
        heading_add(page, HEADING_STATUS, language);
        text_add(page, command_exit_about[language]);
        g_string_append(page, "\n");
}

/* One action: what a page of its own would say, under its name. */
static void action_add(GString *page, const char *path, const Command *command, Language language) {
        g_string_append(page, ".SS \"");
        text_add(page, path);
        g_string_append(page, "\"\n");
        text_add(page, command->about[language]);
        g_string_append(page, "\n.PP\n");
        forms_add(page, path, command);
        if (command->details[language]) {
                g_string_append(page, ".PP\n");
                paragraph_add(page, command->details[language], language);
        }
        options_add(page, command, language);
        if (command->examples) {
                g_string_append(page, ".PP\n");
                examples_add(page, command);
        }
}

static void actions_add(GString *page, const char *path, const Command *command, Language language) {
        heading_add(page, HEADING_ACTIONS, language);
        for (const Command *const *action = command->actions; *action; action++) {
                g_autofree char *inside = g_strconcat(path, " ", (*action)->name, NULL);

                action_add(page, inside, *action, language);
        }
}

static void description_add(GString *page, const Command *command, Language language) {
        heading_add(page, HEADING_DESCRIPTION, language);
        text_add(page, command->about[language]);
        g_string_append(page, language == LANGUAGE_ZH ? "。\n" : ".\n");
        if (!command->details[language])
                return;
        g_string_append(page, ".PP\n");
        paragraph_add(page, command->details[language], language);
}

void manual_of_command(GString *page, const Command *command, Language language) {
        g_autofree char *name = g_strconcat("shiming-", command->name, NULL);
        g_autofree char *path = g_strconcat("shiming ", command->name, NULL);
        Command whole = *command;

        if (command->actions)
                whole.usage = "ACTION …";
        title_add(page, name, command->about[language], language);
        heading_add(page, HEADING_SYNOPSIS, language);
        forms_add(page, path, &whole);
        description_add(page, command, language);
        if (command->actions) {
                actions_add(page, path, command, language);
        } else {
                heading_add(page, HEADING_OPTIONS, language);
                options_add(page, command, language);
        }
        if (command->examples) {
                heading_add(page, HEADING_EXAMPLES, language);
                examples_add(page, command);
        }
        status_add(page, language);
        heading_add(page, HEADING_SEE_ALSO, language);
        g_string_append(page, ".BR shiming (1)\n");
}

void manual_of_all(GString *page, Language language) {
        static const char *const about[LANGUAGE_COUNT] = { "账号的实名认证及其变更",
                                                           "real-name verification of accounts, and its change" };

        title_add(page, "shiming", about[language], language);
        heading_add(page, HEADING_SYNOPSIS, language);
        g_string_append(page, ".B shiming\nSUBCOMMAND …\n.br\n.B shiming \\-\\-version\n");
        heading_add(page, HEADING_DESCRIPTION, language);
        text_add(page, command_program_about[language]);
        g_string_append(page, "\n");
        heading_add(page, HEADING_COMMANDS, language);
        for (const Command *const *command = command_table; *command; command++) {
                g_string_append(page, ".TP\n.BR shiming\\-");
                text_add(page, (*command)->name);
                g_string_append(page, " (1)\n");
                text_add(page, (*command)->about[language]);
                g_string_append(page, "\n");
        }
        status_add(page, language);
}
