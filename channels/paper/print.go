package paper

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Desk prints forms.
type Desk struct {
	db     *pgxpool.Pool
	press  *sheet.Press
	office *cases.Office
	public string
	now    func() time.Time
}

// Config is what New needs.
type Config struct {
	DB     *pgxpool.Pool
	Press  *sheet.Press
	Office *cases.Office
	Public string // address of the web site, printed where something is answered there
	Now    func() time.Time
}

// New makes the desk.
func New(c Config) *Desk {
	return &Desk{db: c.DB, press: c.Press, office: c.Office, public: c.Public, now: c.Now}
}

// Post posts the person of a draft a form of it: Left or Whole. The form is laid out, kept and requested of the post room in one transaction;
// a job renders it. It answers as cases.PostForm does.
func (d *Desk) Post(ctx context.Context, by audit.Actor, draft int64, scope Scope) error {
	return d.office.PostForm(ctx, by, draft, d.make(scope))
}

// PDF makes a form of a draft to be printed at once and handed over.
func (d *Desk) PDF(ctx context.Context, by audit.Actor, draft int64, scope Scope, format sheet.Format) ([]byte, error) {
	drawn, err := d.office.PrintForm(ctx, by, draft, format, d.make(scope))
	if err != nil {
		return nil, err
	}
	return Write(d.press, drawn)
}

// Blank makes an empty form of a service: it has a serial and belongs to nobody.
func (d *Desk) Blank(ctx context.Context, by audit.Actor, agency staff.Agency, s *services.Service, l lang.Lang, format sheet.Format) ([]byte, error) {
	a := Asking{Service: s, Lang: l, Format: format, Scope: Blank, Today: d.today(), Agency: agency, Serial: serial(), Public: d.public}
	made := Lay(d.press, a)
	err := pgx.BeginFunc(ctx, d.db, func(tx pgx.Tx) error { return keep(ctx, tx, by, a, 0, made.Layout) })
	if err != nil {
		return nil, err
	}
	return Write(d.press, made.Drawn)
}

// Write is a form as PDF; the same form is the same bytes.
func Write(press *sheet.Press, drawn sheet.Drawn) ([]byte, error) {
	doc, problems := press.Document(drawn)
	if len(problems) > 0 {
		return nil, fmt.Errorf("print form: %s", problems[0].Name())
	}
	var out bytes.Buffer
	if err := press.PDF(&out, doc); err != nil {
		return nil, fmt.Errorf("print form: %w", err)
	}
	return out.Bytes(), nil
}

// Making is how cases has a form made: for doors that post one themselves.
func (d *Desk) Making(scope Scope) cases.MakeForm { return d.make(scope) }

// make is how cases has a form made.
func (d *Desk) make(scope Scope) cases.MakeForm {
	return func(ctx context.Context, tx pgx.Tx, f cases.FormFor) (string, sheet.Drawn, error) {
		a := Asking{Service: f.Draft.Service, Lang: f.Lang, Format: f.Format, Scope: scope, Answers: f.Draft.Values(), Today: d.today(),
			Agency: f.Agency, Serial: serial(), Reference: f.Draft.Reference, Name: f.Name, Address: f.Address, Public: d.public}
		made := Lay(d.press, a)
		if err := keep(ctx, tx, f.By, a, f.Draft.ID, made.Layout); err != nil {
			return "", sheet.Drawn{}, err
		}
		return a.Serial, made.Drawn, nil
	}
}

func (d *Desk) today() services.Day { return services.DayOf(d.now().In(lang.London)) }

// serial is one of 17 thousand million, drawn by lot: whoever has one form cannot tell the number of another. Two alike are refused by
// the table.
func serial() string { return cases.Reference(rand.IntN) }
