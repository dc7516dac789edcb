#!/bin/sh
# All that CI checks, cheapest first. The import arrows and the wording lints
# are tests, and so part of the last step.
set -eu
cd "$(dirname "$0")/.."

step() { echo "== $*"; }
sources() { find . \( -name .git -o -name .samedoor -o -name node_modules \) -prune -o -name "$1" -print | sort; }
generated() { sources '*_templ.go' | xargs cat | cksum; }

step "gofmt"
unformatted=$(sources '*.go' | xargs gofmt -l)
if [ -n "$unformatted" ]; then
    echo "These files are not as gofmt writes them; run: gofmt -w" $unformatted >&2
    exit 1
fi

step "generated pages are current"
before=$(generated)
go tool templ generate -log-level error
if [ "$before" != "$(generated)" ]; then
    echo "Generated pages were not current; they are now: commit them." >&2
    exit 1
fi

step "go vet"
go vet ./...

step "staticcheck"
go tool staticcheck ./...

step "go test"
go test -vet=off -timeout 20m ./...
