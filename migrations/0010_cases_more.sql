-- +goose Up
-- What a job tells of a letter is on the timeline once, however often the job runs.
create unique index events_letter_once on events (draft_id, kind, (data ->> 'letter')) where data ? 'letter';

-- The same file given to the same question twice is one document.
create unique index documents_once on documents (draft_id, question, sha256);

-- A text that must no longer go out: its job is cancelled with it.
alter table notices add column job_id bigint;
alter table notices add column cancelled_at timestamptz;
create index notices_account on notices (account_id) where cancelled_at is null;

-- The working list narrowed: what nobody has, what somebody has, one state.
create index cases_unassigned on cases (agency_id, deadline, id)
    where assignee is null and state in ('received', 'waiting', 'assessing', 'review');
create index cases_assigned on cases (agency_id, assignee, deadline, id)
    where assignee is not null and state in ('received', 'waiting', 'assessing', 'review');
create index cases_state on cases (agency_id, state, deadline, id);
create index tasks_open_case on tasks (case_id) where done_at is null and case_id is not null;
