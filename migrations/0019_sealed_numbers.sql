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
