#!/bin/sh
# Installs what is missing to build, run and test shiming on Debian 12 or later; silent and quick when nothing is.
# SHIMING_DEPS=skip leaves the machine alone. Debian's postgresql-15 starts a cluster of its own when it is installed:
# harmless, nothing here uses it; the tests start theirs in a temporary folder on a socket.
set -eu

[ "${SHIMING_DEPS:-}" = skip ] && exit 0
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

# package                  what it is for
wanted() {
        cat <<'END'
meson                      the build
ninja-build                carries the build out
pkg-config                 finds the libraries
gcc                        the compiler
libc6-dev                  its headers
clang                      the second compiler of make check
clang-tidy                 make lint
clang-format               make fmt
libclang-rt-14-dev         sanitizers and fuzzing with clang
libglib2.0-dev             strings, arrays, errors, options, tests
libjansson-dev             JSON
libsodium-dev              sealing, signatures, passwords
libmicrohttpd-dev          the HTTP server
libcyaml-dev               policy, calendar and configuration files
libyaml-dev                their lines and mistakes
libsqlite3-dev             the embedded database
sqlite3                    its shell, for the tests
libpq-dev                  the client of PostgreSQL
postgresql-15              the server that the contract tests start
libcurl4-openssl-dev       mail and webhooks going out
libssl-dev                 SHA-256 and RSA by libcrypto
libxml2-dev                payment files and bank statements
libxml2-utils              xmllint: the tests check payment files against a schema
libcairo2-dev              PDFs: drawing
libpango1.0-dev            PDFs: Chinese text
libjpeg-dev                JPEG evidence made by the demo
libmd4c-dev                Markdown of the help centre
fonts-noto-cjk             the characters in the PDFs
curl                       by hand and in the tests
ca-certificates            certificates of the partners
git                        the list of files to format
END
        node_is_new_enough || printf '%s\n' nodejs npm # the HTTP tests
}

node_is_new_enough() {
        command -v npm >/dev/null || return 1
        major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\)\..*/\1/')
        [ "${major:-0}" -ge 18 ]
}

missing_of() {
        dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null \
                | awk -v wanted="$*" '$1 == "installed" { have[$2] = 1 }
                        END { n = split(wanted, names, " "); for (i = 1; i <= n; i++) if (!(names[i] in have)) print names[i] }'
}

packages_install() {
        as_root=
        [ "$(id -u)" -eq 0 ] || as_root=sudo
        echo "deps: installing $*"
        $as_root apt-get -o DPkg::Lock::Timeout=600 -qq update
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq -y --no-install-recommends \
                install "$@" >/dev/null
}

modules_install() {
        [ -f "$root/tests/http/package-lock.json" ] || return 0
        stamp="$root/tests/http/node_modules/.installed-lock.json"
        cmp -s "$root/tests/http/package-lock.json" "$stamp" 2>/dev/null && return 0
        echo "deps: installing the modules of the HTTP tests"
        (cd "$root/tests/http" && npm ci --ignore-scripts --no-audit --no-fund --silent)
        mkdir -p "${stamp%/*}"
        cp "$root/tests/http/package-lock.json" "$stamp"
}

names=$(wanted | awk '{ print $1 }')
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        echo "deps: no apt here; install what these Debian packages hold, then set SHIMING_DEPS=skip:" $names >&2
        exit 1
fi
missing=$(missing_of $names)
[ -z "$missing" ] || packages_install $missing
modules_install
