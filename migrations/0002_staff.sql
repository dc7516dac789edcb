-- +goose Up
create table agencies (
    id        bigint generated always as identity primary key,
    slug      text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
    name_en   text not null,
    name_cy   text not null,
    nation    text not null default 'england-and-wales'
              check (nation in ('england-and-wales', 'scotland', 'northern-ireland')),
    -- What differs from council to council: sender block of letters, phone number and hours, review window, fee.
    settings  jsonb not null default '{}'
);
create table agency_services (
    agency_id bigint not null references agencies,
    service   text not null,
    primary key (agency_id, service)
);
create table teams (
    id        bigint generated always as identity primary key,
    agency_id bigint not null references agencies,
    name      text not null,
    unique (agency_id, name)
);
create table staff (
    id            bigint generated always as identity primary key,
    agency_id     bigint not null references agencies,
    team_id       bigint references teams,
    username      text not null unique check (username = lower(username)),
    display_name  text not null,
    role          text not null check (role in ('agent', 'caseworker', 'leader')),
    password_hash text not null,
    welsh_speaker boolean not null default false,
    active        boolean not null default true,
    created_at    timestamptz not null default now()
);
create index staff_agency on staff (agency_id);

-- One row an attempt at anything that can be guessed: staff sign-in, citizen codes. Counted over a sliding window.
-- subject is a keyed hash (user name, code account, remote address), never the thing itself.
create table attempts (
    id      bigint generated always as identity primary key,
    what    text not null,
    subject bytea not null,
    at      timestamptz not null default now()
);
create index attempts_subject on attempts (what, subject, at);

-- Browser sessions of staff and citizens (alexedwards/scs, pgxstore).
create table sessions (
    token  text primary key,
    data   bytea not null,
    expiry timestamptz not null
);
create index sessions_expiry on sessions (expiry);
