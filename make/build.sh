#!/bin/sh
# Builds .samedoor/bin/samedoor, unless nothing that goes into it is newer: a
# second `make run` must not spend a second on finding that out. A folder is
# newer when a file in it came or went.
set -eu
cd "$(dirname "$0")/.."
bin=.samedoor/bin/samedoor
if [ -x "$bin" ] && [ -z "$(find . \( -name .git -o -name .samedoor -o -name node_modules -o -name testdata -o -name docs \) -prune \
    -o -newer "$bin" ! -path . ! -name '*_test.go' ! -name '*.md' -print | head -n 1)" ]; then
    exit 0
fi
make/need.sh go
echo "samedoor: building (some minutes the first time, for all it stands on; seconds later)" >&2
mkdir -p .samedoor/bin
# Go's own stamp of the commit fails in a checkout that another user owns.
commit=$(git rev-parse --short=12 HEAD 2>/dev/null || echo "")
go build -buildvcs=false -ldflags "-X main.commit=$commit" -o "$bin.new" ./cmd/samedoor
mv "$bin.new" "$bin"
