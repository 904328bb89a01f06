/* `shiming import`: accounts with their verifications out of the platform's earlier books. */
#include "cli/import-read.h"

#include "base/refusal.h"
#include "cli/open-app.h"

#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

typedef struct ImportOptions {
        InstanceOptions instance;
        char *rejected;
        gboolean dry_run;
        gboolean anew;
} ImportOptions;

/* All that a run works with. */
typedef struct Importing {
        const Invocation *call;
        const ImportOptions *options;
        const char *path;
        char *source;   /* the file's full path, or "-" */
        char *rejected; /* path of the rejected lines; NULL: none are kept */
        int stop;
        App *app;
        ImportReader reader;
        ImportRow *row;
        ImportRejects *rejects;
        gint64 resumed_lines; /* 0: it began anew */
        bool known;           /* the whole file was imported before */
        bool stopped;
} Importing;

static void importing_clear(Importing *importing) {
        import_reader_clear(&importing->reader);
        g_clear_pointer(&importing->row, import_row_free);
        g_clear_pointer(&importing->rejects, import_rejects_close);
        g_clear_pointer(&importing->app, app_close);
        g_clear_pointer(&importing->source, g_free);
        g_clear_pointer(&importing->rejected, g_free);
        if (importing->stop >= 0)
                close(importing->stop);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Importing, importing_clear)

/* Ctrl-C and SIGTERM are read like a file, between two batches; blocked before any thread begins, so that all are. */
static int stop_open(void) {
        sigset_t stopping;

        sigemptyset(&stopping);
        sigaddset(&stopping, SIGINT);
        sigaddset(&stopping, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &stopping, NULL);
        return signalfd(-1, &stopping, SFD_CLOEXEC);
}

/* ---- beginning, or going on ---------------------------------------------------------------------------------------- */

static bool reader_open(Importing *importing, GError **error) {
        ImportReader *reader = &importing->reader;
        gint64 now = importing->call->now;

        import_reader_clear(reader);
        *reader = (ImportReader){ .app = importing->app,
                                  .name = importing->path,
                                  .rules = { .today = civil_date_at(now, importing->app->policy->zone),
                                             .now = now,
                                             .zone = importing->app->policy->zone } };
        reader->input = import_input_open(importing->path, importing->stop, error);
        return reader->input && import_reader_begin(reader, error);
}

static bool file_changed(const Importing *importing, GError **error) {
        g_autofree char *bytes = g_strdup_printf("%" G_GINT64_FORMAT, importing->row->position);

        return refuse(error, REFUSAL_IMPORT_CHANGED, NULL, importing->path, bytes, NULL);
}

static bool at_end(const Importing *importing) {
        gint64 size = import_input_size(importing->reader.input);

        return size > 0 && size == import_input_position(importing->reader.input);
}

/* Goes on with the import that `row` tells of, or finds that there is nothing to go on with: `row` is then NULL. */
static bool earlier_follow(Importing *importing, GError **error) {
        ImportRow *row = importing->row;
        bool done = row->done_at != INSTANT_NONE, same = false;

        if (done && row->position != import_input_size(importing->reader.input)) {
                g_clear_pointer(&importing->row, import_row_free);
                return true;
        }
        if (row->position > 0 && !import_reader_skip(&importing->reader, row->position, row->hash, &same, error))
                return false;
        if (row->position > 0 && !same && !done)
                return file_changed(importing, error);
        if (done && same && at_end(importing)) {
                importing->known = true;
                return true;
        }
        if (done) {
                g_clear_pointer(&importing->row, import_row_free);
                return reader_open(importing, error);
        }
        if (row->position > 0)
                importing->resumed_lines = importing->reader.lines = row->lines;
        return true;
}

static bool row_begin(Importing *importing, GError **error) {
        const ImportOptions *options = importing->options;

        if (!options->dry_run && !options->anew
            && !app_import_find(importing->app, importing->source, &importing->row, error))
                return false;
        if (importing->row && !earlier_follow(importing, error))
                return false;
        if (importing->known)
                return true;
        importing->rejects = import_rejects_open(importing->rejected, importing->reader.header_text,
                                                 importing->row ? importing->row->rejected_bytes : 0, error);
        if (!importing->rejects)
                return false;
        if (!importing->row && options->dry_run) {
                importing->row = g_new0(ImportRow, 1);
                importing->row->started_at = importing->call->now;
                importing->row->source = g_strdup(importing->source);
        } else if (!importing->row) {
                importing->row = app_import_begin(importing->app, importing->source, importing->call->now, error);
        }
        return importing->row != NULL;
}

/* ---- the work ------------------------------------------------------------------------------------------------------ */

static bool file_take(Importing *importing, GError **error) {
        static const char *const what[LANGUAGE_COUNT] = { "导入", "importing" };
        ImportReader *reader = &importing->reader;
        Progress progress = progress_begin(what, importing->call->language);
        ImportEnd end;
        bool written;

        reader->started_at = importing->row->started_at;
        reader->progress = &progress;
        reader->writer =
                import_writer_new(importing->app, importing->row, importing->rejects, importing->options->dry_run);
        end = import_reader_run(reader, error);
        written = import_writer_end(reader->writer, end == IMPORT_FAILED && error && *error ? NULL : error);
        progress_end(&progress);
        importing->stopped = end == IMPORT_STOPPED;
        return written && end != IMPORT_FAILED;
}

/* ---- the summary --------------------------------------------------------------------------------------------------- */

static char *reasons_text(const Importing *importing, const char *comma) {
        g_autoptr(GString) text = g_string_new(NULL);
        GHashTableIter each;
        gpointer code, count;

        g_hash_table_iter_init(&each, import_rejects_reasons(importing->rejects));
        while (g_hash_table_iter_next(&each, &code, &count))
                g_string_append_printf(text, "%s%s %u", text->len ? comma : "", (const char *) code,
                                       GPOINTER_TO_UINT(count));
        return g_string_free(g_steal_pointer(&text), FALSE);
}

static json_t *reasons_document(const Importing *importing) {
        json_t *document = json_object();
        GHashTableIter each;
        gpointer code, count;

        g_hash_table_iter_init(&each, import_rejects_reasons(importing->rejects));
        while (g_hash_table_iter_next(&each, &code, &count))
                json_object_set_new(document, code, json_integer(GPOINTER_TO_UINT(count)));
        return document;
}

static void summary_print_json(const Importing *importing) {
        const ImportRow *row = importing->row;
        bool kept = importing->rejected && row->rejected > 0;
        json_auto_t *document =
                json_pack("{s:s, s:b, s:b, s:I, s:I, s:I, s:I, s:o, s:s?}", "file", importing->path, "complete",
                          !importing->stopped, "dry_run", importing->options->dry_run, "lines",
                          (json_int_t) row->lines, "resumed_after_line", (json_int_t) importing->resumed_lines,
                          "taken", (json_int_t) row->taken, "rejected", (json_int_t) row->rejected, "reasons",
                          importing->known ? json_object() : reasons_document(importing), "rejected_file",
                          kept ? importing->rejected : NULL);

        document_print(document);
}

static void summary_print_text(const Importing *importing) {
        static const char *const ends[][LANGUAGE_COUNT] = {
                { "已导入", "Imported" },
                { "试运行（未写入）", "Dry run, nothing written" },
                { "已中断，重新运行同一命令即可继续", "Stopped; run the same command again to go on" },
                { "此文件此前已全部导入，无事可做", "This file was imported whole before; there is nothing to do" },
        };
        const ImportRow *row = importing->row;
        guint end = importing->known ? 3 : importing->stopped ? 2 : importing->options->dry_run ? 1 : 0;
        const char *what = ends[end][importing->call->language];

        if (importing->call->language == LANGUAGE_ZH)
                printf("%s：读到第 %" G_GINT64_FORMAT " 行，账号 %" G_GINT64_FORMAT " 个，拒绝 %" G_GINT64_FORMAT
                       " 行。\n",
                       what, row->lines, row->taken, row->rejected);
        else
                printf("%s: %" G_GINT64_FORMAT " lines read, %" G_GINT64_FORMAT " accounts taken, %" G_GINT64_FORMAT
                       " lines rejected.\n",
                       what, row->lines, row->taken, row->rejected);
}

/* Rejected lines are a refusal, so that a script sees them. */
static ExitStatus rejected_tell(const Importing *importing, GError **error) {
        static const char *const nowhere[LANGUAGE_COUNT] = { "用 --rejected FILE 保存这些行",
                                                             "Keep them by --rejected FILE" };
        Language language = importing->call->language;
        g_autofree char *count = g_strdup_printf("%" G_GINT64_FORMAT, importing->row->rejected);
        g_autofree char *reasons = reasons_text(importing, language == LANGUAGE_ZH ? "，" : ", ");
        g_autofree char *where =
                importing->rejected ? g_strdup_printf(
                        language == LANGUAGE_ZH ? "改正 %s 后可直接导入" : "Mend and import %s", importing->rejected)
                                    : g_strdup(nowhere[language]);

        refuse(error, REFUSAL_IMPORT_LINES, NULL, count, reasons, where, NULL);
        return EXIT_REFUSED;
}

static ExitStatus import_run(const Invocation *call, GError **error) {
        const ImportOptions *options = call->options;
        const char *path = call->arguments[0];
        bool is_stdin = g_str_equal(path, "-");
        g_auto(Importing) importing = { .call = call, .options = options, .path = path, .stop = stop_open() };

        importing.source = is_stdin ? g_strdup(path) : g_canonicalize_filename(path, NULL);
        importing.rejected = options->rejected  ? g_strdup(options->rejected)
                             : options->dry_run ? NULL
                                                : g_strconcat(is_stdin ? "stdin" : path, ".rejected.csv", NULL);
        importing.app = open_app(call, &options->instance, error);
        if (!importing.app || !reader_open(&importing, error) || !row_begin(&importing, error))
                return EXIT_REFUSED;
        g_assert(importing.row);
        if (!importing.known && !file_take(&importing, error))
                return EXIT_REFUSED;
        if (options->instance.json)
                summary_print_json(&importing);
        else
                summary_print_text(&importing);
        if (importing.known)
                return EXIT_GOOD;
        if (importing.row->rejected > 0)
                return rejected_tell(&importing, error);
        return importing.stopped ? EXIT_REFUSED : EXIT_GOOD;
}

static const CommandOption import_options[] = {
        DATA_OPTION(ImportOptions, instance),
        CONFIG_OPTION(ImportOptions, instance),
        { .name = "rejected",
          .letter = 'r',
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(ImportOptions, rejected),
          .value = "FILE",
          .about = { "未导入的行存到这里；默认 FILE.rejected.csv",
                     "Where lines that are not taken go; FILE.rejected.csv by default" } },
        { .name = "dry-run",
          .letter = 'n',
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(ImportOptions, dry_run),
          .about = { "只检查，不写入", "Check everything, write nothing" } },
        { .name = "anew",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(ImportOptions, anew),
          .about = { "不接着上次中断处，从头开始", "Begin at the first line, whatever was interrupted" } },
        JSON_OPTION(ImportOptions, instance),
        { 0 },
};

const Command command_import = {
        .name = "import",
        .about = { "批量导入账号及其实名认证", "Take accounts in with their verifications" },
        .usage = "FILE|- --data DIR | --config FILE [--rejected FILE] [--dry-run] [--anew] [--json]",
        .details = { "CSV（RFC 4180，UTF-8），首行为表头，列序不限：\n"
                     "  必有  external_id 平台账号, kind 主体类型 (personal 个人 | enterprise 企业), name "
                     "姓名或名称,\n"
                     "        number 证件号码, since 认证时间 (2018-05-10 或 2018-05-10T18:00:00+08:00)\n"
                     "  可有  number_kind 证件类型, method 认证方式 (默认 imported), origin 登录来源 (默认 local),\n"
                     "        origin_verified 来源已认证, frozen 已冻结 (true/false), email 邮箱, mobile 手机号\n"
                     "也可以是 shiming export 导出的 JSON Lines（密封的须用同一密钥文件）。\n"
                     "不合格的行连同行号和原因存到 FILE.rejected.csv，其余照常导入；有行被拒时以 1 退出。\n"
                     "每批一个事务；中断（包括 kill -9）后重新运行同一命令即从断点继续。服务运行时也可导入。",
                     "CSV (RFC 4180, UTF-8); the first line is the header, in any order:\n"
                     "  needed    external_id, kind (personal | enterprise), name, number,\n"
                     "            since (2018-05-10 or 2018-05-10T18:00:00+08:00)\n"
                     "  optional  number_kind, method (imported), origin (local), origin_verified, frozen (true | "
                     "false),\n"
                     "            email, mobile\n"
                     "Or JSON Lines as shiming export wrote them; sealed ones need the same keyring.\n"
                     "Lines that do not pass go to FILE.rejected.csv with line number and reason, the others are "
                     "taken; the\n"
                     "exit status is 1 then. A batch is a transaction: after an interruption, kill -9 among them, "
                     "the same\n"
                     "command goes on where the last batch ends. The service may be running meanwhile." },
        .examples = "shiming import accounts.csv --data /var/lib/shiming --dry-run\n"
                    "shiming import accounts.csv --data /var/lib/shiming\n"
                    "shiming import accounts.csv.rejected.csv --data /var/lib/shiming\n"
                    "shiming import accounts.jsonl --config /etc/shiming/new.yaml\n"
                    "zstdcat accounts.csv.zst | shiming import - --data /var/lib/shiming --json",
        .options = import_options,
        .options_size = sizeof(ImportOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = import_run,
};
