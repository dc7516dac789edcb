-- +goose Up
-- Set while an account is joined to another, or another to it: what reads a person looks for the rest of them only then.
alter table accounts add column linked boolean not null default false;
-- Whose needs the head's were said for: those of an account joined later, or changed since, count again beside them.
alter table account_needs add column speaks_for bigint[] not null default '{}';

-- Every account of the persons these accounts belong to.
-- +goose StatementBegin
create function people_of(ids bigint[]) returns bigint[] language plpgsql stable parallel safe as $$
begin
    if not exists (select from accounts where id = any(ids) and linked) then
        return ids;
    end if;
    return (select array_agg(distinct one) from unnest(ids) as id, unnest(person_of(id)) as one);
end $$;
-- +goose StatementEnd

-- The person of an account row, in lists: who they are, what they are called, whether they are hidden from search.
create function person_id(a accounts) returns bigint language sql stable parallel safe as
    'select case when a.joined_to is null then a.id else head_of(a.id) end';
create function person_named(id bigint) returns text language sql stable parallel safe as
    'select full_name from accounts where accounts.id = head_of(person_named.id)';
create function person_name(a accounts) returns text language sql stable parallel safe as
    'select case when a.joined_to is null then a.full_name else person_named(a.id) end';
create function any_restricted(id bigint) returns boolean language sql stable parallel safe as
    'select coalesce(bool_or(restricted), false) from accounts where accounts.id = any(person_of(any_restricted.id))';
create function person_hidden(a accounts) returns boolean language sql stable parallel safe as
    'select a.restricted or (a.linked and any_restricted(a.id))';
create function person_died(account bigint) returns boolean language sql stable parallel safe as
    'select exists (select from accounts where id = any(person_of(account)) and died_on is not null)';

-- How a person must be contacted: as their head says, but what one of their accounts says is not safe is not, and who needs another
-- format or a relay on one needs it. accounts.whole is the same rule. Null where nobody said anything.
-- +goose StatementBegin
create function needs_of(account bigint) returns account_needs language plpgsql stable parallel safe as $$
declare
    n account_needs;
    m account_needs;
    head bigint := head_of(account);
begin
    select * into n from account_needs where account_id = head;
    if not exists (select from accounts where id = head and linked) then
        return n;
    end if;
    if n.account_id is null then
        n.account_id := head;
        n.written_lang := 'en'; n.spoken_lang := 'en'; n.format := 'standard'; n.relay := ''; n.interpreter := '';
        n.safe_call := 'unasked'; n.safe_text := 'unasked'; n.safe_email := 'unasked'; n.safe_write := 'unasked';
        n.may_announce := true; n.none_needed := false; n.note := ''; n.speaks_for := '{}';
    end if;
    for m in select x.* from account_needs x
             where x.account_id = any(person_of(head)) and x.account_id <> head
               and not (x.account_id = any(n.speaks_for) and x.updated_at <= n.updated_at)
             order by x.account_id
    loop
        if m.safe_call = 'no' then n.safe_call := 'no'; end if;
        if m.safe_text = 'no' then n.safe_text := 'no'; end if;
        if m.safe_email = 'no' then n.safe_email := 'no'; end if;
        if m.safe_write = 'no' then n.safe_write := 'no'; end if;
        if n.format = 'standard' then n.format := m.format; end if;
        if n.relay = '' then n.relay := m.relay; n.interpreter := m.interpreter; end if;
        n.may_announce := n.may_announce and m.may_announce;
    end loop;
    return n;
end $$;
-- +goose StatementEnd

-- The two locks on what goes out, for the whole person.
-- +goose StatementBegin
create or replace function texts_must_be_safe() returns trigger language plpgsql as $$
declare n account_needs;
begin
    n := needs_of(new.account_id);
    if n.safe_text = 'no' or person_died(new.account_id) then
        raise exception 'account % must not be texted', new.account_id using errcode = 'check_violation', constraint = 'texts_must_be_safe';
    end if;
    return new;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create or replace function letters_must_fit() returns trigger language plpgsql as $$
declare n account_needs;
begin
    if person_died(new.account_id) then
        raise exception 'account % has died', new.account_id using errcode = 'check_violation', constraint = 'letters_must_fit';
    end if;
    n := needs_of(new.account_id);
    if n.safe_write = 'no' or n.format <> new.format then
        raise exception 'account % must not be sent this letter', new.account_id using errcode = 'check_violation', constraint = 'letters_must_fit';
    end if;
    return new;
end $$;
-- +goose StatementEnd

-- Every joining of two accounts, and its undoing. was says which rows were in force on both sides at the time, so that what came
-- later can be told from what was there.
create table account_joins (
    id           bigint generated always as identity primary key,
    kept         bigint not null references accounts,   -- the head it was joined to, at the time
    joined       bigint not null references accounts,
    at           timestamptz not null default now(),
    by_role      text not null,
    by_id        bigint not null default 0,
    agency_id    bigint,
    door         text not null,
    why          text not null check (why <> ''),       -- what was written, or a lang key
    score        double precision not null default 0,
    terms        jsonb not null default '[]',
    was          jsonb not null,
    undone_at    timestamptz,
    undone_role  text,
    undone_by    bigint,
    undone_agency bigint,
    undone_why   text,
    check (kept <> joined),
    check ((undone_at is null) = (undone_why is null))
);
create unique index account_joins_standing on account_joins (joined) where undone_at is null;
create index account_joins_joined on account_joins (joined);
create index account_joins_kept on account_joins (kept);
create index account_joins_by_program on account_joins (id desc) where by_role = 'system';
-- +goose StatementBegin
create function joins_are_history() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.undone_at is not null
       or (new.kept, new.joined, new.at, new.by_role, new.by_id, new.why, new.was) is distinct from (old.kept, old.joined, old.at, old.by_role, old.by_id, old.why, old.was) then
        raise exception 'joins of accounts are undone, never changed' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
-- +goose StatementEnd
create trigger account_joins_history before update or delete on account_joins for each row execute function joins_are_history();

-- What came between a joining and its undoing: each stays where it is or goes to the other, as somebody decides.
create table account_placings (
    join_id    bigint not null references account_joins,
    kind       text not null,                           -- lang "accounts.placings.<kind>"
    item       bigint not null,                         -- the row, or 0 where the kind is one thing
    account_id bigint not null references accounts,     -- where it was when they were parted
    other      bigint not null references accounts,     -- where it may go
    at         timestamptz not null,
    facts      jsonb not null default '{}',             -- small facts to know it by, never a number or an answer
    was        bigint not null references account_joins, -- the joining whose was tells how things stood before it came
    goes       boolean,                                 -- null until decided
    decided_at timestamptz,
    decided_by bigint,
    primary key (join_id, kind, item, account_id)
);
create index account_placings_open on account_placings (join_id) where goes is null;

-- Pairs of accounts that may be one person.
create table duplicates (
    id         bigint generated always as identity primary key,
    low        bigint not null references accounts,
    high       bigint not null references accounts,
    score      double precision not null,
    because    text[] not null default '{}',
    against    text[] not null default '{}',
    terms      jsonb not null default '[]',
    sure       boolean not null default false,          -- surely one person with nothing against it: joined by the program
    state      text not null default 'waiting' check (state in ('waiting', 'same', 'not-same', 'cannot-tell')),
    known      bigint[] not null default '{}',          -- revisions of both when it was decided: newer ones may tell more
    found_at   timestamptz not null default now(),
    decided_at timestamptz,
    by_role    text,
    by_id      bigint,
    agency_id  bigint,
    why        text not null default '',
    join_id    bigint references account_joins,
    check (low < high),
    unique (low, high),
    check ((state = 'waiting') = (decided_at is null))
);
create index duplicates_high on duplicates (high);
create index duplicates_waiting on duplicates (found_at, id) where state = 'waiting';
create index duplicates_sure on duplicates (id) where state = 'waiting' and sure;
-- "Not the same" is for ever: nothing asks again. Only a leader who joins the two all the same says otherwise.
-- +goose StatementBegin
create function not_the_same_is_for_ever() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (old.state = 'not-same' and new.state not in ('not-same', 'same')) then
        raise exception 'what was decided about two people is not forgotten' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
-- +goose StatementEnd
create trigger duplicates_remembered before update or delete on duplicates for each row execute function not_the_same_is_for_ever();

-- Accounts that are new or changed, to be compared with the others. Written in the transaction that made or changed them.
create table comparisons (
    account_id bigint primary key references accounts,
    asked_at   timestamptz not null default now()
);
create index comparisons_asked on comparisons (asked_at, account_id);
insert into comparisons (account_id) select id from accounts;

-- When a row of somebody's stopped being in force, so that what replaced it can be taken back.
alter table account_addresses add column until timestamptz;
alter table account_contacts add column until timestamptz;
alter table account_names add column until timestamptz;
alter table account_identifiers add column since timestamptz not null default now();
