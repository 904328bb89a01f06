/* The one list of route tables. */
#include "http/routes.h"

#include "http/server.h"

const Route *const http_routes[] = {
        http_service_routes,
        http_sessions_routes,
        http_staff_routes,
        http_api_keys_routes,
        http_links_routes,
        http_account_routes,
        http_verification_routes,
        http_usage_routes,
        http_plan_routes,
        http_case_routes,
        http_step_routes,
        http_evidence_routes,
        http_form_routes,
        http_partner_routes,
        http_bank_routes,
        http_notice_routes,
        http_ledger_routes,
        http_statistics_routes,
        http_help_routes,
        http_help_staff_routes,
        http_help_page_routes,
        http_help_form_routes,
        NULL,
};
