-- +goose Up
-- Somebody may act for a person: a daughter, a parent, an attorney, a charity's worker. A helper is an account like everybody; what they
-- may do stands here and is looked up each time they do it, so that what has ended has ended everywhere at once.
create table mandates (
    id              bigint generated always as identity primary key,
    account_id      bigint not null references accounts,     -- the person acted for
    helper_id       bigint references accounts,              -- null while an invitation is not taken up
    helper_name     text not null check (helper_name <> ''), -- as the person named them
    organisation    text not null default '',                -- whose worker the helper is
    kind            text not null check (kind in ('helper', 'parent', 'appointee', 'attorney', 'deputy', 'charity', 'professional')),
    relationship    text not null check (relationship in ('parent', 'family', 'friend', 'professional', 'legal', 'other')),
    reason          text not null check (reason in ('child', 'authority', 'disability', 'language', 'online', 'other')),
    service         text not null default '',                -- one service
    draft_id        bigint references drafts,                -- one act: this application and the case it becomes
    area            text not null default '' check (area in ('', 'property', 'health')),
    may_see         boolean not null,
    may_talk        boolean not null,
    may_act         boolean not null,
    mail            text not null default 'person' check (mail in ('person', 'copy', 'instead')),
    evidence        text not null check (evidence in ('asked-online', 'asked-speaking', 'asked-in-writing', 'birth-certificate', 'parental-order',
                        'appointee-letter', 'lasting-power', 'enduring-power', 'court-order')),
    document        bytea,                                   -- sealed: number of the document shown
    document_finger bytea,                                   -- what it is looked up by
    arrived_on      date,                                    -- of a request by letter
    signed          boolean not null default false,          -- by hand, and who keyed it saw that
    starts_on       date not null,
    ends_on         date,                                    -- the last day; null only where a document says none
    phrase          text not null default '',                -- argon2id of what helper and person agreed on
    code_id         bigint references access_codes,          -- by which an invitation is taken up
    made_at         timestamptz not null default now(),
    made_role       text not null,
    made_by         bigint not null default 0,
    made_door       text not null,
    agency_id       bigint references agencies,              -- of the member of staff who registered it
    ended_at        timestamptz,
    ended_role      text not null default '',
    ended_by        bigint not null default 0,
    ended_door      text not null default '',
    ended_why       text not null default '' check (ended_why in ('', 'person', 'helper', 'staff', 'time', 'came-of-age', 'died', 'not-taken-up')),
    rev             bigint not null default 1,
    constraint one_scope check (draft_id is null or service = ''),
    constraint some_right check (may_see or may_talk or may_act),
    constraint acts_seeing check (not may_act or may_see),
    constraint not_oneself check (helper_id <> account_id),
    constraint ended_why_known check ((ended_at is null) = (ended_why = '')),
    constraint consent_has_an_end check (ends_on is not null or kind in ('appointee', 'attorney', 'deputy')),
    constraint in_order check (ends_on is null or ends_on >= starts_on)
);
create index mandates_account on mandates (account_id) where ended_at is null;
create index mandates_helper on mandates (helper_id) where ended_at is null;
create index mandates_past on mandates (account_id, id);
create index mandates_ending on mandates (ends_on) where ended_at is null;

-- What became of each, by whom, through which door. Nothing is overwritten here.
create table mandate_changes (
    id         bigint generated always as identity primary key,
    mandate_id bigint not null references mandates,
    what       text not null,                                -- 'invited', 'registered', 'taken-up', 'renewed', 'phrase-set', 'reminded-…', 'ended'
    data       jsonb not null default '{}',
    actor_role text not null,
    actor_id   bigint not null default 0,
    door       text not null,
    at         timestamptz not null default now()
);
create index mandate_changes_mandate on mandate_changes (mandate_id, id);
-- One reminder of each kind for each end.
create unique index mandate_changes_reminded on mandate_changes (mandate_id, what, (data ->> 'end')) where what like 'reminded%';
create trigger mandate_changes_append_only before update or delete on mandate_changes
    for each row execute function refuse_change();

-- "X for Y": who acted, for whom; and, where staff keyed it, who was on the line for the person.
alter table answers add column on_behalf bigint, add column caller_id bigint;
alter table events add column on_behalf bigint, add column caller_id bigint;
alter table documents add column on_behalf bigint, add column caller_id bigint;
-- Who is on the line, where it is a helper with an account; and that they said the words agreed on.
alter table contacts add column caller_id bigint references accounts,
    add column caller_why text not null default '' check (caller_why in ('', 'child', 'authority', 'disability', 'language', 'online', 'other')),
    add column phrase_at timestamptz;

-- A code a helper takes an invitation up by opens nothing else: it stands for no account and no draft.
alter table access_codes drop constraint access_codes_purpose_check;
alter table access_codes add constraint access_codes_purpose_check check (purpose in ('continue', 'see-case', 'sign-in', 'stop', 'helper'));

-- Who gets a person's letters and texts in their place: an appointee, a deputy, the parent of a child. Null: the person themselves.
-- +goose StatementBegin
create function post_goes_to(account bigint) returns bigint language sql stable as $$
    select m.helper_id from mandates m join accounts h on h.id = m.helper_id
    where m.account_id = any(person_of(account)) and m.mail = 'instead' and m.ended_at is null and h.died_on is null
      and (now() at time zone 'Europe/London')::date between m.starts_on and coalesce(m.ends_on, 'infinity')
    order by m.id desc limit 1
$$;
-- +goose StatementEnd
