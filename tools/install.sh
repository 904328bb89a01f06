# What tools/deps.sh and tools/bench-deps.sh share, to be sourced with `root` set: Debian packages and npm modules.

missing_of() { # PACKAGE…
        dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null \
                | awk -v wanted="$*" '$1 == "installed" { have[$2] = 1 }
                        END { n = split(wanted, names, " "); for (i = 1; i <= n; i++) if (!(names[i] in have)) print names[i] }'
}

packages_install() { # PACKAGE…
        as_root=
        [ "$(id -u)" -eq 0 ] || as_root=sudo
        echo "deps: installing $*"
        $as_root apt-get -o DPkg::Lock::Timeout=600 -qq update
        $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -qq -y --no-install-recommends \
                install "$@" >/dev/null
}

modules_install() { # FOLDER of a package-lock.json
        stamp="$root/$1/node_modules/.installed-lock.json"
        cmp -s "$root/$1/package-lock.json" "$stamp" 2>/dev/null && return 0
        echo "deps: installing the modules of $1/"
        (cd "$root/$1" && "$root/tools/with-node.sh" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
        mkdir -p "${stamp%/*}"
        cp "$root/$1/package-lock.json" "$stamp"
}
