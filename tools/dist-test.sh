#!/bin/sh
# Installs the package of dist/ into a fresh Debian, makes an instance, serves it as its user, upgrades, removes and purges it:
# dist-test.sh. Needs root, a network, and some 700 MB below TMPDIR for a while.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
package=$(ls "$root"/dist/shiming_*.deb 2>/dev/null) || { echo 'dist-test: run make dist first' >&2; exit 1; }
[ "$(id -u)" -eq 0 ] || { echo 'dist-test: run it as root' >&2; exit 1; }
work=$(mktemp -d)
debian=$work/debian
server=
leave() {
        [ -z "$server" ] || kill "$(cat "$debian/var/lib/shiming/pid")" 2>/dev/null || true
        ! mountpoint -q "$debian/proc" 2>/dev/null || umount "$debian/proc"
        rm -rf --one-file-system "$work"
}
trap leave EXIT
trap 'exit 1' INT TERM

inside() { LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$debian" "$@"; }
check() { # WHAT COMMAND…
        what=$1
        shift
        if "$@" >"$work/said" 2>&1; then echo "ok - $what"; else
                echo "not ok - $what" >&2
                cat "$work/said" >&2
                exit 1
        fi
}
absent() { [ ! -e "$1" ]; }
mode_is() { inside stat -c '%A %U %G' "$1" | grep -x "$2"; }
answers() { # PATH
        for try in $(seq 100); do
                curl --silent --fail --max-time 5 --header 'Accept: text/html, application/json' "$(sed -n 's/^shiming: listening on //p' "$work/served")$1" && return 0
                sleep 0.1
        done
        return 1
}
serve() {
        inside runuser -u shiming -- sh -c 'echo $$ >/var/lib/shiming/pid && exec shiming serve --config /etc/shiming/shiming.yaml --listen 127.0.0.1:0' \
                >"$work/served" 2>"$work/log" &
        server=$!
}
stop() {
        kill -TERM "$(cat "$debian/var/lib/shiming/pid")"
        wait "$server"
        server=
        rm "$debian/var/lib/shiming/pid"
}

debootstrap --variant=minbase "$(. /etc/os-release && echo "$VERSION_CODENAME")" "$debian" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$work/log" 2>&1 \
        || { tail "$work/log" >&2; exit 1; }
mountpoint -q "$debian/proc" || mount -t proc proc "$debian/proc" 2>/dev/null || true
cp /etc/resolv.conf "$debian/etc/resolv.conf"
printf '#!/bin/sh\nexit 101\n' >"$debian/usr/sbin/policy-rc.d" # nothing is started by itself in here
chmod +x "$debian/usr/sbin/policy-rc.d"
cp "$package" "$debian/root/shiming.deb"

check 'it installs with what it needs' inside sh -c 'apt-get -qq update && apt-get -qq -y --no-install-recommends install /root/shiming.deb'
check 'the program runs' inside shiming --version
check 'it has a user of its own' inside getent passwd shiming
check 'its data is nobody else’s' mode_is /var/lib/shiming 'drwx------ shiming shiming'
check 'the unit is whole' inside test -f /lib/systemd/system/shiming.service
check 'an instance is made' inside runuser -u shiming -- shiming init --data /var/lib/shiming
serve
check 'it serves as its user' answers /readyz
check 'it serves the console' answers /
check 'it stops' stop
check 'it is installed again over itself' inside sh -c 'apt-get -qq -y --reinstall install /root/shiming.deb'
serve
check 'it serves the same instance' answers /readyz
check 'it stops again' stop
check 'it is removed' inside apt-get -qq -y remove shiming
check 'the program is gone' absent "$debian/usr/bin/shiming"
check 'the configuration stays' inside test -f /etc/shiming/shiming.yaml
check 'it is purged' inside apt-get -qq -y purge shiming
check 'the configuration is gone' absent "$debian/etc/shiming/shiming.yaml"
check 'the keyring stays' inside test -f /var/lib/shiming/keyring
