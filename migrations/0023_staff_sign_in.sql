-- +goose Up
-- Members who come from elsewhere: a list of the personnel office, a single sign-on. A member who has no password has a hash that
-- nothing fits, so that the release before can still read it.
alter table staff add column external_id text not null default '';   -- the personnel office's own; '' where it gave none
create unique index staff_external on staff (external_id) where external_id <> '';
alter table staff add column left_at timestamptz;

-- A login of a single sign-on. A member is not their login: one that comes back under another subject is not the same.
create table staff_logins (
    issuer   text not null,
    subject  text not null,
    staff_id bigint not null references staff,
    last_at  timestamptz not null,
    primary key (issuer, subject)
);
create index staff_logins_member on staff_logins (staff_id);

-- Passkeys as a second factor. One that has ended is kept, so that it is known what it was used for.
create table staff_passkeys (
    id       bigint generated always as identity primary key,
    staff_id bigint not null references staff,
    name     text not null,                    -- what its owner calls it
    handle   bytea not null,                   -- its own id
    record   jsonb not null,                   -- public key and counter
    made_at  timestamptz not null,
    used_at  timestamptz,
    ended_at timestamptz,
    ended_by bigint references staff           -- themselves, or the leader who let them begin again; null where it may have been copied
);
create unique index staff_passkeys_handle on staff_passkeys (handle) where ended_at is null;
create index staff_passkeys_member on staff_passkeys (staff_id);
-- Whoever must have a passkey and has lost it: until when a leader lets them register another at sign-in.
alter table staff add column passkey_until timestamptz;

-- A browser in which a member is signed in. The browser's own session holds the id; this row says whether it still counts.
create table staff_sessions (
    id         bigint generated always as identity primary key,
    staff_id   bigint not null references staff,
    method     text not null check (method in ('password', 'sso')),
    passkey_id bigint references staff_passkeys,  -- the second factor, where one was shown
    device     text not null default '',          -- 'firefox windows': words, never the whole user agent, and no address
    begun_at   timestamptz not null,
    seen_at    timestamptz not null,
    ended_at   timestamptz,
    ended_why  text not null default '' check (ended_why in ('', 'left', 'elsewhere', 'leader', 'idle', 'again', 'leaver', 'groups', 'passkey')),
    ended_by   bigint references staff,
    check ((ended_at is null) = (ended_why = ''))
);
create index staff_sessions_open on staff_sessions (staff_id) where ended_at is null;
create index staff_sessions_member on staff_sessions (staff_id, id desc);
