/* `shiming init`: makes a data folder with its first administrator, and if asked a sample to look at. */
#include "app/people.h"
#include "base/refusal.h"
#include "cli/open-app.h"
#include "cli/sample.h"
#include "cli/specimen.h"

typedef struct InitOptions {
        InstanceOptions instance;
        gboolean sample;
} InitOptions;

static const CommandOption init_options[] = {
        DATA_OPTION(InitOptions, instance),
        { .name = "sample",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(InitOptions, sample),
          .about = { "放入各阶段的样本账号和变更", "Put in sample accounts and cases in every stage" } },
        JSON_OPTION(InitOptions, instance),
        { 0 },
};

/* What came of it: the administrator's link, or the sample's log-ins. */
typedef struct Made {
        Outcome link;
        char *logins;
} Made;

static void made_clear(Made *made) {
        outcome_clear(&made->link);
        secret_text_free(made->logins);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Made, made_clear)

/* Makes `admin` and the link by which its password is set, or the sample with everybody's passwords. */
static bool administrator_make(App *app, const Invocation *call, const InitOptions *options, Made *made,
                               GError **error) {
        CreateStaff wish = { .login = (char *) "admin", .name = (char *) "admin", .roles = ROLE_ADMINISTRATOR };
        Actor actor = actor_system();
        Call inside = { .actor = &actor, .now = call->now, .version = -1, .route = call->path };
        g_auto(Outcome) staff = { 0 };

        if (!app_create_staff(app, &inside, &wish, &staff, error))
                return false;
        if (!options->sample)
                return app_mint_password_link(app, &inside, &staff.id, &made->link, error);
        made->logins = sample_fill(app, &staff.id, options->instance.data, call->now, call->language, error);
        return made->logins != NULL;
}

static bool folder_make(const Invocation *call, const InitOptions *options, Made *made, GError **error) {
        g_autoptr(App) app = NULL;

        if (!app_folder_make(options->instance.data, call->now, error))
                return false;
        if (!options->sample || specimen_bank_write(options->instance.data, error))
                app = open_app(call, &options->instance, error);
        if (app && administrator_make(app, call, options, made, error))
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

static void sample_tell(const Invocation *call, const char *data, const char *logins) {
        if (call->language == LANGUAGE_ZH)
                printf("数据目录 %s 已建好，含样本；下列内容也在 "
                       "%s/sample-logins.txt。样本中的人和号码均为虚构。\n\n%s\n"
                       "启动服务：shiming serve --data %s\n",
                       data, data, logins, data);
        else
                printf("The data folder %s is made, with a sample; what follows is also in %s/sample-logins.txt. The "
                       "people and numbers in it are invented.\n\n%s\n"
                       "Start the service by: shiming serve --data %s\n",
                       data, data, logins, data);
}

static ExitStatus init_run(const Invocation *call, GError **error) {
        static const char *const missing[LANGUAGE_COUNT] = { "缺少 --data", "--data is missing" };
        const InitOptions *options = call->options;
        const char *data = options->instance.data;
        g_auto(Made) made = { 0 };
        json_auto_t *document = NULL;

        if (!data)
                return command_refuse_usage(call, error, missing, NULL);
        if (!folder_make(call, options, &made, error))
                return EXIT_REFUSED;
        if (options->instance.json)
                document = options->sample ? json_pack("{s:s, s:s, s:s}", "data", data, "login", "admin", "logins",
                                                       made.logins)
                                           : json_pack("{s:s, s:s, s:O}", "data", data, "login", "admin",
                                                       "password_link", made.link.document);
        if (document)
                document_print(document);
        else if (options->sample)
                sample_tell(call, data, made.logins);
        else
                folder_tell(call, data, json_string_value(json_object_get(made.link.document, "url")));
        return EXIT_GOOD;
}

const Command command_init = {
        .name = "init",
        .about = { "新建数据目录", "Make a data folder" },
        .usage = "--data DIR [--sample]",
        .details = { "建立数据库、密钥文件、规则、日历和材料目录，并建立管理员 admin。目录须不存在或为空。\n"
                     "丢失密钥文件 DIR/keyring 即丢失全部加密内容：请另行备份。",
                     "Makes the database, the keyring, policy, calendar and a place for evidence, and the "
                     "administrator "
                     "admin.\nThe folder must be new or empty. Whoever loses DIR/keyring loses all that is sealed: "
                     "keep "
                     "a copy elsewhere." },
        .examples = "shiming init --data /var/lib/shiming\nshiming init --data sample --sample",
        .options = init_options,
        .options_size = sizeof(InitOptions),
        .run = init_run,
};
