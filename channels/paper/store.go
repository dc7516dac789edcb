package paper

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// Printed is one form that was printed.
type Printed struct {
	Serial    string
	Agency    int64
	Draft     int64 // 0 of a blank form
	Scope     Scope
	Layout    Layout
	PrintedAt time.Time
}

// ErrNotFound says that no form with this serial was printed, or no such page of it.
var ErrNotFound = errors.New("no such form")

// keep writes down that a form was printed, and where everything on it stands; forms that are printed alike share one layout.
func keep(ctx context.Context, tx pgx.Tx, by audit.Actor, a Asking, draft int64, l Layout) error {
	hash, err := hex.DecodeString(l.Hash)
	if err != nil {
		return err
	}
	sum := l.Sum()
	b := &pgx.Batch{}
	b.Queue(`
		insert into form_layouts (sum, service, version, hash, lang, format, pages, layout)
		values (@sum, @service, @version, @hash, @lang, @format, @pages, @layout)
		on conflict (sum) do nothing`,
		pgx.NamedArgs{"sum": sum, "service": l.Service, "version": l.Version, "hash": hash, "lang": l.Lang, "format": l.Format,
			"pages": l.Pages, "layout": l.JSON()})
	b.Queue(`
		insert into printed_forms (serial, agency_id, draft_id, scope, layout, actor_role, actor_id, door)
		values (@serial, @agency, nullif(@draft, 0), @scope, @layout, @role, @actor, @door)`,
		pgx.NamedArgs{"serial": a.Serial, "agency": a.Agency.ID, "draft": draft, "scope": a.Scope, "layout": sum,
			"role": by.Role, "actor": by.ID, "door": by.Door})
	if err := tx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("keep form %s: %w", a.Serial, err)
	}
	return nil
}

// Form is a form that was printed, with the layout to read it by. ErrNotFound.
func (d *Desk) Form(ctx context.Context, serial string) (Printed, error) {
	p := Printed{Serial: serial}
	err := d.db.QueryRow(ctx, `
		select f.agency_id, coalesce(f.draft_id, 0), f.scope, f.printed_at, l.layout
		from printed_forms f join form_layouts l on l.sum = f.layout
		where f.serial = $1`, serial).Scan(&p.Agency, &p.Draft, &p.Scope, &p.PrintedAt, &p.Layout)
	if errors.Is(err, pgx.ErrNoRows) {
		return Printed{}, fmt.Errorf("form %s: %w", serial, ErrNotFound)
	}
	if err != nil {
		return Printed{}, fmt.Errorf("form %s: %w", serial, err)
	}
	return p, nil
}

// Of is the form and the page that a mark was read from: ErrMark where the mark does not go with what was printed.
func (d *Desk) Of(ctx context.Context, m Mark) (Printed, error) {
	p, err := d.Form(ctx, m.Serial)
	if err != nil {
		return Printed{}, err
	}
	if p.Layout.short() != m.Layout || p.Layout.Pages != m.Of {
		return Printed{}, fmt.Errorf("form %s: %w", m.Serial, ErrMark)
	}
	return p, nil
}
