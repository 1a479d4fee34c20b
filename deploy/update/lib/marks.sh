# shellcheck shell=bash
# Versions that were tried and were worse. They are not tried again; a newer one is.

MARKS=$STATE_DIR/broken

is_marked() { [ -e "$MARKS" ] && grep -qxF "$1 $2" "$MARKS"; }

mark() {
    is_marked "$1" "$2" && return
    { cat "$MARKS" 2>/dev/null || true; echo "$1 $2"; } | tail -n 50 >"$MARKS.next"
    settle "$MARKS.next" "$MARKS"
}

forget_marks() { rm -f "$MARKS" "$STATE_DIR/interrupted"; }

# One more power cut during this version's installation. Whether it now counts as broken.
interrupted_too_often() {
    local file=$STATE_DIR/interrupted
    { tail -n 50 "$file" 2>/dev/null || true; echo "$1 $2"; } >"$file.next"
    settle "$file.next" "$file"
    [ "$(grep -cxF "$1 $2" "$file")" -ge "$INTERRUPTIONS" ]
}
