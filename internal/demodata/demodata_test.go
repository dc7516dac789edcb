package demodata

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/letters"
	"github.com/samedoor/samedoor/letters/sheet"
	"github.com/samedoor/samedoor/services"
	"github.com/samedoor/samedoor/staff"
)

func setup(t *testing.T) Config {
	t.Helper()
	db := pgtest.New(t)
	jobs, err := river.NewClient(riverpgxv5.New(db), &river.Config{})
	if err != nil {
		t.Fatal(err)
	}
	press, err := sheet.New()
	if err != nil {
		t.Fatal(err)
	}
	key := []byte("a key of thirty-two bytes, really")
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	register := accounts.New(db, key)
	register.Now = clock
	post := letters.New(letters.Config{DB: db, Jobs: jobs, Press: press, Printer: letters.Folder{Dir: t.TempDir()}, Codes: register.CodeText,
		Public: "http://127.0.0.1:8080", Workday: func(d time.Time) time.Time { return cases.AddWorkingDays("england-and-wales", d, 1) }})
	library := services.NewLibrary(db)
	s, _ := library.Current("blue-badge")
	for _, one := range library.All() {
		if err := services.Publish(t.Context(), db, one); err != nil {
			t.Fatal(err)
		}
	}
	return Config{DB: db, Register: register, Staff: staff.New(db, key), Contacts: phone.New(db, register), Service: s, Now: now, Say: func(string) {},
		Drain: func(context.Context) error { return nil },
		OfficeAt: func(now func() time.Time) *cases.Office {
			return cases.New(cases.Config{DB: db, Jobs: jobs, Library: library, Register: register, Post: post, Public: "http://127.0.0.1:8080", Now: now})
		}}
}

func TestATownInAllStates(t *testing.T) {
	t.Parallel()
	c := setup(t)
	var mu sync.Mutex
	var said []string
	c.Say = func(s string) { mu.Lock(); defer mu.Unlock(); said = append(said, s) }
	c.Citizens, c.More = 150, catalogue(t)
	if err := Load(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	count := func(query string) (n int) {
		t.Helper()
		if err := c.DB.QueryRow(t.Context(), query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for name, query := range map[string]string{
		"councils and offices":         `select (count(*) > 2)::int from agencies`,
		"staff in three roles":         `select (count(*) > 6 and count(distinct role) = 3)::int from staff`,
		"somebody in every agency":     `select (count(*) = 0)::int from agencies a where not exists (select 1 from staff s where s.agency_id = a.id)`,
		"done without a decision":      `select count(*) from cases c join events e on e.case_id = c.id and e.kind = 'done' where c.state = 'closed'`,
		"open drafts":                  `select count(*) from drafts where state = 'open'`,
		"received":                     `select count(*) from cases where state = 'received'`,
		"waiting":                      `select count(*) from cases where state = 'waiting'`,
		"assessing":                    `select count(*) from cases where state = 'assessing'`,
		"awarded":                      `select count(*) from cases where state = 'awarded'`,
		"refused":                      `select count(*) from cases where state = 'refused'`,
		"withdrawn":                    `select count(*) from cases where state = 'withdrawn'`,
		"in review":                    `select count(*) from cases where state = 'review'`,
		"the web door":                 `select count(*) from drafts where started_door = 'web'`,
		"the phone door":               `select count(*) from drafts where started_door = 'phone'`,
		"the counter":                  `select count(*) from drafts where started_door = 'counter'`,
		"begun and finished apart":     `select count(*) from drafts where started_door <> touched_door`,
		"letters":                      `select count(*) from letters`,
		"texts":                        `select count(*) from notices`,
		"contacts that ended":          `select count(*) from contacts where ended_at is not null`,
		"histories that are old":       `select count(*) from events where at < '2026-10-20'`,
		"large print for who needs it": `select count(*) from letters where format = 'large-print'`,
		"Welsh letters":                `select count(*) from letters where lang = 'cy'`,
	} {
		if count(query) == 0 {
			t.Errorf("the town lacks: %s", name)
		}
	}
	for _, s := range c.others() {
		for _, what := range []string{`drafts where state = 'open' and`, `cases where state = 'received' and`, `cases where state in ('awarded', 'closed') and`, `agency_services where`} {
			if count(`select count(*) from `+what+` service = '`+s.ID+`'`) == 0 {
				t.Errorf("of %s the town has no %s", s.ID, what)
			}
		}
	}
	for _, number := range phones(t, c) {
		if !reachesNobody.MatchString(number) {
			t.Errorf("%s is outside the ranges that reach nobody", number)
		}
	}
	if len(said) < 3 || !strings.Contains(strings.Join(said, " "), "of 150") {
		t.Errorf("loading said only %v", said)
	}
	before := count(`select count(*) from accounts`)
	if err := Load(t.Context(), c); err != nil || count(`select count(*) from accounts`) != before {
		t.Errorf("a second load changed the town: %v", err)
	}
}

// catalogue is every service of this program.
func catalogue(t *testing.T) []*services.Service {
	t.Helper()
	all, err := services.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return slices.Collect(maps.Values(all))
}

// Every service of this program has an agency in the town that it is asked of.
func TestEveryServiceHasAnOwner(t *testing.T) {
	t.Parallel()
	for _, s := range catalogue(t) {
		if len(owners[s.ID]) == 0 {
			t.Errorf("%s belongs to no agency of the town", s.ID)
		}
	}
}

func TestABrokenOffLoadIsBegunAgain(t *testing.T) {
	t.Parallel()
	c := setup(t)
	if _, err := c.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := c.people(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Citizens = 3
	if err := Load(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

func TestARealDatabaseIsLeftAlone(t *testing.T) {
	t.Parallel()
	c := setup(t)
	if _, err := c.Staff.AddAgency(t.Context(), staff.Agency{Slug: "real", NameEn: "Real", NameCy: "Real", Nation: "scotland"}); err != nil {
		t.Fatal(err)
	}
	if err := Load(t.Context(), c); !errors.Is(err, ErrReal) {
		t.Errorf("loaded over real agencies: %v", err)
	}
}

var reachesNobody = regexp.MustCompile(`^\+447700900[0-9]{3}$|^\+442079460[0-9]{3}$`)

// phones are all numbers on record; they stand sealed.
func phones(t *testing.T, c Config) (all []string) {
	t.Helper()
	rows, _ := c.DB.Query(t.Context(), `select sealed from account_contacts where kind <> 'email'`)
	sealed, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	if err != nil || len(sealed) == 0 {
		t.Fatalf("%d numbers, %v", len(sealed), err)
	}
	for _, s := range sealed {
		number, err := c.Register.Unseal(accounts.Phone, s)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, number)
	}
	return all
}
