/* Matches what the bank's statement says to the transfers that were handed out. */
#include "partners/corporate-transfer.h"

#include <string.h>

static const char *const outcomes[] = {
        [SETTLEMENT_PAID] = "paid",
        [SETTLEMENT_RETURNED] = "returned",
        [SETTLEMENT_WRONG_AMOUNT] = "wrong-amount",
        [SETTLEMENT_PAID_TWICE] = "paid-twice",
        [SETTLEMENT_UNKNOWN_REFERENCE] = "unknown-reference",
        [SETTLEMENT_PENDING] = "pending",
        [SETTLEMENT_KNOWN] = "known",
};
const EnumNames settlement_outcome_names = ENUM_NAMES(outcomes);

/* What is known of a transfer while a statement is gone through. */
typedef struct Progress {
        const ExpectedTransfer *transfer;
        bool paid, returned;
        bool payment_repeated; /* the payment of an earlier statement has been met in this one */
} Progress;

static guint uuid_hash(gconstpointer key) {
        guint hash;

        memcpy(&hash, (const guint8 *) key + 12, sizeof hash); /* the random end of a UUIDv7 */
        return hash;
}

static gboolean uuid_same(gconstpointer a, gconstpointer b) {
        return uuid_equal(a, b);
}

/* The days in order; what has no day comes last. */
static gint64 day_rank(CivilDate day) {
        return day == CIVIL_DATE_NONE ? G_MAXINT64 : day;
}

/* The order in which things happened. */
static int entries_compare(gconstpointer a, gconstpointer b) {
        const StatementEntry *const *left = a, *const *right = b;
        gint64 left_day = day_rank((*left)->booked_on), right_day = day_rank((*right)->booked_on);
        bool left_back = (*left)->status >= ENTRY_RETURNED || (*left)->direction == ENTRY_CREDIT;
        bool right_back = (*right)->status >= ENTRY_RETURNED || (*right)->direction == ENTRY_CREDIT;

        if (left_day != right_day)
                return left_day < right_day ? -1 : 1;
        if (left_back != right_back)
                return left_back - right_back;
        return ((*left)->line > (*right)->line) - ((*left)->line < (*right)->line);
}

static SettlementOutcome payment_settle(Progress *progress, const StatementEntry *entry) {
        const ExpectedTransfer *transfer = progress->transfer;

        if (entry->amount_fen != transfer->amount_fen || !g_str_equal(entry->currency, "CNY"))
                return SETTLEMENT_WRONG_AMOUNT;
        if (!progress->paid && !progress->returned) {
                progress->paid = true;
                return SETTLEMENT_PAID;
        }
        /* The statement with the return came first: the payment behind it is no news. */
        if (!progress->paid && transfer->returned_on != CIVIL_DATE_NONE
            && entry->booked_on <= transfer->returned_on) {
                progress->paid = true;
                return SETTLEMENT_KNOWN;
        }
        if (!progress->payment_repeated && entry->booked_on == transfer->paid_on) {
                progress->payment_repeated = true;
                return SETTLEMENT_KNOWN;
        }
        return SETTLEMENT_PAID_TWICE;
}

static SettlementOutcome entry_settle(Progress *progress, const StatementEntry *entry) {
        if (!progress)
                return SETTLEMENT_UNKNOWN_REFERENCE;
        if (entry->status == ENTRY_PENDING)
                return SETTLEMENT_PENDING;
        if (entry->status == ENTRY_BOOKED && entry->direction == ENTRY_DEBIT)
                return payment_settle(progress, entry);
        if (progress->returned)
                return SETTLEMENT_KNOWN;
        progress->returned = true;
        return SETTLEMENT_RETURNED;
}

static GHashTable *progress_begin(const ExpectedTransfer *expected, gsize count) {
        GHashTable *progresses = g_hash_table_new_full(uuid_hash, uuid_same, NULL, g_free);

        for (gsize i = 0; i < count; i++) {
                Progress *progress = g_new0(Progress, 1);

                progress->transfer = &expected[i];
                progress->paid = expected[i].paid_on != CIVIL_DATE_NONE;
                progress->returned = expected[i].returned_on != CIVIL_DATE_NONE;
                g_hash_table_insert(progresses, (gpointer) &expected[i].id, progress);
        }
        return progresses;
}

GArray *statement_settle(const BankStatement *statement, const ExpectedTransfer *expected, gsize expected_count) {
        g_autoptr(GHashTable) progresses = progress_begin(expected, expected_count);
        g_autoptr(GPtrArray) ordered = g_ptr_array_copy(statement->entries, NULL, NULL);
        GArray *rows = g_array_sized_new(FALSE, FALSE, sizeof(SettlementRow), ordered->len);

        g_ptr_array_set_free_func(ordered, NULL);
        g_ptr_array_sort(ordered, entries_compare);
        for (guint i = 0; i < ordered->len; i++) {
                const StatementEntry *entry = g_ptr_array_index(ordered, i);
                Uuid id;
                Progress *progress =
                        transfer_reference_parse(entry->reference, &id) ? g_hash_table_lookup(progresses, &id) : NULL;
                SettlementRow row = {
                        .outcome = entry_settle(progress, entry),
                        .entry = entry,
                        .transfer = progress ? progress->transfer : NULL,
                };

                g_array_append_val(rows, row);
        }
        return rows;
}
