-- +goose Up
-- For queries that would read a whole table as it grows: a text from a phone (its last notice), the sweep of reports every two minutes,
-- and the hourly look for letters the printer has said nothing of.
create index notices_phone on notices (phone, id desc);
create index sms_messages_sent on sms_messages (sent_at) where direction = 'out' and state = 'sent';
create index letters_dispatched on letters (dispatched_at) where state = 'dispatched';
