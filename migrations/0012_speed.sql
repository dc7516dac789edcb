-- +goose Up
-- Found by `make bench`: a case page read every decision there is to find its own, and every task where a draft has none.
create index decisions_case on decisions (case_id);
create index tasks_draft on tasks (draft_id) where done_at is null and draft_id is not null;
