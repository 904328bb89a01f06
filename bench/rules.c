/* The rules alone, in process and without a database, for the peers that are libraries: rules numbers FILE | workdays ADDITIONS |
 * steps COUNT. Prints how much of it was done in a second of processor time, and a sum of what came out. */
#include "domain/numbers.h"
#include "domain/proceeding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIRST_DAY 17532 /* 2018-01-01 */
#define DAYS 2557
#define LONGEST 30 /* working days that are added */
#define NOW (G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND)
#define TODAY 20000

static double processor_s(void) {
        struct timespec time;

        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static int tell(guint64 count, double begun, gint64 sum) {
        printf("%.1f %" G_GINT64_FORMAT "\n", (double) count / (processor_s() - begun), sum);
        return 0;
}

/* Checks the resident numbers that stand in a file, one a line after its kind; the sum is how many are valid. */
static int numbers_run(const char *file) {
        g_autofree char *text = NULL;
        g_auto(GStrv) lines = NULL;
        gint64 valid = 0;
        guint count;
        double begun;

        if (!g_file_get_contents(file, &text, NULL, NULL))
                return 2;
        lines = g_strsplit(text, "\n", -1);
        count = g_strv_length(lines) - 1;
        begun = processor_s();
        for (guint i = 0; i < count; i++) {
                const char *number = lines[i] + strlen("resident-id\t");
                NumberVerdict verdict;

                valid += number_check(NUMBER_RESIDENT_ID, number, strlen(number), TODAY, &verdict);
        }
        return tell(count, begun, valid);
}

/* Adds 1 to 30 working days to each day of seven years, over and over; the sum is of the days since 1970 that came out. */
static int workdays_run(guint64 additions) {
        g_autoptr(Calendar) calendar = calendar_builtin();
        double begun = processor_s();
        gint64 sum = 0;

        for (guint64 i = 0; i < additions; i++)
                sum += calendar_add_working_days(calendar, FIRST_DAY + (CivilDate) (i % DAYS),
                                                 1 + (guint) (i % LONGEST), NULL);
        return tell(additions, begun, sum);
}

/* A reviewer claims a case and gives it back, over and over; the sum is of the states. */
static int steps_run(guint64 count) {
        gsize size;
        const char *text = policy_builtin_text(&size);
        g_autoptr(Calendar) calendar = calendar_builtin();
        Policy *policy = policy_load("policy.yaml", text, size, NULL);
        ProceedingFacts facts = { .policy = policy, .calendar = calendar, .claimer_able = true };
        Proceeding proceeding = { .kind = PROCEEDING_CASE, .id = uuid_new(NOW), .state = STATE_SUBMITTED };
        Actor reviewer = { .roles = ROLE_REVIEWER, .id = uuid_new(NOW) };
        gint64 sum = 0;
        double begun;

        facts.route = policy_route(policy, "personal-to-personal");
        proceeding.clock.due_at = NOW + INSTANT_DAY;
        begun = processor_s();
        for (guint64 i = 0; i < count; i++) {
                ProceedingStep step;
                g_autoptr(GError) error = NULL;

                if (!proceeding_step(&proceeding, i % 2 ? EVENT_UNCLAIM : EVENT_CLAIM, &reviewer, &facts, NOW, &step,
                                     &error))
                        g_error("%s", error->message);
                sum += proceeding.state;
        }
        tell(count, begun, sum);
        policy_unref(policy);
        return 0;
}

int main(int argc, char **argv) {
        if (argc == 3 && g_str_equal(argv[1], "numbers"))
                return numbers_run(argv[2]);
        if (argc == 3 && g_str_equal(argv[1], "workdays"))
                return workdays_run(strtoull(argv[2], NULL, 10));
        if (argc == 3 && g_str_equal(argv[1], "steps"))
                return steps_run(strtoull(argv[2], NULL, 10));
        fputs("usage: rules numbers FILE | workdays ADDITIONS | steps COUNT\n", stderr);
        return 2;
}
