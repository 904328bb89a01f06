/* What the site where an account signs in reports: that the account has a new owner there. Source: seed row S2; domain
 * rules, "When an origin reports a new owner". */
#pragma once

#include "base/json-fields.h"
#include "base/uuid.h"
#include "domain/numbers.h"
#include "domain/terms.h"

#include <glib.h>
#include <stdbool.h>

#define ORIGIN_NAME_LENGTH_MAX 140
#define ORIGIN_NUMBER_LENGTH_MAX 100
#define ORIGIN_ACCOUNT_LENGTH_MAX 128

/* A report. Clear it with origin_report_clear(). */
typedef struct OriginReport {
        char *report_id; /* the origin's own; the same one again is the same report */
        Origin origin;
        char *origin_account; /* the account's id at the origin */
        OwnerKind owner_kind;
        char *owner_name;
        NumberKind number_kind;
        char *owner_number;
        gint64 verified_at; /* when the origin verified the new owner; microseconds since 1970, UTC */
} OriginReport;

void origin_report_clear(OriginReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OriginReport, origin_report_clear)

/* Fields of a report in JSON, for json_fields_read(). */
extern const JsonField origin_report_fields[];

/* Proves a report: an origin other than `local`, a kind of number that such an owner has, a number that passes its own
 * check, a time that is neither in the future nor before 2000.
 *
 * now     microseconds since 1970, UTC
 * number  out: the verdict with the normalised number, which is what is stored; untouched if refused; the caller wipes it
 *
 * Refuses REFUSAL_UNKNOWN_VALUE, REFUSAL_NUMBER_INVALID, REFUSAL_OUT_OF_RANGE, each with its pointer. */
bool origin_report_check(const OriginReport *report, gint64 now, NumberVerdict *number, GError **error);
