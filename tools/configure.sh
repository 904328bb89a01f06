#!/bin/sh
# Sets a build folder up once: configure.sh FOLDER [meson options]. The compiler comes from CC.
set -eu
folder=$1
shift
[ -f "$folder/build.ninja" ] || meson setup "$folder" "$@" >"$folder.log" 2>&1 || { cat "$folder.log" >&2; rm -f "$folder.log"; exit 1; }
rm -f "$folder.log"
