/* Two years of an office whose reviewers vanish, some with a case in hand, and come back: cases by mail and verifications by
 * documents, over the product's own use cases, jobs and database, the clock given. Holders hand in at any hour, answer late or never,
 * withdraw; staff ask for more, send back, dispute. Then each history is held against the office's own count of days: see
 * deadline-audit.h. CASES, SEED and START (the first year) can be set. */
#include "app/cases.h"
#include "app/evidence.h"
#include "app/ledger.h"
#include "app/open.h"
#include "jobs/runner.h"
#include "tests/app/fixture.h"
#include "tests/fault/deadline-audit.h"
#include "tests/fault/office.h"

#include <stdio.h>

#define YEARS 2
#define REVIEWERS 4
#define APPROVERS 2
#define STEP (10 * INSTANT_MILLISECOND)    /* between two steps of one pair of hands */
#define TURN (5 * INSTANT_SECOND)          /* the runner looks at the clock at least as often */
#define CLEARED_WITHIN (200 * INSTANT_DAY) /* after the two years: the longest wait of any case and then some */
#define HOLDER_DAYS 40                     /* some answer after their time is over */

typedef struct Matter {
        ProceedingKind kind;
        const char *route; /* a case's; NULL for an attempt */
        OwnerKind owner;   /* of the account; an attempt's account has none */
        guint review_days;
        Uuid account, id;
        Actor holder;
        bool begun;
} Matter;

typedef struct Worker {
        Actor actor;
        gint64 leaves_at;
        Matter *in_hand;
} Worker;

typedef enum Act {
        ACT_OPEN,
        ACT_HAND_IN,
        ACT_PARCEL,
        ACT_ANSWER,
        ACT_WITHDRAW,
        ACT_SETTLE,
        ACT_LOOK,
        ACT_DECIDE,
        ACT_RETURN
} Act;

typedef struct Moment {
        gint64 at;
        guint order; /* of two at one time */
        Act act;
        guint who; /* a matter's or a worker's number */
} Moment;

typedef struct World {
        Fixture fixture;
        GRand *chance;
        GSequence *moments; /* Moment * */
        guint made;
        Matter *matters;
        GHashTable *by_id; /* Matter * by Uuid * */
        Worker workers[REVIEWERS + APPROVERS];
        Actor clerk, judge;
        gint64 begin, end, turned_at;
        guint vanished, refused, returned, turns;
} World;

/* --- chance and time --- */

static bool chance_is(World *world, double likelihood) {
        return g_rand_double(world->chance) < likelihood;
}

static gint64 chance_between(World *world, gint64 low, gint64 high) {
        return low + (gint64) (g_rand_double(world->chance) * (double) (high - low));
}

static gint moment_compare(gconstpointer a, gconstpointer b, G_GNUC_UNUSED gpointer user) {
        const Moment *first = a, *second = b;

        if (first->at != second->at)
                return first->at < second->at ? -1 : 1;
        return first->order < second->order ? -1 : first->order > second->order;
}

static void plan(World *world, gint64 at, Act act, guint who) {
        Moment *moment = g_new(Moment, 1);

        *moment = (Moment){ .at = at, .order = world->made++, .act = act, .who = who };
        g_sequence_insert_sorted(world->moments, moment, moment_compare, NULL);
}

static void plan_later(World *world, gint64 least, gint64 most, Act act, guint who) {
        plan(world, world->fixture.now + chance_between(world, least, most), act, who);
}

static guint matter_number(const World *world, const Matter *matter) {
        return (guint) (matter - world->matters);
}

/* --- what people do --- */

/* A step that may come too late: the matter ended, or is in other hands, meanwhile. */
static bool step_try(World *world, const Actor *actor, const Matter *matter, ProceedingEvent event,
                     const char *reason) {
        TakeStep wish = { .kind = matter->kind,
                          .id = matter->id,
                          .event = event,
                          .reason_code = (char *) reason,
                          .text = reason ? (char *) "见说明" : NULL };
        Call call = fixture_call(&world->fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        world->fixture.now += STEP;
        call.now = world->fixture.now;
        if (app_take_step(world->fixture.app, &call, &wish, &outcome, &error))
                return true;
        if (!refusal_is(error, REFUSAL_WRONG_STATE) && !refusal_is(error, REFUSAL_CLAIMED_BY_ANOTHER)
            && !refusal_is(error, REFUSAL_EXPIRED))
                g_error("%s: %s", enum_name(&proceeding_event_names, (int) event), error->message);
        world->refused++;
        return false;
}

static bool decide_try(World *world, const Actor *actor, const Matter *matter, const char *item, bool accepted) {
        DecideItem wish = { .kind = matter->kind,
                            .id = matter->id,
                            .item = (char *) item,
                            .accepted = accepted,
                            .reason_code = accepted ? NULL : (char *) "blurred" };
        Call call = fixture_call(&world->fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        bool by_mail = actor_has(actor, ROLE_MAIL_CLERK);

        world->fixture.now += STEP;
        call.now = world->fixture.now;
        if (by_mail ? app_check_off_item(world->fixture.app, &call, &wish, &outcome, &error)
                    : app_decide_item(world->fixture.app, &call, &wish, &outcome, &error))
                return true;
        if (!refusal_is(error, REFUSAL_WRONG_STATE) && !refusal_is(error, REFUSAL_CLAIMED_BY_ANOTHER))
                g_error("%s: %s", item, error->message);
        world->refused++;
        return false;
}

static bool parcel_try(World *world, const Actor *actor, const Matter *matter, ProceedingEvent event) {
        ParcelStep wish = {
                .id = matter->id, .event = event, .courier = (char *) "SF", .tracking = (char *) "SF1234567890"
        };
        Call call = fixture_call(&world->fixture, actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        world->fixture.now += STEP;
        call.now = world->fixture.now;
        if (app_parcel_step(world->fixture.app, &call, &wish, &outcome, &error))
                return true;
        if (!refusal_is(error, REFUSAL_WRONG_STATE) && !refusal_is(error, REFUSAL_EXPIRED))
                g_error("%s: %s", enum_name(&proceeding_event_names, (int) event), error->message);
        world->refused++;
        return false;
}

/* Each item that is asked for; `refused` counts those whose verdict is a refusal, from the first on. */
static bool decide_all(World *world, const Actor *actor, const Matter *matter, guint refused) {
        json_auto_t *document = fixture_read(&world->fixture, actor, matter->kind, &matter->id);
        json_t *items = json_object_get(document, "items");

        for (size_t i = 0; i < json_array_size(items); i++) {
                const json_t *item = json_array_get(items, i);

                if (json_integer_value(json_object_get(item, "needed")) > 0
                    && !decide_try(world, actor, matter, json_string_value(json_object_get(item, "id")),
                                   i >= refused))
                        return false;
        }
        return true;
}

static void give(World *world, const Matter *matter, const char *item) {
        static const guint8 content[64] = { 0xff, 0xd8, 0xff, 0xe0 };
        GiveEvidence wish = { .kind = matter->kind,
                              .proceeding = matter->id,
                              .item = item,
                              .media_type = "image/jpeg",
                              .size_bytes = sizeof content };
        Call call = fixture_call(&world->fixture, &matter->holder);
        g_autoptr(GError) error = NULL;
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(EvidenceUpload) upload = app_evidence_begin(world->fixture.app, &call, &wish, &error);

        g_assert_no_error(error);
        g_assert_true(app_evidence_append(upload, content, sizeof content, &error));
        app_evidence_finish(upload, &call, &outcome, &error);
        g_assert_no_error(error);
}

/* --- the holder --- */

static void attempt_open(World *world, Matter *matter) {
        OpenAttempt wish = { .account = matter->account, .method = METHOD_DOCUMENTS, .owner = fixture_li };
        Call call = fixture_call(&world->fixture, &matter->holder);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;

        app_open_attempt(world->fixture.app, &call, &wish, &outcome, &error);
        g_assert_no_error(error);
        matter->id = outcome.id;
        fixture_consent(&world->fixture, &matter->holder, matter->kind, &matter->id);
        give(world, matter, "id-card-front");
        give(world, matter, "id-card-back");
}

static void act_open(World *world, guint number) {
        Matter *matter = &world->matters[number];
        const Claim *owner = matter->owner == OWNER_PERSONAL ? &fixture_zhang : &fixture_company;
        const Claim *new_owner = matter->owner == OWNER_PERSONAL ? &fixture_company : &fixture_li;
        g_autofree char *external_id = g_strdup_printf("case-%u", number);

        matter->account = fixture_account(&world->fixture, external_id, matter->route ? owner : NULL);
        matter->holder = fixture_holder(&matter->account);
        world->fixture.account = matter->account;
        world->fixture.holder = matter->holder;
        if (matter->route)
                matter->id = fixture_case(&world->fixture, matter->route, new_owner);
        else
                attempt_open(world, matter);
        matter->begun = true;
        g_hash_table_insert(world->by_id, &matter->id, matter);
        if (chance_is(world, 0.95))
                plan_later(world, 0, HOLDER_DAYS * INSTANT_DAY / 4, ACT_HAND_IN, number);
        if (chance_is(world, 0.05))
                plan_later(world, 0, HOLDER_DAYS * INSTANT_DAY, ACT_WITHDRAW, number);
}

static void act_hand_in(World *world, guint number) {
        Matter *matter = &world->matters[number];

        if (!step_try(world, &matter->holder, matter, EVENT_SUBMIT, NULL) || !matter->route)
                return;
        if (parcel_try(world, &matter->holder, matter, EVENT_ANNOUNCE_PARCEL))
                plan_later(world, INSTANT_DAY, 8 * INSTANT_DAY, ACT_PARCEL, number);
}

static bool is_asked_more(World *world, const Matter *matter) {
        json_auto_t *document = fixture_read(&world->fixture, &matter->holder, matter->kind, &matter->id);

        return g_str_equal(json_string_value(json_object_get(document, "state")), "needs-more");
}

static void act_answer(World *world, guint number) {
        Matter *matter = &world->matters[number];

        if (matter->route) {
                if (parcel_try(world, &matter->holder, matter, EVENT_ANNOUNCE_PARCEL))
                        plan_later(world, INSTANT_DAY, 8 * INSTANT_DAY, ACT_PARCEL, number);
        } else if (is_asked_more(world, matter)) { /* else its time is over */
                give(world, matter, "id-card-front");
                step_try(world, &matter->holder, matter, EVENT_RESUPPLY, NULL);
        }
}

static void act_withdraw(World *world, guint number) {
        Matter *matter = &world->matters[number];

        step_try(world, &matter->holder, matter, EVENT_WITHDRAW, NULL);
}

/* --- the staff --- */

static void act_parcel(World *world, guint number) {
        Matter *matter = &world->matters[number];

        if (parcel_try(world, &world->clerk, matter, EVENT_RECEIVE_PARCEL)
            && decide_all(world, &world->clerk, matter, 0))
                parcel_try(world, &world->clerk, matter, EVENT_PARCEL_COMPLETE);
}

static void act_settle(World *world, guint number) {
        Matter *matter = &world->matters[number];

        step_try(world, &world->judge, matter, EVENT_RESUME, "other");
}

static Matter *claim(World *world, const Worker *worker) {
        Call call = fixture_call(&world->fixture, &worker->actor);
        g_auto(Outcome) outcome = { 0 };
        g_autoptr(GError) error = NULL;
        Uuid id;

        app_claim_next(world->fixture.app, &call, &outcome, &error);
        g_assert_no_error(error);
        if (json_is_null(outcome.document))
                return NULL;
        g_assert_true(uuid_parse(json_string_value(json_object_get(outcome.document, "id")), &id));
        return g_hash_table_lookup(world->by_id, &id);
}

static void plan_look(World *world, gint64 least, gint64 most, guint number) {
        gint64 at = office_open_at(world->fixture.now + chance_between(world, least, most));

        plan(world, at + chance_between(world, 0, INSTANT_MINUTE), ACT_LOOK, number);
}

/* Who is about to go takes a case in hand and goes, for hours or for weeks. */
static void act_look(World *world, guint number) {
        Worker *worker = &world->workers[number];

        worker->in_hand = claim(world, worker);
        if (!worker->in_hand) {
                plan_look(world, INSTANT_HOUR / 2, 3 * INSTANT_HOUR, number);
        } else if (world->fixture.now < worker->leaves_at) {
                plan_later(world, 5 * INSTANT_MINUTE, 30 * INSTANT_MINUTE, ACT_DECIDE, number);
        } else {
                world->vanished++;
                plan_later(world, 2 * INSTANT_HOUR, 15 * INSTANT_DAY, ACT_RETURN, number);
        }
}

/* Whoever comes back goes on with what they had in hand, which is theirs no more. */
static void act_return(World *world, guint number) {
        Worker *worker = &world->workers[number];

        g_assert_false(decide_all(world, &worker->actor, worker->in_hand, 0));
        world->returned++;
        worker->leaves_at = world->fixture.now + chance_between(world, INSTANT_DAY, 15 * INSTANT_DAY);
        plan_look(world, 0, INSTANT_HOUR, number);
}

static void ask_more(World *world, const Worker *worker, const Matter *matter) {
        if (!decide_all(world, &worker->actor, matter, 1)
            || !step_try(world, &worker->actor, matter, EVENT_ASK_MORE, NULL))
                return;
        if (chance_is(world, 0.9))
                plan_later(world, INSTANT_MINUTE, chance_between(world, INSTANT_HOUR, HOLDER_DAYS * INSTANT_DAY),
                           ACT_ANSWER, matter_number(world, matter));
}

static void act_decide(World *world, guint number) {
        Worker *worker = &world->workers[number];
        const Matter *matter = worker->in_hand;
        bool second = actor_has(&worker->actor, ROLE_APPROVER);
        double drawn = g_rand_double(world->chance);

        if (drawn < 0.15) {
                ask_more(world, worker, matter);
        } else if (drawn < 0.22) {
                step_try(world, &worker->actor, matter, EVENT_REJECT, "other");
        } else if (drawn < 0.27 && second) {
                step_try(world, &worker->actor, matter, EVENT_SEND_BACK, "other");
        } else if (drawn < 0.27 && matter->route) {
                if (step_try(world, &worker->actor, matter, EVENT_DISPUTE, "other"))
                        plan_later(world, INSTANT_HOUR, 10 * INSTANT_DAY, ACT_SETTLE, matter_number(world, matter));
        } else if (decide_all(world, &worker->actor, matter, 0)) {
                step_try(world, &worker->actor, matter, EVENT_APPROVE, NULL);
        }
        plan_look(world, 0, 5 * INSTANT_MINUTE, number);
}

static void (*const acts[])(World *world, guint who) = {
        [ACT_OPEN] = act_open,     [ACT_HAND_IN] = act_hand_in,   [ACT_PARCEL] = act_parcel,
        [ACT_ANSWER] = act_answer, [ACT_WITHDRAW] = act_withdraw, [ACT_SETTLE] = act_settle,
        [ACT_LOOK] = act_look,     [ACT_DECIDE] = act_decide,     [ACT_RETURN] = act_return,
};

/* --- the clock --- */

static bool wake_read(StoreTx *tx, gpointer data, GError **error) {
        static const Statement next = {
                "SELECT wake_at FROM proceedings WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1", NULL
        };
        gint64 *at = data;
        g_autoptr(Rows) row = NULL;

        if (!store_first(tx, &next, &row, error, NO_VALUES))
                return false;
        *at = row ? rows_instant(row, 0) : INSTANT_NONE;
        return true;
}

/* When the runner, which sleeps for seconds, will next find something to do. */
static gint64 next_turn(World *world) {
        gint64 at = INSTANT_NONE;
        g_autoptr(GError) error = NULL;

        store_read(world->fixture.app->store, wake_read, &at, &error);
        g_assert_no_error(error);
        return at == INSTANT_NONE ? G_MAXINT64
                                  : MAX(at, world->turned_at + INSTANT_SECOND) + chance_between(world, 0, TURN);
}

/* The product's own job, alone: what else time asks for is not under test. */
static void turn(World *world) {
        static JobKind kinds[2];
        g_autoptr(GError) error = NULL;
        gint64 next = world->fixture.now;

        for (const JobKind *kind = job_kinds; kind->name; kind++) {
                if (g_str_equal(kind->name, "wake-due"))
                        kinds[0] = *kind;
        }
        if (world->turns++ == 0)
                runner_prepare(world->fixture.app, kinds, world->fixture.now, &error);
        while (!error && next == world->fixture.now)
                runner_run_due(world->fixture.app, kinds, NULL, world->fixture.now, &next, &error);
        g_assert_no_error(error);
        world->turned_at = world->fixture.now;
}

/* --- the two years --- */

static void staff_make(World *world) {
        for (guint i = 0; i < REVIEWERS + APPROVERS; i++) {
                g_autofree char *login = g_strdup_printf("worker-%u", i);
                Worker *worker = &world->workers[i];

                worker->actor = fixture_staff(&world->fixture, login, i < REVIEWERS ? ROLE_REVIEWER : ROLE_APPROVER);
                worker->leaves_at = world->begin + chance_between(world, 0, 15 * INSTANT_DAY);
                plan_look(world, 0, INSTANT_DAY, i);
        }
        world->clerk = fixture_staff(&world->fixture, "clerk", ROLE_MAIL_CLERK);
        world->judge = fixture_staff(&world->fixture, "judge", ROLE_APPROVER);
}

static void matters_plan(World *world, guint cases) {
        world->matters = g_new0(Matter, cases);
        world->by_id = g_hash_table_new(uuid_key_hash, uuid_key_equal);
        for (guint i = 0; i < cases; i++) {
                static const Matter kinds[] = {
                        { .kind = PROCEEDING_CASE,
                          .route = "personal-to-enterprise-mail",
                          .owner = OWNER_PERSONAL,
                          .review_days = 5 },
                        { .kind = PROCEEDING_CASE,
                          .route = "enterprise-to-personal",
                          .owner = OWNER_ENTERPRISE,
                          .review_days = 5 },
                        { .kind = PROCEEDING_ATTEMPT, .review_days = 3 },
                };

                world->matters[i] = kinds[g_rand_int_range(world->chance, 0, G_N_ELEMENTS(kinds))];
                plan(world, chance_between(world, world->begin, world->end), ACT_OPEN, i);
        }
}

/* Puts the policy in force anew with another margin, so that one that reaches over rest days is tried too. */
static void margin_set(Fixture *fixture, const Contract *contract, guint hours) {
        g_autofree char *file = g_build_filename(fixture->folder, "policy.yaml", NULL);
        g_autofree char *line = g_strdup_printf("escalate-hours: %u ", hours);
        g_autofree char *text = NULL;
        g_autoptr(AppConfig) config = app_config_of_folder(fixture->folder);
        g_autoptr(GError) error = NULL;
        g_auto(GStrv) halves = NULL;
        g_autofree char *changed = NULL;

        g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
        halves = g_strsplit(text, "escalate-hours: 8 ", 2);
        changed = g_strjoinv(line, halves);
        g_assert_true(g_file_set_contents(file, changed, -1, NULL));
        g_free(config->store);
        config->store = g_strdup(contract->location);
        app_close(fixture->app);
        fixture->app = app_open(config, fixture->now, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(fixture->app->policy->limits.escalate_hours, ==, hours);
        passwords_free(fixture->app->passwords);
        fixture->app->passwords = passwords_new(1, 8192);
}

static void moment_take(World *world) {
        GSequenceIter *first = g_sequence_get_begin_iter(world->moments);
        Moment moment = *(Moment *) g_sequence_get(first);
        gint64 turn_at = next_turn(world);

        world->fixture.now = MAX(world->fixture.now, MIN(moment.at, turn_at));
        if (turn_at <= moment.at) {
                turn(world);
                return;
        }
        g_sequence_remove(first);
        acts[moment.act](world, moment.who);
}

static void years_pass(World *world) {
        static const Statement open = { "SELECT count(*) FROM proceedings WHERE open = 1", NULL };
        Store *store = world->fixture.app->store;
        gint64 tenth = (world->end - world->begin) / 10, told_at = world->begin + tenth;

        while (world->fixture.now < world->end || contract_count(store, &open) > 0) {
                moment_take(world);
                g_assert_cmpint(world->fixture.now, <, world->end + CLEARED_WITHIN);
                if (world->fixture.now >= told_at) {
                        char day[CIVIL_DATE_TEXT_SIZE];

                        printf("# deadlines: %s, %u cases, %u times somebody vanished\n",
                               civil_date_format(office_day(told_at), day), g_hash_table_size(world->by_id),
                               world->vanished);
                        fflush(stdout);
                        told_at += tenth;
                }
        }
}

static void log_assert_consistent(App *app, gint64 now) {
        guint integrated = LOG_BATCH_MAX;
        VerifyLog wish = { .now = now };
        g_auto(LogReport) report = { 0 };
        g_autoptr(GError) error = NULL;

        while (!error && integrated == LOG_BATCH_MAX)
                app_log_integrate(app, now, &integrated, &error);
        g_assert_no_error(error);
        app_verify_log(app, &wish, &report, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(report.found, ==, 0);
        printf("# deadlines: %" G_GUINT64_FORMAT " leaves verified\n", report.leaves);
}

static void held_against_the_office(World *world, guint cases) {
        static const Statement escalations = { "SELECT count(*) FROM notices WHERE event = 'escalate'", NULL };
        static const Statement misses = { "SELECT count(*) FROM notices WHERE event = 'deadline-miss'", NULL };
        App *app = world->fixture.app;
        DeadlineSum sum = { 0 };

        for (guint i = 0; i < cases; i++) {
                g_assert_true(world->matters[i].begun);
                deadline_audit(app, &world->matters[i].id, world->matters[i].review_days, &sum);
        }
        g_assert_cmpint(contract_count(app->store, &escalations), ==,
                        2 * sum.escalated);                                       /* reviewers and approvers */
        g_assert_cmpint(contract_count(app->store, &misses), ==, 3 * sum.missed); /* and the holder */
        g_assert_cmpuint(sum.missed, >, 0);
        g_assert_cmpuint(sum.escalated, >, sum.missed);
        g_assert_cmpuint(sum.stood, >, 0);
        g_assert_cmpuint(sum.lapsed, >=, world->returned);
        g_assert_cmpuint(world->returned, >, 0);
        printf("# deadlines: %u cases, %u events, %u promises, none on a rest day; %u at risk, %u escalated, %u "
               "missed, each "
               "escalated before; the clock stood %u times; %u claims, somebody vanished with %u of them; %u ran out "
               "and went "
               "back to the queue; %u steps came too late and were refused\n",
               cases, sum.events, sum.promises, sum.at_risk, sum.escalated, sum.missed, sum.stood, sum.claims,
               world->vanished, sum.lapsed, world->refused);
        for (guint state = 0; state < STATE_COUNT; state++) {
                if (sum.ended[state])
                        printf("# deadlines: %u %s\n", sum.ended[state],
                               enum_name(&proceeding_state_names, (int) state));
        }
}

static guint setting(const char *name, guint otherwise) {
        const char *text = g_getenv(name);

        return text ? (guint) g_ascii_strtoull(text, NULL, 10) : otherwise;
}

static void every_case_at_risk_is_escalated_before_it_is_missed(Contract *contract) {
        static const guint margins[] = { 8, 24, 30, 50 };
        guint seed = setting("SEED", g_random_int()), cases = setting("CASES", 300), margin;
        World world = { .chance = g_rand_new_with_seed(seed), .moments = g_sequence_new(g_free) };
        gint32 drawn = g_rand_int_range(world.chance, OFFICE_YEAR_MIN + 1, OFFICE_YEAR_MAX - YEARS + 1);
        int year = (int) setting("START", (guint) drawn);

        margin = margins[g_rand_int_range(world.chance, 0, G_N_ELEMENTS(margins))];
        printf("# deadlines: seed %u (SEED=%u makes the same choices again), %u cases from %d-01-01 on for %d years, "
               "at risk "
               "%u hours before\n",
               seed, seed, cases, year, YEARS, margin);
        fixture_open(&world.fixture, contract);
        world.begin = world.fixture.now = office_instant(year, 1, 0);
        world.end = office_instant(year + YEARS, 1, 0);
        margin_set(&world.fixture, contract, margin);
        staff_make(&world);
        matters_plan(&world, cases);
        years_pass(&world);
        held_against_the_office(&world, cases);
        log_assert_consistent(world.fixture.app, world.fixture.now);
        g_hash_table_unref(world.by_id);
        g_free(world.matters);
        g_sequence_free(world.moments);
        g_rand_free(world.chance);
        fixture_close(&world.fixture);
}

static const ContractTest tests[] = {
        { "/deadlines/every case at risk is escalated before it is missed",
          every_case_at_risk_is_escalated_before_it_is_missed },
        { NULL, NULL },
};

int main(int argc, char **argv) {
        return contract_main(argc, argv, NULL, tests);
}
