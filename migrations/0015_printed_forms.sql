-- +goose Up
-- Where everything stands that is filled in on a form. Nothing in it is anybody's, so forms that are printed alike share one. A form that
-- comes back is read by the layout that printed it, whatever the program prints by then.
create table form_layouts (
    sum     text primary key check (sum ~ '^[0-9a-f]{64}$'),   -- SHA-256 of the layout, as the program writes it
    service text not null,
    version int not null,
    hash    bytea not null,                                    -- of the definition
    lang    text not null check (lang in ('en', 'cy')),
    format  text not null check (format in ('standard', 'large-print')),
    pages   int not null check (pages between 1 and 99),
    layout  jsonb not null,                                    -- every box: page, question, row, part, option, kind, x, y, w, h in mm
    made_at timestamptz not null default now(),
    foreign key (service, version) references service_versions (service, version)
);
create trigger form_layouts_immutable before update or delete on form_layouts
    for each row execute function refuse_change();

-- Each form that was printed, known by its serial, which stands on every page. One of a draft is printed for a person; a blank one is
-- anybody's. What was posted is the letter whose cause is 'form:<serial>'.
create table printed_forms (
    serial     text primary key check (serial ~ '^[2-9B-DF-HJ-NP-TV-Z]{8}$'),
    agency_id  bigint not null references agencies,
    draft_id   bigint references drafts,
    scope      text not null check (scope in ('left', 'whole', 'blank')),
    layout     text not null references form_layouts,
    actor_role text not null,
    actor_id   bigint not null default 0,
    door       text not null,
    printed_at timestamptz not null default now(),
    check ((scope = 'blank') = (draft_id is null))
);
create index printed_forms_draft on printed_forms (draft_id) where draft_id is not null;
create trigger printed_forms_immutable before update or delete on printed_forms
    for each row execute function refuse_change();

-- A form is longer than a letter may be, and says so to the print house: it may want another envelope.
alter table letters add column piece text not null default 'letter' check (piece in ('letter', 'form'));
