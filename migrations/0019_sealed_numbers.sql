-- +goose Up
-- Phone numbers, emails and identifiers stand sealed: value is emptied by the program (`samedoor migrate`, or the job "accounts.seal"),
-- which alone has the key; finger is a keyed digest to look one up by. The release before still finds its columns and may still
-- write value: what it writes is read, and sealed by the next job.
alter table account_contacts add column sealed bytea, add column finger bytea, alter column value set default '';
create index account_contacts_finger on account_contacts (finger) where current and finger is not null;
drop index account_contacts_value;
create index account_contacts_unsealed on account_contacts (value) where value <> '';
alter table account_contacts add constraint account_contacts_has_value check (value <> '' or sealed is not null) not valid;

alter table account_identifiers add column sealed bytea, add column finger bytea, alter column value set default '';
create index account_identifiers_unsealed on account_identifiers (value) where value <> '';
alter table account_identifiers add constraint account_identifiers_has_value check (value <> '' or sealed is not null) not valid;

-- An answer in somebody's own words or numbers stands sealed, bound to its draft and rev; value is then null. Choices and dates stay.
-- Answers are still never changed: only what seals one may be, and the sealed text itself cannot be forged.
alter table answers add column sealed bytea;
create index answers_unsealed on answers (id) where sealed is null and value ?| array['text', 'other', 'address', 'rows', 'bank'];
drop trigger answers_append_only on answers;
create trigger answers_append_only before delete on answers for each row execute function refuse_change();
create trigger answers_only_sealed before update on answers for each row
    when (new.sealed is null or new.value not in (old.value, 'null')
        or (new.id, new.draft_id, new.question, new.rev, new.actor_role, new.actor_id, new.door, new.given_at)
            is distinct from (old.id, old.draft_id, old.question, old.rev, old.actor_role, old.actor_id, old.door, old.given_at))
    execute function refuse_change();

-- What staff have typed and not saved, likewise.
alter table typing add column sealed bytea, alter column fields set default '{}';

-- Searches read the index of keys alone, without the table, as long as vacuum has seen the pages: it comes sooner than by default, for
-- keys are mostly added and a country has hundreds of millions.
alter table account_keys set (autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table draft_keys set (autovacuum_vacuum_insert_scale_factor = 0.01, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- What is looked up by a phone, and what texts say, stands veiled in its old column: text that begins with ~, equal for equal numbers.
create index sms_messages_unveiled on sms_messages (id) where phone not like '~%' or (body <> '' and body not like '~%');
create index notices_unveiled on notices (id) where phone <> '' and phone not like '~%';
