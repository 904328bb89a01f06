/* The list of the subcommands: what `shiming help` shows and `shiming NAME` finds. */
#include "cli/command.h"

extern const Command command_apikey;
extern const Command command_backup;
extern const Command command_bank;
extern const Command command_check;
extern const Command command_demo;
extern const Command command_doctor;
extern const Command command_export;
extern const Command command_help;
extern const Command command_import;
extern const Command command_init;
extern const Command command_keys;
extern const Command command_ledger;
extern const Command command_plan;
extern const Command command_policy;
extern const Command command_restore;
extern const Command command_serve;
extern const Command command_user;
extern const Command command_workdays;

const Command *const command_table[] = {
        &command_help,
        &command_init,
        &command_serve,
        &command_user,
        &command_apikey,
        &command_bank,
        &command_plan,
        &command_policy,
        &command_check,
        &command_workdays,
        &command_ledger,
        &command_import,
        &command_export,
        &command_backup,
        &command_restore,
        &command_keys,
        &command_doctor,
        &command_demo,
        NULL,
};
