#!/usr/bin/env bash
# Runs the tour of deploy/quickstart.sh with what is built already, and looks at the simulated GitHub after each command:
# quickstart_test.sh RETENTIOND SIMULATOR SOURCE.
# shellcheck source=tests/deploy/common.sh
. "$(dirname "$0")/common.sh"

need curl jq

build=$work/build
seen=$work/seen

# Stands in for the program: does what it does, then writes down what GitHub holds and what has been changed there.
write_observer() {
  mkdir -p "$build/daemon" "$build/tests/simulator" "$seen"
  ln -s "$simulator" "$build/tests/simulator/packages-simulator"
  cat >"$build/daemon/retentiond" <<END
#!/usr/bin/env bash
set -euo pipefail
look() {
  curl -fsS "\$api/_simulator/mutations" >"$seen/\$1-mutations.json"
  curl -fsS "\$api/_simulator/state" >"$seen/\$1-state.json"
}
api=\$(sed -n 's/^ *api_url: //p' "\$RETENTIOND_CONFIG")
[ "\$1" != plan ] || look begin
"$program" "\$@"
look "\$1"
[ "\$1" != plan ] || "$program" report last --format json >"$seen/plan.json"
END
  chmod +x "$build/daemon/retentiond"
}

tour() {
  "$source/deploy/quickstart.sh" --no-install --build "$build" >"$work/tour.log" 2>&1 || {
    tail -40 "$work/tour.log"
    return 1
  }
}

# Every active version with its tags after a command, a line each.
active() {
  jq -r '.packages[] | .package as $package | .active[] | [$package, .id, (.tags | sort | join(","))] | @tsv' \
    "$seen/$1-state.json" | sort
}

# The ids of what the plan wants to delete, and of what is gone after a command.
planned() {
  jq -r '.packages[].decisions[] | select(.decision == "delete") | .version_id' "$seen/plan.json" | sort
}

gone() {
  comm -23 <(active begin | cut -f 2 | sort) <(active "$1" | cut -f 2 | sort)
}

plans_without_changing() {
  jq --exit-status '. == []' "$seen/plan-mutations.json" && diff <(active begin) <(active plan)
}

deletes_what_was_planned() {
  planned >"$work/planned"
  gone apply >"$work/gone"
  [ -s "$work/planned" ] && diff "$work/planned" "$work/gone"
}

puts_everything_back() {
  active begin >"$work/before"
  active undo >"$work/after"
  [ -s "$work/before" ] && diff "$work/before" "$work/after"
}

write_observer
check "comes to its end" tour
check "the plan changes nothing" plans_without_changing
check "after apply just the planned versions are gone" deletes_what_was_planned
check "after undo everything is as before" puts_everything_back
check "tells so" grep -q 'versions before, [0-9]* now, no difference' "$work/tour.log"
finish
