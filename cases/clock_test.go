package cases

import (
	"testing"
	"time"

	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/letters"
)

func (b *bundle) reviewUntil(t *testing.T, c Case) string {
	t.Helper()
	f, err := b.office.Open(t.Context(), b.worker, c.ID)
	must(t, err)
	return f.Decisions[len(f.Decisions)-1].ReviewUntil.Format(time.DateOnly)
}

// The time to ask for a review runs from when the decision can be read: the braille that a person made three weeks later, the letter that
// went to the printer on Monday.
func TestTheReviewClockStartsWithTheLetter(t *testing.T) {
	t.Parallel()
	b := setup(t)
	braille := b.submitted(t, b.account(t, func(d *accounts.Details) { d.Needs.Format = accounts.Braille }).ID, walking())
	plain := b.submitted(t, b.account(t, func(d *accounts.Details) { d.FullName = "Idris Bevan" }).ID, walking())
	for _, c := range []Case{braille, plain} {
		if problems, err := b.office.Decide(t.Context(), b.worker, refusal(c)); err != nil || len(problems) > 0 {
			t.Fatalf("%v %v", problems, err)
		}
		if got := b.reviewUntil(t, c); got != "2026-12-18" {
			t.Fatalf("review until %s", got)
		}
	}
	b.now = b.now.AddDate(0, 0, 3)
	var id int64
	must(t, b.db.QueryRow(t.Context(), `select id from letters where kind = 'refusal'`).Scan(&id))
	for range 2 {
		must(t, (&dispatchedWorker{office: b.office}).Work(t.Context(), &river.Job[letters.DispatchedArgs]{Args: letters.DispatchedArgs{Letter: id}}))
	}
	if got := b.reviewUntil(t, plain); got != "2026-12-21" {
		t.Errorf("printed three days later: review until %s", got)
	}
	b.now = b.now.AddDate(0, 0, 18)
	must(t, b.db.QueryRow(t.Context(), `select id from tasks where kind = 'letter-by-hand' and data->>'kind' = 'refusal' and data->>'format' = 'braille'`).Scan(&id))
	must(t, b.office.DoneTask(t.Context(), b.worker, id))
	if got := b.reviewUntil(t, braille); got != "2027-01-08" {
		t.Errorf("in braille three weeks later: review until %s", got)
	}
}

// A letter about an account that comes back is somebody's task, once.
func TestALetterOfNoDraftThatCameBackIsATask(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	b.tell(t, accounts.Notice{Account: a.ID, Agency: b.agency.ID, Kind: "needs-changed", Door: "letter"})
	var id int64
	must(t, b.db.QueryRow(t.Context(), `select id from letters where kind = 'account'`).Scan(&id))
	for range 2 {
		must(t, (&returnedWorker{office: b.office}).Work(t.Context(), &river.Job[letters.ReturnedArgs]{Args: letters.ReturnedArgs{Letter: id}}))
		must(t, (&dispatchedWorker{office: b.office}).Work(t.Context(), &river.Job[letters.DispatchedArgs]{Args: letters.DispatchedArgs{Letter: id}}))
	}
	if n := b.count(t, `select count(*) from tasks where kind = 'letter-returned' and account_id = $1 and agency_id = $2`, a.ID, b.agency.ID); n != 1 {
		t.Errorf("%d tasks", n)
	}
}
