/* Verifying a company by a small payment to its corporate account, without any bank's API: an amount is drawn, the payments
 * of a day go into a file that staff hand to any bank, and the bank's statement tells which of them arrived. Everything here
 * is pure: bytes in, bytes out; what is stored and who is told is the use case's business. Source: seed rows S6, S17. */
#pragma once

#include "base/enum-names.h"
#include "base/uuid.h"
#include "domain/civil-date.h"

#include <glib.h>
#include <stdbool.h>

/* ---- the amount ---- */

#define TRANSFER_FEN_MIN 1 /* 0.01 yuan */
#define TRANSFER_FEN_MAX 99

/* Gives 32 random bits; called as often as needed. */
typedef guint32 (*RandomWord)(gpointer context);

/* The system's random source; takes no context. */
guint32 random_word_system(gpointer context);

/* Draws an amount in fen, TRANSFER_FEN_MIN to TRANSFER_FEN_MAX, each as likely as any other. */
gint64 transfer_draw_fen(RandomWord random, gpointer context);

/* ---- the payment file ---- */

#define TRANSFER_REFERENCE_SIZE 33    /* with the closing NUL; the standard takes 35 characters */
#define PAYMENT_TRANSFERS_MAX 2000    /* in one file */
#define PAYMENT_NAME_LENGTH_MAX 140   /* characters: Max140Text */
#define PAYMENT_ACCOUNT_LENGTH_MAX 34 /* characters: Max34Text of GenericAccountIdentification1 */
#define PAYMENT_REMITTANCE_LENGTH_MAX 140
#define CNAPS_LENGTH 12 /* digits of a clearing code (联行号) */

/* One payment to a company. The texts belong to the caller. */
typedef struct Transfer {
        Uuid id;
        gint64 amount_fen;
        const char *creditor_name;
        const char *creditor_account; /* digits, capital letters, hyphens */
        const char *creditor_cnaps;
        const char *remittance; /* what the payee reads beside the amount; NULL for none */
} Transfer;

/* One payment file. The texts and transfers belong to the caller. */
typedef struct PaymentFile {
        Uuid id;
        gint64 created_at; /* microseconds since 1970, UTC */
        CivilDate execution_date;
        const char *debtor_name; /* who pays: the platform */
        const char *debtor_account;
        const char *debtor_cnaps;
        const Transfer *transfers;
        gsize count;
} PaymentFile;

/* Writes a transfer's id as the EndToEndId that comes back on the statement: 32 hexadecimal digits. Gives `text`. */
const char *transfer_reference_format(const Uuid *id, char text[static TRANSFER_REFERENCE_SIZE]);

/* Reads it again: either case, hyphens and blanks ignored, since banks rewrite it. Gives false, `id` untouched, for
 * anything that is no reference of ours. */
bool transfer_reference_parse(const char *text, Uuid *id);

/* Writes the file: ISO 20022 pain.001.001.03 in UTF-8, one payment instruction, charges borne by the debtor so that the
 * amount arrives whole; read back and compared before it is handed out. The caller owns a reference.
 *
 * Refuses, with a pointer such as /transfers/3/creditor_name: REFUSAL_MISSING_FIELD, REFUSAL_TOO_LONG,
 * REFUSAL_MALFORMED_VALUE (characters that XML or the standard has no room for, an account, a clearing code),
 * REFUSAL_OUT_OF_RANGE (an amount, the number of transfers). Source: ISO 20022, CustomerCreditTransferInitiationV03. */
GBytes *payment_file_write(const PaymentFile *file, GError **error);

/* What a payment file says of itself and what is really in it agree. */
typedef struct PaymentTotals {
        gsize count;
        gint64 sum_fen;
} PaymentTotals;

/* Reads a payment file of ours and proves its structure, the order of its elements, its limits and both pairs of totals.
 * Gives false, `totals` untouched, where anything is off: FAILURE_CORRUPT, naming line and what, nothing personal. */
bool payment_file_check(GBytes *file, PaymentTotals *totals, GError **error);

/* ---- the bank's answer ---- */

#define STATEMENT_BYTES_MAX (16 * 1024 * 1024)
#define STATEMENT_ENTRIES_MAX 100000

typedef enum EntryStatus {
        ENTRY_BOOKED,
        ENTRY_PENDING,  /* not final: no state follows from it */
        ENTRY_RETURNED, /* the money came back */
        ENTRY_REJECTED  /* it was never paid out */
} EntryStatus;

typedef enum EntryDirection { ENTRY_DEBIT, ENTRY_CREDIT } EntryDirection;

extern const EnumNames entry_status_names;    /* booked, pending, returned, rejected */
extern const EnumNames entry_direction_names; /* debit, credit */

/* One movement on the debtor's account. */
typedef struct StatementEntry {
        guint line;        /* where it begins in the file, from 1 */
        char *reference;   /* EndToEndId as the bank wrote it; NULL where it wrote none */
        gint64 amount_fen; /* hundredths of the currency, never negative */
        char currency[4];  /* ISO 4217 */
        EntryDirection direction;
        CivilDate booked_on; /* CIVIL_DATE_NONE where the bank named no day */
        EntryStatus status;
        char *reason; /* of a return or rejection: the bank's code, its text, or both; NULL where it gave none */
} StatementEntry;

void statement_entry_free(StatementEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StatementEntry, statement_entry_free)

typedef enum StatementFormat { STATEMENT_CAMT_053, STATEMENT_CSV } StatementFormat;
typedef enum StatementEncoding { STATEMENT_UTF_8, STATEMENT_GB_18030 } StatementEncoding;

extern const EnumNames statement_format_names;   /* camt.053, csv */
extern const EnumNames statement_encoding_names; /* utf-8, gb18030 */

/* A statement as read, with what it was taken for, so that staff can be told. */
typedef struct BankStatement {
        StatementFormat format;
        StatementEncoding encoding;
        GPtrArray *entries; /* StatementEntry *, in the file's order */
} BankStatement;

void statement_free(BankStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BankStatement, statement_free)

/* Reads a statement: camt.053 (001.02 and later) or CSV (docs/statements.md), told apart by its first character; in UTF-8
 * with or without its mark, else in GB 18030. Takes all of it or nothing. The caller frees the result.
 *
 * Refuses REFUSAL_STATEMENT_INVALID with the line and what is wrong there; REFUSAL_BODY_TOO_LARGE. Fails with FAILURE_FILE
 * where the system cannot convert GB 18030. Source: ISO 20022, BankToCustomerStatement; RFC 4180. */
BankStatement *statement_read(GBytes *bytes, GError **error);

/* ---- settling ---- */

/* A transfer that was handed to the bank, and what earlier statements said of it. */
typedef struct ExpectedTransfer {
        Uuid id;
        gint64 amount_fen;
        CivilDate paid_on;     /* CIVIL_DATE_NONE unless it is known as paid already */
        CivilDate returned_on; /* CIVIL_DATE_NONE unless it is known as returned already */
} ExpectedTransfer;

typedef enum SettlementOutcome {
        SETTLEMENT_PAID,
        SETTLEMENT_RETURNED,     /* came back or was never paid out; the reason is the entry's */
        SETTLEMENT_WRONG_AMOUNT, /* paid, but not what was ordered: amount or currency */
        SETTLEMENT_PAID_TWICE,
        SETTLEMENT_UNKNOWN_REFERENCE, /* no transfer of ours, most often the account's other movements */
        SETTLEMENT_PENDING,           /* the bank has not made up its mind */
        SETTLEMENT_KNOWN              /* an earlier statement said the same */
} SettlementOutcome;

extern const EnumNames settlement_outcome_names;
/* paid, returned, wrong-amount, paid-twice, unknown-reference, pending, known */

typedef struct SettlementRow {
        SettlementOutcome outcome;
        const StatementEntry *entry;      /* belongs to the statement */
        const ExpectedTransfer *transfer; /* belongs to the caller; NULL for an unknown reference */
} SettlementRow;

/* Matches a statement to the transfers that were handed out. Gives an array of SettlementRow, one an entry, in the order
 * in which they happened (day, then payments before returns, then line): carried out one after the other they leave each
 * transfer in its last state. What an earlier statement said already comes out as KNOWN, so that a statement may be
 * handed in again, overlap with another, or come late. The caller owns the array, which must not outlive the statement
 * and `expected`. */
GArray *statement_settle(const BankStatement *statement, const ExpectedTransfer *expected, gsize expected_count);
