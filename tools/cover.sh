#!/bin/sh
# Lists how much of each source file the tests reached, least first, from the gcov data of FOLDER.
set -eu
cd "$1"
find src -name '*.gcda' -print0 \
        | xargs -0 gcov --no-output 2>/dev/null \
        | awk -F "'" '/^File / { file = $2; next }
                /^Lines executed/ && file ~ /src\/[a-z]+\/[^\/]*\.c$/ && file !~ /\/(test|property)-/ {
                        sub(/^.*src\//, "src/", file)
                        split($0, part, /[:% ]+/)
                        share[file] = part[3]
                        lines[file] = part[5] }
                { file = "" }
                END { for (file in share) {
                                printf "%6.2f%% of %5d lines  %s\n", share[file], lines[file], file
                                all += lines[file]
                                reached += share[file] * lines[file] / 100 }
                      if (all) printf "%6.2f%% of %5d lines  in all\n", 100 * reached / all, all }' \
        | sort -n
