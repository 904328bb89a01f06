/* The rules that a subcommand goes by: a file named on the command line, or the policy and calendar compiled in. */
#pragma once

#include "cli/command.h"
#include "domain/calendar.h"
#include "domain/policy.h"

/* Loads the policy at `path`, or the one compiled in for NULL. The caller owns it. Refuses as policy_load(), and
 * REFUSAL_USAGE where the file cannot be read. */
Policy *rules_policy(const Invocation *call, const char *path, GError **error);

/* The same for the calendar. */
Calendar *rules_calendar(const Invocation *call, const char *path, GError **error);
