/* The certificate and key that the server shows: read, and proven to fit, before anything relies on them. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* GnuTLS's priorities: TLS 1.2 and 1.3 only, keys of their own for each connection (no static RSA), 128 bits at least. */
#define TLS_PRIORITIES "SECURE128:+SECURE192:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:%SERVER_PRECEDENCE"

/* Both as PEM texts, closed by NUL. */
typedef struct TlsPair {
        char *certificate; /* with those that lead to a root, the server's own first */
        char *key;         /* wiped when it is freed */
} TlsPair;

void tls_pair_clear(TlsPair *pair);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TlsPair, tls_pair_clear)

/* Reads two PEM files. The caller clears `pair`; untouched on failure.
 * Refuses REFUSAL_CONFIG_INVALID: no PEM, or the key is not the certificate's. Fails with FAILURE_FILE. */
bool tls_pair_read(const char *certificate_file, const char *key_file, TlsPair *pair, GError **error);
