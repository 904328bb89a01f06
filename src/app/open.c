/* From a configuration to an App, and back. */
#include "app/open.h"

#include "app/api-key-cache.h"
#include "app/documents.h"
#include "app/help-views.h"
#include "app/help.h"
#include "app/prove.h"
#include "app/session-touch.h"
#include "app/sign-in-delays.h"
#include "domain/policy-check.h"
#include "partners/enterprise-alipay.h"
#include "store/documents.h"

static bool vault_of(App *app, const AppConfig *config, GError **error) {
        Keyring *keyring = keyring_load(config->keyring, error);

        if (keyring)
                app->vault = vault_open(keyring, VAULT_CACHED_KEYS);
        return app->vault != NULL;
}

static bool policy_of(App *app, const AppConfig *config, GBytes **text, GError **error) {
        g_autofree char *name = config->policy ? g_path_get_basename(config->policy) : NULL;
        gsize size;
        const char *builtin = policy_builtin_text(&size);

        *text = config->policy ? app_file_read(config->policy, error) : g_bytes_new(builtin, size);
        if (*text)
                app->policy = policy_load(name ? name : "policy.yaml", g_bytes_get_data(*text, NULL),
                                          g_bytes_get_size(*text), error);
        return app->policy != NULL;
}

static bool calendar_of(App *app, const AppConfig *config, GError **error) {
        g_autofree char *name = config->calendar ? g_path_get_basename(config->calendar) : NULL;
        g_autoptr(GBytes) text = config->calendar ? app_file_read(config->calendar, error) : NULL;

        if (!config->calendar)
                app->calendar = calendar_builtin();
        else if (text)
                app->calendar = calendar_load(name, g_bytes_get_data(text, NULL), g_bytes_get_size(text), error);
        return app->calendar != NULL;
}

/* A policy that loads can still strand a holder: one with findings is never put in force. */
static bool policy_is_sound(const App *app, const AppConfig *config, GError **error) {
        g_autofree char *name = config->policy ? g_path_get_basename(config->policy) : g_strdup("policy.yaml");
        g_autoptr(GArray) findings = policy_check(app->policy, app->calendar);
        const PolicyFinding *first = findings->len > 0 ? &g_array_index(findings, PolicyFinding, 0) : NULL;
        g_autofree char *line = first ? g_strdup_printf("%u", first->line) : NULL;

        return !first
               || refuse(error, REFUSAL_POLICY_INVALID, NULL, name, line, first->what.in[LANGUAGE_ZH],
                         first->what.in[LANGUAGE_EN], NULL);
}

static bool bank_of(App *app, const AppConfig *config, GError **error) {
        if (config->bank) {
                app->bank = g_new0(BankAccount, 1);
                *app->bank = (BankAccount){ .name = g_strdup(config->bank->name),
                                            .account = g_strdup(config->bank->account),
                                            .cnaps = g_strdup(config->bank->cnaps) };
                return true;
        }
        if (!config->bank_file || !g_file_test(config->bank_file, G_FILE_TEST_EXISTS))
                return true;
        app->bank = bank_account_load(config->bank_file, error);
        return app->bank != NULL;
}

App *app_open(const AppConfig *config, gint64 now, GError **error) {
        StoreOptions options = { .location = config->store, .owner_location = config->owner_store };
        Limits limits;
        g_autoptr(App) app = g_new0(App, 1);
        g_autoptr(GBytes) policy_text = NULL;

        if (!app_config_limits(config, &limits, error))
                return NULL;
        options.connections_max = limits.database_connections_max;
        app->public_url =
                config->public_url ? g_strdup(config->public_url) : g_strconcat("http://", config->listen, NULL);
        app->log_origin = g_strdup(config->log_origin);
        app->passwords = passwords_new(PASSWORD_PASSES, PASSWORD_MEMORY_BYTES);
        app->documents = documents_new();
        app->alipay = alipay_attestation_new();
        app->sign_in_delays = sign_in_delays_new();
        app->api_keys = api_key_cache_new();
        if (!vault_of(app, config, error) || !policy_of(app, config, &policy_text, error)
            || !calendar_of(app, config, error) || !policy_is_sound(app, config, error)
            || !bank_of(app, config, error))
                return NULL;
        app->store = store_open(&options, error);
        if (!app->store)
                return NULL;
        app->touches = session_touches_new(app->store);
        app->help_views = help_views_new();
        app->blobs = blobs_open(config->evidence, error);
        if (!app->blobs
            || !documents_enforce(app->documents, app->store, app->policy, policy_text, app->calendar, now, error)
            || !app_help_draw(app, now, error) || !app_prove_owed(app, now, error))
                return NULL;
        return g_steal_pointer(&app);
}

void app_close(App *app) {
        if (!app)
                return;
        session_touches_free(app->touches);
        help_views_close(app);
        g_clear_pointer(&app->store, store_close);
        g_clear_pointer(&app->blobs, blobs_close);
        documents_free(app->documents);
        g_clear_pointer(&app->policy, policy_unref);
        calendar_unref(app->calendar);
        for (guint i = 0; i < G_N_ELEMENTS(app->blank_forms); i++)
                g_clear_pointer(&app->blank_forms[i], g_bytes_unref);
        api_key_cache_free(app->api_keys);
        sign_in_delays_free(app->sign_in_delays);
        g_clear_pointer(&app->vault, vault_close);
        passwords_free(app->passwords);
        enterprise_alipay_free(app->alipay);
        bank_account_free(app->bank);
        g_free(app->public_url);
        g_free(app->log_origin);
        json_decref(app->sample);
        g_free(app);
}

static bool policy_is_there(StoreTx *tx, gpointer data, GError **error) {
        const App *app = data;
        g_autoptr(GBytes) text = NULL;

        return store_document_load(tx, app->policy->hash, enum_name(&document_kind_names, DOCUMENT_POLICY), &text,
                                   error);
}

bool app_ready(App *app, GError **error) {
        return store_read(app->store, policy_is_there, app, error);
}

static bool nothing(StoreTx *tx G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED, GError **error G_GNUC_UNUSED) {
        return true;
}

void app_prove_writer(App *app) {
        g_autoptr(GError) failure = NULL;

        if (!store_write(app->store, nothing, NULL, &failure))
                g_warning("the database does not take writes: %s", failure->message);
}
