#!/bin/sh
# Runs a fault test with Node: run.sh FILE. Skips (77) where the modules of the HTTP tests are missing, whose client it uses.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ ! -d "$here/../http/node_modules/yaml" ]; then
        echo 'the modules of the HTTP tests are missing: run make deps' >&2
        exit 77
fi
exec node "$@"
