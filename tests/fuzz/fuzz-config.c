/* Configuration files: the whole one, that of the limits, that of the bank account. */
#include "tests/fuzz/fuzz.h"

#include "app/config.h"

static void check_limits(const Limits *limits) {
        for (const LimitRow *row = limit_rows; row->key; row++)
                g_assert(limits_number(limits, row) >= row->low && limits_number(limits, row) <= row->high);
}

static void check_config(const char *path) {
        GError *error = NULL;
        g_autoptr(AppConfig) config = app_config_load(path, &error);

        fuzz_check(config != NULL, error);
        if (!config)
                return;
        g_assert(g_path_is_absolute(config->keyring) && g_path_is_absolute(config->evidence) && *config->store);
        g_assert(!config->tls_certificate == !config->tls_key);
        check_limits(&config->limits);
}

static void check_limits_file(const char *path) {
        GError *error = NULL;
        Limits limits;
        bool taken = limits_load(path, &limits, &error);

        fuzz_check(taken, error);
        if (taken)
                check_limits(&limits);
}

static void check_bank(const char *path) {
        GError *error = NULL;
        BankAccount *account = bank_account_load(path, &error);

        fuzz_check(account != NULL, error);
        bank_account_free(account);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        static void (*const checks[])(const char *path) = { check_config, check_limits_file, check_bank };
        guint which = fuzz_choose(&bytes, &size, G_N_ELEMENTS(checks));

        checks[which](fuzz_file(bytes, size));
        return 0;
}
