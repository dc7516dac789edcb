-- +goose Up
-- How somebody would rather be told, rung back rather than kept waiting, and when no text is to be begun: '' as the house has it, 'none' at
-- any hour, else 'HH:MM-HH:MM'.
alter table account_needs
    add column rather    text not null default '' check (rather in ('', 'text', 'letter', 'call')),
    add column call_back boolean not null default false,
    add column quiet     text not null default ''
                         check (quiet in ('', 'none') or quiet ~ '^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$');
-- The same, for one application: '' as the person's needs say.
alter table drafts add column rather text not null default '' check (rather in ('', 'text', 'letter', 'call'));

-- Phones that replied STOP, by a keyed digest of the number: whoever they belong to, now or later.
create table stopped_phones (
    finger bytea primary key,
    at     timestamptz not null default now()
);

-- Who gets a person's post and texts in their place: an appointee's account; null for the person themselves.
-- +goose StatementBegin
do $$
begin
    if to_regprocedure('post_goes_to(bigint)') is null then
        create function post_goes_to(account bigint) returns bigint language sql stable parallel safe as 'select null::bigint';
    end if;
end $$;
-- +goose StatementEnd

-- What is written and texted goes to a reader: null for the person whose matter it is.
alter table letters add column reader_id bigint references accounts;
alter table letters add column plain boolean not null default false;   -- nothing on the envelope may say who writes
alter table notices add column reader_id bigint references accounts;
alter table notices add column account_notice_id bigint references account_notices;
alter table notices add column body text not null default '';          -- of a notice about the account; others are worded by their kind
alter table notices add column at_once boolean not null default false; -- asked for by the person just now: hours of rest do not hold it up
alter table notices add column former boolean not null default false; -- goes to a number that was theirs until now
alter table notices add column quiet boolean not null default false;   -- nothing in it may say who writes
create index notices_account_notice on notices (account_notice_id) where account_notice_id is not null;
alter table account_notices add column sent_by text not null default '' check (sent_by in ('', 'text', 'letter'));

-- The person's needs, with what is new above; accounts.beside is the same rule.
-- +goose StatementBegin
create or replace function needs_of(account bigint) returns account_needs language plpgsql stable parallel safe as $$
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
        n.may_announce := true; n.none_needed := false; n.note := ''; n.rather := ''; n.call_back := false; n.quiet := ''; n.speaks_for := '{}';
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
        if n.rather = '' then n.rather := m.rather; end if;
        if n.quiet = '' then n.quiet := m.quiet; end if;
        n.call_back := n.call_back or m.call_back;
    end loop;
    return n;
end $$;
-- +goose StatementEnd
-- The two locks on what goes out: the reader's needs, and that the person is alive.
-- +goose StatementBegin
create or replace function texts_must_be_safe() returns trigger language plpgsql as $$
declare
    who bigint := coalesce(new.reader_id, new.account_id);
    n account_needs := needs_of(who);
begin
    if n.safe_text = 'no' or person_died(new.account_id) or person_died(who) then
        raise exception 'account % must not be texted', who using errcode = 'check_violation', constraint = 'texts_must_be_safe';
    end if;
    return new;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create or replace function letters_must_fit() returns trigger language plpgsql as $$
declare
    who bigint := coalesce(new.reader_id, new.account_id);
    n account_needs := needs_of(who);
begin
    if person_died(new.account_id) or person_died(who) then
        raise exception 'account % has died', who using errcode = 'check_violation', constraint = 'letters_must_fit';
    end if;
    if n.safe_write = 'no' or n.format <> new.format then
        raise exception 'account % must not be sent this letter', who using errcode = 'check_violation', constraint = 'letters_must_fit';
    end if;
    return new;
end $$;
-- +goose StatementEnd
