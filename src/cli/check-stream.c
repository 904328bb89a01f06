/* Millions of numbers through two buffers: no allocation a line, one system call many lines. */
#include "cli/check-stream.h"

#include "base/refusal.h"
#include "domain/numbers.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_BYTES (4 * CHECK_LINE_BYTES_MAX)
#define ANSWER_BYTES_MAX (CHECK_LINE_BYTES_MAX + 64) /* a line, a verdict and a reason */

typedef struct KindName {
        const char *text;
        gsize size;
} KindName;

typedef struct CheckStream {
        int in, out;
        CivilDate today;
        KindName kinds[NUMBER_KIND_COUNT];
        int last_kind; /* lines of one kind often follow each other */
        bool all_valid;
        char *input;
        gsize input_size;
        bool skipping; /* within a line that was too long and is already answered */
        char *output;
        gsize output_size;
} CheckStream;

static bool output_flush(CheckStream *stream, GError **error) {
        for (gsize written = 0; written < stream->output_size;) {
                ssize_t count = write(stream->out, stream->output + written, stream->output_size - written);

                if (count < 0 && errno != EINTR)
                        return fail(error, FAILURE_FILE, "write: %s", g_strerror(errno));
                written += count > 0 ? (gsize) count : 0;
        }
        stream->output_size = 0;
        return true;
}

static void output_append(CheckStream *stream, const char *text, gsize size) {
        memcpy(stream->output + stream->output_size, text, size);
        stream->output_size += size;
}

static bool kind_find(CheckStream *stream, const char *text, gsize size, NumberKind *kind) {
        for (int i = 0; i < NUMBER_KIND_COUNT; i++) {
                int candidate = (stream->last_kind + i) % NUMBER_KIND_COUNT;
                const KindName *name = &stream->kinds[candidate];

                if (name->size == size && memcmp(name->text, text, size) == 0) {
                        stream->last_kind = candidate;
                        *kind = (NumberKind) candidate;
                        return true;
                }
        }
        return false;
}

/* One answer. There is room for it: see lines_answer(). */
static void answer_write(CheckStream *stream, NumberReason reason, const char *kind, gsize kind_size,
                         const char *number, gsize number_size) {
        const char *name = enum_name(&number_reason_names, (int) reason);
        char *column;

        if (reason == NUMBER_VALID) {
                output_append(stream, "valid\t", 6);
        } else {
                output_append(stream, "invalid\t", 8);
                stream->all_valid = false;
        }
        output_append(stream, kind, kind_size);
        output_append(stream, "\t", 1);
        column = stream->output + stream->output_size;
        output_append(stream, number, number_size);
        if (reason == NUMBER_MALFORMED_LINE) {
                for (gsize i = 0; i < number_size; i++)
                        column[i] = column[i] == '\t' ? ' ' : column[i];
        }
        output_append(stream, "\t", 1);
        output_append(stream, name, strlen(name));
        output_append(stream, "\n", 1);
}

static void line_answer(CheckStream *stream, const char *line, gsize size) {
        const char *tab, *number;
        gsize kind_size, number_size;
        NumberVerdict verdict;
        NumberKind kind;

        if (size > 0 && line[size - 1] == '\r')
                size--;
        tab = memchr(line, '\t', size);
        if (!tab) {
                answer_write(stream, NUMBER_MALFORMED_LINE, line, size, "", 0);
                return;
        }
        kind_size = (gsize) (tab - line);
        number = tab + 1;
        number_size = size - kind_size - 1;
        if (kind_size == 0 || memchr(number, '\t', number_size))
                verdict.reason = NUMBER_MALFORMED_LINE;
        else if (!kind_find(stream, line, kind_size, &kind))
                verdict.reason = NUMBER_UNKNOWN_KIND;
        else
                number_check(kind, number, number_size, stream->today, &verdict);
        answer_write(stream, verdict.reason, line, kind_size, number, number_size);
}

/* Answers a line that is too long by its beginning; the rest will be skipped. */
static void long_line_answer(CheckStream *stream, const char *line) {
        const char *tab = memchr(line, '\t', 32);

        answer_write(stream, NUMBER_MALFORMED_LINE, line, tab ? (gsize) (tab - line) : 0, "", 0);
        stream->skipping = true;
}

/* Answers the whole lines in the input and moves what is left of it to its front. */
static bool lines_answer(CheckStream *stream, GError **error) {
        char *line = stream->input, *end = stream->input + stream->input_size, *feed;

        while ((feed = memchr(line, '\n', (gsize) (end - line)))) {
                gsize size = (gsize) (feed - line);

                if (stream->output_size + ANSWER_BYTES_MAX > BUFFER_BYTES && !output_flush(stream, error))
                        return false;
                if (stream->skipping)
                        stream->skipping = false;
                else if (size > CHECK_LINE_BYTES_MAX) {
                        long_line_answer(stream, line);
                        stream->skipping = false;
                } else
                        line_answer(stream, line, size);
                line = feed + 1;
        }
        if (!stream->skipping && end - line > CHECK_LINE_BYTES_MAX) {
                if (stream->output_size + ANSWER_BYTES_MAX > BUFFER_BYTES && !output_flush(stream, error))
                        return false;
                long_line_answer(stream, line);
        }
        stream->input_size = stream->skipping ? 0 : (gsize) (end - line);
        memmove(stream->input, line, stream->input_size);
        return true;
}

/* Reads and answers until the end. Gives false after a failure. */
static bool stream_run(CheckStream *stream, GError **error) {
        for (;;) {
                ssize_t count;

                if (!output_flush(stream, error))
                        return false;
                count = read(stream->in, stream->input + stream->input_size, BUFFER_BYTES - stream->input_size);
                if (count < 0 && errno == EINTR)
                        continue;
                if (count < 0)
                        return fail(error, FAILURE_FILE, "read: %s", g_strerror(errno));
                if (count == 0)
                        break;
                stream->input_size += (gsize) count;
                if (!lines_answer(stream, error))
                        return false;
        }
        if (stream->input_size > 0)
                line_answer(stream, stream->input, stream->input_size);
        return output_flush(stream, error);
}

bool check_stream(int in, int out, CivilDate today, bool *all_valid, GError **error) {
        g_autofree char *input = g_malloc(BUFFER_BYTES), *output = g_malloc(BUFFER_BYTES);
        CheckStream stream = {
                .in = in, .out = out, .today = today, .all_valid = true, .input = input, .output = output
        };

        for (int i = 0; i < NUMBER_KIND_COUNT; i++) {
                const char *name = enum_name(&number_kind_names, i);

                stream.kinds[i] = (KindName){ name, strlen(name) };
        }
        if (!stream_run(&stream, error))
                return false;
        *all_valid = stream.all_valid;
        return true;
}
