#!/bin/bash
# Runs the shell examples of README.md, one after the other in one shell, from the top folder:
#   readme_test.sh TOP_FOLDER PROGRAM
set -euo pipefail

top=$1
program=$2
for needed in curl jq; do
  command -v "$needed" >/dev/null || { echo "readme_test.sh: $needed is missing; apt-get install $needed" >&2; exit 1; }
done
PATH=$(dirname "$program"):$PATH
export PATH
cd "$top"
script=$(awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' tests/simulator/README.md)
[ "$(grep -c . <<<"$script")" -gt 20 ] || { echo "readme_test.sh: README.md has lost its examples" >&2; exit 1; }
bash -euo pipefail -c "trap 'kill \$simulator 2>/dev/null || true' EXIT; $script"
