#!/usr/bin/env bash
# Runs a command with AWS's tools at hand: the SAM CLI and cfn-lint on the PATH, moto's server as
# DAYBOOK_TEST_AWS_ENDPOINT, and a Docker engine with Lambda's base image or a stand-in for it, and
# with LocalStack's if it can be pulled.
# What is missing is installed: Debian packages, and Python environments in CACHE.
#
#   tools.sh CACHE COMMAND [ARGUMENT...]
#
# Needs Python 3.9 or newer, root or sudo where packages are missing, and root for an engine of its
# own. The image needs `./mvnw -P quick package` done. What was started is ended, and an engine's
# data removed.
set -euo pipefail

cache=${1:?a folder to keep tools in}
shift
home=$(cd "$(dirname "$0")/../.." && pwd)
start_seconds_max=60
pull_seconds_max=60

mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
state=$(mktemp -d)
engine_pid=
moto_pid=

end_process() { # pid, if any
  [ -n "$1" ] && kill "$1" 2>/dev/null && wait "$1" 2>/dev/null || true
}
end() {
  status=$?
  end_process "$moto_pid"
  end_process "$engine_pid"
  rm -rf "$state" || echo "left behind: $state" >&2
  exit "$status"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

await() { # what, log, pid, command...
  local what=$1 log=$2 pid=$3 tenths=$((start_seconds_max * 10))
  shift 3
  until "$@" >/dev/null 2>&1; do
    tenths=$((tenths - 1))
    if [ "$tenths" -le 0 ] || ! kill -0 "$pid" 2>/dev/null; then
      echo "$what did not start:" >&2
      tail -n 20 "$log" >&2
      exit 1
    fi
    sleep 0.1
  done
}

# Each in an environment of its own: SAM pins a linter that is older than the newest.
python_tool() { # name, requirement, program
  local environment=$cache/$1
  [ -x "$environment/bin/$3" ] || {
    rm -rf "$environment"
    python3 -m venv "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check "$2"
  }
}

engine() {
  docker info >/dev/null 2>&1 && return
  command -v dockerd >/dev/null || {
    local as_root=sudo
    [ "$(id -u)" -ne 0 ] || as_root=
    $as_root apt-get update -qq
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      docker.io iptables >/dev/null
  }
  # Its own socket and folders, so that it meets no other engine.
  export DOCKER_HOST=unix://$state/docker.sock
  dockerd --host "$DOCKER_HOST" --data-root "$state/engine" --exec-root "$state/run" \
    --pidfile "$state/docker.pid" >"$state/docker.log" 2>&1 &
  engine_pid=$!
  await "the Docker engine" "$state/docker.log" "$engine_pid" docker info
}

image() {
  local version architecture=x86_64 tag jdk
  version=$(sed -n 's/^ *Runtime: java\([0-9]*\)$/\1/p' "$home/template.yaml" | head -n 1)
  [ "$(uname -m)" != aarch64 ] || architecture=arm64
  tag=$version-$architecture
  docker image inspect "public.ecr.aws/lambda/java:$tag" >/dev/null 2>&1 && return
  timeout "$pull_seconds_max" docker pull -q "public.ecr.aws/lambda/java:$tag" 2>/dev/null && return
  # Class files are those of Java 17: where that JDK is missing, the one at hand runs them too.
  jdk=$(ls -d /usr/lib/jvm/*"$version"* 2>/dev/null | head -n 1 || true)
  "$home/infra/ci/lambda-image.sh" "$tag" ${jdk:+"$jdk"}
}

# LocalStack needs its image; without it the same test goes through moto.
localstack() {
  local image
  image=$(sed -n 's/.*IMAGE = "\(localstack[^"]*\)".*/\1/p' \
    "$home/infra/local/src/test/java/daybook/local/AwsEndpoint.java")
  docker image inspect "$image" >/dev/null 2>&1 && return
  timeout "$pull_seconds_max" docker pull -q "$image" 2>/dev/null ||
    echo "no image $image here: its test goes through moto"
}

moto() {
  local port
  port=$(python3 -c \
    'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$cache/moto/bin/moto_server" -H 127.0.0.1 -p "$port" >"$state/moto.log" 2>&1 &
  moto_pid=$!
  export DAYBOOK_TEST_AWS_ENDPOINT=http://127.0.0.1:$port
  await "moto's server" "$state/moto.log" "$moto_pid" \
    python3 -c "import socket; socket.create_connection(('127.0.0.1', $port), 1)"
}

timed() { # step
  local begin=$SECONDS
  "$@"
  echo "$*: $((SECONDS - begin)) s"
}

timed python_tool sam aws-sam-cli==1.170.0 sam
timed python_tool lint cfn-lint==1.58.0 cfn-lint
timed python_tool moto 'moto[server]==5.2.5' moto_server
timed engine
timed image
timed localstack
timed moto
export DAYBOOK_SAM=$cache/sam/bin/sam DAYBOOK_CFN_LINT=$cache/lint/bin/cfn-lint
export DAYBOOK_REQUIRE_TOOLS=true
"$@"
