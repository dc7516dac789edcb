-- +goose Up
-- What the weights of matching were learnt as, by name of field and level. The newest counts; without any, those shipped with the program.
create table matching_models (
    version     integer generated always as identity (start with 2) primary key,   -- 1 is the one shipped
    learnt_at   timestamptz not null default now(),
    people      bigint not null,            -- on record then
    learnt_from bigint not null,            -- whose records were compared
    model       jsonb not null
);

-- How many people have a value, where so many have it that the row tells of nobody; '' is all who have any.
create table matching_values (
    version integer not null references matching_models on delete cascade,
    field   text not null,                  -- given, surname, middle, born, postcode
    value   text not null,                  -- folded, as matching compares it
    people  bigint not null,
    primary key (version, field, value)
);
