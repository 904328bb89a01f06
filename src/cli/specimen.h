/* Specimens: invented people and companies with numbers that pass their checks and can belong to nobody, and the papers
 * they hand in, drawn on the spot and marked as specimens. For the sample data and the demo only. */
#pragma once

#include "domain/terms.h"

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

/* Somebody who does not exist. The strings are the struct's own, so that it can be copied. */
typedef struct Specimen {
        OwnerKind kind;
        bool female;
        char name[96];
        char number[19];         /* resident-id or uscc */
        char birth[16];          /* a person's, "2001-03-14" */
        char representative[96]; /* a company's */
        char email[64];
} Specimen;

/* Makes person number `index` of those invented, the same each time; no two of the first 400 share a name, none a number.
 * The number names a division that was abolished before the person's birth: it was given to nobody.
 * Sources: GB 11643-1999 (4, annex A), GB/T 2260. */
Specimen specimen_person(guint index);

/* Makes a company, likewise. Its code names a division abolished before codes of this kind were given.
 * Sources: GB 32100-2015 (4, 5), GB 11714-1997. */
Specimen specimen_company(guint index);

/* Makes the same company under a new name. */
Specimen specimen_renamed(const Specimen *company);

/* Writes the account from which a sample or demo pays companies, bank.yaml, into its data folder: without one no corporate
 * transfer is offered. Fails with FAILURE_FILE. */
bool specimen_bank_write(const char *data, GError **error);

/* What a paper says: whom it is of, and the change that it is for. */
typedef struct SpecimenPaper {
        const char *material;                  /* of the policy: "release-form" */
        const Specimen *of;                    /* whose document it is */
        const Specimen *old_owner, *new_owner; /* for the forms; either may be NULL */
        bool sealed_by_old, sealed_by_new;
        const char *account;   /* the platform's id of it */
        const char *reference; /* of a payment or an invoice; NULL for none */
        const char *amount;    /* "1288.00"; NULL for none */
        const char *date;      /* "2018-05-15" */
} SpecimenPaper;

/* Draws a paper as a holder would hand it in: a JPEG picture or a PDF of one page. Gives the file, the caller's, and its media
 * type (static). A material that no drawing is known for comes as a plain page that bears its name. */
GBytes *specimen_paper(const SpecimenPaper *paper, const char **media_type);

/* One drawing: its size in pixels (JPEG) or points (PDF). Inside these files only. */
typedef struct SpecimenDrawing {
        const char *material;
        int width, height;
        bool pdf;
        void (*draw)(cairo_t *cr, const SpecimenPaper *paper);
} SpecimenDrawing;

/* Closed by a row without a material, which is the plain page. */
extern const SpecimenDrawing specimen_pictures[];
extern const SpecimenDrawing specimen_forms[];
