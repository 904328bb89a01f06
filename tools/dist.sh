#!/bin/sh
# Makes the release of what is committed: a source archive and a Debian package, into dist/, and has lintian look at the
# package. What only builds the console (npm modules) is taken from this tree, so that the package is built without a network.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
version=$(sed -n "s/^ *version: '\([0-9.]*\)',/\1/p" meson.build | head -n 1)
name=shiming-$version
out=$root/dist

[ -z "$(git status --porcelain)" ] || echo 'dist: what is not committed is not in it' >&2
rm -rf "$out"
mkdir -p "$out"
git archive --format=tar --prefix="$name/" HEAD | gzip -9n >"$out/$name.tar.gz"
echo "dist/$name.tar.gz"

tar -C "$out" -xzf "$out/$name.tar.gz"
tree=$out/$name
cp -a packaging/debian "$tree/debian"
cp -al web/node_modules "$tree/web/node_modules" 2>/dev/null || cp -a web/node_modules "$tree/web/"
[ ! -d .node ] || ln -s "$root/.node" "$tree/.node"
(cd "$tree" && DEB_BUILD_OPTIONS="${DEB_BUILD_OPTIONS:-noautodbgsym}" dpkg-buildpackage -b -us -uc >"$out/build.log" 2>&1) || {
        tail -n 40 "$out/build.log" >&2
        exit 1
}
rm -rf "$tree" "$out"/*.buildinfo "$out"/*.changes
for package in "$out"/*.deb; do
        lintian --fail-on error "$package"
        echo "dist/${package##*/}"
done
