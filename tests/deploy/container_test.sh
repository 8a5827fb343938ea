#!/usr/bin/env bash
# Builds the image from deploy/Dockerfile and runs it, confined, against the simulator:
# container_test.sh RETENTIOND SIMULATOR SOURCE. Base image, layers
# and compiled objects stay in $RETENTIOND_TEST_CACHE.
# shellcheck source=tests/deploy/common.sh
. "$(dirname "$0")/common.sh"

need podman buildah runc mmdebstrap curl jq flock

cache=${RETENTIOND_TEST_CACHE:-/var/cache/retentiond-tests}
storage=(--root "$cache/images" --runroot "$cache/run" --storage-driver overlay)
image=localhost/retentiond:test
container=retentiond-test-$$
volume=retentiond-test-$$
listen=127.0.0.1:$(free_port)

containers() {
  podman "${storage[@]}" --runtime runc --cgroup-manager cgroupfs "$@"
}

retentiond_in_container() {
  containers exec "$container" retentiond "$@"
}

# No registry is asked: the base is made from Debian's packages, under the name that the Dockerfile asks for.
prepare_base() {
  local base=localhost/debian:bookworm-slim
  if containers image exists "$base"; then return; fi
  if [ ! -f "$cache/bookworm.tar" ]; then
    mmdebstrap --quiet --variant=minbase --include=ca-certificates --format=tar bookworm "$cache/bookworm.tar.part"
    mv "$cache/bookworm.tar.part" "$cache/bookworm.tar"
  fi
  containers import --quiet -c 'CMD ["/bin/bash"]' "$cache/bookworm.tar" "$base"
}

# --format docker, or the HEALTHCHECK is dropped.
build_image() {
  mkdir -p "$cache/ccache"
  at_end "containers image prune --force --filter until=72h >/dev/null 2>&1"
  timeout --kill-after=10 1500 buildah "${storage[@]}" bud --isolation chroot --format docker --layers \
    --file "$source/deploy/Dockerfile" --volume "$cache/ccache:/root/.cache/ccache" --tag "$image" "$source" \
    >"$work/build.log" 2>&1 || {
    tail -60 "$work/build.log"
    fail "the image was not built"
  }
}

configure() {
  mkdir -p "$work/etc/credentials"
  write_config "$work/etc/config.yaml" "{ file: credentials/github-token }" "$listen"
  install -m 0400 -o 10001 -g 10001 /dev/stdin "$work/etc/credentials/github-token" <<<"ghp_sample_keeper"
  chmod 0755 "$work/etc" "$work/etc/credentials"
}

run_container() {
  at_end "containers volume rm --force '$volume' >/dev/null 2>&1"
  at_end "containers rm --force --volumes --time 0 '$container' >/dev/null 2>&1"
  containers run --detach --name "$container" --network host --read-only --cap-drop ALL \
    --security-opt no-new-privileges --ulimit nofile=1024:4096 --ulimit nproc=1024:4096 \
    --volume "$work/etc:/etc/retentiond:ro" --volume "$volume:/var/lib/retentiond" "$image" >"$work/run.log" 2>&1 || {
    cat "$work/run.log"
    fail "the container did not start"
  }
}

inspected() {
  [ "$(containers inspect --format "$1" "$container")" = "$2" ]
}

ready() {
  curl --fail --silent --max-time 5 "http://$listen/readyz"
}

a_scheduled_run_is_over() {
  retentiond_in_container history --format json |
    jq --exit-status '[.runs[] | select(.kind == "scheduled" and .finished_at != null)] | length > 0'
}

deleted_by_ledger() {
  local run
  for run in $(retentiond_in_container history --format json | jq '.runs[].id'); do
    retentiond_in_container report "$run" --format json |
      jq '.packages[].decisions[] | select(.state == "deleted") | .version_id'
  done | sort -n
}

same_deletions() {
  deleted_by_ledger >"$work/by-ledger"
  deleted_exactly "$work/by-ledger"
}

is_read_only() {
  local said
  said=$(containers exec "$container" touch "$1" 2>&1) && return 1
  echo "$said"
  grep -qF 'Read-only file system' <<<"$said"
}

logs_no_token() {
  containers logs "$container" >"$work/container.log" 2>&1 && holds_no_token "$work/container.log"
}

# 1 is the verdict; a command that could not be run has another status.
is_unhealthy() {
  local status=0
  containers healthcheck run "$container" || status=$?
  [ "$status" -eq 1 ]
}

stops_within() {
  local started=$SECONDS
  containers stop --time 25 "$container" && [ $((SECONDS - started)) -le "$1" ]
}

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
prepare_base
build_image
start_simulator
configure
run_container

check "becomes ready" wait_for 30 ready
check "is healthy by its own HEALTHCHECK" containers healthcheck run "$container"
check "runs as user 10001" test "$(containers exec "$container" id -u)" = 10001
check "has no capability" containers exec "$container" grep -qx 'CapEff:[[:space:]]*0000000000000000' /proc/1/status
check "cannot write to its root" is_read_only /x
check "keeps its ledger to itself" test "$(containers exec "$container" stat -c %a /var/lib/retentiond/ledger.db)" = 600
check "completes a scheduled cycle" wait_for 100 a_scheduled_run_is_over
check "deleted what the ledger says" same_deletions
check "keeps the chain of its journal whole" retentiond_in_container verify
check "logs no token" logs_no_token
containers kill --signal STOP "$container" >"$work/kill.log"
check "is unhealthy while it hangs" is_unhealthy
containers kill --signal CONT "$container" >"$work/kill.log"
check "is healthy when it goes on" containers healthcheck run "$container"
check "stops within 15 seconds" stops_within 15
check "exits with 0" inspected '{{.State.ExitCode}}' 0
check "starts again with its ledger" containers start "$container"
check "becomes ready again" wait_for 30 ready
check "still knows its runs" a_scheduled_run_is_over
[ "$failures" -eq 0 ] || containers logs "$container" 2>&1 | tail -60
finish
