#!/bin/bash
# How packages-simulator starts and ends:
#   program_test.sh PROGRAM SCENARIO
set -euo pipefail

program=$1
scenario=$2
scratch=$(mktemp -d)
simulator=
trap 'if [ -n "$simulator" ]; then kill "$simulator" 2>/dev/null || true; fi; rm -rf "$scratch"' EXIT
fail() { echo "program_test.sh: $*" >&2; exit 1; }

"$program" --help >"$scratch/help"
for option in --scenario --listen --port-file --log --tls-cert --tls-key --public-url /_simulator/; do
  grep -q -e "$option" "$scratch/help" || fail "--help says nothing of $option"
done

for signal in TERM INT; do
  rm -f "$scratch/port"
  "$program" --scenario "$scenario" --port-file "$scratch/port" >"$scratch/output" &
  simulator=$!
  until [ -s "$scratch/port" ]; do kill -0 "$simulator" 2>/dev/null || fail "it ended at once"; sleep 0.05; done
  # A connection that is kept open must not keep the program from ending.
  exec 3<>"/dev/tcp/127.0.0.1/$(cat "$scratch/port")"
  kill "-$signal" "$simulator"
  wait "$simulator" || fail "SIG$signal gave status $?"
  exec 3>&-
  simulator=
done

expect() { # STATUS TEXT ARGUMENT...
  local status=$1 text=$2 seen=0
  shift 2
  "$program" "$@" >"$scratch/output" 2>&1 || seen=$?
  [ "$seen" -eq "$status" ] || fail "$* gave status $seen"
  grep -q -F -e "$text" "$scratch/output" || fail "$* said: $(cat "$scratch/output")"
}
echo 'owners: [{ login: a, king: b }]' >"$scratch/wrong.yaml"
expect 1 'wrong.yaml:1:28: no key "king" here' --scenario "$scratch/wrong.yaml"
expect 1 '--listen nowhere is not ADDRESS:PORT' --scenario "$scenario" --listen nowhere
expect 1 'cannot listen on 192.0.2.1:0' --scenario "$scenario" --listen 192.0.2.1:0
expect 1 'cannot write the port to' --scenario "$scenario" --port-file /nonexistent/port
echo "starts and ends as it should"
