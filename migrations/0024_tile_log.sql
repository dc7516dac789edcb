-- +goose Up
-- The log as evidence: a hash tree over audit_log, after Certificate Transparency, with signed heads. Whoever changes, takes out or
-- slips in an entry, even as the owner of these tables, no longer fits the heads that were signed, printed and kept elsewhere.

-- Entries that are not in the tree yet. An entry comes here with the transaction that made it, whatever program that was, so that
-- none is passed over however late it commits; ids are no order to go by.
create table audit_waiting (
    entry bigint primary key        -- audit_log.id
);
-- +goose StatementBegin
create function audit_await() returns trigger language plpgsql as $$
begin
    insert into audit_waiting (entry) select id from added;
    return null;
end $$;
-- +goose StatementEnd
insert into audit_waiting (entry) select id from audit_log;
create trigger audit_log_awaits after insert on audit_log referencing new table as added
    for each statement execute function audit_await();

-- The order of the tree, counted from 0 without a gap. The reason of an entry is in the leaf only as a digest, salted so that it
-- cannot be guessed back: erasing empties the reason and the salt, and the tree still holds.
create table audit_leaves (
    seq    bigint primary key check (seq >= 0),
    entry  bigint not null unique,  -- audit_log.id
    salt   bytea check (length(salt) = 16),   -- null: the reason was erased
    digest bytea not null check (length(digest) = 32)
);

-- Every hash of a complete subtree, at its place as golang.org/x/mod/sumdb/tlog counts them: about two a leaf, only ever added.
create table audit_hashes (
    place bigint primary key check (place >= 0),
    hash  bytea not null check (length(hash) = 32)
);

-- The heads that were signed, oldest first, numbered without a gap. note is what stands signed; the columns repeat it for reading.
create table audit_heads (
    number bigint primary key check (number > 0),
    size   bigint not null unique check (size > 0),
    root   bytea not null check (length(root) = 32),
    at     timestamptz not null,
    note   text not null
);

-- audit_log refuses every change but one: emptying a reason whose digest is in the tree.
-- +goose StatementBegin
create function audit_only_erase() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.why = '' and to_jsonb(new) - 'why' = to_jsonb(old) - 'why'
        and exists (select from audit_leaves where entry = old.id) then
        return new;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
-- +goose StatementEnd
drop trigger audit_log_append_only on audit_log;
create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function audit_only_erase();

-- +goose StatementBegin
create function audit_only_unsalt() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and new.salt is null and to_jsonb(new) - 'salt' = to_jsonb(old) - 'salt' then
        return new;
    end if;
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
-- +goose StatementEnd
create trigger audit_leaves_append_only before update or delete on audit_leaves
    for each row execute function audit_only_unsalt();
create trigger audit_hashes_append_only before update or delete on audit_hashes
    for each row execute function refuse_change();
create trigger audit_heads_append_only before update or delete on audit_heads
    for each row execute function refuse_change();

-- Nor is any of it emptied at a stroke.
create trigger audit_log_kept before truncate on audit_log for each statement execute function refuse_change();
create trigger audit_leaves_kept before truncate on audit_leaves for each statement execute function refuse_change();
create trigger audit_hashes_kept before truncate on audit_hashes for each statement execute function refuse_change();
create trigger audit_heads_kept before truncate on audit_heads for each statement execute function refuse_change();

-- The signed head that a letter was printed with, as it is printed: whoever holds the paper is a witness of the log.
alter table letters add column record text not null default '';
