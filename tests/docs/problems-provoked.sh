#!/bin/sh
# Each type of problem that can be refused is asserted by a test: by its name over HTTP, or by its kind in C:
# problems-provoked.sh ROOT. A type that no test provokes is either untested or dead.
set -eu
cd "$1"
table=src/base/refusal.c
rows=$(sed -n 's/^ *\[REFUSAL_\([A-Z_]*\)\] = { "\([a-z-]*\)".*/\1 \2/p' "$table")
over_http=$(find tests -name node_modules -prune -o -name '*.test.mjs' -print)
in_c=$(find src tests -name 'test-*.c')
echo "1..$(echo "$rows" | wc -l)"
number=0
echo "$rows" | while read -r kind slug; do
        number=$((number + 1))
        # shellcheck disable=SC2086 # lists of names without spaces
        if grep -Eq "'(/problems/)?$slug'" $over_http || grep -Eq "(assert_refused|refusal_is|assert_refusal)\(.*REFUSAL_$kind\b" $in_c; then
                echo "ok $number - $slug"
        else
                echo "not ok $number - no test provokes $slug"
        fi
done
