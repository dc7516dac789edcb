package staff

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/samedoor/samedoor/audit"
)

// AddAgency makes an agency offering services; its slug is unique (ErrTaken), of lower-case letters, digits and dashes, and its
// nation one of three (ErrInvalid); no nation is England and Wales.
func (o *Office) AddAgency(ctx context.Context, a Agency) (Agency, error) {
	if a.Nation == "" {
		a.Nation = "england-and-wales"
	}
	for _, t := range a.Settings.SchoolTerms {
		if _, _, err := t.Days(); err != nil {
			return Agency{}, fmt.Errorf("%w: %w", ErrInvalid, err)
		}
	}
	err := pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `
			insert into agencies (slug, name_en, name_cy, nation, settings)
			values (@slug, @en, @cy, @nation, @settings) returning id`,
			pgx.NamedArgs{"slug": a.Slug, "en": a.NameEn, "cy": a.NameCy, "nation": a.Nation, "settings": a.Settings}).Scan(&a.ID)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			insert into agency_services (agency_id, service)
			select distinct @agency::bigint, s from unnest(@services::text[]) s`,
			pgx.NamedArgs{"agency": a.ID, "services": a.Services})
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.TheSystem, audit.Entry{Verb: "agency.added", Why: a.Slug})
	})
	if err != nil {
		return Agency{}, fmt.Errorf("add agency: %w", plain(err))
	}
	o.agencies.forget()
	return a, nil
}

// AddTeam makes a team of an agency; its name is unique there (ErrTaken).
func (o *Office) AddTeam(ctx context.Context, agency int64, name string) (id int64, err error) {
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `insert into teams (agency_id, name) values (@agency, @name) returning id`,
			pgx.NamedArgs{"agency": agency, "name": name}).Scan(&id)
		if err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.TheSystem, audit.Entry{Verb: "team.added", Why: fmt.Sprintf("team %d of agency %d", id, agency)})
	})
	if err != nil {
		return 0, fmt.Errorf("add team to agency %d: %w", agency, plain(err))
	}
	return id, nil
}

// AddMember makes a member of staff with a password of at least 10 characters (ErrPassword). The user name is kept in lower case and
// is unique over all agencies (ErrTaken); the team, if any, must be the agency's (ErrInvalid).
func (o *Office) AddMember(ctx context.Context, m Member, password string) (Member, error) {
	m.Username = cleanUsername(m.Username)
	if m.Username == "" || strings.TrimSpace(m.DisplayName) == "" || rank(m.Role) == 0 {
		return Member{}, fmt.Errorf("add member: name or role missing: %w", ErrInvalid)
	}
	if weak(m.Username, password) {
		return Member{}, ErrPassword
	}
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return Member{}, fmt.Errorf("add member: %w", err)
	}
	err = pgx.BeginFunc(ctx, o.db, func(tx pgx.Tx) error {
		if err := insertMember(ctx, tx, &m, hash); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.TheSystem, audit.Entry{Verb: "staff.added", Why: fmt.Sprintf("member %d", m.ID)})
	})
	if err != nil {
		return Member{}, fmt.Errorf("add member: %w", plain(err))
	}
	return m, nil
}

func insertMember(ctx context.Context, tx pgx.Tx, m *Member, hash string) error {
	err := tx.QueryRow(ctx, `
		insert into staff (agency_id, team_id, username, display_name, role, password_hash, welsh_speaker)
		select @agency::bigint, nullif(@team::bigint, 0), @username::text, @display::text, @role::text, @hash::text, @welsh::boolean
		where @team::bigint = 0 or exists (select from teams where id = @team::bigint and agency_id = @agency::bigint)
		returning id`,
		pgx.NamedArgs{"agency": m.Agency, "team": m.Team, "username": m.Username, "display": m.DisplayName,
			"role": m.Role, "hash": hash, "welsh": m.Welsh}).Scan(&m.ID)
	if errors.Is(err, pgx.ErrNoRows) {
		return fmt.Errorf("team %d is another agency's: %w", m.Team, ErrInvalid)
	}
	return err
}

// plain says what a refusal of the database means.
func plain(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return err
	}
	switch pg.Code {
	case "23505":
		return ErrTaken
	case "23503", "23514":
		return fmt.Errorf("%s: %w", pg.ConstraintName, ErrInvalid)
	}
	return err
}
