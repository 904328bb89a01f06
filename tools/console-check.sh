#!/bin/sh
# What the console's own tools say of its sources: format and lint (Biome), types (tsc), for which it makes those of the API.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

cd "$root/web"
"$root/tools/with-node.sh" node scripts/api-types.mjs
"$root/tools/with-node.sh" node node_modules/@biomejs/biome/bin/biome check .
"$root/tools/with-node.sh" node node_modules/typescript/bin/tsc --noEmit
