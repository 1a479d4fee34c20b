# shellcheck shell=bash
# What is under way, so that it can be finished or undone after a power cut. One file of KEY=VALUE lines, replaced as a whole.
# Steps: prepared, stopped, installing, checking, going-back, gone-back. Without a file nothing is under way.

JOURNAL=$STATE_DIR/journal

is_under_way() { [ -s "$JOURNAL" ]; }

journal_get() { sed -n "s/^$1=//p" "$JOURNAL" 2>/dev/null || true; }

# journal_set KEY VALUE...
journal_set() {
    local next=$JOURNAL.next
    {
        local -A changed=()
        while [ $# -gt 0 ]; do
            changed[$1]=1
            printf '%s=%s\n' "$1" "${2//$'\n'/ }"
            shift 2
        done
        local line
        if [ -e "$JOURNAL" ]; then
            while IFS= read -r line; do
                [ -n "${changed[${line%%=*}]:-}" ] || printf '%s\n' "$line"
            done <"$JOURNAL"
        fi
    } >"$next"
    settle "$next" "$JOURNAL"
}

# settle FILE TARGET: the file is on the disk before it takes the target's name, and the name is on the disk afterwards.
settle() {
    sync -- "$1"
    mv -f -- "$1" "$2"
    sync -- "$(dirname "$2")"
}

step() { journal_set step "$1"; say "$(journal_get package) $(journal_get from) -> $(journal_get to): $1"; }

journal_end() {
    rm -rf -- "$JOURNAL" "$JOURNAL.next" "$STATE_DIR/before.json" "$COPY"
    sync -- "$STATE_DIR"
    unarm
}
