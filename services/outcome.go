package services

import "github.com/samedoor/samedoor/channels"

// State is where one step stands with the answers so far.
type State string

// The states of a step.
const (
	Answered State = "answered"
	Missing  State = "missing" // asked, and without an answer
	Parked   State = "parked"  // asked, and put off
	Maybe    State = "maybe"   // hangs on what is not answered yet
	Closed   State = "closed"  // not asked with these answers
)

// Place is one step of a service and where it stands.
type Place struct {
	Step
	State State
}

// Map is every step of the service, in order, and where it stands: what the agent's screen, the task list and the printed form
// are drawn from. A stop that holds is Missing, and everything after it Closed.
func (s *Service) Map(a Answers, today Day) []Place {
	places := make([]Place, len(s.Steps))
	stopped := len(s.Steps)
	p := s.walk(a, today, func(Step, bool) bool { return true })
	for i, step := range s.Steps {
		places[i] = Place{step, p.state(step, i)}
		if step.Stop != nil && places[i].State == Missing {
			stopped = min(stopped, i)
		}
		if i > stopped {
			places[i].State = Closed
		}
	}
	return places
}

func (p *pass) state(step Step, i int) State {
	switch p.open[i] {
	case undecided:
		return Maybe
	case itFails:
		return Closed
	case itHolds:
	}
	if step.Stop != nil {
		return Missing
	}
	if _, ok := p.value(step.Question); ok {
		return Answered
	}
	if p.a[step.Question.ID].Parked {
		return Parked
	}
	return Missing
}

// SectionState is where a section stands. Its state is Answered, Missing (nothing answered), Parked (begun), Maybe or Closed.
type SectionState struct {
	ID       string
	State    State
	Places   []Place // its questions
	Answered int
	Left     int // asked and not answered
}

// Progress is the sections of the service with where each stands, in order. One in which nothing can be asked is Closed.
func (s *Service) Progress(a Answers, today Day) []SectionState {
	var out []SectionState
	for _, place := range s.Map(a, today) {
		if place.Question == nil {
			continue
		}
		if len(out) == 0 || out[len(out)-1].ID != place.Question.Section {
			out = append(out, SectionState{ID: place.Question.Section})
		}
		last := &out[len(out)-1]
		last.Places = append(last.Places, place)
		switch place.State {
		case Answered:
			last.Answered++
		case Missing, Parked:
			last.Left++
		case Maybe, Closed:
		}
	}
	for i := range out {
		out[i].State = out[i].state()
	}
	return out
}

func (s SectionState) state() State {
	maybe := false
	for _, p := range s.Places {
		maybe = maybe || p.State == Maybe
	}
	switch {
	case s.Left > 0 && s.Answered > 0:
		return Parked
	case s.Left > 0:
		return Missing
	case s.Answered > 0:
		return Answered
	case maybe:
		return Maybe
	}
	return Closed
}

// OutcomeKind is what the answers come to.
type OutcomeKind string

// The outcomes.
const (
	Asking        OutcomeKind = "asking"         // there is more to ask
	NotEligible   OutcomeKind = "not-eligible"   // a stop: its wording has the reasons and what else to do
	NeedsEvidence OutcomeKind = "needs-evidence" // may be sent, and something is to follow by another door
	Ready         OutcomeKind = "ready"
)

// Outcome is what the answers come to on this day.
type Outcome struct {
	Kind     OutcomeKind
	Stop     *Stop       // NotEligible
	Question *Question   // Asking: the next one
	Evidence []*Question // NeedsEvidence: files that are to follow, and answers that were not known
}

// Outcome is what these answers come to: the same whatever the doors they came by.
func (s *Service) Outcome(a Answers, today Day) Outcome {
	next := s.Next(a, today)
	switch {
	case next.Stop != nil:
		return Outcome{Kind: NotEligible, Stop: next.Stop}
	case next.Question != nil:
		return Outcome{Kind: Asking, Question: next.Question}
	}
	out := Outcome{Kind: Ready}
	for _, q := range s.Path(a, today) {
		if v := a[q.ID]; v.Later || v.Unknown {
			out.Kind, out.Evidence = NeedsEvidence, append(out.Evidence, q)
		}
	}
	return out
}

// Decides says whether a case of the service ends with a decision. Where there is nothing to weigh it ends when it is done.
func (s *Service) Decides() bool { return len(s.Criteria) > 0 }

// Offers says whether anything of the service can be asked through door k: its questions may still send people elsewhere.
func (s *Service) Offers(k channels.Kind) bool {
	for _, step := range s.Steps {
		if q := step.Question; q != nil && q.Kind != Info && q.Asks(k) {
			return true
		}
	}
	return false
}
