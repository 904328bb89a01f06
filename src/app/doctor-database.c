/* What the database says: its settings, its schema, and what of it the keyring and the clock must fit. */
#include "app/doctor-private.h"

#include "base/instant.h"
#include "ledger/note.h"
#include "store/checkpoints.h"
#include "store/copy.h"
#include "store/evidence.h"
#include "store/keys.h"
#include "store/leaves.h"
#include "store/peek.h"

#include <string.h>
#include <sys/timex.h>

#define BLOBS_AT_ONCE 10000

void doctor_rows_clear(DoctorRows *rows) {
        g_clear_pointer(&rows->settings, g_ptr_array_unref);
        g_clear_pointer(&rows->masters, g_array_unref);
        g_clear_pointer(&rows->blobs, g_array_unref);
        g_clear_pointer(&rows->checkpoint, g_free);
        rows->newest_leaf = INSTANT_NONE;
}

static bool blobs_list(DoctorRows *rows, StoreTx *tx, GError **error) {
        guint had;

        rows->blobs = g_array_new(FALSE, FALSE, sizeof(Uuid));
        do {
                Uuid after = { .bytes = { 0 } };

                had = rows->blobs->len;
                if (had)
                        after = g_array_index(rows->blobs, Uuid, had - 1);
                if (!store_evidence_blobs(tx, &after, BLOBS_AT_ONCE, rows->blobs, error))
                        return false;
        } while (rows->blobs->len - had == BLOBS_AT_ONCE);
        return true;
}

static bool rows_read(StoreTx *tx, gpointer data, GError **error) {
        DoctorRows *rows = data;
        g_autoptr(CheckpointRow) newest = NULL;

        doctor_rows_clear(rows);
        if (!store_settings_list(tx, &rows->settings, error)
            || !store_schema_compare(tx, &rows->steps_had, &rows->steps_known, error)
            || !store_key_masters(tx, &rows->masters, error) || !store_checkpoint_newest(tx, &newest, error)
            || !store_leaf_newest(tx, &rows->newest_leaf, error))
                return false;
        rows->checkpoint = newest ? g_strdup(newest->note) : NULL;
        return blobs_list(rows, tx, error);
}

void doctor_rows_read(Doctor *doctor) {
        if (!store_peek(doctor->config->store, rows_read, &doctor->rows, &doctor->rows_failure))
                doctor_rows_clear(&doctor->rows);
}

void doctor_database(Doctor *doctor) {
        const char *place =
                store_location_backend(doctor->config->store) == STORE_SQLITE ? doctor->config->store : "postgresql";
        const GPtrArray *settings = doctor->rows.settings;

        if (doctor->rows_failure) { /* never the connection string: it may hold a password */
                doctor_found_error(doctor, KIND_DATABASE_UNREACHABLE, place, doctor->rows_failure);
                return;
        }
        for (guint i = 0; i < settings->len; i++) {
                const StoreSetting *setting = g_ptr_array_index(settings, i);

                if (!setting->good)
                        doctor_found(doctor, KIND_SETTING, setting->name, setting->value);
        }
}

void doctor_schema(Doctor *doctor) {
        const DoctorRows *rows = &doctor->rows;
        g_autofree char *steps = g_strdup_printf("%u/%u", rows->steps_had, rows->steps_known);

        if (doctor->rows_failure || rows->steps_had == rows->steps_known)
                return;
        doctor_found(doctor, rows->steps_had < rows->steps_known ? KIND_SCHEMA_OLDER : KIND_SCHEMA_NEWER, NULL,
                     steps);
}

/* ---- the keyring ----------------------------------------------------------------------------------------------- */

static void masters_look(Doctor *doctor, const Keyring *keyring) {
        const GArray *masters = doctor->rows.masters;
        guint32 active = keyring_master(keyring, keyring_active(keyring))->id;

        for (guint i = 0; masters && i < masters->len; i++) {
                const KeyMasterCount *count = &g_array_index(masters, KeyMasterCount, i);
                g_autofree char *id = g_strdup_printf("%08x", count->master);
                guint index;

                if (!keyring_find(keyring, count->master, &index))
                        doctor_found(doctor, KIND_KEYRING_LACKS, doctor->config->keyring, id);
                else if (count->master != active)
                        doctor_found(doctor, KIND_ROTATION_UNFINISHED, doctor->config->keyring, id);
        }
}

static bool log_is_signed(const Doctor *doctor, const Keyring *keyring) {
        const char *checkpoint = doctor->rows.checkpoint;
        NoteKey key;

        return !checkpoint
               || (note_key_from_seed(doctor->config->log_origin, keyring_secret(keyring, KEYRING_LOG_SIGNING), &key)
                   && note_open(checkpoint, strlen(checkpoint), &key, NULL) == NOTE_GOOD);
}

void doctor_keyring(Doctor *doctor) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Keyring) keyring = keyring_load(doctor->config->keyring, &error);

        if (!keyring) {
                doctor_found_error(doctor, KIND_KEYRING, NULL, error);
                return;
        }
        masters_look(doctor, keyring);
        if (!log_is_signed(doctor, keyring))
                doctor_found(doctor, KIND_KEYRING_OTHER_LOG, doctor->config->keyring, NULL);
}

/* ---- the clock ------------------------------------------------------------------------------------------------- */

void doctor_clock(Doctor *doctor) {
        struct timex clock = { .modes = 0 };
        gint64 newest = doctor->rows.newest_leaf;

        if (!doctor->rows_failure && newest != INSTANT_NONE && newest - doctor->now > DOCTOR_CLOCK_BEHIND) {
                g_autofree char *when = instant_format(newest, NULL);

                doctor_found(doctor, KIND_CLOCK_BEHIND, NULL, when);
        }
        if (adjtimex(&clock) == TIME_ERROR || (clock.status & STA_UNSYNC))
                doctor_found(doctor, KIND_CLOCK_UNSYNCED, NULL, NULL);
}
