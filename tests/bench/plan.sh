#!/usr/bin/env bash
# How long `retentiond plan` takes for one container package, against the simulator, whose registry answers each
# question for a manifest late: first with an empty ledger, then again. The second plan must not ask for any manifest.
# It prints seconds, which are for people to judge, who know their machine.
#   plan.sh [--build FOLDER] [VERSIONS [MILLISECONDS]]     10000 images and 50 ms, unless told otherwise
# FOLDER holds a build of retentiond and packages-simulator; without one the preset bench is built.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=
if [ "${1:-}" = --build ]; then
  build=$(realpath "$2")
  shift 2
fi
versions=${1:-10000}
wait=${2:-50}
readonly here root versions wait

for tool in curl jq; do
  command -v "$tool" >/dev/null || {
    echo "tests/bench/plan.sh: $tool is missing; deploy/dependencies.sh --install bench" >&2
    exit 1
  }
done

if [ -z "$build" ]; then
  cmake --preset bench -S "$root" >/dev/null
  cmake --build "$root/build/bench" --target retentiond packages-simulator
  build=$root/build/bench
fi

scratch=$(mktemp -d)
simulator=
finish() {
  if [ -n "$simulator" ]; then kill "$simulator" 2>/dev/null || true; fi
  rm -rf "$scratch"
}
trap finish EXIT

cat >"$scratch/scenario.yaml" <<END
clock: now
owners: [{ login: acme, id: 4242, admins: [robot] }]
tokens: [{ value: ghp_bench, user: robot, scopes: [read:packages] }]
packages:
  - { owner: acme, type: container, name: app, versions: [{ tags: ["build-{n}"], count: $versions, created: 2d, step: 1h }] }
switches: { rate_limits: false }
faults: [{ operation: registry_manifest, kind: delay, wait: ${wait}ms }]
END
"$build/tests/simulator/packages-simulator" --scenario "$scratch/scenario.yaml" --port-file "$scratch/port" \
  >"$scratch/simulator" 2>&1 &
simulator=$!
until [ -s "$scratch/port" ]; do
  kill -0 "$simulator" 2>/dev/null || {
    cat "$scratch/simulator" >&2
    exit 1
  }
  sleep 0.1
done
url=http://127.0.0.1:$(<"$scratch/port")

cat >"$scratch/config.yaml" <<END
version: 1
github: { api_url: "$url", registry_url: "$url", token: { env: TOKEN } }
ledger: { path: $scratch/ledger.db }
policies:
  - { name: images, owner: "org:acme", type: container, packages: ["*"], delete: [{ name: old, older_than: 30d }] }
END

# Plans once, and sets `asked` to how many manifests it asked for.
plan() {
  local begun ended
  curl --silent --fail --request DELETE "$url/_simulator/log"
  begun=$EPOCHREALTIME
  TOKEN=ghp_bench "$build/daemon/retentiond" --config "$scratch/config.yaml" --quiet plan --output "$scratch/report"
  ended=$EPOCHREALTIME
  curl --silent --fail "$url/_simulator/log" >"$scratch/log"
  asked=$(jq '[.requests[] | select(.operation == "registry_manifest")] | length' "$scratch/log")
  awk -v what="$1" -v seconds="$ended" -v begun="$begun" -v asked="$asked" -v most="$(jq .concurrency_high_water "$scratch/log")" \
    'BEGIN { printf "%-5s %7.2f s, %6d manifests asked for, at most %s requests in flight\n", what, seconds - begun, asked, most }'
}

plan cold
[ "$asked" -eq "$versions" ] || {
  echo "tests/bench/plan.sh: the first plan asked for $asked manifests instead of $versions" >&2
  exit 1
}
plan warm
[ "$asked" -eq 0 ] || {
  echo "tests/bench/plan.sh: the second plan asked for $asked manifests again" >&2
  exit 1
}
