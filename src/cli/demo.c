/* `shiming demo`: starts an instance of its own, walks all seven routes over HTTP, verifies receipt and log, and ends it. */
#include "cli/demo.h"

#include "base/instant.h"
#include "base/refusal.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <unistd.h>

/* Everybody's work is in the log; another process compares it with the database. */
static bool log_verify(Demo *demo, GError **error) {
        g_autofree char *told = demo_run(demo, error, "ledger", "verify", "--data", demo->data, NULL);

        if (!told)
                return false;
        g_strstrip(told);
        demo_say(demo, WHO_DEMO, "验证日志与数据库：{0}", "verifies the log against the database: {0}", told, NULL);
        return true;
}

static bool everything_show(Demo *demo, GError **error) {
        return demo_server_start(demo, error) && demo_blocks(demo, error) && demo_routes(demo, error)
               && demo_balance(demo, error);
}

static int names_compare(gconstpointer a, gconstpointer b) {
        return g_strcmp0(*(const char *const *) a, *(const char *const *) b);
}

static void summary_tell(Demo *demo) {
        g_autofree gpointer *names = NULL;
        g_autofree char *list = NULL;
        g_autofree char *steps = g_strdup_printf("%u", demo->steps);
        g_autofree char *seconds =
                g_strdup_printf("%.1f", (double) (instant_now() - demo->began_at) / (double) INSTANT_SECOND);
        guint count;

        names = g_hash_table_get_keys_as_array(demo->refusals, &count);
        qsort(names, count, sizeof *names, names_compare);
        list = g_strjoinv(", ", (char **) names);
        demo_say(demo, WHO_DEMO, "见到的拒绝：{0}", "refusals seen: {0}", list, NULL);
        demo_say(demo, WHO_DEMO, "七种办法全部走完：{0} 步，{1} 秒",
                 "all seven routes walked: {0} steps, {1} seconds", steps, seconds, NULL);
}

static void demo_clear(Demo *demo) {
        demo_server_stop(demo);
        for (DemoWho who = 0; who < WHO_COUNT; who++)
                demo_client_free(demo->clients[who]);
        g_hash_table_unref(demo->refusals);
        g_time_zone_unref(demo->zone);
        g_free(demo->folder);
        g_free(demo->data);
        g_free(demo->url);
}

static bool colours_wanted(void) {
        const char *no_color = g_getenv("NO_COLOR"), *term = g_getenv("TERM");

        return isatty(STDOUT_FILENO) && !(no_color && *no_color) && g_strcmp0(term, "dumb") != 0;
}

static ExitStatus demo_command_run(const Invocation *call, GError **error) {
        Demo demo = { .language = call->language,
                      .colours = colours_wanted(),
                      .began_at = call->now,
                      .zone = g_time_zone_new_identifier("Asia/Shanghai"),
                      .refusals = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL) };
        bool shown;

        if (!demo.zone)
                demo.zone = g_time_zone_new_utc();
        curl_global_init(CURL_GLOBAL_DEFAULT);
        shown = everything_show(&demo, error) && log_verify(&demo, error);
        if (shown)
                summary_tell(&demo);
        demo_clear(&demo);
        curl_global_cleanup();
        return shown ? EXIT_GOOD : EXIT_FAILED;
}

const Command command_demo = {
        .name = "demo",
        .about = { "演示：在自己的实例上走完七种变更办法",
                   "Walk all seven changes of owner on an instance of its own" },
        .details = { "在临时目录中建立并启动一个实例，由持有人、平台、审核员、复核员和收发员通过 HTTP "
                     "走完七种办法，\n"
                     "出示每种拒绝，离线验证回执，核对日志，最后全部删除。演示中的人、号码和材料均为虚构。",
                     "Makes and starts an instance in a temporary folder, walks the seven routes over HTTP as "
                     "holder, "
                     "platform,\nreviewers, approver and mail clerk, shows what is refused, checks a receipt offline "
                     "and the "
                     "log, and removes\nit all. People, numbers and papers are invented." },
        .examples = "shiming demo\nLANG=zh_CN.UTF-8 shiming demo",
        .run = demo_command_run,
};
