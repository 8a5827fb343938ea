#!/usr/bin/env bash
# Builds retentiond and shows its main job: on a simulated organisation, or as an audit of a real owner.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly root
readonly types=(container docker npm maven rubygems nuget)

usage() {
  cat <<'END'
Usage: deploy/quickstart.sh [--no-install] [--build FOLDER] [OWNER]

Works on a bare Debian 12, as root or with sudo. Installs the Debian packages that are needed, builds retentiond, and

  without OWNER    shows its main job on a simulated GitHub with packages of all six types: audit, apply, what GitHub
                   now holds, undo, and the proof that all is as before. Nothing leaves this machine.
  with OWNER       audits the packages of a real owner with $GITHUB_TOKEN and changes nothing. OWNER is org:NAME or NAME
                   for an organisation, user:NAME, or me. The token needs the scope read:packages, and repo for maven
                   and docker. $GITHUB_API_URL names an Enterprise Server, such as https://HOST/api/v3,
                   and $GITHUB_REGISTRY_URL its container registry, such as https://containers.HOST.

  --no-install     take it that all packages are there
  --build FOLDER   use what was built in this folder, with tests, and build nothing
END
}

fail() {
  echo "quickstart.sh: $*" >&2
  exit "${status:-1}"
}

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\033[1m' plain=$'\033[0m'; fi

heading() {
  printf '\n%s== %s%s\n\n' "$bold" "$*" "$plain"
}

run() {
  printf '%s$ %s%s\n' "$bold" "$*" "$plain"
  "$@"
}

# The same, but only the end of what it prints.
run_and_show_end() {
  printf '%s$ %s%s\n' "$bold" "$*" "$plain"
  "$@" >"$work/output" || {
    cat "$work/output"
    fail "$* did not succeed"
  }
  echo "[...]"
  tail -n 8 "$work/output"
}

install() {
  "$root/deploy/dependencies.sh" --install build quickstart
}

build() {
  local log=$build/build.log
  echo "building retentiond; the first time takes some minutes (log: $log)"
  mkdir -p "$build"
  {
    cmake --preset release -S "$root" -B "$build" -DRETENTION_TESTS=ON -DRETENTION_WERROR=OFF &&
      cmake --build "$build" --target "$@"
  } >"$log" 2>&1 || {
    tail -40 "$log" >&2
    fail "the build failed; all of it is in $log"
  }
}

# --- a real owner -----------------------------------------------------------------------------------------------------

audit_config() {
  cat <<END
version: 1
github:
  api_url: ${GITHUB_API_URL:-https://api.github.com}
  ${GITHUB_REGISTRY_URL:+registry_url: $GITHUB_REGISTRY_URL}
  token: { env: GITHUB_TOKEN }
  repo_scope: { docker: warn, maven: warn }
server: { listen: off }
policies:
  - name: first-look
    owner: $1
    type: [container, docker, npm, maven, rubygems, nuget]
    packages: ["*"]
    mode: audit
    keep:
      - { name: recent, newest: 10 }
    delete:
      - { name: old, older_than: 180d }
END
}

audit_real_owner() {
  local owner=$1 status=0
  case "$owner" in
    org:?* | user:?* | me) ;;
    *:*) status=2 fail "'$owner' is no owner; write org:NAME, user:NAME or me" ;;
    *) owner=org:$owner ;;
  esac
  heading "Audit of $owner: what would a simple rule delete? Nothing is changed."
  audit_config "$owner" >"$work/config.yaml"
  # The ledger stays, since it knows the manifests that were read: each read is a download to GitHub.
  run retentiond --config "$work/config.yaml" --ledger "$build/first-look.db" plan || status=$?
  cp "$work/config.yaml" "$build/first-look.yaml"
  cat <<END

This was a dry run: a plan is built without anything that could delete. The rules were those of
$build/first-look.yaml; change them there and look again:

  $build/daemon/retentiond --config $build/first-look.yaml --ledger $build/first-look.db plan
END
  return "$status"
}

# --- the tour ---------------------------------------------------------------------------------------------------------

start_simulator() {
  "$build/tests/simulator/packages-simulator" --scenario "$root/tests/simulator/scenarios/acme.yaml" \
    --listen 127.0.0.1:0 --port-file "$work/port" --log "$work/requests.log" >"$work/simulator.log" 2>&1 &
  simulator=$!
  local waited
  for ((waited = 0; waited < 100; waited++)); do
    if [ -s "$work/port" ]; then break; fi
    kill -0 "$simulator" 2>/dev/null || break
    sleep 0.1
  done
  [ -s "$work/port" ] || fail "the simulator did not start: $(cat "$work/simulator.log")"
  api=http://127.0.0.1:$(cat "$work/port")
}

get() {
  curl --fail --silent --show-error --user-agent quickstart --header "Authorization: Bearer $RETENTIOND_TOUR_TOKEN" "$api$1"
}

# Every active version, asked of GitHub's API: TYPE PACKAGE ID NAME TAGS, a line each.
active_versions() {
  local type name
  for type in "${types[@]}"; do
    get "/orgs/acme/packages?package_type=$type&per_page=100" | jq -r '.[].name' | while read -r name; do
      get "/orgs/acme/packages/$type/$(jq -rn --arg name "$name" '$name | @uri')/versions?per_page=100" |
        jq -r --arg type "$type" --arg package "$name" \
          '.[] | [$type, $package, .id, .name, (.metadata.container.tags // .metadata.docker.tag // [] | join(","))] | @tsv'
    done
  done | sort
}

# What a command asked of the API, by its own name for itself in the simulator's log: "21 GET, 65 DELETE". Each call
# begins where the one before ended.
requests() {
  tail -n "+$((seen + 1))" "$work/requests.log" |
    jq -r 'select(.user_agent // "" | startswith("retentiond/")) | .method' |
    sort | uniq -c | sort -k2,2r | awk '{ printf "%s%d %s", (NR > 1 ? ", " : ""), $1, $2 }'
  seen=$(count "$work/requests.log")
}

count() {
  wc -l <"$1" | tr -d ' '
}

table_of() {
  cut -f 1,2 "$1" | sort | uniq -c | awk '{ printf "  %4d  %-10s %s\n", $1, $2, $3 }'
}

latest_run() {
  retentiond history --limit 1 --format json | jq '.runs[0].id'
}

show_audit() {
  heading "1. Audit: what would the rules in $work/config.yaml delete, and why?"
  run retentiond plan
  requests >"$work/plan-requests"
  plan=$(latest_run)
  retentiond report "$plan" --format json |
    jq -r '.packages[].decisions[] | select(.decision == "delete") | .version_id' | sort >"$work/planned"
  grep -qx '[0-9]* GET' "$work/plan-requests" || fail "the plan asked for changes: $(cat "$work/plan-requests")"
}

show_apply() {
  heading "2. Apply: delete that"
  run_and_show_end retentiond apply
  requests >"$work/apply-requests"
  apply=$(latest_run)
  heading "3. What GitHub now holds, asked of its API"
  active_versions >"$work/after"
  table_of "$work/after"
  comm -23 "$work/before" "$work/after" | cut -f 3 | sort >"$work/gone"
  echo
  echo "$(count "$work/gone") of $(count "$work/before") versions are gone."
  diff "$work/planned" "$work/gone" >"$work/difference" ||
    fail "what is gone is not what was planned: $(cat "$work/difference")"
}

show_undo() {
  heading "4. Undo: put back what run $apply deleted"
  run_and_show_end retentiond undo --run "$apply" --yes
  requests >"$work/undo-requests"
  active_versions >"$work/restored"
  diff "$work/before" "$work/restored" >"$work/difference" ||
    fail "what GitHub holds is not what it held before: $(cat "$work/difference")"
}

tour() {
  export RETENTIOND_TOUR_TOKEN=ghp_sample_keeper RETENTIOND_CONFIG=$work/config.yaml STATE_DIRECTORY=$work
  local plan apply seen=0
  start_simulator
  sed "s|@API@|$api|" "$root/deploy/quickstart.yaml" >"$work/config.yaml"
  heading "0. A simulated GitHub at $api, with the organisation acme"
  active_versions >"$work/before"
  table_of "$work/before"
  show_audit
  show_apply
  show_undo
  run retentiond verify
  heading "What was shown"
  cat <<END
  audit  changed nothing            its requests: $(cat "$work/plan-requests")
  apply  deleted what was planned   its requests: $(cat "$work/apply-requests")
                                    $(count "$work/planned") versions planned, $(count "$work/gone") gone, the same ids
  undo   put all of it back         its requests: $(cat "$work/undo-requests")
                                    $(count "$work/before") versions before, $(count "$work/restored") now, no difference

Next, with a real owner, still without changing anything:

  export GITHUB_TOKEN=...             a classic token with the scope read:packages
  deploy/quickstart.sh org:NAME       or user:NAME, or me

Rules of your own begin with config.example.yaml.
END
}

owner=
installing=yes
building=yes
build=$root/build/quickstart
while [ "$#" -gt 0 ]; do
  case "$1" in
    --help | -h)
      usage
      exit 0
      ;;
    --no-install) installing=no ;;
    --build)
      [ "$#" -gt 1 ] || status=2 fail "--build needs a folder; see --help"
      building=no
      build=$2
      shift
      ;;
    -*) status=2 fail "there is no option '$1'; see --help" ;;
    *)
      [ -z "$owner" ] || status=2 fail "'$1' is one owner too many; see --help"
      owner=$1
      ;;
  esac
  shift
done
[ "$building" = yes ] || [ -x "$build/daemon/retentiond" ] || status=2 fail "there is no $build/daemon/retentiond"
[ -z "$owner" ] || [ -n "${GITHUB_TOKEN:-}" ] || status=2 fail "to audit $owner, put a token into GITHUB_TOKEN"

work=$(mktemp -d /tmp/retentiond-quickstart-XXXXXX)
simulator=
api=
clean_up() {
  if [ -n "$simulator" ]; then
    kill "$simulator" 2>/dev/null || true
    wait "$simulator" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

if [ "$installing" = yes ]; then install; fi
targets=(retentiond)
if [ -z "$owner" ]; then targets+=(packages-simulator); fi
if [ "$building" = yes ]; then build "${targets[@]}"; fi
PATH=$build/daemon:$PATH
if [ -n "$owner" ]; then
  audit_real_owner "$owner"
else
  tour
fi
