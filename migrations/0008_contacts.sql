-- +goose Up
-- One conversation with a citizen. Door and reason are required: a contact without them cannot be stored.
create table contacts (
    id         bigint generated always as identity primary key,
    agency_id  bigint not null references agencies,
    staff_id   bigint not null references staff,
    door       text not null check (door in ('web', 'phone', 'counter', 'sms', 'paper')),
    reason     text not null check (reason <> ''),
    account_id bigint references accounts,
    draft_id   bigint references drafts,
    caller     text not null default 'self' check (caller in ('self', 'helper', 'professional', 'other')),
    caller_note text not null default '',
    phone      text not null default '',
    began_at   timestamptz not null default now(),
    ended_at   timestamptz,
    outcome    text,
    note       text not null default '',
    constraint ended_has_outcome check (ended_at is null or outcome is not null)
);
create index contacts_account on contacts (account_id, id desc) where account_id is not null;
create index contacts_open on contacts (staff_id) where ended_at is null;
create table callbacks (
    id         bigint generated always as identity primary key,
    agency_id  bigint not null references agencies,
    contact_id bigint not null references contacts,
    account_id bigint not null references accounts,
    slot       timestamptz not null,                -- start of a half hour
    attempts   int not null default 0 check (attempts between 0 and 3),
    done_at    timestamptz,
    result     text
);
create index callbacks_open on callbacks (agency_id, slot) where done_at is null;
