package cases

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// The desk keys for somebody who does not see it: what was not read back is not sent.
func TestTheDeskSendsOnlyWhatWasReadBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	d = b.fill(t, b.agent, d.ID, walking()) // marks everything read
	out := b.answer(b.agent, d.ID, "name", value("Margaret Elis"), d.Answers["name"].Rev)
	section := d.Service.Question("name").Section
	c, problems, err := b.office.Submit(t.Context(), b.agent, d.ID)
	must(t, err)
	if c.ID != 0 || codes(problems) != NotReadBack || problems[0].Vars["section"] != section {
		t.Fatalf("case %d, problems %v", c.ID, problems)
	}
	if err := b.office.MarkRead(t.Context(), b.agent, d.ID, section, d.Rev); !errors.Is(err, ErrStale) {
		t.Errorf("what was read before the answer: %v, want ErrStale", err)
	}
	if err := b.office.MarkRead(t.Context(), b.agent, d.ID, "no-such", out.Draft.Rev); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such section: %v, want ErrNotFound", err)
	}
	must(t, b.office.SetLang(t.Context(), b.agent, d.ID, lang.Cy))
	must(t, b.office.MarkRead(t.Context(), b.worker, d.ID, section, out.Draft.Rev))
	x, err := b.office.Beside(t.Context(), b.agent, d.ID)
	must(t, err)
	i := slices.IndexFunc(x.Read, func(r ReadBack) bool { return r.Section == section })
	if i < 0 || x.Read[i].Name != "Sam" || x.Read[i].Lang != lang.Cy || x.Read[i].Rev != out.Draft.Rev || x.Read[i].Door != channels.Counter {
		t.Errorf("read back %+v", x.Read)
	}
	c, problems, err = b.office.Submit(t.Context(), b.agent, d.ID)
	must(t, err)
	if c.ID == 0 || len(problems) > 0 {
		t.Errorf("case %d, problems %v", c.ID, problems)
	}
	if err := b.office.MarkRead(t.Context(), b.agent, d.ID, section, out.Draft.Rev); !errors.Is(err, ErrClosed) {
		t.Errorf("after it was sent: %v, want ErrClosed", err)
	}
}

// Who fills it in for themselves sees what they send, and so does who keys what they wrote on paper.
func TestWhoSeesTheirAnswersNeedsNoReadingBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	keying := b.agent
	keying.Door = channels.Paper
	for _, by := range []audit.Actor{{Role: audit.Citizen, Door: channels.Web}, keying} {
		d := b.start(t, by, 0)
		b.fill(t, audit.Actor{Role: audit.Citizen, Door: channels.Web}, d.ID, walking())
		if c, problems, err := b.office.Submit(t.Context(), by, d.ID); err != nil || c.ID == 0 {
			t.Errorf("%s: case %d, %v, %v", by.Role, c.ID, problems, err)
		}
	}
}

// What was agreed to is on record: which wording, in which language, read out or signed, by whom, through which door.
func TestWhatWasAgreedToIsOnRecord(t *testing.T) {
	t.Parallel()
	for _, signed := range []bool{false, true} {
		b := setup(t)
		d := b.start(t, b.agent, 0)
		d = b.fill(t, b.agent, d.ID, walking())
		before := d.Agreements(nil, b.office.today())
		if len(before) != 1 || before[0].Version != d.Service.Version || before[0].Lang != lang.En || before[0].Answer.Name != "Alex" {
			t.Fatalf("agreements %+v", before)
		}
		if signed {
			in := AnswerInput{Draft: d.ID, Question: before[0].Question, Input: services.Input{Fields: map[string][]string{"agree": {"yes"}}}, SeenRev: before[0].Answer.Rev, Signed: true}
			_, err := b.office.Answer(t.Context(), b.worker, in)
			must(t, err)
		}
		c, problems, err := b.office.Submit(t.Context(), b.agent, d.ID)
		must(t, err)
		if len(problems) > 0 {
			t.Fatalf("problems %v", problems)
		}
		file, err := b.office.Open(t.Context(), b.worker, c.ID)
		must(t, err)
		after := file.Draft.Agreements(file.Events, b.office.today())
		if len(after) != 1 || after[0].Signed != signed {
			t.Errorf("signed %t: %+v", signed, after)
		}
		sent := file.Events[slices.IndexFunc(file.Events, func(e Event) bool { return e.Kind == "submitted" })]
		if want := fmt.Sprintf("%s %d/en", before[0].Question, file.Case.Service.Version); sent.Data["declared"] != want {
			t.Errorf("the submission says %q, want %q", sent.Data["declared"], want)
		}
	}
}
