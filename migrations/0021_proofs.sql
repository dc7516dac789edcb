-- +goose Up
-- Evidence of who somebody is, a row a piece: what was shown, asked or sent, what it is worth, by whom and through which door it was
-- taken. What all of it together amounts to (package proof) is worked out when it is needed and stands nowhere.
create table account_proofs (
    id            bigint generated always as identity primary key,
    account_id    bigint not null references accounts,
    kind          text not null check (kind in ('document', 'vouch', 'knowledge', 'text-code', 'letter-code', 'one-login', 'history', 'fraud-check')),
    document      text not null default '',         -- kind 'document': package proof, Documents
    number        bytea,                            -- of the document, sealed
    number_finger bytea,                            -- and what it is looked up by
    strength      smallint not null default 0 check (strength between 0 and 4),
    validity      smallint not null default 0 check (validity between 0 and 4),
    activity      smallint not null default 0 check (activity between 0 and 4),
    fraud         smallint not null default 0 check (fraud between 0 and 4),
    verification  smallint not null default 0 check (verification between 0 and 4),
    checks        text[] not null default '{}',     -- what was looked at or asked, as codes
    method        text not null default '',
    door          text not null,                    -- '' for the system
    actor_role    text not null,
    actor_id      bigint not null default 0,
    agency_id     bigint,
    contact_id    bigint references contacts,
    given_at      timestamptz not null,
    expires_on    date,                             -- the last day it counts; null: as long as nobody withdraws it
    check (kind <> 'document' or document <> '')
);
create index account_proofs_account on account_proofs (account_id, id);
create index account_proofs_number on account_proofs (number_finger) where number_finger is not null;
-- Never edited: only the sealing of a number may be renewed.
create trigger account_proofs_append_only before delete or update of account_id, kind, document, number_finger, strength, validity, activity,
    fraud, verification, checks, method, door, actor_role, actor_id, agency_id, contact_id, given_at, expires_on on account_proofs
    for each row execute function refuse_change();

-- Evidence that turned out to be worth nothing: it stays, and counts no more.
create table account_proofs_withdrawn (
    proof_id   bigint primary key references account_proofs,
    why        text not null check (length(trim(why)) > 0),
    door       text not null,
    actor_role text not null,
    actor_id   bigint not null default 0,
    at         timestamptz not null
);
create trigger account_proofs_withdrawn_append_only before update or delete on account_proofs_withdrawn
    for each row execute function refuse_change();

-- Who vouched for somebody: a person of standing who knows them.
create table account_vouchers (
    proof_id      bigint primary key references account_proofs,
    full_name     text not null check (full_name <> ''),
    account_id    bigint references accounts,       -- the voucher's own, where they have one
    position      text not null,                    -- package proof, Positions
    organisation  text not null default '',
    registered    bytea,                            -- number in a professional register, sealed
    phone         bytea,                            -- of the organisation, sealed
    identified_by text not null,                    -- how we know that they are who they say
    relationship  text not null,
    known_since   date not null,
    method        text not null,                    -- how they vouched
    statement     text not null default ''
);
create trigger account_vouchers_append_only before delete or update of proof_id, full_name, account_id, position, organisation, identified_by, relationship,
    known_since, method, statement on account_vouchers
    for each row execute function refuse_change();

-- Six digits sent by text to a number long on record, read back in the same conversation. The digits are derived from the id and
-- stand nowhere.
create table proof_texts (
    id         bigint generated always as identity primary key,
    account_id bigint not null references accounts,
    contact_id bigint not null references contacts,
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    ended_at   timestamptz                          -- used, or another was sent
);
create index proof_texts_contact on proof_texts (contact_id, id desc);

-- What the person on the line told to be found by: it is not asked again to prove anything.
alter table contacts add column told text[] not null default '{}';
-- The questions the system picked in a conversation, a row a sheet, and whether the answers were enough; the answers are not kept.
create table contact_questions (
    id          bigint generated always as identity primary key,
    contact_id  bigint not null references contacts,
    account_id  bigint not null references accounts,
    asked       text[] not null check (cardinality(asked) > 0),
    asked_at    timestamptz not null,
    answered_at timestamptz,
    enough      boolean
);
create index contact_questions_contact on contact_questions (contact_id, id desc);

-- An application or case that waits until it is proven who somebody is: a check in person, a visit to a post office, a code by letter.
create table identity_waits (
    id         bigint generated always as identity primary key,
    draft_id   bigint not null references drafts,
    wanted     text not null,                       -- the level or profile the service needs
    way        text not null check (way in ('in-person', 'post-office', 'letter', 'vouch')),
    pauses     boolean not null,                    -- the deadline waits too
    began_at   timestamptz not null,
    until      date not null,                       -- the last day
    door       text not null,
    actor_role text not null,
    actor_id   bigint not null default 0,
    ended_at   timestamptz,
    result     text check (result in ('met', 'ran-out', 'ended')),
    check ((ended_at is null) = (result is null))
);
create unique index identity_waits_one on identity_waits (draft_id) where ended_at is null;
create index identity_waits_open on identity_waits (until) where ended_at is null;
create index identity_waits_draft on identity_waits (draft_id);
