#!/bin/sh
# Runs browser tests with Node's own runner: run.sh FILE…. Skips (77) where the modules or Chromium are missing.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if [ ! -d "$here/node_modules/playwright-core" ] || ! [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; then
        echo 'Chromium or the modules of the browser tests are missing: run make deps' >&2
        exit 77
fi
exec "$here/../../tools/with-node.sh" node --test --test-reporter=tap "$@"
