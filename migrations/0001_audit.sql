-- +goose Up
-- Who did or looked at what, through which door, for whom and why. Append-only: the trigger below refuses
-- update and delete, so that nobody with the application's rights can rewrite history.
create table audit_log (
    id          bigint generated always as identity primary key,
    at          timestamptz not null default now(),
    actor_role  text not null check (actor_role in ('citizen', 'staff', 'helper', 'system')),
    actor_id    bigint not null default 0,      -- staff member, or account, by actor_role; 0 for the system
    agency_id   bigint,                         -- whose member the actor is
    door        text not null check (door in ('web', 'phone', 'counter', 'sms', 'paper', 'none')),
    on_behalf   bigint,                         -- the account the actor acts for
    verb        text not null,                  -- 'account.viewed', 'case.decided'
    account_id  bigint,
    draft_id    bigint,
    case_id     bigint,
    why         text not null default ''
);
create index audit_log_account on audit_log (account_id, id desc) where account_id is not null;
create index audit_log_case on audit_log (case_id, id desc) where case_id is not null;

-- +goose StatementBegin
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
-- +goose StatementEnd

create trigger audit_log_append_only before update or delete on audit_log
    for each row execute function refuse_change();
