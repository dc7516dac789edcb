package paper

import (
	"maps"
	"math/bits"
	"slices"

	"github.com/samedoor/samedoor/channels"
	"github.com/samedoor/samedoor/services"
)

// What may have been done at a place besides ticking an option.
const (
	passed  = "-" // it was not come to
	blank   = ""  // left blank, where that is allowed
	unknown = "?" // "I don't know" was ticked
	other   = "*" // anything else
)

// told is how many options of a question are told apart: a place's values are bits of one word.
const told = 56

// values are what may be done at a question, as far as words on paper can tell it apart: the options of which one is ticked, and of
// several the one that excludes all others.
func values(q *services.Question, offered map[string]*services.Cond) []string {
	out := []string{passed}
	switch kind := q.Kind; {
	case len(q.Options) > told: // more than are told apart
		out = append(out, other)
	case kind == services.YesNo:
		out = append(out, "yes", "no")
	case kind == services.Choice:
		for _, o := range q.Options {
			if !never(offered[o.Code]) {
				out = append(out, o.Code)
			}
		}
	case kind == services.Choices:
		for _, o := range q.Options {
			if o.Exclusive && !never(offered[o.Code]) {
				out = append(out, o.Code)
			}
		}
		out = append(out, other)
	default:
		out = append(out, other)
	}
	if q.Optional {
		out = append(out, blank)
	}
	if q.Unknown {
		out = append(out, unknown)
	}
	return out
}

// never says that an option is not offered at all.
func never(c *services.Cond) bool {
	return c != nil && c.All == nil && c.Any == nil && c.Not == nil && c.Question == ""
}

// tickable says whether value v is a box of its own on paper, with room for words beside it.
func tickable(q *services.Question, v string) bool {
	return q.Asks(channels.Paper) && v != passed && v != blank && v != other
}

// state is what is known of somebody who stands at a place: what they may have done at each place before, as bits of its values, and
// which rules hold for them.
type state struct {
	done  []uint64
	known map[int]truth
}

func (s *state) with(item int, set uint64) *state {
	out := &state{done: slices.Clone(s.done), known: s.known}
	out.done[item] = set
	return out
}

func (s *state) knowing(id int, t truth) *state {
	known := maps.Clone(s.known)
	if known == nil {
		known = map[int]truth{}
	}
	known[id] = t
	return &state{done: slices.Clone(s.done), known: known}
}

// joined is what is known when either s or t may be so.
func (s *state) joined(t *state) *state {
	if s == nil {
		return t
	}
	out := &state{done: slices.Clone(s.done), known: map[int]truth{}}
	for i, set := range t.done {
		out.done[i] |= set
	}
	for id, x := range s.known {
		if t.known[id] == x {
			out.known[id] = x
		}
	}
	return out
}

// trials is how many combinations of answers are tried to decide a rule.
const trials = 256

// truth is what s makes of a rule; nil always holds. Where few answers are possible each is tried, so that "A or B" is seen to hold
// for whoever can only have ticked A or B.
func (p *plan) truth(s *state, r *rule) truth {
	if r == nil {
		return holds
	}
	if t := p.plain(s, r); t != undecided {
		return t
	}
	items, many := r.items(), 1
	for _, i := range items {
		many *= max(bits.OnesCount64(s.done[i]), 1)
	}
	if many == 1 || many > trials {
		return undecided
	}
	return p.tried(s, r, items)
}

func (p *plan) tried(s *state, r *rule, items []int) truth {
	if len(items) == 0 {
		return p.plain(s, r)
	}
	result, first := undecided, true
	for set := s.done[items[0]]; set != 0; set &= set - 1 {
		t := p.tried(s.with(items[0], set&-set), r, items[1:])
		if t == undecided || !first && t != result {
			return undecided
		}
		result, first = t, false
	}
	return result
}

func (p *plan) plain(s *state, r *rule) truth {
	if t, ok := s.known[r.id]; ok {
		return t
	}
	switch {
	case r.all != nil:
		return p.fold(s, r.all, fails, holds)
	case r.any != nil:
		return p.fold(s, r.any, holds, fails)
	case r.not != nil:
		return flip(p.plain(s, r.not))
	case r.cond.Question == "":
		return fails
	case r.item < 0:
		return undecided
	}
	return p.test(s, r)
}

func (p *plan) fold(s *state, list []*rule, decisive, neutral truth) truth {
	result := neutral
	for _, part := range list {
		switch p.plain(s, part) {
		case decisive:
			return decisive
		case undecided:
			result = undecided
		case flip(decisive):
		}
	}
	return result
}

func (p *plan) test(s *state, r *rule) truth {
	result, first := undecided, true
	for set := s.done[r.item]; set != 0; set &= set - 1 {
		t := testOf(r.cond, p.values[r.item][bits.TrailingZeros64(set)])
		if t == undecided || !first && t != result {
			return undecided
		}
		result, first = t, false
	}
	return result
}

// testOf is one test of what was done at its question.
func testOf(c *services.Cond, v string) truth {
	switch {
	case v == passed:
		return fails
	case c.Answered != nil:
		return truly((v != blank && v != unknown) == *c.Answered)
	case v == blank || v == unknown:
		return fails
	case v == other && c.Includes == "":
		return undecided
	case c.Is != "":
		return truly(v == c.Is)
	case c.In != nil:
		return truly(slices.Contains(c.In, v))
	case c.Includes != "" && v != other:
		return truly(v == c.Includes)
	}
	return undecided
}
