#!/bin/sh
# Proves that each path that the documents at the root name in `code` or link to exists: paths.sh ROOT. Speaks TAP.
set -eu
cd "$1"
documents='ARCHITECTURE.md CONTRIBUTING.md LICENSES.md docs/decisions/README.md docs/decisions/0001-payment-file.md docs/operating.md'
count=0
status=0

# Paths in backticks that begin with a folder of ours, and relative links.
paths_of() {
        grep -oE '`(src|api|policy|calendar|tests|tools|docs|bench|web)/[A-Za-z0-9_./-]*`' "$1" | tr -d '`'
        base=$(dirname "$1")
        grep -oE '\]\([^)#:]+\)' "$1" | sed -E "s|^\]\((.*)\)$|$base/\1|"
}

echo "TAP version 13"
for document in $documents; do
        count=$((count + 1))
        absent=''
        for path in $(paths_of "$document" | sort -u); do
                [ -e "$path" ] || absent="$absent $path"
        done
        if [ -z "$absent" ]; then
                echo "ok $count every path that $document names exists"
        else
                echo "not ok $count every path that $document names exists"
                echo "# absent:$absent"
                status=1
        fi
done
echo "1..$count"
exit $status
