/* `shiming doctor`: the check-up of an instance, with the mend of each thing that is wrong. */
#include "app/doctor.h"
#include "cli/open-app.h"

typedef struct DoctorOptions {
        InstanceOptions instance;
} DoctorOptions;

static const CommandOption doctor_options[] = {
        DATA_OPTION(DoctorOptions, instance),
        CONFIG_OPTION(DoctorOptions, instance),
        JSON_OPTION(DoctorOptions, instance),
        { 0 },
};

static const char *const states[][LANGUAGE_COUNT] = {
        [DOCTOR_GOOD] = { "正常", "good" },
        [DOCTOR_WARNING] = { "注意", "warning" },
        [DOCTOR_WRONG] = { "有误", "wrong" },
};

static json_t *finding_document(const DoctorFinding *finding) {
        return json_pack("{s:s, s:s, s:s, s:s?, s:{s:s, s:s}, s:{s:s?, s:s?}, s:{s:s, s:s}}", "check", finding->check,
                         "finding", finding->kind, "state", states[finding->state][LANGUAGE_EN], "place",
                         finding->place, "text", "zh", finding->what[LANGUAGE_ZH], "en", finding->what[LANGUAGE_EN],
                         "detail", "zh", finding->detail[LANGUAGE_ZH], "en", finding->detail[LANGUAGE_EN], "mend",
                         "zh", finding->mend[LANGUAGE_ZH], "en", finding->mend[LANGUAGE_EN]);
}

static void report_print_json(const DoctorReport *report) {
        json_t *checks = json_array(), *findings = json_array();
        json_auto_t *document =
                json_pack("{s:b, s:o, s:o}", "healthy", report->wrong == 0, "checks", checks, "findings", findings);

        for (guint i = 0; i < report->checks->len; i++) {
                const DoctorCheck *check = &g_array_index(report->checks, DoctorCheck, i);

                json_array_append_new(checks, json_pack("{s:s, s:s}", "check", check->name, "state",
                                                        states[check->state][LANGUAGE_EN]));
        }
        for (guint i = 0; i < report->findings->len; i++)
                json_array_append_new(findings, finding_document(g_ptr_array_index(report->findings, i)));
        document_print(document);
}

static void finding_print(const DoctorFinding *finding, Language language) {
        const char *open = language == LANGUAGE_ZH ? "（" : " (", *close = language == LANGUAGE_ZH ? "）" : ")";
        const char *colon = language == LANGUAGE_ZH ? "：" : ": ";
        const char *detail = finding->detail[language];

        printf("    %s%s%s%s%s%s\n", finding->place ? finding->place : "", finding->place ? colon : "",
               finding->what[language], detail ? open : "", detail ? detail : "", detail ? close : "");
        printf("    → %s\n", finding->mend[language]);
}

static void report_print_text(const DoctorReport *report, Language language) {
        for (guint i = 0; i < report->checks->len; i++) {
                const DoctorCheck *check = &g_array_index(report->checks, DoctorCheck, i);

                printf("%s\t%s\t%s\n", states[check->state][language], check->name, check->about[language]);
                for (guint j = 0; j < report->findings->len; j++) {
                        const DoctorFinding *finding = g_ptr_array_index(report->findings, j);

                        if (g_str_equal(finding->check, check->name))
                                finding_print(finding, language);
                }
        }
}

static ExitStatus doctor_run(const Invocation *call, GError **error) {
        const DoctorOptions *options = call->options;
        g_autoptr(AppConfig) config = open_config(call, &options->instance, error);
        g_auto(DoctorReport) report = { 0 };

        if (!config)
                return EXIT_USAGE;
        app_doctor(config, call->now, &report);
        if (options->instance.json)
                report_print_json(&report);
        else
                report_print_text(&report, call->language);
        return report.wrong == 0 ? EXIT_GOOD : EXIT_REFUSED;
}

const Command command_doctor = {
        .name = "doctor",
        .about = { "检查实例的运行条件，指出如何改正", "Check what an instance stands on, and say how to mend it" },
        .usage = "--data DIR | --config FILE [--json]",
        .details = { "检查权限、磁盘、数据库设置和结构、密钥文件、时钟、材料文件、日历、规则和付款账户；不改动任何东"
                     "西，\n"
                     "服务运行与否都可以。请以运行服务的用户执行。有必须处理的问题时以 1 退出；仅有“注意”时为 0。",
                     "Looks at rights, disks, the database's settings and schema, the keyring, the clock, the "
                     "evidence, "
                     "calendar, policy and\nthe paying account; changes nothing; the service may run or not. Run it "
                     "as "
                     "the user who runs the service. The exit\nstatus is 1 where something has to be mended; "
                     "warnings "
                     "alone leave it 0." },
        .examples = "shiming doctor --data /var/lib/shiming\nshiming doctor --config /etc/shiming.yaml --json",
        .options = doctor_options,
        .options_size = sizeof(DoctorOptions),
        .run = doctor_run,
};
