#!/usr/bin/env bash
# Run a command with DATABASE_URL set to a PostgreSQL that lives in a temporary folder, and stop it whatever happens.
#   tests/postgres.sh COMMAND…
# With POSTGRES_ROOM set to a folder, the databases stay in it for the next time.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
room=${POSTGRES_ROOM:-$(mktemp -d)}
mkdir -p "$room"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$room"
  as() { (cd / && runuser -u postgres -- "$@"); }
else
  as() { "$@"; }
fi
stop() {
  if [ -n "${POSTGRES_ROOM:-}" ]; then
    as "$bin/pg_ctl" -D "$room/data" -m fast -w stop >/dev/null 2>&1 || true
  else
    as "$bin/pg_ctl" -D "$room/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$room"
  fi
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

[ -d "$room/data" ] || as "$bin/initdb" -D "$room/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 >/dev/null
as "$bin/pg_ctl" -D "$room/data" -w -l "$room/log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -k $room -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off" \
  start >/dev/null || { cat "$room/log"; exit 1; }
as "$bin/createdb" -h 127.0.0.1 -p "$port" -U postgres kumppanuus 2>/dev/null || [ -n "${POSTGRES_ROOM:-}" ]
export DATABASE_URL="postgres://postgres@127.0.0.1:$port/kumppanuus"
env "$@"
