/* The thread that commits batches. */
#include "cli/import-writer.h"

#define BATCH_LINES_MAX 10000
#define BATCH_LINES_MIN 500
#define COMMIT_LONG (2 * INSTANT_SECOND) /* a server that runs meanwhile waits for as long with its own writes */

typedef struct Job {
        ImportBatch *batch;
        ImportReach reach;
} Job;

struct ImportWriter {
        App *app;
        ImportRow *import;
        ImportRejects *rejects;
        bool rehearse;
        GThread *thread;
        GMutex lock; /* of all below */
        GCond changed;
        Job waiting; /* batch NULL: none */
        bool ending, failed;
        GError *error;
        ImportWriterState state;
};

/* False where there is nothing more to do. */
static bool job_take(ImportWriter *writer, Job *job) {
        g_mutex_lock(&writer->lock);
        while (!writer->waiting.batch && !writer->ending)
                g_cond_wait(&writer->changed, &writer->lock);
        *job = writer->waiting;
        writer->waiting.batch = NULL;
        g_cond_broadcast(&writer->changed);
        g_mutex_unlock(&writer->lock);
        return job->batch != NULL;
}

static bool job_run(ImportWriter *writer, const Job *job, GError **error) {
        if (writer->rehearse)
                return app_import_rehearse(writer->app, writer->import, job->batch, &job->reach, import_rejects_keep,
                                           writer->rejects, error);
        return app_import_commit(writer->app, writer->import, job->batch, &job->reach, instant_now(),
                                 import_rejects_keep, writer->rejects, error);
}

/* On a disk that is slow, or busy, batches get shorter. */
static guint lines_adapt(guint lines, gint64 took) {
        if (took > COMMIT_LONG)
                return MAX(lines / 2, BATCH_LINES_MIN);
        return took < COMMIT_LONG / 4 ? MIN(lines * 2, BATCH_LINES_MAX) : lines;
}

static void job_end(ImportWriter *writer, bool done, gint64 took, GError *error) {
        g_mutex_lock(&writer->lock);
        writer->failed = !done;
        writer->error = error;
        writer->state = (ImportWriterState){ .position = writer->import->position,
                                             .lines = writer->import->lines,
                                             .batch_lines = lines_adapt(writer->state.batch_lines, took) };
        g_cond_broadcast(&writer->changed);
        g_mutex_unlock(&writer->lock);
}

static gpointer writer_work(gpointer data) {
        ImportWriter *writer = data;
        bool done = true;
        Job job;

        while (done && job_take(writer, &job)) {
                gint64 begun = g_get_monotonic_time();
                GError *error = NULL;

                done = job_run(writer, &job, &error);
                import_batch_free(job.batch);
                if (done)
                        import_rejects_settle(writer->rejects);
                job_end(writer, done, g_get_monotonic_time() - begun, error);
        }
        return NULL;
}

ImportWriter *import_writer_new(App *app, ImportRow *import, ImportRejects *rejects, bool rehearse) {
        ImportWriter *writer = g_new0(ImportWriter, 1);

        writer->app = app;
        writer->import = import;
        writer->rejects = rejects;
        writer->rehearse = rehearse;
        writer->state = (ImportWriterState){ import->position, import->lines, BATCH_LINES_MAX };
        g_mutex_init(&writer->lock);
        g_cond_init(&writer->changed);
        writer->thread = g_thread_new("import-writer", writer_work, writer);
        return writer;
}

bool import_writer_give(ImportWriter *writer, ImportBatch *batch, const ImportReach *reach) {
        bool taken;

        g_mutex_lock(&writer->lock);
        while (writer->waiting.batch && !writer->failed)
                g_cond_wait(&writer->changed, &writer->lock);
        taken = !writer->failed;
        if (taken)
                writer->waiting = (Job){ batch, *reach };
        g_cond_broadcast(&writer->changed);
        g_mutex_unlock(&writer->lock);
        if (!taken)
                import_batch_free(batch);
        return taken;
}

ImportWriterState import_writer_look(ImportWriter *writer) {
        ImportWriterState state;

        g_mutex_lock(&writer->lock);
        state = writer->state;
        g_mutex_unlock(&writer->lock);
        return state;
}

bool import_writer_end(ImportWriter *writer, GError **error) {
        bool done;

        g_mutex_lock(&writer->lock);
        writer->ending = true;
        g_cond_broadcast(&writer->changed);
        g_mutex_unlock(&writer->lock);
        g_thread_join(writer->thread);
        import_batch_free(writer->waiting.batch);
        done = !writer->failed;
        if (writer->error)
                g_propagate_error(error, writer->error);
        g_mutex_clear(&writer->lock);
        g_cond_clear(&writer->changed);
        g_free(writer);
        return done;
}
