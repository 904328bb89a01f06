/* The configuration: a table of what the file may say, and what a data folder says without one. */
#include "app/config.h"

#include "base/refusal.h"
#include "domain/yaml-file.h"
#include "ledger/note.h"
#include "partners/corporate-transfer.h"

#include <string.h>

#define TEXT_BYTES_MAX 1000
#define TEXT(key, member) CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, ConfigEntries, member, 1, TEXT_BYTES_MAX)
#define TEXT_OR_NONE(key, member)                                                                       \
        CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, ConfigEntries, member, 1, \
                               TEXT_BYTES_MAX)

typedef struct ConfigEntries {
        char *store, *owner_store, *keyring, *evidence, *policy, *calendar, *listen, *public_url, *log_origin;
        char *tls_certificate, *tls_key, *log_file;
        bool behind_proxy;
        BankAccount *bank;
        Limits limits;
} ConfigEntries;

#define BANK_TEXT(key, member) CYAML_FIELD_STRING_PTR(key, CYAML_FLAG_POINTER, BankAccount, member, 1, TEXT_BYTES_MAX)

/* clang-format off */
static const cyaml_schema_field_t bank_fields[] = {
        BANK_TEXT("name", name),
        BANK_TEXT("account", account),
        BANK_TEXT("cnaps", cnaps),
        CYAML_FIELD_END };

static const cyaml_schema_field_t config_fields[] = {
        TEXT("store", store),
        TEXT_OR_NONE("owner-store", owner_store),
        TEXT("keyring", keyring),
        TEXT("evidence", evidence),
        TEXT_OR_NONE("policy", policy),
        TEXT_OR_NONE("calendar", calendar),
        TEXT_OR_NONE("listen", listen),
        TEXT_OR_NONE("public-url", public_url),
        CYAML_FIELD_BOOL("behind-proxy", CYAML_FLAG_OPTIONAL, ConfigEntries, behind_proxy),
        TEXT_OR_NONE("tls-certificate", tls_certificate),
        TEXT_OR_NONE("tls-key", tls_key),
        TEXT_OR_NONE("log-file", log_file),
        TEXT_OR_NONE("log-origin", log_origin),
        CYAML_FIELD_MAPPING_PTR("bank", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, ConfigEntries, bank, bank_fields),
        CYAML_FIELD_MAPPING("limits", CYAML_FLAG_OPTIONAL, ConfigEntries, limits, limits_fields),
        CYAML_FIELD_END };
/* clang-format on */

static const cyaml_schema_value_t config_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, ConfigEntries,
                                                                        config_fields) };

static const cyaml_schema_value_t bank_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, BankAccount, bank_fields) };

void bank_account_free(BankAccount *account) {
        if (!account)
                return;
        g_free(account->name);
        g_free(account->account);
        g_free(account->cnaps);
        g_free(account);
}

static BankAccount *bank_account_copy(const BankAccount *entries) {
        BankAccount *account = g_new0(BankAccount, 1);

        *account = (BankAccount){ .name = g_strdup(entries->name),
                                  .account = g_strdup(entries->account),
                                  .cnaps = g_strdup(entries->cnaps) };
        return account;
}

/* What the payment file would refuse is better said at the start. */
static bool bank_fits(const YamlFile *file, const BankAccount *bank, const char *place, GError **error) {
        g_autofree char *cnaps_at = g_strconcat(place, "/cnaps", NULL);
        g_autofree char *account_at = g_strconcat(place, "/account", NULL);

        if (strlen(bank->cnaps) != CNAPS_LENGTH || bank->cnaps[strspn(bank->cnaps, "0123456789")])
                return yaml_file_refuse(file, LOCAL_TEXT("cnaps 写成 12 位数字的联行号", "write cnaps as 12 digits"),
                                        error, "%s", cnaps_at);
        if (strlen(bank->account) > PAYMENT_ACCOUNT_LENGTH_MAX || bank->account[strspn(bank->account, "0123456789-")])
                return yaml_file_refuse(file,
                                        LOCAL_TEXT("account 写成至多 34 位数字或连字符",
                                                   "write account in digits and hyphens, 34 at most"),
                                        error, "%s", account_at);
        return true;
}

void app_config_free(AppConfig *config) {
        if (!config)
                return;
        g_free(config->store);
        g_free(config->owner_store);
        g_free(config->keyring);
        g_free(config->evidence);
        g_free(config->policy);
        g_free(config->calendar);
        g_free(config->listen);
        g_free(config->public_url);
        g_free(config->tls_certificate);
        g_free(config->tls_key);
        g_free(config->log_file);
        g_free(config->log_origin);
        bank_account_free(config->bank);
        g_free(config->bank_file);
        g_free(config->limits_file);
        g_free(config);
}

GBytes *app_file_read(const char *path, GError **error) {
        g_autoptr(GError) reason = NULL;
        char *text;
        gsize size;

        if (g_file_get_contents(path, &text, &size, &reason))
                return g_bytes_new_take(text, size);
        fail(error, FAILURE_FILE, "%s", reason->message);
        return NULL;
}

AppConfig *app_config_of_folder(const char *folder) {
        g_autofree char *whole = g_canonicalize_filename(folder, NULL);
        AppConfig *config = g_new0(AppConfig, 1);

        config->store = g_build_filename(whole, "shiming.db", NULL);
        config->keyring = g_build_filename(whole, "keyring", NULL);
        config->evidence = g_build_filename(whole, "evidence", NULL);
        config->policy = g_build_filename(whole, "policy.yaml", NULL);
        config->calendar = g_build_filename(whole, "calendar.yaml", NULL);
        config->listen = g_strdup(CONFIG_LISTEN);
        config->log_origin = g_strdup(CONFIG_LOG_ORIGIN);
        config->bank_file = g_build_filename(whole, "bank.yaml", NULL);
        config->limits = limits_default();
        config->limits_file = g_build_filename(whole, "limits.yaml", NULL);
        return config;
}

/* A connection string has a '=' or "://" before the first lone slash; all else is a path. */
static bool location_is_path(const char *location) {
        return !strstr(location, "://") && !memchr(location, '=', strcspn(location, "/"));
}

static bool url_is_plain(const char *url) {
        g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);

        return uri && (g_str_equal(g_uri_get_scheme(uri), "https") || g_str_equal(g_uri_get_scheme(uri), "http"))
               && g_uri_get_host(uri) && *g_uri_get_host(uri) && !*g_uri_get_path(uri) && !g_uri_get_query(uri)
               && !g_uri_get_fragment(uri) && !g_uri_get_userinfo(uri);
}

/* C2SP tlog-checkpoint and signed-note: an origin without white space and without a plus; it is also the key's name. */
static bool origin_is_plain(const char *origin) {
        for (const char *c = origin; *c; c++) {
                if (!g_ascii_isgraph(*c) || *c == '+')
                        return false;
        }
        return *origin && strlen(origin) < NOTE_NAME_SIZE;
}

static bool entries_fit(const YamlFile *file, const ConfigEntries *entries, GError **error) {
        if (entries->public_url && !url_is_plain(entries->public_url))
                return yaml_file_refuse(file,
                                        LOCAL_TEXT("public-url 写成 https://主机[:端口]，末尾不带斜杠",
                                                   "write public-url as https://HOST[:PORT] without a closing slash"),
                                        error, "/public-url");
        if (entries->log_origin && !origin_is_plain(entries->log_origin))
                return yaml_file_refuse(
                        file,
                        LOCAL_TEXT("log-origin 为 1 至 127 个可见的 ASCII 字符，不含空格和加号",
                                   "log-origin takes 1 to 127 visible ASCII characters without spaces and '+'"),
                        error, "/log-origin");
        if (!entries->tls_certificate != !entries->tls_key)
                return yaml_file_refuse(file,
                                        LOCAL_TEXT("tls-certificate 与 tls-key 须一并写出",
                                                   "give tls-certificate and tls-key, both or neither"),
                                        error, entries->tls_key ? "/tls-key" : "/tls-certificate");
        return !entries->bank || bank_fits(file, entries->bank, "/bank", error);
}

static char *path_from(const char *folder, const char *path) {
        return path ? g_canonicalize_filename(path, folder) : NULL;
}

static AppConfig *config_from_entries(const ConfigEntries *entries, const char *folder) {
        AppConfig *config = g_new0(AppConfig, 1);

        config->store =
                location_is_path(entries->store) ? path_from(folder, entries->store) : g_strdup(entries->store);
        config->owner_store = g_strdup(entries->owner_store);
        config->keyring = path_from(folder, entries->keyring);
        config->evidence = path_from(folder, entries->evidence);
        config->policy = path_from(folder, entries->policy);
        config->calendar = path_from(folder, entries->calendar);
        config->listen = g_strdup(entries->listen ? entries->listen : CONFIG_LISTEN);
        config->public_url = g_strdup(entries->public_url);
        config->behind_proxy = entries->behind_proxy;
        config->tls_certificate = path_from(folder, entries->tls_certificate);
        config->tls_key = path_from(folder, entries->tls_key);
        config->log_file = path_from(folder, entries->log_file);
        config->log_origin = g_strdup(entries->log_origin ? entries->log_origin : CONFIG_LOG_ORIGIN);
        config->bank = entries->bank ? bank_account_copy(entries->bank) : NULL;
        config->limits = entries->limits;
        return config;
}

AppConfig *app_config_load(const char *path, GError **error) {
        g_autofree char *whole = g_canonicalize_filename(path, NULL);
        g_autofree char *folder = g_path_get_dirname(whole);
        g_autofree char *name = g_path_get_basename(whole);
        g_autoptr(GBytes) text = app_file_read(path, error);
        g_autoptr(YamlFile) file = NULL;
        ConfigEntries *entries;

        if (!text)
                return NULL;
        file = yaml_file_read(name, g_bytes_get_data(text, NULL), g_bytes_get_size(text), &config_schema,
                              REFUSAL_CONFIG_INVALID, error);
        if (!file)
                return NULL;
        entries = yaml_file_root(file);
        if (!entries_fit(file, entries, error)
            || !limits_complete(&entries->limits, file, "/limits", entries->behind_proxy, error))
                return NULL;
        return config_from_entries(entries, folder);
}

bool app_config_limits(const AppConfig *config, Limits *limits, GError **error) {
        if (config->limits_file && g_file_test(config->limits_file, G_FILE_TEST_EXISTS))
                return limits_load(config->limits_file, limits, error);
        *limits = config->limits;
        return true;
}

BankAccount *bank_account_load(const char *path, GError **error) {
        g_autofree char *name = g_path_get_basename(path);
        g_autoptr(GBytes) text = app_file_read(path, error);
        g_autoptr(YamlFile) file = NULL;

        if (!text)
                return NULL;
        file = yaml_file_read(name, g_bytes_get_data(text, NULL), g_bytes_get_size(text), &bank_schema,
                              REFUSAL_CONFIG_INVALID, error);
        return file && bank_fits(file, yaml_file_root(file), "", error) ? bank_account_copy(yaml_file_root(file))
                                                                        : NULL;
}
