/* Tells in the terminal what happens: who did what, what state it led to, what was refused. */
#include "base/instant.h"
#include "base/uuid.h"
#include "cli/demo.h"

#include <stdarg.h>
#include <string.h>

#define NAME_COLUMNS 10

static const struct {
        const char *name[LANGUAGE_COUNT];
        const char *colour;
} people[WHO_COUNT] = {
        [WHO_DEMO] = { { "演示", "demo" }, "\033[2m" },
        [WHO_PLATFORM] = { { "平台", "platform" }, "\033[35m" },
        [WHO_HOLDER] = { { "持有人", "holder" }, "\033[36m" },
        [WHO_OLD_OWNER] = { { "原所有人", "old owner" }, "\033[36m" },
        [WHO_REVIEWER_1] = { { "审核员甲", "reviewer 1" }, "\033[34m" },
        [WHO_REVIEWER_2] = { { "审核员乙", "reviewer 2" }, "\033[34m" },
        [WHO_APPROVER] = { { "复核员", "approver" }, "\033[33m" },
        [WHO_CLERK] = { { "收发员", "clerk" }, "\033[32m" },
        [WHO_ADMIN] = { { "管理员", "admin" }, "\033[31m" },
};

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

static const char *ink(const Demo *demo, const char *code) {
        return demo->colours ? code : "";
}

static int columns_of(const char *text) {
        int columns = 0;

        for (const char *at = text; *at; at = g_utf8_next_char(at))
                columns += g_unichar_iswide(g_utf8_get_char(at)) ? 2 : 1;
        return columns;
}

static char *text_fill(const char *pattern, va_list arguments) {
        const char *values[10] = { NULL };
        GString *text = g_string_new(NULL);

        for (guint i = 0; i < G_N_ELEMENTS(values); i++) {
                values[i] = va_arg(arguments, const char *);
                if (!values[i])
                        break;
        }
        for (const char *at = pattern; *at; at++) {
                if (at[0] == '{' && g_ascii_isdigit(at[1]) && at[2] == '}') {
                        const char *value = values[at[1] - '0'];

                        g_string_append(text, value ? value : "");
                        at += 2;
                } else {
                        g_string_append_c(text, *at);
                }
        }
        return g_string_free(text, FALSE);
}

void demo_title(Demo *demo, const char *number, const char *id, const char *zh, const char *en) {
        printf("\n%s%s  %s%s  %s\n", ink(demo, BOLD), number, id, ink(demo, PLAIN),
               demo->language == LANGUAGE_ZH ? zh : en);
}

void demo_say(Demo *demo, DemoWho who, const char *zh, const char *en, ...) {
        const char *name = people[who].name[demo->language];
        g_autofree char *text = NULL;
        va_list arguments;

        va_start(arguments, en);
        text = text_fill(demo->language == LANGUAGE_ZH ? zh : en, arguments);
        va_end(arguments);
        printf("  %s%s%s%*s  %s\n", ink(demo, people[who].colour), name, ink(demo, PLAIN),
               MAX(NAME_COLUMNS - columns_of(name), 0), "", text);
        (void) fflush(stdout);
        demo->steps++;
}

char *demo_time(const Demo *demo, const json_t *instant) {
        gint64 at;
        g_autofree char *text = NULL;

        if (!json_is_string(instant) || !instant_parse(json_string_value(instant), &at))
                return g_strdup("—");
        text = instant_format(at - at % INSTANT_SECOND, demo->zone);
        text[strlen("2018-05-15T18:00")] = '\0';
        *strchr(text, 'T') = ' ';
        return g_steal_pointer(&text);
}

void demo_say_state(Demo *demo, const json_t *document) {
        static const char *const words[LANGUAGE_COUNT][3] = {
                { "，应在 %s 前审核完", "，须在 %s 前办理", "，结束" },
                { ", to be reviewed by %s", ", to be acted on by %s", ", ended" },
        };
        const char *state = json_string_value(json_object_get(document, "state"));
        const json_t *due = json_object_get(document, "due_at"), *expires = json_object_get(document, "expires_at");
        bool running = json_is_string(due); /* null while the clock stands */
        bool ended = json_is_string(json_object_get(document, "ended_at"));
        int which = ended ? 2 : running ? 0 : json_is_string(expires) ? 1 : -1;
        g_autofree char *time = demo_time(demo, which == 0 ? due : expires);
        g_auto(GStrv) parts = g_strsplit(which < 0 ? "" : words[demo->language][which], "%s", 2);

        printf("%*s→ %s%s%s%s%s%s\n", NAME_COLUMNS + 4, "", ink(demo, BOLD), state ? state : "?", ink(demo, PLAIN),
               parts[0] ? parts[0] : "", parts[0] && parts[1] ? time : "", parts[0] && parts[1] ? parts[1] : "");
}

/* What an address asks for, without its ids: "POST cases", "POST submission". */
static const char *wish_of(const char *path) {
        const char *wish = path;

        for (const char *at = strchr(path, '/'); at; at = strchr(at + 1, '/')) {
                if (strcspn(at + 1, "/?") == UUID_TEXT_SIZE - 1)
                        wish = at + UUID_TEXT_SIZE;
        }
        return *wish == '/' ? wish + 1 : wish;
}

void demo_say_refusal(Demo *demo, DemoWho who, const char *method, const char *path, const DemoAnswer *answer) {
        const char *name = people[who].name[demo->language], *problem = demo_answer_problem(answer);
        const char *wish = wish_of(path);

        printf("  %s%s%s%*s  %s✗ %s %s → %ld %s%s  %s%s%s\n", ink(demo, people[who].colour), name, ink(demo, PLAIN),
               MAX(NAME_COLUMNS - columns_of(name), 0), "", ink(demo, RED), method, *wish ? wish : "account",
               answer->status, problem, ink(demo, PLAIN), ink(demo, DIM), demo_answer_text(answer, "detail"),
               ink(demo, PLAIN));
        (void) fflush(stdout);
        g_hash_table_add(demo->refusals, g_strdup(problem));
}
