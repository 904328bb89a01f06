/* Rows of consents: who agreed to what, in which words, when. */
#pragma once

#include "store/store.h"

typedef struct ConsentRow {
        Uuid id;
        Uuid subject;   /* who agreed */
        Uuid given_for; /* the proceeding */
        char *purpose, *text_version;
        gint64 given_at, withdrawn_at; /* INSTANT_NONE: stands */
} ConsentRow;

void consent_row_free(ConsentRow *row);

bool store_consent_add(StoreTx *tx, const ConsentRow *row, GError **error);

/* Withdraws a purpose's standing consents for a proceeding; `changed` counts them. */
bool store_consent_withdraw(StoreTx *tx, const Uuid *given_for, const char *purpose, gint64 now, gint64 *changed,
                            GError **error);

/* Lists those for a proceeding, oldest first: array of ConsentRow *, the caller's. */
bool store_consent_list(StoreTx *tx, const Uuid *given_for, GPtrArray **rows, GError **error);
