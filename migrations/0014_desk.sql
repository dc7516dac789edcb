-- +goose Up
-- What staff note beside a question: about how it was asked or answered, never the answer itself. Nothing is overwritten.
create table draft_notes (
    id       bigint generated always as identity primary key,
    draft_id bigint not null references drafts,
    question text not null,
    text     text not null check (length(trim(text)) between 1 and 2000),
    staff_id bigint not null references staff,
    door     text not null,
    at       timestamptz not null default now()
);
create index draft_notes_draft on draft_notes (draft_id, id);
create trigger draft_notes_append_only before update or delete on draft_notes
    for each row execute function refuse_change();

-- A section of the answers read back to the person, as they stood at this rev. An answer given later is not in it.
create table read_backs (
    id       bigint generated always as identity primary key,
    draft_id bigint not null references drafts,
    section  text not null,
    rev      bigint not null,
    lang     text not null check (lang in ('en', 'cy')),
    staff_id bigint not null references staff,
    door     text not null,
    at       timestamptz not null default now()
);
create index read_backs_draft on read_backs (draft_id, section, rev desc);
create trigger read_backs_append_only before update or delete on read_backs
    for each row execute function refuse_change();

-- Who is on the line was proven in this conversation: when, and by what they knew or showed.
alter table contacts add column proven_at timestamptz;
alter table contacts add column proven_by text[] not null default '{}';
alter table contacts add constraint proven_is_of_somebody check (proven_at is null or (account_id is not null and cardinality(proven_by) > 0));
