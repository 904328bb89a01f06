/* The two languages of every text that a person reads. */
#pragma once

typedef enum Language { LANGUAGE_ZH, LANGUAGE_EN, LANGUAGE_COUNT } Language;

/* A text in both languages; policy texts come as such pairs. The strings belong to whoever owns the struct. */
typedef struct LocalText {
        char *in[LANGUAGE_COUNT];
} LocalText;

/* Chooses a language from an Accept-Language header (RFC 9110 section 12.5.4) or a locale name such as "zh_CN.UTF-8".
 * Gives LANGUAGE_ZH when the value is NULL or names neither language. */
Language language_choose(const char *accept_language);
