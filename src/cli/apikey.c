/* `shiming apikey`: the keys by which the platform's servers come in. */
#include "app/people.h"
#include "base/refusal.h"
#include "cli/open-app.h"

typedef struct ApiKeyOptions {
        InstanceOptions instance;
        GStrv scopes;
} ApiKeyOptions;

static bool scopes_read(const Invocation *call, guint *scopes, GError **error) {
        static const char *const unknown[LANGUAGE_COUNT] = { "没有这种权限范围，见 --help",
                                                             "There is no such scope, see --help" };
        const ApiKeyOptions *options = call->options;
        int bit;

        *scopes = options->scopes ? 0 : SCOPES_ALL;
        for (char **scope = options->scopes; scope && *scope; scope++) {
                if (!enum_find(&scope_names, *scope, &bit)) {
                        command_refuse_usage(call, error, unknown, *scope);
                        return false;
                }
                *scopes |= 1U << bit;
        }
        return true;
}

static const char *text_of(const json_t *document, const char *member) {
        return json_string_value(json_object_get(document, member));
}

static ExitStatus add_run(const Invocation *call, GError **error) {
        static const char *const told[LANGUAGE_COUNT] = { "密钥只显示这一次，请妥善保存：\n",
                                                          "The key is shown this once; keep it safe:\n" };
        const ApiKeyOptions *options = call->options;
        Actor actor = actor_system();
        Call inside = { .actor = &actor, .now = call->now, .version = -1, .route = call->path };
        MintApiKey wish = { .name = (char *) call->arguments[0] };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(App) app = NULL;

        if (!scopes_read(call, &wish.scopes, error))
                return EXIT_USAGE;
        app = open_app(call, &options->instance, error);
        if (!app || !app_mint_api_key(app, &inside, &wish, &outcome, error))
                return EXIT_REFUSED;
        if (options->instance.json) {
                document_print(outcome.document);
        } else {
                (void) fputs(told[call->language], stderr);
                puts(text_of(outcome.document, "key"));
        }
        return EXIT_GOOD;
}

static void key_print(const json_t *key) {
        json_t *scopes = json_object_get(key, "scopes");

        printf("%s\t%s\t", text_of(key, "id"),
               json_is_null(json_object_get(key, "revoked_at")) ? "active" : "revoked");
        for (size_t i = 0; i < json_array_size(scopes); i++)
                printf("%s%s", i ? "," : "", json_string_value(json_array_get(scopes, i)));
        printf("\t%s\n", text_of(key, "name"));
}

/* Puts the items of all pages into one list. */
static bool keys_all(App *app, const Call *call, json_t *items, GError **error) {
        g_autofree char *cursor = NULL;

        do {
                g_auto(Outcome) page = { 0 };

                if (!app_list_api_keys(app, call, cursor, &page, error))
                        return false;
                json_array_extend(items, json_object_get(page.document, "items"));
                g_free(cursor);
                cursor = g_strdup(text_of(page.document, "next"));
        } while (cursor);
        return true;
}

static ExitStatus list_run(const Invocation *call, GError **error) {
        const ApiKeyOptions *options = call->options;
        Actor actor = actor_system();
        Call inside = { .actor = &actor, .now = call->now, .version = -1, .route = call->path };
        json_auto_t *items = json_array();
        g_autoptr(App) app = open_app(call, &options->instance, error);

        if (!app || !keys_all(app, &inside, items, error))
                return EXIT_REFUSED;
        if (options->instance.json) {
                json_auto_t *document = json_pack("{s:O}", "items", items);

                document_print(document);
                return EXIT_GOOD;
        }
        for (size_t i = 0; i < json_array_size(items); i++)
                key_print(json_array_get(items, i));
        return EXIT_GOOD;
}

static ExitStatus revoke_run(const Invocation *call, GError **error) {
        static const char *const no_id[LANGUAGE_COUNT] = { "ID 应是 apikey list 列出的编号",
                                                           "An ID is one that apikey list shows" };
        const ApiKeyOptions *options = call->options;
        Actor actor = actor_system();
        Call inside = { .actor = &actor, .now = call->now, .version = -1, .route = call->path };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(App) app = NULL;
        Uuid key;

        if (!uuid_parse(call->arguments[0], &key))
                return command_refuse_usage(call, error, no_id, call->arguments[0]);
        app = open_app(call, &options->instance, error);
        return app && app_revoke_api_key(app, &inside, &key, &outcome, error) ? EXIT_GOOD : EXIT_REFUSED;
}

#define INSTANCE_ROWS                                                                 \
        DATA_OPTION(ApiKeyOptions, instance), CONFIG_OPTION(ApiKeyOptions, instance), \
                JSON_OPTION(ApiKeyOptions, instance)

static const CommandOption list_options[] = { INSTANCE_ROWS, { 0 } };

static const CommandOption add_options[] = {
        INSTANCE_ROWS,
        { .name = "scope",
          .type = G_OPTION_ARG_STRING_ARRAY,
          .offset = offsetof(ApiKeyOptions, scopes),
          .value = "SCOPE",
          .about = { "权限范围，可多次给出；默认全部", "A scope, may be given again; all of them by default" } },
        { 0 },
};

static const Command apikey_add = {
        .name = "add",
        .about = { "新建 API 密钥，仅显示一次", "Make an API key and show it once" },
        .usage = "NAME [--scope SCOPE…] --data DIR",
        .details = { "NAME 说明用途。权限范围：accounts:read accounts:write links:write usage:write origin:write "
                     "cases:read cases:write metrics:read",
                     "NAME says what it is for. Scopes: accounts:read accounts:write links:write usage:write "
                     "origin:write "
                     "cases:read cases:write metrics:read" },
        .examples = "shiming apikey add billing --scope usage:write --data /var/lib/shiming",
        .options = add_options,
        .options_size = sizeof(ApiKeyOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = add_run,
};

static const Command apikey_list = {
        .name = "list",
        .about = { "列出 API 密钥", "List the API keys" },
        .usage = "--data DIR",
        .details = { "每行：编号、状态、权限范围、用途，以制表符分隔。",
                     "A line each: id, state, scopes, name, parted by tabs." },
        .examples = "shiming apikey list --data /var/lib/shiming",
        .options = list_options,
        .options_size = sizeof(ApiKeyOptions),
        .run = list_run,
};

static const Command apikey_revoke = {
        .name = "revoke",
        .about = { "撤销 API 密钥", "Revoke an API key" },
        .usage = "ID --data DIR",
        .details = { "正在运行的服务在两秒内不再接受它。",
                     "A running service no longer takes it within two seconds." },
        .examples = "shiming apikey revoke 01631b2a-6d40-7c3a-9f0e-2b6f0f0c7a11 --data /var/lib/shiming",
        .options = list_options,
        .options_size = sizeof(ApiKeyOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = revoke_run,
};

static const Command *const apikey_actions[] = { &apikey_add, &apikey_list, &apikey_revoke, NULL };

const Command command_apikey = {
        .name = "apikey",
        .about = { "管理平台服务器使用的 API 密钥", "Manage the API keys of the platform's servers" },
        .examples = "shiming apikey add billing --scope usage:write --data /var/lib/shiming\n"
                    "shiming apikey list --data /var/lib/shiming",
        .actions = apikey_actions,
};
