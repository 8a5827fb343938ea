#!/bin/sh
# Installs the npm packages of a folder that holds package.json and package-lock.json, and puts its other files beside
# them:
#   npm_install.sh SOURCE FOLDER
# Does nothing over again while package-lock.json stays as it is.
set -eu

source=${1:?usage: npm_install.sh SOURCE FOLDER}
folder=${2:?usage: npm_install.sh SOURCE FOLDER}

for program in node npm; do
  command -v "$program" >/dev/null || { echo "npm_install.sh: $program is missing; apt-get install nodejs npm" >&2; exit 1; }
done
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 18 ] || { echo "npm_install.sh: node $(node --version) is too old; 18 or newer is needed" >&2; exit 1; }

mkdir -p "$folder"
if ! cmp -s "$source/package-lock.json" "$folder/installed-lock.json"; then
  rm -rf "$folder/node_modules" "$folder/installed-lock.json"
  cp "$source/package.json" "$source/package-lock.json" "$source/.npmrc" "$folder/"
  attempts=3
  until (cd "$folder" && npm ci --no-audit --no-fund --ignore-scripts); do
    attempts=$((attempts - 1))
    [ "$attempts" -gt 0 ] || { echo "npm_install.sh: npm ci failed three times in $folder" >&2; exit 1; }
  done
  cp "$folder/package-lock.json" "$folder/installed-lock.json"
fi
find "$source" -maxdepth 1 -type f -not -name 'package*.json' -exec cp {} "$folder/" \;
