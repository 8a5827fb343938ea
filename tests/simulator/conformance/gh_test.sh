#!/bin/bash
# GitHub's command line client against the simulator, over TLS and below /api/v3 as on Enterprise Server.
# PACKAGES_SIMULATOR names the program.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
fail() { echo "gh_test.sh: $*" >&2; exit 1; }
command -v gh >/dev/null || fail "gh is missing; apt-get install gh"
[ -x "${PACKAGES_SIMULATOR:-}" ] || fail "PACKAGES_SIMULATOR does not name the built packages-simulator"

scratch=$(mktemp -d)
simulator=
trap 'if [ -n "$simulator" ]; then kill "$simulator" 2>/dev/null || true; wait "$simulator" || true; fi; rm -rf "$scratch"' EXIT

"$here/../tls.sh" "$scratch/tls"
"$PACKAGES_SIMULATOR" --scenario "$here/conformance.yaml" --port-file "$scratch/port" \
  --tls-cert "$scratch/tls/cert.pem" --tls-key "$scratch/tls/key.pem" >"$scratch/output" 2>&1 &
simulator=$!
until [ -s "$scratch/port" ]; do
  kill -0 "$simulator" 2>/dev/null || fail "packages-simulator ended: $(cat "$scratch/output")"
  sleep 0.05
done

GH_HOST=localhost:$(cat "$scratch/port")
export GH_HOST GH_ENTERPRISE_TOKEN=conformance-keeper GH_CONFIG_DIR=$scratch/gh SSL_CERT_FILE=$scratch/tls/ca.pem
export GH_NO_UPDATE_NOTIFIER=1 GH_PROMPT_DISABLED=1 NO_COLOR=1
web=orgs/acme/packages/container/team%2Fweb

same() { [ "$1" = "$2" ] || fail "$3: expected \"$2\", got \"$1\""; }

same "$(gh api user --jq .login)" olivia "the token's user"
same "$(gh api --paginate "$web/versions?per_page=100" --jq '.[].id' | sort -u | wc -l)" 250 "versions on three pages"
same "$(gh api "orgs/acme/packages?package_type=maven" --jq '.[].name')" com.acme.lib "the packages of one type"

id=$(gh api "$web/versions" --jq '.[4].id')
before=$(gh api "$web/versions/$id" --jq '[.name, .created_at, .metadata.container.tags[0]] | join(" ")')
same "$(gh api --method DELETE "$web/versions/$id")" "" "a deletion"
same "$(gh api "$web/versions?state=deleted" --jq '.[].id' | grep -cx "$id")" 1 "the deleted version"
same "$(gh api --paginate "$web/versions?per_page=100" --jq '.[].id' | wc -l)" 249 "versions after the deletion"
if gh api "$web/versions/$id" >"$scratch/out" 2>"$scratch/err"; then fail "a deleted version was found"; fi
same "$(cat "$scratch/err")" "gh: Package version not found. (HTTP 404)" "what gh says of a deleted version"
same "$(gh api --method POST "$web/versions/$id/restore")" "" "a restoration"
same "$(gh api "$web/versions/$id" --jq '[.name, .created_at, .metadata.container.tags[0]] | join(" ")')" "$before" \
  "the restored version"

if GH_ENTERPRISE_TOKEN=conformance-reader gh api --method DELETE "$web/versions/$id" >"$scratch/out" 2>"$scratch/err"; then
  fail "a reader could delete"
fi
grep -q "You need at least delete:packages and read:packages scopes to delete a package version. (HTTP 403)" "$scratch/err" ||
  fail "what gh says of a missing scope: $(cat "$scratch/err")"

kill -TERM "$simulator"
wait "$simulator" || fail "packages-simulator ended with status $?"
simulator=
echo "gh agrees"
