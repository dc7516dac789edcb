package services

// Route is the way of being entitled the answers lead to: the first whose condition holds. ok is false where none does.
func (s *Service) Route(a Answers, today Day) (r Route, ok bool) {
	p := s.walk(a, today, func(step Step, _ bool) bool { return step.Stop == nil })
	for _, r := range s.Routes {
		if p.holds(r.When) {
			return r, true
		}
	}
	return Route{}, false
}

// Check looks at the whole before submission: every reachable question answered and still valid on this day, and no stop.
// The problem of a stop has no question, the code "stopped" and the stop's id in its variables.
func (s *Service) Check(a Answers, today Day) Problems {
	var wrong Problems
	var answered []*Question
	p := s.walk(a, today, func(step Step, done bool) bool {
		switch {
		case step.Stop != nil:
			wrong = append(wrong, Problem{Code: "stopped", Vars: map[string]any{"stop": step.Stop.ID}})
		case done:
			answered = append(answered, step.Question)
		default:
			wrong = append(wrong, Problem{Question: step.Question.ID, Code: missing(step.Question)})
		}
		return step.Stop == nil
	})
	for _, q := range answered {
		wrong = append(wrong, s.valid(q, a[q.ID], p.offered(q), today)...)
	}
	return wrong
}
