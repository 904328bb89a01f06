/* Where an instance keeps its things and how it is reached: a data folder as `shiming init` makes it, or a file:
 *
 *     store: postgresql://shiming@db/shiming   # or a path of SQLite
 *     owner-store: postgresql://owner@db/shiming
 *     keyring: /etc/shiming/keyring
 *     evidence: /var/lib/shiming/evidence
 *     policy: /etc/shiming/policy.yaml         # without it the compiled-in one
 *     calendar: /etc/shiming/calendar.yaml     # likewise
 *     listen: 127.0.0.1:8080
 *     public-url: https://id.example.com
 *     behind-proxy: true
 *     tls-certificate: /etc/shiming/tls.pem    # with its chain; both or neither
 *     tls-key: /etc/shiming/tls.key
 *     log-file: /var/log/shiming/shiming.log   # without it the log goes to standard error
 *     log-origin: id.example.com/log
 *     limits:                                  # see limit-table.h
 *       connections: 4096
 *     bank:                                    # from which companies are paid; needed for payment files only
 *       name: 某某云计算有限公司
 *       account: "3301040160000012345"
 *       cnaps: "102100099996"
 *
 * In a data folder the lines of `bank` and of `limits` stand in files of their own, bank.yaml and limits.yaml, which need not be
 * there.
 * store, keyring and evidence must be there; paths are taken from the folder of the file. */
#pragma once

#include "app/limit-table.h"

#include <glib.h>
#include <stdbool.h>

#define CONFIG_LISTEN "127.0.0.1:8080"
#define CONFIG_LOG_ORIGIN "shiming.local/log"

/* A bank account of the platform's own. */
typedef struct BankAccount {
        char *name, *account, *cnaps; /* cnaps: the 12 digits of the branch's clearing code */
} BankAccount;

void bank_account_free(BankAccount *account); /* takes NULL */

/* Reads bank.yaml. The caller frees the result; NULL: REFUSAL_CONFIG_INVALID, FAILURE_FILE. */
BankAccount *bank_account_load(const char *path, GError **error);

typedef struct AppConfig {
        char *store;       /* as StoreOptions.location */
        char *owner_store; /* as StoreOptions.owner_location; NULL: none */
        char *keyring, *evidence;
        char *policy, *calendar; /* NULL: the compiled-in one */
        char *listen;            /* ADDRESS:PORT */
        char *public_url;        /* without a closing slash; NULL: http:// and the address listened on */
        bool behind_proxy;
        char *tls_certificate, *tls_key; /* PEM files; NULL: without TLS */
        char *log_file;                  /* NULL: standard error */
        char *log_origin;
        BankAccount *bank; /* NULL: none given here */
        char *bank_file;   /* a bank.yaml that may be there; NULL: none */
        Limits limits;
        char *limits_file; /* a limits.yaml that may be there; NULL: none */
} AppConfig;

/* The configuration of a data folder. Looks at nothing. The caller frees it. */
AppConfig *app_config_of_folder(const char *folder);

/* Reads a configuration file. The caller frees the result.
 * Refuses REFUSAL_CONFIG_INVALID with file, line and mend; fails with FAILURE_FILE. */
AppConfig *app_config_load(const char *path, GError **error);

/* The limits in force: the configuration's, or those of its limits.yaml where that is there. Refuses and fails as
 * limits_load(). */
bool app_config_limits(const AppConfig *config, Limits *limits, GError **error);

void app_config_free(AppConfig *config); /* takes NULL */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AppConfig, app_config_free)

/* Reads a whole file. The caller frees the result. Fails with FAILURE_FILE. */
GBytes *app_file_read(const char *path, GError **error);
