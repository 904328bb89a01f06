/* `shiming ledger checkpoint`, `key` and `receipt`: what an instance's log gives out, without the server. */
#include "app/ledger.h"
#include "base/refusal.h"
#include "cli/ledger.h"
#include "cli/open-app.h"

typedef struct ReadOptions {
        InstanceOptions instance;
} ReadOptions;

static const CommandOption read_options[] = {
        DATA_OPTION(ReadOptions, instance),
        CONFIG_OPTION(ReadOptions, instance),
        { 0 },
};

typedef bool (*LogRead)(App *app, const Call *call, Outcome *outcome, GError **error);

/* Reads one text of the log and writes it as it is. */
static ExitStatus text_run(const Invocation *call, LogRead read, const char *member, const char *ending,
                           GError **error) {
        const ReadOptions *options = call->options;
        g_autoptr(App) app = open_app(call, &options->instance, error);
        Actor system = actor_system();
        Call inside = { .actor = &system, .now = call->now, .version = -1, .route = call->path };
        g_auto(Outcome) outcome = { 0 };

        if (!app || !read(app, &inside, &outcome, error))
                return EXIT_REFUSED;
        printf("%s%s", json_string_value(json_object_get(outcome.document, member)), ending);
        return EXIT_GOOD;
}

static ExitStatus checkpoint_run(const Invocation *call, GError **error) {
        return text_run(call, app_read_checkpoint, "checkpoint", "", error);
}

static ExitStatus key_run(const Invocation *call, GError **error) {
        return text_run(call, app_read_log_key, "key", "\n", error);
}

/* The receipt as an auditor sees it: places and steps, and of what names a person only that it is there. */
static ExitStatus receipt_run(const Invocation *call, GError **error) {
        static const char *const no_id[LANGUAGE_COUNT] = { "案件编号应是 UUID", "A case is named by its UUID" };
        const ReadOptions *options = call->options;
        Actor auditor = { .roles = ROLE_AUDITOR, .expires_at = INSTANT_NONE };
        Call inside = { .actor = &auditor, .now = call->now, .version = -1, .route = call->path };
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(App) app = NULL;
        ReadReceipt wish = { 0 };

        if (!uuid_parse(call->arguments[0], &wish.case_id))
                return command_refuse_usage(call, error, no_id, call->arguments[0]);
        app = open_app(call, &options->instance, error);
        if (!app || !app_read_receipt(app, &inside, &wish, &outcome, error))
                return EXIT_REFUSED;
        document_print(outcome.document);
        return EXIT_GOOD;
}

const Command ledger_checkpoint = {
        .name = "checkpoint",
        .about = { "打印最新的检查点", "Print the newest checkpoint" },
        .usage = "--data DIR | --config FILE",
        .details = { "请定期另存到别处：日后用 ledger verify --checkpoint 可发现日志被退回或改写。",
                     "Keep one elsewhere from time to time: ledger verify --checkpoint then finds a log that was "
                     "rolled "
                     "back or rewritten." },
        .examples = "shiming ledger checkpoint --data /var/lib/shiming > /mnt/safe/checkpoint",
        .options = read_options,
        .options_size = sizeof(ReadOptions),
        .run = checkpoint_run,
};

const Command ledger_key = {
        .name = "key",
        .about = { "打印日志的公钥", "Print the log's public key" },
        .usage = "--data DIR | --config FILE",
        .examples = "shiming ledger key --data /var/lib/shiming",
        .options = read_options,
        .options_size = sizeof(ReadOptions),
        .run = key_run,
};

const Command ledger_receipt = {
        .name = "receipt",
        .about = { "打印一个案件的回执", "Print the receipt of a case" },
        .usage = "CASE --data DIR | --config FILE",
        .details = { "按审计员所能看到的内容打印；当事人的回执请在登录后取得。",
                     "As an auditor may see it; a party gets theirs after signing in." },
        .examples = "shiming ledger receipt 01976d3a-5c00-7d3e-9b1f-3f6c2a9d8e10 --data /var/lib/shiming",
        .options = read_options,
        .options_size = sizeof(ReadOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = receipt_run,
};
