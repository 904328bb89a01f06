/* The table of limits: what each is called, between which numbers it lies, and what somebody meets who comes to it. */
#include "app/limit-table.h"

#include "app/config.h"

static const char *const classes[RATE_CLASS_COUNT] = {
        [RATE_NONE] = "none",     [RATE_READ] = "read", [RATE_WRITE] = "write", [RATE_LOGIN] = "sign-in",
        [RATE_UPLOAD] = "upload", [RATE_FILE] = "file", [RATE_HELP] = "help",
};

const EnumNames rate_class_names = ENUM_NAMES(classes);

#define ROW(name, member, from, to, meets, kind, zh, en) \
        { name, offsetof(Limits, member), from, to, meets, kind, { zh, en } },
#define FIELD(name, member, ...) CYAML_FIELD_UINT(name, CYAML_FLAG_OPTIONAL, Limits, member),

/* clang-format off */
#define LIMITS(LIMIT)                                                                                                      \
        LIMIT("connections", connections_max, 1, 1000000, LIMIT_CLOSES, 0,                                                 \
              "同时打开的连接数", "open connections")                                                                      \
        LIMIT("connections-per-address", connections_per_address_max, 0, 1000000, LIMIT_CLOSES, 0,                         \
              "每个地址同时打开的连接数；0 为不限（behind-proxy 时的默认值）",                                             \
              "open connections of each address; 0: no limit, the default with behind-proxy")                              \
        LIMIT("idle-seconds", idle_s, 1, 3600, LIMIT_CLOSES, 0,                                                            \
              "连接无数据往来的秒数", "seconds during which nothing moves on a connection")                                \
        LIMIT("head-seconds", headers_s, 1, 3600, LIMIT_CLOSES, 0,                                                         \
              "收齐请求头的秒数", "seconds until a request's head is whole")                                               \
        LIMIT("body-grace-seconds", body_grace_s, 1, 3600, LIMIT_CLOSES, 0,                                                \
              "从此时起检查内容的平均速度", "seconds after which the pace of a body is looked at")                         \
        LIMIT("body-bytes-per-second", body_bytes_per_s_min, 1, 1000000000, LIMIT_CLOSES, 0,                               \
              "内容的最低平均速度，字节每秒", "bytes a second that a body must come at, on average")                       \
        LIMIT("address-bytes", address_bytes_max, 256, 16384, LIMIT_REFUSES, REFUSAL_TOO_LONG,                             \
              "请求地址（路径和查询）的字节数", "bytes of a request's path and query")                                     \
        LIMIT("uploads", streams_max, 1, 10000, LIMIT_WAITS, 0,                                                            \
              "同时接收的上传数", "uploads that are read at once")                                                         \
        LIMIT("uploads-per-person", uploads_per_person_max, 0, 10000, LIMIT_REFUSES, REFUSAL_TOO_MANY_REQUESTS,            \
              "每个账号、工作人员或未登录地址同时进行的上传数；0 为不限",                                                  \
              "uploads under way of each account, member of staff, or address without a sign-in; 0: no limit")             \
        LIMIT("uploads-per-key", uploads_per_key_max, 0, 10000, LIMIT_REFUSES, REFUSAL_TOO_MANY_REQUESTS,                  \
              "每个 API 密钥同时进行的上传数；0 为不限", "uploads under way of each API key; 0: no limit")                 \
        LIMIT("workers", workers, 0, 1024, LIMIT_WAITS, 0,                                                                 \
              "同时处理的请求数；0 为按机器决定", "requests that are worked on at once; 0: by the machine")                \
        LIMIT("database-connections", database_connections_max, 1, 1000, LIMIT_WAITS, 0,                                   \
              "到 PostgreSQL 的连接数", "connections to PostgreSQL")

const LimitRow limit_rows[] = { LIMITS(ROW) { 0 } };

static const cyaml_schema_field_t rate_fields[] = {
        CYAML_FIELD_UINT("burst", CYAML_FLAG_DEFAULT, RateLimit, burst),
        CYAML_FIELD_UINT("per-minute", CYAML_FLAG_DEFAULT, RateLimit, per_minute),
        CYAML_FIELD_END };

#define RATE(name, class) CYAML_FIELD_MAPPING(name, CYAML_FLAG_OPTIONAL, RateLimits, of[class], rate_fields)

static const cyaml_schema_field_t rates_fields[] = {
        RATE("read", RATE_READ),
        RATE("write", RATE_WRITE),
        RATE("sign-in", RATE_LOGIN),
        RATE("upload", RATE_UPLOAD),
        RATE("file", RATE_FILE),
        RATE("help", RATE_HELP),
        CYAML_FIELD_END };

const cyaml_schema_field_t limits_fields[] = {
        LIMITS(FIELD)
        CYAML_FIELD_MAPPING("people", CYAML_FLAG_OPTIONAL, Limits, people, rates_fields),
        CYAML_FIELD_MAPPING("platform", CYAML_FLAG_OPTIONAL, Limits, platform, rates_fields),
        CYAML_FIELD_END };
/* clang-format on */

static const cyaml_schema_value_t limits_schema = { CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, Limits, limits_fields) };

Limits limits_default(void) {
        return (Limits){
                .connections_max = 4096,
                .connections_per_address_max = 256,
                .idle_s = 30,
                .headers_s = 30,
                .body_grace_s = 20,
                .body_bytes_per_s_min = 2048,
                .address_bytes_max = 4096,
                .streams_max = 64,
                .uploads_per_person_max = 8,
                .uploads_per_key_max = 32,
                .database_connections_max = 16,
                .people.of = {
                        [RATE_READ] = { .burst = 300, .per_minute = 1200 },
                        [RATE_WRITE] = { .burst = 60, .per_minute = 240 },
                        [RATE_LOGIN] = { .burst = 10, .per_minute = 20 },
                        [RATE_UPLOAD] = { .burst = 40, .per_minute = 60 },
                        [RATE_FILE] = { .burst = 2000, .per_minute = 12000 },
                        [RATE_HELP] = { .burst = 20, .per_minute = 10 }, /* what everybody may write */
                },
                .platform.of = {
                        [RATE_WRITE] = { .burst = 5000, .per_minute = 120000 },
                        [RATE_LOGIN] = { .burst = 500, .per_minute = 6000 },
                        [RATE_UPLOAD] = { .burst = 500, .per_minute = 6000 },
                        [RATE_HELP] = { .burst = 20, .per_minute = 10 },
                },
        };
}

static guint *number_at(Limits *limits, const LimitRow *row) {
        return (guint *) (gpointer) ((char *) limits + row->offset);
}

guint limits_number(const Limits *limits, const LimitRow *row) {
        return *(const guint *) (gconstpointer) ((const char *) limits + row->offset);
}

static bool number_complete(Limits *limits, const Limits *standard, const LimitRow *row, const YamlFile *file,
                            const char *place, GError **error) {
        g_autofree char *pointer = g_strconcat(place, "/", row->key, NULL);
        guint *number = number_at(limits, row);

        if (!yaml_file_has(file, pointer)) {
                *number = limits_number(standard, row);
                return true;
        }
        if (*number >= row->low && *number <= row->high)
                return true;
        return yaml_file_refuse(file,
                                LOCAL_TEXT("%s 取 %u 至 %u", "%s takes %u to %u", row->key, row->low, row->high),
                                error, "%s", pointer);
}

/* A bucket that never fills again would shut everybody out for good. */
static bool rates_complete(RateLimits *rates, const RateLimits *standard, const YamlFile *file, const char *place,
                           GError **error) {
        for (int class = RATE_NONE + 1; class < RATE_CLASS_COUNT; class ++) {
                g_autofree char *pointer = g_strconcat(place, "/", enum_name(&rate_class_names, class), NULL);

                if (!yaml_file_has(file, pointer))
                        rates->of[class] = standard->of[class];
                else if (rates->of[class].burst && !rates->of[class].per_minute)
                        return yaml_file_refuse(file,
                                                LOCAL_TEXT("per-minute 至少为 1；不限则写 burst: 0",
                                                           "per-minute takes 1 at least; burst: 0 is no limit"),
                                                error, "%s", pointer);
        }
        return true;
}

bool limits_complete(Limits *limits, const YamlFile *file, const char *place, bool behind_proxy, GError **error) {
        g_autofree char *people = g_strconcat(place, "/people", NULL);
        g_autofree char *platform = g_strconcat(place, "/platform", NULL);
        Limits standard = limits_default();

        if (behind_proxy)
                standard.connections_per_address_max = 0;
        for (const LimitRow *row = limit_rows; row->key; row++) {
                if (!number_complete(limits, &standard, row, file, place, error))
                        return false;
        }
        return rates_complete(&limits->people, &standard.people, file, people, error)
               && rates_complete(&limits->platform, &standard.platform, file, platform, error);
}

bool limits_load(const char *path, Limits *limits, GError **error) {
        g_autofree char *name = g_path_get_basename(path);
        g_autoptr(GBytes) text = app_file_read(path, error);
        g_autoptr(YamlFile) file = NULL;
        Limits read;

        if (!text)
                return false;
        file = yaml_file_read(name, g_bytes_get_data(text, NULL), g_bytes_get_size(text), &limits_schema,
                              REFUSAL_CONFIG_INVALID, error);
        if (!file)
                return false;
        read = *(Limits *) yaml_file_root(file);
        if (!limits_complete(&read, file, "", false, error))
                return false;
        *limits = read;
        return true;
}
