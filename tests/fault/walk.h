/* A way through the product that is gone again and again while something fails under it: an account is registered, an attempt opened,
 * consents, a file and a message given. What fails is carried out by the same request once more, and what was acknowledged is answered
 * as the first time. */
#pragma once

#include "app/app.h"

/* What goes wrong under a walk. */
typedef struct WalkFault {
        void (*arm)(gpointer user);    /* from here on */
        void (*disarm)(gpointer user); /* from here on no more */
        gpointer user;
} WalkFault;

/* Walks once, armed until the first step fails; gives how many failed. Aborts where one fails by anything but a failure of the
 * surroundings, where its repetition does, or where a repetition is answered otherwise. Each walk of an App has another number. */
guint walk_run(App *app, gint number, const WalkFault *fault);

/* Sweeps, and holds the log against the rows and the files: aborts with what does not fit. */
void walk_assert_whole(App *app);
