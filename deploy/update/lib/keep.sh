# shellcheck shell=bash
# The .debs of the versions that are installed, so that the booth can go back without the network.

kept_file() { echo "$DEBS/$1_${2//:/%3a}.deb"; }

# is_deb FILE PACKAGE VERSION: whether the file is that package, and whole.
is_deb() {
    [ "$(in_root dpkg-deb -f "$1" Package 2>/dev/null)" = "$2" ] &&
        [ "$(in_root dpkg-deb -f "$1" Version 2>/dev/null)" = "$3" ] &&
        in_root sh -c "dpkg-deb --fsys-tarfile \"\$1\" >/dev/null 2>&1" sh "$1"
}

# keep PACKAGE VERSION: has its .deb in the folder, from where it can be had. Fails if it is nowhere.
keep() {
    local kept file
    kept=$(kept_file "$1" "$2")
    if is_deb "$kept" "$1" "$2"; then return; fi
    for file in $(in_root find /var/cache/apt/archives -maxdepth 1 -name "$1_*.deb" 2>/dev/null); do
        if is_deb "$file" "$1" "$2"; then keep_file "$file" "$kept"; return; fi
    done
    file=$(download "$1" "$2" "$DEBS/old") || return 1
    is_deb "$file" "$1" "$2" || return 1
    keep_file "$file" "$kept"
    in_root rm -rf -- "$DEBS/old"
}

keep_file() {
    in_root mkdir -p -- "$DEBS"
    in_root cp -- "$1" "$2.next"
    in_root sync -- "$2.next"
    in_root mv -f -- "$2.next" "$2"
    in_root sync -- "$DEBS"
}

# Drops what is kept of other versions than this one.
drop_others() {
    in_root find "$DEBS" -maxdepth 1 -name "$1_*.deb*" -not -path "$(kept_file "$1" "$2")" -delete
    in_root rm -rf -- "$DEBS/new"
}

# booth-update keep FILE...: for a booth that was installed from files.
keep_files() {
    local file package version
    for file in "$@"; do
        package=$(dpkg-deb -f "$file" Package)
        version=$(dpkg-deb -f "$file" Version)
        [ "$(installed_version "$package")" = "$version" ] || { say "$package $version is not what is installed"; return 1; }
        keep_file "$(readlink -f "$file")" "$(kept_file "$package" "$version")"
        say "kept $package $version"
    done
}

# Room that going back needs, taken while there is some: a disk that the new version fills must not prevent it.
reserve() { in_root mkdir -p -- "$DEBS" && in_root fallocate -l "$1K" "$DEBS/reserve"; }
release() { in_root rm -f -- "$DEBS/reserve"; }

# Whether there is room for KILOBYTES where packages are installed and kept.
has_room() {
    local free
    for folder in /usr "$DEBS"; do
        free=$(in_root df --output=avail -k "$folder" | tail -n 1)
        if [ "$free" -lt $(($1 + SPARE)) ]; then say "$folder has $free kB"; return 1; fi
    done
}
