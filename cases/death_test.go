package cases

import (
	"errors"
	"testing"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/services"
)

func TestADeathStopsEverything(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	c := b.submitted(t, a.ID, walking())
	must(t, b.office.AskEvidence(t.Context(), b.worker, c.ID, c.Rev, "A letter"))
	d := b.start(t, b.agent, a.ID)
	must(t, b.office.TextLink(t.Context(), b.agent, d.ID))
	must(t, b.office.RecordDeath(t.Context(), b.agent, a.ID, services.Day{Y: 2026, M: 11, D: 18}))
	for what, sql := range map[string]string{
		"letters on their way": `select count(*) from letters where state <> 'stopped'`,
		"texts not cancelled":  `select count(*) from notices where cancelled_at is null`,
		"jobs to text":         `select count(*) from river_job where kind = 'notice' and state not in ('cancelled')`,
		"codes that open":      `select count(*) from access_codes where revoked_at is null`,
		"open drafts":          `select count(*) from drafts where state = 'open'`,
	} {
		if n := b.count(t, sql); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	f, err := b.office.Open(t.Context(), b.worker, c.ID)
	must(t, err)
	if len(f.Tasks) != 1 || f.Tasks[0].Kind != "close-after-death" {
		t.Errorf("tasks %+v", f.Tasks)
	}
	if got := b.kinds(t, c.Draft); got != "started declared submitted texted evidence-asked letter-asked texted letter-stopped death-recorded" {
		t.Errorf("events %q", got)
	}
	if why := refused(t, b.office.PostLetter(t.Context(), b.agent, d.ID)); why != accounts.HasDied {
		t.Errorf("a letter to somebody who died: %q", why)
	}
	_, err = b.office.Answer(t.Context(), b.agent, AnswerInput{Draft: d.ID, Question: "applying-for", Input: value("self")})
	if !errors.Is(err, ErrClosed) || b.count(t, `select count(*) from drafts where state = 'open'`) != 0 {
		t.Errorf("an answer in the name of somebody who died: %v", err)
	}
	if _, _, err := b.office.Submit(t.Context(), b.agent, d.ID); !errors.Is(err, ErrClosed) {
		t.Errorf("an application in the name of somebody who died: %v", err)
	}
	must(t, b.office.Move(t.Context(), b.worker, c.ID, f.Case.Rev, Closed, "She died"))
	if n := b.count(t, `select count(*) from tasks where done_at is null`); n != 0 {
		t.Errorf("%d tasks are open after closing", n)
	}
}
