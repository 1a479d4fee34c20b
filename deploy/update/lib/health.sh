# shellcheck shell=bash
# Whether a booth is as well as it was before. A trunk that was down before need not be up now; a version is judged only by
# what it has made worse.

# The checks of `kiosk doctor` that must be OK if they were OK; any other check only must not begin to fail.
VITAL='^(kiosk|configuration in use|sound .*|agent|trunks?( .*)?|platform|services|SOS service)$'

REASON=
DETAIL=
CHECKS='[]'

# One JSON object in any case, also if the kiosk is too broken to answer.
doctor() {
    local text
    text=$(timeout 60 kiosk doctor --json 2>/dev/null) || true
    jq -ce 'select(.version == 1 and (.findings | type) == "array")' 2>/dev/null <<<"$text" || echo '{"version":1,"findings":[]}'
}

note_health() { doctor >"$STATE_DIR/before.json"; sync -- "$STATE_DIR/before.json"; }

# The checks that are worse than before, as a JSON array. One that was not made before is not compared.
worse() {
    local before=$STATE_DIR/before.json
    if [ ! -s "$before" ]; then before=/dev/null; fi
    doctor | jq -c --arg vital "$VITAL" --slurpfile before "$before" '
        (($before[0].findings // []) | map({key: .check, value: .}) | from_entries) as $old
        | (.findings | map({key: .check, value: .}) | from_entries) as $new
        | [$old[] | . as $was | ($new[.check] // {check, verdict: "missing", seen: ""}) as $is
            | select(($is.verdict == "FAIL" and $was.verdict != "FAIL")
                or ($was.verdict == "OK" and $is.verdict != "OK" and (.check | test($vital))
                    and ($is.verdict != "missing" or .check == "kiosk")))
            | {check, before: $was.verdict, now: $is.verdict, seen: $is.seen[:200]}]'
}

# The units whose life decides.
units_of() {
    case $1 in
    hello-booth) echo kiosk.service ;;
    hello-booth-sos) echo booth-sos.service kiosk-line.service kiosk-agent.service ;;
    esac
}

# The state of a unit and how often it was restarted.
unit_state() { systemctl show -p ActiveState -p NRestarts "$1" 2>/dev/null | sort | tr '\n' ' '; }

# is_healthy PACKAGE: watches for HEALTH_SECONDS. Otherwise REASON, DETAIL and CHECKS say what is wrong.
is_healthy() {
    local package=$1 unit since=$SECONDS
    local -A first=()
    REASON=files-missing DETAIL='' CHECKS='[]'
    is_whole "$package" || { DETAIL="files of the package are missing or changed"; return 1; }
    if [ "$package" = hello-booth-keyring ]; then
        REASON=repository-signature DETAIL="the repository can no longer be read with it"
        fetch_lists >/dev/null || [ "$(clock)" = doubtful ]
        return
    fi
    for unit in $(units_of "$package"); do
        # A unit that was not running before is not this version's fault: an agent without accounts never runs.
        case " $(journal_get running) " in *" $unit "*) ;; *) [ "$unit" = kiosk.service ] || continue ;; esac
        REASON=does-not-start DETAIL="$unit does not start"
        systemctl start "$unit" || return 1
        first[$unit]=$(unit_state "$unit")
        [ "${first[$unit]%% *}" = ActiveState=active ] || return 1
    done
    while [ $((SECONDS - since)) -lt "$HEALTH_SECONDS" ]; do
        sleep "$HEALTH_POLL"
        stays_up || return 1
    done
    # A trunk or the platform may take its time to answer after the restart.
    while true; do
        CHECKS=$(worse)
        stays_up || return 1
        if [ "$CHECKS" = '[]' ]; then return 0; fi
        if [ $((SECONDS - since)) -ge "$HEALTH_LIMIT" ]; then break; fi
        sleep "$HEALTH_POLL"
    done
    REASON=worse-than-before DETAIL=$(jq -r '[.[] | "\(.check): \(.now), was \(.before)"] | join("; ")' <<<"$CHECKS")
    return 1
}

# Uses `first` of is_healthy: a unit that ended and came back is as bad as one that is gone.
stays_up() {
    local unit state
    for unit in "${!first[@]}"; do
        state=$(unit_state "$unit")
        if [ "$state" != "${first[$unit]}" ]; then REASON=died DETAIL="$unit: $state, was ${first[$unit]}"; return 1; fi
    done
}
