/* The two families of errors. A refusal is something that a person can mend: a problem type, a JSON pointer to the
 * field, and parameters for its text in either language. A failure is the surroundings': disk, database, network.
 * Our own bugs are neither: they are g_assert. HTTP status and exit status come from one table (refusal.c). */
#pragma once

#include "base/language.h"

#include <glib.h>
#include <stdbool.h>

typedef enum RefusalKind {
        /* what was sent */
        REFUSAL_MALFORMED_BODY,
        REFUSAL_UNKNOWN_FIELD,
        REFUSAL_MISSING_FIELD,
        REFUSAL_WRONG_TYPE,
        REFUSAL_OUT_OF_RANGE,
        REFUSAL_TOO_LONG,
        REFUSAL_UNKNOWN_VALUE,
        REFUSAL_MALFORMED_VALUE,
        REFUSAL_REPEATED_VALUE,
        REFUSAL_NUMBER_INVALID,
        REFUSAL_NAME_INVALID,
        REFUSAL_BODY_TOO_LARGE,
        REFUSAL_UNSUPPORTED_MEDIA,
        REFUSAL_LENGTH_REQUIRED,
        REFUSAL_HASH_MISMATCH,
        /* the door */
        REFUSAL_NO_SUCH_ROUTE,
        REFUSAL_METHOD_NOT_ALLOWED,
        REFUSAL_NOT_SIGNED_IN,
        REFUSAL_BAD_CREDENTIALS,
        REFUSAL_SESSION_EXPIRED,
        REFUSAL_NOT_ALLOWED,
        REFUSAL_FOREIGN_ORIGIN,
        REFUSAL_TOO_MANY_REQUESTS,
        REFUSAL_NOT_FOUND,
        REFUSAL_IDEMPOTENCY_KEY_MISSING,
        REFUSAL_IDEMPOTENCY_KEY_REUSED,
        REFUSAL_VERSION_MISSING,
        REFUSAL_VERSION_CHANGED,
        REFUSAL_CURSOR_INVALID,
        REFUSAL_LINK_INVALID,
        REFUSAL_STARTING_OR_STOPPING,
        /* accounts and routes */
        REFUSAL_ACCOUNT_EXISTS,
        REFUSAL_CHANGE_AT_ORIGIN,
        REFUSAL_CASE_OPEN,
        REFUSAL_ROUTE_NOT_APPLICABLE,
        REFUSAL_NOT_VERIFIED,
        REFUSAL_ALREADY_VERIFIED,
        REFUSAL_SAME_OWNER,
        REFUSAL_NOT_SAME_ENTERPRISE,
        REFUSAL_TOO_MANY_ACCOUNTS,
        REFUSAL_CHANGED_RECENTLY,
        REFUSAL_ACCOUNT_FROZEN,
        REFUSAL_IN_ARREARS,
        REFUSAL_BALANCE_SHORT,
        REFUSAL_BANK_NOT_SUPPORTED,
        /* cases, evidence, attempts */
        REFUSAL_WRONG_STATE,
        REFUSAL_CLAIM_MISSING,
        REFUSAL_EVIDENCE_MISSING,
        REFUSAL_EVIDENCE_NOT_ASKED,
        REFUSAL_EVIDENCE_LIMIT,
        REFUSAL_CONSENT_MISSING,
        REFUSAL_ITEM_UNDECIDED,
        REFUSAL_REASON_MISSING,
        REFUSAL_CLAIMED_BY_ANOTHER,
        REFUSAL_OWN_CASE,
        REFUSAL_SAME_HANDS,
        REFUSAL_ATTEMPT_OPEN,
        REFUSAL_AMOUNT_WRONG,
        REFUSAL_TRANSFER_LOCKED,
        REFUSAL_TRANSFER_NOT_SENT,
        REFUSAL_STATEMENT_INVALID,
        REFUSAL_EXPIRED,
        REFUSAL_NOT_CONFIGURED,
        /* configuration and the command line */
        REFUSAL_USAGE,
        REFUSAL_POLICY_INVALID,
        REFUSAL_CALENDAR_INVALID,
        REFUSAL_CONFIG_INVALID,
        REFUSAL_KEYRING_INVALID,
        REFUSAL_FOLDER_NOT_EMPTY,
        REFUSAL_BACKUP_UNUSABLE,
        REFUSAL_RECEIPT_INVALID,
        REFUSAL_LOG_INCONSISTENT,
        REFUSAL_LAST_ADMINISTRATOR,
        REFUSAL_STAFF_EXISTS,
        REFUSAL_PASSWORD_WEAK,
        REFUSAL_API_KEY_INVALID,
        REFUSAL_IMPORT_INVALID,
        REFUSAL_IMPORT_CHANGED,
        REFUSAL_IMPORT_ELSEWHERE,
        REFUSAL_IMPORT_LINES,
        REFUSAL_COUNT
} RefusalKind;

typedef struct RefusalType {
        const char *type; /* stable, the last part of the problem's type URI */
        int http;         /* status of the HTTP answer */
        const char *title[LANGUAGE_COUNT];
        const char *text[LANGUAGE_COUNT]; /* {0} {1} … stand for the parameters */
} RefusalType;

typedef enum FailureKind {
        FAILURE_STORE,         /* the database said no */
        FAILURE_SERIALIZATION, /* try the transaction again */
        FAILURE_FULL,          /* disk or database full */
        FAILURE_READ_ONLY,     /* the file system takes no writes */
        FAILURE_FILE,
        FAILURE_NETWORK,
        FAILURE_CORRUPT, /* sealed bytes that do not open, a row that cannot be */
        FAILURE_STOPPING,
        FAILURE_CONFLICT, /* a row that must be unique is there already; see store_error_is_conflict() */
        FAILURE_RULE      /* a trigger or constraint of the schema refused; see store_error_is_rule() */
} FailureKind;

#define REFUSAL refusal_quark()
#define FAILURE failure_quark()
GQuark refusal_quark(void);
GQuark failure_quark(void);

/* Sets a refusal and gives false, so that `return refuse(…)` reads well.
 *
 * pointer  RFC 6901 pointer into the request's body, "/statement"; NULL where no field is to blame
 * …        parameters of the text, strings, closed by NULL; they may be personal: never log them. What has a name of its own
 *          in each language comes from REFUSAL_BOTH() or refusal_both(): a code is no word for whoever reads it */
bool refuse(GError **error, RefusalKind kind, const char *pointer, ...) G_GNUC_NULL_TERMINATED;

/* Sets a failure and gives false. The message goes to the log, so nothing personal may be in it. */
bool fail(GError **error, FailureKind kind, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The row of a kind; never NULL. */
const RefusalType *refusal_type(RefusalKind kind);

/* True where `error` is a refusal of this kind. */
bool refusal_is(const GError *error, RefusalKind kind);

/* The pointer that the refusal was given; NULL for none. Belongs to the error. */
const char *refusal_pointer(const GError *error);

/* One of the parameters that the refusal was given, from 0; NULL for none. Belongs to the error. */
const char *refusal_parameter(const GError *error, guint index);

/* A parameter that each language says in its own words: of two literals, and of two strings. The caller frees the latter. */
#define REFUSAL_BOTH(zh, en) zh "\x1f" en
char *refusal_both(const char *zh, const char *en);

/* The refusal's text in a language, parameters filled in. The caller frees the result. */
char *refusal_text(const GError *error, Language language);
