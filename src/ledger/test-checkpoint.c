/* Tests of signed notes and checkpoints: the example of the Go implementation (golang.org/x/mod/sumdb/note, as its documentation
 * shows it), keys that other implementations made, and every byte of a checkpoint changed. */
#include "ledger/checkpoint.h"

#include <string.h>

#define PETER_KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_TEXT                                                   \
        "If you think cryptography is the answer to your problem,\n" \
        "then you don't know what your problem is.\n"
#define PETER_NOTE            \
        PETER_TEXT            \
        "\n— PeterNeumann " \
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

static const guint8 peter_seed[NOTE_SEED_SIZE] = { 0x81, 0x0a, 0x14, 0x02, 0xd5, 0x14, 0x6c, 0x8d, 0x84, 0xf2, 0x44,
                                                   0x33, 0x30, 0xf5, 0x40, 0x80, 0xeb, 0xf9, 0x8e, 0xe1, 0x7d, 0x9c,
                                                   0x74, 0xf6, 0x25, 0x2f, 0xc5, 0xd5, 0xc7, 0x28, 0x31, 0x73 };
static const guint8 own_seed[NOTE_SEED_SIZE] = { 7 };

static NoteKey key_of(const char *name, const guint8 *seed) {
        NoteKey key;

        g_assert_true(note_key_from_seed(name, seed, &key));
        return key;
}

static void the_go_implementations_example_is_signed_and_opened(void) {
        NoteKey key = key_of("PeterNeumann", peter_seed), parsed;
        g_autofree char *text = note_key_format(&key), *note = note_sign(PETER_TEXT, &key, peter_seed),
                        *opened = NULL;

        g_assert_cmpstr(text, ==, PETER_KEY);
        g_assert_cmpstr(note, ==, PETER_NOTE);
        g_assert_true(note_key_parse(PETER_KEY, &parsed));
        g_assert_cmpint(note_open(PETER_NOTE, strlen(PETER_NOTE), &parsed, &opened), ==, NOTE_GOOD);
        g_assert_cmpstr(opened, ==, PETER_TEXT);
}

static void keys_of_other_implementations_are_read_and_written_back(void) {
        static const char *const keys[] = {
                "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6",
        };

        for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
                g_autofree char *again = NULL;
                NoteKey key;

                g_assert_true(note_key_parse(keys[i], &key));
                again = note_key_format(&key);
                g_assert_cmpstr(again, ==, keys[i]);
        }
}

static void what_is_no_key_is_not_read(void) {
        static const char *const texts[] = {
                "",
                "+",
                "++",
                "PeterNeumann",
                "PeterNeumann+c74f20a3",
                "PeterNeumann+c74f20a3+",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumanN+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW ",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T=",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
        };
        g_autofree char *long_name = g_strnfill(NOTE_NAME_SIZE, 'a');
        NoteKey key;

        for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
                g_assert_false(note_key_parse(texts[i], &key));
        g_assert_false(note_key_from_seed(long_name, own_seed, &key));
        g_assert_false(note_key_from_seed("", own_seed, &key));
        g_assert_false(note_key_from_seed("a+b", own_seed, &key));
        g_assert_false(note_key_from_seed("a b", own_seed, &key));
        g_assert_false(note_key_from_seed("a\nb", own_seed, &key));
        g_assert_false(note_key_from_seed("a\xe3\x80\x80"
                                          "b",
                                          own_seed, &key)); /* an ideographic space */
}

static char *checkpoint_new(guint64 size) {
        NoteKey key = key_of("log.example.com/shiming", own_seed);
        MerkleHash root;

        for (guint i = 0; i < sizeof root.bytes; i++)
                root.bytes[i] = (guint8) i;
        return checkpoint_write(size, &root, &key, own_seed);
}

static void a_checkpoint_is_read_as_it_was_written(void) {
        static const guint64 sizes[] = { 0, 1, 10, 20852163, G_MAXINT64 };
        NoteKey key = key_of("log.example.com/shiming", own_seed);

        for (guint i = 0; i < G_N_ELEMENTS(sizes); i++) {
                g_autofree char *note = checkpoint_new(sizes[i]);
                Checkpoint checkpoint;

                g_assert_cmpint(checkpoint_read(note, strlen(note), &key, &checkpoint), ==, CHECKPOINT_GOOD);
                g_assert_cmpuint(checkpoint.size, ==, sizes[i]);
                g_assert_cmpstr(checkpoint.origin, ==, "log.example.com/shiming");
                g_assert_cmpint(checkpoint.root.bytes[31], ==, 31);
        }
}

static void a_checkpoint_has_the_form_of_the_specification(void) {
        g_autofree char *note = checkpoint_new(20852163);

        g_assert_true(g_str_has_prefix(
                note, "log.example.com/shiming\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n\n"
                      "— log.example.com/shiming "));
        g_assert_true(g_str_has_suffix(note, "\n"));
}

static void every_changed_bit_and_every_cut_of_a_checkpoint_is_refused(void) {
        NoteKey key = key_of("log.example.com/shiming", own_seed);
        g_autofree char *note = checkpoint_new(42);
        gsize size = strlen(note);
        Checkpoint checkpoint;

        for (gsize i = 0; i < size; i++)
                for (guint bit = 0; bit < 8; bit++) {
                        note[i] = (char) (note[i] ^ 1 << bit);
                        g_assert_cmpint(checkpoint_read(note, size, &key, &checkpoint), !=, CHECKPOINT_GOOD);
                        note[i] = (char) (note[i] ^ 1 << bit);
                }
        for (gsize i = 0; i < size; i++)
                g_assert_cmpint(checkpoint_read(note, i, &key, &checkpoint), ==, CHECKPOINT_NOT_A_NOTE);
        g_assert_cmpint(checkpoint_read(note, size, &key, &checkpoint), ==, CHECKPOINT_GOOD);
}

static void the_verdict_says_what_is_wrong(void) {
        NoteKey key = key_of("log.example.com/shiming", own_seed),
                other = key_of("log.example.com/shiming", peter_seed);
        g_autofree char *note = checkpoint_new(42), *changed = g_strdup(note);
        static const struct {
                const char *text;
                CheckpointVerdict verdict;
        } rows[] = {
                { "log.example.com/shiming\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", CHECKPOINT_GOOD },
                { "log.example.com/other\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
                  CHECKPOINT_OTHER_ORIGIN },
                { "log.example.com/shiming\n042\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
                  CHECKPOINT_MALFORMED },
                { "log.example.com/shiming\n-1\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
                  CHECKPOINT_MALFORMED },
                { "log.example.com/shiming\n42 \nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
                  CHECKPOINT_MALFORMED },
                { "log.example.com/shiming\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n",
                  CHECKPOINT_MALFORMED },
                { "log.example.com/shiming\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==\n",
                  CHECKPOINT_MALFORMED },
                { "log.example.com/shiming\n42\n", CHECKPOINT_MALFORMED },
                { "log.example.com/shiming\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nmore\n",
                  CHECKPOINT_MALFORMED },
                { "log.example.com/shiming\n9223372036854775808\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
                  CHECKPOINT_MALFORMED },
        };
        Checkpoint checkpoint;

        g_assert_cmpint(checkpoint_read(note, strlen(note), &other, &checkpoint), ==, CHECKPOINT_OTHER_KEY);
        changed[24] = '5';
        g_assert_cmpint(checkpoint_read(changed, strlen(changed), &key, &checkpoint), ==, CHECKPOINT_BAD_SIGNATURE);
        for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
                g_autofree char *signed_text = note_sign(rows[i].text, &key, own_seed);

                g_assert_cmpint(checkpoint_read(signed_text, strlen(signed_text), &key, &checkpoint), ==,
                                rows[i].verdict);
        }
}

static void signatures_of_others_are_passed_over_and_lines_of_no_form_are_not(void) {
        NoteKey key = key_of("PeterNeumann", peter_seed), other = key_of("witness.example", own_seed);
        g_autofree char *by_other = note_sign(PETER_TEXT, &other, own_seed);
        const char *others_line = by_other + strlen(PETER_TEXT "\n"),
                   *own_line = &PETER_NOTE[strlen(PETER_TEXT "\n")];
        g_autofree char *both = g_strconcat(PETER_TEXT, "\n", others_line, own_line, NULL);
        g_autofree char *broken = g_strconcat(PETER_NOTE, "- PeterNeumann abc\n", NULL);
        g_autofree char *open_end = g_strndup(PETER_NOTE, strlen(PETER_NOTE) - 1);
        g_autofree char *bare = g_strconcat(PETER_TEXT, "\n", NULL);
        g_autoptr(GString) crowd = g_string_new(PETER_TEXT "\n");

        g_assert_cmpint(note_open(both, strlen(both), &key, NULL), ==, NOTE_GOOD);
        g_assert_cmpint(note_open(both, strlen(both), &other, NULL), ==, NOTE_GOOD);
        g_assert_cmpint(note_open(by_other, strlen(by_other), &key, NULL), ==, NOTE_OTHER_KEY);
        g_assert_cmpint(note_open(broken, strlen(broken), &key, NULL), ==, NOTE_MALFORMED);
        g_assert_cmpint(note_open(open_end, strlen(open_end), &key, NULL), ==, NOTE_MALFORMED);
        g_assert_cmpint(note_open(bare, strlen(bare), &key, NULL), ==, NOTE_MALFORMED);
        g_assert_cmpint(note_open("", 0, &key, NULL), ==, NOTE_MALFORMED);
        for (guint i = 0; i <= NOTE_SIGNATURES_MAX; i++)
                g_string_append(crowd, own_line);
        g_assert_cmpint(note_open(crowd->str, crowd->len, &key, NULL), ==, NOTE_MALFORMED);
}

#define ADD(test) g_test_add_func("/checkpoint/" #test, test)

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        ADD(the_go_implementations_example_is_signed_and_opened);
        ADD(keys_of_other_implementations_are_read_and_written_back);
        ADD(what_is_no_key_is_not_read);
        ADD(a_checkpoint_is_read_as_it_was_written);
        ADD(a_checkpoint_has_the_form_of_the_specification);
        ADD(every_changed_bit_and_every_cut_of_a_checkpoint_is_refused);
        ADD(the_verdict_says_what_is_wrong);
        ADD(signatures_of_others_are_passed_over_and_lines_of_no_form_are_not);
        return g_test_run();
}
