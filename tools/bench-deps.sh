#!/bin/sh
# Installs what the bench measures with and the peers that stand beside shiming; silent and quick when nothing is missing.
# A package that cannot be had does not end the bench: its rows name it as missing. SHIMING_DEPS=skip leaves the machine alone.
set -eu

[ "${SHIMING_DEPS:-}" = skip ] && exit 0
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/install.sh"

# package                  what it is for
wanted() {
        cat <<'END'
wrk                        load on HTTP servers
nginx-light                peer: files put over HTTP
python3-stdnum             peer: number checks
request-tracker5           peer: tickets, by its REST interface
rt5-db-sqlite              its database
rt5-standalone             its own web server
END
}

for package in $(missing_of $(wanted | awk '{ print $1 }')); do
        packages_install "$package" || echo "bench: $package cannot be had" >&2
done
modules_install bench
