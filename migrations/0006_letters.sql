-- +goose Up
create table letter_batches (
    id            bigint generated always as identity primary key,   -- the batch number the printer knows it by
    agency_id     bigint not null references agencies,
    postage       text not null default 'second' check (postage in ('first', 'second')),
    print_day     date not null,
    letters       int not null,
    state         text not null default 'batched' check (state in ('batched', 'sealed', 'dispatched', 'acknowledged')),
    made_at       timestamptz not null default now(),
    dispatched_at timestamptz,
    acknowledged_at timestamptz
);
create index letter_batches_open on letter_batches (id) where state <> 'acknowledged';
create table letters (
    id           bigint generated always as identity primary key,
    agency_id    bigint not null references agencies,
    account_id   bigint not null references accounts,
    draft_id     bigint references drafts,
    kind         text not null,                     -- 'continue', 'submitted', 'award', 'refusal', 'evidence'
    cause        text not null unique,              -- 'decision:17': what is asked for twice is one letter
    lang         text not null check (lang in ('en', 'cy')),
    format       text not null check (format in ('standard', 'large-print', 'braille', 'audio', 'easy-read')),
    content      jsonb not null,                    -- address, sender, blocks by language; a code stands as its id
    code_id      bigint references access_codes,
    postage      text not null default 'second' check (postage in ('first', 'second')),
    state        text not null default 'requested'
                 check (state in ('requested', 'rendered', 'batched', 'dispatched', 'delivered', 'returned', 'stopped', 'failed')),
    batch_id     bigint references letter_batches,
    pages        int not null default 0,
    sha256       bytea,
    pdf          bytea,
    problem      text not null default '',
    requested_at timestamptz not null default now(),
    rendered_at  timestamptz,
    dispatched_at timestamptz,
    delivered_at timestamptz,
    returned_at  timestamptz,
    stopped_at   timestamptz
);
create index letters_waiting on letters (agency_id, postage, id) where state = 'rendered';
create index letters_account on letters (account_id, id desc);
create index letters_draft on letters (draft_id) where draft_id is not null;
create index letters_batch on letters (batch_id) where batch_id is not null;
create index letters_unfinished on letters (requested_at) where state in ('requested', 'rendered', 'batched');

-- A letter may not leave in another format than the person needs, nor to somebody who has died or must not be written to.
-- +goose StatementBegin
create function letters_must_fit() returns trigger language plpgsql as $$
declare n account_needs;
begin
    if exists (select 1 from accounts where id = new.account_id and died_on is not null) then
        raise exception 'account % has died', new.account_id using errcode = 'check_violation', constraint = 'letters_must_fit';
    end if;
    select * into n from account_needs where account_id = new.account_id;
    if found and (n.safe_write = 'no' or n.format <> new.format) then
        raise exception 'account % must not be sent this letter', new.account_id using errcode = 'check_violation', constraint = 'letters_must_fit';
    end if;
    return new;
end $$;
-- +goose StatementEnd
create trigger letters_fit before insert on letters for each row execute function letters_must_fit();
