/* `shiming serve`: opens an instance and answers HTTP until it is told to stop. */
#include "base/refusal.h"
#include "cli/open-app.h"
#include "cli/sample-door.h"
#include "cli/serve-log.h"
#include "cli/serve-measures.h"
#include "cli/service-manager.h"
#include "http/authenticate.h"
#include "http/console.h"
#include "http/server.h"
#include "jobs/job-counts.h"

#include <signal.h>

#define STOP_WAIT_S 30
#define RUNNER_TURN_MAX_US (15 * INSTANT_MINUTE) /* a job that takes longer has lost its lease many times over */

typedef struct ServeOptions {
        InstanceOptions instance;
        char *listen, *tls_certificate, *tls_key, *log_file;
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
        { .name = "tls-cert",
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(ServeOptions, tls_certificate),
          .value = "FILE",
          .about = { "以 HTTPS 提供服务：PEM 证书，附证书链", "Serve HTTPS: the certificate with its chain, PEM" } },
        { .name = "tls-key",
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(ServeOptions, tls_key),
          .value = "FILE",
          .about = { "证书的私钥，PEM", "The certificate's key, PEM" } },
        { .name = "log-file",
          .type = G_OPTION_ARG_STRING,
          .offset = offsetof(ServeOptions, log_file),
          .value = "FILE",
          .about = { "日志文件；默认写到标准错误", "Where the log goes instead of standard error" } },
        { .name = "sample",
          .type = G_OPTION_ARG_NONE,
          .offset = offsetof(ServeOptions, sample),
          .about = { "登录页列出样本中的人，可直接进入；只在本机可达的地址上",
                     "List the sample's people on the sign-in page; on an address of this machine only" } },
        { 0 },
};

/* A service as it runs; each part may lean on those before it. */
typedef struct Service {
        AppConfig *config;
        Limits limits;
        int listen_socket;
        App *app;
        JobCounts *jobs;
        ServeMeasured measured;
        HttpServer *server;
        Runner *runner;
        Watchdog *watchdog;
} Service;

static void service_clear(Service *service) {
        if (service->server)
                http_server_stop(service->server, STOP_WAIT_S);
        watchdog_stop(service->watchdog);
        runner_stop(service->runner);
        http_server_free(service->server);
        app_close(service->app);
        job_counts_free(service->jobs);
        app_config_free(service->config);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Service, service_clear)

/* Blocks the signals that the service heeds, in this thread and in all that it starts, so that one place waits for them. */
static sigset_t signals_block(void) {
        sigset_t heeded, blocked;

        sigemptyset(&heeded);
        sigaddset(&heeded, SIGTERM);
        sigaddset(&heeded, SIGINT);
        sigaddset(&heeded, SIGHUP);
        sigaddset(&heeded, SIGUSR1);
        blocked = heeded;
        sigaddset(&blocked, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &blocked, NULL);
        return heeded;
}

static bool server_start(Service *service, GError **error) {
        const AppConfig *config = service->config;
        HttpConfig http = { .listen = config->listen,
                            .listen_socket = service->listen_socket,
                            .tls_certificate = config->tls_certificate,
                            .tls_key = config->tls_key,
                            .public_url = config->public_url,
                            .behind_proxy = config->behind_proxy,
                            .inline_allowed = store_backend(service->app->store) == STORE_SQLITE,
                            .access_log = true,
                            .limits = &service->limits,
                            .tables = http_routes,
                            .fallback = &http_console,
                            .app = service->app,
                            .authenticate = http_authenticate,
                            .ready = http_app_ready,
                            .measure = serve_measure,
                            .measured = &service->measured };

        service->server = http_server_start(&http, error);
        return service->server != NULL;
}

/* Links carry the address that was taken; nobody can know a free port, and ask for a link, before it is printed. */
static void address_tell(App *app, const AppConfig *config, const HttpServer *server) {
        if (!config->public_url) {
                g_free(app->public_url);
                app->public_url = g_strdup(http_server_address(server));
        }
        printf("shiming: listening on %s\n", http_server_address(server));
        (void) fflush(stdout);
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

static void config_override(char **setting, const char *option) {
        if (!option)
                return;
        g_free(*setting);
        *setting = g_strdup(option);
}

/* What the command line says goes before what the file says. */
static bool config_complete(Service *service, const Invocation *call, const ServeOptions *options, GError **error) {
        static const char *const half[LANGUAGE_COUNT] = { "--tls-cert 与 --tls-key 须同用",
                                                          "--tls-cert and --tls-key go together" };
        AppConfig *config = service->config;

        if (!options->tls_certificate != !options->tls_key)
                return command_refuse_usage(call, error, half, NULL) == EXIT_GOOD;
        config_override(&config->listen, options->listen);
        config_override(&config->tls_certificate, options->tls_certificate);
        config_override(&config->tls_key, options->tls_key);
        config_override(&config->log_file, options->log_file);
        return sample_is_allowed(call, options, config->listen, error);
}

/* A write that is answered and a runner that turns: what hangs is mended by a new start, what fails is not. */
static bool service_works(gpointer subject) {
        const Service *service = subject;

        app_prove_writer(service->app);
        return job_counts_since_turn(service->jobs) < RUNNER_TURN_MAX_US;
}

static bool service_start(Service *service, const Invocation *call, const ServeOptions *options, GError **error) {
        const AppConfig *config = service->config;

        service->app = app_open(config, call->now, error);
        if (!service->app || (options->sample && !sample_door_open(service->app, options->instance.data, error)))
                return false;
        service->jobs = job_counts_new(job_kinds);
        service->measured = (ServeMeasured){ .app = service->app, .jobs = service->jobs };
        if (!server_start(service, error) || !serve_log_open(config->log_file, error))
                return false;
        serve_log_structure();
        service->runner = runner_start(service->app, job_kinds, service->jobs);
        address_tell(service->app, config, service->server);
        service->watchdog = watchdog_start(service_manager_watchdog_us(), service_works, service);
        service_manager_tell("READY=1");
        return true;
}

static void log_reopen(const Service *service) {
        g_autoptr(GError) problem = NULL;

        if (!serve_log_open(service->config->log_file, &problem))
                g_warning("the log goes on where it was: %s", problem->message);
}

/* systemd wants to know when the reload began, sd_notify(3). */
static void service_reload(Service *service) {
        g_autofree char *begun =
                g_strdup_printf("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time());
        g_autoptr(GError) problem = NULL;

        service_manager_tell(begun);
        log_reopen(service);
        if (!http_server_renew_certificate(service->server, &problem))
                g_warning("the certificate stays as it was: %s", problem->message);
        service_manager_tell("READY=1");
}

static void service_run(Service *service, const sigset_t *heeded) {
        int which = 0;

        while (which != SIGTERM && which != SIGINT) {
                if (sigwait(heeded, &which) != 0)
                        continue;
                if (which == SIGHUP)
                        service_reload(service);
                if (which == SIGUSR1)
                        log_reopen(service);
        }
        service_manager_tell("STOPPING=1");
}

static ExitStatus serve_run(const Invocation *call, GError **error) {
        const ServeOptions *options = call->options;
        g_auto(Service) service = { .config = open_config(call, &options->instance, error) };
        sigset_t heeded;

        if (!service.config || !config_complete(&service, call, options, error))
                return EXIT_USAGE;
        if (!app_config_limits(service.config, &service.limits, error)
            || !service_manager_socket(&service.listen_socket, error))
                return EXIT_REFUSED;
        heeded = signals_block();
        if (!service_start(&service, call, options, error))
                return EXIT_FAILED;
        service_run(&service, &heeded);
        return EXIT_GOOD;
}

const Command command_serve = {
        .name = "serve",
        .about = { "启动服务", "Serve an instance over HTTP" },
        .usage = "--data DIR | --config FILE [--listen ADDRESS:PORT] [--tls-cert FILE --tls-key FILE] [--log-file "
                 "FILE] "
                 "[--sample]",
        .details = { "启动后在标准输出打印监听地址；日志写到标准错误，每个请求一行 JSON。\n"
                     "收到 SIGTERM 或 SIGINT 后，处理完已接受的请求再退出；收到 SIGHUP "
                     "后重新读取证书并重新打开日志文件，\n"
                     "收到 SIGUSR1 只重新打开日志文件。由 systemd "
                     "启动时，接管它打开的套接字，并告知就绪、停止和存活。",
                     "Prints the address on standard output once it answers; the log goes to standard error, a line "
                     "of JSON a "
                     "request.\nOn SIGTERM or SIGINT it finishes what it has accepted and ends. On SIGHUP it reads "
                     "the "
                     "certificate\nagain and reopens the log file, on SIGUSR1 it does the latter only. Started by "
                     "systemd it "
                     "takes over the\nsocket that was opened for it, and tells when it is ready, stops, and lives." },
        .examples = "shiming serve --data /var/lib/shiming\n"
                    "shiming serve --data /var/lib/shiming --listen 127.0.0.1:0\n"
                    "shiming serve --data sample --sample\n"
                    "shiming serve --data /var/lib/shiming --listen :8443 --tls-cert id.pem --tls-key id.key\n"
                    "shiming serve --config /etc/shiming.yaml",
        .options = serve_options,
        .options_size = sizeof(ServeOptions),
        .run = serve_run,
};
