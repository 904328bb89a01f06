/* The check-up of an instance: looks at everything it stands on, changes nothing, and says of each thing that is wrong how to
 * mend it. Works where the instance cannot be opened. */
#pragma once

#include "app/config.h"
#include "base/language.h"

#include <stdbool.h>

typedef enum DoctorState { DOCTOR_GOOD, DOCTOR_WARNING, DOCTOR_WRONG } DoctorState;

/* One thing that is not as it should be. */
typedef struct DoctorFinding {
        const char *check;            /* the check that found it: "disk" */
        const char *kind;             /* "disk-low" */
        DoctorState state;            /* DOCTOR_WARNING, DOCTOR_WRONG */
        char *place;                  /* a path, a setting; NULL for none */
        char *detail[LANGUAGE_COUNT]; /* may be NULL */
        const char *what[LANGUAGE_COUNT], *mend[LANGUAGE_COUNT];
} DoctorFinding;

typedef struct DoctorCheck {
        const char *name;
        const char *about[LANGUAGE_COUNT];
        DoctorState state; /* the worst of its findings */
} DoctorCheck;

typedef struct DoctorReport {
        GArray *checks;      /* DoctorCheck, in their order */
        GPtrArray *findings; /* DoctorFinding *, in the order of the checks */
        guint wrong;         /* findings that must be mended */
} DoctorReport;

void doctor_report_clear(DoctorReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DoctorReport, doctor_report_clear)

/* Looks at the instance. What cannot be looked at is a finding: it never fails. */
void app_doctor(const AppConfig *config, gint64 now, DoctorReport *report);
