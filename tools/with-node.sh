#!/bin/sh
# Runs a command with a Node.js that is new enough for the console's tools: with-node.sh COMMAND…. The machine's own where
# it is, else the one that `make deps` has put into .node/. `with-node.sh --check` only tells whether there is one.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

new_enough() { # NODE; 20.19, 22.12 or later, as Vite asks
        version=$("$1" --version 2>/dev/null) || return 1
        echo "${version#v}" | awk -F. '{ exit !($1 > 22 || ($1 == 22 && $2 >= 12) || ($1 == 20 && $2 >= 19)) }'
}

if ! new_enough node; then
        PATH="$root/.node/bin:$PATH"
        export PATH
        new_enough node || { echo "with-node: no Node.js 20.19 or later here: run make deps" >&2; exit 1; }
fi
[ "$1" = --check ] && exit 0
exec "$@"
