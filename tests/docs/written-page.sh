#!/bin/sh
# A page under docs/ is what the program that writes it says now: written-page.sh PROGRAM PAGE.
set -eu
echo 1..1
if "$1" | cmp -s - "$2"; then
        echo "ok 1 - ${2##*/} is what the table says"
else
        name=${2##*/}
        echo "not ok 1 - docs/$name is stale: run ninja -C build ${name%.md}-page"
fi
