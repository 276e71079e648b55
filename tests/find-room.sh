#!/bin/sh
# Prints the folder for what tests write: in memory where there is plenty, since every commit of a
# database waits for the disk; else the usual one.
fast=/dev/shm
plenty=4000000 # in kB
free=$(df -Pk "$fast" 2>/dev/null | awk 'NR == 2 { print $4 }')
memory=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo 2>/dev/null)
if [ -w "$fast" ] && [ "${free:-0}" -gt "$plenty" ] && [ "${memory:-0}" -gt "$plenty" ]; then
    echo "$fast"
else
    echo "${TMPDIR:-/tmp}"
fi
