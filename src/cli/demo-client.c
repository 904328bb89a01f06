/* Speaks HTTP for the demo, by libcurl. */
#include "cli/demo-client.h"

#include "base/instant.h"
#include "base/json-text.h"
#include "base/refusal.h"
#include "base/uuid.h"

#include <curl/curl.h>
#include <string.h>

#define ANSWER_TIMEOUT_S 30L
#define REPEATS_MAX 20
#define REPEAT_WAIT_S_MAX 10

struct DemoClient {
        CURL *curl; /* keeps the connection and the cookie */
        char *url, *api_key;
        Language language;
};

DemoClient *demo_client_new(const char *url, const char *from, Language language) {
        DemoClient *client = g_new0(DemoClient, 1);
        g_autofree char *interface = g_strconcat("host!", from, NULL);

        client->curl = curl_easy_init();
        g_assert(client->curl);
        client->url = g_strdup(url);
        client->language = language;
        curl_easy_setopt(client->curl, CURLOPT_COOKIEFILE, "");
        curl_easy_setopt(client->curl, CURLOPT_INTERFACE, interface);
        return client;
}

void demo_client_free(DemoClient *client) {
        if (!client)
                return;
        curl_easy_cleanup(client->curl);
        g_free(client->url);
        g_free(client->api_key);
        g_free(client);
}

void demo_client_use_key(DemoClient *client, const char *api_key) {
        g_free(client->api_key);
        client->api_key = g_strdup(api_key);
}

void demo_answer_clear(DemoAnswer *answer) {
        json_decref(answer->body);
        g_clear_pointer(&answer->bytes, g_bytes_unref);
        g_free(answer->etag);
        *answer = (DemoAnswer){ 0 };
}

static size_t bytes_take(char *bytes, size_t size, size_t count, void *user) {
        g_byte_array_append(user, (const guint8 *) bytes, (guint) (size * count));
        return size * count;
}

/* What the client must know of the headers. */
typedef struct Heads {
        char *etag;
        gint64 retry_after_s;
} Heads;

static size_t header_take(char *line, size_t size, size_t count, void *user) {
        Heads *heads = user;
        g_autofree char *text = g_strndup(line, size * count);
        char *colon = strchr(text, ':');

        if (colon) {
                *colon = '\0';
                g_strstrip(colon + 1);
                if (g_ascii_strcasecmp(text, "ETag") == 0) {
                        g_free(heads->etag);
                        heads->etag = g_strdup(colon + 1);
                }
                if (g_ascii_strcasecmp(text, "Retry-After") == 0)
                        heads->retry_after_s = g_ascii_strtoll(colon + 1, NULL, 10);
        }
        return size * count;
}

static struct curl_slist *header_add(struct curl_slist *list, const char *name, const char *value) {
        g_autofree char *line = value ? g_strdup_printf("%s: %s", name, value) : NULL;

        return line ? curl_slist_append(list, line) : list;
}

static struct curl_slist *headers_of(const DemoClient *client, const DemoRequest *request, const char *key) {
        bool writes = !g_str_equal(request->method, "GET");
        g_autofree char *bearer = client->api_key ? g_strconcat("Bearer ", client->api_key, NULL) : NULL;
        struct curl_slist *list = NULL;

        list = header_add(list, "Accept-Language", client->language == LANGUAGE_ZH ? "zh-CN" : "en");
        list = header_add(list, "Authorization", bearer);
        list = header_add(list, "If-Match", request->etag);
        list = header_add(list, "Content-Type",
                          request->file   ? request->media_type
                          : request->body ? "application/json"
                                          : NULL);
        list = curl_slist_append(list, "Expect:");
        if (writes && !bearer)
                list = header_add(list, "Origin", client->url); /* as a browser does */
        return writes ? header_add(list, "Idempotency-Key", key) : list;
}

static void body_set(CURL *curl, const DemoRequest *request, const char *text) {
        gsize size = 0;
        const char *bytes = request->file ? g_bytes_get_data(request->file, &size) : text;

        if (!request->file)
                size = text ? strlen(text) : 0;
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
        if (bytes || g_str_equal(request->method, "POST") || g_str_equal(request->method, "PUT")) {
                curl_easy_setopt(curl, CURLOPT_POST, 1L);
                curl_easy_setopt(curl, CURLOPT_POSTFIELDS, bytes ? bytes : "");
                curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) size);
        }
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
}

static bool send_once(DemoClient *client, const DemoRequest *request, const char *text, const char *key, Heads *heads,
                      DemoAnswer *answer, GError **error) {
        g_autofree char *address = g_strconcat(client->url, request->path, NULL);
        struct curl_slist *headers = headers_of(client, request, key);
        GByteArray *bytes = g_byte_array_new();
        CURLcode came;

        curl_easy_setopt(client->curl, CURLOPT_URL, address);
        curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, bytes_take);
        curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, bytes);
        curl_easy_setopt(client->curl, CURLOPT_HEADERFUNCTION, header_take);
        curl_easy_setopt(client->curl, CURLOPT_HEADERDATA, heads);
        curl_easy_setopt(client->curl, CURLOPT_TIMEOUT, ANSWER_TIMEOUT_S);
        curl_easy_setopt(client->curl, CURLOPT_NOPROXY, "*");
        body_set(client->curl, request, text);
        came = curl_easy_perform(client->curl);
        curl_slist_free_all(headers);
        curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &answer->status);
        answer->bytes = g_byte_array_free_to_bytes(bytes);
        answer->body = json_loadb(g_bytes_get_data(answer->bytes, NULL), g_bytes_get_size(answer->bytes),
                                  JSON_DECODE_ANY, NULL);
        return came == CURLE_OK
               || fail(error, FAILURE_NETWORK, "%s %s: %s", request->method, request->path, curl_easy_strerror(came));
}

static bool send_patiently(DemoClient *client, const DemoRequest *request, DemoAnswer *answer, GError **error) {
        g_autofree char *text = request->body ? json_text_write(request->body, JSON_TEXT_AS_MADE, NULL) : NULL;
        Uuid id = uuid_new(instant_now());
        g_autofree char *key = request->key ? g_strdup(request->key) : uuid_to_text(&id);

        for (guint i = 0; i < REPEATS_MAX; i++) {
                Heads heads = { 0 };

                demo_answer_clear(answer);
                if (!send_once(client, request, text, key, &heads, answer, error)) {
                        g_free(heads.etag);
                        return false;
                }
                answer->etag = heads.etag;
                if (answer->status != 429)
                        return true;
                g_usleep((gulong) CLAMP(heads.retry_after_s, 1, REPEAT_WAIT_S_MAX) * G_USEC_PER_SEC);
        }
        return fail(error, FAILURE_NETWORK, "%s %s: too many requests", request->method, request->path);
}

bool demo_client_send(DemoClient *client, DemoRequest request, DemoAnswer *answer, GError **error) {
        bool sent = send_patiently(client, &request, answer, error);

        json_decref(request.body);
        g_free(request.path);
        return sent;
}

const char *demo_answer_problem(const DemoAnswer *answer) {
        const char *type = json_string_value(json_object_get(answer->body, "type"));
        const char *slash = type ? strrchr(type, '/') : NULL;

        if (answer->status < 400 || !type)
                return "";
        return slash ? slash + 1 : type;
}

const char *demo_answer_text(const DemoAnswer *answer, const char *name) {
        const char *text = json_string_value(json_object_get(answer->body, name));

        return text ? text : "";
}
