#!/usr/bin/env bash
# clang-tidy over the production code, with the checks of .clang-tidy, each of which is an error:
#   tidy.sh SOURCE BUILD
# BUILD is configured; it need not be built.
set -euo pipefail

source=$1
build=$2
command -v clang-tidy >/dev/null || {
  echo "tidy.sh: clang-tidy is missing; apt-get install clang-tidy" >&2
  exit 1
}
cd "$source"
find policy store daemon -name '*.cpp' -print0 |
  xargs -0 -n 4 -P "$(nproc)" clang-tidy -p "$build" --quiet --extra-arg=-Wno-unknown-warning-option
