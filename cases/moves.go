package cases

import "slices"

// How a case is moved: by Move alone, or only by the verb that does what has to go with it.
const (
	byMove   = "move"
	byAsking = "ask-evidence" // a letter goes out
	byDecide = "decide"       // a decision is written and a letter goes out
	byFinish = "finish"       // what was done is written and a letter goes out
)

// move is one allowed step between two states, the event it leaves and the verb that may make it.
type move struct {
	from, to State
	event    string
	verb     string
}

// moves is every step there is: what is not here cannot happen.
var moves = []move{
	{Received, Assessing, "assessing", byMove},
	{Waiting, Assessing, "assessing", byMove},

	{Received, Waiting, "evidence-asked", byAsking},
	{Assessing, Waiting, "evidence-asked", byAsking},
	{Review, Waiting, "evidence-asked", byAsking},

	{Received, Awarded, "awarded", byDecide},
	{Waiting, Awarded, "awarded", byDecide},
	{Assessing, Awarded, "awarded", byDecide},
	{Review, Awarded, "awarded", byDecide},
	{Received, Refused, "refused", byDecide},
	{Waiting, Refused, "refused", byDecide},
	{Assessing, Refused, "refused", byDecide},
	{Review, Refused, "refused", byDecide},

	{Received, Closed, "done", byFinish},
	{Waiting, Closed, "done", byFinish},
	{Assessing, Closed, "done", byFinish},

	{Awarded, Review, "review-asked", byMove},
	{Refused, Review, "review-asked", byMove},

	{Received, Withdrawn, "withdrawn", byMove},
	{Waiting, Withdrawn, "withdrawn", byMove},
	{Assessing, Withdrawn, "withdrawn", byMove},
	{Review, Withdrawn, "withdrawn", byMove},

	// Closed while still open is for somebody who died or a case made by mistake; the reason stands in the event.
	{Received, Closed, "closed", byMove},
	{Waiting, Closed, "closed", byMove},
	{Assessing, Closed, "closed", byMove},
	{Review, Closed, "closed", byMove},
	{Awarded, Closed, "closed", byMove},
	{Refused, Closed, "closed", byMove},
	{Withdrawn, Closed, "closed", byMove},
}

// States are all states of a case, in the order a case goes through them.
var States = [...]State{Received, Waiting, Assessing, Awarded, Refused, Review, Withdrawn, Closed}

// Open says whether a case in s still has to be worked.
func (s State) Open() bool {
	switch s {
	case Received, Waiting, Assessing, Review:
		return true
	case Awarded, Refused, Withdrawn, Closed:
		return false
	}
	return false
}

// step finds the allowed move between two states by a verb; ErrMove where there is none.
func step(from, to State, verb string) (move, error) {
	i := slices.IndexFunc(moves, func(m move) bool { return m.from == from && m.to == to && m.verb == verb })
	if i < 0 {
		return move{}, ErrMove
	}
	return moves[i], nil
}

// movesFrom are the states Move may bring a case to from s.
func movesFrom(s State) []State {
	var out []State
	for _, m := range moves {
		if m.from == s && m.verb == byMove {
			out = append(out, m.to)
		}
	}
	return out
}
