/* `shiming check`: are these numbers well-formed, and if not, what is wrong where. Reads nothing but its arguments or its
 * standard input, keeps nothing. */
#include "cli/check-stream.h"
#include "cli/command.h"
#include "domain/divisions.h"
#include "domain/numbers.h"

#include <jansson.h>
#include <string.h>
#include <unistd.h>

typedef struct CheckOptions {
        gboolean from_stdin, json;
} CheckOptions;

static const CommandOption check_options[] = {
        { .name = "stdin",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(CheckOptions, from_stdin),
          .about = { "从标准输入逐行读取“种类、制表符、号码”",
                     "Read lines of kind, tab, number from standard input" } },
        { .name = "json",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(CheckOptions, json),
          .about = { "以 JSON 数组输出", "Print a JSON array" } },
        { .name = NULL },
};

#define CHINA_SECONDS_EAST (8 * 3600)

/* Which day it is where the numbers are given. */
static CivilDate today_in_china(const Invocation *call) {
        g_autoptr(GTimeZone) zone = g_time_zone_new_offset(CHINA_SECONDS_EAST);

        return civil_date_at(call->now, zone);
}

/* A column for people: nothing that would break the line or the terminal. */
static char *column_text(const char *text) {
        char *valid = g_utf8_make_valid(text, -1);

        for (char *c = valid; *c; c++) {
                if (g_ascii_iscntrl(*c))
                        *c = ' ';
        }
        return valid;
}

/* What a valid number carries, "1949-12-31, female, 朝阳区", and what is to be noted. */
static char *carried_text(const NumberVerdict *verdict, Language language) {
        static const char *const sexes[][LANGUAGE_COUNT] = {
                [SEX_FEMALE] = { "女", "female" }, [SEX_MALE] = { "男", "male" }
        };
        g_autoptr(GPtrArray) parts = g_ptr_array_new();
        const char *division = verdict->division ? division_name(verdict->division) : NULL;
        char birth[CIVIL_DATE_TEXT_SIZE];

        if (verdict->birth != CIVIL_DATE_NONE)
                g_ptr_array_add(parts, (gpointer) civil_date_format(verdict->birth, birth));
        if (verdict->sex != SEX_UNTOLD)
                g_ptr_array_add(parts, (gpointer) sexes[verdict->sex][language]);
        if (division)
                g_ptr_array_add(parts, (gpointer) division);
        if (verdict->note != NUMBER_NOTE_NONE)
                g_ptr_array_add(parts, (gpointer) number_note_text(verdict->note, language));
        g_ptr_array_add(parts, NULL);
        return g_strjoinv(language == LANGUAGE_ZH ? "，" : ", ", (GStrv) parts->pdata);
}

static void verdict_print(NumberKind kind, const char *number, const NumberVerdict *verdict, Language language) {
        g_autofree char *column = column_text(number);
        bool valid = verdict->reason == NUMBER_VALID;
        g_autofree char *told = valid ? carried_text(verdict, language) : number_reason_text(kind, verdict, language);

        printf("%s\t%s\t%s\t%s\t%s\n", valid ? "valid" : "invalid", enum_name(&number_kind_names, (int) kind), column,
               enum_name(&number_reason_names, (int) verdict->reason), told);
}

static json_t *valid_json(const NumberVerdict *verdict) {
        char birth[CIVIL_DATE_TEXT_SIZE];
        g_autofree char *division = verdict->division ? g_strdup_printf("%06u", verdict->division) : NULL;

        return json_pack(
                "{s:s, s:s?, s:s?, s:s?, s:s?, s:s?}", "normalised", verdict->text, "birth",
                verdict->birth == CIVIL_DATE_NONE ? NULL : civil_date_format(verdict->birth, birth), "sex",
                verdict->sex == SEX_UNTOLD ? NULL : enum_name(&sex_names, (int) verdict->sex), "division", division,
                "division_name", verdict->division ? division_name(verdict->division) : NULL, "note",
                verdict->note == NUMBER_NOTE_NONE ? NULL : enum_name(&number_note_names, (int) verdict->note));
}

static json_t *invalid_json(NumberKind kind, const NumberVerdict *verdict, Language language) {
        g_autofree char *text = number_reason_text(kind, verdict, language);
        char expected[2] = { verdict->expected, '\0' };

        return json_pack("{s:s, s:o, s:s?, s:s}", "reason", enum_name(&number_reason_names, (int) verdict->reason),
                         "position", verdict->position ? json_integer(verdict->position) : json_null(), "expected",
                         verdict->expected ? expected : NULL, "message", text);
}

static json_t *verdict_json(NumberKind kind, const char *number, const NumberVerdict *verdict, Language language) {
        bool valid = verdict->reason == NUMBER_VALID;
        g_autofree char *given = g_utf8_make_valid(number, -1);
        json_t *object = json_pack("{s:s, s:s, s:b}", "kind", enum_name(&number_kind_names, (int) kind), "number",
                                   given, "valid", (int) valid);

        json_object_update_new(object, valid ? valid_json(verdict) : invalid_json(kind, verdict, language));
        return object;
}

static ExitStatus arguments_check(const Invocation *call, NumberKind kind, bool json) {
        json_auto_t *array = json_array();
        CivilDate today = today_in_china(call);
        ExitStatus status = EXIT_GOOD;

        for (const char *const *number = call->arguments + 1; *number; number++) {
                NumberVerdict verdict;

                if (!number_check(kind, *number, strlen(*number), today, &verdict))
                        status = EXIT_REFUSED;
                if (json)
                        json_array_append_new(array, verdict_json(kind, *number, &verdict, call->language));
                else
                        verdict_print(kind, *number, &verdict, call->language);
        }
        if (json) {
                json_dumpf(array, stdout, JSON_INDENT(2));
                putchar('\n');
        }
        return status;
}

static ExitStatus stdin_check(const Invocation *call, GError **error) {
        bool all_valid;

        if (!check_stream(STDIN_FILENO, STDOUT_FILENO, today_in_china(call), &all_valid, error))
                return EXIT_FAILED;
        return all_valid ? EXIT_GOOD : EXIT_REFUSED;
}

static ExitStatus check_run(const Invocation *call, GError **error) {
        static const char *const alone[LANGUAGE_COUNT] = { "--stdin 不与其他参数或 --json 同用",
                                                           "--stdin goes with no other word, nor with --json" };
        static const char *const few[LANGUAGE_COUNT] = { "缺少种类或号码", "The kind or the number is missing" };
        static const char *const unknown[LANGUAGE_COUNT] = {
                "没有这种号码（可选 "
                "resident-id、residence-permit、permanent-resident、passport-mrz、uscc、bank-card、mobile）",
                "There is no such kind of number (resident-id, residence-permit, permanent-resident, passport-mrz, "
                "uscc, "
                "bank-card, mobile)"
        };
        const CheckOptions *options = call->options;
        int kind;

        if (options->from_stdin && (call->argument_count > 0 || options->json))
                return command_refuse_usage(call, error, alone, NULL);
        if (options->from_stdin)
                return stdin_check(call, error);
        if (call->argument_count < 2)
                return command_refuse_usage(call, error, few, NULL);
        if (!enum_find(&number_kind_names, call->arguments[0], &kind))
                return command_refuse_usage(call, error, unknown, call->arguments[0]);
        return arguments_check(call, (NumberKind) kind, options->json);
}

const Command command_check = {
        .name = "check",
        .about = { "校验证件号、统一社会信用代码、银行卡号、手机号",
                   "Check identity, company, bank card and mobile numbers" },
        .usage = "KIND NUMBER…\n--stdin",
        .details = { "种类：\n"
                     "  resident-id         居民身份证（18 位，或 15 位旧号）\n"
                     "  residence-permit    港澳台居民居住证\n"
                     "  permanent-resident  外国人永久居留身份证（2017 版、2023 版）\n"
                     "  passport-mrz        护照或卡式证件的机读区，各行首尾相接\n"
                     "  uscc                统一社会信用代码\n"
                     "  bank-card           银行卡号\n"
                     "  mobile              中国大陆手机号\n"
                     "\n"
                     "每个号码一行，列为：valid 或 invalid、种类、号码、原因、说明。--stdin 的输出没有说明一列，\n"
                     "每行输入对应一行输出；不成“种类、制表符、号码”的行答 malformed-line。\n"
                     "全部有效时退出状态为 0，有无效的为 1。",
                     "Kinds:\n"
                     "  resident-id         resident identity card (18 characters, or the old 15 digits)\n"
                     "  residence-permit    Hong Kong, Macao and Taiwan residents\n"
                     "  permanent-resident  foreigners (the cards of 2017 and 2023)\n"
                     "  passport-mrz        machine-readable zone of a passport or card, its lines one after the "
                     "other\n"
                     "  uscc                unified social credit code\n"
                     "  bank-card           bank card\n"
                     "  mobile              mobile telephone of mainland China\n"
                     "\n"
                     "A line a number, its columns: valid or invalid, kind, number, reason, explanation. With "
                     "--stdin there\n"
                     "is no explanation, and a line of output for each of input; one that is not kind, tab, number\n"
                     "answers malformed-line. The exit status is 0 if all are valid, 1 if any is not." },
        .examples = "shiming check resident-id 11010519491231002X\n"
                    "shiming check --json uscc 91350100M000100Y43\n"
                    "printf 'mobile\\t13800138000\\n' | shiming check --stdin",
        .options = check_options,
        .options_size = sizeof(CheckOptions),
        .arguments_max = COMMAND_ARGUMENTS_ANY,
        .run = check_run,
};
