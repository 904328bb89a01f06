/* Gathers the counters of a serving process. The names of the process's own are those that Prometheus's client libraries
 * agree on. */
#include "cli/serve-measures.h"

#include "app/measures.h"
#include "base/exposition.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static void descriptors_write(GString *out) {
        g_autoptr(GDir) open = g_dir_open("/proc/self/fd", 0, NULL);
        guint64 count = 0;

        if (!open)
                return;
        while (g_dir_read_name(open))
                count++;
        exposition_family(out, "process_open_fds", "gauge", "Open file descriptors.");
        exposition_count(out, "process_open_fds", count, NULL);
}

/* proc(5): the second number of statm is the resident set in pages. */
static void memory_write(GString *out) {
        g_autofree char *statm = NULL;
        unsigned long resident;

        if (!g_file_get_contents("/proc/self/statm", &statm, NULL, NULL) || sscanf(statm, "%*u %lu", &resident) != 1)
                return;
        exposition_family(out, "process_resident_memory_bytes", "gauge", "Resident memory.");
        exposition_count(out, "process_resident_memory_bytes", (guint64) resident * (guint64) sysconf(_SC_PAGESIZE),
                         NULL);
}

static void processor_write(GString *out) {
        struct timespec used;

        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        exposition_family(out, "process_cpu_seconds_total", "counter", "Processor time used.");
        exposition_value(out, "process_cpu_seconds_total", (double) used.tv_sec + (double) used.tv_nsec / 1e9, NULL);
}

bool serve_measure(gpointer measured, gint64 now, GString *out, GError **error) {
        const ServeMeasured *of = measured;

        if (!app_measures_write(of->app, now, out, error))
                return false;
        job_counts_write(of->jobs, out);
        exposition_family(out, "shiming_build_info", "gauge", "1, with the version of the program.");
        exposition_count(out, "shiming_build_info", 1, "version", SHIMING_VERSION, NULL);
        descriptors_write(out);
        memory_write(out);
        processor_write(out);
        return true;
}
