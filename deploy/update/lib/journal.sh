# shellcheck shell=bash
# What is under way, so that it can be finished or undone after a power cut. One file of KEY=VALUE lines, replaced as a whole.
# Steps: prepared, stopped, installing, checking, going-back, gone-back. Without a file nothing is under way.

JOURNAL=$STATE_DIR/journal

is_under_way() { [ -s "$JOURNAL" ]; }

journal_get() { sed -n "s/^$1=//p" "$JOURNAL" 2>/dev/null || true; }

# journal_set KEY VALUE...
journal_set() {
    local text='' line
    local -A changed=()
    while [ $# -gt 0 ]; do
        changed[$1]=1
        text+="$1=${2//$'\n'/ }"$'\n'
        shift 2
    done
    if [ -e "$JOURNAL" ]; then
        while IFS= read -r line; do
            [ -n "${changed[${line%%=*}]:-}" ] || text+=$line$'\n'
        done <"$JOURNAL"
    fi
    replace "$JOURNAL" "$text"
}

# replace FILE TEXT: as a whole or, on a full disk, not at all.
replace() {
    if printf '%s' "$2" >"$1.next" && settle "$1.next" "$1"; then return 0; fi
    rm -f -- "$1.next"
    say "$1 cannot be written"
    return 1
}

# settle FILE TARGET: the file is on the disk before it takes the target's name, and the name is on the disk afterwards.
settle() { sync -- "$1" && mv -f -- "$1" "$2" && sync -- "$(dirname "$2")"; }

step() { journal_set step "$1" || return; say "$(journal_get package) $(journal_get from) -> $(journal_get to): $1"; }

journal_end() {
    rm -rf -- "$JOURNAL" "$JOURNAL.next" "$STATE_DIR/before.json" "$COPY"
    sync -- "$STATE_DIR"
    unarm
}
