# Shared by the tests of this folder; to be sourced. Each test gets the paths of the program, the simulator and the
# source tree, works in a folder of its own and leaves nothing behind but the cache of base images.
# shellcheck shell=bash disable=SC2034 # what is set here is for the tests
set -euo pipefail

program=$1
simulator=$2
source=$3
work=$(mktemp -d /tmp/retentiond-deploy-XXXXXX)
simulator_pid=
api=
failures=0

# What to undo at the end, last first; every step is tried.
cleanups=("rm -rf '$work'")

clean_up() {
  local status=$? index
  trap - EXIT
  set +e
  for ((index = ${#cleanups[@]} - 1; index >= 0; index--)); do eval "${cleanups[index]}"; done
  exit "$status"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

at_end() {
  cleanups+=("$1")
}

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# check NAME COMMAND...: runs the command and goes on either way.
check() {
  local name=$1
  shift
  if "$@" >"$work/check.log" 2>&1; then
    echo "ok: $name"
  else
    echo "NOT OK: $name"
    sed 's/^/    /' "$work/check.log"
    failures=$((failures + 1))
  fi
}

finish() {
  [ "$failures" -eq 0 ] || fail "$failures of the checks above"
  echo "all checks passed"
}

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is not installed; tests/run.sh installs what the tests need"
  done
  [ "$(id -u)" -eq 0 ] || fail "this test boots systems and containers; run it as root"
}

# wait_for SECONDS COMMAND...
wait_for() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Starts the simulator with the sample organisation; its log is $work/requests.log.
start_simulator() {
  "$simulator" --scenario "$source/tests/simulator/scenarios/acme.yaml" --listen 127.0.0.1:0 \
    --port-file "$work/port" --log "$work/requests.log" >"$work/simulator.log" 2>&1 &
  simulator_pid=$!
  at_end "kill $simulator_pid 2>/dev/null; wait $simulator_pid 2>/dev/null"
  wait_for 20 test -s "$work/port" || fail "the simulator did not start: $(cat "$work/simulator.log")"
  api=http://127.0.0.1:$(cat "$work/port")
}

# write_config FILE TOKEN LISTEN
write_config() {
  sed -e "s|@API@|$api|" -e "s|@TOKEN@|$2|" -e "s|@LISTEN@|$3|" "$source/tests/deploy/config.yaml" >"$1"
}

# holds_no_token FILE: something was written, and no token of the sample organisation is in it.
holds_no_token() {
  [ -s "$1" ] || {
    echo "$1 is empty, so it proves nothing"
    return 1
  }
  ! grep ghp_sample "$1"
}

# The versions that the simulator really deleted, one id a line, sorted.
deleted_by_simulator() {
  curl -fsS "$api/_simulator/mutations" | jq -r '.[] | select(.operation | startswith("delete")) | .version_id' | sort -n
}

# deleted_exactly FILE: the simulator deleted something, and just the versions that are listed there.
deleted_exactly() {
  deleted_by_simulator >"$work/by-simulator"
  [ -s "$work/by-simulator" ] && diff "$work/by-simulator" "$1"
}
