# shellcheck shell=bash
# The operator's repository: only a signed one, and only with the key that its .sources file names.

# Restricts apt to that one source.
ours=(-o "Dir::Etc::SourceList=$SOURCE" -o Dir::Etc::SourceParts=/dev/null -o APT::Get::List-Cleanup=0)

# Fetches the lists. What cannot be trusted is refused as a whole, and apt keeps the lists that it had.
look() {
    local said reason=download-failed doubt=
    if ! is_safe_source; then
        result "" "" "" refused source-unsafe "$SOURCE must name its key (Signed-By) and must not trust anything else"
        return 1
    fi
    # For new dependencies. Debian's mirror may be away: whatever is installed needs nothing of it.
    in_root apt-get "${apt_options[@]}" update >/dev/null 2>&1 || true
    if said=$(fetch_lists); then result_looked; return; fi
    # Release files carry a date and an end. A booth whose clock nobody has set would never again be updated; the signature,
    # and that nothing older is ever installed, protect it as well. A booth whose clock is right insists on both.
    if grep -Eq 'not valid yet|is expired' <<<"$said" && [ "$(clock)" = doubtful ]; then
        doubt=yes
        said=$(fetch_lists -o Acquire::Check-Date=false) && { result_looked; return; }
    fi
    case $said in
    *"is expired"*) reason=repository-expired ;;
    *"not valid yet"*) reason=repository-not-yet-valid ;;
    *NO_PUBKEY* | *BADSIG* | *EXPKEYSIG* | *REVKEYSIG* | *"not signed"* | *"signature"*) reason=repository-signature ;;
    *"No space left"* | *"enough free space"*) reason=disk-full ;;
    esac
    case $reason in
    repository-*) result "" "" "" refused $reason "$(complaint "$said")${doubt:+ (the clock is doubtful)}" ;;
    *) result "" "" "" failed $reason "$(complaint "$said")" ;;
    esac
    return 1
}

is_safe_source() {
    local text
    text=$(in_root grep -Ev '^[[:space:]]*#' "$SOURCE") || return 1
    grep -Eiq '^Signed-By:[[:space:]]*/' <<<"$text" || return 1
    # Every paragraph needs its own.
    [ "$(grep -Eic '^Types:' <<<"$text")" -eq "$(grep -Eic '^Signed-By:' <<<"$text")" ] || return 1
    ! grep -Eiq '^(Trusted|Allow-[A-Za-z-]*):[[:space:]]*(yes|true|on|1)' <<<"$text"
}

fetch_lists() { in_root apt-get "${apt_options[@]}" "${ours[@]}" --error-on=any "$@" update 2>&1; }

complaint() { grep -E '^(E|Err|W):?' <<<"$1" | head -n 2 | tr '\n' ' '; }

# The version that the repository offers; nothing if it offers none.
offered_version() {
    in_root apt-cache "${cache[@]}" "${ours[@]}" madison "$1" 2>/dev/null | awk -F ' *[|] *' '{ print $2 }' |
        { best=; while read -r version; do
            if [ -z "$best" ] || dpkg --compare-versions "$version" gt "$best"; then best=$version; fi
        done; echo "$best"; }
}

# download PACKAGE VERSION FOLDER: prints the file's path.
download() {
    in_root rm -rf -- "$3"
    in_root mkdir -p -- "$3"
    # Not as the user _apt, who must not write here. What is fetched is compared with the signed list in any case.
    in_root env -C "$3" apt-get "${apt_options[@]}" "${ours[@]}" -o APT::Sandbox::User=root download "$1=$2" >&2 || return 1
    in_root find "$3" -name '*.deb'
}
