/* `shiming backup` and `shiming restore`: an instance into a folder of backups, and out of it. */
#include "app/backup.h"
#include "base/refusal.h"
#include "cli/open-app.h"
#include "cli/progress.h"

typedef struct BackupOptions {
        InstanceOptions instance;
        gboolean full;
        char *keep;
        char *keyring;
} BackupOptions;

/* ---- progress: a line for each stage --------------------------------------------------------------------------- */

static const char *const stages[BACKUP_STAGE_COUNT][LANGUAGE_COUNT] = {
        [BACKUP_DATABASE] = { "数据库", "database" },
        [BACKUP_EVIDENCE] = { "材料", "evidence" },
        [BACKUP_LOG] = { "核对日志", "verifying the log" },
};

typedef struct Watch {
        Progress progress;
        Language language;
        BackupStage stage;
        bool begun;
} Watch;

static void stage_tell(BackupStage stage, guint64 done, guint64 all, gpointer user) {
        Watch *watch = user;

        if (!watch->begun || watch->stage != stage) {
                watch->progress = progress_begin(stages[stage], watch->language);
                watch->stage = stage;
                watch->begun = true;
        }
        progress_tell(done, all, &watch->progress);
}

static void watch_end(const Watch *watch) {
        if (watch->begun)
                progress_end(&watch->progress);
}

/* ---- backup ---------------------------------------------------------------------------------------------------- */

static void backup_print_json(const BackupReport *report, const AppConfig *config) {
        const Manifest *manifest = &report->manifest;
        g_autofree char *reason = report->not_dropped ? refusal_text(report->not_dropped, LANGUAGE_EN) : NULL;
        json_t *missing = json_array(), *dropped = json_array();
        json_auto_t *document = json_pack(
                "{s:s, s:s, s:I, s:I, s:I, s:o, s:o, s:s?, s:{s:I, s:I, s:s?}, s:{s:b, s:s}}", "backup", report->path,
                "database", manifest->database, "evidence", (json_int_t) manifest->evidence, "evidence_new",
                (json_int_t) report->evidence_new, "evidence_new_bytes", (json_int_t) report->evidence_new_bytes,
                "missing", missing, "dropped", dropped, "not_dropped", reason, "log", "size",
                (json_int_t) manifest->log_size, "leaves", (json_int_t) manifest->leaves, "root", manifest->log_root,
                "keyring", "included", 0, "path", config->keyring);

        for (guint i = 0; i < manifest->missing->len; i++)
                json_array_append_new(missing, json_string(g_ptr_array_index(manifest->missing, i)));
        for (guint i = 0; i < report->dropped->len; i++)
                json_array_append_new(dropped, json_string(g_ptr_array_index(report->dropped, i)));
        document_print(document);
}

static void backup_print_text(const Invocation *call, const BackupReport *report, const AppConfig *config) {
        const Manifest *manifest = &report->manifest;
        g_autofree char *size = g_format_size(report->evidence_new_bytes);

        if (call->language == LANGUAGE_ZH)
                printf("备份完成并已核对：%s\n"
                       "日志 %" G_GINT64_FORMAT " 条，根 %s；材料 %" G_GUINT64_FORMAT
                       " 个，其中新增 %" G_GUINT64_FORMAT " 个（%s）。\n"
                       "注意：备份中没有密钥文件。没有 %s，这份备份谁也打不开。\n"
                       "请把它另存到与备份不同的地方，并在每次 keys rotate 之后再存一次。\n",
                       report->path, manifest->log_size, manifest->log_root ? manifest->log_root : "（空）",
                       manifest->evidence, report->evidence_new, size, config->keyring);
        else
                printf("backed up and read back: %s\n"
                       "log of %" G_GINT64_FORMAT " leaves, root %s; evidence: %" G_GUINT64_FORMAT
                       " files, %" G_GUINT64_FORMAT " of them new (%s)\n"
                       "MIND: the keyring is not in the backup. Without %s nobody can open it.\n"
                       "Keep a copy of that file, elsewhere than the backup, and anew after each `keys rotate`.\n",
                       report->path, manifest->log_size, manifest->log_root ? manifest->log_root : "(empty)",
                       manifest->evidence, report->evidence_new, size, config->keyring);
        for (guint i = 0; i < report->dropped->len; i++)
                printf(call->language == LANGUAGE_ZH ? "已删除旧备份 %s\n" : "dropped the older backup %s\n",
                       (const char *) g_ptr_array_index(report->dropped, i));
}

/* A warning: the backup stands, and room is all that is lost by the older ones. */
static void not_dropped_tell(const Invocation *call, const BackupReport *report) {
        g_autofree char *reason = NULL;

        if (!report->not_dropped)
                return;
        reason = refusal_text(report->not_dropped, call->language);
        fprintf(stderr,
                call->language == LANGUAGE_ZH ? "shiming：注意：旧备份没有删除：%s\n"
                                              : "shiming: warning: older backups were not dropped: %s\n",
                reason);
}

/* The backup stands; but what the instance has lost it cannot give back. */
static ExitStatus missing_tell(const BackupReport *report, GError **error) {
        guint count = report->manifest.missing->len;
        g_autofree char *zh = NULL, *en = NULL;

        if (count == 0)
                return EXIT_GOOD;
        zh = g_strdup_printf("已完成，但实例中缺少 %u 个材料文件，见 manifest.json；请运行 ledger verify", count);
        en = g_strdup_printf("it is made, but the instance lacks files of evidence, named in manifest.json: %u; run "
                             "ledger verify",
                             count);
        refuse(error, REFUSAL_BACKUP_UNUSABLE, NULL, report->path, zh, en, NULL);
        return EXIT_REFUSED;
}

static ExitStatus backup_run(const Invocation *call, GError **error) {
        static const char *const no_number[LANGUAGE_COUNT] = { "--keep 须为 1 至 10000",
                                                               "--keep takes a number from 1 to 10000" };
        const BackupOptions *options = call->options;
        g_autoptr(AppConfig) config = open_config(call, &options->instance, error);
        Watch watch = { .language = call->language };
        MakeBackup wish = { .config = config,
                            .folder = call->arguments[0],
                            .full = options->full,
                            .tell = stage_tell,
                            .user = &watch };
        g_auto(BackupReport) report = { 0 };
        guint64 keep = 0;
        bool made;

        if (options->keep && !g_ascii_string_to_unsigned(options->keep, 10, 1, 10000, &keep, NULL))
                return command_refuse_usage(call, error, no_number, options->keep);
        if (!config)
                return EXIT_USAGE;
        wish.keep = (guint) keep;
        made = app_backup(&wish, call->now, &report, error);
        watch_end(&watch);
        if (!made)
                return EXIT_REFUSED;
        if (options->instance.json)
                backup_print_json(&report, config);
        else
                backup_print_text(call, &report, config);
        not_dropped_tell(call, &report);
        return missing_tell(&report, error);
}

static const CommandOption backup_options[] = {
        DATA_OPTION(BackupOptions, instance),
        CONFIG_OPTION(BackupOptions, instance),
        { .name = "full",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(BackupOptions, full),
          .about = { "把以前备份的材料也全部重读核对", "Read the evidence of earlier backups again, all of it" } },
        { .name = "keep",
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(BackupOptions, keep),
          .value = "N",
          .about = { "完成后只保留最新的 N 份，删除更旧的及只属于它们的材料",
                     "Then keep the newest N and drop older ones, with the evidence that only they name" } },
        JSON_OPTION(BackupOptions, instance),
        { 0 },
};

const Command command_backup = {
        .name = "backup",
        .about = { "备份实例，服务不必停", "Back an instance up while it serves" },
        .usage = "DIR --data DIR | --config FILE [--full] [--keep N] [--json]",
        .details = { "在 DIR 下新建一份以当时时刻命名的备份：数据库快照、规则、日历和全部材料；材料只复制新增的。\n"
                     "全部写完、回读无误后才取正式名称；中断后再运行一次即可，已复制的材料不再复制。\n"
                     "--keep 要删的或要留的旧备份有读不出的，则不再删除，只警告一行，退出状态仍为 0。\n"
                     "备份不含密钥文件：请另存到别处，两者放在一起等于没有加密。",
                     "Makes a backup under DIR, named by its moment: a snapshot of the database, the policy, the "
                     "calendar and all evidence,\nof which only what is new is copied. It takes its name once all of "
                     "it is on disk and has been read back; after a cut,\nrun it again: evidence that was copied is "
                     "not copied twice.\nWhere --keep meets an older backup that cannot be read it drops no more, "
                     "warns in one line, and exits with 0.\nThe keyring is not in it: keep a copy elsewhere, for the "
                     "two together are "
                     "as "
                     "good as unsealed." },
        .examples = "shiming backup /mnt/backup --data /var/lib/shiming\n"
                    "shiming backup /mnt/backup --config /etc/shiming.yaml --keep 14 --json",
        .options = backup_options,
        .options_size = sizeof(BackupOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = backup_run,
};

/* ---- restore --------------------------------------------------------------------------------------------------- */

static void restore_print_json(const BackupOptions *options, const RestoreReport *report) {
        json_auto_t *document = json_pack("{s:s, s:s, s:I, s:{s:I, s:I, s:s?, s:I}}", "backup", report->path, "to",
                                          options->instance.data ? options->instance.data : options->instance.config,
                                          "evidence", (json_int_t) report->manifest.evidence, "log", "size",
                                          (json_int_t) report->manifest.log_size, "leaves",
                                          (json_int_t) report->log.leaves + (json_int_t) report->log.waiting, "root",
                                          report->manifest.log_root, "found", (json_int_t) report->log.found);

        document_print(document);
}

static void restore_print_text(const Invocation *call, const RestoreReport *report) {
        const char *root = report->manifest.log_root ? report->manifest.log_root : "-";

        if (call->language == LANGUAGE_ZH)
                printf("已从 %s 恢复：日志 %" G_GINT64_FORMAT " 条，根 %s，材料 %" G_GUINT64_FORMAT " 个。\n",
                       report->path, report->manifest.log_size, root, report->manifest.evidence);
        else
                printf("restored from %s: log of %" G_GINT64_FORMAT " leaves, root %s, %" G_GUINT64_FORMAT
                       " files of evidence\n",
                       report->path, report->manifest.log_size, root, report->manifest.evidence);
}

static ExitStatus restore_tell(const Invocation *call, const RestoreReport *report, GError **error) {
        const BackupOptions *options = call->options;
        g_autofree char *count = g_strdup_printf("%" G_GUINT64_FORMAT, report->log.found);

        if (options->instance.json)
                restore_print_json(options, report);
        else
                restore_print_text(call, report);
        if (report->log.found == 0)
                return EXIT_GOOD;
        refuse(error, REFUSAL_LOG_INCONSISTENT, NULL, count, NULL);
        return EXIT_REFUSED;
}

static ExitStatus restore_run(const Invocation *call, GError **error) {
        static const char *const no_keyring[LANGUAGE_COUNT] = { "恢复到数据目录需要 --keyring，即另存的密钥文件",
                                                                "A data folder needs --keyring, the keyring kept "
                                                                "elsewhere" };
        const BackupOptions *options = call->options;
        g_autoptr(AppConfig) config = open_config(call, &options->instance, error);
        Watch watch = { .language = call->language };
        RestoreBackup wish = { .folder = call->arguments[0],
                               .data = options->instance.data,
                               .config = config,
                               .keyring = options->keyring,
                               .tell = stage_tell,
                               .user = &watch };
        g_auto(RestoreReport) report = { 0 };
        bool restored;

        if (!config)
                return EXIT_USAGE;
        if (options->instance.data && !options->keyring)
                return command_refuse_usage(call, error, no_keyring, NULL);
        restored = app_restore(&wish, call->now, &report, error);
        watch_end(&watch);
        return restored ? restore_tell(call, &report, error) : EXIT_REFUSED;
}

static const CommandOption restore_options[] = {
        DATA_OPTION(BackupOptions, instance),
        CONFIG_OPTION(BackupOptions, instance),
        { .name = "keyring",
          .letter = 'k',
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(BackupOptions, keyring),
          .value = "FILE",
          .about = { "另存的密钥文件；恢复到数据目录时必需", "The keyring kept elsewhere; a data folder needs it" } },
        JSON_OPTION(BackupOptions, instance),
        { 0 },
};

const Command command_restore = {
        .name = "restore",
        .about = { "从备份恢复实例", "Make an instance of a backup" },
        .usage = "DIR --data NEW --keyring FILE [--json]\nDIR --config FILE [--keyring FILE] [--json]",
        .details = { "DIR 是 backup 的目录（取其中最新的一份）或其中某一份。目标必须是空的：新的数据目录，\n"
                     "或配置所指的空数据库和空材料目录。逐个文件比对哈希，最后核对日志须以备份时的检查点开头。",
                     "DIR is a folder of backups, of which the newest is taken, or one of them. The target must be "
                     "empty: a new data folder,\nor the empty database and evidence folder of a configuration. Every "
                     "file is compared with its hash, and at the end the\nlog with the checkpoint of the backup." },
        .examples = "shiming restore /mnt/backup --data /var/lib/shiming-new --keyring /root/keyring\n"
                    "shiming restore /mnt/backup/20180510T103414Z --config /etc/shiming.yaml",
        .options = restore_options,
        .options_size = sizeof(BackupOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = restore_run,
};
