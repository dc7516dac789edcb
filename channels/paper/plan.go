package paper

import (
	"math/bits"
	"strconv"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// Step is one numbered question or lettered note of a form, and the way on from it, as it is printed. Places are counted along the form's
// steps; one past the last is the end.
type Step struct {
	services.Open
	Mark string         // "7"; of a stop "A"
	Only *services.Cond // who comes here is concerned only when it holds; nil concerns everybody who comes
	Else int            // where whoever is not concerned goes on
	Then int            // where everybody goes on afterwards; -1 where it is said beside the options
	Go   map[string]int // beside an option, where whoever ticks it goes on; without an entry, to the step that follows
}

// Next is where somebody goes on from step i after ticking these boxes (option codes; Unknown for "I don't know").
func (s Step) next(i int, ticked []string) int {
	if s.Then >= 0 {
		return s.Then
	}
	if len(ticked) == 1 {
		if to, ok := s.Go[ticked[0]]; ok {
			return to
		}
	}
	return i + 1
}

// plan finds the way through a form: forwards, carrying along what is known of whoever comes to each step. Somebody is sent past
// steps that can concern nobody of their answers, and a step that concerns not everybody who comes to it says whom.
type plan struct {
	steps  []Step
	values [][]string
	whens  []*rule
	known  []*state // at each step, of those who come to it
}

// route numbers the steps and says the way on from each.
func route(open []services.Open) []Step {
	p := &plan{steps: make([]Step, len(open)), values: make([][]string, len(open)), whens: make([]*rule, len(open)), known: make([]*state, len(open)+1)}
	r := &rules{places: map[string]int{}, made: map[string]*rule{}}
	first := &state{done: make([]uint64, len(open))}
	question, note := 0, 0
	for i, o := range open {
		p.steps[i] = Step{Open: o, Then: i + 1}
		if o.Stop != nil {
			p.steps[i].Mark = letter(note)
			note++
		} else {
			question++
			p.steps[i].Mark = strconv.Itoa(question)
			r.places[o.Question.ID] = i
			p.values[i] = values(o.Question, o.Offered)
		}
		p.whens[i] = r.of(o.When)
		first.done[i] = 1 // passed, until it is come to
	}
	p.known[0] = first
	for i := range p.steps {
		p.step(i)
	}
	return p.steps
}

// letter is the mark of the n-th note: A to Z, then AA.
func letter(n int) string {
	if n >= 26 {
		return letter(n/26-1) + letter(n%26)
	}
	return string(rune('A' + n))
}

func (p *plan) step(i int) {
	s, when := p.known[i], p.whens[i]
	if s == nil { // nobody is sent here
		p.steps[i].Only, p.steps[i].Else = p.steps[i].When, i+1
		return
	}
	if p.truth(s, when) != holds {
		out := p.narrowed(s, when, fails)
		to := p.after(i, out)
		p.steps[i].Only, p.steps[i].Else = p.steps[i].When, to
		p.arrive(to, out)
		s = p.narrowed(s, when, holds)
	}
	if p.steps[i].Stop == nil {
		p.leave(i, s)
	}
}

// leave sends on whoever has answered step i.
func (p *plan) leave(i int, s *state) {
	q, all, uniform := p.steps[i].Question, uint64(0), true
	to := make([]int, len(p.values[i]))
	for v := 1; v < len(to); v++ { // the first is not to have come here
		to[v] = p.after(i, s.with(i, 1<<v))
		uniform = uniform && to[v] == to[1]
		all |= 1 << v
	}
	if uniform {
		p.steps[i].Then = to[1]
		p.arrive(to[1], s.with(i, all))
		return
	}
	p.steps[i].Then, p.steps[i].Go = -1, map[string]int{}
	for v := 1; v < len(to); v++ {
		switch value := p.values[i][v]; {
		case tickable(q, value) && to[v] != i+1:
			p.steps[i].Go[value] = to[v]
			p.arrive(to[v], s.with(i, 1<<v))
		default:
			p.arrive(i+1, s.with(i, 1<<v))
		}
	}
}

// after is the first step after i that may concern somebody in state s.
func (p *plan) after(i int, s *state) int {
	for i++; i < len(p.steps); i++ {
		if p.truth(s, p.whens[i]) != fails {
			break
		}
	}
	return i
}

func (p *plan) arrive(i int, s *state) {
	p.known[i] = p.known[i].joined(s)
}

// narrowed is s with what follows from a rule holding or failing.
func (p *plan) narrowed(s *state, r *rule, t truth) *state {
	out := s.knowing(r.id, t)
	if r.not != nil {
		out.known[r.not.id] = flip(t)
	}
	parts := r.all // of all that hold each holds; of any that fail each fails
	if t == fails {
		parts = r.any
	}
	for _, part := range parts {
		out.known[part.id] = t
	}
	for _, item := range r.items() {
		for set := out.done[item]; set != 0; set &= set - 1 {
			one := set & -set
			if x := p.truth(s.with(item, one), r); x != undecided && x != t && bits.OnesCount64(out.done[item]) > 1 {
				out.done[item] &^= one
			}
		}
	}
	return out
}

// asked says whether paper asks a question itself.
func asked(q *services.Question) bool { return q.Asks(channels.Paper) }
