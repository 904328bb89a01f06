/* `shiming user`: members of staff from the command line, for the first administrator and for a locked-out one. */
#include "app/people.h"
#include "base/refusal.h"
#include "cli/open-app.h"

#include <sodium.h>
#include <string.h>

typedef struct UserOptions {
        InstanceOptions instance;
        char *name;
        GStrv roles;
        gboolean from_input;
        gboolean again;
} UserOptions;

/* What every action works with. */
typedef struct Desk {
        App *app;
        Actor actor;
        Call call;
} Desk;

static void desk_close(Desk *desk) {
        g_clear_pointer(&desk->app, app_close);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Desk, desk_close)

static bool desk_open(const Invocation *call, Desk *desk, GError **error) {
        const UserOptions *options = call->options;

        desk->actor = actor_system();
        desk->call = (Call){ .actor = &desk->actor, .now = call->now, .version = -1, .route = call->path };
        desk->app = open_app(call, &options->instance, error);
        return desk->app != NULL;
}

/* Opens the instance and finds the member whom the first word names. */
static bool desk_open_for(const Invocation *call, Desk *desk, Uuid *staff, GError **error) {
        return desk_open(call, desk, error)
               && app_find_staff(desk->app, &desk->call, call->arguments[0], staff, error);
}

static bool roles_read(const Invocation *call, guint *roles, GError **error) {
        static const char *const unknown[LANGUAGE_COUNT] = {
                "角色须是 reviewer、approver、mail-clerk、auditor、administrator 之一",
                "A role is one of reviewer, approver, mail-clerk, auditor, administrator"
        };
        static const char *const missing[LANGUAGE_COUNT] = { "请用 --role 给出至少一个角色",
                                                             "Give at least one role by --role" };
        const UserOptions *options = call->options;
        int bit;

        *roles = 0;
        for (char **role = options->roles; role && *role; role++) {
                if (!enum_find(&staff_role_names, *role, &bit)) {
                        command_refuse_usage(call, error, unknown, *role);
                        return false;
                }
                *roles |= 1U << bit;
        }
        if (!*roles)
                command_refuse_usage(call, error, missing, NULL);
        return *roles != 0;
}

static const char *text_of(const json_t *document, const char *member) {
        return json_string_value(json_object_get(document, member));
}

static void link_print(const Invocation *call, const json_t *link) {
        const char *until = text_of(link, "expires_at"), *url = text_of(link, "url");

        if (call->language == LANGUAGE_ZH)
                printf("设置密码的链接，%s 前仅一次有效：\n  %s\n", until, url);
        else
                printf("The link to set the password, good once until %s:\n  %s\n", until, url);
}

static ExitStatus add_run(const Invocation *call, GError **error) {
        const UserOptions *options = call->options;
        CreateStaff wish = { .login = (char *) call->arguments[0],
                             .name = options->name ? options->name : (char *) call->arguments[0] };
        g_auto(Desk) desk = { 0 };
        g_auto(Outcome) staff = { 0 }, link = { 0 };

        if (!roles_read(call, &wish.roles, error) || !desk_open(call, &desk, error)
            || !app_create_staff(desk.app, &desk.call, &wish, &staff, error)
            || !app_mint_password_link(desk.app, &desk.call, &staff.id, &link, error))
                return EXIT_REFUSED;
        if (options->instance.json) {
                json_object_set(staff.document, "password_link", link.document);
                document_print(staff.document);
        } else {
                link_print(call, link.document);
        }
        return EXIT_GOOD;
}

static void staff_print(const json_t *staff) {
        json_t *roles = json_object_get(staff, "roles");

        printf("%s\t", text_of(staff, "login"));
        for (size_t i = 0; i < json_array_size(roles); i++)
                printf("%s%s", i ? "," : "", json_string_value(json_array_get(roles, i)));
        printf("\t%s\t%s\n", json_is_null(json_object_get(staff, "disabled_at")) ? "active" : "disabled",
               text_of(staff, "name"));
}

/* Puts the items of all pages into one list. */
static bool staff_all(Desk *desk, json_t *items, GError **error) {
        g_autofree char *cursor = NULL;

        do {
                g_auto(Outcome) page = { 0 };

                if (!app_list_staff(desk->app, &desk->call, cursor, &page, error))
                        return false;
                json_array_extend(items, json_object_get(page.document, "items"));
                g_free(cursor);
                cursor = g_strdup(text_of(page.document, "next"));
        } while (cursor);
        return true;
}

static ExitStatus list_run(const Invocation *call, GError **error) {
        const UserOptions *options = call->options;
        json_auto_t *items = json_array();
        g_auto(Desk) desk = { 0 };

        if (!desk_open(call, &desk, error) || !staff_all(&desk, items, error))
                return EXIT_REFUSED;
        if (options->instance.json) {
                json_auto_t *document = json_pack("{s:O}", "items", items);

                document_print(document);
                return EXIT_GOOD;
        }
        for (size_t i = 0; i < json_array_size(items); i++)
                staff_print(json_array_get(items, i));
        return EXIT_GOOD;
}

/* Carries out a change and shows the member as it is then. */
static ExitStatus change_run(const Invocation *call, ChangeStaff wish, GError **error) {
        const UserOptions *options = call->options;
        g_auto(Desk) desk = { 0 };
        g_auto(Outcome) outcome = { 0 };

        if (!desk_open_for(call, &desk, &wish.staff, error)
            || !app_change_staff(desk.app, &desk.call, &wish, &outcome, error))
                return EXIT_REFUSED;
        if (options->instance.json)
                document_print(outcome.document);
        else
                staff_print(outcome.document);
        return EXIT_GOOD;
}

static ExitStatus disable_run(const Invocation *call, GError **error) {
        const UserOptions *options = call->options;

        return change_run(call, (ChangeStaff){ .disabled_given = true, .disabled = !options->again }, error);
}

static ExitStatus roles_run(const Invocation *call, GError **error) {
        ChangeStaff wish = { .roles_given = true };

        return roles_read(call, &wish.roles, error) ? change_run(call, wish, error) : EXIT_USAGE;
}

/* Reads the first line of standard input. The caller wipes it. */
static SecretText *password_read(GError **error) {
        char line[4 * PASSWORD_LENGTH_MAX + 2];
        SecretText *password;

        if (!fgets(line, sizeof line, stdin)) {
                fail(error, FAILURE_FILE, "standard input is empty");
                return NULL;
        }
        line[strcspn(line, "\r\n")] = '\0';
        password = g_strdup(line);
        sodium_memzero(line, sizeof line);
        return password;
}

static ExitStatus password_run(const Invocation *call, GError **error) {
        const UserOptions *options = call->options;
        g_autoptr(SecretText) password = NULL;
        g_auto(Desk) desk = { 0 };
        g_auto(Outcome) outcome = { 0 };
        SetPassword wish = { 0 };

        if (!desk_open_for(call, &desk, &wish.staff, error))
                return EXIT_REFUSED;
        if (options->from_input) {
                wish.password = password = password_read(error);
                return password && app_set_password(desk.app, &desk.call, &wish, &outcome, error) ? EXIT_GOOD
                                                                                                  : EXIT_REFUSED;
        }
        if (!app_mint_password_link(desk.app, &desk.call, &wish.staff, &outcome, error))
                return EXIT_REFUSED;
        if (options->instance.json)
                document_print(outcome.document);
        else
                link_print(call, outcome.document);
        return EXIT_GOOD;
}

#define INSTANCE_ROWS \
        DATA_OPTION(UserOptions, instance), CONFIG_OPTION(UserOptions, instance), JSON_OPTION(UserOptions, instance)
#define ROLE_ROW                                                                                             \
        {                                                                                                    \
                .name = "role", .type = G_OPTION_ARG_STRING_ARRAY, .offset = offsetof(UserOptions, roles),   \
                .value = "ROLE", .about = {                                                                  \
                        "角色，可多次给出：reviewer、approver、mail-clerk、auditor、administrator",          \
                        "A role, may be given again: reviewer, approver, mail-clerk, auditor, administrator" \
                }                                                                                            \
        }

static const CommandOption list_options[] = { INSTANCE_ROWS, { 0 } };

static const CommandOption roles_options[] = { INSTANCE_ROWS, ROLE_ROW, { 0 } };

static const CommandOption add_options[] = { INSTANCE_ROWS,
                                             ROLE_ROW,
                                             { .name = "name",
                                               .type = G_OPTION_ARG_STRING,
                                               .offset = offsetof(UserOptions, name),
                                               .value = "NAME",
                                               .about = { "姓名；默认同用户名", "The name; the login by default" } },
                                             { 0 } };

static const CommandOption disable_options[] = { INSTANCE_ROWS,
                                                 { .name = "undo",
                                                   .type = G_OPTION_ARG_NONE,
                                                   .offset = offsetof(UserOptions, again),
                                                   .about = { "恢复已停用的用户", "Let the user in again" } },
                                                 { 0 } };

static const CommandOption password_options[] = {
        INSTANCE_ROWS,
        { .name = "stdin",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(UserOptions, from_input),
          .about = { "从标准输入读取新密码（第一行）",
                     "Take the new password from standard input, its first line" } },
        { 0 }
};

static const Command user_add = {
        .name = "add",
        .about = { "新建用户，给出设置密码的一次性链接", "Add a user and print a one-time link to set the password" },
        .usage = "LOGIN --role ROLE… [--name NAME] --data DIR",
        .examples = "shiming user add wang.fang --name 王芳 --role reviewer --data /var/lib/shiming",
        .options = add_options,
        .options_size = sizeof(UserOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = add_run,
};

static const Command user_list = {
        .name = "list",
        .about = { "列出用户", "List the users" },
        .usage = "--data DIR",
        .details = { "每行：用户名、角色、状态、姓名，以制表符分隔。",
                     "A line each: login, roles, state, name, parted by tabs." },
        .examples = "shiming user list --data /var/lib/shiming",
        .options = list_options,
        .options_size = sizeof(UserOptions),
        .run = list_run,
};

static const Command user_disable = {
        .name = "disable",
        .about = { "停用用户，结束其全部登录", "Disable a user and end all sessions" },
        .usage = "LOGIN [--undo] --data DIR",
        .examples = "shiming user disable wang.fang --data /var/lib/shiming",
        .options = disable_options,
        .options_size = sizeof(UserOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = disable_run,
};

static const Command user_roles = {
        .name = "roles",
        .about = { "重设用户的角色", "Set a user's roles" },
        .usage = "LOGIN --role ROLE… --data DIR",
        .examples = "shiming user roles wang.fang --role reviewer --role approver --data /var/lib/shiming",
        .options = roles_options,
        .options_size = sizeof(UserOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = roles_run,
};

static const Command user_password = {
        .name = "password",
        .about = { "给出设置密码的一次性链接，或直接设置", "Print a one-time link to set the password, or set it" },
        .usage = "LOGIN [--stdin] --data DIR",
        .details = { "设置后，该用户的全部登录随即结束。", "Once it is set, all sessions of the user end." },
        .examples = "shiming user password admin --data /var/lib/shiming\n"
                    "shiming user password admin --stdin --data /var/lib/shiming < password.txt",
        .options = password_options,
        .options_size = sizeof(UserOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = password_run,
};

static const Command *const user_actions[] = {
        &user_add, &user_list, &user_disable, &user_roles, &user_password, NULL
};

const Command command_user = {
        .name = "user",
        .about = { "管理工作人员", "Manage the members of staff" },
        .examples = "shiming user add wang.fang --role reviewer --data /var/lib/shiming\n"
                    "shiming user list --data /var/lib/shiming",
        .actions = user_actions,
};
