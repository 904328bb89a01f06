/* What may be shown of personal data: enough for its owner to know it again, too little for anybody else. The masks take
 * normalised values (numbers.h, names.h) and whatever else comes; each gives a string that the caller frees. */
#pragma once

#include "domain/names.h"

/* A person's name: the first character stays, each other becomes *, separators stay: 张* 欧*** 买**·*** J*** *****. A name of
 * one character is hidden whole. An organisation's of six characters or more keeps its first two and last two
 * (杭州******公司), a shorter one its first. Invalid UTF-8 is hidden whole. */
char *mask_name(NameKind kind, const char *name);

/* A number of any kind: from twelve characters on the first four and the last four stay, 1101**********002X; from eight on
 * the first two and the last two; a shorter one is hidden whole. */
char *mask_number(const char *number);

/* A mobile number: country code, first three and last four digits stay: +86138****8000. */
char *mask_mobile(const char *mobile);

/* An e-mail address: the first character of the mailbox and the domain stay: z***@example.com. The length of the mailbox is
 * not told. */
char *mask_email(const char *email);
