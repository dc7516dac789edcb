package cases

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/proof"
	"github.com/samedoor/samedoor/services"
)

// careful is a library whose services ask for more identity than they do.
type careful struct {
	Library
	identity services.Identity
}

func (l careful) Current(id string) (*services.Service, bool) {
	s, ok := l.Library.Current(id)
	if ok {
		other := *s
		other.Identity, s = l.identity, &other
	}
	return s, ok
}

// carefully has the services of this test ask for identity.
func (b *bundle) carefully(i services.Identity) {
	b.office.library = careful{b.office.library, i}
}

// proves adds evidence to an account.
func (b *bundle) proves(account int64, worths ...proof.Worth) {
	b.Helper()
	for _, w := range worths {
		kind := accounts.DocumentSeen
		if w.Strength == 0 {
			kind = accounts.FraudCheck
		}
		must(b.T, pgx.BeginFunc(b.Context(), b.db, func(tx pgx.Tx) error {
			_, err := b.register.AddProofTx(b.Context(), tx, b.worker, account, accounts.Evidence{Kind: kind, Document: "passport", Worth: w})
			return err
		}))
	}
}

var (
	passportSeen = proof.Worth{Piece: proof.Piece{Strength: 4, Validity: 2}, Verification: 2}
	fraudChecked = proof.Worth{Fraud: 1}
)

func TestNothingIsAwardedToWhoMayBeSomebodyElse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.carefully(services.Identity{Decision: "medium"})
	c := b.submitted(t, b.account(t, nil).ID, pip())
	problems, err := b.office.Decide(t.Context(), b.worker, award(c))
	if err != nil || codes(problems) != IdentityNeeded {
		t.Fatalf("awarded: %v, %v", problems, err)
	}
	b.proves(c.Account, passportSeen, fraudChecked)
	if problems, err := b.office.Decide(t.Context(), b.worker, award(c)); err != nil || len(problems) > 0 {
		t.Errorf("refused to award: %v, %v", problems, err)
	}
}

// Who cannot prove who they are is told so in time, and may ask for a review: they are not kept waiting.
func TestNobodyIsKeptFromARefusalByWhatTheyCannotProve(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.carefully(services.Identity{Decision: "high"})
	c := b.submitted(t, b.account(t, nil).ID, walking())
	if problems, err := b.office.Decide(t.Context(), b.worker, refusal(c)); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

func TestWhatIsDoneForSomebodyIsDoneForThem(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.carefully(services.Identity{Decision: "medium"})
	c := b.aMove(t)
	if err := b.office.Finish(t.Context(), b.worker, c.ID, c.Rev, "Done"); !errors.Is(err, ErrUnsure) {
		t.Fatalf("done: %v", err)
	}
	b.proves(c.Account, fraudChecked)
	must(t, b.office.Finish(t.Context(), b.worker, c.ID, c.Rev, "Done"))
}

// An answer, and the sight of one, may want more than that somebody knew two things in a call.
func TestAnswersMayWantAStanding(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.withVault()
	b.carefully(services.Identity{Answer: "low", Disclosure: "medium"})
	someone := audit.Actor{Role: audit.Citizen, Door: channels.Web}
	d, err := b.office.Start(t.Context(), someone, StartInput{Agency: b.agency.ID, Service: "vault"})
	must(t, err)
	rev := b.answer(someone, d.ID, "secret", value("swordfish"), 0).Draft.Answers["secret"].Rev
	who := b.account(t, func(d *accounts.Details) { d.FullName = "Olwen Teasel" })
	must(t, b.office.Belongs(t.Context(), b.agent, d.ID, who.ID))
	proven, own := b.agent, audit.Actor{Role: audit.Citizen, ID: who.ID, Door: channels.Web}
	proven.Proven = true
	for _, by := range []audit.Actor{proven, own} {
		if out := b.answer(by, d.ID, "secret", value("marlin"), rev); codes(out.Problems) != IdentityNeeded {
			t.Errorf("%s: %q", by.Role, codes(out.Problems))
		}
	}
	b.proves(who.ID, passportSeen)
	read := func(by audit.Actor) Draft {
		t.Helper()
		d, err := b.office.Draft(t.Context(), by, d.ID)
		must(t, err)
		return d
	}
	d = read(proven)
	secret := d.Service.Question("secret")
	if !Hidden(proven, d, secret) || !Barred(proven, d, secret) {
		t.Error("low is enough to be shown what wants medium")
	}
	if out := b.answer(proven, d.ID, "secret", value("marlin"), rev); len(out.Problems) > 0 {
		t.Errorf("low is not enough to answer what wants low: %v", out.Problems)
	}
	if d = read(proven); Hidden(proven, d, secret) || !Hidden(own, d, secret) {
		t.Error("who answered does not see it, or who did not does")
	}
	b.proves(who.ID, fraudChecked)
	if d = read(own); Hidden(own, d, secret) {
		t.Error("medium is not enough to be shown what wants medium")
	}
}

func (b *bundle) waiting(draft int64) (Wait, bool) {
	b.Helper()
	w, waits, err := b.office.Waiting(b.Context(), draft)
	must(b.T, err)
	return w, waits
}

func (b *bundle) hourly() {
	b.Helper()
	w := &waitsWorker{office: b.office}
	must(b.T, w.Work(context.Background(), &river.Job[WaitsArgs]{}))
}

func TestACaseWaitsUntilItIsProvenWhoThePersonIs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.carefully(services.Identity{Decision: "medium", WaitDays: 16, Pauses: true})
	c := b.submitted(t, b.account(t, nil).ID, pip())
	if _, problems, err := b.office.WaitForIdentity(t.Context(), b.agent, c.Draft, "telepathy"); err != nil || codes(problems) != "identity-way" {
		t.Fatalf("%v, %v", problems, err)
	}
	w, problems, err := b.office.WaitForIdentity(t.Context(), b.agent, c.Draft, "post-office")
	if err != nil || len(problems) > 0 || !w.Until.Equal(time.Date(2026, time.December, 6, 0, 0, 0, 0, time.UTC)) || w.Wanted != "medium" {
		t.Fatalf("%+v, %v, %v", w, problems, err)
	}
	if again, _, err := b.office.WaitForIdentity(t.Context(), b.agent, c.Draft, "vouch"); err != nil || again.ID != w.ID {
		t.Errorf("a second wait: %+v, %v", again, err)
	}
	if problems, err := b.office.Decide(t.Context(), b.worker, award(c)); err != nil || codes(problems) != IdentityNeeded {
		t.Errorf("awarded while it waits: %v, %v", problems, err)
	}
	b.now = b.now.AddDate(0, 0, 7) // five working days
	b.hourly()
	if _, waits := b.waiting(c.Draft); !waits {
		t.Fatal("it waits no more, and nothing was proven")
	}
	b.proves(c.Account, passportSeen, fraudChecked)
	must(t, b.office.SettleWaits(t.Context(), b.worker, c.Account))
	if _, waits := b.waiting(c.Draft); waits {
		t.Fatal("it still waits")
	}
	f, err := b.office.Open(t.Context(), b.worker, c.ID)
	must(t, err)
	if want := AddWorkingDays(b.agency.Nation, c.Deadline, 5); !f.Case.Deadline.Equal(want) {
		t.Errorf("deadline %s, want %s", f.Case.Deadline, want)
	}
	if got := b.kinds(t, c.Draft); !strings.Contains(got, "identity-waiting identity-met") {
		t.Errorf("events %s", got)
	}
	if n := b.count(t, `select count(*) from tasks where case_id = $1 and kind = 'identity-met' and done_at is null`, c.ID); n != 1 {
		t.Errorf("%d tasks", n)
	}
	if problems, err := b.office.Decide(t.Context(), b.worker, award(f.Case)); err != nil || len(problems) > 0 {
		t.Errorf("not awarded: %v, %v", problems, err)
	}
}

func TestWaitingRunsOutAndSomebodyIsSetToAsk(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.carefully(services.Identity{Decision: "medium", WaitDays: 16})
	c := b.submitted(t, b.account(t, nil).ID, pip())
	_, _, err := b.office.WaitForIdentity(t.Context(), b.agent, c.Draft, "in-person")
	must(t, err)
	b.now = b.now.AddDate(0, 0, 16)
	b.hourly()
	if _, waits := b.waiting(c.Draft); !waits {
		t.Fatal("the last day does not count")
	}
	b.now = b.now.AddDate(0, 0, 1)
	for range 2 {
		b.hourly()
	}
	if n := b.count(t, `select count(*) from tasks where case_id = $1 and kind = 'identity-ran-out'`, c.ID); n != 1 {
		t.Errorf("%d tasks", n)
	}
	f, err := b.office.Open(t.Context(), b.worker, c.ID)
	must(t, err)
	if !f.Case.Deadline.Equal(c.Deadline) {
		t.Errorf("a deadline that runs has moved to %s", f.Case.Deadline)
	}
	if w, problems, err := b.office.WaitForIdentity(t.Context(), b.agent, c.Draft, "vouch"); err != nil || len(problems) > 0 || w.ID == 0 {
		t.Errorf("another way: %+v, %v, %v", w, problems, err)
	}
	must(t, b.office.EndWait(t.Context(), b.agent, c.Draft))
	if _, waits := b.waiting(c.Draft); waits {
		t.Error("given up, and it waits")
	}
}

func TestADraftWaitsToo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.carefully(services.Identity{Answer: "medium", WaitDays: 5, Pauses: true})
	d := b.start(t, b.agent, 0)
	if _, problems, err := b.office.WaitForIdentity(t.Context(), b.agent, d.ID, "letter"); err != nil || codes(problems) != "no-person" {
		t.Errorf("nobody's: %v, %v", problems, err)
	}
	who := b.account(t, nil)
	must(t, b.office.Belongs(t.Context(), b.agent, d.ID, who.ID))
	if _, problems, err := b.office.WaitForIdentity(t.Context(), b.agent, d.ID, "letter"); err != nil || len(problems) > 0 {
		t.Fatalf("%v, %v", problems, err)
	}
	if _, _, err := b.office.WaitForIdentity(t.Context(), b.stranger, d.ID, "letter"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a neighbour's member: %v", err)
	}
	b.proves(who.ID, passportSeen, fraudChecked)
	b.hourly()
	if _, waits := b.waiting(d.ID); waits {
		t.Error("it waits though all is proven")
	}
	if _, problems, err := b.office.WaitForIdentity(t.Context(), b.agent, d.ID, "letter"); err != nil || codes(problems) != "identity-enough" {
		t.Errorf("proven: %v, %v", problems, err)
	}
}

func TestWhatWaitsForIdentityIsWorded(t *testing.T) {
	t.Parallel()
	e := Event{Kind: "identity-waiting", Data: map[string]any{"way": "post-office", "until": "2026-12-06"}}
	for l, want := range map[lang.Lang]string{lang.En: "6 December 2026", lang.Cy: "6 Rhagfyr 2026"} {
		if said := e.Say(l); !strings.Contains(said, want) || strings.Contains(said, "post-office") {
			t.Errorf("%s: %s", l, said)
		}
	}
}
