-- +goose Up
-- Pictures that came with a text: where Twilio keeps each, and the document it became. Written by channels/sms only.
create table sms_media (
    message_id  bigint not null references sms_messages,
    n           int not null,                       -- which of the message, from 0
    url         text not null,
    state       text not null default 'waiting'     -- unwanted: nobody asked for a picture; lost: Twilio did not give it
                check (state in ('waiting', 'kept', 'unwanted', 'lost', 'type', 'big', 'many')),
    document_id bigint references documents,
    name        text not null default '',           -- the document's
    tries       int not null default 0,
    primary key (message_id, n)
);
