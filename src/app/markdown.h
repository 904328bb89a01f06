/* Markdown (CommonMark with tables and struck-out text, parsed by md4c) into HTML that is safe by construction: the only tags
 * there are those that this file writes, every text is escaped, and a link leads only where a policy lets it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Renders. Raw HTML stays visible as text, an image becomes its description, # becomes <hN> with N = heading_from (1 to 6), but
 * never <h1>: that is the page's.
 * Links bear rel="nofollow ugc noopener". The caller frees the result. */
char *markdown_html(const char *text, guint heading_from);

/* The words alone, for the search and its excerpts. The caller frees the result. */
char *markdown_plain(const char *text);

/* Whether a link may be made of an address: http, https, mailto, or relative to this server, without control characters, blanks
 * or backslashes, which browsers read in ways of their own. */
bool markdown_link_is_good(const char *address);
