package attempts

import (
	"testing"
	"time"

	"github.com/samedoor/samedoor/internal/pgtest"
)

var noon = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)

func TestTakeCountsAllOrNothing(t *testing.T) {
	t.Parallel()
	c := New(pgtest.New(t), []byte("a secret of the test"))
	name := Try{What: "name", Subject: "sian", Max: 2, Window: time.Minute}
	remote := Try{What: "remote", Subject: "192.0.2.1", Max: 3, Window: time.Minute}
	take := func(at time.Time, tries ...Try) bool {
		t.Helper()
		ok, err := c.Take(t.Context(), at, tries...)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	for i, want := range []bool{true, true, false} {
		if take(noon, name, remote) != want {
			t.Fatalf("try %d: two are allowed for a name, not three", i)
		}
	}
	if !take(noon, remote) || take(noon, remote) {
		t.Fatal("the refused try counted against the address, or the others did not")
	}
	if !take(noon.Add(61*time.Second), name, remote) {
		t.Fatal("the window does not slide")
	}
	if take(noon, Try{What: "name", Subject: "sian", Max: 1, Window: time.Minute}) {
		t.Fatal("another limit of the same subject counts the same tries")
	}
	if !take(noon, Try{What: "other", Subject: "sian", Max: 1, Window: time.Minute}) {
		t.Fatal("another thing counts apart")
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	c := New(db, []byte("a secret of the test"))
	try := Try{What: "name", Subject: "sian", Max: 10, Window: time.Hour}
	count := func() (n int) {
		t.Helper()
		if err := db.QueryRow(t.Context(), `select count(*) from attempts`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for i := range 4 {
		if _, err := c.Take(t.Context(), noon.Add(time.Duration(i)*time.Hour), try); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.ForgetOne(t.Context(), try); err != nil || count() != 3 {
		t.Errorf("one: %d left, %v", count(), err)
	}
	if n, err := Sweep(t.Context(), db, noon.Add(time.Minute)); err != nil || n != 1 || count() != 2 {
		t.Errorf("swept %d, %d left, %v", n, count(), err)
	}
	if err := c.Forget(t.Context(), try); err != nil || count() != 0 {
		t.Errorf("all: %d left, %v", count(), err)
	}
}
