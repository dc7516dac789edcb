// Package demodata fills an empty database with a believable town: its agencies and their staff, some hundreds of citizens and their
// applications in every state, begun and finished through every door. It calls the same verbs the doors call; only at the end are
// the histories moved into the past. Every person, number and address is from ranges that reach nobody.
package demodata

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

// Config is what loading needs.
type Config struct {
	DB       *pgxpool.Pool
	OfficeAt func(now func() time.Time) *cases.Office // the case office by another clock
	Drain    func(ctx context.Context) error          // works every job there is: texts sent, letters printed and delivered
	Register *accounts.Register
	Staff    *staff.Office
	Contacts *phone.Log
	Service  *services.Service   // the Blue Badge: what most of the town asks for
	More     []*services.Service // the rest of the catalogue; agencies offer what is theirs of it, and some citizens ask for it
	Now      time.Time
	Say      func(sentence string)
	Citizens int // 0 takes 260
}

// Password is that of every member of staff of the demonstration.
const Password = "open-the-same-door"

// ErrReal means that the database holds agencies that are not the demonstration's.
var ErrReal = errors.New("this database holds real agencies, so no demonstration data was loaded; set SAMEDOOR_DEMO=0 or use another database")

// Town is what was loaded.
type Town struct {
	Agencies []staff.Agency
	Members  []staff.Member
}

// Load fills the database once. A load that was killed is thrown away and begun again.
func Load(ctx context.Context, c Config) error {
	done, err := c.begin(ctx)
	if err != nil || done {
		return err
	}
	c.Say("loading the demonstration: the agencies and their staff")
	town, err := c.people(ctx)
	if err != nil {
		return err
	}
	if c.Citizens == 0 {
		c.Citizens = 260
	}
	// Its history is moved into the past at the end, and until then nobody's evidence.
	release, err := audit.Hold(ctx, c.DB)
	if err != nil {
		return err
	}
	defer release()
	began := time.Now()
	if err := c.meet(ctx, town); err != nil {
		return fmt.Errorf("who the tour calls by name: %w", err)
	}
	lived, err := c.lives(ctx, town)
	if err != nil {
		return err
	}
	c.Say("loading the demonstration: sending its texts and printing its letters")
	if err := c.Drain(ctx); err != nil {
		return err
	}
	return c.finish(ctx, began, lived)
}

// lives makes the citizens, a few at a time.
func (c Config) lives(ctx context.Context, town Town) ([]past, error) {
	var made atomic.Int64
	others := c.others()
	all := make([][]past, c.Citizens+len(others)*len(ends))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for i := range c.Citizens {
		g.Go(func() error {
			// seeded by number: the same town every time, whatever order they are made in
			l := life{Config: c, town: town, i: i, rnd: rand.New(rand.NewPCG(29, uint64(i)))}
			l.Office = c.OfficeAt(func() time.Time { return l.now })
			if err := l.live(ctx); err != nil {
				return fmt.Errorf("citizen %d: %w", i, err)
			}
			all[i] = l.past
			if n := made.Add(1); n%50 == 0 {
				c.Say(fmt.Sprintf("loading the demonstration: %d of %d citizens", n, c.Citizens))
			}
			return nil
		})
	}
	for n, s := range others {
		for i, end := range ends {
			at := c.Citizens + n*len(ends) + i
			g.Go(func() error {
				l := life{Config: c, town: town, i: at, rnd: rand.New(rand.NewPCG(31, seed(s.ID, i)))}
				l.Service, l.Office = s, c.OfficeAt(func() time.Time { return l.now })
				if err := l.liveBy(ctx, end); err != nil {
					return fmt.Errorf("citizen %d, %s, %s: %w", at, s.ID, end, err)
				}
				all[at] = l.past
				return nil
			})
		}
	}
	err := g.Wait()
	return slices.Concat(all...), err
}
