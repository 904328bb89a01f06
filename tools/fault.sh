#!/bin/bash
# Runs the fault tests in their long form over a build folder: fault.sh FOLDER [PART…]. Each prints its seed and what it did; SEED,
# KILLS, CASES and what else a part's first lines name can be set in the environment. The exit status is 1 where a part failed.
set -u
folder=$(cd "${1:?FOLDER}" && pwd)
shift
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export SHIMING="$folder/shiming" FAULT_SWEEP="$folder/tests/fault/fault-sweep" \
        FAULT_CLOCK="$folder/tests/fault/fault-clock.so"
parts=(kill postgres database writes statements surroundings clock tamper deadlines)
failed=()

part_run() { # PART
        case $1 in
        kill) "$root/tests/fault/run.sh" "$root/tests/fault/kill.mjs" server ;;
        postgres | database) "$root/tests/fault/run.sh" "$root/tests/fault/kill.mjs" "$1" ;;
        surroundings) "$root/tests/fault/run.sh" "$root/tests/fault/surroundings.mjs" ;;
        clock)
                "$root/tests/fault/run.sh" "$root/tests/fault/moved-clock.mjs" \
                        && "$root/tests/fault/run.sh" "$root/tests/fault/moved-clock.mjs" postgres
                ;;
        writes) "$folder/tests/fault/fault-writes" ;;
        statements) "$root/tools/pg-test-cluster.sh" run "$folder/tests/fault/fault-statements" postgres ;;
        tamper)
                "$folder/tests/app/test-app-log-audit" sqlite && "$folder/tests/app/test-app-proofs" sqlite \
                        && "$root/tools/pg-test-cluster.sh" run "$folder/tests/app/test-app-proofs" postgres
                ;;
        deadlines) # in memory where there is such a place: two years of writes, none of which is to outlast the test
                if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi
                CASES=${CASES:-10000} "$folder/tests/fault/fault-deadlines" sqlite
                ;;
        *)
                echo "fault.sh: there is no part $1: ${parts[*]}" >&2
                return 2
                ;;
        esac
}

for part in "${@:-${parts[@]}}"; do
        (part_run "$part") || failed+=("$part")
done
if [ ${#failed[@]} -gt 0 ]; then
        echo "fault.sh: failed: ${failed[*]}" >&2
        exit 1
fi
