/* What `shiming serve` counts beside the door: the instance, its jobs, the process itself. */
#pragma once

#include "app/app.h"
#include "jobs/job-counts.h"

typedef struct ServeMeasured {
        App *app;
        const JobCounts *jobs;
} ServeMeasured;

/* An HttpMeasure over a ServeMeasured. */
bool serve_measure(gpointer measured, gint64 now, GString *out, GError **error);
