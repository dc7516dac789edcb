package phone

import (
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/internal/pgtest"
	"github.com/samedoor/samedoor/lang"
)

// bundle is a log with two members of one agency, one of another, and a person.
type bundle struct {
	db               *pgxpool.Pool
	log              *Log
	register         *accounts.Register
	me, other, there audit.Actor
	account          int64
}

func setup(t *testing.T) bundle {
	t.Helper()
	t.Parallel()
	b := bundle{db: pgtest.New(t)}
	b.register = accounts.New(b.db, []byte("a secret of the test"))
	b.log = New(b.db, b.register)
	var agencies, members [3]int64
	for i, slug := range []string{"anytown", "seaborough"} {
		err := b.db.QueryRow(t.Context(), `insert into agencies (slug, name_en, name_cy) values ($1, $1, $1) returning id`, slug).Scan(&agencies[i])
		if err != nil {
			t.Fatal(err)
		}
	}
	agencies[2] = agencies[1]
	for i, agency := range []int64{agencies[0], agencies[0], agencies[1]} {
		err := b.db.QueryRow(t.Context(), `
			insert into staff (agency_id, username, display_name, role, password_hash) values ($1, $2, $2, 'agent', 'none') returning id`,
			agency, string(rune('a'+i))).Scan(&members[i])
		if err != nil {
			t.Fatal(err)
		}
	}
	actor := func(i int, agency int64) audit.Actor {
		return audit.Actor{Role: audit.Staff, ID: members[i], Agency: agency, Door: channels.Phone}
	}
	b.me, b.other, b.there = actor(0, agencies[0]), actor(1, agencies[0]), actor(2, agencies[1])
	err := b.db.QueryRow(t.Context(), `insert into accounts (full_name, created_door) values ('Margaret Ellis', 'phone') returning id`).Scan(&b.account)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// begin opens a contact that is about the person.
func (b bundle) begin(t *testing.T) Contact {
	t.Helper()
	c, problems, err := b.log.Begin(t.Context(), b.me, Contact{Door: channels.Phone, Reason: "apply", Account: b.account})
	if err != nil || len(problems) > 0 {
		t.Fatalf("begin: %v, %v", problems, err)
	}
	return c
}

func TestAContactNeedsDoorReasonAndOutcome(t *testing.T) {
	b := setup(t)
	for _, c := range []struct {
		contact Contact
		fields  []string
	}{
		{Contact{}, []string{"door", "reason"}},
		{Contact{Door: channels.Phone}, []string{"reason"}},
		{Contact{Door: channels.None, Reason: "apply"}, []string{"door"}},
		{Contact{Door: channels.Phone, Reason: "because"}, []string{"reason"}},
		{Contact{Door: channels.Phone, Reason: "apply", Caller: "the cat"}, []string{"caller"}},
	} {
		made, problems, err := b.log.Begin(t.Context(), b.me, c.contact)
		if err != nil || made.ID != 0 || len(problems) != len(c.fields) {
			t.Errorf("%+v: %v, %v", c.contact, problems, err)
			continue
		}
		for i, p := range problems {
			if p.Field != c.fields[i] || p.Code != "required" {
				t.Errorf("%+v: %v", c.contact, problems)
			}
		}
	}
	c := b.begin(t)
	for _, outcome := range []string{"", "nonsense"} {
		problems, err := b.log.End(t.Context(), b.me, c.ID, Ending{Outcome: outcome})
		if err != nil || len(problems) != 1 || problems[0].Field != "outcome" {
			t.Errorf("%q: %v, %v", outcome, problems, err)
		}
	}
	if problems, err := b.log.End(t.Context(), b.me, c.ID, Ending{Outcome: "answered", Note: " rang about the post "}); err != nil || len(problems) > 0 {
		t.Fatalf("end: %v, %v", problems, err)
	}
	read, err := b.log.Read(t.Context(), b.other, c.ID)
	if err != nil || read.Outcome != "answered" || read.Note != "rang about the post" || read.EndedAt == nil || read.Name != "Margaret Ellis" || read.StaffName != "a" {
		t.Errorf("it now is %+v, %v", read, err)
	}
	if _, err := b.log.End(t.Context(), b.me, c.ID, Ending{Outcome: "answered"}); !errors.Is(err, ErrNotFound) {
		t.Errorf("ended twice: %v", err)
	}
}

func TestAContactIsOnesOwn(t *testing.T) {
	b := setup(t)
	c := b.begin(t)
	for _, who := range []audit.Actor{b.other, b.there} {
		if _, err := b.log.End(t.Context(), who, c.ID, Ending{Outcome: "answered"}); !errors.Is(err, ErrNotFound) {
			t.Errorf("%d ended it: %v", who.ID, err)
		}
		if err := b.log.About(t.Context(), who, c.ID, b.account, 0); !errors.Is(err, ErrNotFound) {
			t.Errorf("%d changed it: %v", who.ID, err)
		}
		if open, err := b.log.Open(t.Context(), who); err != nil || len(open) != 0 {
			t.Errorf("%d has it open: %v, %v", who.ID, open, err)
		}
	}
	if _, err := b.log.Read(t.Context(), b.there, c.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("another agency reads it: %v", err)
	}
	if all, err := b.log.ByAccount(t.Context(), b.there, b.account); err != nil || len(all) != 0 {
		t.Errorf("another agency lists it: %v, %v", all, err)
	}
	if all, err := b.log.ByAccount(t.Context(), b.other, b.account); err != nil || len(all) != 1 {
		t.Errorf("a colleague does not: %v, %v", all, err)
	}
}

// eve is Christmas Eve 2026, a Thursday: Friday 25 and Monday 28 December are bank holidays and nobody rings on the weekend between.
var eve = time.Date(2026, time.December, 24, 15, 10, 0, 0, time.UTC)

func TestSlotsAreInWorkingHours(t *testing.T) {
	b := setup(t)
	free, err := b.log.Slots(t.Context(), b.me, "england-and-wales", eve)
	if err != nil {
		t.Fatal(err)
	}
	first, then := free[0], free[3]
	if !first.Equal(eve.Truncate(time.Hour).Add(30*time.Minute)) || !then.Equal(time.Date(2026, time.December, 29, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("the slots begin %v, and go on %v", first, then)
	}
	if last := free[len(free)-1]; last.Hour() != 16 || last.Minute() != 30 || last.Day() != 30 {
		t.Errorf("the last is %v", last)
	}
}

func TestASlotIsFullAtThree(t *testing.T) {
	b := setup(t)
	slot := eve.Truncate(time.Hour).Add(30 * time.Minute)
	if problems, err := b.log.End(t.Context(), b.me, b.begin(t).ID, Ending{Outcome: WeRingBack}); err != nil || len(problems) != 1 || problems[0].Field != "slot" {
		t.Errorf("without a slot: %v, %v", problems, err)
	}
	for n := range inASlot + 1 {
		c := b.begin(t)
		problems, err := b.log.End(t.Context(), b.me, c.ID, Ending{Outcome: WeRingBack, RingBack: slot})
		if full := n == inASlot; err != nil || full != (len(problems) == 1) || full && problems[0].Code != "taken" {
			t.Errorf("number %d: %v, %v", n+1, problems, err)
		}
		if read, err := b.log.Read(t.Context(), b.me, c.ID); err != nil || (read.EndedAt == nil) != (n == inASlot) {
			t.Errorf("number %d is %+v, %v", n+1, read, err)
		}
	}
	free, err := b.log.Slots(t.Context(), b.me, "england-and-wales", eve)
	if err != nil || free[0].Equal(slot) {
		t.Errorf("the full one is offered: %v, %v", free[0], err)
	}
	free, err = b.log.Slots(t.Context(), b.there, "england-and-wales", eve)
	if err != nil || !free[0].Equal(slot) {
		t.Errorf("it is full for another agency as well: %v, %v", free[0], err)
	}
}

func TestACallBackIsTriedThreeTimes(t *testing.T) {
	b := setup(t)
	slot := eve.Truncate(time.Hour).Add(30 * time.Minute)
	if _, err := b.log.End(t.Context(), b.me, b.begin(t).ID, Ending{Outcome: WeRingBack, RingBack: slot}); err != nil {
		t.Fatal(err)
	}
	owed := func(who audit.Actor) []Callback {
		t.Helper()
		all, err := b.log.Callbacks(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if len(owed(b.there)) != 0 {
		t.Error("another agency owes it")
	}
	for n := range attempts {
		all := owed(b.other)
		if len(all) != 1 || all[0].Attempts != n || all[0].Name != "Margaret Ellis" || !all[0].Slot.Equal(slot.Add(time.Duration(n)*time.Hour)) {
			t.Fatalf("after %d tries: %+v", n, all)
		}
		if err := b.log.Rang(t.Context(), b.there, all[0].ID, true); !errors.Is(err, ErrNotFound) {
			t.Errorf("another agency rang: %v", err)
		}
		if err := b.log.Rang(t.Context(), b.other, all[0].ID, false); err != nil {
			t.Fatal(err)
		}
	}
	if all := owed(b.me); len(all) != 0 {
		t.Errorf("after three tries it is still owed: %+v", all)
	}
}

func TestEveryCodeIsWorded(t *testing.T) {
	t.Parallel()
	for _, l := range lang.All {
		for prefix, codes := range map[string][]string{"reasons": Reasons[:], "outcomes": Outcomes[:], "callers": Callers[:]} {
			for _, code := range codes {
				if key := "contacts." + prefix + "." + code; !lang.Has(l, key) {
					t.Errorf("%s is not worded in %s", key, l)
				}
			}
		}
	}
}
