# shellcheck shell=bash
# One package from the version that is installed to the one that the repository offers.

# update PACKAGE: fails if the package is not what the repository offers, for another reason than that nobody should use it.
update() {
    local package=$1 from to file size
    if is_absent "$package"; then return 0; fi
    from=$(installed_version "$package")
    to=$(offered_version "$package")
    if [ -z "$to" ] || is_marked "$package" "$to"; then return 0; fi
    if [ -n "$from" ] && ! dpkg --compare-versions "$to" gt "$from"; then keep "$package" "$from" || true; return 0; fi
    STARTED=$(now)
    if [ -z "$from" ]; then
        result "$package" "" "$to" failed broken-before "dpkg says that it is only half installed; a technician must look"
        return 1
    fi
    in_root mkdir -p -- "$DEBS"
    { file=$(download "$package" "$to" "$DEBS/new") && is_deb "$file" "$package" "$to"; } || { leave failed "$(why_not)"; return 1; }
    plan "$package" "$file" || { leave refused changes-others "$DETAIL"; return 1; }
    # What it newly needs. Nothing is changed yet.
    in_root apt-get "${apt_options[@]}" --download-only install "$file" >&2 || { leave failed "$(why_not)"; return 1; }
    keep "$package" "$from" ||
        { leave refused nothing-to-go-back-to "booth-update keep FILE gives it the .deb of $from"; return 1; }
    size=$(in_root dpkg-deb -f "$(kept_file "$package" "$from")" Installed-Size)
    { has_room "$(($(in_root dpkg-deb -f "$file" Installed-Size) + size))" && reserve "$size"; } || { leave failed disk-full; return 1; }
    wait_idle "$IDLE_LIMIT" || { leave postponed in-use "$BUSY"; return 0; }
    { begin "$package" "$from" "$to" && step installing; } || { leave failed disk-full; journal_end; systemctl start kiosk.service; return 1; }
    if install "$file"; then
        step checking
        come_up || return 0
        conclude
    else
        go_back "$REASON" "$DETAIL"
    fi
}

# leave RESULT REASON [DETAIL]: the update does not begin. Uses the names of `update`. Room is made before the result is written.
leave() {
    release
    in_root rm -rf -- "$DEBS/new"
    result "$package" "$from" "$to" "$1" "$2" "${3:-}"
}

# Why a download failed: a disk without room is something else than a network that is away.
why_not() { if has_room 0 >/dev/null; then echo download-failed; else echo disk-full; fi; }

# plan PACKAGE FILE: it alone may be changed. What is there stays as it is, above all the SOS path; new packages may come.
# Only so is it certain that going back with one .deb is going back.
plan() {
    local said others
    if ! said=$(in_root apt-get -s "${apt_options[@]}" -o Debug::NoLocking=true install "$2" 2>&1); then
        DETAIL="apt cannot install it: $(grep -E ' (Depends|Conflicts|Breaks):|^E:' <<<"$said" | head -n 3 | tr -s '\n ' ' ')"
        return 1
    fi
    others=$(awk -v own="$1" '$1 == "Remv" && $2 != own || $1 == "Inst" && $3 ~ /^\[/ && $2 != own { print $2 }' <<<"$said" | sort -u | tr '\n' ' ')
    DETAIL="it would change $others"
    [ -z "$others" ]
}

# What going back, and going on after a power cut, will need.
begin() {
    local unit running=
    for unit in $(units_of "$1"); do
        if systemctl --quiet is-active "$unit"; then running+=" $unit"; fi
    done
    note_health && arm || return
    journal_set step prepared package "$1" from "$2" to "$3" started "$STARTED" id "$(cat /proc/sys/kernel/random/uuid)" \
        running "$running" reason "" detail "" || return
    if [ "$1" = hello-booth ]; then
        systemctl stop kiosk.service || true
        copy_queue && step stopped
    fi
}

# The updater that began also finishes: the new package may have none, or a broken one.
arm() {
    if [ "$here" != "$STATE_DIR/updater" ]; then
        rm -rf -- "$STATE_DIR/updater"
        cp -a -- "$here" "$STATE_DIR/updater"
    fi
    sync -- "$STATE_DIR/updater"/* "$STATE_DIR/updater/lib"/*
    in_root mkdir -p -- "$UNITS/multi-user.target.wants"
    in_root sh -c "cat >\"\$1\"" sh "$UNITS/booth-update-resume.service" <"$here/booth-update-resume.service"
    in_root ln -sf /lib/systemd/system/booth-update-resume.service "$UNITS/multi-user.target.wants/booth-update-resume.service"
    in_root sync -- "$UNITS/booth-update-resume.service" "$UNITS/multi-user.target.wants"
}

# The package has the same unit.
unarm() {
    in_root rm -f -- "$UNITS/booth-update-resume.service"
    is_overlay || systemctl daemon-reload || true
}

install() {
    REASON=does-not-install
    # Everything has been downloaded before, so nothing waits for a network here.
    if DETAIL=$(in_root apt-get "${apt_options[@]}" install "$1" 2>&1 </dev/null); then return 0; fi
    case $DETAIL in
    *"No space left"*) REASON=disk-full ;;
    *"to fetch some archives"*) REASON=download-failed ;;
    esac
    say "$DETAIL"
    DETAIL=$(grep -E '^(E:|dpkg: error| installed .* script)' <<<"$DETAIL" | head -n 3 | tr '\n' ' ')
    return 1
}

# The new version runs; on an overlay only after a reboot, and resume goes on from there.
come_up() {
    if is_overlay; then
        say "rebooting into the new version"
        systemctl reboot
        return 1
    fi
    if [ "$(journal_get package)" = hello-booth ]; then systemctl start kiosk.service || true; fi
}

# After the step `checking`: keeps the new version or goes back.
conclude() {
    local package from to
    package=$(journal_get package) from=$(journal_get from) to=$(journal_get to)
    if ! is_healthy "$package"; then go_back "$REASON" "$DETAIL" "$CHECKS"; return; fi
    release
    # On an overlay the kept files are in the root below.
    in_root sh -c "if [ -e \"\$1\" ]; then mv -f -- \"\$1\" \"\$2\"; fi" sh \
        "$(in_root find "$DEBS/new" -name "${package}_*.deb" 2>/dev/null | head -n 1)" "$(kept_file "$package" "$to")"
    in_root sync -- "$DEBS"
    drop_others "$package" "$to"
    result "$package" "$from" "$to" updated healthy "" "$(journal_get id)" "$(journal_get started)"
    journal_end
}
