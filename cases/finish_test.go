package cases

import (
	"errors"
	"testing"

	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// aMove is a case of a service that decides nothing: somebody has moved.
func (b *bundle) aMove(t testing.TB) Case {
	t.Helper()
	move, ok := b.office.library.Current("change-of-address")
	if !ok {
		t.Fatal("there is no change-of-address")
	}
	must(t, services.Publish(t.Context(), b.db, move))
	_, err := b.db.Exec(t.Context(), `insert into agency_services (agency_id, service) values ($1, $2)`, b.agency.ID, move.ID)
	must(t, err)
	d, err := b.office.Start(t.Context(), b.agent, StartInput{Agency: b.agency.ID, Service: move.ID, Account: b.account(t, nil).ID, Lang: lang.En})
	must(t, err)
	b.fill(t, b.agent, d.ID, map[string]services.Input{"name": value("Margaret Ellis"), "date-of-birth": date(1944, 3, 5)})
	c, problems, err := b.office.Submit(t.Context(), b.agent, d.ID)
	must(t, err)
	if len(problems) > 0 || c.Route != "" {
		t.Fatalf("submit: route %q, %v", c.Route, problems)
	}
	b.proves(c.Account, passportSeen)
	return c
}

// A case in which nothing is to be decided ends with what was done: the person is told by letter and by text, and once.
func TestWhatIsDoneIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.aMove(t)
	if err := b.office.Finish(t.Context(), b.worker, c.ID, c.Rev, " \n"); !errors.Is(err, ErrEmpty) {
		t.Fatalf("finished without a word: %v", err)
	}
	if err := b.office.Finish(t.Context(), b.stranger, c.ID, c.Rev, "Done"); err == nil {
		t.Fatal("a stranger finished it")
	}
	what := "Council Tax has your new address from 1 December."
	must(t, b.office.Finish(t.Context(), b.worker, c.ID, c.Rev, what))
	f, err := b.office.Open(t.Context(), b.worker, c.ID)
	must(t, err)
	if !f.Case.Done() || f.Case.State != Closed || len(f.Letters) != 1 || f.Letters[0].Kind != "done" || len(f.Decisions) != 0 {
		t.Errorf("case %+v, letters %+v", f.Case, f.Letters)
	}
	if n := b.count(t, `select count(*) from events where draft_id = $1 and kind = 'done' and data->>'what' = $2`, c.Draft, what); n != 1 {
		t.Errorf("%d events say what was done", n)
	}
	if n := b.count(t, `select count(*) from notices where draft_id = $1 and kind = 'done'`, c.Draft); n != 1 {
		t.Errorf("%d texts", n)
	}
	if err := b.office.Finish(t.Context(), b.worker, c.ID, f.Case.Rev, what); !errors.Is(err, ErrMove) {
		t.Errorf("finished twice: %v", err)
	}
}

// Nothing is decided where nothing can be weighed, and nothing is merely done where a decision is due.
func TestAServiceDecidesOrIsDone(t *testing.T) {
	t.Parallel()
	b := setup(t)
	move, badge := b.aMove(t), b.submitted(t, b.account(t, nil).ID, walking())
	in := award(move)
	in.Criteria = nil
	if _, err := b.office.Decide(t.Context(), b.worker, in); !errors.Is(err, ErrMove) {
		t.Errorf("a change of address was awarded: %v", err)
	}
	if err := b.office.Finish(t.Context(), b.worker, badge.ID, badge.Rev, "Done"); !errors.Is(err, ErrMove) {
		t.Errorf("a badge was done without a decision: %v", err)
	}
	for _, from := range States {
		c := b.force(t, move.ID, from)
		_, refused := step(from, Closed, byFinish)
		if err := b.office.Finish(t.Context(), b.worker, c.ID, c.Rev, "Done"); errors.Is(err, ErrMove) != (refused != nil) {
			t.Errorf("%s: %v, the table says %v", from, err, refused)
		}
	}
}
