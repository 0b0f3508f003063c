#!/bin/sh
# A MongoDB-wire server written by others (FerretDB over SQLite), for the tests of the MongoDB
# adapter. Needs Go 1.24 or newer and its module proxy; nothing is installed outside CACHE.
#
#   ferretdb.sh run CACHE COMMAND [ARGUMENT...]   runs a command with DAYBOOK_TEST_MONGODB_URI set
#   ferretdb.sh start CACHE STATE                 starts it, prints its URI; STATE is a new folder
#   ferretdb.sh stop STATE                        ends it and removes STATE
#
# The first start takes about two minutes and leaves 45 MB in CACHE, beside Go's own caches.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
start_seconds_max=30 # it needs below one
stop_seconds_max=10  # then it is killed

build() { # CACHE
  mkdir -p "$1"
  sum=$(cat "$here"/ferretdb/go.mod "$here"/ferretdb/go.sum "$here"/ferretdb/main.go | cksum | cut -d ' ' -f 1)
  server=$(cd "$1" && pwd)/ferretdb-$sum
  if [ ! -x "$server" ]; then
    command -v go >/dev/null || {
      echo "FerretDB is built from source: install Go 1.24 or newer" >&2
      exit 1
    }
    echo "building FerretDB into $1" >&2
    # A process of its own name, so that two builds at once do not meet in one file.
    (cd "$here/ferretdb" && GOFLAGS=-mod=readonly go build -trimpath -o "$server.$$" .)
    mv "$server.$$" "$server"
  fi
}

start() { # CACHE STATE
  build "$1"
  mkdir -p "$2/data"
  "$server" -dir "$2/data" >"$2/uri" 2>"$2/log" &
  echo $! >"$2/pid"
  tenths=$((start_seconds_max * 10))
  while [ ! -s "$2/uri" ]; do
    tenths=$((tenths - 1))
    if [ "$tenths" -le 0 ] || ! kill -0 "$(cat "$2/pid")" 2>/dev/null; then
      echo "FerretDB did not start:" >&2
      tail -n 20 "$2/log" >&2
      stop "$2"
      exit 1
    fi
    sleep 0.1
  done
  cat "$2/uri"
}

stop() { # STATE
  pid=$(cat "$1/pid" 2>/dev/null || true) # none where it was never started
  tenths=$((stop_seconds_max * 10))
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do
    tenths=$((tenths - 1))
    if [ "$tenths" -le 0 ]; then
      kill -9 "$pid" 2>/dev/null || true
      break
    fi
    sleep 0.1
  done
  rm -rf "$1"
}

run() { # CACHE COMMAND [ARGUMENT...]
  cache=$1
  shift
  state=$(mktemp -d)
  trap 'stop "$state"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  start "$cache" "$state" >/dev/null
  DAYBOOK_TEST_MONGODB_URI=$(cat "$state/uri")
  export DAYBOOK_TEST_MONGODB_URI
  "$@"
}

command=${1:-}
case $command/$# in
  start/3)
    shift
    start "$@"
    ;;
  stop/2)
    shift
    stop "$@"
    ;;
  run/[3-9] | run/??)
    shift
    run "$@"
    ;;
  *)
    sed -n '2,/^$/s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
