/* Tells in which encoding a text of unknown origin is, from its beginning: so that a file in the wrong one is refused by
 * name and not by a thousand broken characters. Pure. */
#pragma once

#include <glib.h>

typedef enum Encoding {
        ENCODING_UTF_8,
        ENCODING_GB_18030, /* and GBK, GB 2312, which it contains */
        ENCODING_UTF_16,   /* told by its byte-order mark */
        ENCODING_UNKNOWN   /* none of these; or UTF-8 with single broken bytes */
} Encoding;

/* Guesses the encoding of a text of which `bytes` are the first `size`; the last character may be cut off.
 *
 * GB 18030 (GB 18030-2005, section 5) where all of it has that shape and most of its characters beyond ASCII stand in the
 * blocks of GB 2312, as those of Chinese texts do and those of other double-byte encodings do not. */
Encoding encoding_guess(const char *bytes, gsize size);
