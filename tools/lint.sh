#!/bin/sh
# clang-tidy over the program's sources (the tests run under the sanitizers), one a process (of several it takes every va_list
# after the first file's for uninitialised), as many at a time as there are cores; FOLDER
# holds compile_commands.json. Leaks are the leak sanitizer's to find: clang-tidy does not know g_autoptr.
set -eu
folder=$1
git ls-files --cached --others --exclude-standard -- 'src/*.c' | grep -vE '/(test|property)-[^/]*\.c$' \
        | xargs -P "$(nproc)" -n 1 clang-tidy --quiet -p "$folder" 2>"$folder/lint.log" \
        || { cat "$folder/lint.log" >&2; exit 1; }
