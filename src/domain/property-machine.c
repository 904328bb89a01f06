/* Walks through the two machines at random: whatever happens, deadlines, claims and the holder's time stay sound, and the clock
 * always gets somewhere. */
#include "base/refusal.h"
#include "domain/test-machine-situation.h"

#include <string.h>

typedef struct Model {
        Policy *policy;
        Calendar *calendar;
} Model;

static void model_open(Model *read, gconstpointer data) {
        (void) data;
        read->policy = policy_builtin();
        read->calendar = calendar_builtin();
}

static void model_close(Model *read, gconstpointer data) {
        (void) data;
        policy_unref(read->policy);
        calendar_unref(read->calendar);
}

/* Where a deadline runs: in the queue of whoever reviews. */
static bool is_in_queue(const Proceeding *p) {
        bool reviewed = p->kind == PROCEEDING_CASE || p->method == METHOD_DOCUMENTS;

        return reviewed
               && (p->state == STATE_SUBMITTED || p->state == STATE_IN_REVIEW || p->state == STATE_SECOND_REVIEW);
}

static void assert_sound(const Proceeding *p, const ProceedingFacts *facts, gint64 now) {
        bool claimable =
                p->state == STATE_IN_REVIEW || p->state == STATE_SECOND_REVIEW || p->state == STATE_NEEDS_MORE;

        g_assert_cmpint(p->clock.running, ==, is_in_queue(p));
        if (p->clock.running)
                g_assert_cmpint(p->clock.due_at, !=, INSTANT_NONE);
        if (!claimable)
                g_assert_true(uuid_is_nil(&p->claimed_by));
        if (p->state == STATE_IN_REVIEW)
                g_assert_false(uuid_is_nil(&p->claimed_by));
        if (STATE_IS_END(p->state)) {
                g_assert_cmpint(p->ended_at, ==, now);
                g_assert_cmpint(p->expires_at, ==, INSTANT_NONE);
                g_assert_cmpint(proceeding_wake_at(p, facts), ==, INSTANT_NONE);
        }
        if (is_in_queue(p) || p->state == STATE_DISPUTED || p->state == STATE_AWAITING_PARTNER)
                g_assert_cmpint(p->expires_at, ==, INSTANT_NONE); /* the holder owes nothing */
        if (p->state == STATE_DRAFT || p->state == STATE_OPEN || p->state == STATE_NEEDS_MORE
            || p->state == STATE_REVERIFYING)
                g_assert_cmpint(p->expires_at, !=, INSTANT_NONE);
}

/* What the clock owes at an instant is done in a few steps, each of which the machine takes, and then nothing is left. */
static void clock_settle(Proceeding *p, const ProceedingFacts *facts, gint64 now) {
        Actor system = actor_system();
        ProceedingEvent event;
        guint steps = 0;

        while (proceeding_wake_event(p, facts, now, &event)) {
                g_autoptr(GError) error = NULL;
                ProceedingStep step;

                proceeding_step(p, event, &system, facts, now, &step, &error);
                g_assert_no_error(error);
                assert_sound(p, facts, now);
                g_assert_cmpuint(++steps, <=, 5);
        }
        if (proceeding_wake_at(p, facts) != INSTANT_NONE)
                g_assert_cmpint(proceeding_wake_at(p, facts), >, now);
}

/* After a resupply at least one working day is left, and what was left before it is. */
static void assert_promise(const Proceeding *before, const Proceeding *after, const ProceedingFacts *facts,
                           gint64 now) {
        OfficeHours hours = { facts->calendar, facts->policy->zone, facts->policy->closing_minutes };
        guint left = MAX(before->clock.working_days_left, 1);

        if (before->clock.running || !after->clock.running)
                return;
        g_assert_cmpint(after->clock.due_at, ==, deadline_due(&hours, now, left, NULL));
        g_assert_cmpint(after->clock.due_at, >=, deadline_due(&hours, now, 1, NULL));
}

/* One of the events that a machine offers to an actor. Those that end it, dispute it or change nothing come seldom, so that
 * walks go far. */
static bool event_pick(const Proceeding *p, const Actor *actor, const ProceedingFacts *facts,
                       ProceedingEvent *event) {
        static const ProceedingEvent seldom[] = { EVENT_WITHDRAW,       EVENT_REJECT,       EVENT_UPHOLD_DISPUTE,
                                                  EVENT_PARTNER_REFUSE, EVENT_TRANSFER_END, EVENT_DISPUTE,
                                                  EVENT_WRITE_MESSAGE,  EVENT_WRITE_NOTE,   EVENT_AMEND,
                                                  EVENT_UNCLAIM,        EVENT_CONSENT,      EVENT_CONSENT_WITHDRAW };
        guint64 offered = proceeding_events_for(p, actor, facts);
        ProceedingEvent events[EVENT_COUNT];
        guint count = 0;

        for (guint i = 0; i < G_N_ELEMENTS(seldom); i++) {
                if (g_test_rand_int_range(0, 20) != 0)
                        offered &= ~(G_GUINT64_CONSTANT(1) << seldom[i]);
        }
        for (int one = 0; one < EVENT_COUNT; one++) {
                if (offered >> one & 1)
                        events[count++] = (ProceedingEvent) one;
        }
        if (count)
                *event = events[g_test_rand_int_range(0, (gint32) count)];
        return count > 0;
}

/* Time passes, to the next wake or some hours on; the clock does what it owes. */
static gint64 time_pass(Proceeding *p, const ProceedingFacts *facts, gint64 now) {
        gint64 wake = proceeding_wake_at(p, facts);

        now = wake != INSTANT_NONE && g_test_rand_bit() ? MAX(now, wake)
                                                        : now + g_test_rand_int_range(0, 60) * INSTANT_HOUR;
        clock_settle(p, facts, now);
        return now;
}

static void step_at_random(Proceeding *p, const ProceedingFacts *facts, gint64 now) {
        Actor actor = { .roles = 1u << g_test_rand_int_range(0, ROLE_COUNT),
                        .id = g_test_rand_bit() ? somebody : colleague };
        Actor system = actor_system();
        Proceeding before = *p;
        ProceedingEvent event;
        ProceedingStep step;

        if (actor.roles == ROLE_SYSTEM
            || !event_pick(p, &actor, facts, &event)) /* the clock speaks when it is asked */
                return;
        if (!proceeding_step(p, event, &actor, facts, now, &step, NULL)) {
                g_assert_true(memcmp(&before, p, sizeof before) == 0);
                return;
        }
        assert_promise(&before, p, facts, now);
        if (p->state == STATE_APPROVED)
                g_assert_true(proceeding_step(p, EVENT_CARRY_OUT, &system, facts, now, &step, NULL));
        assert_sound(p, facts, now);
}

static void walk(const Model *read, ProceedingKind kind) {
        Situation s = { .kind = kind,
                        .channel = (Channel) g_test_rand_int_range(0, 3),
                        .on_approval = (OnApproval) g_test_rand_int_range(0, 2),
                        .cut_over = (CutOver) g_test_rand_int_range(0, 2),
                        .method = (Method) g_test_rand_int_range(0, 3),
                        .two = g_test_rand_bit(),
                        .more_left = true };
        Actor starter = { .roles = ROLE_HOLDER, .id = somebody };
        gint64 now = NOW + g_test_rand_int_range(0, 400) * INSTANT_DAY;
        ProceedingFacts facts;
        Proceeding p;
        ProceedingStep step;

        situation_make(&s, read->policy);
        facts = facts_of(&s, read->policy, read->calendar);
        p = proceeding_in(&s, STATE_NONE, read->policy);
        g_assert_true(proceeding_step(&p, EVENT_OPEN, &starter, &facts, now, &step, NULL));
        for (guint i = 0; i < 200 && !STATE_IS_END(p.state); i++) {
                facts.claimer_able = g_test_rand_bit();
                if (g_test_rand_int_range(0, 5) == 0)
                        now = time_pass(&p, &facts, now);
                if (!STATE_IS_END(p.state))
                        step_at_random(&p, &facts, now);
        }
}

static void whatever_happens_deadlines_and_claims_stay_sound(Model *read, gconstpointer data) {
        for (guint i = 0; i < 1500; i++)
                walk(read, (ProceedingKind) GPOINTER_TO_UINT(data));
}

/* Left alone, every proceeding that waits for its holder comes to an end, and one in review is promised anew for ever. */
static void a_proceeding_left_alone_ends_or_is_told(Model *read, gconstpointer data) {
        static const struct {
                ProceedingKind kind;
                ProceedingState state;
                Channel channel;
                ProceedingState end;
        } alone[] = {
                { PROCEEDING_CASE, STATE_DRAFT, CHANNEL_TICKET, STATE_EXPIRED },
                { PROCEEDING_CASE, STATE_AWAITING_PARCEL, CHANNEL_MAIL, STATE_EXPIRED },
                { PROCEEDING_CASE, STATE_NEEDS_MORE, CHANNEL_TICKET, STATE_EXPIRED },
                { PROCEEDING_CASE, STATE_REVERIFYING, CHANNEL_TICKET, STATE_LAPSED },
                { PROCEEDING_ATTEMPT, STATE_OPEN, CHANNEL_TICKET, STATE_EXPIRED },
        };

        (void) data;
        for (guint i = 0; i < G_N_ELEMENTS(alone); i++) {
                Situation s = { .kind = alone[i].kind, .channel = alone[i].channel };
                ProceedingFacts facts;
                Proceeding p;

                situation_make(&s, read->policy);
                facts = facts_of(&s, read->policy, read->calendar);
                p = proceeding_in(&s, alone[i].state, read->policy);
                p.expires_at = NOW + 10 * INSTANT_DAY;
                clock_settle(&p, &facts, proceeding_wake_at(&p, &facts));
                g_assert_true(p.reminded);
                g_assert_cmpint(p.state, ==, alone[i].state);
                g_assert_cmpint(proceeding_wake_at(&p, &facts), ==, NOW + 10 * INSTANT_DAY);
                clock_settle(&p, &facts, proceeding_wake_at(&p, &facts));
                g_assert_cmpint(p.state, ==, alone[i].end);
        }
}

static void a_missed_deadline_is_escalated_first_and_promised_anew_each_time(Model *read, gconstpointer data) {
        Situation s = { .kind = PROCEEDING_CASE };
        Actor holder = { .roles = ROLE_HOLDER, .id = somebody };
        gint64 now = NOW;
        ProceedingFacts facts;
        ProceedingStep step;
        Proceeding p;

        (void) data;
        situation_make(&s, read->policy);
        facts = facts_of(&s, read->policy, read->calendar);
        p = proceeding_in(&s, STATE_DRAFT, read->policy);
        g_assert_true(proceeding_step(&p, EVENT_SUBMIT, &holder, &facts, now, &step, NULL));
        for (guint i = 0; i < 30; i++) {
                gint64 promised = p.clock.due_at;
                ProceedingEvent event;

                now = proceeding_wake_at(&p, &facts);
                g_assert_cmpint(now, <, promised);
                g_assert_true(proceeding_wake_event(&p, &facts, now, &event));
                g_assert_cmpint(event, ==, EVENT_ESCALATE);
                clock_settle(&p, &facts, now);
                now = proceeding_wake_at(&p, &facts);
                g_assert_cmpint(now, >, promised);
                g_assert_true(proceeding_wake_event(&p, &facts, now, &event));
                g_assert_cmpint(event, ==, EVENT_DEADLINE_MISS);
                clock_settle(&p, &facts, now);
                g_assert_cmpint(p.clock.due_at, >, promised);
                g_assert_cmpint(p.state, ==, STATE_SUBMITTED); /* nothing is ever decided by the clock */
        }
}

int main(int argc, char **argv) {
        static const struct {
                const char *name;
                void (*test)(Model *read, gconstpointer data);
                ProceedingKind kind;
        } tests[] = {
                { "/machine/whatever happens to a case, deadlines and claims stay sound",
                  whatever_happens_deadlines_and_claims_stay_sound, PROCEEDING_CASE },
                { "/machine/whatever happens to an attempt, deadlines and claims stay sound",
                  whatever_happens_deadlines_and_claims_stay_sound, PROCEEDING_ATTEMPT },
                { "/machine/a proceeding left alone ends", a_proceeding_left_alone_ends_or_is_told, 0 },
                { "/machine/a missed deadline is escalated first and promised anew each time",
                  a_missed_deadline_is_escalated_first_and_promised_anew_each_time, 0 },
        };

        g_test_init(&argc, &argv, NULL);
        for (guint i = 0; i < G_N_ELEMENTS(tests); i++)
                g_test_add(tests[i].name, Model, GUINT_TO_POINTER(tests[i].kind), model_open, tests[i].test,
                           model_close);
        return g_test_run();
}
