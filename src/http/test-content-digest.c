/* Content-Digest as RFC 9530 writes it. */
#include "http/content-digest.h"

#include "base/refusal.h"

/* Of the eighteen bytes {"hello": "world"} and a line feed, as appendix B of RFC 9530 has it. */
#define HELLO "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

static void a_digest_is_read(void) {
        guint8 sha256[CONTENT_DIGEST_SIZE];
        g_autoptr(GError) error = NULL;
        bool given;

        g_assert_true(content_digest_read(HELLO, sha256, &given, &error));
        g_assert_true(given);
        g_assert_cmpint(sha256[0], ==, 0x44);
        g_assert_cmpint(sha256[31], ==, 0x38);
}

static void a_digest_stands_beside_others(void) {
        guint8 sha256[CONTENT_DIGEST_SIZE];
        g_autoptr(GError) error = NULL;
        bool given;

        g_assert_true(content_digest_read("sha-512=:AAAA:, " HELLO, sha256, &given, &error));
        g_assert_true(given);
        g_assert_true(content_digest_read("sha-512=:AAAA:", sha256, &given, &error));
        g_assert_false(given);
        g_assert_true(content_digest_read(NULL, sha256, &given, &error));
        g_assert_false(given);
}

static void a_malformed_digest_is_refused(void) {
        static const char *const malformed[] = {
                "sha-256=",
                "sha-256=:",
                "sha-256=::",
                "sha-256=:AAAA:",
                "sha-256=RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=",
                "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg:",
                "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDh=:",
        };
        guint8 sha256[CONTENT_DIGEST_SIZE];
        bool given;

        for (gsize i = 0; i < G_N_ELEMENTS(malformed); i++) {
                g_autoptr(GError) error = NULL;

                g_assert_false(content_digest_read(malformed[i], sha256, &given, &error));
                g_assert_true(refusal_is(error, REFUSAL_MALFORMED_VALUE));
        }
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_func("/content-digest/a digest is read", a_digest_is_read);
        g_test_add_func("/content-digest/a digest stands beside others", a_digest_stands_beside_others);
        g_test_add_func("/content-digest/a malformed digest is refused", a_malformed_digest_is_refused);
        return g_test_run();
}
