/* `shiming export`: all accounts with their owners and verifications, sealed or, for a reason that is logged, in clear. */
#include "app/export.h"

#include "base/refusal.h"
#include "cli/open-app.h"
#include "cli/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

typedef struct ExportOptions {
        InstanceOptions instance;
        char *out;
        gboolean clear;
        char *reason;
} ExportOptions;

/* Where the lines go. */
typedef struct ExportSink {
        FILE *file;
        const char *path;
        Progress progress;
} ExportSink;

static bool sink_fail(const ExportSink *sink, GError **error) {
        return fail(error, errno == ENOSPC ? FAILURE_FULL : FAILURE_FILE, "%s: %s", sink->path, g_strerror(errno));
}

static bool sink_write(const char *line, gsize size, gpointer user, GError **error) {
        const ExportSink *sink = user;

        return fwrite(line, 1, size, sink->file) == size || sink_fail(sink, error);
}

static void sink_progress(guint64 done, guint64 all, gpointer user) {
        ExportSink *sink = user;

        progress_tell_lines(&sink->progress, 0, done, all, done);
}

/* A file is made new, for its owner alone; it is not there if the export is not whole. */
static bool sink_open(ExportSink *sink, const ExportOptions *options, GError **error) {
        int file;

        sink->path = options->out ? options->out : "stdout";
        sink->file = stdout;
        if (!options->out)
                return true;
        file = open(options->out, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        sink->file = file >= 0 ? fdopen(file, "w") : NULL;
        return sink->file || sink_fail(sink, error);
}

static bool sink_close(ExportSink *sink, const ExportOptions *options, bool written, GError **error) {
        bool closed;

        if (fflush(sink->file) != 0 && written)
                written = sink_fail(sink, error);
        if (!options->out)
                return written;
        if (written && fsync(fileno(sink->file)) != 0)
                written = sink_fail(sink, error);
        closed = fclose(sink->file) == 0;
        if (written && !closed)
                written = sink_fail(sink, error);
        if (!written)
                unlink(options->out);
        return written;
}

static bool wish_check(const Invocation *call, const ExportOptions *options, GError **error) {
        static const char *const unreasoned[LANGUAGE_COUNT] = { "导出明文须用 --reason 说明原因，原因会记入日志",
                                                                "--clear needs --reason TEXT, which is logged" };
        static const char *const sealed[LANGUAGE_COUNT] = { "--reason 只用于 --clear", "--reason goes with --clear" };
        static const char *const both[LANGUAGE_COUNT] = { "--json 须与 --out 一起使用", "--json needs --out" };

        if (options->clear && (!options->reason || !*options->reason))
                command_refuse_usage(call, error, unreasoned, NULL);
        else if (!options->clear && options->reason)
                command_refuse_usage(call, error, sealed, NULL);
        else if (options->instance.json && !options->out)
                command_refuse_usage(call, error, both, NULL);
        else
                return true;
        return false;
}

static void summary_print(const Invocation *call, const ExportOptions *options, gint64 accounts) {
        json_auto_t *document = json_pack("{s:s?, s:I, s:b}", "file", options->out, "accounts", (json_int_t) accounts,
                                          "clear", options->clear);

        if (options->instance.json)
                document_print(document);
        else if (call->language == LANGUAGE_ZH)
                fprintf(stderr, "已导出 %" G_GINT64_FORMAT " 个账号（%s）。\n", accounts,
                        options->clear ? "明文" : "密封");
        else
                fprintf(stderr, "Exported %" G_GINT64_FORMAT " accounts (%s).\n", accounts,
                        options->clear ? "in clear" : "sealed");
}

static ExitStatus export_run(const Invocation *call, GError **error) {
        static const char *const what[LANGUAGE_COUNT] = { "导出", "exporting" };
        const ExportOptions *options = call->options;
        ExportSink sink = { .progress = progress_begin(what, call->language) };
        g_autofree char *who = g_strdup_printf("%s@%s", g_get_user_name(), g_get_host_name());
        ExportWish wish = { .reason = options->clear ? options->reason : NULL,
                            .who = who,
                            .now = call->now,
                            .write = sink_write,
                            .progress = sink_progress,
                            .user = &sink };
        g_autoptr(App) app = NULL;
        gint64 accounts;
        bool written;

        if (!wish_check(call, options, error))
                return EXIT_USAGE;
        app = open_app(call, &options->instance, error);
        if (!app || !sink_open(&sink, options, error))
                return EXIT_REFUSED;
        written = app_export(app, &wish, &accounts, error);
        progress_end(&sink.progress);
        if (!sink_close(&sink, options, written, error))
                return EXIT_REFUSED;
        summary_print(call, options, accounts);
        return EXIT_GOOD;
}

static const CommandOption export_options[] = {
        DATA_OPTION(ExportOptions, instance),
        CONFIG_OPTION(ExportOptions, instance),
        { .name = "out",
          .letter = 'o',
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(ExportOptions, out),
          .value = "FILE",
          .about = { "写入这个新文件，而不是标准输出", "Write this new file instead of standard output" } },
        { .name = "clear",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(ExportOptions, clear),
          .about = { "导出明文（须有 --reason）", "Write names and numbers in clear; needs --reason" } },
        { .name = "reason",
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(ExportOptions, reason),
          .value = "TEXT",
          .about = { "导出明文的原因，与操作人一并记入日志", "Why in clear; logged with who did it" } },
        JSON_OPTION(ExportOptions, instance),
        { 0 },
};

const Command command_export = {
        .name = "export",
        .about = { "导出全部账号及其实名认证", "Write all accounts with their verifications" },
        .usage = "--data DIR | --config FILE [--out FILE [--json]] [--clear --reason TEXT]",
        .details = { "每行一个 JSON：账号、历任所有人、全部认证（含已解除的）。不含变更、材料和日志，那是 backup "
                     "的事。\n"
                     "默认密封：只有持有同一密钥文件的实例才能用 shiming import 读回；缺行、改行、换序都会被发现。\n"
                     "--clear 导出姓名和号码的明文；原因和操作人先记入日志，再写第一行。\n"
                     "全部取自同一时刻；服务可照常运行。",
                     "JSON Lines: an account a line, with all its owners and verifications, released ones too. "
                     "Cases, "
                     "evidence and the log\nare a backup's. Sealed unless --clear: only an instance with the same "
                     "keyring "
                     "takes it back by shiming import, and a line\nthat is missing, changed or moved is found. "
                     "--clear "
                     "writes names and numbers; why and who are logged before the first line.\nAll is as it was at "
                     "one "
                     "moment; the service may be running." },
        .examples =
                "shiming export --data /var/lib/shiming --out accounts.jsonl\n"
                "shiming export --data /var/lib/shiming | zstd > accounts.jsonl.zst\n"
                "shiming export --data /var/lib/shiming --out clear.jsonl --clear --reason \"court order 2018-117\"\n"
                "shiming import accounts.jsonl --config /etc/shiming/new.yaml",
        .options = export_options,
        .options_size = sizeof(ExportOptions),
        .run = export_run,
};
