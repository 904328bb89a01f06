/* Every n-th write, truncation, sync and rename of database and vault fails, once or from there on, for each n until a walk passes
 * unfailed. After each: what failed is carried out by the same request, what was acknowledged is answered as the first time; and in
 * the end the log fits the rows and no file is left over. STEP goes through every STEP-th n only. */
#include "app/accounts.h"
#include "app/cases.h"
#include "app/evidence.h"
#include "app/ledger.h"
#include "app/open.h"
#include "base/refusal.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NOW (G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND)
#define CONTENT_BYTES 150000 /* several chunks */

/* --- what fails --- */

static struct {
        gint count;   /* operations since it was armed */
        gint nth;     /* 0: nothing fails */
        gint forever; /* the later ones fail too */
} failing;

static bool fails_now(void) {
        gint nth = g_atomic_int_get(&failing.nth), at = g_atomic_int_add(&failing.count, 1) + 1;

        return nth > 0 && (at == nth || (at > nth && g_atomic_int_get(&failing.forever)));
}

static void arm(gint nth, bool forever) {
        g_atomic_int_set(&failing.forever, forever);
        g_atomic_int_set(&failing.count, 0);
        g_atomic_int_set(&failing.nth, nth);
}

static void disarm(void) {
        g_atomic_int_set(&failing.nth, 0);
}

ssize_t __real_write(int file, const void *bytes, size_t size);
ssize_t __wrap_write(int file, const void *bytes, size_t size);
int __real_fsync(int file);
int __wrap_fsync(int file);
int __real_renameat(int from_folder, const char *from, int to_folder, const char *to);
int __wrap_renameat(int from_folder, const char *from, int to_folder, const char *to);

ssize_t __wrap_write(int file, const void *bytes, size_t size) {
        if (!fails_now())
                return __real_write(file, bytes, size);
        errno = ENOSPC;
        return -1;
}

int __wrap_fsync(int file) {
        if (!fails_now())
                return __real_fsync(file);
        errno = EIO;
        return -1;
}

int __wrap_renameat(int from_folder, const char *from, int to_folder, const char *to) {
        if (!fails_now())
                return __real_renameat(from_folder, from, to_folder, to);
        errno = EIO;
        return -1;
}

/* SQLite has a table of methods for each way of locking; each gets one of ours, with its own beside it. */
static struct Shim {
        sqlite3_io_methods ours; /* first, so that a file's methods lead here */
        const sqlite3_io_methods *real;
} shims[4];
static sqlite3_vfs *real_vfs;
static sqlite3_vfs vfs;

static const sqlite3_io_methods *real_of(const sqlite3_file *file) {
        return ((const struct Shim *) (gconstpointer) file->pMethods)->real;
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at) {
        return fails_now() ? (failing.nth % 3 ? SQLITE_FULL : SQLITE_IOERR_WRITE)
                           : real_of(file)->xWrite(file, bytes, size, at);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
        return fails_now() ? SQLITE_IOERR_TRUNCATE : real_of(file)->xTruncate(file, size);
}

static int file_sync(sqlite3_file *file, int flags) {
        return fails_now() ? SQLITE_IOERR_FSYNC : real_of(file)->xSync(file, flags);
}

static void file_shim(sqlite3_file *file) {
        static GMutex lock;
        gsize i = 0;

        g_mutex_lock(&lock);
        while (i < G_N_ELEMENTS(shims) && shims[i].real && shims[i].real != file->pMethods)
                i++;
        g_assert(i < G_N_ELEMENTS(shims));
        if (!shims[i].real) {
                shims[i].ours = *file->pMethods;
                shims[i].ours.xWrite = file_write;
                shims[i].ours.xTruncate = file_truncate;
                shims[i].ours.xSync = file_sync;
                shims[i].real = file->pMethods;
        }
        g_mutex_unlock(&lock);
        file->pMethods = &shims[i].ours;
}

static int file_open(G_GNUC_UNUSED sqlite3_vfs *shim, sqlite3_filename name, sqlite3_file *file, int flags,
                     int *got) {
        int code = real_vfs->xOpen(real_vfs, name, file, flags, got);

        if (file->pMethods)
                file_shim(file);
        return code;
}

static void vfs_register(void) {
        real_vfs = sqlite3_vfs_find(NULL);
        vfs = *real_vfs;
        vfs.zName = "failing";
        vfs.xOpen = file_open;
        g_assert_cmpint(sqlite3_vfs_register(&vfs, 1), ==, SQLITE_OK);
}

/* --- the walk --- */

typedef struct Walk {
        App *app;
        gint number;
        gint64 now;
        Actor platform, holder;
        Uuid account, attempt;
} Walk;

typedef bool (*Step)(Walk *walk, const Call *call, Outcome *outcome, GError **error);

static bool register_step(Walk *walk, const Call *call, Outcome *outcome, GError **error) {
        g_autofree char *external_id = g_strdup_printf("u-%d", walk->number);
        RegisterAccount wish = { .external_id = external_id, .origin = 0 };

        if (!app_register_account(walk->app, call, &wish, outcome, error))
                return false;
        walk->account = outcome->id;
        walk->holder = (Actor){
                .roles = ROLE_HOLDER, .id = outcome->id, .account = outcome->id, .expires_at = INSTANT_NONE
        };
        return true;
}

static bool open_step(Walk *walk, const Call *call, Outcome *outcome, GError **error) {
        OpenAttempt wish = {
                .account = walk->account,
                .method = METHOD_DOCUMENTS,
                .owner = { .kind = OWNER_PERSONAL, .name = (char *) "李四", .number = (char *) "440524188001010014" }
        };

        if (!app_open_attempt(walk->app, call, &wish, outcome, error))
                return false;
        walk->attempt = outcome->id;
        return true;
}

static bool consent_step(Walk *walk, const Call *call, Outcome *outcome, GError **error) {
        const PolicyConsent *consent = g_ptr_array_index(walk->app->policy->consents, 0);
        GiveConsent wish = { .kind = PROCEEDING_ATTEMPT,
                             .id = walk->attempt,
                             .purpose = consent->purpose,
                             .text_version = consent->text_version };

        return app_give_consent(walk->app, call, &wish, outcome, error);
}

static bool pictures_step(Walk *walk, const Call *call, Outcome *outcome, GError **error) {
        const PolicyConsent *consent = g_ptr_array_index(walk->app->policy->consents, 1);
        GiveConsent wish = { .kind = PROCEEDING_ATTEMPT,
                             .id = walk->attempt,
                             .purpose = consent->purpose,
                             .text_version = consent->text_version };

        return app_give_consent(walk->app, call, &wish, outcome, error);
}

static bool evidence_step(Walk *walk, const Call *call, Outcome *outcome, GError **error) {
        static guint8 content[CONTENT_BYTES] = { 0xff, 0xd8, 0xff, 0xe0 };
        GiveEvidence wish = { .kind = PROCEEDING_ATTEMPT,
                              .proceeding = walk->attempt,
                              .item = "id-card-front",
                              .media_type = "image/jpeg",
                              .size_bytes = sizeof content };
        g_autoptr(EvidenceUpload) upload = app_evidence_begin(walk->app, call, &wish, error);

        return upload && app_evidence_append(upload, content, sizeof content, error)
               && app_evidence_finish(upload, call, outcome, error);
}

static bool message_step(Walk *walk, const Call *call, Outcome *outcome, GError **error) {
        WriteMessage wish = { .kind = PROCEEDING_ATTEMPT, .id = walk->attempt, .body = (char *) "请问可以吗？" };

        return app_write_message(walk->app, call, &wish, outcome, error);
}

static const struct {
        const char *name;
        Step take;
} steps[] = { { "register", register_step }, { "open", open_step },         { "consent", consent_step },
              { "pictures", pictures_step }, { "evidence", evidence_step }, { "message", message_step } };

static bool step_take(Walk *walk, guint i, Outcome *outcome, GError **error) {
        static const guint8 body[32] = { 7 };
        g_autofree char *key = g_strdup_printf("walk-%d-%s", walk->number, steps[i].name);
        Call call = { .actor = i == 0 ? &walk->platform : &walk->holder,
                      .now = walk->now,
                      .version = -1,
                      .route = steps[i].name,
                      .idempotency_key = key,
                      .body_sha256 = body };

        return steps[i].take(walk, &call, outcome, error);
}

/* What fails is a failure of the surroundings, and the same request once more is good. */
static void step_survive(Walk *walk, guint i, Outcome *outcome, guint *failed) {
        g_autoptr(GError) error = NULL;

        if (step_take(walk, i, outcome, &error))
                return;
        if (error->domain != FAILURE || error->code == FAILURE_CORRUPT)
                g_error("walk %d, %s: %s", walk->number, steps[i].name, error->message);
        *failed += 1;
        disarm();
        g_clear_error(&error);
        outcome_clear(outcome);
        if (!step_take(walk, i, outcome, &error))
                g_error("walk %d, %s again: %s", walk->number, steps[i].name, error->message);
}

static void step_repeat(Walk *walk, guint i, const Outcome *first) {
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) again = { 0 };

        step_take(walk, i, &again, &error);
        g_assert_no_error(error);
        g_assert_true(uuid_equal(&again.id, &first->id));
        g_assert_true(json_equal(again.document, first->document));
}

/* Gives how many operations it took; `failed` counts steps. */
static gint walk_run(Walk *walk, gint nth, bool forever, guint *failed) {
        Outcome outcomes[G_N_ELEMENTS(steps)] = { 0 };
        gint taken;

        arm(nth, forever);
        for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
                step_survive(walk, i, &outcomes[i], failed);
        taken = g_atomic_int_get(&failing.count);
        disarm();
        for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
                step_repeat(walk, i, &outcomes[i]);
                outcome_clear(&outcomes[i]);
        }
        return taken;
}

static void assert_whole(App *app) {
        VerifyLog wish = { .now = g_get_real_time() + 3 * INSTANT_HOUR };
        g_auto(LogReport) report = { 0 };
        g_autoptr(GError) error = NULL;
        guint swept;

        g_assert_true(app_sweep_evidence(app, g_get_real_time() + 2 * INSTANT_HOUR, &swept, &error));
        g_assert_true(app_verify_log(app, &wish, &report, &error));
        for (guint i = 0; i < report.findings->len; i++) {
                const LogFinding *finding = g_ptr_array_index(report.findings, i);

                g_printerr("%s %s %s\n", finding->kind, finding->place, finding->detail ? finding->detail : "");
        }
        g_assert_cmpuint(report.found, ==, 0);
        printf("# %u files of failed uploads swept, %" G_GUINT64_FORMAT " leaves and %" G_GUINT64_FORMAT
               " rows verified\n",
               swept, report.leaves, report.rows);
}

static void every_failing_operation_loses_nothing(void) {
        const char *setting = g_getenv("STEP");
        gint step = setting ? MAX(atoi(setting), 1) : 1, nth = 1, taken = G_MAXINT;
        g_autofree char *parent = g_dir_make_tmp("shiming-fault-XXXXXX", NULL);
        g_autofree char *folder = g_build_filename(parent, "data", NULL);
        g_autoptr(AppConfig) config = app_config_of_folder(folder);
        g_autoptr(GError) error = NULL;
        g_autoptr(App) app = NULL;
        guint failed = 0, walks = 0;

        g_assert_true(app_folder_make(folder, NOW, &error));
        app = app_open(config, NOW, &error);
        g_assert_no_error(error);
        for (; taken >= nth; nth += step, walks++) {
                Walk walk = { .app = app,
                              .number = nth,
                              .now = NOW + nth * INSTANT_SECOND,
                              .platform = { .roles = ROLE_PLATFORM,
                                            .scopes = SCOPES_ALL,
                                            .id = uuid_new(NOW),
                                            .expires_at = INSTANT_NONE } };

                taken = walk_run(&walk, nth, walks % 2, &failed);
        }
        g_assert_cmpuint(failed, >, walks / 4);
        printf("# %u walks, the n-th of up to %d operations failing, step %d: %u requests failed, each was carried "
               "out by "
               "its repetition\n",
               walks, nth, step, failed);
        assert_whole(app);
        app_close(g_steal_pointer(&app));
        app_folder_remove(folder);
        (void) rmdir(parent);
}

int main(int argc, char **argv) {
        vfs_register();
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/faults/every failing operation loses nothing", every_failing_operation_loses_nothing);
        return g_test_run();
}
