-- +goose Up
create table sms_conversations (
    id         bigint generated always as identity primary key,
    phone      text not null unique,                -- E.164; a phone, not a person
    account_id bigint references accounts,          -- who is being talked to now
    draft_id   bigint references drafts,            -- the draft being answered, if any
    asked      text not null default '',            -- question last asked, so that a bare "2" is never put against another
    asked_rev  bigint not null default 0,           -- rev of that question's answer when it was asked
    misses     int not null default 0,              -- answers not understood in a row
    lang       text not null default 'en' check (lang in ('en', 'cy')),
    stopped_at timestamptz,                         -- STOP: nothing more is sent to this number until START
    proven_at  timestamptz,                         -- the person gave their day of birth in this conversation
    data       jsonb not null default '{}',
    touched_at timestamptz not null default now()
);
create table sms_messages (
    id          bigint generated always as identity primary key,
    direction   text not null check (direction in ('in', 'out')),
    phone       text not null,
    sid         text unique,                        -- Twilio's; inbound always, outbound once known
    notice_id   bigint unique references notices,   -- a notice is one message however often its job runs
    reply_to    bigint unique references sms_messages,
    account_id  bigint references accounts,
    draft_id    bigint references drafts,
    code_id     bigint references access_codes,
    body        text not null,                      -- a code stands as {code}, and is put in as it is sent
    segments    int not null default 1,
    state       text not null default 'queued'
                check (state in ('queued', 'sending', 'unknown', 'sent', 'delivered', 'undelivered', 'failed', 'canceled', 'received', 'suppressed')),
    error_code  int not null default 0,
    attempt_at  timestamptz,                        -- when the send call was begun; unknown outcomes are reconciled from here
    made_at     timestamptz not null default now(),
    sent_at     timestamptz,
    done_at     timestamptz
);
create index sms_messages_phone on sms_messages (phone, id desc);
create index sms_messages_draft on sms_messages (draft_id) where draft_id is not null;
create index sms_messages_account on sms_messages (account_id) where account_id is not null;
create index sms_messages_unfinished on sms_messages (made_at) where direction = 'out' and state in ('queued', 'sending', 'unknown');
-- Every status callback as it came; the state above is derived from them and never regresses.
create table sms_statuses (
    sid        text not null,
    status     text not null,
    error_code int not null default 0,
    at         timestamptz not null default now(),
    primary key (sid, status)
);
