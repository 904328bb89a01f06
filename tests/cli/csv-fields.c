/* Splits CSV on standard input with the program's reader, a JSON array a record, through a window of the given size: for the
 * comparison with another reader (csv-against-python.py). A record that is refused is the name of its reason. */
#include "base/csv.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void record_print(const CsvRecord *record) {
        json_auto_t *fields = json_array();

        for (guint i = 0; i < record->count; i++)
                json_array_append_new(fields, json_stringn(record->fields[i].text, record->fields[i].size));
        json_dumpf(fields, stdout, JSON_COMPACT);
        putchar('\n');
}

int main(int argc, char **argv) {
        static char text[4 * 1024 * 1024];
        gsize all = fread(text, 1, sizeof text, stdin), window = argc > 1 ? (gsize) atoi(argv[1]) : sizeof text;
        CsvRecord *record = g_new(CsvRecord, 1);

        for (gsize at = 0, size = MIN(window, all);;) {
                CsvResult result = csv_read(text + at, size, at + size == all, record);

                if (result == CSV_END)
                        break;
                if (result == CSV_MORE) {
                        g_assert_cmpuint(at + size, <, all);
                        size = MIN(size + window, all - at);
                        continue;
                }
                if (result == CSV_RECORD)
                        record_print(record);
                else
                        printf("\"bad %d\"\n", (int) record->reason);
                at += record->size;
                size = MIN(window, all - at);
        }
        g_free(record);
        return 0;
}
