/* The demo's own instance: made, started, staffed, ended, removed. */
#include "app/open.h"
#include "base/refusal.h"
#include "cli/demo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define SELF "/proc/self/exe" /* the program that runs, wherever it was called from */
#define ADDRESS_LINE "shiming: listening on "

static const struct {
        DemoWho who;
        const char *login, *name;
        const char *roles[3];
} staff[] = {
        { WHO_REVIEWER_1, "reviewer1", "审核员甲", { "reviewer", "approver", NULL } },
        { WHO_REVIEWER_2, "reviewer2", "审核员乙", { "reviewer", NULL } },
        { WHO_APPROVER, "approver", "复核员", { "approver", NULL } },
        { WHO_CLERK, "clerk", "收发员", { "mail-clerk", NULL } },
};

DemoClient *demo_client(Demo *demo) {
        g_autofree char *from = g_strdup_printf("127.0.0.%u", 10 + demo->addresses++ % 240);

        return demo_client_new(demo->url, from, demo->language);
}

/* ---- running this program --------------------------------------------------------------------------------------- */

char *demo_run(G_GNUC_UNUSED Demo *demo, GError **error, ...) {
        g_autoptr(GPtrArray) words = g_ptr_array_new();
        g_autoptr(GError) failed = NULL;
        g_autofree char *out = NULL;
        g_autofree char *err = NULL;
        va_list arguments;
        int status = 0;

        g_ptr_array_add(words, (gpointer) "shiming");
        va_start(arguments, error);
        for (const char *word = va_arg(arguments, const char *); word; word = va_arg(arguments, const char *))
                g_ptr_array_add(words, (gpointer) word);
        va_end(arguments);
        g_ptr_array_add(words, NULL);
        words->pdata[0] = (gpointer) SELF;
        if (!g_spawn_sync(NULL, (char **) words->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status,
                          &failed)
            || !g_spawn_check_wait_status(status, &failed)) {
                fail(error, FAILURE_FILE, "shiming %s: %s%s%s", (const char *) words->pdata[1], failed->message,
                     err ? "\n" : "", err ? err : "");
                return NULL;
        }
        return g_steal_pointer(&out);
}

/* The server ends with the demo, whatever becomes of that. */
static void child_prepare(G_GNUC_UNUSED gpointer nothing) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
}

/* Its log goes into the folder; its first line of output is the address that it took. */
static bool server_spawn(Demo *demo, const char *listen, int *out, GError **error) {
        const char *words[] = { SELF, "serve", "--data", demo->data, "--listen", listen, NULL };
        g_autofree char *log_path = g_build_filename(demo->folder, "server.log", NULL);
        int log = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        bool spawned =
                log >= 0
                && g_spawn_async_with_pipes_and_fds(NULL, words, NULL, G_SPAWN_DO_NOT_REAP_CHILD, child_prepare, NULL,
                                                    -1, -1, log, NULL, NULL, 0, &demo->server, NULL, out, NULL, NULL);

        if (log >= 0)
                close(log);
        return spawned || fail(error, FAILURE_FILE, "the server cannot be started");
}

static bool address_read(Demo *demo, int out, GError **error) {
        FILE *stream = fdopen(out, "re");
        char line[256] = "";
        bool told = stream && fgets(line, sizeof line, stream) && g_str_has_prefix(line, ADDRESS_LINE);

        if (stream)
                (void) fclose(stream);
        if (told) {
                g_free(demo->url);
                demo->url = g_strdup(g_strstrip(line + strlen(ADDRESS_LINE)));
        }
        return told || fail(error, FAILURE_NETWORK, "the server did not tell its address");
}

static bool instance_make(Demo *demo, char **password_token, GError **error) {
        g_autofree char *made = demo_run(demo, error, "init", "--data", demo->data, "--json", NULL);
        json_auto_t *document = made ? json_loads(made, 0, NULL) : NULL;
        const char *url = json_string_value(json_object_get(json_object_get(document, "password_link"), "url"));
        const char *token = url ? strchr(url, '#') : NULL;

        if (!made)
                return false;
        if (!token)
                return fail(error, FAILURE_CORRUPT, "shiming init gave no password link");
        *password_token = g_strdup(token + 1);
        return specimen_bank_write(demo->data, error);
}

/* ---- requests ----------------------------------------------------------------------------------------------------- */

bool demo_send(Demo *demo, DemoWho who, DemoClient *client, DemoRequest request, long status, DemoAnswer *answer,
               GError **error) {
        g_auto(DemoAnswer) own = { 0 };
        DemoAnswer *got = answer ? answer : &own;
        g_autofree char *path = g_strdup(request.path);
        const char *method = request.method;

        demo_answer_clear(got);
        if (!demo_client_send(client ? client : demo->clients[who], request, got, error))
                return false;
        return got->status == status
               || fail(error, FAILURE_CORRUPT, "%s %s: %ld was expected, %ld came: %s %s %s", method, path, status,
                       got->status, demo_answer_problem(got), demo_answer_text(got, "detail"),
                       demo_answer_text(got, "pointer"));
}

bool demo_refused(Demo *demo, DemoWho who, DemoClient *client, DemoRequest request, const char *problem,
                  GError **error) {
        g_auto(DemoAnswer) answer = { 0 };
        g_autofree char *path = g_strdup(request.path);
        const char *method = request.method;

        if (!demo_client_send(client, request, &answer, error))
                return false;
        if (!g_str_equal(demo_answer_problem(&answer), problem))
                return fail(error, FAILURE_CORRUPT, "%s %s: the refusal %s was expected, %ld came: %s %s", method,
                            path, problem, answer.status, demo_answer_problem(&answer),
                            demo_answer_text(&answer, "detail"));
        demo_say_refusal(demo, who, method, path, &answer);
        return true;
}

/* ---- people ------------------------------------------------------------------------------------------------------- */

/* Sets a password by a one-time link's token and signs in with it. */
static bool person_enter(Demo *demo, DemoWho who, const char *login, const char *token, GError **error) {
        g_autofree char *password = g_uuid_string_random();
        DemoClient *client = demo->clients[who] = demo_client(demo);
        DemoRequest set = { .method = "POST",
                            .path = g_strdup("/v1/passwords"),
                            .body = json_pack("{s:s, s:s}", "token", token, "password", password) };
        DemoRequest enter = { .method = "POST",
                              .path = g_strdup("/v1/sessions"),
                              .body = json_pack("{s:s, s:s}", "login", login, "password", password) };

        if (!demo_send(demo, who, client, set, 204, NULL, error)) {
                json_decref(enter.body);
                g_free(enter.path);
                return false;
        }
        return demo_send(demo, who, client, enter, 201, NULL, error);
}

static bool person_hire(Demo *demo, guint i, GError **error) {
        json_t *roles = json_array();
        DemoRequest hire = { .method = "POST", .path = g_strdup("/v1/staff") };
        DemoRequest invite = { .method = "POST" };
        g_auto(DemoAnswer) answer = { 0 };
        const char *token;

        for (const char *const *role = staff[i].roles; *role; role++)
                json_array_append_new(roles, json_string(*role));
        hire.body = json_pack("{s:s, s:s, s:o}", "login", staff[i].login, "name", staff[i].name, "roles", roles);
        if (!demo_send(demo, WHO_ADMIN, NULL, hire, 201, &answer, error))
                return false;
        invite.path = g_strdup_printf("/v1/staff/%s/password-links", demo_answer_text(&answer, "id"));
        if (!demo_send(demo, WHO_ADMIN, NULL, invite, 201, &answer, error))
                return false;
        token = strchr(demo_answer_text(&answer, "url"), '#');
        return token ? person_enter(demo, staff[i].who, staff[i].login, token + 1, error)
                     : fail(error, FAILURE_CORRUPT, "a password link has no token");
}

static bool key_mint(Demo *demo, GError **error) {
        static const char *const scopes[] = { "accounts:read", "accounts:write", "links:write", "usage:write",
                                              "origin:write",  "cases:read",     "cases:write" };
        json_t *list = json_array();
        DemoRequest mint = { .method = "POST", .path = g_strdup("/v1/api-keys") };
        g_auto(DemoAnswer) answer = { 0 };

        for (guint i = 0; i < G_N_ELEMENTS(scopes); i++)
                json_array_append_new(list, json_string(scopes[i]));
        mint.body = json_pack("{s:s, s:o}", "name", "演示平台", "scopes", list);
        if (!demo_send(demo, WHO_ADMIN, NULL, mint, 201, &answer, error))
                return false;
        demo->clients[WHO_PLATFORM] = demo_client(demo);
        demo_client_use_key(demo->clients[WHO_PLATFORM], demo_answer_text(&answer, "key"));
        return true;
}

static bool everybody_enters(Demo *demo, const char *token, GError **error) {
        if (!person_enter(demo, WHO_ADMIN, "admin", token, error))
                return false;
        for (guint i = 0; i < G_N_ELEMENTS(staff); i++) {
                if (!person_hire(demo, i, error))
                        return false;
        }
        demo_say(demo, WHO_ADMIN, "用一次性链接设好密码，建好审核员甲、乙、复核员和收发员，并为平台签发 API 密钥",
                 "sets a password by a one-time link, hires two reviewers, an approver and a mail clerk, and mints "
                 "the "
                 "platform's API key",
                 NULL);
        return key_mint(demo, error);
}

static bool server_up(Demo *demo, const char *listen, GError **error) {
        int out = -1;

        return server_spawn(demo, listen, &out, error) && address_read(demo, out, error);
}

static void server_down(Demo *demo) {
        if (!demo->server)
                return;
        kill(demo->server, SIGTERM);
        while (waitpid(demo->server, NULL, 0) < 0 && errno == EINTR)
                continue;
        g_spawn_close_pid(demo->server);
        demo->server = 0;
}

bool demo_server_start(Demo *demo, GError **error) {
        g_autofree char *token = NULL;

        demo->folder = g_dir_make_tmp("shiming-demo-XXXXXX", NULL);
        if (!demo->folder)
                return fail(error, FAILURE_FILE, "no temporary folder: %s", g_strerror(errno));
        demo->data = g_build_filename(demo->folder, "data", NULL);
        if (!instance_make(demo, &token, error) || !server_up(demo, "127.0.0.1:0", error))
                return false;
        demo_say(demo, WHO_DEMO, "实例已启动：{0}（数据目录 {1}）", "an instance is up: {0} (data folder {1})",
                 demo->url, demo->data, NULL);
        return everybody_enters(demo, token, error);
}

bool demo_server_restart(Demo *demo, const char *rule, const char *instead, GError **error) {
        g_autofree char *path = g_build_filename(demo->data, "policy.yaml", NULL);
        g_autofree char *listen = g_strdup(demo->url + strlen("http://"));
        g_autofree char *policy = NULL;
        g_auto(GStrv) parts = NULL;
        g_autofree char *changed = NULL;

        server_down(demo);
        if (!g_file_get_contents(path, &policy, NULL, NULL))
                return fail(error, FAILURE_FILE, "%s cannot be read", path);
        parts = g_strsplit(policy, rule, 2);
        if (!parts[0] || !parts[1])
                return fail(error, FAILURE_CORRUPT, "the policy does not say \"%s\"", rule);
        changed = g_strjoinv(instead, parts);
        if (!g_file_set_contents(path, changed, -1, NULL))
                return fail(error, FAILURE_FILE, "%s cannot be written", path);
        demo_say(demo, WHO_ADMIN, "改规则“{0}”并重启：之后开始的变更按新规则办",
                 "changes the rule to \"{0}\" and restarts: what begins "
                 "from now on keeps to it",
                 instead, NULL);
        return server_up(demo, listen, error);
}

void demo_server_stop(Demo *demo) {
        g_autofree char *log = demo->folder ? g_build_filename(demo->folder, "server.log", NULL) : NULL;

        server_down(demo);
        if (!demo->folder || !demo->data)
                return;
        app_folder_remove(demo->data);
        if (log)
                (void) unlink(log);
        (void) rmdir(demo->folder);
}
