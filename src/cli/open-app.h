/* Opens the instance that a subcommand works on: `--data DIR`, as `shiming init` made it, or `--config FILE`. */
#pragma once

#include "app/open.h"
#include "cli/command.h"

/* Stands in the struct of every such subcommand's options. */
typedef struct InstanceOptions {
        char *data;
        char *config;
        gboolean json;
} InstanceOptions;

/* The rows of its option table; `member` is the InstanceOptions in `Options`. */
#define DATA_OPTION(Options, member)                                                                              \
        {                                                                                                         \
                .name = "data", .type = G_OPTION_ARG_STRING,                                                      \
                .offset = offsetof(Options, member) + offsetof(InstanceOptions, data), .value = "DIR", .about = { \
                        "数据目录",                                                                               \
                        "The data folder"                                                                         \
                }                                                                                                 \
        }
#define CONFIG_OPTION(Options, member)                                                                               \
        {                                                                                                            \
                .name = "config", .type = G_OPTION_ARG_STRING,                                                       \
                .offset = offsetof(Options, member) + offsetof(InstanceOptions, config), .value = "FILE", .about = { \
                        "配置文件，用以代替数据目录",                                                                \
                        "A configuration file, instead of a data folder"                                             \
                }                                                                                                    \
        }
#define JSON_OPTION(Options, member)                                                              \
        {                                                                                         \
                .name = "json", .type = G_OPTION_ARG_NONE,                                        \
                .offset = offsetof(Options, member) + offsetof(InstanceOptions, json), .about = { \
                        "输出 JSON",                                                              \
                        "Write JSON"                                                              \
                }                                                                                 \
        }

/* Gives the configuration that the options name. The caller frees it. Refuses REFUSAL_USAGE where they name none or two,
 * and what app_config_load() refuses. */
AppConfig *open_config(const Invocation *call, const InstanceOptions *options, GError **error);

/* Opens the instance. The caller closes it. Refuses as open_config() and app_open(). */
App *open_app(const Invocation *call, const InstanceOptions *options, GError **error);

/* Writes a document as one line of JSON; the document stays the caller's. */
void document_print(const json_t *document);
