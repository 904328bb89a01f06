/* The invented people and companies pass the checks of the rules, differ from each other, and their papers are real files. */
#include "cli/specimen.h"

#include "domain/names.h"
#include "domain/numbers.h"

#include <string.h>

#define LOOKED_AT 400

static CivilDate today(void) {
        CivilDate date;

        g_assert_true(civil_date_make(2026, 1, 1, &date));
        return date;
}

static void a_specimen_has_a_valid_number_and_name_of_its_own(gconstpointer kind) {
        bool person = GPOINTER_TO_INT(kind) == OWNER_PERSONAL;
        g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

        for (guint i = 0; i < LOOKED_AT; i++) {
                Specimen specimen = person ? specimen_person(i) : specimen_company(i);
                g_autofree char *name = name_normalise(person ? NAME_PERSON : NAME_ORGANISATION, specimen.name, NULL);
                NumberVerdict verdict;

                g_assert_true(number_check(person ? NUMBER_RESIDENT_ID : NUMBER_USCC, specimen.number,
                                           strlen(specimen.number), today(), &verdict));
                g_assert_cmpint(verdict.note, ==, NUMBER_NOTE_NONE);
                g_assert_cmpstr(name, ==, specimen.name);
                g_assert_true(g_hash_table_add(seen, g_strdup(specimen.number)));
                if (person)
                        g_assert_true(g_hash_table_add(seen, g_strdup(specimen.name)));
        }
}

static void a_company_renamed_keeps_its_code(void) {
        Specimen company = specimen_company(3), renamed = specimen_renamed(&company);

        g_assert_cmpstr(company.number, ==, renamed.number);
        g_assert_cmpstr(company.name, !=, renamed.name);
}

static void every_paper_is_a_file_of_its_kind(void) {
        static const char *const materials[] = {
                "release-form",           "id-card-front-held",   "id-card-back-held",    "invoice",
                "remittance-receipt",     "payment-screenshot",   "owner-change-form",    "licence-copy",
                "identity-document-copy", "service-invoice-copy", "name-change-notice",   "id-card-front",
                "id-card-back",           "business-licence",     "authorisation-letter", "something-else"
        };
        Specimen person = specimen_person(1), company = specimen_company(1);
        const char *folder = g_getenv("SPECIMEN_FOLDER"); /* to look at them */

        for (guint i = 0; i < G_N_ELEMENTS(materials); i++) {
                bool of_company = strstr(materials[i], "licence") || strstr(materials[i], "letter");
                SpecimenPaper paper = { .material = materials[i],
                                        .of = of_company ? &company : &person,
                                        .old_owner = &person,
                                        .new_owner = &company,
                                        .sealed_by_new = true,
                                        .account = "aliyun-10001",
                                        .date = "2018-05-15" };
                const char *media_type = NULL;
                g_autoptr(GBytes) file = specimen_paper(&paper, &media_type);
                gsize size;
                const char *bytes = g_bytes_get_data(file, &size);
                bool pdf = g_str_equal(media_type, "application/pdf");

                g_assert_cmpuint(size, >, 2000);
                g_assert_true(pdf ? memcmp(bytes, "%PDF-", 5) == 0 : memcmp(bytes, "\xff\xd8\xff", 3) == 0);
                if (folder) {
                        g_autofree char *path =
                                g_strdup_printf("%s/%s.%s", folder, materials[i], pdf ? "pdf" : "jpg");

                        g_assert_true(g_file_set_contents(path, bytes, (gssize) size, NULL));
                }
        }
}

int main(int argc, char **argv) {
        g_test_init(&argc, &argv, NULL);
        g_test_add_data_func("/specimen/a person has a valid number and a name of their own",
                             GINT_TO_POINTER(OWNER_PERSONAL), a_specimen_has_a_valid_number_and_name_of_its_own);
        g_test_add_data_func("/specimen/a company has a valid code of its own", GINT_TO_POINTER(OWNER_ENTERPRISE),
                             a_specimen_has_a_valid_number_and_name_of_its_own);
        g_test_add_func("/specimen/a company renamed keeps its code", a_company_renamed_keeps_its_code);
        g_test_add_func("/specimen/every paper is a file of its kind", every_paper_is_a_file_of_its_kind);
        return g_test_run();
}
