# shellcheck shell=bash
# The queue of events. A newer version only adds to its database, so an older one goes on with it as it is: nothing is lost and
# nothing is sent under an old number again. The copy is for the one case that must not happen: a database that the older
# version cannot use. The newer file is then set aside, never deleted.

QUEUE=$KIOSK_STATE/events.sqlite
COPY=$STATE_DIR/queue

# Only while the kiosk is stopped. Database and log belong together.
copy_queue() {
    local file
    rm -rf -- "$COPY"
    [ -e "$QUEUE" ] || return 0
    mkdir -m 0700 -- "$COPY"
    for file in "$QUEUE" "$QUEUE-wal"; do
        if [ -e "$file" ]; then cp -a -- "$file" "$COPY/"; fi
    done
    sync -- "$COPY"/* "$COPY"
}

# Whether the installed version can use the queue. It must be asked as the kiosk's user, to whom new files then belong.
is_queue_usable() {
    [ -e "$QUEUE" ] || return 0
    timeout 120 runuser -u "$KIOSK_USER" -- kiosk queue status --state "$KIOSK_STATE" >/dev/null 2>&1
}

# While the kiosk is stopped, after going back.
mend_queue() {
    local aside file
    if is_queue_usable; then return; fi
    [ -e "$COPY/${QUEUE##*/}" ] || return 1
    say "the older version cannot use the queue; its copy from before the update is put back"
    aside=$QUEUE.newer-$(date -u +%Y%m%dT%H%M%S)
    for file in "" -wal -shm; do
        if [ -e "$QUEUE$file" ]; then mv -- "$QUEUE$file" "$aside$file"; fi
    done
    cp -a -- "$COPY"/* "$KIOSK_STATE/"
    sync -- "$KIOSK_STATE"
    if is_queue_usable; then return; fi
    # It was not the file's fault.
    rm -f -- "$QUEUE" "$QUEUE-wal"
    for file in "" -wal -shm; do
        if [ -e "$aside$file" ]; then mv -- "$aside$file" "$QUEUE$file"; fi
    done
    return 1
}
