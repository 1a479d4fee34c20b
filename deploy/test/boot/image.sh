#!/usr/bin/env bash
# Makes the machine under test from built packages: .build-boot/{vmlinuz,initrd,root.img,state.img}. usage: image.sh DEBS [TREE]
# DEBS is the folder of the packages; TREE, if given, is laid over the machine's files. Root only (chroot, owners).
set -euo pipefail
debs=$(realpath "$1")
extra=${2:+$(realpath "$2")}
cd "$(dirname "$0")/../../.."
here=deploy/test/boot
build=.build-boot
base=$($here/base.sh)
root=$build/root

rm -rf --one-file-system "$root"
mkdir -p "$root"
tar xf "$base" -C "$root"
# With a /proc, from which programs learn what they were asked for.
in_root() {
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
        unshare --mount --pid --fork --kill-child --root="$root" --mount-proc "$@"
}

# Packages, as apt would install them: nothing is started in a chroot.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
mkdir "$root/debs"
cp "$debs"/hello-booth{,-sos,-platform}_*.deb "$root/debs/"
in_root sh -c 'dpkg -i /debs/*.deb' >"$build/install.log" 2>&1 || { cat "$build/install.log" >&2; exit 1; }
rm -r "$root/debs" "$root/usr/sbin/policy-rc.d"

# What the technician does: this booth's configuration, its sound card, its agent.
ln -sf ../usr/share/zoneinfo/Asia/Shanghai "$root/etc/localtime"
echo PT-0042 >"$root/etc/hostname"
sed -e 's/register: 0/register: 60/' -e 's/speaker: default/speaker: speaker/' \
    -e 's/# microphone: handset_mic/microphone: handset_mic/' "$root/usr/share/kiosk/booth.yaml.example" >"$root/etc/kiosk/booth.yaml"
echo boot-test-token >"$root/etc/kiosk/platform-token"
in_root chown kiosk: /etc/kiosk/platform-token
chmod 600 "$root/etc/kiosk/platform-token"
# The emulated machine has one card: the loudspeaker is the handset's device, since two dmix cannot share one card.
sed '/^pcm.speaker_card/d; /^ctl.speaker_card/d; /^pcm.speaker {/,/^}/d' "$root/usr/share/kiosk/deploy/asound.conf" >"$root/etc/asound.conf"
echo 'pcm.speaker "handset"' >>"$root/etc/asound.conf"
echo 'SUBSYSTEM=="sound", KERNEL=="card*", ATTR{id}="Handset"' >"$root/etc/udev/rules.d/85-booth-sound.rules"
in_root kiosk check
in_root kiosk agent-config >/dev/null

# The network by DHCP, the state on a disk of its own.
printf '[Match]\nType=ether\n[Network]\nDHCP=yes\n' >"$root/etc/systemd/network/ethernet.network"
echo 'nameserver 10.0.2.3' >"$root/etc/resolv.conf"
printf '%s\n' '/dev/vda / ext4 noatime,errors=remount-ro 0 1' \
    'LABEL=booth-state /var/lib/kiosk ext4 noatime,nofail,x-systemd.device-timeout=15s 0 2' >"$root/etc/fstab"

# What only the test has: a shell for the harness, a trunk that answers.
install -D -m 755 -t "$root/usr/local/lib/boot-test" "$here"/guest/{shell,trunk}
unit() { # NAME WANTED-BY, the unit on standard input
    mkdir -p "$root/etc/systemd/system/$2.wants"
    cat >"$root/etc/systemd/system/$1"
    ln -s "/etc/systemd/system/$1" "$root/etc/systemd/system/$2.wants/"
}
# The shell answers as soon as there is a disk.
unit test-shell.service sysinit.target <<'U'
[Unit]
DefaultDependencies=no
After=systemd-udevd.service
[Service]
ExecStart=/usr/local/lib/boot-test/shell
Restart=always
OOMScoreAdjust=-1000
U
unit test-trunk.service multi-user.target <<'U'
[Service]
ExecStart=/usr/local/lib/boot-test/trunk
Restart=always
U
in_root systemctl --quiet enable systemd-networkd systemd-timesyncd
if [ -n "$extra" ]; then cp -a "$extra/." "$root/"; fi

# An initial file system with what this machine needs, and no more: the emulated processor takes long to unpack it.
echo 'MODULES=list' >"$root/etc/initramfs-tools/conf.d/boot-test"
printf '%s\n' virtio_pci virtio_blk ext4 >>"$root/etc/initramfs-tools/modules"
in_root update-initramfs -u 2>/dev/null >&2
in_root systemctl --quiet mask e2scrub_reap.service

cp "$root"/boot/vmlinuz-* "$build/vmlinuz"
cp "$root"/boot/initrd.img-* "$build/initrd"
rm -f "$build/root.img" "$build/state.img"
mke2fs -q -t ext4 -d "$root" "$build/root.img" 2400M
mke2fs -q -t ext4 -L booth-state "$build/state.img" 256M
rm -rf --one-file-system "$root"
