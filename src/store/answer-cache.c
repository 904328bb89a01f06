/* A set-associative table beside the mark of the database for which its answers hold. */
#include "store/answer-cache.h"

#include <stdatomic.h>
#include <string.h>

#define ROW_ANSWERS 16 /* with 100,000 accounts asked for, two of a hundred find their row full; of 8 it were six */
#define ROWS (ANSWERS_MAX / ROW_ANSWERS)
#define MARK_CHANGES 8      /* offset of the counter of commits */
#define MARK_INITIALISED 12 /* offset of the byte that is 1 once the header says something */

/* The header is there twice, the second copy written first: https://www.sqlite.org/walformat.html, "The WAL-Index Format". It lies
 * in memory that all who have the database open share, and who commits changes it before saying so. */
typedef struct IndexHeaders {
        StoreMark first, second;
} IndexHeaders;

typedef struct CacheRow {
        guint64 generation; /* the answers are of this one; of another: the row is empty */
        guint used, next;   /* how many are there; which gives way to the next */
        Uuid accounts[ROW_ANSWERS];
        VerifiedAs answers[ROW_ANSWERS];
} CacheRow;

struct AnswerCache {
        const IndexHeaders *index;
        GMutex lock;
        StoreMark mark;     /* the state that the answers of this generation hold for */
        guint64 generation; /* 1 and up */
        bool committing;    /* this process is about to move the mark on, and will say what became of the answers */
        StoreMark before;
        CacheRow rows[ROWS]; /* zeroed pages, which the system gives as they are touched */
};

AnswerCache *answer_cache_new(gconstpointer index) {
        AnswerCache *cache = g_new0(AnswerCache, 1);

        G_STATIC_ASSERT(sizeof(IndexHeaders) == 96);
        g_mutex_init(&cache->lock);
        cache->index = index;
        cache->generation = 1;
        return cache;
}

void answer_cache_free(AnswerCache *cache) {
        if (!cache)
                return;
        g_mutex_clear(&cache->lock);
        g_free(cache);
}

/* False in the midst of a commit: both copies are alike unless somebody is writing them. */
static bool mark_read(const IndexHeaders *index, StoreMark *mark) {
        StoreMark second;

        atomic_thread_fence(memory_order_seq_cst);
        *mark = index->first;
        atomic_thread_fence(memory_order_seq_cst);
        second = index->second;
        return memcmp(mark, &second, sizeof second) == 0 && mark->bytes[MARK_INITIALISED];
}

static bool mark_equal(const StoreMark *one, const StoreMark *other) {
        return memcmp(one, other, sizeof *one) == 0;
}

/* Forgets all answers and begins with those of another state. */
static void cache_turn(AnswerCache *cache, const StoreMark *mark) {
        cache->mark = *mark;
        cache->generation++;
}

static CacheRow *cache_row(AnswerCache *cache, const Uuid *account) {
        return &cache->rows[uuid_key_hash(account) % ROWS];
}

/* Turns to the state of an answer that was just read. False where that state is over already: whoever read before a commit and comes
 * after it must not throw away what goes on to hold. */
static bool cache_follow(AnswerCache *cache, const StoreMark *mark) {
        StoreMark now;

        if (cache->committing || !mark_read(cache->index, &now) || !mark_equal(mark, &now))
                return false;
        cache_turn(cache, mark);
        return true;
}

bool answer_cache_find(AnswerCache *cache, const Uuid *account, VerifiedAs *answer, StoreMark *mark) {
        CacheRow *row = cache_row(cache, account);
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&cache->lock);

        if (!mark_read(cache->index, mark)) {
                *mark = (StoreMark){ { 0 } };
                return false;
        }
        if (!mark_equal(mark, &cache->mark) || row->generation != cache->generation)
                return false;
        for (guint i = 0; i < row->used; i++) {
                if (!uuid_equal(&row->accounts[i], account))
                        continue;
                *answer = row->answers[i];
                return true;
        }
        return false;
}

void answer_cache_put(AnswerCache *cache, const Uuid *account, const VerifiedAs *answer, const StoreMark *mark) {
        CacheRow *row = cache_row(cache, account);
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&cache->lock);

        if (!mark->bytes[MARK_INITIALISED] || !(mark_equal(mark, &cache->mark) || cache_follow(cache, mark)))
                return;
        if (row->generation != cache->generation)
                *row = (CacheRow){ .generation = cache->generation };
        row->accounts[row->next] = *account;
        row->answers[row->next] = *answer;
        row->next = (row->next + 1) % ROW_ANSWERS;
        row->used = MIN(row->used + 1, ROW_ANSWERS);
}

void answer_cache_commit_begin(AnswerCache *cache) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&cache->lock);

        cache->committing = mark_read(cache->index, &cache->before);
}

static guint32 mark_changes(const StoreMark *mark) {
        guint32 changes;

        memcpy(&changes, mark->bytes + MARK_CHANGES, sizeof changes);
        return changes;
}

/* The answers go on to hold where the one commit between the two marks is ours and left the table alone. */
void answer_cache_commit_end(AnswerCache *cache, bool changed) {
        g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&cache->lock);
        bool ours = cache->committing && mark_equal(&cache->before, &cache->mark);
        StoreMark after;

        cache->committing = false;
        if (!mark_read(cache->index, &after) || mark_equal(&after, &cache->mark))
                return;
        if (ours && !changed && mark_changes(&after) == mark_changes(&cache->before) + 1)
                cache->mark = after;
        else
                cache_turn(cache, &after);
}
