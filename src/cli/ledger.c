/* `shiming ledger`: its table, and the check of a receipt, which needs nothing but its file and the log's key. */
#include "cli/ledger.h"
#include "base/refusal.h"
#include "ledger/receipt.h"

#include <errno.h>

typedef struct LedgerOptions {
        char *key;
        gboolean json;
} LedgerOptions;

static const CommandOption receipt_options[] = {
        { .name = "key",
          .letter = 'k',
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(LedgerOptions, key),
          .value = "KEY",
          .about = { "日志的公钥，形如 名称+编号+公钥；应从可信的渠道取得",
                     "The log's public key, NAME+ID+KEY; get it from somewhere that you trust" } },
        { .name = "json",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(LedgerOptions, json),
          .about = { "输出 JSON", "Write JSON" } },
        { 0 },
};

char *ledger_file_read(const Invocation *call, const char *path, gsize size_max, gsize *size, GError **error) {
        static const char *const unreadable[LANGUAGE_COUNT] = { "无法读取文件", "The file cannot be read" };
        FILE *file = fopen(path, "rbe");
        g_autofree char *bytes = g_malloc(size_max + 1);
        int number = file ? 0 : errno;

        if (file) {
                *size = fread(bytes, 1, size_max + 1, file);
                number = ferror(file) ? errno : 0;
                (void) fclose(file);
        }
        if (number) {
                g_autofree char *operand = g_strdup_printf("%s (%s)", path, g_strerror(number));

                command_refuse_usage(call, error, unreadable, operand);
                return NULL;
        }
        return g_steal_pointer(&bytes);
}

/* The entries of a receipt that has been checked. */
static const json_t *entries_of(const json_t *receipt) {
        return json_object_get(receipt, "entries");
}

static void receipt_print_json(const json_t *receipt, const Checkpoint *checkpoint) {
        json_t *list = json_array();
        json_auto_t *answer = json_pack("{s:b, s:s, s:I, s:o}", "valid", 1, "log", checkpoint->origin, "size",
                                        (json_int_t) checkpoint->size, "entries", list);

        for (gsize i = 0; i < json_array_size(entries_of(receipt)); i++) {
                const json_t *entry = json_array_get(entries_of(receipt), i);

                json_array_append_new(list, json_pack("{s:O, s:O, s:b}", "index", json_object_get(entry, "index"),
                                                      "leaf", json_object_get(entry, "leaf"), "content_proved",
                                                      json_object_get(entry, "content") != NULL));
        }
        json_dumpf(answer, stdout, JSON_COMPACT);
        putchar('\n');
}

static void receipt_print_text(const Invocation *call, const json_t *receipt, const Checkpoint *checkpoint) {
        static const char *const proved[LANGUAGE_COUNT] = { "内容与位置均已证明", "content and place proved" };
        static const char *const place_only[LANGUAGE_COUNT] = { "仅证明位置，内容已清除",
                                                                "place proved, content erased" };

        if (call->language == LANGUAGE_ZH)
                printf("有效。日志 %s，检查点时共 %" G_GUINT64_FORMAT " 条\n", checkpoint->origin, checkpoint->size);
        else
                printf("valid: log %s, %" G_GUINT64_FORMAT " entries at the checkpoint\n", checkpoint->origin,
                       checkpoint->size);
        for (gsize i = 0; i < json_array_size(entries_of(receipt)); i++) {
                const json_t *entry = json_array_get(entries_of(receipt), i), *leaf = json_object_get(entry, "leaf");

                printf("%8" JSON_INTEGER_FORMAT "  %s  %-28s  %s\n",
                       json_integer_value(json_object_get(entry, "index")),
                       json_string_value(json_object_get(leaf, "time")),
                       json_string_value(json_object_get(leaf, "kind")),
                       (json_object_get(entry, "content") ? proved : place_only)[call->language]);
        }
}

static ExitStatus check_receipt_run(const Invocation *call, GError **error) {
        static const char *const no_key[LANGUAGE_COUNT] = { "需要 --key，即日志的公钥",
                                                            "--key, the log's public key, is needed" };
        static const char *const bad_key[LANGUAGE_COUNT] = { "公钥应形如 名称+编号+公钥",
                                                             "A key is written NAME+ID+KEY" };
        const LedgerOptions *options = call->options;
        g_autofree char *bytes = NULL;
        json_auto_t *receipt = NULL;
        Checkpoint checkpoint;
        gsize size = 0;
        NoteKey key;

        if (!options->key)
                return command_refuse_usage(call, error, no_key, NULL);
        if (!note_key_parse(options->key, &key))
                return command_refuse_usage(call, error, bad_key, options->key);
        bytes = ledger_file_read(call, call->arguments[0], RECEIPT_SIZE_BYTES_MAX, &size, error);
        if (!bytes)
                return EXIT_USAGE;
        receipt = receipt_read(bytes, size, error);
        if (!receipt || !receipt_check(receipt, &key, &checkpoint, error))
                return EXIT_REFUSED;
        if (options->json)
                receipt_print_json(receipt, &checkpoint);
        else
                receipt_print_text(call, receipt, &checkpoint);
        return EXIT_GOOD;
}

static const Command ledger_check_receipt = {
        .name = "check-receipt",
        .about = { "离线验证一份回执", "Check a receipt, offline" },
        .usage = "FILE --key KEY",
        .details = { "回执证明日志在某个位置记有某次变更；只需回执文件和日志的公钥，不需要服务器。",
                     "A receipt proves that the log holds a change at a place; its file and the log's key are all "
                     "that is "
                     "needed, no server." },
        .examples = "shiming ledger check-receipt receipt.json --key log.example.com+1a2b3c4d+AQ…",
        .options = receipt_options,
        .options_size = sizeof(LedgerOptions),
        .arguments_min = 1,
        .arguments_max = 1,
        .run = check_receipt_run,
};

static const Command *const ledger_actions[] = {
        &ledger_verify, &ledger_checkpoint, &ledger_key, &ledger_receipt, &ledger_check_receipt, NULL,
};

const Command command_ledger = {
        .name = "ledger",
        .about = { "验证防篡改日志及其回执", "Check the tamper-evident log and its receipts" },
        .examples = "shiming ledger verify --data /var/lib/shiming\n"
                    "shiming ledger check-receipt receipt.json --key log.example.com+1a2b3c4d+AQ…",
        .actions = ledger_actions,
};
