-- +goose Up
-- Published definitions: immutable, hashed, pinned by drafts. The files travel with the row, so that a draft begun on
-- version 3 is read by version 3 whatever the binary carries.
create table service_versions (
    service      text not null,
    version      int not null,
    hash         bytea not null,
    files        jsonb not null,                -- name -> text: service.yaml, en.yaml, cy.yaml
    published_at timestamptz not null default now(),
    primary key (service, version)
);
create trigger service_versions_immutable before update or delete on service_versions
    for each row execute function refuse_change();
