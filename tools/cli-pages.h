/* What cli-pages writes; each function adds one whole file to `page`. */
#pragma once

#include "cli/command.h"

#include <errno.h>

/* Manual pages, man(7): of the program, and of one subcommand with all its actions. */
void manual_of_all(GString *page, Language language);
void manual_of_command(GString *page, const Command *command, Language language);

/* Completions of subcommands, actions and options; a value that is a file or a folder is completed as one. */
void completion_bash(GString *page);
void completion_zsh(GString *page);
void completion_fish(GString *page);
