/* Plays a history again, event by event, with a clock of its own. */
#include "tests/fault/deadline-audit.h"

#include "domain/proceeding.h"
#include "store/events.h"
#include "tests/fault/office.h"

#include <string.h>

/* What the history says at one place. */
typedef struct Line {
        ProceedingEvent event;
        ProceedingState to; /* STATE_NONE: it stayed where it was */
        gint64 at, version, due_at;
} Line;

typedef struct Replay {
        const PolicyLimits *limits;
        DeadlineSum *sum;
        const Uuid *id;
        ProceedingState state;
        bool running;
        guint days_left;
        gint64 due, since, escalated_at, lease_until;
} Replay;

static bool line_add(const Event *event, gpointer user, G_GNUC_UNUSED GError **error) {
        int what, to = STATE_NONE;
        Line line = { .at = event->at, .version = event->version, .due_at = event->due_at };

        if (!enum_find(&proceeding_event_names, event->event, &what))
                return true; /* a look at a file is an event of the history and of no machine */
        enum_find(&proceeding_state_names, event->to_state, &to);
        line.event = (ProceedingEvent) what;
        line.to = (ProceedingState) to;
        g_array_append_val((GArray *) user, line);
        return true;
}

typedef struct Walk {
        const Uuid *id;
        GArray *lines;
} Walk;

static bool lines_read(StoreTx *tx, gpointer data, GError **error) {
        Walk *walk = data;

        g_array_set_size(walk->lines, 0);
        return store_event_walk(tx, walk->id, line_add, walk->lines, error);
}

/* Two steps of one instant have ids in any order; the row's version tells. */
static gint line_compare(gconstpointer a, gconstpointer b) {
        const Line *first = a, *second = b;

        return first->version < second->version ? -1 : first->version > second->version;
}

#define wrong(replay, line, ...) wrong_at((replay), (line), g_strdup_printf(__VA_ARGS__))

G_GNUC_NORETURN static void wrong_at(const Replay *replay, const Line *line, char *what) {
        g_autofree char *id = uuid_to_text(replay->id), *at = instant_format(line->at, NULL);

        g_error("proceeding %s, %s at %s: %s", id, enum_name(&proceeding_event_names, (int) line->event), at, what);
}

static bool in_review(ProceedingState state) {
        return state == STATE_IN_REVIEW || state == STATE_SECOND_REVIEW;
}

static void promise_make(Replay *replay, gint64 at, guint days) {
        replay->running = true;
        replay->due = office_due(at, days);
        replay->since = at;
        replay->escalated_at = INSTANT_NONE;
        replay->sum->promises++;
}

/* The promise ends at `line`, kept or not. */
static void promise_end(Replay *replay, const Line *line) {
        gint64 risk_at = MAX(office_risk(replay->due, replay->limits->escalate_hours), replay->since);

        if (line->at > risk_at || replay->escalated_at != INSTANT_NONE)
                replay->sum->at_risk++;
        if (line->at > risk_at + DEADLINE_LATE && replay->escalated_at == INSTANT_NONE)
                wrong(replay, line, "it was at risk and nobody was told");
        if (line->at > replay->due + DEADLINE_LATE)
                wrong(replay, line, "it was missed and no new date was given");
        replay->running = false;
}

static void escalate(Replay *replay, const Line *line) {
        gint64 risk_at = MAX(office_risk(replay->due, replay->limits->escalate_hours), replay->since);

        if (!replay->running || replay->escalated_at != INSTANT_NONE)
                wrong(replay, line, "escalated without a promise, or twice");
        if (line->at < risk_at || line->at > risk_at + DEADLINE_LATE || line->at >= replay->due)
                wrong(replay, line, "escalated at another time than when it came to be at risk");
        replay->escalated_at = line->at;
        replay->sum->escalated++;
}

static void miss(Replay *replay, const Line *line) {
        if (!replay->running || line->at <= replay->due)
                wrong(replay, line, "missed before it was due");
        if (replay->escalated_at == INSTANT_NONE)
                wrong(replay, line, "missed without having been escalated");
        promise_end(replay, line);
        promise_make(replay, line->at, 1);
        replay->sum->missed++;
}

static void clock_step(Replay *replay, const Line *line) {
        bool in_clock = STATE_IS_IN_CLOCK(replay->state);

        if (line->event == EVENT_ESCALATE) {
                escalate(replay, line);
        } else if (line->event == EVENT_DEADLINE_MISS) {
                miss(replay, line);
        } else if (in_clock && !replay->running) {
                promise_make(replay, line->at, MAX(replay->days_left, 1));
        } else if (!in_clock && replay->running) {
                promise_end(replay, line);
                replay->days_left = office_days_left(line->at, replay->due);
                replay->sum->stood += !STATE_IS_END(replay->state) && replay->state != STATE_APPROVED;
        }
}

static void lease_step(Replay *replay, const Line *line) {
        bool renewed = line->event == EVENT_CLAIM || line->event == EVENT_DECIDE_ITEM || line->event == EVENT_RESUPPLY
                       || line->event == EVENT_SEND_BACK;

        if (replay->lease_until != INSTANT_NONE && line->at > replay->lease_until + DEADLINE_LATE)
                wrong(replay, line, "a claim was held beyond its time");
        if (line->event == EVENT_LEASE_LAPSE) {
                if (replay->lease_until == INSTANT_NONE || line->at < replay->lease_until)
                        wrong(replay, line, "a claim was taken away before its time");
                replay->sum->lapsed++;
        }
        replay->sum->claims += line->event == EVENT_CLAIM;
        if (!in_review(replay->state) || line->event == EVENT_LEASE_LAPSE || line->event == EVENT_APPROVE)
                replay->lease_until = INSTANT_NONE;
        else if (renewed)
                replay->lease_until = line->at + replay->limits->claim_minutes * INSTANT_MINUTE;
}

static void line_replay(Replay *replay, const Line *line) {
        if (line->to != STATE_NONE)
                replay->state = line->to;
        clock_step(replay, line);
        lease_step(replay, line);
        if (line->due_at != (replay->running ? replay->due : INSTANT_NONE)) {
                g_autofree char *ours = replay->running ? instant_format(replay->due, NULL) : g_strdup("none");
                g_autofree char *theirs =
                        line->due_at != INSTANT_NONE ? instant_format(line->due_at, NULL) : g_strdup("none");

                wrong(replay, line, "the office promises %s, the product %s", ours, theirs);
        }
        if (replay->running && !office_works_on(office_day(line->due_at)))
                wrong(replay, line, "promised for a rest day");
        replay->sum->events++;
}

void deadline_audit(App *app, const Uuid *id, guint review_days, DeadlineSum *sum) {
        g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(Line));
        Walk walk = { .id = id, .lines = lines };
        Replay replay = { .limits = &app->policy->limits,
                          .sum = sum,
                          .id = id,
                          .days_left = review_days,
                          .due = INSTANT_NONE,
                          .since = INSTANT_NONE,
                          .escalated_at = INSTANT_NONE,
                          .lease_until = INSTANT_NONE };
        g_autoptr(GError) error = NULL;

        store_read(app->store, lines_read, &walk, &error);
        g_assert_no_error(error);
        g_array_sort(lines, line_compare);
        for (guint i = 0; i < lines->len; i++)
                line_replay(&replay, &g_array_index(lines, Line, i));
        g_assert_cmpuint(lines->len, >, 0);
        if (!STATE_IS_END(replay.state))
                wrong(&replay, &g_array_index(lines, Line, lines->len - 1), "it has not ended");
        sum->ended[replay.state]++;
}
