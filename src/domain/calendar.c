/* Loads the official calendar and counts working days by it, a day at a time: plain enough to be seen to be right, and
 * fast enough (some 20 ns a day). */
#include "domain/calendar.h"

#include "base/refusal.h"
#include "domain/yaml-file.h"

#include <string.h>

typedef struct HolidayBlock {
        char *name;
        char **days_off;
        guint days_off_count;
        char **workdays;
        guint workdays_count;
} HolidayBlock;

typedef struct YearBlock {
        guint year;
        char **sources;
        guint sources_count;
        HolidayBlock *holidays;
        guint holidays_count;
} YearBlock;

typedef struct CalendarFile {
        YearBlock *years;
        guint years_count;
} CalendarFile;

#define TEXT_BYTES_MAX 1000
#define DAYS_MAX 366
#define YEARS_MAX 1000

static const cyaml_schema_value_t text_schema = { CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 1, TEXT_BYTES_MAX) };

static const cyaml_schema_field_t holiday_fields[] = {
        CYAML_FIELD_STRING_PTR("name", CYAML_FLAG_POINTER, HolidayBlock, name, 1, TEXT_BYTES_MAX),
        CYAML_FIELD_SEQUENCE_COUNT("days-off", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, HolidayBlock, days_off,
                                   days_off_count, &text_schema, 1, DAYS_MAX),
        CYAML_FIELD_SEQUENCE_COUNT("workdays", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, HolidayBlock, workdays,
                                   workdays_count, &text_schema, 1, DAYS_MAX),
        CYAML_FIELD_END,
};

static const cyaml_schema_value_t holiday_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, HolidayBlock,
                                                                         holiday_fields) };

static const cyaml_schema_field_t year_fields[] = {
        CYAML_FIELD_UINT("year", CYAML_FLAG_DEFAULT, YearBlock, year),
        CYAML_FIELD_SEQUENCE_COUNT("sources", CYAML_FLAG_POINTER, YearBlock, sources, sources_count, &text_schema, 1,
                                   DAYS_MAX),
        CYAML_FIELD_SEQUENCE_COUNT("holidays", CYAML_FLAG_POINTER, YearBlock, holidays, holidays_count,
                                   &holiday_schema, 1, DAYS_MAX),
        CYAML_FIELD_END,
};

static const cyaml_schema_value_t year_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, YearBlock, year_fields) };

static const cyaml_schema_field_t calendar_fields[] = {
        CYAML_FIELD_SEQUENCE_COUNT("years", CYAML_FLAG_POINTER, CalendarFile, years, years_count, &year_schema, 1,
                                   YEARS_MAX),
        CYAML_FIELD_END,
};

static const cyaml_schema_value_t calendar_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, CalendarFile,
                                                                          calendar_fields) };

typedef struct CalendarYear {
        const char **sources; /* closed by NULL; the texts belong to the file */
        GArray *days;         /* CalendarDay, in order of date */
} CalendarYear;

struct Calendar {
        gint refs;
        YamlFile *file;
        GBytes *bytes;
        char *version;
        GArray *years;     /* int */
        GPtrArray *blocks; /* CalendarYear *, side by side with `years` */
};

/* Where the loader stands in the file, for messages. */
typedef struct Reading {
        const YamlFile *file;
        const YearBlock *year;
        GHashTable *seen; /* dates of the year so far */
        CalendarYear *block;
} Reading;

static void calendar_year_free(gpointer block) {
        CalendarYear *year = block;

        g_free(year->sources);
        g_array_unref(year->days);
        g_free(year);
}

static bool day_fits(const Reading *reading, const char *text, const CalendarDay *day, const char *pointer,
                     GError **error) {
        if (civil_date_year(day->date) != (int) reading->year->year)
                return yaml_file_refuse(reading->file,
                                        LOCAL_TEXT("%s 不在 %u 年，请移到它所在年份的块中",
                                                   "%s is not in %u; move it to the block of its own year", text,
                                                   reading->year->year),
                                        error, "%s", pointer);
        if (day->working && civil_date_weekday(day->date) < 6)
                return yaml_file_refuse(
                        reading->file,
                        LOCAL_TEXT("调休上班日 %s 不是周六或周日，请核对通知",
                                   "the make-up workday %s is neither Saturday nor Sunday; check the notice", text),
                        error, "%s", pointer);
        if (!g_hash_table_add(reading->seen, GINT_TO_POINTER(day->date)))
                return yaml_file_refuse(
                        reading->file,
                        LOCAL_TEXT("%s 重复出现，请删去一处", "%s appears twice; remove one of them", text), error,
                        "%s", pointer);
        return true;
}

static bool days_take(const Reading *reading, char *const *texts, guint count, CalendarDay day, const char *pointer,
                      GError **error) {
        for (guint i = 0; i < count; i++) {
                g_autofree char *place = g_strdup_printf("%s/%u", pointer, i);

                if (!civil_date_parse(texts[i], &day.date))
                        return yaml_file_refuse(reading->file,
                                                LOCAL_TEXT("“%s”不是日期，应写成 2018-05-15",
                                                           "\"%s\" is not a date; write it as 2018-05-15", texts[i]),
                                                error, "%s", place);
                if (!day_fits(reading, texts[i], &day, place, error))
                        return false;
                g_array_append_val(reading->block->days, day);
        }
        return true;
}

static bool holidays_take(const Reading *reading, guint index, GError **error) {
        for (guint i = 0; i < reading->year->holidays_count; i++) {
                const HolidayBlock *holiday = &reading->year->holidays[i];
                g_autofree char *off = g_strdup_printf("/years/%u/holidays/%u/days-off", index, i);
                g_autofree char *work = g_strdup_printf("/years/%u/holidays/%u/workdays", index, i);

                if (!days_take(reading, holiday->days_off, holiday->days_off_count,
                               (CalendarDay){ .working = false, .holiday = holiday->name }, off, error)
                    || !days_take(reading, holiday->workdays, holiday->workdays_count,
                                  (CalendarDay){ .working = true, .holiday = holiday->name }, work, error))
                        return false;
        }
        return true;
}

static int days_compare(gconstpointer a, gconstpointer b) {
        CivilDate left = ((const CalendarDay *) a)->date, right = ((const CalendarDay *) b)->date;

        return (left > right) - (left < right);
}

static CalendarYear *calendar_year_new(const YearBlock *block) {
        CalendarYear *year = g_new0(CalendarYear, 1);

        year->sources = g_new0(const char *, block->sources_count + 1);
        for (guint i = 0; i < block->sources_count; i++)
                year->sources[i] = block->sources[i];
        year->days = g_array_new(FALSE, TRUE, sizeof(CalendarDay));
        return year;
}

static bool year_take(Calendar *calendar, const YearBlock *block, guint index, GError **error) {
        g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
        Reading reading = { .file = calendar->file, .year = block, .seen = seen };
        int before = index ? g_array_index(calendar->years, int, index - 1) : 0, year = (int) block->year;

        if (block->year < 1 || block->year > 9999)
                return yaml_file_refuse(
                        calendar->file,
                        LOCAL_TEXT("年份 %u 应在 1 至 9999 之间", "the year %u must lie in 1 to 9999", block->year),
                        error, "/years/%u/year", index);
        if (year <= before)
                return yaml_file_refuse(calendar->file,
                                        LOCAL_TEXT("%d 年排在 %d 年之后，各年应依次递增且不重复",
                                                   "the year %d follows %d; years must rise, each once", year,
                                                   before),
                                        error, "/years/%u/year", index);
        reading.block = calendar_year_new(block);
        g_array_append_val(calendar->years, year);
        g_ptr_array_add(calendar->blocks, reading.block);
        if (!holidays_take(&reading, index, error))
                return false;
        g_array_sort(reading.block->days, days_compare);
        return true;
}

Calendar *calendar_load(const char *name, const char *bytes, gsize size, GError **error) {
        g_autoptr(Calendar) calendar = g_new0(Calendar, 1);
        const CalendarFile *root;

        calendar->refs = 1;
        calendar->bytes = g_bytes_new(bytes, size);
        calendar->version = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, calendar->bytes);
        calendar->years = g_array_new(FALSE, FALSE, sizeof(int));
        calendar->blocks = g_ptr_array_new_with_free_func(calendar_year_free);
        calendar->file = yaml_file_read(name, bytes, size, &calendar_schema, REFUSAL_CALENDAR_INVALID, error);
        if (!calendar->file)
                return NULL;
        root = yaml_file_root(calendar->file);
        for (guint i = 0; i < root->years_count; i++) {
                if (!year_take(calendar, &root->years[i], i, error))
                        return NULL;
        }
        return g_steal_pointer(&calendar);
}

extern const char calendar_cn_yaml[];
extern const size_t calendar_cn_yaml_size;

Calendar *calendar_builtin(void) {
        Calendar *calendar = calendar_load("calendar/cn.yaml", calendar_cn_yaml, calendar_cn_yaml_size, NULL);

        g_assert(calendar);
        return calendar;
}

Calendar *calendar_ref(Calendar *calendar) {
        g_atomic_int_inc(&calendar->refs);
        return calendar;
}

void calendar_unref(Calendar *calendar) {
        if (!calendar || !g_atomic_int_dec_and_test(&calendar->refs))
                return;
        yaml_file_free(calendar->file);
        g_bytes_unref(calendar->bytes);
        g_array_unref(calendar->years);
        g_ptr_array_unref(calendar->blocks);
        g_free(calendar->version);
        g_free(calendar);
}

const char *calendar_version(const Calendar *calendar) {
        return calendar->version;
}

GBytes *calendar_bytes(const Calendar *calendar) {
        return calendar->bytes;
}

const int *calendar_years(const Calendar *calendar, guint *count) {
        *count = calendar->years->len;
        return (const int *) (gconstpointer) calendar->years->data;
}

static int years_compare(gconstpointer a, gconstpointer b) {
        return *(const int *) a - *(const int *) b;
}

static const CalendarYear *year_find(const Calendar *calendar, int year) {
        guint index;

        if (!g_array_binary_search(calendar->years, &year, years_compare, &index))
                return NULL;
        return g_ptr_array_index(calendar->blocks, index);
}

const CalendarDay *calendar_year_days(const Calendar *calendar, int year, guint *count) {
        const CalendarYear *block = year_find(calendar, year);

        *count = block ? block->days->len : 0;
        return block ? (const CalendarDay *) (gconstpointer) block->days->data : NULL;
}

const char *const *calendar_year_sources(const Calendar *calendar, int year) {
        const CalendarYear *block = year_find(calendar, year);

        return block ? block->sources : NULL;
}

/* Tells whether a day is worked, and raises `provisional` (never lowers it) where its year is not covered. */
static bool day_is_worked(const Calendar *calendar, CivilDate date, bool *provisional) {
        const CalendarYear *block = year_find(calendar, civil_date_year(date));
        CalendarDay key = { .date = date };
        guint index;

        if (!block)
                *provisional = true;
        else if (g_array_binary_search(block->days, &key, days_compare, &index))
                return g_array_index(block->days, CalendarDay, index).working;
        return civil_date_weekday(date) < 6;
}

/* Hands a finding over to a caller who may not want it. */
static void provisional_tell(bool finding, bool *provisional) {
        if (provisional)
                *provisional = finding;
}

bool calendar_is_working_day(const Calendar *calendar, CivilDate date, bool *provisional) {
        bool finding = false, worked = day_is_worked(calendar, date, &finding);

        provisional_tell(finding, provisional);
        return worked;
}

static bool date_exists(CivilDate date) {
        return date >= CIVIL_DATE_MIN && date <= CIVIL_DATE_MAX;
}

/* Walks from `date`, which is not looked at itself, to the n-th working day in a direction. */
static CivilDate walk(const Calendar *calendar, CivilDate date, guint n, int step, bool *provisional) {
        bool finding = false;

        while (n > 0 && date_exists(date + step)) {
                date += step;
                n -= day_is_worked(calendar, date, &finding);
        }
        provisional_tell(finding, provisional);
        return n > 0 ? CIVIL_DATE_NONE : date;
}

CivilDate calendar_add_working_days(const Calendar *calendar, CivilDate date, guint n, bool *provisional) {
        provisional_tell(false, provisional);
        if (!date_exists(date))
                return CIVIL_DATE_NONE;
        return n > 0 ? walk(calendar, date, n, 1, provisional) : walk(calendar, date - 1, 1, 1, provisional);
}

CivilDate calendar_subtract_working_days(const Calendar *calendar, CivilDate date, guint n, bool *provisional) {
        g_assert(n > 0);
        provisional_tell(false, provisional);
        return date_exists(date) ? walk(calendar, date, n, -1, provisional) : CIVIL_DATE_NONE;
}

guint calendar_count_working_days(const Calendar *calendar, CivilDate after, CivilDate until, bool *provisional) {
        bool finding = false;
        guint count = 0;

        if (after != CIVIL_DATE_NONE && until != CIVIL_DATE_NONE) {
                for (CivilDate date = after + 1; date <= until; date++)
                        count += day_is_worked(calendar, date, &finding);
        }
        provisional_tell(finding, provisional);
        return count;
}
