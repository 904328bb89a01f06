#!/bin/bash
# A PostgreSQL cluster for tests: on a Unix socket in its own folder, nothing else, and not safe against power cuts.
#   pg-test-cluster.sh run COMMAND…   starts one, runs COMMAND with its connection string in SHIMING_TEST_POSTGRES, ends it
#   pg-test-cluster.sh start DIR      starts one, notes in DIR where it is, and prints its connection string
#   pg-test-cluster.sh crash DIR      kills it at once, as nothing but a power cut would, and starts it again
#   pg-test-cluster.sh stop DIR       ends and removes it
# Exit status 77 where PostgreSQL is not installed. As root the server runs as the user postgres, as it must.
set -eu

bin=${PG_BIN:-$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)}
if [ ! -x "${bin:-/nowhere}/initdb" ]; then
        echo "pg-test-cluster.sh: PostgreSQL is not installed (Debian: postgresql-15)" >&2
        exit 77
fi
as=()
[ "$(id -u)" != 0 ] || as=(--reuid=postgres --regid=postgres --init-groups)

# Not in a folder of the caller's: as root that may be closed to the user postgres, and a socket's path must be short.
place() {
        mktemp -d "${TMPDIR:-/tmp}/shiming-pg-XXXXXX"
}

cluster_make() { # DIR
        chmod 755 "$1"
        [ "$(id -u)" != 0 ] || chown postgres "$1"
        (cd / && setpriv "${as[@]}" "$bin/initdb" -D "$1/data" -U shiming -A trust -E UTF8 --locale=C.UTF-8 \
                --no-sync --no-instructions >"$1/initdb.log" 2>&1) || { cat "$1/initdb.log" >&2; return 1; }
}

# The server dies with the shell that runs it where `run` is killed: --pdeathsig.
server_start() { # DIR [setpriv's option…]
        local folder=$1
        shift
        (cd / && exec setpriv "$@" "${as[@]}" "$bin/postgres" -D "$folder/data" -c listen_addresses= \
                -c unix_socket_directories="$folder" -c fsync=off -c full_page_writes=off -c max_connections=100 \
                -c shared_buffers=32MB -c autovacuum=off) >"$folder/server.log" 2>&1 &
        server=$!
        for _ in $(seq 300); do
                [ ! -S "$folder/.s.PGSQL.5432" ] || ! "$bin/pg_isready" -q -h "$folder" || return 0
                kill -0 "$server" 2>/dev/null || break
                sleep 0.05
        done
        cat "$folder/server.log" >&2
        return 1
}

connection() { # DIR
        echo "host=$1 user=shiming dbname=postgres"
}

case ${1:-} in
run)
        shift
        folder=$(place)
        server=
        finish() {
                [ -z "$server" ] || { kill -QUIT "$server" 2>/dev/null && wait "$server" || true; }
                rm -rf "$folder"
        }
        trap finish EXIT
        trap 'exit 143' TERM INT
        cluster_make "$folder"
        server_start "$folder" --pdeathsig QUIT
        status=0
        SHIMING_TEST_POSTGRES=$(connection "$folder") "$@" || status=$?
        exit "$status"
        ;;
start)
        mkdir -p "${2:?DIR}"
        folder=$(place)
        echo "$folder" >"$2/pg-test-cluster"
        cluster_make "$folder"
        server_start "$folder"
        connection "$folder"
        ;;
crash)
        folder=$(cat "${2:?DIR}/pg-test-cluster")
        kill -KILL "$(head -n 1 "$folder/data/postmaster.pid")"
        # its children end by themselves, and no server starts over their shared memory
        until rm -f "$folder"/.s.PGSQL.5432* && server_start "$folder" 2>/dev/null; do sleep 0.1; done
        ;;
stop)
        folder=$(cat "${2:?DIR}/pg-test-cluster")
        if [ -f "$folder/data/postmaster.pid" ]; then
                server=$(head -n 1 "$folder/data/postmaster.pid")
                kill -QUIT "$server" 2>/dev/null || true
                while kill -0 "$server" 2>/dev/null; do sleep 0.05; done
        fi
        rm -rf "$folder" "$2/pg-test-cluster"
        ;;
*)
        sed -n '2,7p' "$0" >&2
        exit 2
        ;;
esac
