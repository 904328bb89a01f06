/* Reads a certificate and its key; GnuTLS, which libmicrohttpd will hand them to, says whether they fit. */
#include "http/tls.h"

#include "base/refusal.h"

#include <gnutls/gnutls.h>
#include <sodium.h>
#include <string.h>

void tls_pair_clear(TlsPair *pair) {
        g_clear_pointer(&pair->certificate, g_free);
        if (pair->key)
                sodium_memzero(pair->key, strlen(pair->key));
        g_clear_pointer(&pair->key, g_free);
}

static bool file_read(const char *path, char **text, GError **error) {
        g_autoptr(GError) reason = NULL;

        return g_file_get_contents(path, text, NULL, &reason) || fail(error, FAILURE_FILE, "%s", reason->message);
}

static gnutls_datum_t datum(char *text) {
        return (gnutls_datum_t){ (unsigned char *) text, (unsigned int) strlen(text) };
}

static bool pair_fits(const TlsPair *pair, const char *certificate_file, GError **error) {
        gnutls_datum_t certificate = datum(pair->certificate), key = datum(pair->key);
        gnutls_certificate_credentials_t credentials;
        int result = gnutls_certificate_allocate_credentials(&credentials);

        if (result != GNUTLS_E_SUCCESS)
                return fail(error, FAILURE_FILE, "GnuTLS: %s", gnutls_strerror(result));
        result = gnutls_certificate_set_x509_key_mem(credentials, &certificate, &key, GNUTLS_X509_FMT_PEM);
        gnutls_certificate_free_credentials(credentials);
        if (result >= 0)
                return true;
        return refuse(error, REFUSAL_CONFIG_INVALID, NULL, certificate_file, "1",
                      "证书与私钥应为一对 PEM 文件，二者须相符", "give a certificate and its own key, both as PEM",
                      NULL);
}

bool tls_pair_read(const char *certificate_file, const char *key_file, TlsPair *pair, GError **error) {
        g_auto(TlsPair) read = { 0 };

        if (!file_read(certificate_file, &read.certificate, error) || !file_read(key_file, &read.key, error)
            || !pair_fits(&read, certificate_file, error))
                return false;
        *pair = read;
        read = (TlsPair){ 0 };
        return true;
}
