package cases

import (
	"testing"

	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/letters"
)

func TestWhatBecameOfALetterIsToldOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, b.account(t, nil).ID)
	must(t, b.office.PostLetter(t.Context(), b.agent, d.ID))
	all, err := b.post.ByDraft(t.Context(), d.ID)
	must(t, err)
	id := all[0].ID
	for range 3 {
		must(t, (&dispatchedWorker{office: b.office}).Work(t.Context(), &river.Job[letters.DispatchedArgs]{Args: letters.DispatchedArgs{Letter: id}}))
		must(t, (&returnedWorker{office: b.office}).Work(t.Context(), &river.Job[letters.ReturnedArgs]{Args: letters.ReturnedArgs{Letter: id}}))
		must(t, (&failedWorker{office: b.office}).Work(t.Context(), &river.Job[letters.FailedArgs]{Args: letters.FailedArgs{Letter: id}}))
	}
	if got := b.kinds(t, d.ID); got != "started letter-asked letter-dispatched letter-returned texted letter-failed" {
		t.Errorf("events %q", got)
	}
	for what, sql := range map[string]string{"returned": `select count(*) from tasks where kind = 'letter-returned'`,
		"failed": `select count(*) from tasks where kind = 'letter-failed'`, "text": `select count(*) from notices where kind = 'letter-posted'`,
		"text to ring": `select count(*) from notices where kind = 'letter-returned'`} {
		if n := b.count(t, sql); n != 1 {
			t.Errorf("%s: %d, want 1", what, n)
		}
	}
	if err := (&dispatchedWorker{office: b.office}).Work(t.Context(), &river.Job[letters.DispatchedArgs]{Args: letters.DispatchedArgs{Letter: 4711}}); err == nil {
		t.Error("a letter that does not exist is no error")
	}
}

func TestEveryLetterJobHasItsWorker(t *testing.T) {
	t.Parallel()
	w := river.NewWorkers()
	(&Office{}).Register(w)
	for _, add := range []func() error{
		func() error { return river.AddWorkerSafely(w, &dispatchedWorker{}) },
		func() error { return river.AddWorkerSafely(w, &returnedWorker{}) },
		func() error { return river.AddWorkerSafely(w, &failedWorker{}) },
	} {
		if add() == nil {
			t.Error("a worker was not registered: it could be added again")
		}
	}
}
