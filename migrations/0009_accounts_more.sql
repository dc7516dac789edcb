-- +goose Up
-- Somebody with no fixed address may have letters kept for them care of somebody else: then there are lines and a postcode too.
alter table account_addresses add column no_fixed boolean not null default false;
