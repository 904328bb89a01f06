/* `shiming bank`: the payment file out to any bank, its statement back in. */
#include "app/transfers.h"
#include "base/refusal.h"
#include "cli/open-app.h"
#include "partners/corporate-transfer.h"

#include <stdio.h>
#include <string.h>

typedef struct BankOptions {
        InstanceOptions instance;
        char *out;
        char *again;
} BankOptions;

typedef struct Counter {
        App *app;
        Actor actor;
        Call call;
} Counter;

static void counter_close(Counter *counter) {
        g_clear_pointer(&counter->app, app_close);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Counter, counter_close)

static bool counter_open(const Invocation *call, Counter *counter, GError **error) {
        const BankOptions *options = call->options;

        counter->actor = actor_system();
        counter->call = (Call){ .actor = &counter->actor, .now = call->now, .version = -1, .route = call->path };
        counter->app = open_app(call, &options->instance, error);
        return counter->app != NULL;
}

/* ---- the payment file ---- */

/* The file names companies and their accounts, so nobody but its owner reads it. */
static bool file_write(const char *path, GBytes *file, GError **error) {
        g_autoptr(GError) reason = NULL;
        gsize size;
        const char *bytes = g_bytes_get_data(file, &size);

        if (!path) {
                if (fwrite(bytes, 1, size, stdout) == size && fflush(stdout) == 0)
                        return true;
                return fail(error, FAILURE_FILE, "standard output cannot be written");
        }
        if (g_file_set_contents_full(path, bytes, (gssize) size,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &reason))
                return true;
        return fail(error, FAILURE_FILE, "%s", reason->message);
}

static void batch_print(const Invocation *call, const json_t *batch) {
        const char *id = json_string_value(json_object_get(batch, "id"));
        const char *total = json_string_value(json_object_get(batch, "total"));
        int count = (int) json_integer_value(json_object_get(batch, "count"));

        if (call->language == LANGUAGE_ZH)
                fprintf(stderr, "付款文件 %s：%d 笔，共 %s 元\n", id, count, total);
        else
                fprintf(stderr, "Payment file %s: %d payments, %s yuan in all\n", id, count, total);
}

static void nothing_print(const Invocation *call) {
        (void) fputs(call->language == LANGUAGE_ZH ? "没有待付款项\n" : "Nothing waits to be paid\n", stderr);
}

static bool again_read(const Invocation *call, const char *text, Uuid *id, GError **error) {
        static const char *const malformed[LANGUAGE_COUNT] = { "--again 须是付款文件的编号",
                                                               "--again takes the id of a payment file" };

        if (uuid_parse(text, id))
                return true;
        command_refuse_usage(call, error, malformed, text);
        return false;
}

/* With --json the document goes to standard output, so the file needs a place of its own. */
static bool places_fit(const Invocation *call, const BankOptions *options, GError **error) {
        static const char *const both[LANGUAGE_COUNT] = { "--json 须与 --out 一起使用", "--json needs --out" };

        if (!options->instance.json || options->out)
                return true;
        command_refuse_usage(call, error, both, NULL);
        return false;
}

static bool batch_make(const Invocation *call, Counter *counter, Uuid *id, bool *nothing, GError **error) {
        const BankOptions *options = call->options;
        g_auto(Outcome) outcome = { 0 };

        if (!app_make_payment_file(counter->app, &counter->call, &outcome, error))
                return false;
        *id = outcome.id;
        *nothing = json_is_null(outcome.document);
        if (options->instance.json)
                document_print(outcome.document);
        else if (*nothing)
                nothing_print(call);
        else
                batch_print(call, outcome.document);
        return true;
}

static ExitStatus file_run(const Invocation *call, GError **error) {
        const BankOptions *options = call->options;
        g_auto(Counter) counter = { 0 };
        g_autoptr(GBytes) file = NULL;
        bool nothing = false;
        Uuid id;

        if (!places_fit(call, options, error) || (options->again && !again_read(call, options->again, &id, error)))
                return EXIT_USAGE;
        if (!counter_open(call, &counter, error)
            || (!options->again && !batch_make(call, &counter, &id, &nothing, error)))
                return EXIT_REFUSED;
        if (nothing)
                return EXIT_GOOD;
        return app_read_payment_file(counter.app, &counter.call, &id, &file, error)
                               && file_write(options->out, file, error)
                       ? EXIT_GOOD
                       : EXIT_REFUSED;
}

/* ---- the statement ---- */

/* One byte more than a statement may have, so that one too large is refused as such. */
static GBytes *statement_read_from(FILE *in) {
        g_autofree char *bytes = g_malloc(STATEMENT_BYTES_MAX + 1);
        gsize size = fread(bytes, 1, STATEMENT_BYTES_MAX + 1, in);

        return ferror(in) ? NULL : g_bytes_new(bytes, size);
}

static GBytes *statement_open(const char *path, GError **error) {
        bool is_input = g_str_equal(path, "-");
        FILE *in = is_input ? stdin : fopen(path, "rb");
        GBytes *bytes = in ? statement_read_from(in) : NULL;

        if (in && !is_input)
                (void) fclose(in);
        if (!bytes)
                fail(error, FAILURE_FILE, "%s cannot be read", path);
        return bytes;
}

static const char *text_of(const json_t *document, const char *member) {
        const char *text = json_string_value(json_object_get(document, member));

        return text ? text : "";
}

static void statement_print(const json_t *document) {
        const json_t *items = json_object_get(document, "items");

        for (size_t i = 0; i < json_array_size(items); i++) {
                const json_t *item = json_array_get(items, i);

                printf("%d\t%s\t%s\t%s\t%s\n", (int) json_integer_value(json_object_get(item, "line")),
                       text_of(item, "outcome"), text_of(item, "attempt"), text_of(item, "attempt_state"),
                       text_of(item, "reason"));
        }
}

static ExitStatus statement_run(const Invocation *call, GError **error) {
        const BankOptions *options = call->options;
        g_autoptr(GBytes) statement = statement_open(call->arguments[0], error);
        g_auto(Counter) counter = { 0 };
        g_auto(Outcome) outcome = { 0 };

        if (!statement || !counter_open(call, &counter, error)
            || !app_take_statement(counter.app, &counter.call, statement, &outcome, error))
                return EXIT_REFUSED;
        if (options->instance.json)
                document_print(outcome.document);
        else
                statement_print(outcome.document);
        return EXIT_GOOD;
}

#define INSTANCE_ROWS \
        DATA_OPTION(BankOptions, instance), CONFIG_OPTION(BankOptions, instance), JSON_OPTION(BankOptions, instance)

static const CommandOption file_options[] = {
        INSTANCE_ROWS,
        { .name = "out",
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(BankOptions, out),
          .value = "FILE",
          .about = { "写入文件；默认写到标准输出", "Write to a file; standard output by default" } },
        { .name = "again",
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(BankOptions, again),
          .value = "ID",
          .about = { "重新输出已生成的付款文件", "Write a payment file again that was made before" } },
        { 0 }
};

static const CommandOption statement_options[] = { INSTANCE_ROWS, { 0 } };

static const Command bank_file = {
        .name = "file",
        .about = { "把待付的打款写成付款文件，交给银行", "Write the payments that wait into a file for the bank" },
        .usage = "[--out FILE] [--again ID] --data DIR",
        .details = { "ISO 20022 pain.001.001.03，每份至多 2000 笔。付款账户写在配置的 bank 一节，\n"
                     "或数据目录的 bank.yaml（name、account、cnaps 三行）。",
                     "ISO 20022 pain.001.001.03, 2000 payments a file at most. The account that pays stands in the\n"
                     "configuration's section bank, or in the data folder's bank.yaml (name, account, cnaps)." },
        .examples = "shiming bank file --out payments.xml --data /var/lib/shiming",
        .options = file_options,
        .options_size = sizeof(BankOptions),
        .run = file_run,
};

static const Command bank_statement = {
        .name = "statement",
        .about = { "读入银行对账单，推进相应的打款认证", "Take the bank's statement; the attempts go on by it" },
        .usage = "FILE|- --data DIR",
        .details = { "camt.053 或 CSV；整份处理，或整份不处理。同一份再次读入不改变任何内容。\n"
                     "每行：行号、结果、认证编号、其状态、银行给的原因，以制表符分隔。",
                     "camt.053 or CSV; all of it is taken or nothing. The same one once more changes nothing.\n"
                     "A line each: line, outcome, attempt, its state, the bank's reason, parted by tabs." },
        .examples = "shiming bank statement 2018-05-15.xml --data /var/lib/shiming",
        .options = statement_options,
        .options_size = sizeof(BankOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = statement_run,
};

static const Command *const bank_actions[] = { &bank_file, &bank_statement, NULL };

const Command command_bank = {
        .name = "bank",
        .about = { "对公打款：付款文件与对账单", "Corporate transfers: payment files and statements" },
        .examples = "shiming bank file --out payments.xml --data /var/lib/shiming\n"
                    "shiming bank statement 2018-05-15.csv --data /var/lib/shiming",
        .actions = bank_actions,
};
