/* The table of the checks, and of what they can find. */
#include "app/doctor-private.h"

#include "base/refusal.h"

typedef struct KindRow {
        const char *name;
        DoctorState state;
        const char *what[LANGUAGE_COUNT], *mend[LANGUAGE_COUNT];
} KindRow;

/* clang-format off */
static const KindRow kinds[KIND_COUNT] = {
        [KIND_FOLDER_MISSING] = { "folder-missing", DOCTOR_WRONG,
                { "目录不存在", "there is no such folder" },
                { "检查该磁盘是否已挂载；否则从备份恢复", "see whether its disk is mounted; else restore it from the backup" } },
        [KIND_OPEN_TO_OTHERS] = { "open-to-others", DOCTOR_WRONG,
                { "其他用户可以访问", "its mode lets other users in" },
                { "运行 chmod go-rwx", "run chmod go-rwx on it" } },
        [KIND_OWNER] = { "owner", DOCTOR_WRONG,
                { "属于其他用户", "it belongs to another user" },
                { "请以运行服务的用户检查；否则用 chown 改正", "run the check-up as the user who runs the service; else chown it" } },
        [KIND_NOT_WRITABLE] = { "not-writable", DOCTOR_WRONG,
                { "无法写入", "it cannot be written to" },
                { "检查权限，以及磁盘是否只读", "look at its mode, and whether the disk is read-only" } },
        [KIND_DISK_FULL] = { "disk-full", DOCTOR_WRONG,
                { "磁盘将满", "the disk is all but full" },
                { "清理或扩容，否则写入将被拒绝", "make room or enlarge it; else writes will be refused" } },
        [KIND_DISK_LOW] = { "disk-low", DOCTOR_WARNING,
                { "磁盘空间不多", "little room is left on the disk" },
                { "请及早清理或扩容", "make room or enlarge it in time" } },
        [KIND_DATABASE_UNREACHABLE] = { "database-unreachable", DOCTOR_WRONG,
                { "无法打开数据库", "the database cannot be opened" },
                { "检查路径或连接串、权限，以及数据库是否在运行", "look at its path or connection string, its rights, and whether it runs" } },
        [KIND_SETTING] = { "setting", DOCTOR_WRONG,
                { "数据库设置不安全，断电会丢失已确认的写入", "a setting of the database is not safe: a power cut may lose what was acknowledged" },
                { "在数据库服务器的配置中改正后重启", "set it right in the database server's configuration and restart that" } },
        [KIND_SCHEMA_OLDER] = { "schema-older", DOCTOR_WARNING,
                { "数据库结构旧于本程序", "the database's schema is older than this program" },
                { "先备份；下次启动服务时自动升级", "back it up; the next start of the service brings it up" } },
        [KIND_SCHEMA_NEWER] = { "schema-newer", DOCTOR_WRONG,
                { "数据库结构新于本程序", "the database's schema is newer than this program" },
                { "换用与之相应的新版本程序", "run the newer program that it belongs to" } },
        [KIND_KEYRING] = { "keyring", DOCTOR_WRONG,
                { "密钥文件不可用", "the keyring cannot be used" },
                { "按所述改正；丢失时用另存的密钥文件", "mend it as told; where it is lost take the copy kept elsewhere" } },
        [KIND_KEYRING_LACKS] = { "keyring-lacks", DOCTOR_WRONG,
                { "缺少数据库正在使用的主密钥", "it lacks a master key that the database uses" },
                { "换上含该主密钥的密钥文件（keys rotate 之后须分发到每台主机）", "take the keyring that has it; after keys rotate every host needs the new one" } },
        [KIND_KEYRING_OTHER_LOG] = { "keyring-other-log", DOCTOR_WRONG,
                { "日志不是用这份密钥文件签名的", "the log is not signed by this keyring" },
                { "换上该实例的密钥文件，并检查 log-origin", "take this instance's keyring, and look at log-origin" } },
        [KIND_ROTATION_UNFINISHED] = { "rotation-unfinished", DOCTOR_WARNING,
                { "有数据密钥仍在旧主密钥之下", "data keys are still under an old master key" },
                { "再运行一次 keys rotate", "run keys rotate again" } },
        [KIND_CLOCK_BEHIND] = { "clock-behind", DOCTOR_WRONG,
                { "时钟早于日志中最新的一条", "the clock is behind the newest entry of the log" },
                { "校准系统时钟后再启动服务", "set the system's clock right before the service is started" } },
        [KIND_CLOCK_UNSYNCED] = { "clock-unsynced", DOCTOR_WARNING,
                { "系统时钟未与时间服务器同步", "the system's clock is not synchronised" },
                { "启用 chrony 或 systemd-timesyncd", "run chrony or systemd-timesyncd" } },
        [KIND_BLOB_MISSING] = { "blob-missing", DOCTOR_WRONG,
                { "数据库所记的材料文件不在", "files of evidence that the database names are not there" },
                { "从备份的 evidence/ 中取回；ledger verify 列出是哪些", "bring them back from evidence/ of a backup; ledger verify names them" } },
        [KIND_ORPHANS] = { "orphans", DOCTOR_WARNING,
                { "有无主的材料文件", "files of evidence that no row names lie there" },
                { "服务运行时会自动清除；请确认它在运行", "the service removes them while it runs: see that it does" } },
        [KIND_CALENDAR] = { "calendar", DOCTOR_WRONG,
                { "日历文件不可用", "the calendar cannot be used" },
                { "按所述改正，或用程序自带的日历", "mend it as told, or take the one that comes with the program" } },
        [KIND_CALENDAR_OVER] = { "calendar-over", DOCTOR_WRONG,
                { "日历未覆盖今天，期限只按周末计算", "the calendar does not cover today: deadlines count weekends only" },
                { "在 calendar.yaml 中加入国务院办公厅公布的当年安排，并重启服务", "add the year's official days to calendar.yaml and restart the service" } },
        [KIND_CALENDAR_ENDS] = { "calendar-ends", DOCTOR_WARNING,
                { "日历不久即到期", "the calendar runs out soon" },
                { "下一年的安排公布后加入 calendar.yaml，并重启服务", "add the next year to calendar.yaml once it is published, and restart the service" } },
        [KIND_POLICY] = { "policy", DOCTOR_WRONG,
                { "规则文件不可用", "the policy cannot be used" },
                { "按所述改正，或用程序自带的规则", "mend it as told, or take the one that comes with the program" } },
        [KIND_POLICY_FINDING] = { "policy-finding", DOCTOR_WRONG,
                { "规则有漏洞", "the policy has a hole" },
                { "按所述改正；shiming policy check 列出全部", "mend it as told; shiming policy check lists all" } },
        [KIND_BANK] = { "bank", DOCTOR_WRONG,
                { "付款账户有误", "the paying account is not right" },
                { "按所述改正 bank.yaml", "mend bank.yaml as told" } },
        [KIND_BANK_MISSING] = { "bank-missing", DOCTOR_WARNING,
                { "没有付款账户，无法生成对公打款文件", "there is no paying account: no payment file can be made" },
                { "需要时写 bank.yaml：name、account、cnaps", "where it is needed write bank.yaml: name, account, cnaps" } },
};

typedef struct CheckRow {
        const char *name;
        const char *about[LANGUAGE_COUNT];
        void (*look)(Doctor *doctor);
} CheckRow;

static const CheckRow checks[] = {
        { "rights", { "目录和文件的权限", "rights of folders and files" }, doctor_rights },
        { "disk", { "磁盘空间", "room on the disks" }, doctor_disk },
        { "database", { "数据库及其设置", "the database and its settings" }, doctor_database },
        { "schema", { "数据库结构", "the database's schema" }, doctor_schema },
        { "keyring", { "密钥文件", "the keyring" }, doctor_keyring },
        { "clock", { "时钟", "the clock" }, doctor_clock },
        { "evidence", { "材料文件", "the evidence" }, doctor_evidence },
        { "calendar", { "日历", "the calendar" }, doctor_calendar },
        { "policy", { "规则", "the policy" }, doctor_policy },
        { "bank", { "付款账户", "the paying account" }, doctor_bank },
};
/* clang-format on */

static void finding_free(gpointer data) {
        DoctorFinding *finding = data;

        g_free(finding->place);
        for (guint i = 0; i < LANGUAGE_COUNT; i++)
                g_free(finding->detail[i]);
        g_free(finding);
}

void doctor_report_clear(DoctorReport *report) {
        g_clear_pointer(&report->checks, g_array_unref);
        g_clear_pointer(&report->findings, g_ptr_array_unref);
}

static DoctorFinding *finding_add(Doctor *doctor, DoctorKind kind, const char *place) {
        const KindRow *row = &kinds[kind];
        DoctorFinding *finding = g_new0(DoctorFinding, 1);

        finding->check = doctor->check;
        finding->kind = row->name;
        finding->state = row->state;
        finding->place = g_strdup(place);
        for (guint i = 0; i < LANGUAGE_COUNT; i++) {
                finding->what[i] = row->what[i];
                finding->mend[i] = row->mend[i];
        }
        doctor->report->wrong += row->state == DOCTOR_WRONG;
        g_ptr_array_add(doctor->report->findings, finding);
        return finding;
}

void doctor_found(Doctor *doctor, DoctorKind kind, const char *place, const char *detail) {
        DoctorFinding *finding = finding_add(doctor, kind, place);

        for (guint i = 0; i < LANGUAGE_COUNT; i++)
                finding->detail[i] = g_strdup(detail);
}

void doctor_found_error(Doctor *doctor, DoctorKind kind, const char *place, const GError *error) {
        DoctorFinding *finding = finding_add(doctor, kind, place);

        for (guint i = 0; i < LANGUAGE_COUNT; i++)
                finding->detail[i] = error->domain == REFUSAL ? refusal_text(error, i) : g_strdup(error->message);
}

/* Runs one check; its state is the worst of what it found. */
static void check_run(Doctor *doctor, const CheckRow *row) {
        guint before = doctor->report->findings->len;
        DoctorCheck check = { .name = row->name, .about = { row->about[0], row->about[1] } };

        doctor->check = row->name;
        row->look(doctor);
        for (guint i = before; i < doctor->report->findings->len; i++) {
                const DoctorFinding *finding = g_ptr_array_index(doctor->report->findings, i);

                check.state = MAX(check.state, finding->state);
        }
        g_array_append_val(doctor->report->checks, check);
}

void app_doctor(const AppConfig *config, gint64 now, DoctorReport *report) {
        Doctor doctor = { .config = config, .now = now, .report = report };

        *report = (DoctorReport){ .checks = g_array_new(FALSE, FALSE, sizeof(DoctorCheck)),
                                  .findings = g_ptr_array_new_with_free_func(finding_free) };
        doctor_rows_read(&doctor);
        for (gsize i = 0; i < G_N_ELEMENTS(checks); i++)
                check_run(&doctor, &checks[i]);
        doctor_rows_clear(&doctor.rows);
        g_clear_error(&doctor.rows_failure);
}
