/* The limits that `serve` starts with. */
#include "http/http-limits.h"

HttpLimits http_limits_default(void) {
        return (HttpLimits){
                .connections_max = 4096,
                .connections_per_address_max = 256,
                .idle_s = 30,
                .headers_s = 30,
                .body_grace_s = 20,
                .body_bytes_per_s_min = 2048,
                .address_bytes_max = 4096,
                .streams_max = 64,
                .people = {
                        [RATE_READ] = { .burst = 300, .per_minute = 1200 },
                        [RATE_WRITE] = { .burst = 60, .per_minute = 240 },
                        [RATE_LOGIN] = { .burst = 10, .per_minute = 20 },
                        [RATE_UPLOAD] = { .burst = 40, .per_minute = 60 },
                        [RATE_FILE] = { .burst = 2000, .per_minute = 12000 },
                        [RATE_HELP] = { .burst = 20, .per_minute = 10 }, /* what everybody may write */
                },
                .platform = {
                        [RATE_WRITE] = { .burst = 5000, .per_minute = 120000 },
                        [RATE_LOGIN] = { .burst = 500, .per_minute = 6000 },
                        [RATE_UPLOAD] = { .burst = 500, .per_minute = 6000 },
                        [RATE_HELP] = { .burst = 20, .per_minute = 10 },
                },
        };
}
