-- +goose Up
-- Two accounts that are found to be one person are linked, and nothing of either is moved or overwritten: the second points to
-- the first, and everything keeps the account it was written under. Taking the link away is therefore exact.
alter table accounts add column joined_to bigint references accounts check (joined_to <> id);
create index accounts_joined on accounts (joined_to) where joined_to is not null;

-- The account that stands for the person an account belongs to: itself where it is not joined to another.
-- +goose StatementBegin
create function head_of(account bigint) returns bigint language sql stable parallel safe as $$
    with recursive up (id, joined_to) as (
        select a.id, a.joined_to from accounts a where a.id = account
        union
        select a.id, a.joined_to from accounts a join up on a.id = up.joined_to)
    select id from up where joined_to is null
$$;
-- +goose StatementEnd
-- Every account of the person an account belongs to. Whatever is listed for a person is listed by
--     where account_id = any(person_of(@account))
-- +goose StatementBegin
create function person_of(account bigint) returns bigint[] language sql stable parallel safe as $$
    with recursive down (id) as (
        select head_of(account)
        union
        select a.id from accounts a join down on a.joined_to = down.id)
    select coalesce(array_agg(id), array[account]) from down where id is not null
$$;
-- +goose StatementEnd

-- What a person is told about their account itself, rather than about a case: a code to sign in, a helper put on record, a new way
-- to sign in. It is written in the transaction that causes it; accounts.Reach says how it goes out. words may hold personal text and
-- is emptied once the message is made.
create table account_notices (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    agency_id  bigint references agencies,          -- whose letter it is; null: the agency the person last dealt with
    kind       text not null,                       -- lang "notices.<kind>"
    about      bigint not null default 0,           -- what it is about: with the kind, one notice
    words      jsonb not null default '{}',
    code_id    bigint references access_codes,
    door       text not null default '' check (door in ('', 'letter', 'text')),   -- '': as Reach says
    phone      text not null default '',            -- a former number, when it must go there; else ''
    address    text[] not null default '{}',        -- a former address, likewise, name first and postcode last
    state      text not null default 'asked' check (state in ('asked', 'sent', 'task', 'dropped')),
    made_at    timestamptz not null default now(),
    done_at    timestamptz
);
create index account_notices_account on account_notices (account_id, id desc);

-- Codes that let a person into their account, and not only into one draft; sent_by says what having one shows.
alter table access_codes drop constraint access_codes_purpose_check;
alter table access_codes add constraint access_codes_purpose_check check (purpose in ('continue', 'see-case', 'sign-in'));
alter table access_codes add column sent_by text not null default '' check (sent_by in ('', 'letter', 'text'));
create index access_codes_account on access_codes (account_id) where account_id is not null;
