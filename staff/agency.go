package staff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/lang"
)

// agencyAge is how long agencies are remembered: a change made by another process shows within it.
const agencyAge = 5 * time.Second

// agencyCache remembers all agencies; there are never more than some hundreds.
type agencyCache struct {
	sync.Mutex
	all  []Agency
	read time.Time
}

// Agency finds an agency by id; AgencyBySlug by its short name. ErrNotFound. Cached for a few seconds: they change rarely.
func (o *Office) Agency(ctx context.Context, id int64) (Agency, error) {
	return o.agency(ctx, func(a Agency) bool { return a.ID == id })
}

// AgencyBySlug finds an agency by its short name, or ErrNotFound.
func (o *Office) AgencyBySlug(ctx context.Context, slug string) (Agency, error) {
	return o.agency(ctx, func(a Agency) bool { return a.Slug == slug })
}

// Agencies are all agencies by name.
func (o *Office) Agencies(ctx context.Context) ([]Agency, error) {
	all, err := o.remembered(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Agency, len(all))
	for i, a := range all {
		out[i] = a.clone()
	}
	return out, nil
}

// Phone is where somebody rings an agency.
type Phone struct{ Agency, Number, Hours string }

// Phones are the agencies that can be rung, by name, as they are told in a language.
func (o *Office) Phones(ctx context.Context, l lang.Lang) ([]Phone, error) {
	all, err := o.remembered(ctx)
	if err != nil {
		return nil, err
	}
	var out []Phone
	for _, a := range all {
		if a.Settings.Phone != "" {
			out = append(out, Phone{a.Name(l), a.Settings.Phone, a.Hours(l)})
		}
	}
	return out, nil
}

func (o *Office) agency(ctx context.Context, is func(Agency) bool) (Agency, error) {
	all, err := o.remembered(ctx)
	if err != nil {
		return Agency{}, err
	}
	i := slices.IndexFunc(all, is)
	if i < 0 {
		return Agency{}, ErrNotFound
	}
	return all[i].clone(), nil
}

// clone keeps callers from changing what is remembered.
func (a Agency) clone() Agency {
	a.Services = slices.Clone(a.Services)
	a.Settings.Address = slices.Clone(a.Settings.Address)
	a.Settings.Counter = slices.Clone(a.Settings.Counter)
	a.Settings.SchoolTerms = slices.Clone(a.Settings.SchoolTerms)
	return a
}

func (o *Office) remembered(ctx context.Context) ([]Agency, error) {
	c := &o.agencies
	c.Lock()
	defer c.Unlock()
	if !c.read.IsZero() && time.Since(c.read) < agencyAge {
		return c.all, nil
	}
	began := time.Now()
	rows, _ := o.db.Query(ctx, selectAgencies+` order by lower(a.name_en), a.id`)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Agency])
	if err != nil {
		return nil, fmt.Errorf("agencies: %w", err)
	}
	c.all, c.read = all, began
	return all, nil
}

// forget makes the next reader ask the database.
func (c *agencyCache) forget() {
	c.Lock()
	defer c.Unlock()
	c.read = time.Time{}
}

const selectAgencies = `
	select a.id, a.slug, a.name_en, a.name_cy, a.nation, a.settings,
	       array(select s.service from agency_services s where s.agency_id = a.id order by s.service) as services
	from agencies a`

// AgencyTx is Agency inside the caller's transaction.
func AgencyTx(ctx context.Context, tx pgx.Tx, id int64) (Agency, error) {
	rows, _ := tx.Query(ctx, selectAgencies+` where a.id = @id`, pgx.NamedArgs{"id": id})
	a, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Agency])
	if errors.Is(err, pgx.ErrNoRows) {
		return Agency{}, ErrNotFound
	}
	if err != nil {
		return Agency{}, fmt.Errorf("agency %d: %w", id, err)
	}
	return a, nil
}

// QueueAgency reads the agency that a condition on a finds, as part of a batch; the batch fails with pgx.ErrNoRows where there is none.
func QueueAgency(b *pgx.Batch, where string, args pgx.NamedArgs, into *Agency) {
	b.Queue(selectAgencies+` where `+where, args).Query(func(rows pgx.Rows) (err error) {
		*into, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Agency])
		return err
	})
}
