/* What lies outside the database: rights, room, evidence, calendar, policy, the paying account, and the clock's service. */
#include "app/doctor-private.h"

#include "base/instant.h"
#include "domain/policy-check.h"
#include "store/copy.h"
#include "vault/blobs.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static char *database_path(const AppConfig *config) {
        return store_location_backend(config->store) == STORE_SQLITE ? g_strdup(config->store) : NULL;
}

/* ---- rights ---------------------------------------------------------------------------------------------------- */

static void path_look(Doctor *doctor, const char *path) {
        struct stat status;

        if (!path || stat(path, &status) != 0)
                return; /* who needs it says so */
        if (status.st_mode & 077)
                doctor_found(doctor, KIND_OPEN_TO_OTHERS, path, NULL);
        if (status.st_uid != geteuid())
                doctor_found(doctor, KIND_OWNER, path, NULL);
}

void doctor_rights(Doctor *doctor) {
        g_autofree char *database = database_path(doctor->config);
        g_autofree char *folder = database ? g_path_get_dirname(database) : NULL;

        path_look(doctor, folder);
        path_look(doctor, database);
        path_look(doctor, doctor->config->keyring);
        path_look(doctor, doctor->config->evidence);
        path_look(doctor, doctor->config->bank_file);
}

/* ---- room ------------------------------------------------------------------------------------------------------ */

static bool share_is_low(guint64 free_units, guint64 all_units) {
        return all_units > 0 && free_units < all_units / 100 * DOCTOR_FREE_PERCENT_MIN;
}

static void disk_look(Doctor *doctor, const char *folder) {
        struct statvfs disk;
        g_autofree char *left = NULL;
        guint64 free_bytes;

        if (statvfs(folder, &disk) != 0)
                return;
        free_bytes = (guint64) disk.f_bavail * disk.f_frsize;
        left = g_format_size(free_bytes);
        if (free_bytes < DOCTOR_FREE_BYTES_MIN)
                doctor_found(doctor, KIND_DISK_FULL, folder, left);
        else if (share_is_low(disk.f_bavail, disk.f_blocks) || share_is_low(disk.f_favail, disk.f_files))
                doctor_found(doctor, KIND_DISK_LOW, folder, left);
}

void doctor_disk(Doctor *doctor) {
        g_autofree char *database = database_path(doctor->config);
        g_autofree char *folder = database ? g_path_get_dirname(database) : NULL;
        struct stat here, there;

        if (folder)
                disk_look(doctor, folder);
        if (!folder || stat(folder, &here) != 0 || stat(doctor->config->evidence, &there) != 0
            || here.st_dev != there.st_dev)
                disk_look(doctor, doctor->config->evidence);
}

/* ---- evidence -------------------------------------------------------------------------------------------------- */

static bool folder_is_writable(const char *folder) {
        g_autofree char *path = g_build_filename(folder, ".check-up-XXXXXX", NULL);
        int file = g_mkstemp_full(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

        if (file < 0)
                return false;
        close(file);
        return g_remove(path) == 0;
}

static gint uuid_order(gconstpointer a, gconstpointer b) {
        return memcmp(a, b, sizeof(Uuid));
}

static bool blob_is_named(const Uuid *id, bool *known, gpointer user, GError **error) {
        const GArray *blobs = user;

        (void) error;
        *known = bsearch(id, blobs->data, blobs->len, sizeof(Uuid), uuid_order) != NULL;
        return true;
}

static void missing_look(Doctor *doctor, const Blobs *evidence) {
        g_autofree char *count = NULL;
        guint missing = 0;

        for (guint i = 0; i < doctor->rows.blobs->len; i++)
                missing += !blob_is_there(evidence, &g_array_index(doctor->rows.blobs, Uuid, i));
        count = g_strdup_printf("%u", missing);
        if (missing > 0)
                doctor_found(doctor, KIND_BLOB_MISSING, doctor->config->evidence, count);
}

/* Older than any upload under way, and than the time in which the service sweeps. */
static void orphans_look(Doctor *doctor, Blobs *evidence) {
        g_autoptr(GError) error = NULL;
        g_autofree char *count = NULL;
        guint orphans = 0;

        if (!blobs_count_orphans(evidence, doctor->now - INSTANT_DAY, blob_is_named, doctor->rows.blobs, &orphans,
                                 &error)) {
                doctor_found_error(doctor, KIND_FOLDER_MISSING, doctor->config->evidence, error);
                return;
        }
        count = g_strdup_printf("%u", orphans);
        if (orphans > 0)
                doctor_found(doctor, KIND_ORPHANS, doctor->config->evidence, count);
}

void doctor_evidence(Doctor *doctor) {
        const char *folder = doctor->config->evidence;
        g_autoptr(Blobs) evidence = NULL;
        g_autoptr(GError) error = NULL;

        if (!g_file_test(folder, G_FILE_TEST_IS_DIR)) {
                doctor_found(doctor, KIND_FOLDER_MISSING, folder, NULL);
                return;
        }
        if (!folder_is_writable(folder))
                doctor_found(doctor, KIND_NOT_WRITABLE, folder, g_strerror(errno));
        evidence = doctor->rows.blobs ? blobs_open(folder, &error) : NULL;
        if (!evidence)
                return; /* the database is a finding of its own, and so are rights */
        missing_look(doctor, evidence);
        orphans_look(doctor, evidence);
}

/* ---- calendar and policy --------------------------------------------------------------------------------------- */

static Calendar *calendar_read(const AppConfig *config, GError **error) {
        g_autofree char *name = config->calendar ? g_path_get_basename(config->calendar) : NULL;
        g_autoptr(GBytes) text = config->calendar ? app_file_read(config->calendar, error) : NULL;

        if (!config->calendar)
                return calendar_builtin();
        return text ? calendar_load(name, g_bytes_get_data(text, NULL), g_bytes_get_size(text), error) : NULL;
}

static bool year_is_covered(const Calendar *calendar, gint64 at) {
        g_autoptr(GDateTime) time = g_date_time_new_from_unix_utc(at / INSTANT_SECOND);
        guint count;

        return calendar_year_days(calendar, g_date_time_get_year(time), &count) != NULL;
}

void doctor_calendar(Doctor *doctor) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Calendar) calendar = calendar_read(doctor->config, &error);
        const char *place = doctor->config->calendar ? doctor->config->calendar : "calendar/cn.yaml";
        g_autofree char *year = NULL;
        const int *years;
        guint count;

        if (!calendar) {
                doctor_found_error(doctor, KIND_CALENDAR, place, error);
                return;
        }
        years = calendar_years(calendar, &count);
        year = g_strdup_printf("%d", years[count - 1]);
        if (!year_is_covered(calendar, doctor->now))
                doctor_found(doctor, KIND_CALENDAR_OVER, place, year);
        else if (!year_is_covered(calendar, doctor->now + DOCTOR_CALENDAR_DAYS * INSTANT_DAY))
                doctor_found(doctor, KIND_CALENDAR_ENDS, place, year);
}

static Policy *policy_read(const AppConfig *config, GError **error) {
        g_autofree char *name = config->policy ? g_path_get_basename(config->policy) : NULL;
        g_autoptr(GBytes) text = config->policy ? app_file_read(config->policy, error) : NULL;
        gsize size;
        const char *builtin = policy_builtin_text(&size);

        if (!config->policy)
                return policy_load("policy.yaml", builtin, size, error);
        return text ? policy_load(name, g_bytes_get_data(text, NULL), g_bytes_get_size(text), error) : NULL;
}

static void policy_findings_note(Doctor *doctor, const char *path, const GArray *findings) {
        for (guint i = 0; i < findings->len && i < DOCTOR_POLICY_FINDINGS_MAX; i++) {
                const PolicyFinding *finding = &g_array_index(findings, PolicyFinding, i);
                g_autofree char *place = g_strdup_printf("%s:%u", path, finding->line);
                DoctorFinding *noted;

                doctor_found(doctor, KIND_POLICY_FINDING, place, NULL);
                noted = g_ptr_array_index(doctor->report->findings, doctor->report->findings->len - 1);
                for (guint language = 0; language < LANGUAGE_COUNT; language++)
                        noted->detail[language] = g_strdup(finding->what.in[language]);
        }
}

void doctor_policy(Doctor *doctor) {
        const char *path = doctor->config->policy ? doctor->config->policy : "policy/aliyun.yaml";
        g_autoptr(GError) error = NULL;
        g_autoptr(Policy) policy = policy_read(doctor->config, &error);
        g_autoptr(Calendar) calendar = NULL;
        g_autoptr(GArray) findings = NULL;

        if (!policy) {
                doctor_found_error(doctor, KIND_POLICY, path, error);
                return;
        }
        calendar = calendar_read(doctor->config, NULL);
        if (!calendar)
                calendar = calendar_builtin();
        findings = policy_check(policy, calendar);
        policy_findings_note(doctor, path, findings);
}

/* ---- the paying account ---------------------------------------------------------------------------------------- */

void doctor_bank(Doctor *doctor) {
        const AppConfig *config = doctor->config;
        g_autoptr(GError) error = NULL;
        BankAccount *account;

        if (config->bank)
                return;
        if (!config->bank_file || !g_file_test(config->bank_file, G_FILE_TEST_EXISTS)) {
                doctor_found(doctor, KIND_BANK_MISSING, config->bank_file, NULL);
                return;
        }
        account = bank_account_load(config->bank_file, &error);
        if (!account)
                doctor_found_error(doctor, KIND_BANK, config->bank_file, error);
        bank_account_free(account);
}
