# shellcheck shell=bash
# Back to the version before, from the kept .deb, without the network. Every step may be done twice.

# go_back REASON DETAIL [CHECKS]: always fails, for the caller's sake.
go_back() {
    # Room first: a disk that the new version has filled has none for the journal either.
    release
    in_root rm -rf -- "$DEBS/new"
    journal_set reason "$1" detail "$2" checks "${3:-[]}" step going-back || true
    say "going back: $1: $2"
    # A power cut or a full disk is not the version's fault, unless it happens again and again.
    case $1 in
    interrupted | download-failed) ;;
    disk-full) if interrupted_too_often "$(journal_get package)" "$(journal_get to)"; then mark "$(journal_get package)" "$(journal_get to)"; fi ;;
    *) mark "$(journal_get package)" "$(journal_get to)" ;;
    esac
    put_back && finish_going_back
}

# The step going-back.
put_back() {
    local package from file try
    package=$(journal_get package) from=$(journal_get from)
    file=$(kept_file "$package" "$from")
    release
    in_root rm -rf -- "$DEBS/new"
    wait_to_disturb "$package"
    if [ "$package" = hello-booth ]; then systemctl stop kiosk.service || true; fi
    for ((try = 1; try <= RETRIES; try++)); do
        in_root dpkg "${dpkg_options[@]}" --force-downgrade --install "$file" </dev/null || true
        if [ "$(installed_version "$package")" = "$from" ] && is_whole "$package"; then
            step gone-back
            return
        fi
        # It may be held up by another dpkg, or by what is half done, or by the broken version's own scripts.
        if [ "$try" -lt "$RETRIES" ]; then
            sleep "$RETRY_SECONDS"
            if [ "$try" -gt 1 ]; then drop_scripts "$package"; fi
            repair
        fi
    done
    # Better a broken version that tries than a dark screen. The next night and the next boot try again.
    systemctl start kiosk.service || true
    result "$package" "$from" "$(journal_get to)" failed cannot-go-back "$(journal_get reason): $(journal_get detail)" \
        "$(journal_get id)" "$(journal_get started)" "$(journal_get checks)"
    return 1
}

# Without its scripts a broken version can no longer refuse to be replaced.
drop_scripts() {
    local script path
    for script in prerm postrm postinst; do
        path=$(in_root dpkg-query --control-path "$1" "$script" 2>/dev/null) || continue
        if [ -n "$path" ]; then in_root rm -f -- "$path"; fi
    done
}

# The step gone-back.
finish_going_back() {
    local package unit
    package=$(journal_get package)
    if is_overlay && [ "$(journal_get rebooted)" != yes ]; then
        journal_set rebooted yes
        say "rebooting into the version before"
        systemctl reboot
        return 1
    fi
    if [ "$package" = hello-booth ]; then
        systemctl stop kiosk.service || true
        mend_queue || say "the queue cannot be used; the kiosk reports it"
    fi
    for unit in $(units_of "$package"); do
        systemctl start "$unit" || say "$unit does not start"
    done
    drop_others "$package" "$(journal_get from)"
    result "$package" "$(journal_get from)" "$(journal_get to)" rolled-back "$(journal_get reason)" "$(journal_get detail)" \
        "$(journal_get id)" "$(journal_get started)" "$(journal_get checks)"
    journal_end
    return 1
}
