#!/bin/bash
# Runs the tests of a build folder, quickest suites first: test.sh FOLDER [SUITE…]. The last line is "N passed, N failed",
# the exit status right. Every suite runs even where an earlier one failed; what belongs to none of them runs last.
set -u
folder=$1
shift
order=(unit docs console property contract http fault browser)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=()
failed=0

suite_run() { # NAME [meson's choice…]
        local name=$1
        shift
        rm -f "$folder/meson-logs/testlog-$name.json"
        meson test -C "$folder" --no-rebuild --print-errorlogs --logbase "testlog-$name" "$@" || failed=1
        if [ -f "$folder/meson-logs/testlog-$name.json" ]; then
                logs+=("$folder/meson-logs/testlog-$name.json")
        fi
}

if [ $# -gt 0 ]; then
        for suite in "$@"; do suite_run "$suite" --suite "$suite"; done
else
        for suite in "${order[@]}"; do suite_run "$suite" --suite "$suite"; done
        suite_run others $(printf -- '--no-suite %s ' "${order[@]}")
fi
python3 "$root/tools/test-summary.py" "${logs[@]}" || failed=1
exit "$failed"
