-- +goose Up
alter table sms_messages
    add column kind     text not null default '',              -- of a notice, or what a reply is: 'stop' may go out after STOP
    add column our      text not null default '',              -- inbound: the number of ours that was texted
    add column retry_of bigint unique references sms_messages, -- sent again, later: at most once for each message
    add column tries    int not null default 0;                -- calls refused for now (too many requests …)
-- Inbound messages are worked in the order they came; done_at says one has been.
create index sms_messages_unread on sms_messages (phone, id) where direction = 'in' and done_at is null;
