/* Rules of the help centre. */
#include "domain/help.h"

#define UNIT G_GINT64_CONSTANT(1024)
#define HEAT_HALVES_IN (7 * INSTANT_DAY)
#define RECENCY_HALVES_IN (182 * INSTANT_DAY)

static const char *const authors[] = { [HELP_GUEST] = "guest", [HELP_HOLDER] = "holder", [HELP_STAFF] = "staff" };
static const char *const moderations[] = {
        [HELP_PENDING] = "pending", [HELP_SHOWN] = "shown", [HELP_HIDDEN] = "hidden"
};
static const char *const reasons[] = {
        [HELP_FOR_PERSONAL_DATA] = "personal-data", [HELP_FOR_ADVERTISING] = "advertising",
        [HELP_FOR_OFF_TOPIC] = "off-topic",         [HELP_FOR_ABUSE] = "abuse",
        [HELP_FOR_DUPLICATE] = "duplicate",         [HELP_FOR_UNCLEAR] = "unclear"
};
static const char *const posts[] = { [HELP_ANSWER] = "answer", [HELP_COMMENT] = "comment" };

const EnumNames help_author_names = ENUM_NAMES(authors);
const EnumNames help_moderation_names = ENUM_NAMES(moderations);
const EnumNames help_post_names = ENUM_NAMES(posts);
const EnumNames help_hidden_for_names = ENUM_NAMES(reasons);

bool help_author_kind(const Actor *actor, HelpAuthorKind *kind) {
        if (actor_has(actor, HELP_EDITORS | ROLE_MAIL_CLERK)) {
                *kind = HELP_STAFF;
                return true;
        }
        if (actor_has(actor, ROLE_AUDITOR))
                return false;
        *kind = actor_has(actor, ROLE_HOLDER) ? HELP_HOLDER : HELP_GUEST;
        return true;
}

HelpModeration help_moderation_first(HelpAuthorKind kind) {
        return kind == HELP_GUEST ? HELP_PENDING : HELP_SHOWN;
}

bool help_sees(const Actor *actor, HelpModeration moderation) {
        return moderation == HELP_SHOWN || actor_has(actor, HELP_EDITORS);
}

bool help_may_accept(const Actor *actor, HelpAuthorKind asker_kind, bool is_asker) {
        if (actor_has(actor, HELP_EDITORS))
                return true;
        return is_asker && (asker_kind != HELP_HOLDER || actor_has(actor, ROLE_HOLDER));
}

/* 1024 × log2(number), straight between the powers of two; number at least 1. */
static gint64 log2_units(gint64 number) {
        guint power = g_bit_storage((gulong) number) - 1;
        gint64 base = G_GINT64_CONSTANT(1) << power;

        return UNIT * power + (number - base) * UNIT / base;
}

gint64 help_heat(gint64 views, gint64 helpful, gint64 answers, gint64 created_at) {
        gint64 points = views + 20 * helpful + 10 * answers;

        return log2_units(1 + points) + created_at / (HEAT_HALVES_IN / UNIT);
}

gint64 help_relevance(guint matched, guint asked, gint64 weight, gint64 written_at) {
        return 4 * UNIT * matched / MAX(asked, 1)
               + (log2_units(1 + weight) + written_at / (RECENCY_HALVES_IN / UNIT)) / 4;
}

bool help_matches(guint matched, guint asked) {
        return matched > 0 && 2 * matched >= asked;
}
