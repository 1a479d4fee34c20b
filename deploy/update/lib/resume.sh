# shellcheck shell=bash
# After a power cut: what was begun is finished or undone. Fails only if the booth still stands between two versions.

resume() {
    local package to
    is_under_way || return 0
    package=$(journal_get package) to=$(journal_get to)
    say "going on with $package $(journal_get from) -> $to at $(journal_get step)"
    STARTED=$(journal_get started)
    case $(journal_get step) in
    prepared | stopped)
        # Nothing was changed.
        release
        systemctl start kiosk.service || true
        result "$package" "$(journal_get from)" "$to" interrupted power-cut "" "$(journal_get id)" "$STARTED"
        journal_end
        ;;
    installing | checking) go_on ;;
    going-back) put_back && finish_going_back ;;
    gone-back) finish_going_back ;;
    esac || true
    ! is_under_way
}

go_on() {
    local package to
    package=$(journal_get package) to=$(journal_get to)
    # On an overlay the reboot before the step `checking` is part of the update, so only the second one is an interruption.
    if ! { is_overlay && [ "$(journal_get step)" = checking ] && [ "$(journal_get checked)" != yes ]; }; then
        if interrupted_too_often "$package" "$to"; then
            go_back interrupted-too-often "$INTERRUPTIONS times during its installation"
            return
        fi
    fi
    if [ "$(journal_get step)" = installing ]; then
        wait_to_disturb "$package"
        repair
        if [ "$(installed_version "$package")" != "$to" ] || ! is_whole "$package"; then
            go_back interrupted "a power cut during the installation"
            return
        fi
        step checking
        come_up || return 0
    fi
    journal_set checked yes
    conclude
}
