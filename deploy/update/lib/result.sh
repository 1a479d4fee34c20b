# shellcheck shell=bash
# What the kiosk reports to the platform: update.json, described in README.md. At most the last twenty results are kept.

# result PACKAGE FROM TO RESULT REASON DETAIL [ID [STARTED [CHECKS]]]
# The same id replaces its earlier entry: after a power cut nothing is reported twice.
result() {
    local id=${7:-$(cat /proc/sys/kernel/random/uuid)} started=${8:-$STARTED} checks=${9:-[]} next
    say "$1 $2 -> ${3:--}: $4 ($5${6:+: $6})"
    next=$(mktemp "$KIOSK_STATE/.update.XXXXXX") || return 0
    if result_file | jq --arg id "$id" --arg package "$1" --arg from "$2" --arg to "$3" --arg result "$4" --arg reason "$5" \
        --arg detail "${6:0:500}" --arg installed "$(installed_version "$1")" --arg started "$started" --arg finished "$(now)" \
        --arg clock "$(clock)" --argjson checks "$checks" '
        .results = ([.results[] | select(.id != $id)] + [{$id, $package, $from, $to, $installed, $result, $reason, $detail,
            $started, $finished, $clock, $checks}])[-20:]' >"$next"; then
        chmod 0644 "$next"
        settle "$next" "$RESULT" || say "the result cannot be written"
    else
        # A full disk must not stop the booth from going back.
        rm -f "$next"
        say "the result cannot be written"
    fi
}

# The time of the last look at the repository that succeeded.
result_looked() {
    local next
    next=$(mktemp "$KIOSK_STATE/.update.XXXXXX") || return 0
    if result_file | jq --arg now "$(now)" '.looked = $now' >"$next"; then
        chmod 0644 "$next"
        settle "$next" "$RESULT" || true
    else
        rm -f "$next"
    fi
}

# The file as it is; an empty one in place of a missing or damaged one.
result_file() {
    if [ -f "$RESULT" ] && jq -ce 'select(.version == 1 and (.results | type) == "array")' "$RESULT" 2>/dev/null; then return; fi
    echo '{"version":1,"looked":"","results":[]}'
}

clock() {
    if [ "$(timedatectl show -p NTPSynchronized --value 2>/dev/null)" = yes ]; then echo set; else echo doubtful; fi
}

STARTED=$(now)
