#!/usr/bin/env bash
# Looks at what is delivered without running it: unit, scripts, manual page, image recipe:
# static_test.sh RETENTIOND SIMULATOR SOURCE.
# shellcheck source=tests/deploy/common.sh
. "$(dirname "$0")/common.sh"

need systemd-analyze shellcheck mandoc cmake

silent() {
  local said
  if said=$("$@" 2>&1) && [ -z "$said" ]; then return; fi
  echo "$said"
  return 1
}

# An unknown key is only a line on standard error, so any line counts.
unit_is_valid() {
  sed -e "s|=/usr/bin/retentiond |=$program |" -e '/^Documentation=/d' "$1" >"$work/retentiond.service"
  silent systemd-analyze verify "$work/retentiond.service"
}

unit_is_confined() {
  systemd-analyze security --offline=true --threshold=20 "$source/deploy/retentiond.service"
}

scripts() {
  find "$source/deploy" "$source/tests" "$source/.ci" -type d -name node_modules -prune -o -type f \
    \( -name '*.sh' -o -path '*/.ci/run' \) -print0
}

scripts_are_sound() {
  scripts | (cd "$source" && xargs -0 shellcheck --external-sources)
}

commands() {
  "$program" --help | sed -nE '/^(Subc|C)ommands:/,/^$/s/^  ([a-z-]+) .*/\1/p'
}

# Every command and every option that the program knows is in the manual page.
manual_is_complete() {
  local command word words missing=0
  mandoc -T ascii "$source/deploy/retentiond.1" | sed 's/.\x08//g' | tr -s '[:space:]' ' ' >"$work/manual.txt"
  [ "$(commands | wc -l)" -ge 10 ] || {
    echo "the help lists no commands any more"
    return 1
  }
  for command in "" $(commands); do
    # shellcheck disable=SC2086 # no command is no word
    words=$("$program" $command --help | grep -oE -- '--[a-z-]+' | sort -u) || {
      echo "$command --help shows no options"
      return 1
    }
    for word in $command $words; do
      grep -qF -- "$word" "$work/manual.txt" || {
        echo "the manual page does not know: $command $word"
        missing=1
      }
    done
  done
  [ "$missing" -eq 0 ]
}

installs_everything() {
  local file prefix=$work/stage/opt/retentiond
  DESTDIR=$work/stage cmake --install "$(dirname "$(dirname "$program")")" --prefix /opt/retentiond
  for file in bin/retentiond share/man/man1/retentiond.1 share/doc/retentiond/LICENSE \
    share/doc/retentiond/config.example.yaml share/doc/retentiond/config.schema.json \
    share/doc/retentiond/policy/README.md lib/systemd/system/retentiond.service; do
    [ -s "$prefix/$file" ] || {
      echo "$file is not installed"
      return 1
    }
  done
  grep -q '^ExecStart=/opt/retentiond/bin/retentiond run$' "$prefix/lib/systemd/system/retentiond.service"
}

# Each check is shown to be able to fail, on a copy with a fault.
notices_a_bad_unit() {
  sed 's/^Restart=/Rstart=/' "$source/deploy/retentiond.service" >"$work/bad.service"
  ! unit_is_valid "$work/bad.service"
}

check "the unit is valid" unit_is_valid "$source/deploy/retentiond.service"
check "an unknown key in a unit is noticed" notices_a_bad_unit
check "the unit is confined" unit_is_confined
check "the scripts are sound" scripts_are_sound
check "the manual page is well formed" silent mandoc -T lint -W warning "$source/deploy/retentiond.1"
check "the manual page is complete" manual_is_complete
check "an installation is complete" installs_everything
finish
