/* `shiming help`: the list of the subcommands, or one of them with its options and examples. */
#include "base/refusal.h"
#include "cli/command.h"

const char *const command_help_about[LANGUAGE_COUNT] = { "显示本说明", "Show this help" };

const char *const command_program_about[LANGUAGE_COUNT] = {
        "shiming（实名）管理账号的实名认证及其变更。",
        "shiming keeps the real-name verification of accounts and carries out its change."
};

const char *const command_exit_about[LANGUAGE_COUNT] = {
        "0 正常，1 被拒绝，2 用法有误，3 环境故障。",
        "0 good, 1 refused, 2 wrong usage, 3 failure of the surroundings."
};

static void options_print(FILE *out, const Command *command, Language language) {
        static const char *const heading[LANGUAGE_COUNT] = { "选项：", "Options:" };

        fprintf(out, "\n%s\n", heading[language]);
        for (const CommandOption *option = command->options; option && option->name; option++) {
                g_autofree char *left = g_strconcat("--", option->name, option->value ? " " : "",
                                                    option->value ? option->value : "", NULL);

                if (option->letter)
                        fprintf(out, "  -%c, %-28s  %s\n", option->letter, left, option->about[language]);
                else
                        fprintf(out, "      %-28s  %s\n", left, option->about[language]);
        }
        fprintf(out, "  -h, %-28s  %s\n", "--help", command_help_about[language]);
}

static void usage_print(FILE *out, const char *path, const Command *command, Language language) {
        static const char *const heading[LANGUAGE_COUNT] = { "用法：", "Usage: " };
        g_auto(GStrv) forms = g_strsplit(command->usage ? command->usage : "", "\n", -1);

        fprintf(out, "%s%s%s%s\n", heading[language], path, *forms && **forms ? " " : "", *forms ? *forms : "");
        for (char **form = *forms ? forms + 1 : forms; *form; form++)
                fprintf(out, "       %s %s\n", path, *form);
}

static void commands_print(FILE *out, const Command *const *table, Language language) {
        for (; *table; table++)
                fprintf(out, "  %-10s  %s\n", (*table)->name, (*table)->about[language]);
}

void command_help_print(FILE *out, const char *path, const Command *command, Language language) {
        static const char *const actions[LANGUAGE_COUNT] = { "动作：", "Actions:" };
        static const char *const examples[LANGUAGE_COUNT] = { "示例：", "Examples:" };

        if (command->actions)
                fprintf(out, "%s%s ACTION …\n", language == LANGUAGE_ZH ? "用法：" : "Usage: ", path);
        else
                usage_print(out, path, command, language);
        fprintf(out, "\n%s\n", command->about[language]);
        if (command->details[language])
                fprintf(out, "\n%s\n", command->details[language]);
        if (command->actions) {
                fprintf(out, "\n%s\n", actions[language]);
                commands_print(out, command->actions, language);
        }
        options_print(out, command, language);
        if (command->examples) {
                g_auto(GStrv) lines = g_strsplit(command->examples, "\n", -1);

                fprintf(out, "\n%s\n", examples[language]);
                for (char **line = lines; *line; line++)
                        fprintf(out, "  %s\n", *line);
        }
}

void command_list_print(FILE *out, Language language) {
        static const char *const usage[LANGUAGE_COUNT] = { "用法：shiming 子命令 …", "Usage: shiming SUBCOMMAND …" };
        static const char *const heading[LANGUAGE_COUNT] = { "子命令：", "Subcommands:" };
        static const char *const foot[LANGUAGE_COUNT] = {
                "“shiming 子命令 --help”显示用法和示例；“shiming --version”显示版本。\n退出状态：",
                "\"shiming SUBCOMMAND --help\" shows its usage with examples; \"shiming --version\" the version.\n"
                "Exit status: "
        };

        fprintf(out, "%s\n\n%s\n\n%s\n", usage[language], command_program_about[language], heading[language]);
        commands_print(out, command_table, language);
        fprintf(out, "\n%s%s\n", foot[language], command_exit_about[language]);
}

static ExitStatus help_run(const Invocation *call, GError **error) {
        const Command *const *table = command_table;
        const Command *command = NULL;
        g_autoptr(GString) path = g_string_new("shiming");

        for (const char *const *name = call->arguments; *name; name++) {
                command = table ? command_find(table, *name) : NULL;
                if (!command)
                        return command_refuse_unknown(table, path->str, *name, call->language, error);
                g_string_append_printf(path, " %s", command->name);
                table = command->actions;
        }
        if (command)
                command_help_print(stdout, path->str, command, call->language);
        else
                command_list_print(stdout, call->language);
        return EXIT_GOOD;
}

const Command command_help = {
        .name = "help",
        .about = { "显示说明", "Show help" },
        .usage = "[SUBCOMMAND [ACTION]]",
        .examples = "shiming help\nshiming help check",
        .arguments_max = COMMAND_ARGUMENTS_ANY,
        .run = help_run,
};
