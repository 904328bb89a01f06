/* `shiming init`: makes a data folder with its first administrator. */
#include "app/people.h"
#include "base/refusal.h"
#include "cli/open-app.h"

typedef struct InitOptions {
        InstanceOptions instance;
} InitOptions;

static const CommandOption init_options[] = {
        DATA_OPTION(InitOptions, instance),
        JSON_OPTION(InitOptions, instance),
        { 0 },
};

/* Makes `admin` and the link by which its password is set. */
static bool administrator_make(App *app, const Call *call, Outcome *link, GError **error) {
        CreateStaff wish = { .login = (char *) "admin", .name = (char *) "admin", .roles = ROLE_ADMINISTRATOR };
        g_auto(Outcome) staff = { 0 };

        return app_create_staff(app, call, &wish, &staff, error)
               && app_mint_password_link(app, call, &staff.id, link, error);
}

static bool folder_make(const Invocation *call, const InitOptions *options, Outcome *link, GError **error) {
        Actor actor = actor_system();
        Call inside = { .actor = &actor, .now = call->now, .version = -1, .route = call->path };
        g_autoptr(App) app = NULL;

        if (!app_folder_make(options->instance.data, call->now, error))
                return false;
        app = open_app(call, &options->instance, error);
        if (app && administrator_make(app, &inside, link, error))
                return true;
        g_clear_pointer(&app, app_close);
        app_folder_remove(options->instance.data);
        return false;
}

static void folder_tell(const Invocation *call, const char *data, const char *url) {
        if (call->language == LANGUAGE_ZH)
                printf("数据目录 %s 已建好。\n"
                       "管理员 admin 请在 24 小时内用此链接设置密码（仅一次有效）：\n  %s\n"
                       "也可以随时用 shiming user password admin --data %s 设置。\n"
                       "启动服务：shiming serve --data %s\n",
                       data, url, data, data);
        else
                printf("The data folder %s is made.\n"
                       "The administrator, admin, sets a password by this link within 24 hours; it works once:\n  "
                       "%s\n"
                       "or at any time by: shiming user password admin --data %s\n"
                       "Start the service by: shiming serve --data %s\n",
                       data, url, data, data);
}

static ExitStatus init_run(const Invocation *call, GError **error) {
        static const char *const missing[LANGUAGE_COUNT] = { "缺少 --data", "--data is missing" };
        const InitOptions *options = call->options;
        const char *data = options->instance.data;
        g_auto(Outcome) link = { 0 };
        json_auto_t *document = NULL;

        if (!data)
                return command_refuse_usage(call, error, missing, NULL);
        if (!folder_make(call, options, &link, error))
                return EXIT_REFUSED;
        if (!options->instance.json) {
                folder_tell(call, data, json_string_value(json_object_get(link.document, "url")));
                return EXIT_GOOD;
        }
        document = json_pack("{s:s, s:s, s:O}", "data", data, "login", "admin", "password_link", link.document);
        document_print(document);
        return EXIT_GOOD;
}

const Command command_init = {
        .name = "init",
        .about = { "新建数据目录", "Make a data folder" },
        .usage = "--data DIR",
        .details = { "建立数据库、密钥文件、规则、日历和材料目录，并建立管理员 admin。目录须不存在或为空。\n"
                     "丢失密钥文件 DIR/keyring 即丢失全部加密内容：请另行备份。",
                     "Makes the database, the keyring, policy, calendar and a place for evidence, and the "
                     "administrator "
                     "admin.\nThe folder must be new or empty. Whoever loses DIR/keyring loses all that is sealed: "
                     "keep "
                     "a copy elsewhere." },
        .examples = "shiming init --data /var/lib/shiming",
        .options = init_options,
        .options_size = sizeof(InitOptions),
        .run = init_run,
};
