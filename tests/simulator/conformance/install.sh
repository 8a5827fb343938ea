#!/bin/sh
# Installs the node clients of the conformance tests, and the tests beside them:
#   install.sh FOLDER
# Does nothing over again while package-lock.json stays as it is.
set -eu

folder=${1:?usage: install.sh FOLDER}
here=$(cd "$(dirname "$0")" && pwd)

for program in node npm; do
  command -v "$program" >/dev/null || { echo "install.sh: $program is missing; apt-get install nodejs npm" >&2; exit 1; }
done
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 18 ] || { echo "install.sh: node $(node --version) is too old; 18 or newer is needed" >&2; exit 1; }

mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed-lock.json"; then
  rm -rf "$folder/node_modules" "$folder/installed-lock.json"
  cp "$here/package.json" "$here/package-lock.json" "$here/.npmrc" "$folder/"
  attempts=3
  until (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts); do
    attempts=$((attempts - 1))
    [ "$attempts" -gt 0 ] || { echo "install.sh: npm ci failed three times in $folder" >&2; exit 1; }
  done
  cp "$folder/package-lock.json" "$folder/installed-lock.json"
fi
cp "$here"/*.mjs "$here"/*.yaml "$here/github-packages-openapi.json" "$folder/"
