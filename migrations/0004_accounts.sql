-- +goose Up
create extension if not exists pg_trgm;

-- The one record of a citizen. No email, no mobile and no login is needed to have one.
create table accounts (
    id            bigint generated always as identity primary key,
    full_name     text not null check (full_name <> ''),
    date_of_birth date,
    died_on       date,
    restricted    boolean not null default false,   -- hidden from search but for those cleared
    created_at    timestamptz not null default now(),
    created_door  text not null check (created_door in ('web', 'phone', 'counter', 'sms', 'paper')),
    rev           bigint not null default 1
);
-- Old names and addresses are kept: people are found by them, and letters come back from them.
create table account_names (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    full_name  text not null,
    kind       text not null check (kind in ('current', 'previous', 'birth')),
    since      timestamptz not null default now()
);
create index account_names_account on account_names (account_id);
create table account_addresses (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    lines      text[] not null,
    postcode   text not null default '',            -- 'ZA1 1AA'; empty for no fixed address
    current    boolean not null default true,
    since      timestamptz not null default now()
);
create index account_addresses_account on account_addresses (account_id);
create unique index account_addresses_one_current on account_addresses (account_id) where current;
create table account_contacts (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    kind       text not null check (kind in ('mobile', 'landline', 'email')),
    value      text not null,                       -- E.164, or the email address in lower case
    note       text not null default '',            -- 'daughter answers'
    current    boolean not null default true,
    dead       boolean not null default false,      -- bounced: number no longer exists, landline cannot be texted
    since      timestamptz not null default now()
);
create index account_contacts_account on account_contacts (account_id);
create index account_contacts_value on account_contacts (value) where current;
create table account_identifiers (
    account_id bigint not null references accounts,
    kind       text not null check (kind in ('nino', 'nhs')),
    value      text not null,
    primary key (account_id, kind)
);

-- How this person must be contacted. Enforced, not shown: see texts_must_be_safe below and letters.format.
create table account_needs (
    account_id     bigint primary key references accounts,
    written_lang   text not null default 'en' check (written_lang in ('en', 'cy')),
    spoken_lang    text not null default 'en',
    format         text not null default 'standard' check (format in ('standard', 'large-print', 'braille', 'audio', 'easy-read')),
    relay          text not null default '' check (relay in ('', 'relay-uk', 'bsl-video', 'minicom', 'interpreter')),
    interpreter    text not null default '',        -- language, when relay is 'interpreter'
    safe_call      text not null default 'unasked' check (safe_call in ('unasked', 'yes', 'no')),
    safe_text      text not null default 'unasked' check (safe_text in ('unasked', 'yes', 'no')),
    safe_email     text not null default 'unasked' check (safe_email in ('unasked', 'yes', 'no')),
    safe_write     text not null default 'unasked' check (safe_write in ('unasked', 'yes', 'no')),
    may_announce   boolean not null default true,   -- may we say who we are when somebody else answers
    none_needed    boolean not null default false,  -- asked, and nothing is needed
    note           text not null default '',
    updated_at     timestamptz not null default now(),
    rev            bigint not null default 1
);

-- Matching keys: the first eight bytes of HMAC-SHA256(site key, kind || normalised values). No name stands in an index.
create table account_keys (
    key        bigint not null,
    account_id bigint not null references accounts
);
create index account_keys_key on account_keys (key, account_id);
create index account_keys_account on account_keys (account_id);

-- Codes by which a citizen opens a draft or a case (from a letter, a text). The code itself is derived from id and the site
-- secret when it is printed or sent, and is never stored; digest is what a typed code is looked up by.
create table access_codes (
    id         bigint generated always as identity primary key,
    digest     bytea unique,                        -- set in the same transaction, once id is known
    purpose    text not null check (purpose in ('continue', 'see-case')),
    account_id bigint references accounts,
    draft_id   bigint,
    made_at    timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz,                         -- first successful use; a code may be used again until it expires
    revoked_at timestamptz
);
create index access_codes_draft on access_codes (draft_id);
