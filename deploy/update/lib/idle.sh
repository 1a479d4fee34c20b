# shellcheck shell=bash
# Whether somebody uses the booth. Only the kiosk knows: sessions, calls, open orders, the time in which an emergency service
# may call back. If the kiosk is dead, the broker at least knows whether a call is up.

BUSY=''

# wait_idle SECONDS: fails if the booth was in use all that time; BUSY says with what.
wait_idle() {
    local end=$((SECONDS + $1)) silent=0 status
    while true; do
        status=0
        BUSY=$(timeout 20 kiosk control idle 2>&1) || status=$?
        case $status in
        0) return 0 ;;
        1) silent=0 ;;
        *)
            silent=$((silent + 1))
            if [ $silent -ge "$DEAD_LOOKS" ] && is_line_free; then
                say "the kiosk does not answer, and no call is up"
                return 0
            fi
            ;;
        esac
        if [ $SECONDS -ge "$end" ]; then return 1; fi
        sleep "$IDLE_POLL"
    done
}

# wait_to_disturb PACKAGE: before going back or setting up once more. A version that is not well may still be well enough for
# somebody to be talking through it; but nobody waits for ever for a broken one.
wait_to_disturb() {
    local end=$((SECONDS + BACK_LIMIT))
    case $1 in
    hello-booth)
        if systemctl --quiet is-active kiosk.service; then wait_idle "$BACK_LIMIT" || say "in use for too long: $BUSY"; fi
        ;;
    # The SOS path is worth more than a session; a call alone is waited for.
    hello-booth-sos)
        until is_line_free || [ $SECONDS -ge "$end" ]; do sleep "$IDLE_POLL"; done
        ;;
    esac
}

# The broker's word; without one nobody knows, and a call may be up unless the broker's service is down as well.
is_line_free() {
    local status=0
    booth-storage-watch -c >/dev/null 2>&1 || status=$?
    [ $status -eq 0 ] || { [ $status -ne 1 ] && ! systemctl --quiet is-active kiosk-line.service; }
}
