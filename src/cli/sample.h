/* The sample: accounts, cases and attempts in every stage, made through the use cases as their people would have made them,
 * each at its own time in the past. For `shiming init --sample` only. */
#pragma once

#include "app/cases.h"
#include "cli/specimen.h"

typedef enum SampleHand {
        HAND_ADMIN,
        HAND_REVIEWER_1,
        HAND_REVIEWER_2,
        HAND_APPROVER,
        HAND_CLERK,
        HAND_AUDITOR,
        HAND_COUNT
} SampleHand;

typedef struct Sample {
        App *app;
        gint64 now; /* of the whole: no story goes beyond it */
        Actor staff[HAND_COUNT];
        Actor platform;
} Sample;

/* One account's story while it is told. */
typedef struct Tale {
        const Sample *sample;
        const struct SampleStory *story;
        gint64 now; /* of the move at hand */
        Uuid account;
        Actor holder;
        Specimen old_owner, new_owner;
        ProceedingKind kind; /* of the one that was opened last */
        Uuid id;
        Uuid case_id;     /* the case behind an attempt */
        json_t *document; /* as its holder saw it last; NULL before there was one */
} Tale;

/* One thing that somebody does; fails or refuses as its use case does. */
typedef bool (*SampleMove)(Tale *tale, GError **error);

typedef struct SampleStep {
        gint64 after_minutes; /* since the move before */
        SampleMove move;      /* NULL closes a list */
} SampleStep;

#define SAMPLE_STEPS_MAX 24

typedef struct SampleStory {
        const char *external_id;
        const char *about[LANGUAGE_COUNT]; /* for the list of log-ins */
        int old_kind;                      /* OwnerKind of who has it first */
        const char *route;                 /* of the case; NULL for none */
        gint64 began_minutes;              /* before the sample's now */
        int ends_in;                       /* ProceedingState of `kind`; STATE_NONE where nothing was opened */
        SampleStep steps[SAMPLE_STEPS_MAX];
} SampleStory;

extern const SampleStory sample_stories[]; /* closed by a row without external_id */

/* Fills a new instance and writes the log-ins into DIR/sample-logins.txt (mode 0600), which it also gives, the caller's, and
 * for the sample's door into DIR/sample.json.
 * `admin` is the administrator that is there already. Takes seconds. Fails as the use cases do. */
char *sample_fill(App *app, const Uuid *admin, const char *folder, gint64 now, Language language, GError **error);

/* Moves, by whose they are. */
bool platform_registers(Tale *tale, GError **error);
bool platform_registers_from_taobao(Tale *tale, GError **error);
bool platform_freezes(Tale *tale, GError **error);
bool platform_reports(Tale *tale, GError **error);
bool platform_reports_little_money(Tale *tale, GError **error);

bool holder_is_verified(Tale *tale, GError **error); /* a whole attempt by documents, and its review */
bool holder_opens_case(Tale *tale, GError **error);
bool holder_opens_again(Tale *tale, GError **error);
bool holder_opens_attempt_by_documents(Tale *tale, GError **error);
bool holder_opens_attempt_by_transfer(Tale *tale, GError **error);
bool holder_consents(Tale *tale, GError **error);
bool holder_gives_some(Tale *tale, GError **error);
bool holder_gives_all(Tale *tale, GError **error);
bool holder_writes(Tale *tale, GError **error);
bool holder_submits(Tale *tale, GError **error);
bool holder_resupplies(Tale *tale, GError **error);
bool holder_withdraws(Tale *tale, GError **error);
bool holder_posts_parcel(Tale *tale, GError **error);

bool clerk_receives(Tale *tale, GError **error);
bool clerk_completes(Tale *tale, GError **error);
bool clerk_complains(Tale *tale, GError **error);

bool reviewer_claims(Tale *tale, GError **error);
bool reviewer_accepts(Tale *tale, GError **error);
bool reviewer_refuses_one(Tale *tale, GError **error);
bool reviewer_asks_more(Tale *tale, GError **error);
bool reviewer_writes(Tale *tale, GError **error);
bool reviewer_approves(Tale *tale, GError **error);
bool reviewer_rejects(Tale *tale, GError **error);
bool reviewer_disputes(Tale *tale, GError **error);
bool approver_claims(Tale *tale, GError **error);
bool approver_approves(Tale *tale, GError **error);
bool clock_strikes(Tale *tale, GError **error); /* whatever is due by now */
