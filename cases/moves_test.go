package cases

import (
	"errors"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Every pair of states is tried by every verb that moves cases: what the table has happens and leaves one event, what it has not is ErrMove.
func TestEveryPairOfStates(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.submitted(t, b.account(t, nil).ID, walking())
	verbs := map[string]func(by audit.Actor, c Case, to State) error{
		byMove: func(by audit.Actor, c Case, to State) error {
			return b.office.Move(t.Context(), by, c.ID, c.Rev, to, "")
		},
		byAsking: func(by audit.Actor, c Case, to State) error {
			return b.office.AskEvidence(t.Context(), by, c.ID, c.Rev, "A letter from your physiotherapist")
		},
		byDecide: func(by audit.Actor, c Case, to State) error {
			in := refusal(c)
			if to == Awarded {
				in = award(c)
			}
			problems, err := b.office.Decide(t.Context(), by, in)
			if len(problems) > 0 {
				t.Errorf("decide: %v", problems)
			}
			return err
		},
	}
	reaches := map[string][]State{byMove: States[:], byAsking: {Waiting}, byDecide: {Awarded, Refused}}
	for _, from := range States {
		for verb, try := range verbs {
			for _, to := range reaches[verb] {
				c = b.force(t, c.ID, from)
				before := b.moved(c.Draft)
				err := try(b.worker, c, to)
				m, refused := step(from, to, verb)
				if errors.Is(refused, ErrMove) {
					if !errors.Is(err, ErrMove) || b.moved(c.Draft) != before || b.state(c.ID) != from {
						t.Errorf("%s %s → %s: %v, want ErrMove and nothing written", verb, from, to, err)
					}
					continue
				}
				if err != nil || b.state(c.ID) != to || b.moved(c.Draft) != before+1 {
					t.Errorf("%s %s → %s: %v, now %s with %d events, want 1", verb, from, to, err, b.state(c.ID), b.moved(c.Draft)-before)
				}
				if last := b.lastMove(c.Draft); last != m.event {
					t.Errorf("%s %s → %s left the event %s, want %s", verb, from, to, last, m.event)
				}
			}
		}
	}
}

func (b *bundle) force(t testing.TB, id int64, s State) Case {
	t.Helper()
	_, err := b.db.Exec(t.Context(), `update cases set state = $2 where id = $1`, id, s)
	must(t, err)
	f, err := b.office.Open(t.Context(), b.worker, id)
	must(t, err)
	return f.Case
}

func (b *bundle) state(id int64) (s State) {
	must(b.T, b.db.QueryRow(b.Context(), `select state from cases where id = $1`, id).Scan(&s))
	return s
}

const moveEvents = `kind in ('assessing', 'evidence-asked', 'awarded', 'refused', 'review-asked', 'withdrawn', 'closed', 'done')`

func (b *bundle) moved(draft int64) int {
	return b.count(b.T, `select count(*) from events where draft_id = $1 and `+moveEvents, draft)
}

func (b *bundle) lastMove(draft int64) (kind string) {
	must(b.T, b.db.QueryRow(b.Context(), `select kind from events where draft_id = $1 and `+moveEvents+` order by id desc limit 1`, draft).Scan(&kind))
	return kind
}

func refusal(c Case) DecideInput {
	return DecideInput{Case: c.ID, Rev: c.Rev, Outcome: Refuse, Criteria: []string{"walking"},
		Evidence: "Your application and the letter of your physiotherapist.", Reasons: "You walk 400 metres in ten minutes without stopping."}
}

func award(c Case) DecideInput {
	return DecideInput{Case: c.ID, Rev: c.Rev, Outcome: Award, Criteria: []string{"walking"}, Evidence: "Your application.",
		AwardFrom: &services.Day{Y: 2026, M: 12, D: 1}, AwardUntil: &services.Day{Y: 2029, M: 12, D: 1}}
}

func TestEveryMoveIsWorded(t *testing.T) {
	t.Parallel()
	for _, m := range moves {
		for _, l := range lang.All {
			if !lang.Has(l, "events."+m.event) || !lang.Has(l, "cases.states."+string(m.to)) {
				t.Errorf("%s: %s → %s has no words", l, m.event, m.to)
			}
			if s := (Event{Kind: m.event, Data: map[string]any{"why": "Away", "what": "A letter"}}).Say(l); strings.ContainsAny(s, "{}[]") {
				t.Errorf("%s: %q", l, s)
			}
		}
	}
}

func TestACitizenMayWithdrawAndAskForReviewOnly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	c := b.submitted(t, a.ID, walking())
	citizen := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: "web"}
	if err := b.office.Move(t.Context(), citizen, c.ID, c.Rev, Assessing, ""); !errors.Is(err, ErrNotAllowed) {
		t.Errorf("a citizen moves to assessing: %v, want ErrNotAllowed", err)
	}
	if err := b.office.Move(t.Context(), citizen, c.ID, c.Rev+1, Withdrawn, ""); !errors.Is(err, ErrStale) {
		t.Errorf("a citizen withdraws what has changed: %v, want ErrStale", err)
	}
	must(t, b.office.Move(t.Context(), citizen, c.ID, c.Rev, Withdrawn, "I moved away"))
	if b.state(c.ID) != Withdrawn {
		t.Errorf("the case is %s", b.state(c.ID))
	}
}
