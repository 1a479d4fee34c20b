# shellcheck shell=bash disable=SC2034
# Where things are, and how long things may take. /etc/default/booth-update may change any of it.

# The order of updating. Each in a transaction of its own.
PACKAGES=(hello-booth-keyring hello-booth-sos hello-booth)
SOURCE=/etc/apt/sources.list.d/hello-booth.sources
# What must survive a power cut: journal, marks, the .debs to go back to.
STATE_DIR=/var/lib/hello-booth-update
KIOSK_STATE=/var/lib/kiosk
KIOSK_USER=kiosk
RESULT=$KIOSK_STATE/update.json
UNITS=/etc/systemd/system

# How long to wait until nobody uses the booth, and how often to look.
IDLE_LIMIT=10800
IDLE_POLL=20
# So many looks in a row without any answer mean that the kiosk is dead and nobody can be using it.
DEAD_LOOKS=15
# A version must live this long, and be as well as before within the limit.
HEALTH_SECONDS=120
HEALTH_LIMIT=300
HEALTH_POLL=5
# Going back waits for a session only so long: the version is broken.
BACK_LIMIT=3600
RETRIES=5
RETRY_SECONDS=20
LOCK_SECONDS=60
# So many power cuts during its installation, and a version counts as broken.
INTERRUPTIONS=3
# Kilobytes that stay free beside what a package needs.
SPARE=65536

say() { printf 'booth-update: %s\n' "$*" >&2; }
now() { date -u +%Y-%m-%dT%H:%M:%SZ; }

if [ -r "${BOOTH_UPDATE_DEFAULTS:-/etc/default/booth-update}" ]; then
    # shellcheck source=/dev/null
    . "${BOOTH_UPDATE_DEFAULTS:-/etc/default/booth-update}"
fi
DEBS=$STATE_DIR/debs
