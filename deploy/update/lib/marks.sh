# shellcheck shell=bash
# Versions that were tried and were worse. They are not tried again; a newer one is.

MARKS=$STATE_DIR/broken

is_marked() { [ -e "$MARKS" ] && grep -qxF "$1 $2" "$MARKS"; }

mark() {
    is_marked "$1" "$2" && return
    replace "$MARKS" "$(tail -n 50 "$MARKS" 2>/dev/null)"$'\n'"$1 $2"$'\n' || true
}

forget_marks() { rm -f "$MARKS" "$STATE_DIR/interrupted"; }

# One more power cut during this version's installation. Whether it now counts as broken.
interrupted_too_often() {
    local file=$STATE_DIR/interrupted
    replace "$file" "$(tail -n 50 "$file" 2>/dev/null)"$'\n'"$1 $2"$'\n' || return 1
    [ "$(grep -cxF "$1 $2" "$file")" -ge "$INTERRUPTIONS" ]
}
