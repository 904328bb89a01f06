/* Brings a name into its normal form, character by character, and says why it cannot. */
#include "domain/names.h"

#include "base/refusal.h"

#include <string.h>

static const char *const reason_names[] = {
        [NAME_VALID] = "",
        [NAME_WRONG_ENCODING] = "encoding",
        [NAME_EMPTY] = "empty",
        [NAME_TOO_LONG] = "too-long",
        [NAME_WRONG_CHARACTER] = "character",
        [NAME_WRONG_SEPARATOR] = "separator",
};
const EnumNames name_reason_names = ENUM_NAMES(reason_names);

static const char *const reason_words[] = {
        [NAME_VALID] = "",
        [NAME_WRONG_ENCODING] = REFUSAL_BOTH("编码不是 UTF-8", "it is not UTF-8"),
        [NAME_EMPTY] = REFUSAL_BOTH("其中没有文字", "it has no letters"),
        [NAME_TOO_LONG] = REFUSAL_BOTH("太长", "it is too long"),
        [NAME_WRONG_CHARACTER] = REFUSAL_BOTH("有不能用于名称的字符", "it has a character that no name has"),
        [NAME_WRONG_SEPARATOR] =
                REFUSAL_BOTH("间隔号或空格的位置不对", "a dot, a hyphen or a space stands where none can"),
};

#define MIDDLE_DOT 0xB7

typedef struct CharacterRange {
        gunichar first, last;
} CharacterRange;

static bool in_ranges(gunichar c, const CharacterRange *ranges, gsize count) {
        for (gsize i = 0; i < count; i++) {
                if (c >= ranges[i].first && c <= ranges[i].last)
                        return true;
        }
        return false;
}

/* By block and not by the script property of the library, whose Unicode may be older than the name: planes 2 and 3 are
 * kept for ideographs whole. */
bool name_character_is_han(gunichar c) {
        static const CharacterRange han[] = { { 0x4E00, 0x9FFF },  { 0x3400, 0x4DBF }, { 0x3005, 0x3005 },
                                              { 0x3007, 0x3007 },  { 0xF900, 0xFAFF }, { 0x20000, 0x2FFFD },
                                              { 0x30000, 0x3FFFD } };

        return in_ranges(c, han, G_N_ELEMENTS(han));
}

/* What is not seen and says nothing: joiners, direction marks, variation selectors, byte order marks. */
static bool is_invisible(gunichar c) {
        static const CharacterRange invisible[] = { { 0xAD, 0xAD },     { 0x200B, 0x200F },  { 0x202A, 0x202E },
                                                    { 0x2060, 0x2064 }, { 0x2066, 0x2069 },  { 0xFE00, 0xFE0F },
                                                    { 0xFEFF, 0xFEFF }, { 0xE0100, 0xE01EF } };

        return in_ranges(c, invisible, G_N_ELEMENTS(invisible));
}

/* The guises of one character after NFKC. */
static gunichar folded(gunichar c) {
        static const struct {
                gunichar from, to;
        } folds[] = {
                { 0x2022, MIDDLE_DOT }, { 0x2024, MIDDLE_DOT }, { 0x2027, MIDDLE_DOT }, { 0x2219, MIDDLE_DOT },
                { 0x22C5, MIDDLE_DOT }, { 0x25CF, MIDDLE_DOT }, { 0x2E31, MIDDLE_DOT }, { 0x2E33, MIDDLE_DOT },
                { 0x30FB, MIDDLE_DOT }, { 0x16EB, MIDDLE_DOT }, { 0x2018, '\'' },       { 0x2019, '\'' },
                { 0x02BC, '\'' },       { 0x02B9, '\'' },       { '`', '\'' },          { 0x2010, '-' },
                { 0x2011, '-' },        { 0x2012, '-' },        { 0x2013, '-' },        { 0x2212, '-' },
        };

        if (g_unichar_isspace(c))
                return ' ';
        for (gsize i = 0; i < G_N_ELEMENTS(folds); i++) {
                if (folds[i].from == c)
                        return folds[i].to;
        }
        return c;
}

static bool is_space_swallower(gunichar c) {
        return c == 0 || c == ' ' || c == MIDDLE_DOT;
}

static bool is_han_or_parenthesis(gunichar c) {
        return name_character_is_han(c) || c == '(' || c == ')';
}

/* True where a space between these two is not part of the name: beside a dot, at an end, within Chinese. */
static bool space_is_idle(gunichar before, gunichar after) {
        return is_space_swallower(before) || is_space_swallower(after)
               || (is_han_or_parenthesis(before) && is_han_or_parenthesis(after));
}

/* NFKC of what is seen: an invisible character must not keep a letter from its accent. The caller frees it. */
static char *composed_without_invisible(const char *text) {
        g_autoptr(GString) seen = g_string_sized_new(strlen(text));

        for (const char *c = text; *c; c = g_utf8_next_char(c)) {
                if (!is_invisible(g_utf8_get_char(c)))
                        g_string_append_unichar(seen, g_utf8_get_char(c));
        }
        return g_utf8_normalize(seen->str, (gssize) seen->len, G_NORMALIZE_NFKC);
}

/* Folds and drops; what is left has its characters in an array closed by 0. The caller frees it. */
static gunichar *characters_read(const char *text) {
        g_autofree char *composed = composed_without_invisible(text);
        glong read = 0;
        gunichar *kept = g_utf8_to_ucs4_fast(composed, -1, &read);
        gsize count = (gsize) read;

        for (gsize i = 0; i < count; i++)
                kept[i] = folded(kept[i]);
        for (gsize from = 0, to = 0; from <= count; from++) {
                gunichar before = to > 0 ? kept[to - 1] : 0;
                gunichar after = from < count ? kept[from + 1] : 0;

                if (kept[from] == '.' && name_character_is_han(before) && name_character_is_han(after))
                        kept[from] = MIDDLE_DOT;
                if (kept[from] != ' ' || !space_is_idle(before, after))
                        kept[to++] = kept[from];
        }
        return kept;
}

static bool is_separator(gunichar c) {
        return c == MIDDLE_DOT || c == '-' || c == ' ' || c == '.' || c == ',';
}

static bool is_person_letter(gunichar c) {
        if (name_character_is_han(c))
                return true;
        return g_unichar_isalpha(c) && g_unichar_get_script(c) == G_UNICODE_SCRIPT_LATIN;
}

/* A separator stands between two parts; after an initial or a surname ("J. Smith", "Smith, Jr.") a space may follow, and a
 * full stop may end the name. */
static bool separator_is_right(gunichar before, gunichar c, gunichar after) {
        if (before == 0 || (is_separator(before) && !(c == ' ' && (before == '.' || before == ','))))
                return false;
        return c == '.' || after != 0;
}

static NameReason person_check(const gunichar *name) {
        guint letters = 0;
        gsize i;

        for (i = 0; name[i]; i++) {
                gunichar c = name[i], before = i > 0 ? name[i - 1] : 0;

                if (is_person_letter(c))
                        letters++;
                else if (is_separator(c) && !separator_is_right(before, c, name[i + 1]))
                        return NAME_WRONG_SEPARATOR;
                else if (!is_separator(c) && c != '\'' && !(g_unichar_ismark(c) && i > 0))
                        return NAME_WRONG_CHARACTER;
        }
        if (letters == 0)
                return NAME_EMPTY;
        return i > NAME_PERSON_LENGTH_MAX ? NAME_TOO_LONG : NAME_VALID;
}

static NameReason organisation_check(const gunichar *name) {
        guint letters = 0;
        gsize i;

        for (i = 0; name[i]; i++) {
                gunichar c = name[i];
                bool han = name_character_is_han(c);

                letters += han || g_unichar_isalpha(c);
                if (!han && c != ' ' && (!g_unichar_isgraph(c) || g_unichar_type(c) == G_UNICODE_PRIVATE_USE))
                        return NAME_WRONG_CHARACTER;
        }
        if (letters == 0)
                return NAME_EMPTY;
        return i > NAME_ORGANISATION_LENGTH_MAX ? NAME_TOO_LONG : NAME_VALID;
}

static void parentheses_widen(gunichar *name) {
        bool chinese = false;

        for (const gunichar *c = name; *c; c++)
                chinese = chinese || name_character_is_han(*c);
        for (gunichar *c = name; chinese && *c; c++) {
                if (*c == '(' || *c == ')')
                        *c = *c == '(' ? 0xFF08 : 0xFF09;
        }
}

char *name_normalise(NameKind kind, const char *text, NameReason *reason) {
        g_autofree gunichar *name = NULL;
        NameReason found = NAME_WRONG_ENCODING;

        if (g_utf8_validate(text, -1, NULL)) {
                name = characters_read(text);
                found = kind == NAME_PERSON ? person_check(name) : organisation_check(name);
        }
        if (reason)
                *reason = found;
        if (found != NAME_VALID)
                return NULL;
        if (kind == NAME_ORGANISATION)
                parentheses_widen(name);
        return g_ucs4_to_utf8(name, -1, NULL, NULL, NULL);
}

bool name_require(NameKind kind, const char *text, const char *pointer, char **normalised, GError **error) {
        NameReason reason;
        char *name = name_normalise(kind, text, &reason);

        if (!name)
                return refuse(error, REFUSAL_NAME_INVALID, pointer, text, reason_words[reason], NULL);
        *normalised = name;
        return true;
}

bool name_equal(NameKind kind, const char *a, const char *b) {
        g_autofree char *normal_a = name_normalise(kind, a, NULL), *normal_b = name_normalise(kind, b, NULL);
        g_autofree char *folded_a = NULL, *folded_b = NULL;

        if (!normal_a || !normal_b)
                return false;
        folded_a = g_utf8_casefold(normal_a, -1);
        folded_b = g_utf8_casefold(normal_b, -1);
        return g_str_equal(folded_a, folded_b);
}
