#!/bin/sh
# Fetches what package-lock.json names and lays it where it is embedded.
set -eu
cd "$(dirname "$0")/.."
make/need.sh go npm
echo "samedoor: fetching the stylesheet, the letter font and the tests' fixtures by npm" >&2
npm ci --ignore-scripts --loglevel=error >/dev/null || {
    echo "samedoor: npm could not fetch them; see that this machine reaches npm's registry, and run this again." >&2
    exit 1
}
go run ./internal/assets
