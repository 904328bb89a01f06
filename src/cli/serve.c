/* `shiming serve`: opens an instance and answers HTTP until it is told to stop. */
#include "base/refusal.h"
#include "cli/open-app.h"
#include "cli/sample-door.h"
#include "cli/serve-measures.h"
#include "http/authenticate.h"
#include "http/console.h"
#include "http/server.h"
#include "jobs/job-counts.h"

#include <errno.h>
#include <signal.h>

#define STOP_WAIT_S 30

typedef struct ServeOptions {
        InstanceOptions instance;
        char *listen;
        gboolean sample;
} ServeOptions;

static const CommandOption serve_options[] = {
        DATA_OPTION(ServeOptions, instance),
        CONFIG_OPTION(ServeOptions, instance),
        { .name = "listen",
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(ServeOptions, listen),
          .value = "ADDRESS:PORT",
          .about = { "监听地址；端口 0 取一个空闲端口", "Where to listen; port 0 takes a free one" } },
        { .name = "sample",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(ServeOptions, sample),
          .about = { "登录页列出样本中的人，可直接进入；只在本机可达的地址上",
                     "List the sample's people on the sign-in page; on an address of this machine only" } },
        { 0 },
};

/* Blocks the signals that stop the service, in this thread and in all that it starts, so that one place waits for them. */
static void signals_block(sigset_t *stopping) {
        sigset_t blocked;

        sigemptyset(stopping);
        sigaddset(stopping, SIGTERM);
        sigaddset(stopping, SIGINT);
        blocked = *stopping;
        sigaddset(&blocked, SIGHUP);
        sigaddset(&blocked, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &blocked, NULL);
}

static HttpServer *server_start(ServeMeasured *measured, const AppConfig *config, const Limits *limits,
                                GError **error) {
        App *app = measured->app;
        HttpConfig http = { .listen = config->listen,
                            .public_url = config->public_url,
                            .behind_proxy = config->behind_proxy,
                            .inline_allowed = store_backend(app->store) == STORE_SQLITE,
                            .access_log = true,
                            .limits = limits,
                            .tables = http_routes,
                            .fallback = &http_console,
                            .app = app,
                            .authenticate = http_authenticate,
                            .ready = http_app_ready,
                            .measure = serve_measure,
                            .measured = measured };

        return http_server_start(&http, error);
}

/* Links carry the address that was taken; nobody can know a free port, and ask for a link, before it is printed. */
static void address_tell(App *app, const AppConfig *config, const HttpServer *server) {
        if (!config->public_url) {
                g_free(app->public_url);
                app->public_url = g_strdup(http_server_address(server));
        }
        printf("shiming: listening on %s\n", http_server_address(server));
        fflush(stdout);
}

/* Tells whether the sample's door may be opened as asked for. */
static bool sample_is_allowed(const Invocation *call, const ServeOptions *options, const char *listen,
                              GError **error) {
        static const char *const no_folder[LANGUAGE_COUNT] = { "--sample 须与 --data 同用",
                                                               "--sample goes with --data" };
        static const char *const far[LANGUAGE_COUNT] = {
                "--sample 公开样本的密码，只能监听本机地址，例如 --listen 127.0.0.1:8480",
                "--sample shows the sample's passwords: listen on this machine only, as by --listen 127.0.0.1:8480"
        };

        if (options->sample && !options->instance.data)
                return command_refuse_usage(call, error, no_folder, NULL) == EXIT_GOOD;
        if (options->sample && !sample_door_is_near(listen))
                return command_refuse_usage(call, error, far, listen) == EXIT_GOOD;
        return true;
}

static ExitStatus serve_run(const Invocation *call, GError **error) {
        const ServeOptions *options = call->options;
        g_autoptr(AppConfig) config = open_config(call, &options->instance, error);
        g_autoptr(App) app = NULL;
        g_autoptr(JobCounts) jobs = job_counts_new(job_kinds);
        ServeMeasured measured = { .jobs = jobs };
        g_autoptr(HttpServer) server = NULL;
        g_autoptr(Runner) runner = NULL;
        Limits limits;
        sigset_t stopping;
        int which;

        if (!config)
                return EXIT_USAGE;
        if (options->listen) {
                g_free(config->listen);
                config->listen = g_strdup(options->listen);
        }
        if (!sample_is_allowed(call, options, config->listen, error))
                return EXIT_USAGE;
        if (!app_config_limits(config, &limits, error))
                return EXIT_REFUSED;
        signals_block(&stopping);
        app = app_open(config, call->now, error);
        if (!app || (options->sample && !sample_door_open(app, options->instance.data, error)))
                return EXIT_FAILED;
        measured.app = app;
        server = server_start(&measured, config, &limits, error);
        if (!server)
                return EXIT_FAILED;
        runner = runner_start(app, job_kinds, jobs);
        address_tell(app, config, server);
        while (sigwait(&stopping, &which) == EINTR)
                continue;
        http_server_stop(server, STOP_WAIT_S);
        g_clear_pointer(&runner, runner_stop);
        return EXIT_GOOD;
}

const Command command_serve = {
        .name = "serve",
        .about = { "启动服务", "Serve an instance over HTTP" },
        .usage = "--data DIR | --config FILE [--listen ADDRESS:PORT] [--sample]",
        .details = { "启动后在标准输出打印监听地址；日志写到标准错误，每个请求一行 JSON。\n"
                     "收到 SIGTERM 或 SIGINT 后，处理完已接受的请求再退出。",
                     "Prints the address on standard output once it answers; the log goes to standard error, a line "
                     "of "
                     "JSON a request.\nOn SIGTERM or SIGINT it finishes what it has accepted and ends." },
        .examples = "shiming serve --data /var/lib/shiming\n"
                    "shiming serve --data /var/lib/shiming --listen 127.0.0.1:0\n"
                    "shiming serve --data sample --sample\n"
                    "shiming serve --config /etc/shiming.yaml",
        .options = serve_options,
        .options_size = sizeof(ServeOptions),
        .run = serve_run,
};
