#!/usr/bin/env bash
# Runs inside the booted machine: uses the service as an administrator would and writes to /out what it found:
# systemd_probe.sh SIMULATOR-URL LISTEN-ADDRESS.
set -uo pipefail
exec >/out/probe.log 2>&1
trap 'journalctl --no-pager --output=short-precise --unit=retentiond >/out/journal.log' EXIT

readonly api=$1 listen=$2
readonly config=/etc/retentiond/config.yaml
readonly ledger=/var/lib/private/retentiond/ledger.db

check() {
  local name=$1
  shift
  if "$@" >/tmp/check.log 2>&1; then
    echo "ok: $name"
  else
    echo "NOT OK: $name"
    sed 's/^/    /' /tmp/check.log
  fi
}

wait_for() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}

property() {
  systemctl show --value --property="$1" retentiond
}

is() {
  local found
  found=$(property "$1")
  [ "$found" = "$2" ] || {
    echo "$1 is '$found', not '$2'"
    return 1
  }
}

status_text_says() {
  property StatusText
  property StatusText | grep -q -- "$1"
}

journal_says() {
  journalctl --no-pager --unit=retentiond | grep -q -- "$1"
}

http_status() {
  [ "$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 5 "http://$listen$1")" = "$2" ]
}

history() {
  retentiond --ledger "$ledger" history --format json
}

a_scheduled_run_is_over() {
  history | jq --exit-status '[.runs[] | select(.kind == "scheduled" and .finished_at != null)] | length > 0'
}

line_of_process() {
  grep -q "^$1:[[:space:]]*$2$" "/proc/$(property MainPID)/status"
}

is_read_only() {
  local said
  said=$(nsenter --target "$(property MainPID)" --mount touch "$1" 2>&1) && return 1
  echo "$said"
  grep -qF 'Read-only file system' <<<"$said"
}

stops_within() {
  local started=$SECONDS
  systemctl stop retentiond && [ $((SECONDS - started)) -le "$1" ]
}

drop_in() {
  mkdir -p /run/systemd/system/retentiond.service.d
  cat >/run/systemd/system/retentiond.service.d/test.conf
  systemctl daemon-reload
}

start() {
  check "starts and says that it is ready" systemctl start retentiond
  check "is active" is ActiveState active
  check "tells what it waits for" status_text_says "next cycle at"
  check "is healthy" http_status /healthz 200
  check "is ready" http_status /readyz 200
  check "tells its health by command" env CREDENTIALS_DIRECTORY=/etc/retentiond/credentials retentiond health
}

cycle() {
  check "completes a scheduled cycle" wait_for 100 a_scheduled_run_is_over
  check "deleted something in it" bash -c "curl --silent $api/_simulator/mutations | jq --exit-status 'length > 0'"
  check "keeps the chain of its journal whole" retentiond --ledger "$ledger" verify
}

sandbox() {
  check "has no capability" line_of_process CapEff 0000000000000000
  check "can gain no privilege" line_of_process NoNewPrivs 1
  check "filters system calls" line_of_process Seccomp 2
  check "runs as a user of its own" is User retentiond
  check "does not run as root" bash -c "[ \$(stat --format=%u /proc/$(property MainPID)) -ge 1000 ]"
  check "cannot write to /etc" is_read_only /etc/retentiond/x
  check "cannot write to /usr" is_read_only /usr/x
  check "keeps its state to itself" test "$(stat --format=%a /var/lib/private/retentiond)" = 700
  check "keeps its ledger to itself" test "$(stat --format=%a "$ledger")" = 600
}

reload() {
  local process
  process=$(property MainPID)
  cp "$config" /tmp/good.yaml
  echo 'colour: green' >>"$config"
  systemctl reload retentiond
  check "tells that a new configuration is wrong" wait_for 10 journal_says "stays in force"
  check "names what is wrong" journal_says colour
  check "stays active with the old one" is ActiveState active
  check "is ready all the same" http_status /readyz 200
  sed 's/cron: "[^"]*"/cron: "0 4 1 1 *"/' /tmp/good.yaml >"$config"
  systemctl reload retentiond
  check "goes by a new schedule" wait_for 10 status_text_says "next cycle at 20..-01-01T04:00:00Z"
  check "is still the same process" is MainPID "$process"
  cp /tmp/good.yaml "$config"
}

stop() {
  check "stops within 15 seconds" stops_within 15
  check "exits with 0" is ExecMainStatus 0
  check "counts as stopped, not failed" is ActiveState inactive
}

watchdog() {
  check "is watched" is WatchdogUSec 2min
  drop_in <<<$'[Service]\nWatchdogSec=4\nRestartSec=1'
  check "starts with a short watchdog" systemctl start retentiond
  sleep 6
  check "gives signs of life in time" is NRestarts 0
  kill -STOP "$(property MainPID)"
  check "is restarted when it hangs" wait_for 30 is NRestarts 1
  check "is active again" wait_for 20 is ActiveState active
  check "stops again" stops_within 15
  rm /run/systemd/system/retentiond.service.d/test.conf
  systemctl daemon-reload
}

wrong_configuration() {
  drop_in <<<$'[Service]\nRestartSec=1'
  echo 'colour: green' >>"$config"
  check "does not start with a wrong configuration" bash -c "! systemctl start retentiond"
  sleep 3
  check "exits with 2" is ExecMainStatus 2
  check "is not tried again" is NRestarts 0
  cp /tmp/good.yaml "$config"
}

ledger_content() {
  local run
  for run in $(history | jq '.runs[].id'); do
    retentiond --ledger "$ledger" report "$run" --format json |
      jq '.packages[].decisions[] | select(.state == "deleted") | .version_id'
  done | sort -n >/out/deleted-by-ledger
}

start
cycle
sandbox
reload
stop
watchdog
wrong_configuration
ledger_content
echo "probe ended"
