# What each target needs, it gets by itself; see make/need.sh.

BIN    := .samedoor/bin/samedoor
ASSETS := ui/static/assets/govuk-frontend.min.css

N      := 200000

.PHONY: run build assets test check bench bench-accounts fault generate clean tools

# Everything on this machine, at http://127.0.0.1:8080. Ctrl-C stops it.
run: build
	@PG_BIN=$$(test -n "$$DATABASE_URL" && echo "$$PG_BIN" || make/need.sh postgres) || exit 1; \
	export PG_BIN; exec $(BIN) run

build: $(ASSETS)
	@make/build.sh

# The stylesheet, the letter font, and the fixtures of tests: locked, fetched,
# never committed. The stylesheet is laid down last.
assets: $(ASSETS)

$(ASSETS): package-lock.json .npmrc $(wildcard internal/assets/*.go)
	@make/assets.sh
	@touch $@

tools:
	@make/need.sh go chromium poppler

# Every test, those in a real browser and on a real Postgres too.
test: $(ASSETS) tools
	@PG_BIN=$$(make/need.sh postgres) || exit 1; export PG_BIN; \
	echo "samedoor: running every test (some minutes)" >&2; exec go test -timeout 20m ./...

# What CI runs.
check: $(ASSETS) tools
	@PG_BIN=$$(make/need.sh postgres) || exit 1; export PG_BIN; exec make/check.sh

# Operations a second and their times, on real Postgres, as a table.
bench: build
	@PG_BIN=$$(make/need.sh postgres) || exit 1; export PG_BIN; exec go run ./internal/bench $(ARGS)

# Finding and matching among N made-up people: times, who is found, who is
# linked wrongly. Two million need 10 GB of disk, fifteen million 70.
bench-accounts:
	@PG_BIN=$$(make/need.sh postgres) || exit 1; export PG_BIN; exec go run ./internal/bench -people $(N) $(ARGS)

# Kills the server at random moments while cases flow, then counts.
fault: build
	@PG_BIN=$$(make/need.sh postgres) || exit 1; export PG_BIN; exec go run ./internal/fault $(ARGS)

# The pages' Go code, from their templates.
generate:
	@go tool templ generate

# Takes away all that was made or fetched; the private database with it.
clean:
	@if [ -L .samedoor/pg ]; then rm -rf "$$(readlink .samedoor/pg)"; fi
	@rm -rf .samedoor node_modules ui/govuk/testdata/fixtures ui/browsertest/testdata/axe.min.js
	@find ui/static/assets letters/sheet/fonts -type f ! -name .keep -exec rm -f {} +
