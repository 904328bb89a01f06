/* Runs what the pools are given. */
#include "http/work.h"

void work_run(gpointer work, gpointer unused G_GNUC_UNUSED) {
        const Work *piece = work;

        piece->run(piece->subject);
}
