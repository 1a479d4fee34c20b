#!/usr/bin/env bash
# Makes .build-boot/base-HASH.tar: a Debian 12 with everything that the booth's packages need, without them, so that an
# image of another build needs no download. About 4 minutes, once for each list of packages. Prints the file's name.
set -euo pipefail
cd "$(dirname "$0")/../../.."
build=.build-boot

# What the packages of the booth depend on, a kernel, and a network that is configured by DHCP.
packages=(linux-image-amd64 systemd-sysv systemd-timesyncd udev dbus adduser kbd iproute2 ca-certificates tzdata e2fsprogs
    seatd cage foot foot-terminfo ncurses-term xwayland fonts-noto-cjk baresip-core alsa-utils nftables espeak-ng xkb-data
    libsndfile1 libasound2 libsamplerate0 libsqlite3-0 libqrencode4 libncursesw6 libcurl4 libcjson1 jq curl procps fontconfig)
# For the tests alone: the trunk that they call is a Python program, and dmsetup holds up a disk.
packages+=(python3 dmsetup overlayroot busybox)

list=$(IFS=,; echo "${packages[*]}")
tar=$build/base-$(sha256sum <<<"$list" | cut -c 1-12).tar
if [ ! -e "$tar" ]; then
    mkdir -p "$build"
    # The machine's own sources, so that it also works behind a mirror.
    sources=()
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list; do
        if [ -s "$file" ] && grep -q bookworm "$file"; then sources+=("$file"); fi
    done
    mmdebstrap --format=tar --variant=minbase --include="$list" bookworm "$tar.part" "${sources[@]}" >&2
    mv "$tar.part" "$tar"
fi
echo "$tar"
