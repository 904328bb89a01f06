/* A piece of work for the pools of workers. */
#pragma once

#include <glib.h>

typedef struct Work {
        void (*run)(gpointer subject); /* drops the reference that the work held */
        gpointer subject;
} Work;

/* What the pools run: `work` as pushed. */
void work_run(gpointer work, gpointer unused);
