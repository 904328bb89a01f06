/* The people and companies that do not exist, and the files that their papers become. */
#include "cli/specimen.h"

#include "base/refusal.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#define JPEG_QUALITY 86
#define PERSON_DIVISION "510202"  /* abolished in 1997; the persons are born from 1998 on */
#define COMPANY_DIVISION "310221" /* abolished in 1992; codes of this kind are given since 2015 */

static const char *const surnames[] = { "林",   "周", "沈", "陈", "许", "顾", "苏", "方", "陆",   "江",
                                        "欧阳", "孟", "唐", "程", "叶", "白", "韩", "秦", "夏侯", "温" };
static const char *const given_names[] = { "样例", "示范", "范文", "样本", "示例", "例言", "范例",
                                           "样章", "示意", "样稿", "例图", "范本", "示文", "样张",
                                           "例句", "范式", "示样", "样书", "例证", "范帖" };
static const char *const cities[] = { "杭州", "上海", "苏州", "北京", "成都", "宁波", "厦门", "西安" };
static const char *const company_words[] = { "样例云", "示范网络", "范本软件", "样本数据", "示例智能", "例证信息" };
static const char *const company_trades[] = { "科技有限公司", "商贸有限公司", "文化传媒有限公司" };

/* ISO 7064 MOD 11-2 over 17 digits. */
static char resident_check(const char *digits) {
        guint sum = 0;

        for (guint i = 0; i < 17; i++)
                sum = (sum + (guint) (digits[i] - '0')) * 2 % 11;
        return "10X98765432"[sum % 11];
}

bool specimen_bank_write(const char *data, GError **error) {
        static const char text[] =
                "name: 某某云计算有限公司\naccount: \"3301040160000012345\"\ncnaps: \"102100099996\"\n";
        g_autofree char *path = g_build_filename(data, "bank.yaml", NULL);

        return g_file_set_contents(path, text, -1, NULL)
               || fail(error, FAILURE_FILE, "%s: %s", path, g_strerror(errno));
}

/* MOD 11-2's weights are powers of two from the right; the loop above walks them from the left by Horner's rule. */
Specimen specimen_person(guint index) {
        guint year = 1998 + index % 7, month = 1 + index * 5 % 12, day = 1 + index * 11 % 28;
        Specimen person = { .kind = OWNER_PERSONAL, .female = index % 2 == 0 };

        g_snprintf(person.name, sizeof person.name, "%s%s", surnames[index % G_N_ELEMENTS(surnames)],
                   given_names[(index + index / G_N_ELEMENTS(surnames)) % G_N_ELEMENTS(given_names)]);
        g_snprintf(person.birth, sizeof person.birth, "%04u-%02u-%02u", year, month, day);
        g_snprintf(person.number, sizeof person.number, PERSON_DIVISION "%04u%02u%02u%03u", year, month, day,
                   (1 + 2 * (index % 450) + (person.female ? 1 : 0)) % 1000);
        person.number[17] = resident_check(person.number);
        g_snprintf(person.email, sizeof person.email, "specimen%u@example.com", index);
        return person;
}

static guint place_of(const char *alphabet, char c) {
        return (guint) (strchr(alphabet, c) - alphabet);
}

/* GB 11714: weights 3, 7, 9, 10, 5, 8, 4, 2 mod 11. */
static char organisation_check(const char *body) {
        static const guint weights[] = { 3, 7, 9, 10, 5, 8, 4, 2 };
        static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        guint sum = 0;

        for (guint i = 0; i < 8; i++)
                sum += place_of(alphabet, body[i]) * weights[i];
        return "0X987654321"[sum % 11];
}

/* GB 32100: weights 3^(i-1) mod 31 over 17 characters. */
static char credit_check(const char *code) {
        static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        guint sum = 0, weight = 1;

        for (guint i = 0; i < 17; i++) {
                sum += place_of(alphabet, code[i]) * weight;
                weight = weight * 3 % 31;
        }
        return alphabet[(31 - sum % 31) % 31];
}

Specimen specimen_company(guint index) {
        Specimen company = { .kind = OWNER_ENTERPRISE };
        Specimen person = specimen_person(index + 7);
        guint kinds = G_N_ELEMENTS(cities) * G_N_ELEMENTS(company_words);

        g_snprintf(company.name, sizeof company.name, "%s%s%s", cities[index % G_N_ELEMENTS(cities)],
                   company_words[index / G_N_ELEMENTS(cities) % G_N_ELEMENTS(company_words)],
                   company_trades[(index / kinds + index) % G_N_ELEMENTS(company_trades)]);
        g_snprintf(company.number, sizeof company.number, "91" COMPANY_DIVISION "MA%06u", 900000 + index);
        company.number[16] = organisation_check(company.number + 8);
        company.number[17] = credit_check(company.number);
        g_strlcpy(company.representative, person.name, sizeof company.representative);
        g_snprintf(company.email, sizeof company.email, "company%u@example.com", index);
        return company;
}

Specimen specimen_renamed(const Specimen *company) {
        Specimen renamed = *company;
        const char *trade = strstr(company->name, "有限公司");
        int kept = trade ? (int) (trade - company->name) : (int) strlen(company->name);

        g_snprintf(renamed.name, sizeof renamed.name, "%.*s（集团）有限公司", kept, company->name);
        return renamed;
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

/* Cairo's pixels are 32 bits, blue first on a little-endian machine; rows go to libjpeg one by one as RGB. */
static GBytes *jpeg_of(cairo_surface_t *surface) {
        const guint8 *pixels = cairo_image_surface_get_data(surface);
        int width = cairo_image_surface_get_width(surface), height = cairo_image_surface_get_height(surface);
        int stride = cairo_image_surface_get_stride(surface);
        g_autofree guint8 *row = g_malloc((gsize) width * 3);
        struct jpeg_compress_struct jpeg;
        struct jpeg_error_mgr errors;
        unsigned char *bytes = NULL;
        unsigned long size = 0;
        GBytes *file;

        jpeg.err = jpeg_std_error(&errors);
        jpeg_create_compress(&jpeg);
        jpeg_mem_dest(&jpeg, &bytes, &size);
        jpeg.image_width = (JDIMENSION) width;
        jpeg.image_height = (JDIMENSION) height;
        jpeg.input_components = 3;
        jpeg.in_color_space = JCS_RGB;
        jpeg_set_defaults(&jpeg);
        jpeg_set_quality(&jpeg, JPEG_QUALITY, TRUE);
        jpeg_start_compress(&jpeg, TRUE);
        for (int y = 0; y < height; y++) {
                const guint32 *line = (const guint32 *) (gconstpointer) (pixels + (gsize) y * (gsize) stride);
                JSAMPROW rows[] = { row };

                for (int x = 0; x < width; x++) {
                        row[3 * x] = (guint8) (line[x] >> 16);
                        row[3 * x + 1] = (guint8) (line[x] >> 8);
                        row[3 * x + 2] = (guint8) line[x];
                }
                jpeg_write_scanlines(&jpeg, rows, 1);
        }
        jpeg_finish_compress(&jpeg);
        jpeg_destroy_compress(&jpeg);
        file = g_bytes_new(bytes, size);
        free(bytes); /* libjpeg's own malloc() */
        return file;
}

static GBytes *picture_make(const SpecimenDrawing *drawing, const SpecimenPaper *paper) {
        cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, drawing->width, drawing->height);
        cairo_t *cr = cairo_create(surface);
        GBytes *file;

        drawing->draw(cr, paper);
        cairo_destroy(cr);
        cairo_surface_flush(surface);
        file = jpeg_of(surface);
        cairo_surface_destroy(surface);
        return file;
}

static cairo_status_t bytes_append(void *closure, const unsigned char *bytes, unsigned int size) {
        g_byte_array_append(closure, bytes, size);
        return CAIRO_STATUS_SUCCESS;
}

static GBytes *page_make(const SpecimenDrawing *drawing, const SpecimenPaper *paper) {
        GByteArray *bytes = g_byte_array_new();
        cairo_surface_t *surface =
                cairo_pdf_surface_create_for_stream(bytes_append, bytes, drawing->width, drawing->height);
        cairo_t *cr = cairo_create(surface);

        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, "样本 SPECIMEN");
        drawing->draw(cr, paper);
        cairo_show_page(cr);
        cairo_destroy(cr);
        cairo_surface_finish(surface);
        cairo_surface_destroy(surface);
        return g_byte_array_free_to_bytes(bytes);
}

GBytes *specimen_paper(const SpecimenPaper *paper, const char **media_type) {
        const SpecimenDrawing *drawing = specimen_pictures;

        while (drawing->material && !g_str_equal(drawing->material, paper->material))
                drawing++;
        if (!drawing->material) {
                drawing = specimen_forms;
                while (drawing->material && !g_str_equal(drawing->material, paper->material))
                        drawing++;
        }
        *media_type = drawing->pdf ? "application/pdf" : "image/jpeg";
        return drawing->pdf ? page_make(drawing, paper) : picture_make(drawing, paper);
}
