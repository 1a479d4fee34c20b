# shellcheck shell=bash
# For a technician.

status() {
    local package from file
    for package in "${PACKAGES[@]}"; do
        if is_absent "$package"; then continue; fi
        from=$(installed_version "$package")
        file=$(kept_file "$package" "$from")
        echo "$package ${from:-half installed}, $(if is_deb "$file" "$package" "$from"; then echo "its .deb is kept"; else echo "no .deb of it is kept yet"; fi)"
    done
    if [ -s "$MARKS" ]; then sed 's/^/marked as broken: /' "$MARKS"; fi
    if is_under_way; then sed 's/^/under way: /' "$JOURNAL"; fi
    if [ -s "$RESULT" ]; then
        jq -r '"last look: \(.looked)", (.results[-5:][] | "\(.finished) \(.package) \(.from) -> \(.to): \(.result) (\(.reason)) \(.detail)")' "$RESULT"
    fi
}
