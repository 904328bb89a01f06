/* `shiming ledger verify`: holds everything that the log proves against the database, and names what does not fit. */
#include "app/ledger.h"

#include "base/refusal.h"
#include "cli/ledger.h"
#include "cli/open-app.h"
#include "cli/progress.h"
#include "ledger/note.h"

typedef struct VerifyOptions {
        InstanceOptions instance;
        char *checkpoint;
        gboolean quick, log_only;
} VerifyOptions;

static const CommandOption verify_options[] = {
        DATA_OPTION(VerifyOptions, instance),
        CONFIG_OPTION(VerifyOptions, instance),
        { .name = "checkpoint",
          .letter = 'c',
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(VerifyOptions, checkpoint),
          .value = "FILE",
          .about = { "另存的检查点：日志须以它所述的内容开头",
                     "A checkpoint kept elsewhere: the log must begin with what it says" } },
        { .name = "quick",
          .letter = 'q',
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(VerifyOptions, quick),
          .about = { "不读材料文件的内容", "Leave the contents of evidence unread" } },
        { .name = "log-only",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(VerifyOptions, log_only),
          .about = { "只核对日志本身，不看它所记的各行",
                     "Look at the log itself only, not at the rows that it tells of" } },
        JSON_OPTION(VerifyOptions, instance),
        { 0 },
};

static json_t *finding_document(const LogFinding *finding) {
        return json_pack("{s:s, s:s, s:s?, s:{s:s, s:s}}", "finding", finding->kind, "place", finding->place,
                         "detail", finding->detail, "text", "zh", finding->text[LANGUAGE_ZH], "en",
                         finding->text[LANGUAGE_EN]);
}

static void report_print_json(const LogReport *report) {
        json_t *findings = json_array();
        json_auto_t *document =
                json_pack("{s:b, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "consistent", report->found == 0, "leaves",
                          (json_int_t) report->leaves, "waiting", (json_int_t) report->waiting, "checkpoints",
                          (json_int_t) report->checkpoints, "rows", (json_int_t) report->rows, "erased",
                          (json_int_t) report->erased, "found", (json_int_t) report->found, "findings", findings);

        for (guint i = 0; i < report->findings->len; i++)
                json_array_append_new(findings, finding_document(g_ptr_array_index(report->findings, i)));
        document_print(document);
}

static void report_print_text(const Invocation *call, const LogReport *report) {
        for (guint i = 0; i < report->findings->len; i++) {
                const LogFinding *finding = g_ptr_array_index(report->findings, i);

                printf("%s\t%s\t%s%s%s%s\n", finding->kind, finding->place, finding->text[call->language],
                       finding->detail ? " (" : "", finding->detail ? finding->detail : "",
                       finding->detail ? ")" : "");
        }
        if (report->found)
                return;
        if (call->language == LANGUAGE_ZH)
                printf("一致：日志 %" G_GUINT64_FORMAT " 条（待入 %" G_GUINT64_FORMAT
                       "，内容已清除 %" G_GUINT64_FORMAT "），检查点 %" G_GUINT64_FORMAT
                       " 个，数据 %" G_GUINT64_FORMAT " 行。\n",
                       report->leaves, report->waiting, report->erased, report->checkpoints, report->rows);
        else
                printf("consistent: %" G_GUINT64_FORMAT " leaves (%" G_GUINT64_FORMAT " waiting, %" G_GUINT64_FORMAT
                       " with their content erased), %" G_GUINT64_FORMAT " checkpoints, %" G_GUINT64_FORMAT " rows\n",
                       report->leaves, report->waiting, report->erased, report->checkpoints, report->rows);
}

static bool verify(const Invocation *call, VerifyLog *wish, LogReport *report, GError **error) {
        static const char *const what[LANGUAGE_COUNT] = { "核对", "verifying" };
        const VerifyOptions *options = call->options;
        g_autoptr(App) app = open_app(call, &options->instance, error);
        Progress progress = progress_begin(what, call->language);
        bool looked;

        wish->progress = progress_tell;
        wish->user = &progress;
        looked = app && app_verify_log(app, wish, report, error);
        wish->user = NULL;
        progress_end(&progress);
        return looked;
}

static ExitStatus verify_run(const Invocation *call, GError **error) {
        const VerifyOptions *options = call->options;
        VerifyLog wish = { .now = call->now, .quick = options->quick, .log_only = options->log_only };
        g_auto(LogReport) report = { 0 };
        g_autofree char *kept = NULL;
        g_autofree char *count = NULL;

        if (options->checkpoint) {
                kept = ledger_file_read(call, options->checkpoint, NOTE_SIZE_BYTES_MAX, &wish.kept_size, error);
                if (!kept)
                        return EXIT_USAGE;
                wish.kept_checkpoint = kept;
        }
        if (!verify(call, &wish, &report, error))
                return EXIT_REFUSED;
        if (options->instance.json)
                report_print_json(&report);
        else
                report_print_text(call, &report);
        if (report.found == 0)
                return EXIT_GOOD;
        count = g_strdup_printf("%" G_GUINT64_FORMAT, report.found);
        refuse(error, REFUSAL_LOG_INCONSISTENT, NULL, count, NULL);
        return EXIT_REFUSED;
}

const Command ledger_verify = {
        .name = "verify",
        .about = { "核对日志与数据库", "Hold the log against the database" },
        .usage = "--data DIR | --config FILE [--checkpoint FILE] [--quick | --log-only] [--json]",
        .details = { "核对每片叶子、树的节点、检查点及其签名，每行认证、经过、进程（及其材料清单、同意、留言、\n"
                     "包裹、打款、核实）、账号、所有人、材料、员工和 API 密钥，以及没有任何一行记有的材料文件。\n"
                     "不符之处一处一行：类别、位置、说明；有不符之处时以 1 退出。\n"
                     "加 --checkpoint 并给出另存的检查点，才能发现整个数据库被退回到旧状态。",
                     "Looks at every leaf, the tree's nodes, the checkpoints and their signatures, at every row of\n"
                     "verifications, events, proceedings and what belongs to them, accounts, owners, evidence, "
                     "staff\n"
                     "and API keys, and for files of evidence that no row names. What does not fit is named, one a\n"
                     "line: kind, place, meaning; the exit status is 1 then. Only with --checkpoint and one kept\n"
                     "elsewhere can a database be found out that was rolled back whole." },
        .examples = "shiming ledger verify --data /var/lib/shiming\n"
                    "shiming ledger verify --data /var/lib/shiming --checkpoint /mnt/safe/checkpoint --json",
        .options = verify_options,
        .options_size = sizeof(VerifyOptions),
        .run = verify_run,
};
