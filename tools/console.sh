#!/bin/sh
# Builds the console for the program to carry: console.sh OUT.c OUT.bin DEPFILE. Meson calls it when anything below web/
# or the contract has changed. One build of the folder at a time, whatever build folder asks.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
table=$(realpath -m "$1")
bytes=$(realpath -m "$2")
depfile=$(realpath -m "$3")
dist=$(dirname "$table")/console-dist

cd "$root/web"
exec 9>.lock
flock 9
node="$root/tools/with-node.sh node"
stamp=node_modules/.installed-lock.json
if ! cmp -s package-lock.json "$stamp"; then
        "$root/tools/with-node.sh" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
        cp package-lock.json "$stamp"
fi
$node scripts/api-types.mjs
$node node_modules/vite/bin/vite.js build --logLevel warn --emptyOutDir --outDir "$dist"
$node scripts/pack.mjs "$dist" "$table" "$bytes" "$depfile"
