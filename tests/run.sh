#!/usr/bin/env bash
# Installs what the tests need, builds with warnings as errors, and runs the tests.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly root

usage() {
  cat <<'END'
Usage: tests/run.sh [OPTION]...

Works on a bare Debian 12, as root or with sudo. Without options it does what continuous integration does: every test
but the nightly ones with the preset dev, then the labels unit, integration and conformance again with asan, and unit
and integration with tsan, without the rooms that begin no threads.

  --preset P          this preset: dev, asan, tsan, coverage or release (release is built, it has no tests); may be
                      given several times
  --label L           only tests with this label: unit, integration, cuts, architecture, conformance, deploy, nightly; with
                      the preset dev unless --preset says otherwise; may be given several times
  --exclude-label L   not these; may be given several times
  --tidy              clang-tidy over the production code, and nothing else
  --no-install        take it that all packages are there
  --help              this text

Builds go to build/PRESET. Compilations are cached by ccache ($CCACHE_DIR), base images of the deploy tests in
$RETENTIOND_TEST_CACHE, else /var/cache/retentiond-tests.
END
}

fail() {
  echo "tests/run.sh: $*" >&2
  exit 2
}

heading() {
  printf '\n== %s\n' "$*"
}

# Joins label names to one regular expression for ctest.
any_of() {
  local IFS='|'
  echo "^($*)\$"
}

# The labels that a preset runs unless --label names others; none means all.
labels_of() {
  case "$1" in
    dev) ;;
    asan) echo unit integration conformance ;;
    *) echo unit integration ;;
  esac
}

# Whether some preset runs tests with this label.
runs() {
  local preset chosen
  if [[ " ${excluded[*]-} " == *" $1 "* ]]; then return 1; fi
  for preset in "${presets[@]}"; do
    if [ "$preset" = release ]; then continue; fi
    chosen=${labels[*]-}
    chosen=${chosen:-$(labels_of "$preset")}
    if [ -z "$chosen" ] || [[ " $chosen " == *" $1 "* ]]; then return; fi
  done
  return 1
}

install() {
  local groups=(build test)
  if [[ " ${presets[*]} " == *" coverage "* ]]; then groups+=(coverage); fi
  if [ "$tidy" = yes ]; then
    groups+=(tidy)
  else
    if runs conformance; then groups+=(conformance); fi
    if runs deploy; then groups+=(deploy); fi
    if runs nightly; then groups+=(tidy ordering bench fuzz); fi
  fi
  "$root/deploy/dependencies.sh" --install "${groups[@]}"
}

build() {
  local preset=$1
  heading "build $preset"
  local join=ON
  if [ "$preset" = coverage ]; then join=OFF; fi
  cmake --preset "$preset" -S "$root" "-DCMAKE_UNITY_BUILD=$join" >/dev/null
  if ! cmake --build "$root/build/$preset"; then
    heading "build $preset, every file by itself, as it does not build with the files of a folder as one"
    cmake --preset "$preset" -S "$root" -DCMAKE_UNITY_BUILD=OFF >/dev/null
  fi
  cmake --build "$root/build/$preset"
  if [ "$preset" = dev ]; then cmake --build "$root/build/dev" --target all_verify_interface_header_sets; fi
}

# Runs ctest, and adds up what its closing lines say.
run_tests() {
  local preset=$1 log="$root/build/$1/ctest.log" status=0 line
  # One more than there are cores, since some tests wait for most of their time.
  local -a command=(ctest --test-dir "$root/build/$preset" -j$(($(nproc) + 1)) --output-on-failure --no-tests=error)
  local -a chosen=("${labels[@]}")
  if [ "${#chosen[@]}" -eq 0 ]; then read -ra chosen <<<"$(labels_of "$preset")"; fi
  if [ "${#chosen[@]}" -gt 0 ]; then command+=(--label-regex "$(any_of "${chosen[@]}")"); fi
  if [ "${#excluded[@]}" -gt 0 ]; then command+=(--label-exclude "$(any_of "${excluded[@]}")"); fi
  # More random bits in addresses than this ThreadSanitizer can map.
  if [ "$preset" = tsan ] && [ "$(cat /proc/sys/vm/mmap_rnd_bits)" -gt 28 ]; then command=(setarch -R "${command[@]}"); fi
  heading "test $preset"
  "${command[@]}" 2>&1 | tee "$log" || status=$?
  line=$(grep -E '^[0-9]+% tests passed' "$log" || true)
  if [[ $line =~ ([0-9]+)\ tests\ failed\ out\ of\ ([0-9]+) ]]; then
    failed=$((failed + BASH_REMATCH[1]))
    passed=$((passed + BASH_REMATCH[2] - BASH_REMATCH[1]))
  fi
  if [ "$status" -ne 0 ]; then broken+=("$preset"); fi
}

# What the failed tests of a preset printed, said again where a reader of a long log looks first: at its end.
repeat_failures() {
  local log="$root/build/$1/ctest.log"
  heading "failed with $1"
  awk '/^ *[0-9]+\/[0-9]+ Test +#[0-9]+:/ { shown = /\*\*\*/ } /^ +Start +[0-9]+: / { next } /^[0-9]+% tests passed/ { exit } shown' \
    "$log" | tail -n 400
  sed -n '/^The following tests FAILED:/,$p' "$log"
}

report_coverage() {
  heading "coverage"
  gcovr --root "$root" --object-directory "$root/build/coverage" --filter "$root/policy/" --filter "$root/store/" \
    --filter "$root/daemon/" --exclude-throw-branches --html "$root/build/coverage/coverage.html" --print-summary
}

run_tidy() {
  heading "clang-tidy"
  cmake --preset dev -S "$root" >/dev/null
  "$root/tests/architecture/tidy.sh" "$root" "$root/build/dev"
}

presets=()
labels=()
excluded=()
tidy=no
installing=yes
while [ "$#" -gt 0 ]; do
  case "$1" in
    --preset | --label | --exclude-label)
      [ "$#" -gt 1 ] || fail "$1 needs a value; see --help"
      case "$1" in
        --preset) presets+=("$2") ;;
        --label) labels+=("$2") ;;
        --exclude-label) excluded+=("$2") ;;
      esac
      shift
      ;;
    --tidy) tidy=yes ;;
    --no-install) installing=no ;;
    --help | -h)
      usage
      exit 0
      ;;
    *) fail "there is no option '$1'; see --help" ;;
  esac
  shift
done
for preset in "${presets[@]}"; do
  [[ $preset =~ ^(dev|asan|tsan|coverage|release)$ ]] || fail "there is no preset '$preset'; see --help"
done
if [ "${#presets[@]}" -eq 0 ]; then
  presets=(dev)
  if [ "${#labels[@]}" -eq 0 ]; then presets+=(asan tsan); fi
fi
if ! [[ " ${labels[*]-} " == *" nightly "* ]]; then excluded+=(nightly); fi

# Objects are shared between checkouts in different folders.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
passed=0
failed=0
broken=()
cd "$root"
if [ "$installing" = yes ]; then install; fi
if [ "$tidy" = yes ]; then
  run_tidy
  exit 0
fi
started=$SECONDS
for preset in "${presets[@]}"; do
  build "$preset"
  if [ "$preset" = release ]; then continue; fi
  run_tests "$preset"
  if [ "$preset" = coverage ]; then report_coverage; fi
  echo "$preset took until minute $(((SECONDS - started) / 60))"
done
if [ "${presets[*]}" = release ]; then exit 0; fi
for preset in "${broken[@]}"; do repeat_failures "$preset"; done
echo
echo "$passed passed, $failed failed"
[ "${#broken[@]}" -eq 0 ]
