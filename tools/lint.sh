#!/bin/sh
# clang-tidy over the sources that FOLDER's compile_commands.json names, two at a time or as many as there are cores.
set -eu
folder=$1
git ls-files --cached --others --exclude-standard -- 'src/*.c' \
        | xargs -P "$(nproc)" -n 4 clang-tidy --quiet -p "$folder" 2>"$folder/lint.log" \
        || { cat "$folder/lint.log" >&2; exit 1; }
