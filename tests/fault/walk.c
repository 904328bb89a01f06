/* Each step is a use case with an Idempotency-Key of its own. */
#include "tests/fault/walk.h"

#include "app/accounts.h"
#include "app/cases.h"
#include "app/evidence.h"
#include "app/ledger.h"
#include "base/refusal.h"

#include <stdio.h>

#define NOW (G_GINT64_CONSTANT(1526350000) * INSTANT_SECOND)
#define CONTENT_BYTES 150000 /* several chunks */

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
static bool step_survive(Walk *walk, guint i, const WalkFault *fault, Outcome *outcome) {
        g_autoptr(GError) error = NULL;

        if (step_take(walk, i, outcome, &error))
                return true;
        if (error->domain != FAILURE || error->code == FAILURE_CORRUPT)
                g_error("walk %d, %s: %s", walk->number, steps[i].name, error->message);
        fault->disarm(fault->user);
        g_clear_error(&error);
        outcome_clear(outcome);
        if (!step_take(walk, i, outcome, &error))
                g_error("walk %d, %s again: %s", walk->number, steps[i].name, error->message);
        return false;
}

static void step_repeat(Walk *walk, guint i, const Outcome *first) {
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) again = { 0 };

        step_take(walk, i, &again, &error);
        g_assert_no_error(error);
        g_assert_true(uuid_equal(&again.id, &first->id));
        g_assert_true(json_equal(again.document, first->document));
}

guint walk_run(App *app, gint number, const WalkFault *fault) {
        Outcome outcomes[G_N_ELEMENTS(steps)] = { 0 };
        Walk walk = { .app = app,
                      .number = number,
                      .now = NOW + number * INSTANT_SECOND,
                      .platform = { .roles = ROLE_PLATFORM,
                                    .scopes = SCOPES_ALL,
                                    .id = uuid_new(NOW),
                                    .expires_at = INSTANT_NONE } };
        guint failed = 0;

        fault->arm(fault->user);
        for (guint i = 0; i < G_N_ELEMENTS(steps); i++)
                failed += !step_survive(&walk, i, fault, &outcomes[i]);
        fault->disarm(fault->user);
        for (guint i = 0; i < G_N_ELEMENTS(steps); i++) {
                step_repeat(&walk, i, &outcomes[i]);
                outcome_clear(&outcomes[i]);
        }
        return failed;
}

void walk_assert_whole(App *app) {
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
