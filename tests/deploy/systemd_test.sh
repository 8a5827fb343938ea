#!/usr/bin/env bash
# Boots this machine's own system in a container, over an overlay that is thrown away, and runs the service in it
# against the simulator: systemd_test.sh RETENTIOND SIMULATOR SOURCE.
# shellcheck source=tests/deploy/common.sh
. "$(dirname "$0")/common.sh"

need systemd-nspawn systemd-analyze curl jq python3 mount

overlay=$work/overlay
machine=$overlay/merged
out=$work/out

mount_machine() {
  mkdir -p "$overlay" "$out"
  mount -t tmpfs tmpfs "$overlay"
  at_end "umount '$overlay'"
  mkdir "$overlay/upper" "$overlay/work" "$machine"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$overlay/upper,workdir=$overlay/work" "$machine"
  at_end "umount '$machine'"
}

install_into_machine() {
  local units=$machine/etc/systemd/system listen
  listen=127.0.0.1:$(free_port)
  install -D "$program" "$machine/usr/bin/retentiond"
  install -D -m 0644 "$source/deploy/retentiond.service" "$units/retentiond.service"
  install -d -m 0755 "$machine/etc/retentiond"
  install -d -m 0700 "$machine/etc/retentiond/credentials"
  install -m 0600 /dev/stdin "$machine/etc/retentiond/credentials/github-token" <<<"ghp_sample_keeper"
  write_config "$machine/etc/retentiond/config.yaml" "{ credential: github-token }" "$listen"
  chmod 0644 "$machine/etc/retentiond/config.yaml"
  echo uninitialized >"$machine/etc/machine-id"
  # Nothing of this machine's own services is wanted in the test.
  rm -rf "$units"/*.wants "$units"/*.requires
  cat >"$units/probe.service" <<END
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/out/probe.sh $api $listen
ExecStopPost=/bin/systemctl --no-block poweroff
TimeoutStartSec=400
END
  install "$source/tests/deploy/systemd_probe.sh" "$out/probe.sh"
  touch "$out/probe.log"
}

boot() {
  timeout --kill-after=10 450 systemd-nspawn --quiet --directory="$machine" --boot --register=no --keep-unit \
    --console=pipe --bind="$out:/out" systemd.unit=probe.service >"$work/boot.log" 2>&1 </dev/null || {
    cat "$work/boot.log" "$out/probe.log"
    fail "the machine did not come to its end"
  }
}

# The log has requests, and each names the program. What the test itself asks is not logged.
names_itself_to_github() {
  jq -r '.user_agent // "none"' "$work/requests.log" >"$work/agents" || return 1
  [ -s "$work/agents" ] && ! grep -v '^retentiond/' "$work/agents"
}

start_simulator
mount_machine
install_into_machine
boot
cat "$out/probe.log"
grep -qx 'probe ended' "$out/probe.log" || {
  tail -50 "$out/journal.log" "$work/boot.log" || true
  fail "the probe did not come to its end"
}
failures=$(grep -c '^NOT OK' "$out/probe.log" || true)
[ "$failures" -eq 0 ] || tail -80 "$out/journal.log"

check "deleted what the ledger says" deleted_exactly "$out/deleted-by-ledger"
check "names itself in every request" names_itself_to_github
check "the token is in no journal line" holds_no_token "$out/journal.log"
finish
