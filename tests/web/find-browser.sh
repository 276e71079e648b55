#!/bin/sh
# Prints the path of a Chromium-like browser; installs Debian's when there is none; fails otherwise.
for name in "$CHROMIUM" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    fi
done
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null 2>&1; then
    echo "No browser found: installing Debian's chromium ..." >&2
    $as_root apt-get update -qq >&2 && $as_root apt-get install -y -qq chromium >&2 && command -v chromium && exit 0
fi
echo "The browser tests need Chromium or Chrome, and none could be found or installed." >&2
exit 1
