#!/bin/bash
# Feeds the parsers of bytes from outside by libFuzzer under ASan and UBSan: fuzz.sh FOLDER. Every harness of tests/fuzz in turn:
#   MINUTES=20   each (1 without it)        ONLY="csv note"   these alone
#   SEED=7       libFuzzer's, printed       KEEP=1            afterwards what is small and reaches something new joins the corpus
#                                                             in the tree
# A find is kept in FOLDER/found/NAME/ and ends that harness; the exit status is 1 then. Mend it, and copy the input to
# tests/fuzz/corpus/NAME/found-WHAT, which `make test` replays from then on. What was learnt stays in FOLDER/corpus/NAME/.
set -u
folder=$(cd "${1:?FOLDER}" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
minutes=${MINUTES:-1}
seed=${SEED:-$((RANDOM * 32768 + RANDOM + 1))}
kept_bytes_max=100000 # of one corpus in the tree
kept_files_max=120
kept_file_bytes_max=8192

# No more than that many bytes an input; 4096 where nothing is said.
size_max() { # NAME
        case $1 in
        csv) echo 70000 ;;    # past CSV_RECORD_BYTES_MAX
        policy) echo 12000 ;; # a whole one has no room in less
        *) echo 4096 ;;
        esac
}

# Sets `flags`.
options() { # NAME
        local dictionary="$root/tests/fuzz/dictionary/$1.dict"

        flags=(-max_len="$(size_max "$1")" -timeout=60 -rss_limit_mb=2048)
        [ ! -f "$dictionary" ] || flags+=("-dict=$dictionary")
}

harness_run() { # NAME: minutes of it, and what it came to in one line
        local name=$1 log="$folder/fuzz-$1.log" learnt="$folder/corpus/$1" found="$folder/found/$1" began=$SECONDS status

        mkdir -p "$learnt" "$found"
        options "$name"
        "$folder/tests/fuzz/fuzz-$name" "${flags[@]}" -seed="$seed" -max_total_time=$((minutes * 60)) -print_final_stats=1 \
                -artifact_prefix="$found/" "$learnt" "$root/tests/fuzz/corpus/$name" >"$log" 2>&1 &
        fuzzer=$!
        while kill -0 "$fuzzer" 2>/dev/null; do
                sleep 1
                [ ! -t 2 ] || printf '\r%-14s %s\033[K' "$name" "$(tail -n 1 "$log" | cut -c 1-100)" >&2
        done
        wait "$fuzzer"
        status=$?
        [ ! -t 2 ] || printf '\r\033[K' >&2
        awk -v name="$name" -v seconds=$((SECONDS - began)) '
                / cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
                /^stat::number_of_executed_units/ { runs = $2 }
                END { printf "%-14s %5d s %12d runs %6d edges", name, seconds, runs, edges }' "$log"
        if [ "$status" -eq 0 ]; then
                echo "  clean"
                return 0
        fi
        echo "  FOUND: see $log and $found/"
        grep -m 3 -E '^(SUMMARY|Bail out)|runtime error|ERROR: ' "$log" | sed 's/^/    /'
        return 1
}

# Adds to the corpus in the tree what few and small inputs reach beyond it.
harness_keep() { # NAME
        local name=$1 kept="$root/tests/fuzz/corpus/$1" merged="$folder/merged/$1" bytes files size

        rm -rf "$merged"
        mkdir -p "$merged"
        options "$name"
        "$folder/tests/fuzz/fuzz-$name" "${flags[@]}" -set_cover_merge=1 -use_counters=0 "$merged" "$kept" "$folder/corpus/$name" \
                >"$folder/merge-$name.log" 2>&1 || return 1
        bytes=$(cat "$kept"/* | wc -c)
        files=$(ls "$kept" | wc -l)
        while read -r size input; do
                cmp -s "$input" "$kept/${input##*/}" && continue
                bytes=$((bytes + size))
                files=$((files + 1))
                if [ "$size" -gt "$kept_file_bytes_max" ] || [ "$bytes" -gt "$kept_bytes_max" ] || [ "$files" -gt "$kept_files_max" ]; then
                        break
                fi
                cp "$input" "$kept/${input##*/}"
        done < <(find "$merged" -type f -printf '%s %p\n' | sort -n)
        echo "$name: $(ls "$kept" | wc -l) files, $(cat "$kept"/* | wc -c) bytes in ${kept#"$root/"}"
}

# GLib's own allocator would hide what ASan looks for, and a precondition of GLib that is broken is a find; a private folder in
# memory for the harnesses that need files.
export G_SLICE=always-malloc G_DEBUG=fatal-criticals
export UBSAN_OPTIONS="print_stacktrace=1:${UBSAN_OPTIONS:-}"
export LSAN_OPTIONS="print_suppressions=0:suppressions=$root/tests/lsan.supp"
TMPDIR=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)/shiming-fuzz-XXXXXX")
export TMPDIR
fuzzer=
trap 'rm -rf "$TMPDIR"' EXIT
trap '[ -z "$fuzzer" ] || kill "$fuzzer"; exit 130' INT TERM

names=(${ONLY:-})
if [ ${#names[@]} -eq 0 ]; then
        for program in "$folder"/tests/fuzz/fuzz-*; do
                [ ! -f "$program" ] || [ ! -x "$program" ] || names+=("${program##*/fuzz-}")
        done
fi
failed=()
echo "SEED=$seed MINUTES=$minutes: ${#names[@]} harnesses"
for name in "${names[@]}"; do
        if [ ! -x "$folder/tests/fuzz/fuzz-$name" ]; then
                echo "fuzz.sh: there is no harness $name; they are in tests/fuzz/meson.build" >&2
                exit 2
        fi
        harness_run "$name" || failed+=("$name")
        [ -z "${KEEP:-}" ] || harness_keep "$name" || failed+=("$name")
done
if [ ${#failed[@]} -gt 0 ]; then
        echo "fuzz.sh: failed: ${failed[*]}; SEED=$seed" >&2
        exit 1
fi
