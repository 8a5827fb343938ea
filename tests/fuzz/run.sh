#!/usr/bin/env bash
# Builds a fuzzer with the preset fuzz and lets it run, for a minute unless told otherwise:
#   run.sh config|manifests|patterns [SECONDS]
# What it finds stays in build/fuzz/found; nothing else stays. Inputs that tell something new are kept in a folder that
# is thrown away, so that every run begins with the same ones.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
name=${1:-}
seconds=${2:-60}
readonly here root name seconds

fail() {
  echo "tests/fuzz/run.sh: $*" >&2
  exit 1
}

# The strings of the language, as libFuzzer reads them: its keys and the values that it lists.
write_dictionary() {
  python3 - "$root/config.schema.json" <<'END'
import json
import sys

words = set()


def collect(part):
    if isinstance(part, dict):
        words.update(part.get("properties", ()))
        words.update(word for word in part.get("enum", ()) if isinstance(word, str))
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            collect(one)


with open(sys.argv[1], encoding="utf-8") as schema:
    collect(json.load(schema))
for word in sorted(words):
    print(json.dumps(word))
END
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/corpus"

case "$name" in
  config)
    target=config_fuzzer
    write_dictionary >"$scratch/words"
    options=(-dict="$scratch/words" -max_len=6000)
    seeds=("$root/tests/samples/valid" "$root/tests/samples/invalid")
    ;;
  manifests)
    target=manifest_fuzzer
    options=(-dict="$here/manifests.dict" -max_len=6000)
    seeds=("$here/manifests")
    ;;
  patterns)
    target=pattern_fuzzer
    options=(-max_len=2000)
    seeds=("$here/patterns")
    ;;
  *) fail "there is no fuzzer '$name'; write config, manifests or patterns" ;;
esac
command -v clang++-14 >/dev/null || fail "clang++-14 is missing; deploy/dependencies.sh --install fuzz"

cd "$root"
cmake --preset fuzz -S . >/dev/null
cmake --build build/fuzz --target "$target"

fuzzer=build/fuzz/tests/fuzz/$target
found=build/fuzz/found/$name
mkdir -p "$found"
log=build/fuzz/$name.log
export UBSAN_OPTIONS=print_stacktrace=1
if "$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$found/" -print_final_stats=1 \
  "${options[@]}" "$scratch/corpus" "${seeds[@]}" >"$log" 2>&1; then
  grep -E '^Done|^stat::number_of_executed_units|^stat::average_exec_per_sec| DONE ' "$log"
  exit
fi
tail -n 60 "$log"
input=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
fail "found a fault; ${input:+"the input is $root/$input; see it again with: cd $root && $fuzzer $input; "}the whole log is $root/$log"
