/* From a subcommand's options to an App. */
#include "cli/open-app.h"

#include "base/refusal.h"

AppConfig *open_config(const Invocation *call, const InstanceOptions *options, GError **error) {
        static const char *const one[LANGUAGE_COUNT] = {
                "请用 --data 或 --config 指明实例，二者选一",
                "Name the instance by --data or by --config, one of the two"
        };

        if (!options->data == !options->config) {
                command_refuse_usage(call, error, one, NULL);
                return NULL;
        }
        return options->data ? app_config_of_folder(options->data) : app_config_load(options->config, error);
}

App *open_app(const Invocation *call, const InstanceOptions *options, GError **error) {
        g_autoptr(AppConfig) config = open_config(call, options, error);

        return config ? app_open(config, call->now, error) : NULL;
}

void document_print(const json_t *document) {
        json_dumpf(document, stdout, JSON_COMPACT);
        putchar('\n');
}
