package services

// Next is where a draft stands: the first reachable question without an answer, else a stop, else ready to submit.
// Computed from the answers alone, so resuming through any door is free.
type Next struct {
	Question *Question
	Stop     *Stop
	Ready    bool
}

// Next gives the next step for these answers on this day. What was put off comes after everything else that can be asked
// meanwhile, but before what is agreed to at the end: nobody agrees to what they have not said yet. Answers to questions that are
// not reachable are kept by whoever holds them and count for nothing.
func (s *Service) Next(a Answers, today Day) Next {
	next := Next{Ready: true}
	var parked, agreed *Question // the first put off, and the first after it that is to be agreed to
	s.walk(a, today, func(step Step, answered bool) bool {
		switch {
		case step.Stop == nil && answered:
			return true
		case step.Stop == nil && a[step.Question.ID].Parked:
			if parked == nil {
				parked = step.Question
			}
			return true
		case step.Stop == nil && parked != nil && step.Question.Agreed():
			if agreed == nil {
				agreed = step.Question
			}
			return true
		}
		next = Next{Question: step.Question, Stop: step.Stop}
		return false
	})
	switch {
	case next.Ready && parked != nil:
		return Next{Question: parked}
	case agreed != nil:
		return Next{Question: agreed}
	}
	return next
}

// Agreed says whether q is something to agree to.
func (q *Question) Agreed() bool { return q.Kind == Declaration || q.Kind == Signature }

// Path is every question that is certainly reachable with these answers, in order, answered or not, up to the first stop.
func (s *Service) Path(a Answers, today Day) []*Question {
	path := make([]*Question, 0, len(s.Steps))
	s.walk(a, today, func(step Step, _ bool) bool {
		if step.Question != nil {
			path = append(path, step.Question)
		}
		return step.Stop == nil
	})
	return path
}

// Offered are the options of q that these answers leave open, in the order of the definition; of a yes-no question they
// are yes and no. Answers by number count along this list.
func (s *Service) Offered(q *Question, a Answers, today Day) []Option {
	if !q.conditional {
		return (*pass)(nil).offered(q)
	}
	p := s.walk(a, today, func(step Step, _ bool) bool { return step.Question != q })
	return p.offered(q)
}

var yesNo = []Option{{Code: "yes"}, {Code: "no"}}

// pass is one walk through a service, forwards: what is asked depends only on what came before.
type pass struct {
	a     Answers
	today Day
	open  []truth // by step, whether it is asked, as far as the walk got
	memo  []truth // by named condition, its truth and 1
	all   bool    // every question counts as reached: for conditions outside the order of the steps
}

// walk visits what is reached, in order: each question that is asked, with whether it is answered, and each stop whose
// condition holds. It ends when visit says false. Conditions may then be asked of the pass that comes back.
func (s *Service) walk(a Answers, today Day, visit func(step Step, answered bool) bool) *pass {
	known := make([]truth, len(s.Steps)+len(s.named))
	p := &pass{a: a, today: today, open: known[:len(s.Steps)], memo: known[len(s.Steps):]}
	for i, step := range s.Steps {
		if step.Stop != nil {
			if p.open[i] = p.truth(step.Stop.When); p.open[i] == itHolds && !visit(step, false) {
				return p
			}
			continue
		}
		if p.open[i] = p.truth(step.Question.When); p.open[i] != itHolds {
			continue
		}
		_, answered := p.value(step.Question)
		if !visit(step, answered) {
			return p
		}
	}
	return p
}

func (p *pass) reached(q *Question) truth {
	if p.all {
		return itHolds
	}
	return p.open[q.at]
}

// value is the answer to a reached question, if it is whole and chooses nothing that is no longer offered.
func (p *pass) value(q *Question) (Value, bool) {
	v, ok := p.a[q.ID]
	if !ok || !q.Complete(v) {
		return Value{}, false
	}
	if q.conditional && !p.all {
		for _, code := range v.Choice {
			if o := q.option(code); o == nil || !p.holds(o.When) {
				return Value{}, false
			}
		}
	}
	return v, true
}

func (p *pass) offered(q *Question) []Option {
	if q.Kind == YesNo {
		return yesNo
	}
	if !q.conditional {
		return q.Options
	}
	open := make([]Option, 0, len(q.Options))
	for _, o := range q.Options {
		if p.holds(o.When) {
			open = append(open, o)
		}
	}
	return open
}

func (q *Question) option(code string) *Option {
	for i := range q.Options {
		if q.Options[i].Code == code {
			return &q.Options[i]
		}
	}
	return nil
}

// Complete says whether v answers q: a list needs to be Done, everything else needs a value.
func (q *Question) Complete(v Value) bool {
	switch {
	case v.Parked:
		return false
	case v.Unknown:
		return q.Unknown
	case v.Skipped:
		return q.Optional
	}
	switch q.Kind {
	case Choice, Choices:
		return len(v.Choice) > 0 && (q.Other == "" || v.Other != "" || !contains(v.Choice, q.Other))
	case YesNo:
		return len(v.Choice) == 1
	case Date, Month:
		return v.Date != nil
	case Address:
		return v.Address != nil
	case File:
		return len(v.Files) > 0 || v.Later
	case List, Somebody:
		return v.Done
	case Bank:
		return v.Bank != nil
	case Declaration:
		return v.Agreed != ""
	case Signature:
		return v.Agreed != "" && v.Text != ""
	case Text, LongText, Name, Time, Number, Money, Phone, Email, WebAddress, Postcode, NINO, NHSNumber, UTR, Vehicle, Info:
		return v.Text != ""
	}
	return false
}
