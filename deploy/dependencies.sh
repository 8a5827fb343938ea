#!/usr/bin/env bash
# The one list of the Debian 12 packages that retentiond needs, by what they are needed for.
#
#   deploy/dependencies.sh GROUP...             prints the packages of the groups
#   deploy/dependencies.sh --install GROUP...   installs what is missing of them, with sudo if need be
#
# Groups: build (compiler and libraries), runtime (what the program needs to run), quickstart (what the tour needs
# beside build), test (for the ordinary tests), conformance (the independent clients that check the simulator), ordering
# (the implementations that say how versions are ordered), deploy (service manager and containers), tidy (clang-tidy),
# bench (what counts instructions and times), fuzz (the compiler that makes fuzzers), coverage.
set -euo pipefail

# A newer Node.js from elsewhere brings its own npm, and conflicts with Debian's.
node_packages() {
  command -v npm >/dev/null || echo "nodejs npm"
}

packages_of() {
  case "$1" in
    build)
      echo "g++ cmake ninja-build ccache pkg-config ca-certificates
        libcpp-httplib-dev libyaml-cpp-dev nlohmann-json3-dev libspdlog-dev libfmt-dev libsqlitecpp-dev libsqlite3-dev
        libcli11-dev libre2-dev libssl-dev libsystemd-dev libexpected-dev libhowardhinnant-date-dev tzdata"
      ;;
    runtime)
      echo "libcpp-httplib0.11 libyaml-cpp0.7 libspdlog1.10 libfmt9 libsqlite3-0 libre2-9 libssl3 libsystemd0
        libdate-tz3 libgcc-s1 libstdc++6 tzdata ca-certificates"
      ;;
    quickstart) echo "curl jq python3 libgtest-dev libgmock-dev" ;;
    test)
      echo "libgtest-dev libgmock-dev python3 git mold clang-format shellcheck mandoc curl jq sqlite3 openssl procps strace faketime
        docker-registry skopeo buildah"
      ;;
    conformance)
      echo "gh"
      node_packages
      ;;
    ordering)
      echo "ruby openjdk-17-jdk-headless libmaven3-core-java python3"
      node_packages
      ;;
    deploy)
      echo "systemd systemd-container systemd-sysv dbus mount podman buildah runc uidmap fuse-overlayfs mmdebstrap curl jq
        sqlite3"
      ;;
    tidy) echo "clang-tidy clang-format" ;;
    bench) echo "libbenchmark-dev valgrind curl jq" ;;
    fuzz) echo "clang-14 libclang-rt-14-dev python3" ;;
    coverage) echo "gcovr" ;;
    *)
      echo "dependencies.sh: there is no group '$1'" >&2
      return 2
      ;;
  esac
}

missing_of() {
  local package
  for package in "$@"; do
    dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "dependencies.sh: installing packages needs root; run this as root or install sudo" >&2
    return 1
  fi
}

install_packages() {
  local missing
  mapfile -t missing < <(missing_of "$@")
  [ "${#missing[@]}" -gt 0 ] || return 0
  command -v apt-get >/dev/null || {
    echo "dependencies.sh: this is no Debian; install what corresponds to: ${missing[*]}" >&2
    return 1
  }
  echo "installing ${#missing[@]} Debian packages: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  case " ${missing[*]} " in
    *" docker-registry "*) quiet_registry ;;
  esac
}

# The tests start one of their own; the one that comes with the package would be open to the network.
quiet_registry() {
  command -v systemctl >/dev/null || return 0
  as_root systemctl --quiet disable docker-registry.service >/dev/null 2>&1 || true
  as_root systemctl --quiet stop docker-registry.service >/dev/null 2>&1 || true
}

main() {
  local action=print group
  local -a packages=()
  if [ "${1:-}" = --install ]; then
    action=install
    shift
  fi
  [ "$#" -gt 0 ] || {
    sed -n '2,11s/^# \{0,1\}//p' "$0" >&2
    return 2
  }
  for group in "$@"; do
    local listed
    listed=$(packages_of "$group")
    # shellcheck disable=SC2206 # the list is meant to be split into words
    packages+=($listed)
  done
  if [ "$action" = install ]; then
    install_packages "${packages[@]}"
  else
    printf '%s\n' "${packages[@]}" | sort -u
  fi
}

main "$@"
