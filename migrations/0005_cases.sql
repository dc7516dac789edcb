-- +goose Up
create table drafts (
    id           bigint generated always as identity primary key,
    reference    text not null unique check (reference ~ '^[23456789BCDFGHJKLMNPQRSTVWXYZ]{8}$'),
    agency_id    bigint not null references agencies,
    service      text not null,
    version      int not null,
    account_id   bigint references accounts,
    lang         text not null default 'en' check (lang in ('en', 'cy')),
    state        text not null default 'open' check (state in ('open', 'submitted', 'stopped', 'abandoned')),
    started_door text not null check (started_door in ('web', 'phone', 'counter', 'sms', 'paper')),
    started_at   timestamptz not null default now(),
    touched_at   timestamptz not null default now(),
    touched_door text not null,
    rev          bigint not null default 0,         -- counts every accepted answer
    foreign key (service, version) references service_versions
);
create index drafts_account on drafts (account_id) where account_id is not null;
create index drafts_open on drafts (agency_id, touched_at desc) where state = 'open';

-- Every answer ever given; the newest row of a question is its answer. Nothing is overwritten.
create table answers (
    id         bigint generated always as identity primary key,
    draft_id   bigint not null references drafts,
    question   text not null,
    rev        bigint not null,                     -- drafts.rev when it was given
    value      jsonb not null,
    actor_role text not null,
    actor_id   bigint not null default 0,
    door       text not null,
    given_at   timestamptz not null default now(),
    unique (draft_id, rev),
    unique (draft_id, question, rev)
);
create trigger answers_append_only before update or delete on answers
    for each row execute function refuse_change();

-- What a member of staff has typed and not yet saved as an answer, kept as they type.
create table typing (
    draft_id bigint not null references drafts,
    staff_id bigint not null references staff,
    question text not null,
    fields   jsonb not null,
    at       timestamptz not null default now(),
    primary key (draft_id, staff_id, question)
);
-- A draft with no account is found by the person in it: same keys as account_keys.
create table draft_keys (
    key      bigint not null,
    draft_id bigint not null references drafts
);
create index draft_keys_key on draft_keys (key, draft_id);
create index draft_keys_draft on draft_keys (draft_id);

create table cases (
    id            bigint generated always as identity primary key,
    draft_id      bigint not null unique references drafts,   -- a draft is submitted once, whoever presses, however often
    reference     text not null unique,
    agency_id     bigint not null references agencies,
    service       text not null,
    version       int not null,
    account_id    bigint not null references accounts,
    state         text not null check (state in ('received', 'waiting', 'assessing', 'awarded', 'refused', 'review', 'withdrawn', 'closed')),
    route         text not null default '',                    -- the eligibility route the answers lead to
    automatic     boolean not null default false,
    submitted_door text not null,
    submitted_at  timestamptz not null default now(),
    deadline      date not null,
    target        date not null,
    assignee      bigint references staff,
    decided_at    timestamptz,
    rev           bigint not null default 1
);
create index cases_worklist on cases (agency_id, deadline, id) where state in ('received', 'waiting', 'assessing', 'review');
create index cases_mine on cases (assignee, deadline) where assignee is not null;
create index cases_account on cases (account_id);

-- What happened, to a draft or to the case it became. Never edited.
create table events (
    id         bigint generated always as identity primary key,
    draft_id   bigint not null references drafts,
    case_id    bigint references cases,
    kind       text not null,
    data       jsonb not null default '{}',
    actor_role text not null,
    actor_id   bigint not null default 0,
    door       text not null,
    at         timestamptz not null default now()
);
create index events_draft on events (draft_id, id);
create trigger events_append_only before update or delete on events
    for each row execute function refuse_change();

create table tasks (
    id         bigint generated always as identity primary key,
    agency_id  bigint not null references agencies,
    case_id    bigint references cases,
    draft_id   bigint references drafts,
    account_id bigint references accounts,
    kind       text not null,                       -- 'decide', 'check-same-person', 'unreachable', 'text-failed', 'letter-returned', 'sms-help'
    data       jsonb not null default '{}',
    due        date not null,
    assignee   bigint references staff,
    made_at    timestamptz not null default now(),
    done_at    timestamptz,
    done_by    bigint references staff
);
create index tasks_open on tasks (agency_id, due, id) where done_at is null;
create index tasks_case on tasks (case_id) where case_id is not null;

create table decisions (
    id          bigint generated always as identity primary key,
    case_id     bigint not null references cases,
    outcome     text not null check (outcome in ('award', 'refuse')),
    criteria    text[] not null,                    -- codes of the service's criteria that were weighed
    evidence    text not null,                      -- the evidence weighed, in the decider's words
    reasons     text not null,
    award_from  date,
    award_until date,
    review_until date,                              -- last day to ask for a review
    decided_by  bigint not null references staff,
    decided_at  timestamptz not null default now(),
    -- A refusal without criterion, evidence, reasons and the right of review cannot exist.
    constraint refusal_is_reasoned check (outcome <> 'refuse' or (cardinality(criteria) > 0
        and length(trim(evidence)) > 0 and length(trim(reasons)) > 0 and review_until is not null)),
    constraint award_has_dates check (outcome <> 'award' or (award_from is not null and award_until is not null))
);
create trigger decisions_append_only before update or delete on decisions
    for each row execute function refuse_change();

-- Files a citizen uploaded or staff scanned, and documents staff only saw.
create table documents (
    id         bigint generated always as identity primary key,
    draft_id   bigint not null references drafts,
    question   text not null default '',
    kind       text not null default '',            -- 'passport', 'council-tax-bill' …
    seen_only  boolean not null default false,      -- seen across the desk, no copy kept
    name       text not null default '',
    media_type text not null default '',
    size       bigint not null default 0,
    sha256     bytea,
    body       bytea,
    actor_role text not null,
    actor_id   bigint not null default 0,
    door       text not null,
    at         timestamptz not null default now()
);
create index documents_draft on documents (draft_id);

-- Something to be said by text. Written in the transaction that causes it; channels/sms turns it into messages.
create table notices (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    draft_id   bigint references drafts,
    kind       text not null,                       -- 'continue', 'submitted', 'decided', 'letter-posted'
    phone      text not null,
    lang       text not null check (lang in ('en', 'cy')),
    code_id    bigint references access_codes,
    made_at    timestamptz not null default now()
);
-- +goose StatementBegin
create function texts_must_be_safe() returns trigger language plpgsql as $$
begin
    if exists (select 1 from account_needs where account_id = new.account_id and safe_text = 'no')
       or exists (select 1 from accounts where id = new.account_id and died_on is not null) then
        raise exception 'account % must not be texted', new.account_id using errcode = 'check_violation', constraint = 'texts_must_be_safe';
    end if;
    return new;
end $$;
-- +goose StatementEnd
create trigger notices_safe before insert on notices for each row execute function texts_must_be_safe();
