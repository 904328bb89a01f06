/* What the checks of the doctor share. Private to doctor.c, doctor-files.c and doctor-database.c. */
#pragma once

#include "app/doctor.h"
#include "vault/keyring.h"

#define DOCTOR_FREE_BYTES_MIN (G_GUINT64_CONSTANT(256) * 1024 * 1024) /* less is wrong */
#define DOCTOR_FREE_PERCENT_MIN 10                                    /* less is a warning, of bytes and of inodes */
#define DOCTOR_CALENDAR_DAYS 60                                       /* the days ahead that should be covered */
#define DOCTOR_CLOCK_BEHIND INSTANT_MINUTE                            /* behind the newest leaf: more is wrong */
#define DOCTOR_POLICY_FINDINGS_MAX 20

typedef enum DoctorKind {
        KIND_FOLDER_MISSING,
        KIND_OPEN_TO_OTHERS,
        KIND_OWNER,
        KIND_NOT_WRITABLE,
        KIND_DISK_FULL,
        KIND_DISK_LOW,
        KIND_DATABASE_UNREACHABLE,
        KIND_SETTING,
        KIND_SCHEMA_OLDER,
        KIND_SCHEMA_NEWER,
        KIND_KEYRING,
        KIND_KEYRING_LACKS,
        KIND_KEYRING_OTHER_LOG,
        KIND_ROTATION_UNFINISHED,
        KIND_CLOCK_BEHIND,
        KIND_CLOCK_UNSYNCED,
        KIND_BLOB_MISSING,
        KIND_ORPHANS,
        KIND_CALENDAR,
        KIND_CALENDAR_OVER,
        KIND_CALENDAR_ENDS,
        KIND_POLICY,
        KIND_POLICY_FINDING,
        KIND_BANK,
        KIND_BANK_MISSING,
        KIND_COUNT
} DoctorKind;

/* What is known of the database; the lists are NULL where it could not be looked into. */
typedef struct DoctorRows {
        GPtrArray *settings; /* StoreSetting * */
        guint steps_had, steps_known;
        GArray *masters; /* KeyMasterCount */
        GArray *blobs;   /* Uuid, by id */
        char *checkpoint;
        gint64 newest_leaf; /* INSTANT_NONE: none */
} DoctorRows;

typedef struct Doctor {
        const AppConfig *config;
        gint64 now;
        DoctorReport *report;
        const char *check; /* the one under way */
        DoctorRows rows;
        GError *rows_failure; /* why it could not be looked into; NULL: it could */
} Doctor;

/* Notes a finding; `place` may be NULL, and `detail`, a text for both languages. */
void doctor_found(Doctor *doctor, DoctorKind kind, const char *place, const char *detail);

/* Notes a finding whose detail is an error's text. */
void doctor_found_error(Doctor *doctor, DoctorKind kind, const char *place, const GError *error);

/* Looks into the database once, for all checks. */
void doctor_rows_read(Doctor *doctor);
void doctor_rows_clear(DoctorRows *rows);

void doctor_rights(Doctor *doctor);
void doctor_disk(Doctor *doctor);
void doctor_database(Doctor *doctor);
void doctor_schema(Doctor *doctor);
void doctor_keyring(Doctor *doctor);
void doctor_clock(Doctor *doctor);
void doctor_evidence(Doctor *doctor);
void doctor_calendar(Doctor *doctor);
void doctor_policy(Doctor *doctor);
void doctor_bank(Doctor *doctor);
