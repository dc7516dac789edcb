-- +goose Up
-- Ways a person signs in by. An account is not its credential: one may have many, and one that has ended is kept, so that it is
-- known what a login once led to. handle is what it is looked up by: a passkey's own id, or the keyed digest of issuer and subject.
create table account_credentials (
    id           bigint generated always as identity primary key,
    account_id   bigint not null references accounts,
    kind         text not null check (kind in ('passkey', 'onelogin')),
    name         text not null default '',          -- what its owner calls it
    handle       bytea not null,
    record       bytea not null default '',         -- passkey: public key and counter, sealed; One Login: the subject, sealed
    suspect      boolean not null default false,    -- its counter went backwards: there may be a copy of it
    made_at      timestamptz not null,
    last_used_at timestamptz,
    ended_at     timestamptz,
    ended_why    text not null default '' check (ended_why in ('', 'removed', 'replaced', 'recovery', 'stopped', 'staff')),
    check ((ended_at is null) = (ended_why = ''))
);
create unique index account_credentials_handle on account_credentials (kind, handle) where ended_at is null;
create index account_credentials_account on account_credentials (account_id);

-- A browser in which a person is signed in. The browser's own session holds the id; this row says whether it still counts.
create table account_sessions (
    id            bigint generated always as identity primary key,
    account_id    bigint not null references accounts,
    method        text not null check (method in ('code', 'letter', 'text', 'passkey', 'onelogin')),  -- 'code': of one application
    credential_id bigint references account_credentials,
    device        text not null default '',         -- 'firefox windows': words, never the whole user agent, and no address
    login         bytea,                            -- keyed digest of One Login's sid
    id_token      bytea,                            -- sealed: the hint One Login wants when somebody signs out
    begun_at      timestamptz not null,
    seen_at       timestamptz not null,
    ended_at      timestamptz,
    ended_why     text not null default '' check (ended_why in ('', 'left', 'elsewhere', 'again', 'onelogin', 'credential', 'recovery', 'stopped')),
    check ((ended_at is null) = (ended_why = ''))
);
create index account_sessions_account on account_sessions (account_id, id desc);
create index account_sessions_login on account_sessions (login) where login is not null and ended_at is null;

-- Somebody asks for a code to sign in. Whether there is such a person is found out by a job, so that neither the answer nor its
-- time says so. details is sealed, and emptied when the job is done.
create table sign_in_asks (
    id      bigint generated always as identity primary key,
    door    text not null check (door in ('letter', 'text')),
    details bytea,
    made_at timestamptz not null,
    done_at timestamptz
);

-- A new phone number or address is not used to sign in until it has rested: whoever had the old one is told first, and can stop
-- it. Also a recovery: all ways to sign in were ended because somebody had lost them.
create table account_holds (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    kind       text not null check (kind in ('mobile', 'address', 'recovery')),
    finger     bytea,                               -- keyed digest of the new number or address
    agency_id  bigint references agencies,          -- whose member made the change: they are told when it is stopped
    begun_at   timestamptz not null,
    until      timestamptz not null,
    stopped_at timestamptz,
    lifted_at  timestamptz                          -- shown in person after all
);
create index account_holds_account on account_holds (account_id);

-- Each of One Login's messages that somebody signed out is believed once.
create table one_login_logouts (
    digest  bytea primary key,
    heard_at timestamptz not null
);

-- A code in a notice to an old number or address stops what was done with the new one.
alter table access_codes drop constraint access_codes_purpose_check;
alter table access_codes add constraint access_codes_purpose_check check (purpose in ('continue', 'see-case', 'sign-in', 'stop'));
