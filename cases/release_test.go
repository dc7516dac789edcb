package cases

import (
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

func TestReleaseTxGivesBackWhatALeaverHas(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(t, b.account(t, nil).ID, walking())
	b.task(c)
	must(t, b.office.Take(t.Context(), b.worker, c.ID))
	kept := b.submitted(t, b.account(t, nil).ID, walking())
	must(t, b.office.Take(t.Context(), b.agent, kept.ID))
	_, err := b.db.Exec(t.Context(), `insert into tasks (agency_id, kind, due, assignee) values ($1, 'unreachable', $2, $3)`, b.worker.Agency, time.Now(), b.worker.ID)
	must(t, err)
	for _, want := range [][2]int{{1, 1}, {0, 0}} { // the second time there is nothing left
		must(t, pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error {
			cases, tasks, err := b.office.ReleaseTx(t.Context(), tx, audit.TheSystem, b.worker.ID)
			if cases != want[0] || tasks != want[1] {
				t.Errorf("%d cases and %d tasks were given back, want %v", cases, tasks, want)
			}
			return err
		}))
	}
	if n := b.count(t, `select (select count(*) from cases where assignee = `+strconv.FormatInt(b.worker.ID, 10)+`) + (select count(*) from tasks where assignee = `+strconv.FormatInt(b.worker.ID, 10)+`)`); n != 0 {
		t.Errorf("%d things are still theirs", n)
	}
	if n := b.count(t, `select count(*) from cases where assignee = `+strconv.FormatInt(b.agent.ID, 10)); n != 1 {
		t.Error("somebody else's case was taken")
	}
	if got := b.kinds(t, c.Draft); got != "started declared submitted texted taken handed-back" {
		t.Errorf("events %q", got)
	}
	f, err := b.office.Open(t.Context(), b.agent, c.ID)
	must(t, err)
	if f.Case.Assignee != 0 {
		t.Errorf("case %+v", f.Case)
	}
}
