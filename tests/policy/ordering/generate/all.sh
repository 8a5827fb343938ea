#!/usr/bin/env bash
# Makes the golden files of tests/golden/ordering anew, from the implementations themselves:
#
#   all.sh SCRATCH          leaves them in the folder SCRATCH/golden, and compares them with those in the tree
#   all.sh SCRATCH --keep   copies them into the tree
#
# Needs the Debian packages that deploy/dependencies.sh lists as `ordering`.
set -euo pipefail

scratch=${1:?usage: all.sh SCRATCH [--keep]}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
golden=$(cd "$here/../../../golden/ordering" && pwd)
readonly here golden
# Debian's Maven: the rules are those of the version it ships.
readonly maven=/usr/share/java/maven3-artifact.jar

fail() {
  echo "all.sh: $*" >&2
  exit 1
}

for program in node npm ruby javac java python3; do
  command -v "$program" >/dev/null || fail "$program is missing; run deploy/dependencies.sh --install ordering"
done
[ -e "$maven" ] || fail "$maven is missing; run deploy/dependencies.sh --install ordering"

rm -rf "$scratch/golden" "$scratch/npm" "$scratch/maven"
mkdir -p "$scratch/golden" "$scratch/npm" "$scratch/maven"
scratch=$(cd "$scratch" && pwd)

cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$scratch/npm/"
(cd "$scratch/npm" && npm ci --ignore-scripts >/dev/null)
node "$here/npm.js" "$scratch/npm"
mv "$scratch"/npm/*.tsv "$scratch/golden/"
ruby "$here/gem.rb" "$scratch/golden"
javac -cp "$maven" -d "$scratch/maven" "$here/Maven.java"
java -cp "$maven:$scratch/maven" Maven "$scratch/golden"
python3 -B "$here/nuget.py" "$scratch/golden"

if [ "${2:-}" = --keep ]; then
  cp "$scratch"/golden/*.tsv "$golden/"
else
  diff --recursive --brief "$golden" "$scratch/golden"
  echo "the implementations say what the golden files say"
fi
