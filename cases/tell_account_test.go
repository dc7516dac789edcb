package cases

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
)

// tell asks for a notice, and works it twice: what is done twice is done once.
func (b *bundle) tell(t *testing.T, n accounts.Notice) (id int64) {
	t.Helper()
	must(t, pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) (err error) {
		id, err = b.register.TellTx(t.Context(), tx, n)
		return err
	}))
	for range 2 {
		b.workNotice(t, id, false)
	}
	return id
}

func (b *bundle) workNotice(t *testing.T, id int64, unsaid bool) {
	t.Helper()
	w := &tellWorker{office: b.office}
	must(t, w.Work(t.Context(), &river.Job[accounts.TellArgs]{Args: accounts.TellArgs{Notice: id, Unsaid: unsaid}}))
}

func TestANoticeGoesByTheDoorThereIs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		needs                func(n *accounts.Needs)
		change               func(n *accounts.Notice)
		text, letter, byHand int
		lost                 int
		state                string
	}{
		"as it suits":      {text: 1, state: "sent"},
		"large print":      {needs: func(n *accounts.Needs) { n.Format = accounts.LargePrint }, letter: 1, state: "sent"},
		"by letter":        {change: func(n *accounts.Notice) { n.Door = "letter" }, letter: 1, state: "sent"},
		"no text":          {needs: func(n *accounts.Needs) { n.SafeText = accounts.No }, letter: 1, state: "sent"},
		"braille":          {needs: func(n *accounts.Needs) { n.Format, n.SafeText = accounts.Braille, accounts.No }, byHand: 1, state: "task"},
		"no way":           {needs: func(n *accounts.Needs) { n.SafeWrite, n.SafeText = accounts.No, accounts.No }, lost: 1, state: "task"},
		"a former address": {change: func(n *accounts.Notice) { n.Address = []string{"Margaret Ellis", "9 Old Street", "ZA1 1AA"} }, letter: 1, state: "sent"},
		"a former number":  {change: func(n *accounts.Notice) { n.Phone = "+447700900777" }, text: 1, state: "sent"},
		"unsafe, and a former number": {needs: func(n *accounts.Needs) { n.SafeText = accounts.No },
			change: func(n *accounts.Notice) { n.Phone = "+447700900777" }, lost: 1, state: "task"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			a := b.account(t, func(d *accounts.Details) {
				if c.needs != nil {
					c.needs(&d.Needs)
				}
			})
			n := accounts.Notice{Account: a.ID, Agency: b.agency.ID, Kind: "needs-changed", Words: map[lang.Lang]map[string]string{lang.En: {"secret": "words"}}}
			if c.change != nil {
				c.change(&n)
			}
			id := b.tell(t, n)
			texts := b.count(t, `select count(*) from notices where account_notice_id = $1 and kind = 'account'`, id)
			letters := b.count(t, `select count(*) from letters where kind = 'account' and account_id = $1`, a.ID)
			byHand := b.count(t, `select count(*) from tasks where kind = 'letter-by-hand' and account_id = $1`, a.ID)
			lost := b.count(t, `select count(*) from tasks where kind = 'unreachable' and account_id = $1`, a.ID)
			if texts != c.text || letters != c.letter || byHand != c.byHand || lost != c.lost {
				t.Errorf("%d texts, %d letters, %d by hand, %d lost", texts, letters, byHand, lost)
			}
			if n := b.count(t, `select count(*) from account_notices where id = $1 and state = $2`, id, c.state); n != 1 {
				t.Errorf("the notice is not %s", c.state)
			}
			if n := b.count(t, `select count(*) from account_notices where id = $1 and words <> '{}'`, id); n != c.text {
				t.Errorf("words are kept: %t, want it only of a text", n == 1)
			}
		})
	}
}

// A text that did not arrive becomes the letter, once; one that did has its words erased.
func TestANoticeThatDidNotArriveIsWritten(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	id := b.tell(t, accounts.Notice{Account: a.ID, Agency: b.agency.ID, Kind: "needs-changed"})
	for range 2 {
		b.workNotice(t, id, true)
	}
	if n := b.count(t, `select count(*) from letters where account_id = $1`, a.ID); n != 1 {
		t.Errorf("%d letters", n)
	}
	arrived := b.tell(t, accounts.Notice{Account: a.ID, Agency: b.agency.ID, Kind: "needs-changed", Words: map[lang.Lang]map[string]string{lang.En: {"a": "b"}}})
	must(t, pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) error { return b.register.NoticeArrivedTx(t.Context(), tx, arrived) }))
	if n := b.count(t, `select count(*) from account_notices where words <> '{}'`); n != 0 {
		t.Error("words are kept of what arrived")
	}
}

// Whoever gets the telling as a task reads on it what it is about, in their own language.
func TestANoticeThatBecomesATaskSaysWhatItIsAbout(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, func(d *accounts.Details) { d.Needs.SafeWrite, d.Needs.SafeText = accounts.No, accounts.No })
	b.tell(t, accounts.Notice{Account: a.ID, Agency: b.agency.ID, Kind: "helpers.added"})
	tasks, err := b.office.Tasks(t.Context(), b.agent, false, 10)
	must(t, err)
	if len(tasks) != 1 {
		t.Fatalf("%d tasks", len(tasks))
	}
	for _, l := range lang.All {
		if said, about := tasks[0].Say(l), lang.T(l, "helpers.notices.added.letter.heading"); !strings.Contains(said, "“"+about+"”") {
			t.Errorf("%q does not say %q", said, about)
		}
	}
}

// The letter says what it is about, with the code where there is one, and in both languages to who reads Welsh.
func TestTheLetterOfANotice(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, func(d *accounts.Details) { d.Needs.Written, d.Needs.SafeText = lang.Cy, accounts.No })
	var code accounts.Code
	must(t, pgx.BeginFunc(t.Context(), b.db, func(tx pgx.Tx) (err error) {
		code, err = b.register.NewCodeTx(t.Context(), tx, "see-case", a.ID, 0, 28, b.now)
		return err
	}))
	b.tell(t, accounts.Notice{Account: a.ID, Kind: "needs-changed", Code: code.ID})
	var raw []byte
	must(t, b.db.QueryRow(t.Context(), `select content from letters where account_id = $1 and code_id = $2 and postage = 'first'`, a.ID, code.ID).Scan(&raw))
	var c struct {
		Langs []lang.Lang
		Pages map[lang.Lang]struct {
			Blocks []struct{ Kind, Text string }
		}
	}
	must(t, json.Unmarshal(raw, &c))
	if len(c.Langs) != 2 || c.Langs[0] != lang.Cy {
		t.Errorf("languages %v", c.Langs)
	}
	for l, p := range c.Pages {
		var text strings.Builder
		kinds := map[string]bool{}
		for _, x := range p.Blocks {
			text.WriteString(x.Text + "\n")
			kinds[x.Kind] = true
		}
		if s := text.String(); strings.ContainsAny(s, "{}[]") || !strings.Contains(s, b.agency.Settings.Phone) || !strings.Contains(s, lang.T(l, "notices.needs-changed.letter.heading")) || !kinds["code"] {
			t.Errorf("%s: %s", l, s)
		}
	}
}

func TestANoticeThatIsNotThere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	err := (&tellWorker{office: b.office}).Work(t.Context(), &river.Job[accounts.TellArgs]{Args: accounts.TellArgs{Notice: 999}})
	var cancel *river.JobCancelError
	if !errors.As(err, &cancel) {
		t.Errorf("%v", err)
	}
}
