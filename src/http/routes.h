/* Every table of routes; a resource adds its own here and in routes.c. */
#pragma once

#include "http/route.h"

extern const Route http_service_routes[];  /* health, contract, problems */
extern const Route http_case_routes[];     /* cases and attempts: opened, amended, read; the queue */
extern const Route http_step_routes[];     /* their steps */
extern const Route http_evidence_routes[]; /* the files given for a checklist */
extern const Route http_form_routes[];     /* forms to print */
extern const Route http_partner_routes[];  /* handing in, transfers, attestations */
extern const Route http_bank_routes[];     /* payment files, statements */
extern const Route http_sessions_routes[];
extern const Route http_staff_routes[];
extern const Route http_api_keys_routes[];
extern const Route http_links_routes[];  /* one-time links for the platform's users */
extern const Route http_notice_routes[]; /* what people are told */
extern const Route http_account_routes[];
extern const Route http_verification_routes[]; /* read, and followed where an origin reports */
extern const Route http_usage_routes[];        /* money: usage, payments, the guard's forecast */
extern const Route http_plan_routes[];         /* the plan of a change, the policy */
extern const Route http_ledger_routes[];       /* the log: receipts, checkpoint, proofs */
extern const Route http_statistics_routes[];   /* counts for the dashboards, the calendar */
extern const Route http_help_routes[];         /* the help centre, for everybody */
extern const Route http_help_staff_routes[];   /* … what its staff do */
extern const Route http_help_page_routes[];    /* … its pages, whole without JavaScript */
extern const Route http_help_form_routes[];    /* … and what the pages' forms are sent to */
