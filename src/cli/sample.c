/* Fills a new instance with the sample: staff, an API key, the stories, and the list of log-ins, for people and for the
 * sample's door (cli/sample-door.h). */
#include "cli/sample.h"

#include "app/ledger.h"
#include "app/people.h"
#include "base/refusal.h"
#include "cli/sample-door.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define STORIES_AT_ONCE 8

static const struct {
        const char *login, *name;
        guint roles;
} people[HAND_COUNT] = {
        [HAND_ADMIN] = { "admin", "管理员", ROLE_ADMINISTRATOR },
        [HAND_REVIEWER_1] = { "reviewer1", "审核员甲", ROLE_REVIEWER },
        [HAND_REVIEWER_2] = { "reviewer2", "审核员乙", ROLE_REVIEWER },
        [HAND_APPROVER] = { "approver", "复核员", ROLE_APPROVER },
        [HAND_CLERK] = { "clerk", "收发员", ROLE_MAIL_CLERK },
        [HAND_AUDITOR] = { "auditor", "审计员", ROLE_AUDITOR },
};

/* Easy to type, hard to guess: four groups of four out of 32 signs, 80 bits. */
static SecretText *password_make(void) {
        static const char signs[] = "abcdefghijkmnpqrstuvwxyz23456789";
        SecretText *password = g_strdup("xxxx-xxxx-xxxx-xxxx");

        for (char *sign = password; *sign; sign++) {
                if (*sign == 'x')
                        *sign = signs[randombytes_uniform(sizeof signs - 1)];
        }
        return password;
}

static Call call_of(const Sample *sample, const Actor *actor) {
        return (Call){ .actor = actor, .now = sample->now, .version = -1, .route = "sample" };
}

static bool person_hire(Sample *sample, const Actor *system, SampleHand hand, json_t *staff, GError **error) {
        CreateStaff wish = { .login = (char *) people[hand].login,
                             .name = (char *) people[hand].name,
                             .roles = people[hand].roles };
        Call call = call_of(sample, system);
        g_autoptr(SecretText) password = password_make();
        SetPassword set = { .password = password };
        g_auto(Outcome) made = { 0 };
        g_auto(Outcome) nothing = { 0 };

        if (uuid_is_nil(&sample->staff[hand].id) && !app_create_staff(sample->app, &call, &wish, &made, error))
                return false;
        if (uuid_is_nil(&sample->staff[hand].id))
                sample->staff[hand].id = made.id;
        sample->staff[hand].roles = people[hand].roles;
        sample->staff[hand].expires_at = INSTANT_NONE;
        set.staff = sample->staff[hand].id;
        json_array_append_new(staff, json_pack("{s:s, s:s, s:s}", "login", people[hand].login, "password", password,
                                               "name", people[hand].name));
        return app_set_password(sample->app, &call, &set, &nothing, error);
}

static bool people_hire(Sample *sample, json_t *staff, GError **error) {
        Actor system = actor_system();

        for (SampleHand hand = 0; hand < HAND_COUNT; hand++) {
                if (!person_hire(sample, &system, hand, staff, error))
                        return false;
        }
        return true;
}

static bool key_mint(Sample *sample, json_t *door, GError **error) {
        MintApiKey wish = { .name = (char *) "样本平台", .scopes = SCOPES_ALL };
        Call call = call_of(sample, &sample->staff[HAND_ADMIN]);
        g_auto(Outcome) outcome = { 0 };

        if (!app_mint_api_key(sample->app, &call, &wish, &outcome, error))
                return false;
        sample->platform =
                (Actor){ .roles = ROLE_PLATFORM, .scopes = SCOPES_ALL, .id = outcome.id, .expires_at = INSTANT_NONE };
        json_object_set(door, "api_key", json_object_get(outcome.document, "key"));
        return true;
}

/* The last word: the state that the story promised. */
static bool tale_ends_well(const Tale *tale, GError **error) {
        ReadProceeding wish = { .kind = uuid_is_nil(&tale->case_id) ? tale->kind : PROCEEDING_CASE,
                                .id = uuid_is_nil(&tale->case_id) ? tale->id : tale->case_id };
        Call call = {
                .actor = &tale->sample->staff[HAND_AUDITOR], .now = tale->now, .version = -1, .route = "sample"
        };
        const char *expected = enum_name(&proceeding_state_names, tale->story->ends_in), *state;
        g_auto(Outcome) outcome = { 0 };

        if (uuid_is_nil(&tale->id))
                return true;
        if (!app_read_proceeding(tale->sample->app, &call, &wish, &outcome, error))
                return false;
        state = json_string_value(json_object_get(outcome.document, "state"));
        return g_str_equal(state, expected)
               || fail(error, FAILURE_CORRUPT, "the sample's story of an account did not end as it should");
}

static Tale tale_begin(const Sample *sample, const SampleStory *story, guint number) {
        const PolicyRoute *route = story->route ? policy_route(sample->app->policy, story->route) : NULL;
        Tale tale = { .sample = sample, .story = story, .now = sample->now - story->began_minutes * INSTANT_MINUTE };

        tale.old_owner = story->old_kind == OWNER_PERSONAL ? specimen_person(number) : specimen_company(number);
        if (route && route->same_subject)
                tale.new_owner = specimen_renamed(&tale.old_owner);
        else if (route)
                tale.new_owner =
                        route->to == OWNER_PERSONAL ? specimen_person(number + 100) : specimen_company(number + 100);
        return tale;
}

/* One story being told, on whatever thread. */
typedef struct Telling {
        const SampleStory *story;
        guint number;
        Uuid account;
        GError *error; /* NULL: told to its end */
} Telling;

static void story_tell(gpointer data, gpointer user) {
        Telling *telling = data;
        const Sample *sample = user;
        Tale tale = tale_begin(sample, telling->story, telling->number);
        bool told = true;

        for (const SampleStep *step = telling->story->steps; told && step->move; step++) {
                tale.now += step->after_minutes * INSTANT_MINUTE;
                g_assert(tale.now <= sample->now);
                told = step->move(&tale, &telling->error);
        }
        if (told)
                tale_ends_well(&tale, &telling->error);
        telling->account = tale.account;
        json_decref(tale.document);
}

static bool account_list(const Telling *telling, json_t *accounts, GError **error) {
        const SampleStory *story = telling->story;
        char id[UUID_TEXT_SIZE];

        if (telling->error) {
                g_propagate_prefixed_error(error, telling->error, "%s: ", story->external_id);
                return false;
        }
        json_array_append_new(accounts,
                              json_pack("{s:s, s:s, s:{s:s, s:s}}", "id", uuid_format(&telling->account, id),
                                        "external_id", story->external_id, "about", "zh", story->about[LANGUAGE_ZH],
                                        "en", story->about[LANGUAGE_EN]));
        return true;
}

/* The clock strikes for all accounts alike: a story that waits for it is told when no other is under way. */
static bool waits_for_clock(const SampleStory *story) {
        for (const SampleStep *step = story->steps; step->move; step++) {
                if (step->move == clock_strikes)
                        return true;
        }
        return false;
}

/* Several at a time, so that they share the database's commits (architecture, "Threads and writes"). */
static bool stories_tell(const Sample *sample, json_t *accounts, GError **error) {
        g_autoptr(GArray) tellings = g_array_new(FALSE, TRUE, sizeof(Telling));
        GThreadPool *threads = g_thread_pool_new(story_tell, (gpointer) sample, STORIES_AT_ONCE, TRUE, NULL);
        bool told = true;

        for (guint i = 0; sample_stories[i].external_id; i++) {
                Telling telling = { .story = &sample_stories[i], .number = i };

                g_array_append_val(tellings, telling);
        }
        for (guint i = 0; i < tellings->len; i++) {
                if (!waits_for_clock(&sample_stories[i]))
                        g_thread_pool_push(threads, &g_array_index(tellings, Telling, i), NULL);
        }
        g_thread_pool_free(threads, FALSE, TRUE);
        for (guint i = 0; i < tellings->len; i++) {
                if (waits_for_clock(&sample_stories[i]))
                        story_tell(&g_array_index(tellings, Telling, i), (gpointer) sample);
        }
        for (guint i = 0; i < tellings->len; i++) {
                Telling *telling = &g_array_index(tellings, Telling, i);

                if (told)
                        told = account_list(telling, accounts, error);
                else
                        g_clear_error(&telling->error);
        }
        return told;
}

static bool log_integrate(const Sample *sample, GError **error) {
        guint integrated = LOG_BATCH_MAX;

        while (integrated == LOG_BATCH_MAX) {
                if (!app_log_integrate(sample->app, sample->now, &integrated, error))
                        return false;
        }
        return true;
}

/* Written where nobody else may read it, and never over a file that is there. */
static bool file_write(const char *folder, const char *name, const char *text, GError **error) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        gsize size = strlen(text);
        bool written = file >= 0 && write(file, text, size) == (gssize) size;

        if (file >= 0)
                written = close(file) == 0 && written;
        return written || fail(error, FAILURE_FILE, "%s: %s", path, g_strerror(errno));
}

static const char *text_of(const json_t *row, const char *member) {
        return json_string_value(json_object_get(row, member));
}

/* The door as text for people. */
static char *door_tell(const json_t *door, Language language) {
        static const char *const heads[LANGUAGE_COUNT][4] = {
                { "样本登录（用户名、密码、姓名）：\n", "平台 API 密钥（Authorization: Bearer …）：\n",
                  "样本账号（平台账号、编号、情形）：\n",
                  "用 shiming serve --sample 启动后，登录页可直接以其中任何人进入。\n" },
                { "Sample log-ins (login, password, name):\n", "The platform's API key (Authorization: Bearer …):\n",
                  "Sample accounts (the platform's id, ours, what they show):\n",
                  "On a server started by shiming serve --sample, the sign-in page lets you in as any of them.\n" },
        };
        static const char *const codes[LANGUAGE_COUNT] = { "zh", "en" };
        GString *text = g_string_new(heads[language][0]);
        const json_t *row;
        size_t i;

        json_array_foreach(json_object_get(door, "staff"), i, row) g_string_append_printf(
                text, "  %-10s  %s  %s\n", text_of(row, "login"), text_of(row, "password"), text_of(row, "name"));
        g_string_append_printf(text, "%s  %s\n%s", heads[language][1], text_of(door, "api_key"), heads[language][2]);
        json_array_foreach(json_object_get(door, "accounts"), i, row)
                g_string_append_printf(text, "  %s  %s  %s\n", text_of(row, "external_id"), text_of(row, "id"),
                                       text_of(json_object_get(row, "about"), codes[language]));
        g_string_append(text, heads[language][3]);
        return g_string_free(text, FALSE);
}

char *sample_fill(App *app, const Uuid *admin, const char *folder, gint64 now, Language language, GError **error) {
        json_auto_t *door = json_pack("{s:[], s:s, s:[]}", "staff", "api_key", "", "accounts");
        Sample sample = { .app = app, .now = now };
        g_autoptr(SecretText) written = NULL, text = NULL;

        sample.staff[HAND_ADMIN].id = *admin;
        if (!people_hire(&sample, json_object_get(door, "staff"), error) || !key_mint(&sample, door, error)
            || !stories_tell(&sample, json_object_get(door, "accounts"), error) || !log_integrate(&sample, error))
                return NULL;
        written = json_dumps(door, JSON_INDENT(2));
        text = door_tell(door, language);
        if (!file_write(folder, SAMPLE_DOOR_FILE, written, error)
            || !file_write(folder, "sample-logins.txt", text, error))
                return NULL;
        return g_steal_pointer(&text);
}
