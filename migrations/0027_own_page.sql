-- +goose Up
-- When a decision was told in a form its person can read, and until when a review can be asked for from then on: the decision itself is
-- never rewritten.
create table decision_clocks (
    id           bigint generated always as identity primary key,
    decision_id  bigint not null references decisions,
    review_until date not null,
    at           timestamptz not null default now()
);
create index decision_clocks_decision on decision_clocks (decision_id);

-- What somebody agreed to where nothing but their word allows it, by scope, until a day they chose; the newest row of a scope counts.
-- agency_id null is every agency.
create table consents (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    agency_id  bigint references agencies,
    scope      text not null check (scope in ('news', 'address', 'opinion')),
    given      boolean not null,
    until      date,
    at         timestamptz not null default now(),
    actor_role text not null,
    actor_id   bigint not null,
    door       text not null check (door in ('web', 'phone', 'counter', 'sms', 'paper'))
);
create index consents_account on consents (account_id, scope, id desc);
create trigger consents_append_only before update or delete on consents for each row execute function refuse_change();

-- An investigation for whose sake what an agency did with a record is not shown to its person, until a day. Nothing is taken out of the
-- log: the entries, this one among them, appear when it ends.
create table look_holds (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    agency_id  bigint not null references agencies,
    why        text not null check (why <> ''),
    by_staff   bigint not null references staff,
    at         timestamptz not null default now(),
    until      date not null,
    ended_at   timestamptz
);
create index look_holds_account on look_holds (account_id);

-- What somebody wrote to a team on their own page, and what they were answered. Both sealed: it is whatever they have to say.
create table person_messages (
    id          bigint generated always as identity primary key,
    account_id  bigint not null references accounts,
    agency_id   bigint not null references agencies,
    draft_id    bigint references drafts,
    body        bytea not null,
    actor_role  text not null,
    actor_id    bigint not null,
    door        text not null,
    at          timestamptz not null default now(),
    answer      bytea,
    answered_by bigint references staff,
    answered_at timestamptz
);
create index person_messages_account on person_messages (account_id, id desc);
create index person_messages_open on person_messages (agency_id, id) where answered_at is null;
create index notices_person on notices (account_id, id desc);
create index tasks_account on tasks (account_id) where account_id is not null and done_at is null;
