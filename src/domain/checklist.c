/* Draws checklists up and says what is missing. */
#include "domain/checklist.h"

static const char *const states[] = {
        [ITEM_ASKED] = "asked", [ITEM_RECEIVED] = "received", [ITEM_ACCEPTED] = "accepted", [ITEM_REFUSED] = "refused"
};
const EnumNames item_state_names = ENUM_NAMES(states);

void item_verdict_free(ItemVerdict *verdict) {
        if (!verdict)
                return;
        g_free(verdict->item);
        g_free(verdict->reason_code);
        g_free(verdict->text);
        g_free(verdict);
}

void item_files_free(ItemFiles *files) {
        if (!files)
                return;
        g_free(files->item);
        g_free(files);
}

static const ItemVerdict *verdict_of(const GPtrArray *verdicts, const char *item) {
        for (guint i = 0; i < verdicts->len; i++) {
                const ItemVerdict *verdict = g_ptr_array_index(verdicts, i);

                if (g_str_equal(verdict->item, item))
                        return verdict;
        }
        return NULL;
}

static guint files_of(const GPtrArray *files, const char *item) {
        for (guint i = 0; i < files->len; i++) {
                const ItemFiles *entry = g_ptr_array_index(files, i);

                if (g_str_equal(entry->item, item))
                        return entry->count;
        }
        return 0;
}

GArray *checklist_draw_up(const GPtrArray *items, const GPtrArray *verdicts, const GPtrArray *files,
                          guint invoices_in_force) {
        GArray *lines = g_array_sized_new(FALSE, TRUE, sizeof(ChecklistLine), items->len);

        for (guint i = 0; i < items->len; i++) {
                const PolicyItem *item = g_ptr_array_index(items, i);
                const ItemVerdict *verdict = verdict_of(verdicts, item->id);
                guint needed = item->each_invoice ? MAX(item->at_least, invoices_in_force) : item->at_least;
                ChecklistLine line = { .item = item, .verdict = verdict, .given = files_of(files, item->id) };

                line.state = verdict ? verdict->state : ITEM_ASKED;
                line.needed = verdict ? MAX(needed, verdict->needed) : needed;
                g_array_append_val(lines, line);
        }
        return lines;
}

/* An item of which none is needed (no invoice is in force) may be left out, and need not be decided on. */
static bool line_is_missing(const ChecklistLine *line, bool on_paper) {
        if (on_paper)
                return line->needed > 0 && (line->state == ITEM_ASKED || line->state == ITEM_REFUSED);
        return line->given < line->needed;
}

static void name_add(GString **names, const char *id) {
        if (!*names)
                *names = g_string_new(id);
        else
                g_string_append_printf(*names, ", %s", id);
}

char *checklist_missing(const GArray *lines, bool on_paper) {
        GString *names = NULL;

        for (guint i = 0; i < lines->len; i++) {
                const ChecklistLine *line = &g_array_index(lines, ChecklistLine, i);

                if (line_is_missing(line, on_paper))
                        name_add(&names, line->item->id);
        }
        return names ? g_string_free(names, FALSE) : NULL;
}

char *checklist_undecided(const GArray *lines) {
        GString *names = NULL;

        for (guint i = 0; i < lines->len; i++) {
                const ChecklistLine *line = &g_array_index(lines, ChecklistLine, i);

                if (line->state != ITEM_ACCEPTED
                    && (line->needed > 0 || line->state == ITEM_REFUSED || line->given > 0))
                        name_add(&names, line->item->id);
        }
        return names ? g_string_free(names, FALSE) : NULL;
}

bool checklist_has_refused(const GArray *lines) {
        for (guint i = 0; i < lines->len; i++) {
                if (g_array_index(lines, ChecklistLine, i).state == ITEM_REFUSED)
                        return true;
        }
        return false;
}

bool checklist_wants(const GArray *lines, const char *item, bool in_draft) {
        for (guint i = 0; i < lines->len; i++) {
                const ChecklistLine *line = &g_array_index(lines, ChecklistLine, i);

                if (g_str_equal(line->item->id, item))
                        return in_draft || line->state == ITEM_REFUSED || line->given < line->needed;
        }
        return false;
}
