/* `shiming workdays`: counts working days by the official calendar, or by one of the caller's own, without any data. */
#include "base/refusal.h"
#include "cli/command.h"
#include "domain/calendar.h"

#include <jansson.h>

typedef struct WorkdaysOptions {
        gboolean json;
        char *calendar;
} WorkdaysOptions;

static const CommandOption workdays_options[] = {
        { .name = "calendar",
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(WorkdaysOptions, calendar),
          .value = "FILE",
          .about = { "改用此日历文件（格式同 calendar/cn.yaml）",
                     "Count by this calendar, written like calendar/cn.yaml" } },
        { .name = "json",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(WorkdaysOptions, json),
          .about = { "输出 JSON", "Write JSON" } },
        { 0 },
};

/* Opens the calendar asked for. The caller owns it. */
static Calendar *calendar_open(const Invocation *call, GError **error) {
        static const char *const unreadable[LANGUAGE_COUNT] = { "无法读取日历文件",
                                                                "The calendar file cannot be read" };
        const WorkdaysOptions *options = call->options;
        g_autoptr(GError) reason = NULL;
        g_autofree char *bytes = NULL;
        gsize size;

        if (!options->calendar)
                return calendar_builtin();
        if (!g_file_get_contents(options->calendar, &bytes, &size, &reason)) {
                command_refuse_usage(call, error, unreadable, reason->message);
                return NULL;
        }
        return calendar_load(options->calendar, bytes, size, error);
}

static ExitStatus open_failed(const GError *error) {
        return refusal_is(error, REFUSAL_USAGE) ? EXIT_USAGE : EXIT_REFUSED;
}

static void json_print(json_t *object) {
        json_dumpf(object, stdout, JSON_COMPACT);
        putchar('\n');
        json_decref(object);
}

/* Says on stderr that an answer counts weekends only; in JSON it is a member of the answer. */
static void provisional_note(const Invocation *call) {
        static const char *const note[LANGUAGE_COUNT] = {
                "暂定：所涉年份的官方放假安排尚未收录，只按周末计算",
                "provisional: the calendar does not have the official days of a year concerned; weekends only were "
                "counted",
        };

        fprintf(stderr, "%s: %s\n", call->path, note[call->language]);
}

static ExitStatus add_print(const Invocation *call, CivilDate date, bool provisional) {
        const WorkdaysOptions *options = call->options;
        char text[CIVIL_DATE_TEXT_SIZE];

        civil_date_format(date, text);
        if (options->json) {
                json_print(json_pack("{s:s, s:b}", "date", text, "provisional", (int) provisional));
                return EXIT_GOOD;
        }
        puts(text);
        if (provisional)
                provisional_note(call);
        return EXIT_GOOD;
}

static ExitStatus add_run(const Invocation *call, GError **error) {
        static const char *const bad_date[LANGUAGE_COUNT] = { "日期应写成 2018-05-15",
                                                              "A date is written as 2018-05-15" };
        static const char *const bad_count[LANGUAGE_COUNT] = {
                "天数应为不小于 0 的整数", "The number of days must be a whole number from 0 on"
        };
        g_autoptr(Calendar) calendar = NULL;
        CivilDate date;
        guint64 days;
        bool provisional;

        if (!civil_date_parse(call->arguments[0], &date))
                return command_refuse_usage(call, error, bad_date, call->arguments[0]);
        if (!g_ascii_string_to_unsigned(call->arguments[1], 10, 0, G_MAXUINT, &days, NULL))
                return command_refuse_usage(call, error, bad_count, call->arguments[1]);
        calendar = calendar_open(call, error);
        if (!calendar)
                return open_failed(*error);
        date = calendar_add_working_days(calendar, date, (guint) days, &provisional);
        if (date == CIVIL_DATE_NONE) {
                refuse(error, REFUSAL_OUT_OF_RANGE, NULL, "DATE + N", "0001-01-01", "9999-12-31", NULL);
                return EXIT_REFUSED;
        }
        return add_print(call, date, provisional);
}

typedef struct YearCount {
        int year;
        guint working_days, days;
        bool provisional;
} YearCount;

static YearCount year_count(const Calendar *calendar, int year) {
        YearCount count = { .year = year };
        CivilDate first, last;

        g_assert(civil_date_make(year, 1, 1, &first) && civil_date_make(year, 12, 31, &last));
        count.days = (guint) (last - first) + 1;
        count.working_days = calendar_count_working_days(calendar, first - 1, last, &count.provisional);
        return count;
}

static void list_print_json(const Calendar *calendar, const YearCount *count) {
        guint days_count;
        const CalendarDay *days = calendar_year_days(calendar, count->year, &days_count);
        const char *const *sources = calendar_year_sources(calendar, count->year);
        json_t *day_list = json_array(), *source_list = json_array();

        for (guint i = 0; i < days_count; i++) {
                char text[CIVIL_DATE_TEXT_SIZE];

                civil_date_format(days[i].date, text);
                json_array_append_new(day_list, json_pack("{s:s, s:b, s:s}", "date", text, "working",
                                                          (int) days[i].working, "holiday", days[i].holiday));
        }
        for (; sources && *sources; sources++)
                json_array_append_new(source_list, json_string(*sources));
        json_print(json_pack("{s:i, s:b, s:i, s:o, s:o, s:s}", "year", count->year, "provisional",
                             (int) count->provisional, "working_days", (int) count->working_days, "days", day_list,
                             "sources", source_list, "calendar", calendar_version(calendar)));
}

static void list_print_text(const Invocation *call, const Calendar *calendar, const YearCount *count) {
        static const char *const off[LANGUAGE_COUNT] = { "放假", "off " };
        static const char *const work[LANGUAGE_COUNT] = { "上班", "work" };
        guint days_count;
        const CalendarDay *days = calendar_year_days(calendar, count->year, &days_count);

        for (guint i = 0; i < days_count; i++) {
                char text[CIVIL_DATE_TEXT_SIZE];

                printf("%s  %s  %s\n", civil_date_format(days[i].date, text),
                       (days[i].working ? work : off)[call->language], days[i].holiday);
        }
        if (call->language == LANGUAGE_ZH)
                printf("%d 年：工作日 %u 天，休息日 %u 天\n", count->year, count->working_days,
                       count->days - count->working_days);
        else
                printf("%d: %u working days, %u days off\n", count->year, count->working_days,
                       count->days - count->working_days);
        if (count->provisional)
                provisional_note(call);
}

static ExitStatus list_run(const Invocation *call, GError **error) {
        static const char *const bad_year[LANGUAGE_COUNT] = { "年份应为 1 至 9999",
                                                              "A year is a number from 1 to 9999" };
        const WorkdaysOptions *options = call->options;
        g_autoptr(Calendar) calendar = NULL;
        YearCount count;
        guint64 year;

        if (!g_ascii_string_to_unsigned(call->arguments[0], 10, 1, 9999, &year, NULL))
                return command_refuse_usage(call, error, bad_year, call->arguments[0]);
        calendar = calendar_open(call, error);
        if (!calendar)
                return open_failed(*error);
        count = year_count(calendar, (int) year);
        if (options->json)
                list_print_json(calendar, &count);
        else
                list_print_text(call, calendar, &count);
        return EXIT_GOOD;
}

static const Command workdays_add = {
        .name = "add",
        .about = { "某日之后的第 N 个工作日", "The N-th working day after a date" },
        .usage = "DATE N",
        .details = { "不含 DATE 当日；N 为 0 时，DATE 是工作日即为当日，否则为下一个工作日。\n"
                     "周末和法定节假日休息，调休上班日工作。",
                     "DATE itself does not count; N = 0 gives DATE if it is a working day, else the next one.\n"
                     "Weekends and official holidays are off, make-up workdays are worked." },
        .examples = "shiming workdays add 2018-05-15 3\nshiming workdays add 2026-09-30 1 --json",
        .options = workdays_options,
        .options_size = sizeof(WorkdaysOptions),
        .arguments_min = 2,
        .arguments_max = 2,
        .run = add_run,
};

static const Command workdays_list = {
        .name = "list",
        .about = { "某年的放假日、调休上班日和工作日总数", "A year's official days off and make-up workdays" },
        .usage = "YEAR",
        .details = { "列出国务院办公厅通知所载的日子；其余日子周末休息。",
                     "Lists the days of the State Council's notices; on all others weekends are off." },
        .examples = "shiming workdays list 2026\nshiming workdays list 2026 --json",
        .options = workdays_options,
        .options_size = sizeof(WorkdaysOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = list_run,
};

static const Command *const workdays_actions[] = { &workdays_add, &workdays_list, NULL };

const Command command_workdays = {
        .name = "workdays",
        .about = { "按官方放假安排推算工作日", "Count working days by the official calendar" },
        .examples = "shiming workdays add 2018-05-15 3\nshiming workdays list 2026",
        .actions = workdays_actions,
};
