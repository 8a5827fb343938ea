#!/usr/bin/env bash
# Builds the preset bench, and counts for each line of a list of ceilings (ceilings.txt unless another is named) the
# instructions and the bytes of memory that each version takes. Fails if one of them is more than the line allows. It
# measures no time.
#   run.sh [CEILINGS]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
ceilings=$(realpath "${1:-$here/ceilings.txt}")
readonly here root ceilings

command -v valgrind >/dev/null || {
  echo "tests/bench/run.sh: valgrind is missing; deploy/dependencies.sh --install bench" >&2
  exit 1
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Sets `instructions` and `bytes`, each for one thing of the work.
count() {
  local printed total things
  printed=$(valgrind --quiet --tool=callgrind --toggle-collect='retention::bench::measured(*' \
    --callgrind-out-file="$scratch/calls" "$scenario" "$1" "$2")
  total=$(sed -n 's/^totals: //p' "$scratch/calls")
  things=$(sed -n 's/^things //p' <<<"$printed")
  bytes=$(sed -n 's/^bytes_each //p' <<<"$printed")
  [ "${total:-0}" -gt 0 ] || {
    echo "tests/bench/run.sh: callgrind counted nothing of $1 $2" >&2
    exit 1
  }
  instructions=$((total / things))
}

# Whether a number is within a ceiling; `-` is none.
within() {
  [ "$2" = - ] || awk -v number="$1" -v ceiling="$2" 'BEGIN { exit !(number <= ceiling) }'
}

cd "$root"
cmake --preset bench -S . >/dev/null
cmake --build build/bench --target retention_scenario retention_bench
scenario=build/bench/tests/bench/retention_scenario

failed=0
while read -r work size most_instructions most_bytes; do
  count "$work" "$size"
  verdict=ok
  within "$instructions" "$most_instructions" && within "$bytes" "$most_bytes" || verdict="TOO MUCH"
  if [ "$verdict" != ok ]; then failed=$((failed + 1)); fi
  printf '%-10s %8s: %8s instructions (at most %s), %8s bytes (at most %s) each: %s\n' \
    "$work" "$size" "$instructions" "$most_instructions" "$bytes" "$most_bytes" "$verdict"
done < <(grep -Ev '^ *(#|$)' "$ceilings")
[ "$failed" -eq 0 ] || {
  echo "tests/bench/run.sh: $failed of the works take more than $ceilings allows" >&2
  exit 1
}
