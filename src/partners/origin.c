/* Reads and proves what an origin reports. */
#include "partners/origin.h"

#include "base/instant.h"
#include "base/refusal.h"

#define EARLIEST \
        (G_GINT64_CONSTANT(946684800) * INSTANT_SECOND) /* 2000-01-01: before it no origin verified anybody */
#define CLOCKS_APART (5 * INSTANT_MINUTE)

const JsonField origin_report_fields[] = {
        { .name = "report_id",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(OriginReport, report_id),
          .length_max = ORIGIN_ACCOUNT_LENGTH_MAX },
        { .name = "origin",
          .type = JSON_FIELD_ENUM,
          .offset = offsetof(OriginReport, origin),
          .names = &origin_names },
        { .name = "origin_account",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(OriginReport, origin_account),
          .length_max = ORIGIN_ACCOUNT_LENGTH_MAX },
        { .name = "owner_kind",
          .type = JSON_FIELD_ENUM,
          .offset = offsetof(OriginReport, owner_kind),
          .names = &owner_kind_names },
        { .name = "owner_name",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(OriginReport, owner_name),
          .length_max = ORIGIN_NAME_LENGTH_MAX },
        { .name = "number_kind",
          .type = JSON_FIELD_ENUM,
          .offset = offsetof(OriginReport, number_kind),
          .names = &identity_kind_names },
        { .name = "owner_number",
          .type = JSON_FIELD_TEXT,
          .offset = offsetof(OriginReport, owner_number),
          .length_max = ORIGIN_NUMBER_LENGTH_MAX },
        { .name = "verified_at", .type = JSON_FIELD_INSTANT, .offset = offsetof(OriginReport, verified_at) },
        { 0 },
};

void origin_report_clear(OriginReport *report) {
        json_fields_clear(origin_report_fields, report);
}

/* The kinds of number by which an owner is known, as bits. */
static const guint number_kinds_of[] = {
        [OWNER_PERSONAL] = 1u << NUMBER_RESIDENT_ID | 1u << NUMBER_RESIDENCE_PERMIT | 1u << NUMBER_PERMANENT_RESIDENT
                           | 1u << NUMBER_PASSPORT_MRZ,
        [OWNER_ENTERPRISE] = 1u << NUMBER_USCC,
};

static bool number_kind_check(const OriginReport *report, GError **error) {
        guint kinds = number_kinds_of[report->owner_kind];
        g_autoptr(GString) allowed = g_string_new(NULL);

        if (kinds & 1u << report->number_kind)
                return true;
        for (int kind = 0; kind < NUMBER_KIND_COUNT; kind++) {
                if (kinds & 1u << kind)
                        g_string_append_printf(allowed, "%s%s", allowed->len ? ", " : "",
                                               enum_name(&number_kind_names, kind));
        }
        return refuse(error, REFUSAL_UNKNOWN_VALUE, "/number_kind", "number_kind",
                      enum_name(&number_kind_names, (int) report->number_kind), allowed->str, NULL);
}

bool origin_report_check(const OriginReport *report, gint64 now, NumberVerdict *number, GError **error) {
        g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
        g_autofree char *latest = instant_format(now, NULL);

        if (report->origin == ORIGIN_LOCAL)
                return refuse(error, REFUSAL_UNKNOWN_VALUE, "/origin", "origin", "local",
                              "taobao, 1688, alipay, oidc", NULL);
        if (report->verified_at < EARLIEST || report->verified_at > now + CLOCKS_APART)
                return refuse(error, REFUSAL_OUT_OF_RANGE, "/verified_at", "verified_at", "2000-01-01T00:00:00Z",
                              latest, NULL);
        return number_kind_check(report, error)
               && number_require(report->number_kind, report->owner_number, civil_date_at(now, utc), "/owner_number",
                                 number, error);
}
