-- +goose Up
-- When a decision was told in a form its person can read, and until when a review can be asked for from then on: the decision itself is
-- never rewritten.
create table decision_clocks (
    id           bigint generated always as identity primary key,
    decision_id  bigint not null references decisions,
    review_until date not null,
    at           timestamptz not null default now()
);
create index decision_clocks_decision on decision_clocks (decision_id);
