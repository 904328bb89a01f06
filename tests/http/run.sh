#!/bin/sh
# Runs HTTP tests with Node's own runner: run.sh FILE…. One that reads the contract skips (77) where the modules are missing,
# one that is scraped where Prometheus is.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
if grep -Eq '(client|contract|world).mjs' "$@" && [ ! -d "$here/node_modules/yaml" ]; then
        echo 'the modules of the HTTP tests are missing: run make deps' >&2
        exit 77
fi
if grep -q "spawn('prometheus'" "$@" && ! command -v prometheus >/dev/null; then
        echo 'prometheus is missing: run make deps' >&2
        exit 77
fi
if grep -q "spawn('systemd-socket-activate'" "$@" && ! command -v systemd-socket-activate >/dev/null; then
        echo 'systemd is missing: run make deps' >&2
        exit 77
fi
if [ -n "${UNIT:-}" ] && ! { command -v systemd-analyze && python3 -c 'import ctypes; ctypes.CDLL("libseccomp.so.2")'; } >/dev/null 2>&1; then
        echo 'systemd or libseccomp is missing: run make deps' >&2
        exit 77
fi
exec node --test --test-reporter=tap "$@"
