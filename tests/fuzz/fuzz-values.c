/* The small values that stand in bodies, queries, files and columns: instants, days, money, ids, references. What is taken is
 * written again and read again as the same value. */
#include "tests/fuzz/fuzz.h"

#include "base/instant.h"
#include "base/language.h"
#include "base/uuid.h"
#include "domain/civil-date.h"
#include "domain/money.h"
#include "ledger/base64.h"
#include "partners/corporate-transfer.h"
#include "partners/fen.h"

#include <string.h>

static void check_instant(const char *text) {
        g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Asia/Shanghai");
        gint64 instant, again;

        if (!instant_parse(text, &instant))
                return;
        for (guint i = 0; i < 2; i++) {
                g_autofree char *written = instant_format(instant, i == 0 ? NULL : zone);

                g_assert(instant_parse(written, &again) && again == instant);
        }
        g_free(instant_format_minute(instant, zone));
        civil_date_at(instant, zone);
}

static void check_day(const char *text) {
        char written[CIVIL_DATE_TEXT_SIZE];
        CivilDate day;

        if (civil_date_parse(text, &day))
                g_assert(strcmp(civil_date_format(day, written), text) == 0);
}

static void check_money(const char *text) {
        gint64 amount, again, fen;
        g_autofree char *written = NULL, *written_fen = NULL;

        if (money_parse(text, &amount)) {
                written = money_format(amount);
                g_assert(money_parse(written, &again) && again == amount);
        }
        if (money_parse_fen(text, &fen)) {
                written_fen = money_format_fen(fen);
                g_assert(money_parse_fen(written_fen, &again) && again == fen);
        }
}

static void check_fen(const char *text) {
        g_autofree char *written = NULL;
        gint64 fen, again;

        if (!fen_parse(text, &fen))
                return;
        written = fen_format(fen);
        g_assert(fen_parse(written, &again) && again == fen);
}

static void check_uuid(const char *text) {
        char written[UUID_TEXT_SIZE];
        Uuid id;

        if (uuid_parse(text, &id))
                g_assert(g_ascii_strcasecmp(uuid_format(&id, written), text) == 0);
}

static void check_reference(const char *text) {
        char written[TRANSFER_REFERENCE_SIZE];
        Uuid id, again;

        if (transfer_reference_parse(text, &id))
                g_assert(transfer_reference_parse(transfer_reference_format(&id, written), &again)
                         && uuid_equal(&id, &again));
}

/* One text for one value. */
static void check_base64(const char *text) {
        gsize length = strlen(text), size = base64_size(text, length);
        g_autofree guint8 *bytes = g_malloc(size + 1);
        g_autofree char *again = NULL;

        if (!base64_read(text, length, bytes, size))
                return;
        again = g_base64_encode(bytes, size);
        g_assert(strcmp(again, text) == 0);
}

static void check_language(const char *text) {
        g_assert(language_choose(text) < LANGUAGE_COUNT);
}

int LLVMFuzzerTestOneInput(const guint8 *bytes, gsize size) {
        static void (*const checks[])(const char *text) = { check_instant, check_day,     check_money,
                                                            check_fen,     check_uuid,    check_reference,
                                                            check_base64,  check_language };
        guint which = fuzz_choose(&bytes, &size, G_N_ELEMENTS(checks));
        g_autofree char *text = fuzz_text(bytes, size);

        checks[which](text);
        return 0;
}
