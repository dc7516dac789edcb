package cases

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// grown is a library in which one service has a newer version.
type grown struct {
	*services.Library
	newer *services.Service
}

func (g grown) Current(id string) (*services.Service, bool) {
	if id == g.newer.ID {
		return g.newer, true
	}
	return g.Library.Current(id)
}

func (g grown) Get(ctx context.Context, id string, version int) (*services.Service, error) {
	if id == g.newer.ID && version == g.newer.Version {
		return g.newer, nil
	}
	return g.Library.Get(ctx, id, version)
}

// grow publishes the next version of the Blue Badge: a name is five letters at most, and nobody's gender is asked.
func (b *bundle) grow() *services.Service {
	b.Helper()
	library := services.NewLibrary(b.db)
	old, _ := library.Current("blue-badge")
	changed := map[string]string{}
	for name, text := range old.Files {
		text = strings.Replace(text, fmt.Sprint("version: ", old.Version), fmt.Sprint("version: ", old.Version+1), 1)
		text = strings.Replace(text, "{question: name, kind: name, max: 100}", "{question: name, kind: name, max: 5}", 1)
		text = regexp.MustCompile(`(?m)^ +- \{question: gender,.*\n`).ReplaceAllString(text, "")
		text = regexp.MustCompile(`(?m)^  gender:\n(?:    .*\n)+`).ReplaceAllString(text, "")
		changed["blue-badge/"+name] = text
	}
	fs := fstest.MapFS{}
	for name, text := range changed {
		fs[name] = &fstest.MapFile{Data: []byte(text)}
	}
	s, err := services.Load(fs, "blue-badge")
	must(b.T, err)
	must(b.T, services.Publish(b.Context(), b.db, s))
	b.office.library = grown{library, s}
	return s
}

// Where no version may be begun today, the newest there is may be one of next year: nobody is moved to it yet.
func TestNobodyMovesToAVersionBeforeItsDay(t *testing.T) {
	t.Parallel()
	b := setup(t)
	newer := b.grow()
	d := Draft{Service: &services.Service{ID: newer.ID, Version: newer.Version - 1}}
	for _, from := range []int{-1, 1} {
		newer.Effect.From = services.DayOf(b.now.AddDate(0, 0, from))
		if _, ok := b.office.Newer(d); ok != (from < 0) {
			t.Errorf("from the %v: %t", newer.Effect.From, ok)
		}
	}
}

func TestADraftMovesToANewerVersionWhenSomebodyChooses(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, b.account(t, nil).ID)
	if _, newer := b.office.Newer(d); newer {
		t.Fatal("the newest version is not the newest")
	}
	d = b.fill(t, b.agent, d.ID, walking())
	s := b.grow()
	d, err := b.office.Draft(t.Context(), b.agent, d.ID)
	must(t, err)
	if d.Service.Version != s.Version-1 {
		t.Fatal("it moved by itself")
	}
	move, newer := b.office.Newer(d)
	if !newer || move.To != s || strings.Join(move.Again, " ") != "name declaration" || strings.Join(move.Dropped, " ") != "gender" {
		t.Fatalf("newer %t: again %v, dropped %v", newer, move.Again, move.Dropped)
	}
	if _, err := b.office.Upgrade(t.Context(), b.agent, d.ID, d.Rev-1); !errors.Is(err, ErrStale) {
		t.Errorf("what was shown before an answer: %v, want ErrStale", err)
	}
	b.now = b.now.Add(1)
	if _, err := b.office.Upgrade(t.Context(), b.worker, d.ID, d.Rev); err != nil {
		t.Fatal(err)
	}
	moved, err := b.office.Draft(t.Context(), b.agent, d.ID)
	must(t, err)
	if moved.Service != s || len(moved.Answers) != len(d.Answers)-3 || moved.Answers["address"].Rev != d.Answers["address"].Rev {
		t.Errorf("version %d with %d of %d answers", moved.Service.Version, len(moved.Answers), len(d.Answers))
	}
	if next := moved.Service.Next(moved.Values(), b.office.today()); next.Question == nil || next.Question.ID != "name" {
		t.Errorf("next is %+v", next)
	}
	events, err := b.office.Timeline(t.Context(), d.ID)
	must(t, err)
	e := events[len(events)-2]
	if e.Kind != "version-moved" || e.Data["old"] != float64(s.Version-1) || e.Data["new"] != float64(s.Version) || e.Data["again"] != 2.0 || e.Data["dropped"] != 1.0 {
		t.Errorf("event %+v", e)
	}
	if n := b.count(t, `select count(*) from answers where draft_id = $1 and question = 'gender'`, d.ID); n != 2 {
		t.Errorf("%d rows tell of the gender, want the answer and that it was taken back", n)
	}
	if again, err := b.office.Upgrade(t.Context(), b.worker, d.ID, 0); err != nil || again.Rev != moved.Rev {
		t.Errorf("once more: rev %d, %v", again.Rev, err)
	}
}

// A citizen moves their own, and what is sent stays what it was.
func TestWhatIsSentIsNotMoved(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	c := b.submitted(t, a.ID, walking())
	open := b.start(t, b.agent, a.ID)
	newer := b.grow()
	if _, err := b.office.Upgrade(t.Context(), b.agent, c.Draft, 1); !errors.Is(err, ErrClosed) {
		t.Errorf("sent: %v, want ErrClosed", err)
	}
	me := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}
	if d, err := b.office.Upgrade(t.Context(), me, open.ID, open.Rev); err != nil || d.Service != newer {
		t.Errorf("their own: %v", err)
	}
	me.ID++
	if _, err := b.office.Upgrade(t.Context(), me, open.ID, open.Rev); !errors.Is(err, ErrNotFound) {
		t.Errorf("somebody else's: %v, want ErrNotFound", err)
	}
}

// Who has proven nothing does not take back, by moving a draft, what somebody proven has said.
func TestAMoveTakesNothingBackThatIsHidden(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.withVault()
	d, err := b.office.Start(t.Context(), b.agent, StartInput{Agency: b.agency.ID, Service: "vault", Account: b.account(t, nil).ID})
	must(t, err)
	proven := b.agent
	proven.Proven = true
	for _, said := range [][2]string{{"name", "Ann Ellis"}, {"secret", "sesame"}} {
		_, err := b.office.Answer(t.Context(), proven, AnswerInput{Draft: d.ID, Question: said[0], Input: services.Input{Text: said[1]}})
		must(t, err)
	}
	d, err = b.office.Draft(t.Context(), b.agent, d.ID)
	must(t, err)
	files := map[string]string{}
	for name, text := range d.Service.Files {
		text = strings.Replace(text, "version: 1", "version: 2", 1)
		files[name] = strings.Replace(text, "{question: secret, kind: text, proof: true}", "{question: secret, kind: name, proof: true}", 1)
	}
	newer, err := services.LoadFiles(files)
	must(t, err)
	must(t, services.Publish(t.Context(), b.db, newer))
	b.office.library = grown{services.NewLibrary(b.db), newer}
	if _, err := b.office.Upgrade(t.Context(), b.agent, d.ID, d.Rev); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("unproven: %v, want ErrNotAllowed", err)
	}
	if moved, err := b.office.Upgrade(t.Context(), proven, d.ID, d.Rev); err != nil || moved.Service != newer || moved.Answers["secret"].Value.Text != "" {
		t.Errorf("proven: %v", err)
	}
}
