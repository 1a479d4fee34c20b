# shellcheck shell=bash
# The root in which packages are installed. On a booth with overlayroot, what is written to / is thrown away at the next boot:
# there everything of apt and dpkg runs in the root below, and the booth is rebooted to use it.

is_overlay() { awk '$1 == "overlayroot" && $2 == "/" { found = 1 } END { exit !found }' /proc/mounts; }

# What overlayroot-chroot itself says is for the log, not for whoever reads the command's output.
exec 8>&2

in_root() {
    if ! is_overlay; then "$@"; return; fi
    local file status
    # Its own exit status is 0 also if the command failed, so the command's comes another way.
    file=$(mktemp /run/booth-update.XXXXXX)
    # shellcheck disable=SC2016  # the inner shell's words
    overlayroot-chroot sh -c '"$@" 2>&3 3>&- 7>&-; echo $? >&7' sh "$@" 3>&2 2>&8 7>"$file" || true
    status=$(cat "$file")
    rm -f -- "$file"
    return "${status:-1}"
}

# must_be_kept FOLDER: what lies in it must still be there after a power cut.
must_be_kept() {
    if is_overlay && [ "$(stat -f -c %T "$1")" = overlayfs ]; then
        say "$1 is thrown away at the next boot; mount a folder of the state partition there (deploy/update/README.md)"
        exit 78
    fi
}

dpkg_options=(--force-confdef --force-confold)
# apt's cache is made in memory: written to a full disk it would fill it, and written every night it wears flash out.
cache=(-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
apt_options=("${cache[@]}" -q -y -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0
    -o DPkg::Lock::Timeout=600 -o APT::Get::AllowUnauthenticated=false -o Acquire::AllowInsecureRepositories=false
    -o Acquire::AllowDowngradeToInsecureRepositories=false --no-install-recommends --no-remove)

# The version that is installed and configured; nothing if there is none.
installed_version() {
    # shellcheck disable=SC2016  # dpkg's variables
    in_root dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$1" 2>/dev/null | sed -n 's/^installed //p'
}

# Whether dpkg knows nothing of the package, not even a broken form.
is_absent() {
    local status
    # shellcheck disable=SC2016
    status=$(in_root dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) || return 0
    [ "$status" = not-installed ] || [ "$status" = config-files ]
}

# What an interrupted dpkg left half done.
repair_when_idle() {
    if [ -n "$(in_root dpkg --audit)" ] && wait_idle "$IDLE_LIMIT"; then repair; fi
}

repair() { in_root dpkg "${dpkg_options[@]}" --configure -a </dev/null || say "dpkg --configure -a did not succeed"; }

# Small systems are often made without these.
UNNEEDED='/usr/share/(doc|man|lintian|locale)/'

# Whether all files of a package are there as they were packed; conffiles may differ.
is_whole() {
    local wrong
    wrong=$(in_root dpkg --verify "$1" 2>&1 | grep -Ev " c |$UNNEEDED" || true)
    [ -z "$wrong" ] || { say "$1 is not whole: $(head -n 3 <<<"$wrong")"; return 1; }
}
