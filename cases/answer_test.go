package cases

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

func (b *bundle) answer(by audit.Actor, draft int64, question string, in services.Input, seen int64) Outcome {
	b.Helper()
	out, err := b.office.Answer(b.Context(), by, AnswerInput{Draft: draft, Question: question, Input: in, SeenRev: seen})
	must(b.T, err)
	return out
}

func TestAnAnswerIsKeptWithWhoGaveItAndWhere(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	out := b.answer(b.agent, d.ID, "applying-for", value("self"), 0)
	if len(out.Problems) > 0 || out.Next.Question == nil || out.Next.Question.ID != "name" {
		t.Fatalf("outcome %+v", out)
	}
	b.answer(audit.Actor{Role: audit.Citizen, Door: channels.Web}, d.ID, "name", value("Zoë O’Neill-ŵyn"), 0)
	d, err := b.office.Draft(t.Context(), b.agent, d.ID)
	must(t, err)
	first, second := d.Answers["applying-for"], d.Answers["name"]
	if first.By != b.agent.ID || first.Name != "Alex" || first.Door != channels.Phone || !first.At.Equal(b.now) || first.Rev != 1 {
		t.Errorf("first answer %+v", first)
	}
	if second.Role != audit.Citizen || second.Door != channels.Web || second.Value.Text != "Zoë O’Neill-ŵyn" || d.Rev != 2 {
		t.Errorf("second answer %+v, rev %d", second, d.Rev)
	}
	if got := b.kinds(t, d.ID); got != "started carried-on" {
		t.Errorf("events %q", got)
	}
}

func TestWhatIsWrongIsNotKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	for _, c := range []struct {
		question string
		in       services.Input
		want     string
	}{
		{"applying-for", value("a friend of mine"), "not-a-choice"},
		{"name", value("Margaret Ellis"), ""}, // asked only after the first, but reachable
		{"pip-moving", value("points-8"), "not-asked"},
		{"no-such-question", value("x"), "not-asked"},
	} {
		if got := codes(b.answer(b.agent, d.ID, c.question, c.in, 0).Problems); got != c.want {
			t.Errorf("%s: problems %q, want %q", c.question, got, c.want)
		}
	}
	if n := b.count(t, `select count(*) from answers where draft_id = $1`, d.ID); n != 1 {
		t.Errorf("%d answers are kept, want the good one", n)
	}
}

func TestASecondAnswerIsShownNotWrittenOver(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	b.answer(b.agent, d.ID, "applying-for", value("self"), 0)
	out := b.answer(b.worker, d.ID, "applying-for", value("child"), 0)
	if out.Conflict == nil || out.Conflict.Theirs.Name != "Alex" || !slices.Equal(out.Conflict.Mine.Choice, []string{"child"}) {
		t.Fatalf("conflict %+v", out.Conflict)
	}
	if got := out.Draft.Answers["applying-for"].Value.Choice[0]; got != "self" {
		t.Errorf("the answer is %s: nothing was to be saved", got)
	}
	if again := b.answer(b.worker, d.ID, "applying-for", value("self"), 0); again.Conflict != nil || again.Draft.Rev != 1 {
		t.Errorf("the same answer again: conflict %v, rev %d", again.Conflict, again.Draft.Rev)
	}
	out, err := b.office.Answer(t.Context(), b.worker, AnswerInput{Draft: d.ID, Question: "applying-for", Input: value("child"), Insist: true})
	must(t, err)
	if out.Conflict != nil || out.Draft.Answers["applying-for"].Value.Choice[0] != "child" || out.Draft.Rev != 2 {
		t.Errorf("insisting: %+v", out)
	}
	if n := b.count(t, `select count(*) from answers where draft_id = $1 and question = 'applying-for'`, d.ID); n != 2 {
		t.Errorf("%d rows of history, want 2", n)
	}
}

// Eight people answer one question at once with different choices, as if each saw it empty: one is kept, seven are shown it.
func TestManyWritersOnOneQuestion(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	var all errgroup.Group
	var mu sync.Mutex
	kept, shown := 0, 0
	for i := range 8 {
		all.Go(func() error {
			out, err := b.office.Answer(t.Context(), b.agent, AnswerInput{Draft: d.ID, Question: "name", Input: value("Person " + string(rune('A'+i)))})
			mu.Lock()
			defer mu.Unlock()
			if out.Conflict != nil {
				shown++
			} else {
				kept++
			}
			return err
		})
	}
	must(t, all.Wait())
	if kept != 1 || shown != 7 {
		t.Errorf("%d kept, %d shown the other, want 1 and 7", kept, shown)
	}
	if n := b.count(t, `select count(*) from answers where draft_id = $1`, d.ID); n != 1 {
		t.Errorf("%d answers written, want 1", n)
	}
}

func TestAnswersNoLongerAskedAreKeptAndCountForNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	b.fill(t, b.agent, d.ID, pip())
	d, err := b.office.Draft(t.Context(), b.agent, d.ID)
	must(t, err)
	out := b.answer(b.agent, d.ID, "benefit", value("none"), d.Answers["benefit"].Rev)
	if _, kept := out.Draft.Answers["pip-moving"]; !kept {
		t.Error("the answer to pip-moving is gone")
	}
	if out.Next.Ready || out.Next.Question == nil {
		t.Errorf("next %+v, want the questions of the other way", out.Next)
	}
	out = b.answer(b.agent, d.ID, "benefit", value("pip"), out.Draft.Answers["benefit"].Rev)
	if r, _ := out.Draft.Service.Route(out.Draft.Values(), b.office.today()); r.Code != "pip" {
		t.Errorf("back on the first way the route is %q", r.Code)
	}
}

func TestAStopIsAStateUntilTheAnswerIsChanged(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	out := b.answer(b.agent, d.ID, "applying-for", value("organisation"), 0)
	if out.Draft.State != "stopped" || out.Next.Stop == nil {
		t.Errorf("state %s, next %+v", out.Draft.State, out.Next)
	}
	out = b.answer(b.agent, d.ID, "applying-for", value("self"), out.Draft.Answers["applying-for"].Rev)
	if out.Draft.State != "open" || out.Next.Question == nil {
		t.Errorf("state %s, next %+v", out.Draft.State, out.Next)
	}
}

func TestPrefilledAnswersAreTakenBackWhenItIsForSomebodyElse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	d, err := b.office.Start(t.Context(), b.agent, StartInput{Agency: b.agency.ID, Service: "blue-badge", Account: a.ID, Lang: lang.En, Prefill: true})
	must(t, err)
	name := d.Answers["name"]
	if name.Value.Text != "Margaret Ellis" || name.Role != audit.System || d.Answers["mobile"].Value.Text != "+447700900123" ||
		d.Answers["date-of-birth"].Value.Date == nil || d.Answers["address"].Value.Address.Postcode != "ZA1 1AA" {
		t.Fatalf("prefilled %+v", d.Answers)
	}
	out := b.answer(b.agent, d.ID, "applying-for", value("self"), 0)
	if out.Next.Question == nil || out.Next.Question.ID == "name" {
		t.Errorf("next is %+v, though the name is known", out.Next.Question)
	}
	out = b.answer(b.agent, d.ID, "applying-for", value("child"), out.Draft.Answers["applying-for"].Rev)
	if _, there := out.Draft.Answers["name"]; there || out.Next.Question == nil || out.Next.Question.ID != "name" {
		t.Errorf("the parent's name stands for the child's: next %+v", out.Next.Question)
	}
	d, err = b.office.Draft(t.Context(), b.agent, d.ID)
	must(t, err)
	if _, there := d.Answers["name"]; there {
		t.Error("the name is back after reading")
	}
	if found, err := b.office.SearchDrafts(t.Context(), b.agent, "Margaret Ellis 5 March 1944"); err != nil || len(found) != 0 {
		t.Errorf("the draft is still found by the parent: %v %v", found, err)
	}
}

func TestASubmittedDraftIsClosed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(t, b.account(t, nil).ID, walking())
	_, err := b.office.Answer(t.Context(), b.agent, AnswerInput{Draft: c.Draft, Question: "name", Input: value("Somebody Else")})
	if !errors.Is(err, ErrClosed) {
		t.Errorf("answering a submitted draft: %v, want ErrClosed", err)
	}
}

func TestTypingIsKeptForItsTypistUntilTheAnswerIsSaved(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	must(t, b.office.SaveTyping(t.Context(), b.agent, d.ID, "name", map[string][]string{"value": {"Marg"}}))
	must(t, b.office.SaveTyping(t.Context(), b.agent, d.ID, "name", map[string][]string{"value": {"Margaret E"}}))
	must(t, b.office.SaveTyping(t.Context(), b.agent, d.ID, "applying-for", map[string][]string{"value": {"self"}}))
	typed, err := b.office.Typing(t.Context(), b.agent, d.ID)
	must(t, err)
	if len(typed) != 2 || typed["name"]["value"][0] != "Margaret E" {
		t.Errorf("typed %v", typed)
	}
	if other, err := b.office.Typing(t.Context(), b.worker, d.ID); err != nil || len(other) != 0 {
		t.Errorf("somebody else sees %v %v", other, err)
	}
	b.answer(b.agent, d.ID, "name", value("Margaret Ellis"), 0)
	if typed, err = b.office.Typing(t.Context(), b.agent, d.ID); err != nil || len(typed) != 1 {
		t.Errorf("after saving: %v %v", typed, err)
	}
}
