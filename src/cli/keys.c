/* `shiming keys`: the master keys of the keyring, which wrap all data keys. */
#include "app/master-keys.h"
#include "base/refusal.h"
#include "cli/open-app.h"
#include "cli/progress.h"

typedef struct KeysOptions {
        InstanceOptions instance;
        gboolean prepare;
} KeysOptions;

#define INSTANCE_ROWS \
        DATA_OPTION(KeysOptions, instance), CONFIG_OPTION(KeysOptions, instance), JSON_OPTION(KeysOptions, instance)

static const CommandOption keys_options[] = { INSTANCE_ROWS, { 0 } };

/* ---- list ------------------------------------------------------------------------------------------------------ */

typedef enum KeyStanding { STANDING_ACTIVE, STANDING_PREPARED, STANDING_OLD, STANDING_LACKING } KeyStanding;

static const char *const standings[][LANGUAGE_COUNT] = {
        [STANDING_ACTIVE] = { "使用中", "active" },
        [STANDING_PREPARED] = { "待启用", "prepared" },
        [STANDING_OLD] = { "旧", "old" },
        [STANDING_LACKING] = { "缺失", "lacking" },
};

static KeyStanding standing_of(const MasterKey *key) {
        return !key->in_ring   ? STANDING_LACKING
               : key->active   ? STANDING_ACTIVE
               : key->prepared ? STANDING_PREPARED
                               : STANDING_OLD;
}

static json_t *keys_document(const GArray *keys) {
        json_t *list = json_array();

        for (guint i = 0; i < keys->len; i++) {
                const MasterKey *key = &g_array_index(keys, MasterKey, i);
                g_autofree char *id = g_strdup_printf("%08x", key->id);
                g_autofree char *created = key->in_ring ? instant_format(key->created, NULL) : NULL;

                json_array_append_new(list, json_pack("{s:s, s:s?, s:s, s:I}", "id", id, "created", created, "state",
                                                      standings[standing_of(key)][LANGUAGE_EN], "wraps",
                                                      (json_int_t) key->wraps));
        }
        return json_pack("{s:o}", "master_keys", list);
}

static void keys_print(const Invocation *call, const GArray *keys) {
        for (guint i = 0; i < keys->len; i++) {
                const MasterKey *key = &g_array_index(keys, MasterKey, i);
                g_autofree char *created = key->in_ring ? instant_format(key->created, NULL) : g_strdup("-");

                printf("%08x\t%s\t%s\t%" G_GINT64_FORMAT "\n", key->id, created,
                       standings[standing_of(key)][call->language], key->wraps);
        }
}

static ExitStatus list_run(const Invocation *call, GError **error) {
        const KeysOptions *options = call->options;
        g_autoptr(App) app = open_app(call, &options->instance, error);
        g_autoptr(GArray) keys = NULL;
        json_auto_t *document = NULL;

        if (!app || !app_master_keys(app, &keys, error))
                return EXIT_REFUSED;
        if (!options->instance.json) {
                keys_print(call, keys);
                return EXIT_GOOD;
        }
        document = keys_document(keys);
        document_print(document);
        return EXIT_GOOD;
}

/* ---- rotate ---------------------------------------------------------------------------------------------------- */

static void rotate_tell(const Invocation *call, const RotateKeys *done) {
        static const char *const begun[LANGUAGE_COUNT] = { "新的主密钥", "the new master key is" };
        static const char *const finished[LANGUAGE_COUNT] = {
                "接着做完了上次中断的更换；主密钥", "an earlier rotation was gone on with; the master key is"
        };
        const char *what = (done->begun ? begun : finished)[call->language];

        if (call->language == LANGUAGE_ZH)
                printf("%s %08x，重新包裹数据密钥 %" G_GUINT64_FORMAT " 个；材料未改写。\n"
                       "请现在就把密钥文件另存一份；以前的备份仍需要以前的密钥文件。\n"
                       "一小时后可用 keys drop 去掉旧主密钥。\n",
                       what, done->active, done->rewrapped);
        else
                printf("%s %08x; data keys wrapped anew: %" G_GUINT64_FORMAT "; no evidence was rewritten\n"
                       "Keep a copy of the keyring elsewhere now; backups from before still need the one from "
                       "before.\n"
                       "After an hour keys drop takes the old master key out.\n",
                       what, done->active, done->rewrapped);
        if (done->left > 0)
                printf(call->language == LANGUAGE_ZH ? "仍有 %" G_GINT64_FORMAT
                                                       " 个在旧主密钥之下：各主机换上新密钥文件后请再运行一次。\n"
                                                     : "under old master keys still: %" G_GINT64_FORMAT
                                                       "; give every host the new keyring and run it again\n",
                       done->left);
}

static void rotate_print(const Invocation *call, const RotateKeys *done) {
        const KeysOptions *options = call->options;
        g_autofree char *id = g_strdup_printf("%08x", done->active);
        json_auto_t *document = NULL;

        if (!options->instance.json) {
                rotate_tell(call, done);
                return;
        }
        document = json_pack("{s:s, s:b, s:I, s:I}", "master_key", id, "begun", (int) done->begun, "rewrapped",
                             (json_int_t) done->rewrapped, "left", (json_int_t) done->left);
        document_print(document);
}

/* Who is at the command line; the caller frees it. */
static char *hand(void) {
        return g_strdup_printf("%s@%s", g_get_user_name(), g_get_host_name());
}

static ExitStatus prepare(const Invocation *call, App *app, GError **error) {
        g_autofree char *who = hand();

        if (!app_prepare_key(app, who, call->now, error))
                return EXIT_REFUSED;
        puts(call->language == LANGUAGE_ZH
                     ? "已备好下一个主密钥。请把密钥文件复制到每台主机，再运行 keys rotate。"
                     : "The next master key is prepared. Copy the keyring to every host, then run keys rotate.");
        return EXIT_GOOD;
}

static ExitStatus rotate_run(const Invocation *call, GError **error) {
        static const char *const what[LANGUAGE_COUNT] = { "重新包裹", "wrapping anew" };
        const KeysOptions *options = call->options;
        g_autoptr(App) app = open_app(call, &options->instance, error);
        Progress progress = progress_begin(what, call->language);
        RotateKeys wish = { .progress = progress_tell, .user = &progress };
        g_autofree char *who = hand();
        bool rotated;

        if (!app)
                return EXIT_REFUSED;
        if (options->prepare)
                return prepare(call, app, error);
        rotated = app_rotate_keys(app, &wish, who, call->now, error);
        progress_end(&progress);
        if (!rotated)
                return EXIT_REFUSED;
        rotate_print(call, &wish);
        return EXIT_GOOD;
}

/* ---- drop ------------------------------------------------------------------------------------------------------ */

static ExitStatus drop_run(const Invocation *call, GError **error) {
        const KeysOptions *options = call->options;
        g_autoptr(App) app = open_app(call, &options->instance, error);
        g_autoptr(GArray) dropped = NULL;
        g_autofree char *who = hand();
        json_auto_t *document = NULL;
        json_t *list;

        if (!app || !app_drop_keys(app, who, call->now, &dropped, error))
                return EXIT_REFUSED;
        document = json_pack("{s:o}", "dropped", list = json_array());
        for (guint i = 0; i < dropped->len; i++) {
                g_autofree char *id = g_strdup_printf("%08x", g_array_index(dropped, guint32, i));

                json_array_append_new(list, json_string(id));
                if (!options->instance.json)
                        printf("%s\n", id);
        }
        if (options->instance.json)
                document_print(document);
        return EXIT_GOOD;
}

/* ---- the commands ---------------------------------------------------------------------------------------------- */

static const Command keys_list = {
        .name = "list",
        .about = { "列出主密钥", "List the master keys" },
        .usage = "--data DIR | --config FILE [--json]",
        .details = { "每行：编号、启用时间、状态、其下的数据密钥数，以制表符分隔。不显示密钥本身。",
                     "A line each: id, since when, state, how many data keys it wraps, parted by tabs. Never the "
                     "key." },
        .examples = "shiming keys list --data /var/lib/shiming",
        .options = keys_options,
        .options_size = sizeof(KeysOptions),
        .run = list_run,
};

static const CommandOption rotate_options[] = {
        INSTANCE_ROWS,
        { .name = "prepare",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(KeysOptions, prepare),
          .about = { "只备好下一个主密钥，先分发到各主机",
                     "Only add the next master key, to give it to every host first" } },
        { 0 },
};

static const Command keys_rotate = {
        .name = "rotate",
        .about = { "更换主密钥，服务不必停", "Change the master key while serving" },
        .usage = "--data DIR | --config FILE [--prepare] [--json]",
        .details = { "启用新的主密钥，并逐批把所有数据密钥改由它包裹；材料和加密字段不改写。随时可以中断，再运行一次"
                     "即接着做。\n"
                     "运行中的服务会自动读取新的密钥文件。多台主机各有密钥文件时，先 --prepare "
                     "并分发，再更换，再分发一次。",
                     "Makes a new master key active and wraps all data keys anew under it, lot by lot; evidence and "
                     "sealed "
                     "fields are not\nrewritten. It may be ended at any moment; run again, it goes on. A running "
                     "service "
                     "reads the new keyring by itself.\nWhere several hosts have a keyring each: --prepare, copy it "
                     "to all, "
                     "rotate, copy it again." },
        .examples = "shiming keys rotate --data /var/lib/shiming\n"
                    "shiming keys rotate --prepare --config /etc/shiming.yaml",
        .options = rotate_options,
        .options_size = sizeof(KeysOptions),
        .run = rotate_run,
};

static const Command keys_drop = {
        .name = "drop",
        .about = { "去掉不再使用的旧主密钥", "Take old master keys out of the keyring" },
        .usage = "--data DIR | --config FILE [--json]",
        .details = { "只去掉其下已无数据密钥的旧主密钥，且须在更换一小时之后。更换之前的备份仍需要以前的密钥文件：请"
                     "一并保存。",
                     "Only those that wrap nothing any more, and an hour after the change at the earliest. Backups "
                     "from "
                     "before the change\nstill need the keyring from before: keep a copy with them." },
        .examples = "shiming keys drop --data /var/lib/shiming",
        .options = keys_options,
        .options_size = sizeof(KeysOptions),
        .run = drop_run,
};

static const Command *const keys_actions[] = { &keys_list, &keys_rotate, &keys_drop, NULL };

const Command command_keys = {
        .name = "keys",
        .about = { "管理主密钥", "Manage the master keys" },
        .examples = "shiming keys list --data /var/lib/shiming\nshiming keys rotate --data /var/lib/shiming",
        .actions = keys_actions,
};
