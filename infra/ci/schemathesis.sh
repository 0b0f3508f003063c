#!/usr/bin/env bash
# Asks a local run everything that its /openapi.yaml allows, and much that it does not, by
# Schemathesis: every answer must be one that the description has, and what it forbids be refused.
#
#   schemathesis.sh CACHE [SEED]
#
# Needs Python 3.9 or newer with venv, and `./mvnw -P quick package` done or Maven Central. What was
# started ends with this script; where this script is killed, the run ends by its time limit.
set -euo pipefail

version=4.32.5
cache=${1:?a folder to keep tools in}
seed=${2:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
home=$(cd "$(dirname "$0")/../.." && pwd)
asking_seconds_max=75
start_seconds_max=180 # it needs ten, and a minute more where it is built first
run_seconds_max=400   # whatever happens to this script

state=$(mktemp -d)
run_pid=
asking_pid=
end_process() { # pid, if any
  [ -n "$1" ] && kill "$1" 2>/dev/null && wait "$1" 2>/dev/null || true
}
end() {
  status=$?
  end_process "$asking_pid"
  # timeout is the leader of its group, and passes the signal on to all of it.
  end_process "$run_pid"
  rm -rf "$state"
  exit "$status"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

environment=$cache/schemathesis-$version
[ -x "$environment/bin/schemathesis" ] || {
  rm -rf "$environment"
  python3 -m venv "$environment"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "schemathesis==$version"
}

timeout --kill-after=20 "$run_seconds_max" \
  "$home/daybook" run --state "$state/run" --api-port 0 </dev/null >"$state/run.log" 2>&1 &
run_pid=$!
tenths=$((start_seconds_max * 10))
until grep -qs '^serving until' "$state/run.log"; do
  tenths=$((tenths - 1))
  if [ "$tenths" -le 0 ] || ! kill -0 "$run_pid" 2>/dev/null; then
    echo "the local run did not start:" >&2
    tail -n 20 "$state/run.log" >&2
    exit 1
  fi
  sleep 0.1
done
api=$(. "$state/run/run.env" && echo "$DAYBOOK_API")

echo "again with: infra/ci/schemathesis.sh CACHE $seed"
cd "$state"
# Paths of transactions are shared by two functions, of which each knows its own methods: what other
# methods get there is held by our own tests.
"$environment/bin/schemathesis" --config-file "$home/infra/ci/schemathesis.toml" --no-color \
  run "$api/openapi.yaml" \
  --seed "$seed" --max-time "$asking_seconds_max" --generation-database none \
  --checks all --exclude-checks unsupported_method,allow_header_conformance \
  --request-timeout 15 &
asking_pid=$!
wait "$asking_pid" # which a signal ends at once, as no command in the foreground
