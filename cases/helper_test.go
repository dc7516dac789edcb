package cases

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// mandate lets helper do everything for person, or what change makes of it.
func (b *bundle) mandate(person, helper int64, change func(n *accounts.NewMandate)) accounts.Mandate {
	b.Helper()
	b.register.Now = func() time.Time { return b.now }
	n := accounts.NewMandate{Mandate: accounts.Mandate{Account: person, Helper: helper, Kind: accounts.Helper, Relationship: "family",
		Reason: "online", May: accounts.Rights{See: true, Talk: true, Act: true}, Evidence: accounts.AskedSpeaking}}
	if change != nil {
		change(&n)
	}
	by := b.agent
	by.Proven = true
	m, problems, err := b.register.RegisterMandate(b.Context(), by, n)
	must(b.T, err)
	if len(problems) > 0 {
		b.Fatalf("mandate: %v", problems)
	}
	return m
}

// pair is a person, somebody who helps them, and that somebody as an actor online.
func (b *bundle) pair() (person, helper accounts.Account, by audit.Actor) {
	b.Helper()
	person = b.account(b.T, nil)
	helper = b.account(b.T, func(d *accounts.Details) { d.FullName, d.DateOfBirth.Y, d.Mobile = "Jane Ellis", 1970, "07700 900456" })
	return person, helper, audit.Actor{Role: audit.Helper, ID: helper.ID, For: person.ID, Door: channels.Web}
}

func (b *bundle) put(by audit.Actor, draft int64, question string, in services.Input) Outcome {
	b.Helper()
	out, err := b.office.Answer(b.Context(), by, AnswerInput{Draft: draft, Question: question, Input: in})
	must(b.T, err)
	if len(out.Problems) > 0 {
		b.Fatalf("%s: %v", question, out.Problems)
	}
	return out
}

// A daughter begins online, her mother carries on by phone and by text, and the daughter online again: one draft, of the mother's account,
// each at the question where the other stopped, and each answer with who gave it for whom.
func TestADaughterBeginsAndHerMotherCarriesOn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mother, daughter, by := b.pair()
	m := b.mandate(mother.ID, daughter.ID, nil)
	d, err := b.office.Start(t.Context(), by, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: mother.ID, Prefill: true})
	must(t, err)
	if d.Account != mother.ID {
		t.Fatalf("the draft belongs to %d, want the mother's account %d", d.Account, mother.ID)
	}
	first := d.Service.Next(d.Values(), b.office.today()).Question.ID
	next := b.put(by, d.ID, first, value("self")).Next.Question.ID

	phone := b.agent
	phone.Proven = true
	d, err = b.office.Draft(t.Context(), phone, d.ID)
	must(t, err)
	if at := d.Service.Next(d.Values(), b.office.today()).Question.ID; at != next {
		t.Errorf("on the phone it goes on at %s, want %s where the daughter stopped", at, next)
	}
	steps := walking()
	at := b.put(phone, d.ID, next, steps[next]).Next.Question.ID

	text := audit.Actor{Role: audit.Citizen, ID: mother.ID, Door: channels.SMS}
	d, err = b.office.Draft(t.Context(), text, d.ID)
	must(t, err)
	if now := d.Service.Next(d.Values(), b.office.today()).Question.ID; now != at {
		t.Errorf("by text it goes on at %s, want %s", now, at)
	}
	in, known := steps[at]
	if !known {
		in = d.Service.Question(at).Example(b.office.today())
	}
	b.put(text, d.ID, at, in)

	d, err = b.office.Draft(t.Context(), by, d.ID)
	must(t, err)
	a := d.Answers[first]
	if a.Role != audit.Helper || a.By != daughter.ID || a.For != mother.ID || a.Helper != "Jane Ellis" {
		t.Errorf("the first answer: %+v", a)
	}
	if c := d.Answers[at]; c.Role != audit.Citizen || c.For != 0 || c.Door != channels.SMS {
		t.Errorf("the answer by text: %+v", c)
	}
	events, err := b.office.Timeline(t.Context(), d.ID)
	must(t, err)
	if e := events[0]; e.Kind != "started" || e.Helper != "Jane Ellis" || e.For != mother.FullName {
		t.Errorf("the timeline begins with %+v", e)
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'draft.started' and actor_role = 'helper' and on_behalf = $1`, mother.ID); n != 1 {
		t.Errorf("the record says %d times that she began it for her mother", n)
	}

	// The mother ends it by text: an open session of the daughter is worth nothing from this moment.
	must(t, b.register.EndMandate(t.Context(), text, m.ID, ""))
	if _, err := b.office.Draft(t.Context(), by, d.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("ended, and she still sees it: %v", err)
	}
	if _, err := b.office.Answer(t.Context(), by, AnswerInput{Draft: d.ID, Question: first, Input: value("self")}); !errors.Is(err, ErrNotFound) {
		t.Errorf("ended, and she still answers: %v", err)
	}
	if _, err := b.office.Draft(t.Context(), text, d.ID); err != nil {
		t.Errorf("the mother's own is gone with it: %v", err)
	}
}

func TestScopesAreKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for name, tt := range map[string]struct {
		change          func(n *accounts.NewMandate)
		see, act, begin error
	}{
		"everything":     {nil, nil, nil, nil},
		"only seeing":    {func(n *accounts.NewMandate) { n.May = accounts.Rights{See: true} }, nil, ErrNotAllowed, ErrNotFound},
		"only talking":   {func(n *accounts.NewMandate) { n.May = accounts.Rights{Talk: true} }, ErrNotFound, ErrNotFound, ErrNotFound},
		"this service":   {func(n *accounts.NewMandate) { n.Service = "blue-badge" }, nil, nil, nil},
		"another":        {func(n *accounts.NewMandate) { n.Service = "bus-pass" }, ErrNotFound, ErrNotFound, ErrNotFound},
		"property power": {power("property"), ErrNotFound, ErrNotFound, ErrNotFound},
		"health power":   {power("health"), nil, nil, nil},
		"both powers":    {power(""), nil, nil, nil},
		"begins later": {func(n *accounts.NewMandate) { n.Starts = services.Day{Y: 2026, M: time.November, D: 21} }, ErrNotFound, ErrNotFound,
			ErrNotFound},
	} {
		person, helper, by := b.pair()
		d := b.start(t, b.agent, person.ID)
		b.mandate(person.ID, helper.ID, tt.change)
		_, see := b.office.Draft(t.Context(), by, d.ID)
		_, act := b.office.Answer(t.Context(), by, AnswerInput{Draft: d.ID, Question: "applying-for", Input: value("self")})
		_, begin := b.office.Start(t.Context(), by, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: person.ID})
		if tt.begin == ErrNotFound && tt.see == nil {
			tt.begin = ErrNotAllowed // they may see such, and not begin one
		}
		if !errors.Is(see, tt.see) || !errors.Is(act, tt.act) || !errors.Is(begin, tt.begin) {
			t.Errorf("%s: see %v act %v begin %v; want %v %v %v", name, see, act, begin, tt.see, tt.act, tt.begin)
		}
		if _, _, err := b.office.Submit(t.Context(), by, d.ID); !errors.Is(err, tt.act) {
			t.Errorf("%s: sends: %v, want %v", name, err, tt.act)
		}
		if _, err := b.office.AddDocument(t.Context(), by, d.ID, "", "other", "a.pdf", strings.NewReader("%PDF-1.4\n%x")); tt.act != nil && !errors.Is(err, tt.act) {
			t.Errorf("%s: adds a document: %v", name, err)
		}
		if rows, err := b.office.ByAccount(t.Context(), by, person.ID); err != nil || (len(rows) > 0) != (tt.see == nil) {
			t.Errorf("%s: lists %d, %v", name, len(rows), err)
		}
	}
}

func power(area string) func(n *accounts.NewMandate) {
	return func(n *accounts.NewMandate) {
		n.Kind, n.Evidence, n.Document, n.Area = accounts.Attorney, accounts.LastingPower, "7000 1111 2222", area
	}
}

func TestOneApplicationOnly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	person, helper, by := b.pair()
	one, other := b.start(t, b.agent, person.ID), b.start(t, b.agent, person.ID)
	b.mandate(person.ID, helper.ID, func(n *accounts.NewMandate) { n.Draft = one.ID })
	if rows, err := b.office.ByAccount(t.Context(), by, person.ID); err != nil || len(rows) != 1 || rows[0].ID != one.ID {
		t.Errorf("lists %v, %v", rows, err)
	}
	if _, err := b.office.Draft(t.Context(), by, other.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("sees the other: %v", err)
	}
	if _, err := b.office.Start(t.Context(), by, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: person.ID}); err == nil {
		t.Error("begins another")
	}
	// It becomes a case; the mandate goes with it, and what is recorded names both.
	b.fill(t, by, one.ID, walking())
	if _, _, err := b.office.Submit(t.Context(), by, one.ID); err != nil {
		t.Fatal(err)
	}
	// Nobody but the person she helps: she is signed in for somebody else's account.
	stranger := by
	stranger.For = helper.ID
	if _, err := b.office.Draft(t.Context(), stranger, one.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("acting for one and opening another's: %v", err)
	}
}

// Somebody in danger from whoever helps them: a helper is never shown where and how they are reached, and what the helper writes down as
// their number does not become it.
func TestAGuardedPersonIsNotGivenAway(t *testing.T) {
	t.Parallel()
	b := setup(t)
	person := b.account(t, func(d *accounts.Details) { d.Needs.SafeWrite = accounts.No })
	helper := b.account(t, func(d *accounts.Details) { d.FullName, d.DateOfBirth.Y, d.Mobile = "Alan Ellis", 1970, "07700 900456" })
	by := audit.Actor{Role: audit.Helper, ID: helper.ID, For: person.ID, Door: channels.Web}
	b.mandate(person.ID, helper.ID, nil)
	d, err := b.office.Start(t.Context(), by, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: person.ID, Prefill: true})
	must(t, err)
	for _, id := range []string{d.Service.Person.Address, d.Service.Person.Mobile, d.Service.Person.Phone, d.Service.Person.Email} {
		if _, told := d.Answers[id]; told {
			t.Errorf("%s is filled in for the helper", id)
		}
	}
	if _, told := d.Answers[d.Service.Person.Name]; !told {
		t.Error("not even the name is filled in")
	}
	own, err := b.office.Start(t.Context(), b.agent, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: person.ID, Prefill: true})
	must(t, err)
	own, err = b.office.Draft(t.Context(), by, own.ID)
	must(t, err)
	address := own.Service.Question(own.Service.Person.Address)
	if !Hidden(by, own, address) {
		t.Error("the helper reads the address in what the person began")
	}
	if Hidden(audit.Actor{Role: audit.Citizen, ID: person.ID, Door: channels.Web}, own, address) {
		t.Error("it is hidden from the person themselves")
	}
	if !Hidden(audit.Actor{Role: audit.Staff, ID: b.agent.ID, Agency: b.agency.ID, Door: channels.Phone, Proven: true, Caller: helper.ID, For: person.ID}, own, address) {
		t.Error("staff read it out to the helper on the line")
	}
	plain, helperToo, open := b.pair()
	b.mandate(plain.ID, helperToo.ID, nil)
	third, err := b.office.Start(t.Context(), b.agent, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: plain.ID, Prefill: true})
	must(t, err)
	if Hidden(open, third, address) {
		t.Error("it is hidden where nobody said that anything is not safe")
	}
}

func TestAHelpersNumberDoesNotBecomeThePersons(t *testing.T) {
	t.Parallel()
	b := setup(t)
	person := b.account(t, func(d *accounts.Details) { d.Mobile = "" })
	helper := b.account(t, func(d *accounts.Details) { d.FullName, d.DateOfBirth.Y, d.Mobile = "Alan Ellis", 1970, "07700 900456" })
	by := audit.Actor{Role: audit.Helper, ID: helper.ID, For: person.ID, Door: channels.Web}
	b.mandate(person.ID, helper.ID, func(n *accounts.NewMandate) { n.Mail = "copy" })
	d := b.start(t, b.agent, person.ID)
	steps := walking()
	steps[d.Service.Person.Mobile] = value("07700 900456")
	b.fill(t, b.agent, d.ID, steps)
	c, problems, err := b.office.Submit(t.Context(), by, d.ID)
	if err != nil || len(problems) > 0 {
		t.Fatalf("submit: %v %v", problems, err)
	}
	if n := b.count(t, `select count(*) from account_contacts where account_id = $1 and kind = 'mobile' and current`, person.ID); n != 0 {
		t.Error("the helper's number is the person's now: what is meant for them goes to the helper")
	}
	if n := b.count(t, `select count(*) from account_notices where account_id = $1 and kind = 'helpers.copy-you' and about = $2`, helper.ID, c.ID); n != 1 {
		t.Errorf("%d copies for the helper", n)
	}
}

func TestAHelperOnTheLine(t *testing.T) {
	t.Parallel()
	b := setup(t)
	person, helper, _ := b.pair()
	b.mandate(person.ID, helper.ID, func(n *accounts.NewMandate) { n.May = accounts.Rights{Talk: true} })
	d := b.start(t, b.agent, person.ID)
	by := b.agent
	by.Caller, by.For = helper.ID, person.ID
	b.put(by, d.ID, "applying-for", value("self")) // anybody may give information
	d, err := b.office.Draft(t.Context(), by, d.ID)
	must(t, err)
	if a := d.Answers["applying-for"]; a.Role != audit.Staff || a.For != person.ID || a.Helper != "Jane Ellis" || a.Name != "Alex" {
		t.Errorf("recorded as %+v", a)
	}
	b.fill(t, b.agent, d.ID, walking())
	d, err = b.office.Draft(t.Context(), by, d.ID)
	must(t, err)
	must(t, b.office.MarkRead(t.Context(), by, d.ID, EverySection, d.Rev))
	_, problems, err := b.office.Submit(t.Context(), by, d.ID)
	if err != nil || len(problems) != 1 || problems[0].Code != HelperMayNotSend {
		t.Errorf("sends without leave to act: %v %v", problems, err)
	}
	b.mandate(person.ID, helper.ID, nil)
	if _, problems, err := b.office.Submit(t.Context(), by, d.ID); err != nil || len(problems) > 0 {
		t.Errorf("with leave to act: %v %v", problems, err)
	}
}

func TestTheSweepAsksAYoungPersonForTheirOwnNumber(t *testing.T) {
	t.Parallel()
	b := setup(t)
	parent := b.account(t, func(d *accounts.Details) { d.FullName = "Jane Ellis" })
	child := b.account(t, func(d *accounts.Details) {
		d.FullName, d.DateOfBirth = "Tom Ellis", &services.Day{Y: 2009, M: 1, D: 10}
	})
	b.mandate(child.ID, parent.ID, func(n *accounts.NewMandate) {
		n.Kind, n.Evidence, n.Relationship = accounts.Parent, accounts.BirthCertificate, "parent"
	})
	b.start(t, b.agent, child.ID)
	for range 2 {
		must(t, (&helpersWorker{office: b.office}).Work(t.Context(), &river.Job[HelpersArgs]{}))
	}
	if n := b.count(t, `select count(*) from tasks where account_id = $1 and kind = 'own-contact'`, child.ID); n != 1 {
		t.Errorf("%d tasks to ask for a number of their own", n)
	}
	b.now = time.Date(2027, time.January, 10, 3, 0, 0, 0, time.UTC)
	must(t, (&helpersWorker{office: b.office}).Work(t.Context(), &river.Job[HelpersArgs]{}))
	if n := b.count(t, `select count(*) from mandates where ended_why = 'came-of-age'`); n != 1 {
		t.Errorf("%d ended on the eighteenth birthday", n)
	}
}
